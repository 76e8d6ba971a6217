"""The planner over a chat model: one call for every question that is not plainly a lookup, a count or talk.

The model says what kind of answer is asked for and what to search; a question that needs no completing keeps its own
words, and what these say of dates and names goes before what the model says. It is believed only as far as the question
bears it out: titles in the conversation are strangers' words and may have talked to it. Where it fails the rules' plan
stands.

Why: docs/decisions/0033-a-chat-model-plans.md
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.errors import ProviderError
from assistant.ports import ChatModel, PaperIndex, Planning, Stop
from assistant.prompting.fences import as_data, new_fence
from assistant.prompting.prompts import load_prompt
from assistant.types import Answer, Filters, Kind, Paper, PaperId, Plan, Usage
from assistant.understanding.conversation.focus import papers_shown
from assistant.understanding.conversation.followup_cues import asks_among, leans, places_in
from assistant.understanding.conversation.followups import Reference
from assistant.understanding.language import language_of, language_of_papers
from assistant.understanding.literal.restrictions import read_asked
from assistant.understanding.plan_reply import SCHEMA, Claim, read_plan
from assistant.understanding.planner import EmbeddedPlanner, check_question, joined
from assistant.understanding.reader import QuestionReader

_TURNS, _TITLES, _TITLE = 8, 40, 200  # of the conversation; papers; characters of a title
_PLAIN: frozenset[Kind] = frozenset(("lookup", "talk", "collection", "metadata"))  # what code answers by itself
_SHORT = 4  # words: after an answer, a question of so few is hardly a new one
_LINK = re.compile(r"://|\bwww\.|\b(?:javascript|data|mailto):\S|\]\(|!\[|<[a-z/!?|]", re.I)  # or markup


class ChatPlanner:
    """Satisfies `Planner`."""

    def __init__(
        self, model: ChatModel, *, index: PaperIndex, reader: QuestionReader, today: Callable[[], date]
    ) -> None:
        self._model, self._index, self._reader, self._today = model, index, reader, today
        self._embedded = EmbeddedPlanner(index, reader=reader, today=today)
        self._prompt = load_prompt("plan")
        self.prompts: Mapping[str, str] = {self._prompt.name: self._prompt.version}

    def plan(
        self, question: str, history: Sequence[Answer] = (), filters: Filters | None = None, *, stop: Stop | None = None
    ) -> Planning:
        text, today, sources = check_question(question), self._today(), tuple(self._index.sources())
        rules = self._embedded.plan(text, history, filters).plan
        language = language_of_papers(self._index)
        foreign = language_of(text) not in (None, language)
        follows = _follows(text, history)
        if not foreign and _is_plain(rules, follows=follows):
            return Planning(rules)
        papers = _papers_of(history)
        messages = self._prompt.render(
            {
                "fence": new_fence(),
                "language": language,
                "question": as_data(text),
                "talk": _talk(history, papers),
                "today": today.isoformat(),
            }
        )
        usage = Usage()
        try:
            reply = self._model.complete(messages, schema=SCHEMA, stop=stop)
            usage = reply.usage
            claim = _borne_out(read_plan(reply.text, papers=len(papers)), text, history, sources, today)
        except ProviderError as error:
            return Planning(rules, usage, (f"The question was planned by rules: {error.message.rstrip('.')}.",))
        except ValueError as error:
            told = f"The question was planned by rules, for the model's plan is unusable: {error}."
            return Planning(rules, usage, (told,))
        if not foreign and not follows:
            claim = replace(claim, question=text)
        named = [papers[number - 1].id for number in claim.papers] if foreign or follows else []
        if not named and (asks_among(text) or places_in(text, len(papers))):
            named = list(
                rules.filters.papers
            )  # "which of those": the model has left out what the words are plain about
        read = self._reader.read(claim.question).kind
        made = _made(claim, rules, read, named, filters or Filters(), today, sources)
        return Planning(replace(made, language=(language_of(text) or "") if foreign else ""), usage)


def _is_plain(rules: Plan, *, follows: bool) -> bool:
    """Whether code needs no model: it looks the answer up, or counts papers of a topic that is said."""
    return rules.lookup is not None or rules.kind in _PLAIN or (rules.kind == "count" and not follows)


def _follows(text: str, history: Sequence[Answer]) -> bool:
    answered = any(answer.verdicts for answer in history)
    return answered and (leans(text) or len(text.split()) <= _SHORT)


def _papers_of(history: Sequence[Answer]) -> list[Paper]:
    """The papers of the last turns, each once, those of the latest turns kept where there are many."""
    papers: dict[str, Paper] = {}
    for answer in reversed(history[-_TURNS:]):
        papers |= {paper.id: paper for paper in papers_shown(answer) if paper.id not in papers}
    return list(papers.values())[:_TITLES]


def _talk(history: Sequence[Answer], papers: Sequence[Paper]) -> str:
    numbers = {paper.id: number for number, paper in enumerate(papers, start=1)}
    titles = [f"{numbers[paper.id]}. {as_data(paper.title)[:_TITLE]}" for paper in papers]
    turns = []
    for answer in history[-_TURNS:]:
        shown = ", ".join(str(numbers[paper.id]) for paper in papers_shown(answer) if paper.id in numbers)
        turns.append(f"Asked: {as_data(answer.plan.question)}\nShown, in this order: {shown or 'none'}")
    return "\n".join([*titles, *turns]) or "Nothing yet."


def _borne_out(claim: Claim, text: str, history: Sequence[Answer], sources: Iterable[str], today: date) -> Claim:
    """The claim without filters that the reader's own words do not hold. Raises `ValueError` for a link of its own."""
    said = " ".join([text, *(answer.question for answer in history)]).casefold()
    if any(_LINK.search(line) and line.casefold() not in said for line in (claim.question, *claim.queries)):
        raise ValueError("a link that was not in the question")
    years = {str(year) for year in (today.year, today.year - 1)} | set(re.findall(r"\d{4}", said))
    dated = all(day is None or day[:4] in years for day in (claim.since, claim.until))
    return replace(
        claim,
        since=claim.since if dated else None,
        until=claim.until if dated else None,
        authors=tuple(name for name in claim.authors if name.casefold() in said),
        categories=tuple(name for name in claim.categories if name.casefold() in said),
        sources=tuple(name for name in claim.sources if name in sources and name.casefold() in said),
    )


def _made(
    claim: Claim,
    rules: Plan,
    read: Kind,
    named: Sequence[PaperId],
    filters: Filters,
    today: date,
    sources: Iterable[str],
) -> Plan:
    """The plan: what the rules read in the question as the model put it goes before what the model says of it."""
    asked = read_asked(claim.question, today=today, sources=sources, kind=read)
    said = asked.filters
    since, until = (said.since, said.until) if said.dated else (claim.since, claim.until)
    told = Filters(
        since,
        until,
        said.sources or claim.sources,
        said.categories or claim.categories,
        authors=said.authors or claim.authors,
    )
    reference = Reference(tuple(named), () if named else rules.filters.without)
    kind = asked.kind if asked.lookup or asked.order else claim.kind
    return Plan(
        question=claim.question,
        kind=kind,
        queries=claim.queries or rules.queries,
        filters=joined(filters, told, reference),
        lookup=asked.lookup,
        order=asked.order,
        limit=asked.limit if asked.order or kind == "list" else None,
        excluded=rules.excluded,
    )
