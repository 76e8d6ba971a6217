"""Questions about one paper that is named: by its id, a link, its title, or the short name in front of a colon."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus import canonical_id, title_key
from assistant.ports import PaperIndex
from assistant.text.titles import short_name
from assistant.types import Answer, Filters, Paper, Plan
from assistant.understanding.literal.wording import asks_for_meaning
from assistant.understanding.reader import Reading

_ID = re.compile(
    r"(?:https?://)?(?:www\.)?(?:[a-z]+\.)?(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|doi\.org/|arxiv:\s*)\S+"
    r"|\b\d{4}\.\d{4,5}(?:v\d+)?\b|\b10\.\d{4,}/\S+",
    re.I,
)
_SITE = re.compile(r"^.*huggingface\.co/papers/", re.I)
_NEAREST, _WORDS = 20, 3  # papers whose titles are looked at; words from which on a title may name its paper
_DOUBT = 0.25  # P(lookup) from which a name alone makes a question one about its paper


@dataclass(frozen=True, slots=True)
class NamedPapers:
    index: PaperIndex

    def find(self, text: str, reading: Reading, history: Sequence[Answer] = ()) -> Plan | None:
        """The plan that shows the paper; None where none is named or something else is asked of it.

        An id that the index does not know makes a plan without papers: that it is not here is the answer.
        """
        if found := _ID.search(text):
            id = canonical_id(_SITE.sub("", found[0].rstrip(".,;?!)")))
            papers = [*self.index.papers([id]).values()]
            if papers and reading.kind != "list" and reading.wants["fact"] > 0.8:
                return None
            return _shows(text, papers[:1], id)
        if reading.wants["lookup"] < _DOUBT or asks_for_meaning(text):
            return None
        key = f" {title_key(text)} "
        near = self.index.papers(id for id, _ in self.index.search_words(text, _NEAREST))
        named = [paper for paper in near.values() if _is_named(paper, text, key)]
        return _shows(text, named, "") if len(named) == 1 else None


def _is_named(paper: Paper, text: str, key: str) -> bool:
    title, short = title_key(paper.title), short_name(paper)
    if len(title.split()) >= _WORDS and f" {title} " in key:
        return True
    begin = title_key(re.split(r"[:?]\s", paper.title)[0])
    if len(begin.split()) >= _WORDS and f" {begin} " in key:
        return True
    return bool(short) and f" {title_key(short)} " in key


def _shows(text: str, papers: Sequence[Paper], about: str) -> Plan:
    return Plan(text, "lookup", (text,), Filters(papers=tuple(p.id for p in papers)), about=about)
