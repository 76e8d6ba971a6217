"""How alike texts are: by their triples, and by the signatures that are kept of them."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.index.store.resemblance import bands, estimate, resemblance, signature, triples

_WORDS = st.lists(st.sampled_from("owls hunt mice at night in the wood and hear them".split()), max_size=60)


def counted(words: list[str]) -> list[tuple[tuple[str, ...], int]]:
    """The triples, the second of the same told from the first."""
    found: list[tuple[str, ...]] = [tuple(words[i : i + 3]) for i in range(len(words) - 2)]
    return [(each, found[:i].count(each)) for i, each in enumerate(found)]


@given(one=_WORDS, other=_WORDS)
def test_law_texts_resemble_each_other_by_the_share_of_triples_that_both_have(one: list[str], other: list[str]) -> None:
    ours, theirs = set(counted(one)), set(counted(other))
    expected = len(ours & theirs) / (len(ours | theirs) or 1)
    assert resemblance(triples("", " ".join(one)), triples("", " ".join(other))) == expected


def test_case_marks_and_wide_letters_do_not_count() -> None:
    plain = triples("Owls at night", "they hunt mice")
    assert resemblance(plain, triples("OWLS: at Night!", "They hunt (mice).")) == 1.0
    assert resemblance(plain, triples("\uff2f\uff57\uff4c\uff53 at night", "they hunt mice")) == 1.0
    assert resemblance(plain, triples("Owls at noon", "they hunt mice")) == 1 / 7


def test_fewer_than_three_words_resemble_nothing() -> None:
    short = triples("Owls", "hunt")
    assert (len(short), resemblance(short, short), len(signature(short)), bands(signature(short))) == (0, 0.0, 0, [])
    assert estimate(signature(short), signature(short)) == 0.0


def test_signatures_are_what_they_were_for_they_are_kept_on_disk() -> None:
    made = signature(triples("Owls at Night", "Owls hunt at night. They hear mice."))
    assert (made.shape, made[:4].tolist(), bands(made)[:2]) == (
        (60,),
        [60532, 24575, 45425, 30150],
        [216387794, 1697766710],
    )


def test_signatures_tell_how_alike_texts_are() -> None:
    text = [f"word{n}" for n in range(300)]
    for changed in (30, 90, 150):
        other = [*text[:-changed], *(f"other{n}" for n in range(changed))]
        one, two = triples("", " ".join(text)), triples("", " ".join(other))
        assert abs(estimate(signature(one), signature(two)) - resemblance(one, two)) < 0.15
