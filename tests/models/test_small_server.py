"""Judging and writing end to end against a real server with a real small model, which keeps to nothing.

Only what must hold whatever it says is asserted.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

import assistant
from assistant.answering.chat_judge import ChatJudge
from assistant.answering.chat_writer import ChatWriter
from assistant.answering.sentences import sentence_spans
from assistant.errors import ProviderError, ProviderNonsense, ProviderRefused, Stopped
from assistant.models import tokens
from assistant.models.openai_chat import OpenAIChat
from assistant.ports import Judgement, Message
from assistant.types import Checks, Citation, Paper, Plan, Quote, RankedPaper, Usage, Verdict
from tests.fakes_chat import as_ranked
from tests.servers import small

QUESTIONS = {
    "How many dilemmas does CLASH contain?": ("fact", "CLASH:"),
    "Which papers address novel class discovery?": ("list", "Novel Class Discovery"),
    "Which papers study attacks on language models?": ("list", "Jailbreak"),
    "Compare FrontierMath and CLASH.": ("compare", "FrontierMath:|CLASH:"),
    "Who wrote the first sonnet?": ("fact", "NVFP4"),
    "Give an overview of vision-language models.": ("overview", "NVLM|Aya Vision"),
}


@pytest.fixture(scope="session")
def model() -> Iterator[OpenAIChat]:
    server = small.start()
    chat_model = OpenAIChat("smollm2", base_url=f"{server.listening_address}/v1", key=None, timeout=60)
    yield chat_model
    chat_model.close()
    del server


def sample(pattern: str) -> list[RankedPaper]:
    """At most three papers of the sample whose title has the pattern."""
    text = Path(assistant.__file__).with_name("data").joinpath("sample-listing.txt").read_text(encoding="utf-8")
    blocks = [block for block in text.split("\n\n") if block.strip()][1:]
    entries = zip(blocks[::2], blocks[1::2], strict=False)
    papers = [Paper(f"p{n}", t.strip(), a.strip()) for n, (t, a) in enumerate(entries) if re.search(pattern, t)]
    assert papers
    return [RankedPaper(paper, 1.0) for paper in papers[:3]]


def citations(verdicts: tuple[Verdict, ...], papers: list[RankedPaper]) -> list[Citation]:
    """The judge's quotes, else the papers' first sentences: the writer has something to write about in any case."""
    quotes = [quote for verdict in verdicts for quote in verdict.quotes]
    quotes = quotes or [Quote(r.paper, *sentence_spans(r.paper.abstract)[0]) for r in papers]
    return [Citation(number, quote) for number, quote in enumerate(quotes, start=1)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_whatever_it_says_quotes_are_verbatim_and_marks_are_known(model: OpenAIChat, question: str) -> None:
    kind, pattern = QUESTIONS[question]
    plan, papers = Plan(question, kind, (question,)), sample(pattern)
    verdicts: tuple[Verdict, ...] = ()
    try:
        *progress, judgement = ChatJudge(
            model, expect=as_ranked, tokens=tokens, limit=3, budget=10_000, parallel=1, batch=1
        ).judge(plan, papers)
        assert isinstance(judgement, Judgement)
        assert progress[-1] == (len(papers), len(papers))
        verdicts = judgement.verdicts
        assert {verdict.paper.id for verdict in verdicts} == {ranked.paper.id for ranked in papers}
        assert all(q.text in v.paper.abstract for v in verdicts for q in v.quotes)
        assert all(v.quotes or v.relevance < 2 for v in verdicts)
        assert judgement.usage.calls >= len(papers)
    except ProviderNonsense as error:  # cut at 96 tokens, its JSON is often not whole
        assert "does not keep to the judge's form" in str(error)
    quotes = citations(verdicts, papers)
    *pieces, checks = ChatWriter(model).write(plan, verdicts, quotes)
    usages = [piece for piece in pieces if isinstance(piece, Usage)]
    assert usages[0].prompt_tokens < 800 and usages[0].completion_tokens <= 96
    assert isinstance(checks, Checks)
    for piece in (piece for piece in pieces if isinstance(piece, str)):
        assert {int(mark) for mark in re.findall(r"\[(\d+)\]", piece)} <= {citation.number for citation in quotes}
        assert re.search(r"\[\d+\]", piece)


def test_the_server_keeps_to_a_schema(model: OpenAIChat) -> None:
    schema = {
        "type": "object",
        "properties": {"yes": {"type": "boolean"}},
        "required": ["yes"],
        "additionalProperties": False,
    }
    reply = model.complete([Message("user", "Is water wet?")], schema=schema)
    assert re.fullmatch(r'\s*\{\s*"yes"\s*:\s*(true|false)\s*\}\s*', reply.text)


def test_a_stop_cuts_a_real_stream_and_the_next_call_is_served(model: OpenAIChat) -> None:
    stop = Event()
    pieces = iter(model.stream([Message("user", "Count from one to a hundred in words.")], stop=stop))
    next(pieces)
    stop.set()
    with pytest.raises(Stopped):
        list(pieces)
    assert model.complete([Message("user", "Say a word.")]).usage.calls == 1


def test_a_request_past_the_context_is_refused_with_a_reason(model: OpenAIChat) -> None:
    with pytest.raises(ProviderRefused, match="cannot take a request this long") as caught:
        model.complete([Message("user", "word " * 3_000)])
    assert isinstance(caught.value, ProviderError)
