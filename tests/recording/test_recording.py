"""Records of answers: made again from them alone, to the byte, or with words for what changed."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import build, new_recording, replay
from assistant.answer_json import answer_to_json
from assistant.answering import Assistant
from assistant.errors import UsageError
from assistant.index import Index
from assistant.models.minilm import MiniLM
from assistant.ports import Message, PaperIndex, Vectors
from assistant.recording.codec import Papers, decode, encode
from assistant.recording.recorder import Tape, fences, refenced
from assistant.recording.recording_ports import TapedIndex
from assistant.recording.replay_ports import Memory, NotRecorded, ReplayedIndex
from assistant.settings import Secret, Settings
from assistant.types import Answer, Filters, Paper, RankedPaper
from tests.making import OWLS, WHALES, answer, verdict
from tests.servers.obliging import but, oblige
from tests.servers.scripted import Request, ScriptedServer, Streamed, chat, failure

KEY = "key-that-nobody-may-see"
QUESTIONS = (
    "Which papers study neural collapse?",
    "Which of those look at language models?",
    "How many dilemmas does CLASH contain?",
    "How do PILOT and PyCIL differ?",
    "Give me a recipe for sourdough bread.",
    "How many papers mention neural collapse?",
    "Quels articles étudient l'effondrement neuronal, et lesquels publient leur code ?",
)
Open = Callable[..., Assistant]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(answers=oblige) as running:
        yield running


@pytest.fixture
def opened(sample_index: Path) -> Open:
    """An assistant over the sample: embedded, or with the chat model of a server."""

    def opened(server: ScriptedServer | None = None) -> Assistant:
        own = Settings(index=sample_index, judge_limit=10, parallel=2)
        with_model = Settings(
            index=sample_index, judge_limit=10, parallel=2, chat_model="m", key=Secret(KEY), base_url=_url(server)
        )
        return build.open_assistant(with_model if server else own)

    return opened


def _url(server: ScriptedServer | None) -> str | None:
    return server.base_url if server else None


def record(assistant: Assistant, file: Path, question: str, *history: Answer, **more: Any) -> Answer:
    """Asks, and writes the record to the file."""
    recording = new_recording()
    made = assistant.ask(question, history, recording=recording, **more)
    recording.save(file)
    return made


def edit(file: Path, change: Callable[[Any], None]) -> None:
    """Stands for a program that has changed since: the record is bent instead."""
    read = json.loads(file.read_bytes())
    change(read)
    file.write_text(json.dumps(read))


@pytest.mark.parametrize("mode", ["embedded", "chat"])
def test_every_answer_of_a_conversation_is_made_again_to_the_byte(
    opened: Open, server: ScriptedServer, mode: str, tmp_path: Path
) -> None:
    papers = opened(server if mode == "chat" else None)
    said: list[Answer] = []
    for number, question in enumerate(QUESTIONS):
        said.append(record(papers, tmp_path / f"{number}.json", question, *said))
    asked = len(server.requests)
    for number, before in enumerate(said):
        again = replay(tmp_path / f"{number}.json")
        assert again.changes == ()
        assert again.answer is not None
        assert json.dumps(answer_to_json(again.answer)) == json.dumps(answer_to_json(before))
    assert len(server.requests) == asked
    assert (asked > 0) == (mode == "chat")


def test_filters_are_part_of_the_record(opened: Open, tmp_path: Path) -> None:
    papers = opened()
    one = papers.search("neural collapse", 1)[0].paper
    made = record(papers, tmp_path / "r", "What is neural collapse?", filters=Filters(papers=(one.id,)))
    again = replay(tmp_path / "r")
    assert (again.changes, again.answer) == ((), made)


def test_recording_changes_no_answer(opened: Open, tmp_path: Path) -> None:
    papers = opened()
    made = record(papers, tmp_path / "r", QUESTIONS[0])
    plain = papers.ask(QUESTIONS[0])
    assert (made.text, made.citations, made.verdicts) == (plain.text, plain.citations, plain.verdicts)


def test_a_provider_that_failed_fails_again(opened: Open, tmp_path: Path) -> None:
    with ScriptedServer(answers=but("judge", lambda _: failure(503))) as server:
        made = record(opened(server), tmp_path / "r", QUESTIONS[0])
    assert "The judging model failed" in made.notes[0]
    again = replay(tmp_path / "r")
    assert (again.changes, again.answer) == ((), made)


def test_a_reply_that_repeats_the_fence_comes_back_behind_the_new_fence(opened: Open, tmp_path: Path) -> None:
    def echo(request: Request) -> Streamed:
        user = request.body["messages"][1]["content"]
        fence = user.split("</quotes ")[1][:12]
        return Streamed(["A finding behind ", fence[:5], fence[5:], " [1]."])

    with ScriptedServer(answers=but("write", echo)) as server:
        record(opened(server), tmp_path / "r", QUESTIONS[2])
    assert replay(tmp_path / "r").changes == ()


def test_fences_of_a_reply_are_those_of_the_new_request_wherever_the_pieces_are_cut() -> None:
    old, new = ([Message("user", f"<a {fence}>\ntext")] for fence in ("0123456789ab", "cdef01234567"))
    assert refenced(["x 0123", "456789ab y"], fences(old, new)) == ["x cdef", "01234567 y"]


def test_the_record_holds_what_the_answer_rests_on_and_no_key(
    opened: Open, server: ScriptedServer, tmp_path: Path
) -> None:
    made = record(opened(server), tmp_path / "r", QUESTIONS[0])
    text = (tmp_path / "r").read_text(encoding="utf-8")
    read = json.loads(text)
    assert (read["format"], read["question"], read["history"], read["chat"]) == (1, QUESTIONS[0], [], _name(server))
    assert read["plan"]["question"] == QUESTIONS[0]
    assert read["prompts"] == dict(made.provenance.prompts)
    assert read["ranking"]["total"] == 278
    assert 10 <= len(read["ranking"]["papers"]) <= 278
    assert len(read["replies"]) == len(server.requests)
    assert [v["paper"] for v in read["verdicts"]] == [v.paper.id for v in (*made.verdicts, *made.near)]
    assert read["answer"] == json.loads(json.dumps(answer_to_json(made)))
    assert {c.quote.paper.id for c in made.citations} <= read["papers"].keys()
    assert KEY not in text and "key" not in read["settings"] and "base_url" not in read["settings"]


def _name(server: ScriptedServer) -> str:
    return f"openai:m@{server.base_url.removeprefix('http://').removesuffix('/v1')}"


def test_an_answer_that_comes_out_otherwise_is_shown_line_by_line(opened: Open, tmp_path: Path) -> None:
    record(opened(), tmp_path / "r", QUESTIONS[4])

    def bend(read: Any) -> None:
        read["answer"]["text"] = "Nothing here."
        read["answer"]["prompts"] = {"judge": "abc"}

    edit(tmp_path / "r", bend)
    again = replay(tmp_path / "r")
    assert again.answer is not None
    assert again.changes == (
        "text:\n  -Nothing here.\n  +Nothing in these papers is about this.",
        'prompts:\n  -{\n  - "judge": "abc"\n  -}\n  +{}',
    )


def test_a_request_that_was_not_recorded_is_told_with_the_prompt_that_changed(
    opened: Open, server: ScriptedServer, tmp_path: Path
) -> None:
    record(opened(server), tmp_path / "r", QUESTIONS[0])

    def bend(read: Any) -> None:
        read["answer"]["prompts"]["judge"] = "an older one"
        for call in read["replies"]:
            call["messages"][0]["content"] = "Be kind.\n" + call["messages"][0]["content"]

    edit(tmp_path / "r", bend)
    again = replay(tmp_path / "r")
    assert again.answer is None
    prompts, request = again.changes
    assert '-  "judge": "an older one"' in prompts.replace("- ", "-  ")
    assert request.startswith("the program now asks the model something else:") and "-Be kind." in request


def test_a_call_of_the_index_that_was_not_recorded_is_told(opened: Open, tmp_path: Path) -> None:
    record(opened(), tmp_path / "r", QUESTIONS[0])
    edit(tmp_path / "r", lambda read: read["calls"].pop("mended"))
    assert replay(tmp_path / "r").changes == (f"the program now calls mended with {QUESTIONS[0]}",)


def test_a_look_below_what_was_recorded_is_told(opened: Open, tmp_path: Path) -> None:
    record(opened(), tmp_path / "r", QUESTIONS[0])
    edit(tmp_path / "r", lambda read: read["ranking"]["papers"].pop())
    assert replay(tmp_path / "r").changes == ("the program now looks at the ranking's paper 100",)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "papers": 3}', "[" * 100_000])
def test_what_is_no_record_is_an_error_with_the_next_step(text: str, tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    file.write_text(text)
    with pytest.raises(UsageError, match=r"is no record that can be read.*ask --record"):
        replay(file)
    with pytest.raises(UsageError, match="cannot be read"):
        replay(tmp_path / "none.json")


def test_a_recording_holds_one_answer(opened: Open, tmp_path: Path) -> None:
    recording = new_recording()
    with pytest.raises(UsageError, match="no whole answer"):
        recording.save(tmp_path / "r")
    papers = opened()
    papers.ask(QUESTIONS[0], recording=recording)
    with pytest.raises(UsageError, match="holds one answer"):
        papers.ask(QUESTIONS[0], recording=recording)
    with pytest.raises(UsageError, match="cannot be written"):
        recording.save(tmp_path / "none" / "r")


def test_half_a_character_of_a_model_survives(opened: Open, tmp_path: Path) -> None:
    with ScriptedServer(answers=but("judge", lambda _: chat("\ud800"))) as server:
        record(opened(server), tmp_path / "r", QUESTIONS[0])
    assert replay(tmp_path / "r").changes == ()


METHODS: dict[str, Callable[[PaperIndex], Any]] = {
    "count": lambda index: index.count(),
    "pending": lambda index: index.pending(),
    "list_papers": lambda index: list(index.list_papers()),
    "papers": lambda index: index.papers(p.id for p in [*index.list_papers()][3:5]),
    "sources": lambda index: index.sources(),
    "select": lambda index: [index.select(f) for f in (Filters(), Filters(since="2025-01-01"))],
    "by_date": lambda index: index.by_date(),
    "mentioning": lambda index: [index.mentioning(says) for says in ((lambda text: "collapse" in text), bool)],
    "search_words": lambda index: index.search_words("neural collapse", 5),
    "search_vectors": lambda index: index.search_vectors(np.full(384, 384**-0.5, np.float32), 4),
    "vectors": lambda index: index.vectors(index.search_vectors(np.full(384, 384**-0.5, np.float32), 4)).tolist(),
    "terms": lambda index: index.terms("Owls are hunting"),
    "mended": lambda index: index.mended("neural colapse"),
    "frequencies": lambda index: index.frequencies({"neural", "owl"}),
}


def test_every_method_of_an_index_is_recorded_and_remembered(sample_index: Path) -> None:
    assert METHODS.keys() == {name for name in vars(PaperIndex) if not name.startswith("_")}
    tape, papers = Tape(), Papers()
    with Index.open(sample_index, embedder=MiniLM()) as index:
        heard = {name: call(TapedIndex(index, tape)) for name, call in METHODS.items()}
        assert heard == {name: call(index) for name, call in METHODS.items()}
    kept = json.loads(json.dumps(encode(tape.calls, papers)))
    remembered = ReplayedIndex(Memory(kept, Papers(papers.to_json())))
    assert {name: call(remembered) for name, call in METHODS.items()} == heard
    with pytest.raises(NotRecorded, match="the program now calls terms with Mice"):
        remembered.terms("Mice")


TEXT = st.text(max_size=20)
FLOATS = st.floats(allow_nan=False)


@given(
    st.lists(
        st.builds(Paper, id=st.sampled_from("ab"), title=TEXT, abstract=TEXT, authors=st.tuples(TEXT)), max_size=5
    ),
    FLOATS,
    st.builds(Filters, since=st.none() | TEXT, sources=st.lists(TEXT).map(tuple)),
)
def test_any_value_comes_back_from_json_as_it_was(papers: list[Paper], score: float, filters: Filters) -> None:
    value = (tuple(RankedPaper(paper, score) for paper in papers), filters)
    kind = tuple[tuple[RankedPaper, ...], Filters]
    table = Papers()
    kept = json.loads(json.dumps(encode(value, table)))
    assert decode(kind, kept, Papers(json.loads(json.dumps(table.to_json())))) == value


def test_an_answer_comes_back_from_json_as_it_was() -> None:
    made, table = answer(verdict(OWLS, "Owls hunt at night."), verdict(WHALES, "Code is free.")), Papers()
    kept = json.loads(json.dumps(encode(made, table)))
    assert decode(Answer, kept, Papers(table.to_json())) == made


def test_an_older_record_without_a_field_gives_its_default() -> None:
    assert decode(Filters, {"since": "2025-01-01"}, Papers()) == Filters(since="2025-01-01")


@given(st.lists(st.lists(st.floats(width=32, allow_nan=False), min_size=3, max_size=3), max_size=4))
def test_vectors_come_back_to_the_bit(rows: list[list[float]]) -> None:
    made = np.array(rows, np.float32).reshape(len(rows), 3)
    kept = json.loads(json.dumps(encode(made, Papers())))
    back = decode(Vectors, kept, Papers())
    assert (back.dtype, back.shape, back.tobytes()) == (np.float32, made.shape, made.tobytes())
