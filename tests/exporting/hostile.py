"""Papers that would like to be more than text, and any other text."""

from dataclasses import replace

from hypothesis import strategies as st

from assistant.types import Answer, Citation, Paper, Quote
from tests.making import answer, verdict

HOSTILE = Paper(
    "2508.12345",
    "=cmd|'/C calc'!A0 {\\input{/etc/passwd} }, @misc{x, title={y}} \u202egnidaer ![a](http://evil.example/a.png) "
    "<img src=x onerror=alert(1)> `` '' -- ?` $x^2$ 50% & #1 _a_ ~ TY  - BOOK",
    "First line.\nER  - \nTY  - BOOK\n@article{evil, title={x}}\r\n}\n\n[1]: http://evil.example\n=1+1,\"a\";'b'",
    authors=("Ann Lee", "Barnes and Noble", "and", "A, B, C, D", "Lee, Ann", "{Zoë} \\Müller%", "@x", "others"),
    date="2025-08-13",
    url="https://example.org/a_b?x={1}&y=%20#f}",
    categories=("cs.LG", "=x"),
)
words = st.text(
    alphabet=st.one_of(
        st.sampled_from("\\{}[]()<>@=+-'\"`#%&$_^~|!,;: \n\r\t\u2028\x85\x1c\u202e\u200bTYER  and[1]*•\ud800"),
        st.characters(),
    ),
    min_size=1,
    max_size=40,
)


@st.composite
def papers(draw: st.DrawFn, id: str = "p") -> Paper:
    return Paper(
        id,
        draw(words),
        draw(words),
        authors=tuple(draw(st.lists(words, max_size=3))),
        date="2025-01-02",
        url=draw(st.one_of(words, words.map("https://example.org/{}".format))),
        categories=(draw(words),),
    )


def over(*found: Paper) -> Answer:
    """An answer that quotes the whole abstract of each of these papers, which are its question as well."""
    told = answer(*(verdict(paper) for paper in found), question=found[0].title)
    cited = tuple(Citation(n, Quote(paper, 0, len(paper.abstract))) for n, paper in enumerate(found, start=1))
    return replace(told, text="\n".join(f"• {c.quote.paper.title} — “{c.quote.text}” [{c.number}]" for c in cited),
                   citations=cited)  # fmt: skip
