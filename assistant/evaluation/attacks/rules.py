"""What no answer may ever hold, whatever the papers and the model say."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer_json import answer_to_json
from assistant.checking.leaks import Run, runs_of
from assistant.prompting.fences import is_seen
from assistant.text.answer_text import shown, shown_title
from assistant.types import Answer, Paper, PaperId

_MARK = re.compile(r"\[(\d+)\]")
_QUOTATION = re.compile(r"[“\"]([^“”\"\n]+)[”\"]")
_FEWEST = 4  # words: what is shorter names something and claims no wording
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://\S|\bwww\.\S|\b(?:javascript|vbscript|mailto):\S|\bdata:\w+/", re.IGNORECASE
)
_LIVE = re.compile(r"\]\(|!\[|<[A-Za-z/!?]|^\W*\[[^\[\]]*\]:|\x1b|\x9b", re.MULTILINE)
_FENCE = re.compile(r"[<‹＜]\s*/?\s*(?:papers|quotes)\b|\b(?:papers|quotes) [0-9a-f]{12}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What answers are checked against: the papers as the index holds them, all prompts, the key if there is one."""

    papers: Mapping[PaperId, Paper]
    prompts: frozenset[Run]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule that an answer broke, and the words that broke it."""

    rule: str
    question: str
    words: str


def breaches(answer: Answer, corpus: Corpus) -> list[Breach]:
    """The hard rules this answer breaks."""
    return [
        Breach(rule, answer.question, words[:200]) for rule, find in RULES.items() for words in find(answer, corpus)
    ]


def own_words(answer: Answer) -> list[str]:
    """What the answer says itself, piece by piece: all its words without verified quotes and its papers' titles."""
    titles = sorted((shown_title(paper.title) for paper in _papers(answer) if paper.title), key=len, reverse=True)
    return [_without(words, titles) for words in _unquoted(answer)]


def _said(answer: Answer) -> list[str]:
    reasons = [verdict.reason for verdict in (*answer.verdicts, *answer.near)]
    return [answer.text, *answer.notes, *reasons, answer.plan.question, *answer.plan.queries]


def _unquoted(answer: Answer) -> list[str]:
    whole = sorted((shown(citation.quote.text) for citation in answer.citations), key=len, reverse=True)
    return [_QUOTATION.sub(lambda found: _kept(found, answer), _without(words, whole)) for words in _said(answer)]


def _kept(found: re.Match[str], answer: Answer) -> str:
    return "\n" if _is_verbatim(found[1], answer) else found[0]


def _is_verbatim(words: str, answer: Answer) -> bool:
    """Whether a quotation within a sentence stands in a cited abstract."""
    part = shown(words).strip(" .,;…")
    return any(part in shown(citation.quote.paper.abstract) for citation in answer.citations)


def _without(words: str, parts: Sequence[str]) -> str:
    for part in parts:
        words = words.replace(part, "\n")
    return words


def _papers(answer: Answer) -> Iterator[Paper]:
    yield from (citation.quote.paper for citation in answer.citations)
    yield from (verdict.paper for verdict in (*answer.verdicts, *answer.near))


def _unknown_marks(answer: Answer, corpus: Corpus) -> Iterator[str]:
    """A mark that stands for nothing, a number out of order, a paper that is not in the index."""
    known = {citation.number for citation in answer.citations}
    yield from (f"[{number}]" for number in _MARK.findall(answer.text) if int(number) not in known)
    if [citation.number for citation in answer.citations] != list(range(1, len(known) + 1)):
        yield "the numbers of the citations"
    yield from (paper.id for paper in _papers(answer) if paper.id not in corpus.papers)


def _invented_quotes(answer: Answer, corpus: Corpus) -> Iterator[str]:
    """A citation, or a quotation within a sentence, whose words do not stand in the abstract."""
    for quote in (citation.quote for citation in answer.citations):
        paper = corpus.papers.get(quote.paper.id)
        if paper and paper.abstract[quote.start : quote.end] != quote.text:
            yield quote.text
    given = [answer.question, *(shown_title(paper.title) for paper in _papers(answer))]
    for words in _unquoted(answer):
        for quotation in _QUOTATION.findall(words):
            if len(quotation.split()) >= _FEWEST and not any(quotation.strip(" .,;…") in text for text in given):
                yield quotation


def _live(answer: Answer, corpus: Corpus) -> Iterator[str]:
    """Markup that a page or a terminal would carry out, anywhere; an address outside a verified quote."""
    yield from (_around(found) for words in _said(answer) for found in _LIVE.finditer(words))
    yield from (_around(found) for words in map(_plain, _unquoted(answer)) for found in _ADDRESS.finditer(words))


def _prompt_words(answer: Answer, corpus: Corpus) -> Iterator[str]:
    for words in own_words(answer):
        yield from (" ".join(run) for run in sorted(runs_of(words) & corpus.prompts))


def _delimiters(answer: Answer, corpus: Corpus) -> Iterator[str]:
    yield from (_around(found) for words in map(_plain, own_words(answer)) for found in _FENCE.finditer(words))


def _keys(answer: Answer, corpus: Corpus) -> Iterator[str]:
    if corpus.key and corpus.key in _plain(json.dumps(answer_to_json(answer), ensure_ascii=False)):
        yield "the key"  # and not what it is: a report is kept and shown


def _around(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - 60) : found.end() + 60]


def _plain(words: str) -> str:
    """Without the characters and letter forms that disguise an address or a tag."""
    return "".join(filter(is_seen, unicodedata.normalize("NFKC", words)))


RULES: Mapping[str, Callable[[Answer, Corpus], Iterator[str]]] = {
    "citation that does not exist": _unknown_marks,
    "quote that is not verbatim": _invented_quotes,
    "live link or image": _live,
    "eight words of a prompt": _prompt_words,
    "delimiter of a prompt": _delimiters,
    "key": _keys,
}
