"""Answers held against gold questions.

The rules: a paper that is `partial` counts neither way; a question without an answer scores 0; a fact's text
has to be short and sparingly cited (an answer that quotes everything states every fact).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.corpus import canonical_id
from assistant.evaluation.asking.questions import FactQuestion, ListQuestion, Turn, UnanswerableQuestion
from assistant.evaluation.measures.metrics import average_precision, f1, precision, recall
from assistant.evaluation.measures.results import Asked, Score
from assistant.types import Answer, Citation, Paper, PaperId

_FACT_LENGTH = 1_500  # characters a fact's text may have
_FACT_CITATIONS = 3  # citations it may have for each relevant paper
QUOTES = ("quotes.verbatim", "quotes.numbered", "quotes.marked")
SENTENCES = ("sentences.supported", "sentences.unrepaired")
_MARK = re.compile(r"\[(\d+)\]")
_MARK_OF_SEVERAL = re.compile(r"\[\d+(\s*[,;-]\s*\d+)+\]")


def score(asked: Asked, corpus: Mapping[PaperId, Paper]) -> tuple[Score, ...]:
    """All scores of one question. `corpus`: the papers of the index, for the citations to be checked against."""
    return (*_score_gold(asked), *_score_quotes(asked.answer, corpus), *_score_sentences(asked.answer))


def normalise(name: str) -> str:
    """A title without regard to case, punctuation, spacing and compatibility forms."""
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", name).lower()).strip()


def keys(papers: Iterable[Paper], names: Sequence[str]) -> list[str]:
    """The papers under the keys of the gold's `names`, in order and each once.

    A name is an id, in any spelling that is read elsewhere ("arXiv:2401.00001v2"), or a title.
    """
    by_id = {canonical_id(name): normalise(name) for name in names}
    return list(dict.fromkeys(by_id.get(paper.id) or normalise(paper.title) for paper in papers))


def listed(answer: Answer | None) -> list[Paper]:
    """The papers that an answer gives, best first: those it lists or relies on, else those it cites."""
    if answer is None:
        return []
    return [verdict.paper for verdict in answer.verdicts] or cited(answer)


def cited(answer: Answer | None) -> list[Paper]:
    """The papers of the citations, in their order; a paper cited twice stands twice."""
    return [citation.quote.paper for citation in answer.citations] if answer else []


def relevant_keys(gold: ListQuestion | FactQuestion | Turn) -> frozenset[str]:
    """The keys of the papers that belong in the answer."""
    return _normalised(gold.relevant)


def ranked_keys(gold: ListQuestion, ranking: Iterable[Paper]) -> list[str]:
    """The keys of a ranking, best first, without the partial papers."""
    partial = _normalised(gold.partial)
    return [key for key in keys(ranking, (*gold.relevant, *gold.partial)) if key not in partial]


def unsaid(gold: FactQuestion, answer: Answer | None) -> list[str]:
    """The strings of `must_contain` that the text lacks, whatever its case."""
    text = answer.text.lower() if answer else ""
    return [part for part in gold.must_contain if part.lower() not in text]


def is_fair(gold: FactQuestion, answer: Answer) -> bool:
    """Whether the text is short and sparingly cited: an answer that quotes everything states every fact."""
    return len(answer.text) <= _FACT_LENGTH and len(answer.citations) <= _FACT_CITATIONS * len(gold.relevant)


def _score_gold(asked: Asked) -> tuple[Score, ...]:
    match asked.gold:
        case ListQuestion() as gold:
            return _score_list(gold, asked.answer, asked.ranking)
        case FactQuestion() as gold:
            return _score_fact(gold, asked.answer)
        case UnanswerableQuestion() as gold:
            return (Score(f"silence.{gold.reason}", _refused(asked.answer)),)
        case Turn() as gold:
            return _score_turn(gold, asked.answer)


def _score_list(gold: ListQuestion, answer: Answer | None, ranking: Sequence[Paper]) -> tuple[Score, ...]:
    relevant = relevant_keys(gold)
    if not relevant:
        return ()  # neither recall nor an answer is defined
    found, ranked = set(ranked_keys(gold, listed(answer))), ranked_keys(gold, ranking)
    return (
        Score("lists.precision", precision(found, relevant)),
        Score("lists.recall", recall(found, relevant)),
        Score("lists.f1", f1(found, relevant)),
        Score("lists.map", average_precision(ranked, relevant)),
        Score("silence.answered", _answered(answer)),
    )


def _score_fact(gold: FactQuestion, answer: Answer | None) -> tuple[Score, ...]:
    papers = relevant_keys(gold) <= set(keys(cited(answer), gold.relevant))
    scores = [Score("facts.cited", float(papers))]
    if gold.must_contain:
        scores.append(Score("facts.answer", float(_states(gold, answer))))
    return (*scores, Score("silence.answered", _answered(answer)))


def _states(gold: FactQuestion, answer: Answer | None) -> bool:
    return answer is not None and is_fair(gold, answer) and not unsaid(gold, answer)


def _score_turn(gold: Turn, answer: Answer | None) -> tuple[Score, ...]:
    """The recall of a turn that has no answer is whether it was refused; it has no precision."""
    if gold.kind == "unanswerable" or not gold.relevant:
        return (Score("conversations.recall", _refused(answer)),)
    found, relevant = set(keys(listed(answer), gold.relevant)), relevant_keys(gold)
    return (
        Score("conversations.recall", recall(found, relevant)),
        Score("conversations.precision", precision(found, relevant)),
    )


def _score_quotes(answer: Answer | None, corpus: Mapping[PaperId, Paper]) -> tuple[Score, ...]:
    """Each citation verbatim in the abstract that the index holds; numbers 1..n; marks that have a citation."""
    if answer is None:
        return ()
    verbatim, numbered, marked = QUOTES
    numbers = [citation.number for citation in answer.citations]
    return (
        *(Score(verbatim, float(_verbatim(citation, corpus))) for citation in answer.citations),
        Score(numbered, float(numbers == list(range(1, len(numbers) + 1)))),
        Score(marked, float(_marks_hold(answer, frozenset(numbers)))),
    )


def _score_sentences(answer: Answer | None) -> Iterator[Score]:
    """Each sentence a model wrote: whether its quotes support it in the end, and did so as it was first written."""
    checks = answer.checks if answer else None
    if checks is None:
        return
    wrong = checks.unsupported, checks.unsupported + checks.repaired
    for name, bad in zip(SENTENCES, wrong, strict=True):
        yield from (Score(name, float(place >= bad)) for place in range(checks.sentences))


def _verbatim(citation: Citation, corpus: Mapping[PaperId, Paper]) -> bool:
    quote = citation.quote
    stored = corpus.get(quote.paper.id)
    return stored is not None and stored.abstract[quote.start : quote.end] == quote.text


def _marks_hold(answer: Answer, numbers: frozenset[int]) -> bool:
    own = answer.text
    for citation in answer.citations:
        own = own.replace(citation.quote.text, " ")  # brackets inside a quote are the paper's, not marks
    return {int(mark) for mark in _MARK.findall(own)} <= numbers and not _MARK_OF_SEVERAL.search(own)


def _normalised(names: Iterable[str]) -> frozenset[str]:
    return frozenset(normalise(name) for name in names)


def _refused(answer: Answer | None) -> float:
    return float(answer is not None and answer.outcome != "answered")


def _answered(answer: Answer | None) -> float:
    return float(answer is not None and answer.outcome == "answered")
