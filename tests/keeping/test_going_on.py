"""A conversation that goes on after a restart, also where the papers have changed; and what never gets into it."""

from dataclasses import replace
from pathlib import Path

from assistant.build import open_assistant, remove_source
from assistant.errors import ProviderRefused
from assistant.index import Index
from assistant.keeping import Broken, Conversations, KeptTurn
from assistant.ports import Embedder
from assistant.recording import Recording
from assistant.settings import Secret, Settings
from tests.servers.obliging import oblige
from tests.servers.scripted import ScriptedServer

_KEY = "sk-nobody-may-see-this"
_FIRST = "Which papers study neural collapse?"


def _kept(folder: Path) -> Conversations:
    return Conversations(folder, clock=lambda: 0.0)


def test_a_follow_up_after_a_restart_is_answered_as_it_would_have_been(sample_index: Path, tmp_path: Path) -> None:
    papers = open_assistant(Settings(index=sample_index))
    first = papers.ask(_FIRST)
    store = _kept(tmp_path)
    store.asked("c", KeptTurn("t", 1, _FIRST), None)
    store.answered(KeptTurn("t", 1, _FIRST, first), None, None)
    store.close()
    (again,) = _kept(tmp_path).turns("c", None)
    assert again.answer == first
    followed = [papers.ask("Which of those look at language models?", [one]) for one in (first, again.answer)]
    assert (followed[0].plan, followed[0].text) == (followed[1].plan, followed[1].text)
    assert followed[0].verdicts != ()


def test_a_follow_up_works_where_the_papers_have_gone_since(own_index: Path, tmp_path: Path) -> None:
    settings = Settings(index=own_index)
    first = open_assistant(settings).ask(_FIRST)
    store = _kept(tmp_path)
    store.asked("c", KeptTurn("t", 1, _FIRST, first), None)
    with Index.open(own_index, embedder=_embedder()) as index:
        (source,) = index.sources()
    remove_source(source, settings, progress=lambda _: None)
    (again,) = store.turns("c", None)
    assert again.answer == first
    followed = open_assistant(settings).ask("Which of those look at language models?", [again.answer])
    assert (followed.outcome, followed.verdicts) == ("not_covered", ())


def _embedder() -> Embedder:
    from assistant.models.minilm import MiniLM

    return MiniLM()


def test_the_key_of_a_provider_is_never_kept(sample_index: Path, tmp_path: Path) -> None:
    """Not with an answer and its record, and not with the words of a failure that repeats it."""
    store = _kept(tmp_path)
    with ScriptedServer(answers=oblige) as server:
        place = {"base_url": server.base_url, "key": Secret(_KEY)}
        settings = replace(Settings(index=sample_index, chat_model="m", judge_limit=4), **place)
        recording = Recording()
        answer = open_assistant(settings).ask(_FIRST, recording=recording)
        assert any(_KEY in request.headers.get("authorization", "") for request in server.requests)
    store.asked("c", KeptTurn("t", 1, _FIRST), None)
    store.answered(KeptTurn("t", 1, _FIRST, answer), recording.text(), None)
    told = ProviderRefused("the key was not taken", hint="Check OPENAI_API_KEY.")
    store.asked("c", KeptTurn("t2", 2, "And?"), None)
    store.answered(KeptTurn("t2", 2, "And?", broken=Broken(told.message, told.hint)), None, None)
    assert store.record("t", None) == recording.text()
    assert _KEY.encode() not in recording.text()
    store.close()
    files = list(tmp_path.iterdir())
    assert files and [file.name for file in files if _KEY.encode() in file.read_bytes()] == []
