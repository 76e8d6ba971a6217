"""The command line: what it prints where, and how it ends."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import build
from assistant.cli import main
from assistant.settings import Settings
from assistant.types import Filters

Run = Callable[..., tuple[int, str, str]]
_LONG_TAIL = "which papers address long-tailed classification"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process; gives its exit code, stdout and stderr."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return run


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_answer_goes_to_stdout_and_what_is_said_about_it_to_stderr(run: Run, sample_index: Path) -> None:
    code, out, err = run("ask", _LONG_TAIL, "--index", sample_index)
    assert code == 0
    assert "papers:\n• " in out and "” [1]\n" in out and "\n[1] " in out
    assert " of 278 read.\nanswered, " in err


def test_most_long_tail_papers_of_the_sample_are_found_though_two_of_seven_never_say_the_words(
    run: Run, sample_index: Path
) -> None:
    _, out, _ = run("ask", _LONG_TAIL, "--json", "--index", sample_index)
    titles = [paper["title"] for paper in json.loads(out)["papers"]]
    expected = {
        "Escaping Saddle Points for Effective Generalization on Class-Imbalanced Data",
        "Inducing Neural Collapse in Deep Long-tailed Learning",
        "Making Reliable and Flexible Decisions in Long-tailed Classification",
        "When Noisy Labels Meet Long Tail Dilemmas: A Representation Calibration Method",
        "Long-tailed Classification from a Bayesian-decision-theory Perspective",
        "Self-Supervised Aggregation of Diverse Experts for Test-Agnostic Long-Tailed Recognition",
        "Mining Minority-class Examples With Uncertainty Estimates",
    }
    assert len(expected & set(titles)) >= 5


def test_a_refusal_is_no_failure(run: Run, sample_index: Path) -> None:
    code, out, _ = run("ask", "Give me a recipe for sourdough bread.", "--json", "--index", sample_index)
    answer = json.loads(out)
    assert (code, answer["outcome"], answer["papers"], answer["citations"]) == (0, "not_covered", [], [])


def test_search_gives_as_many_papers_as_asked_and_no_more_than_there_are(run: Run, sample_index: Path) -> None:
    for k, expected in (("3", 3), ("100", 100), ("1000", 278)):
        _, out, _ = run("search", "neural collapse", "-k", k, "--json", "--index", sample_index)
        assert len(json.loads(out)["results"]) == expected


def test_query_syntax_is_text(run: Run, sample_index: Path) -> None:
    for question in ('C++ AND "', "title:(x OR", "* NOT ~", "--"):
        code, _, _ = run("search", "--index", sample_index, "--json", "--", question)
        assert code == 0


def test_a_batch_answers_in_order_and_goes_on_after_a_line_that_fails(
    run: Run, sample_index: Path, tmp_path: Path
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '{"id": "a", "question": "Which papers study neural collapse?"}\n'
        "{broken\n"
        '{"id": "b", "question": ""}\n\n'
        '{"id": "c", "text": "offline reinforcement learning"}\n'
        '{"id": "d", "turns": [{"question": "Who studies neural collapse?"}, {"question": "Which of those use text?"}]}'
    )
    code, out, _ = run("ask", "--batch", batch, "--json", "--index", sample_index)
    lines = _lines(out)
    assert code == 3
    assert [line["id"] for line in lines] == ["a", "2", "b", "c", "d#1", "d#2"]
    assert ["error" in line for line in lines] == [False, True, True, False, False, False]
    first = {paper["id"] for paper in lines[4]["papers"]}
    assert {paper["id"] for paper in lines[5]["papers"]} <= first


def test_a_batch_of_which_nothing_can_be_answered_fails(run: Run, sample_index: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text("[]\n")
    code, out, _ = run("search", "--batch", batch, "-k", "5", "--json", "--index", sample_index)
    assert (code, [set(line) for line in _lines(out)]) == (2, [{"id", "error"}])


def test_a_search_batch_gives_a_line_a_question(run: Run, sample_index: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": 7, "question": "neural collapse"}\n')
    code, out, _ = run("search", "--batch", batch, "-k", "2", "--json", "--index", sample_index)
    assert (code, [(line["id"], len(line["results"])) for line in _lines(out)]) == (0, [("7", 2)])


def test_papers_are_listed_with_their_sources(run: Run, sample_index: Path) -> None:
    _, out, _ = run("papers", "--json", "--index", sample_index)
    lines = _lines(out)
    assert len(lines) == 278
    whole = "id title date url sources abstract authors categories status near_copies copy_of"
    assert set(lines[0]) == set(whole.split())
    assert [Path(source).name for source in lines[0]["sources"]] == ["sample-listing.txt"]


def test_without_an_index_the_error_names_the_command_that_builds_one(run: Run, tmp_path: Path) -> None:
    code, out, err = run("ask", "anything", "--index", tmp_path / "none")
    assert (code, out) == (4, "")
    assert f"assistant index PATH... --index {tmp_path / 'none'}" in err
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", ""], "empty"),
        (["ask"], "empty"),
        (["ask", "x" * 4001], "4,000"),
        (["ask", "graphs", "--since", "yesterday"], "yesterday"),
        (["ask", "graphs", "--source", "nowhere.txt"], "nowhere.txt"),
        (["ask", "graphs", "--paper", "1"], "assistant papers"),
        (["search", "graphs", "-k", "0"], "k=0"),
        (["ask", "--batch", "missing.jsonl"], "missing.jsonl"),
        (["index"], "--sample"),
        (["index", "x", "--form", "pdf"], "listing"),
        (["index", "x", "--date", "13.8."], "13.8."),
        (["remove", "nowhere.txt"], "sample-listing.txt"),
    ],
)
def test_a_call_that_cannot_be_carried_out_says_why_in_one_line(
    run: Run, sample_index: Path, arguments: list[str], said: str
) -> None:
    code, out, err = run(*arguments, "--index", sample_index)
    assert (code, out) == (2, "")
    assert err.startswith("assistant: ") and said in err and len(err.splitlines()) == 1


def test_a_date_filter_says_how_many_papers_have_no_date(run: Run, sample_index: Path) -> None:
    code, out, err = run("ask", _LONG_TAIL, "--since", "2025-01-01", "--index", sample_index)
    assert (code, out) == (0, "Nothing in these papers is about this.\n")
    assert "278 papers have no date and could not pass the date filter." in err


def test_indexing_says_what_was_taken_and_what_was_not(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "papers.jsonl"
    good = {"id": "2501.00001", "title": "Owls", "abstract": "Owls hunt at night in the wood.", "date": "2025-01-02"}
    page.write_text(json.dumps(good) + "\n{broken\n")
    code, out, err = run("index", page, "--index", tmp_path / "index")
    assert (code, out) == (3, "")
    assert f"rejected {page}:2: " in err
    assert "1 new, 0 changed, 0 unchanged, 0 double, 0 gone, 1 rejected in " in err
    code, out, err = run("index", page, "--index", tmp_path / "index", "--json")
    report = json.loads(out)
    assert (code, report["unchanged"], report["embedded"], report["rejected"][0]["line"]) == (3, 1, 0, 2)


def test_an_export_is_taken_with_authors_and_what_is_known_of_its_days(run: Run, tmp_path: Path) -> None:
    page, index = tmp_path / "papers.bib", tmp_path / "index"
    page.write_text(
        "@misc{a, title={Owls}, author={Lin, Mei}, year=2024, abstract={Owls hunt at night in the wood.}}\n"
        "@misc{b, title={Mice}, year=2025, month=mar, abstract={Mice are quiet in the wood at night.}}\n"
        "@misc{c, title={Only a Title}, year=2020}\n"
    )
    code, _, err = run("index", page, "--index", index)
    assert code == 0
    assert "1 entries have no abstract and were left out" in err
    papers = [json.loads(line) for line in run("papers", "--json", "--index", index)[1].splitlines()]
    known = {(paper["title"], *paper["authors"], paper["date"], paper["abstract"][:4]) for paper in papers}
    assert known == {("Owls", "Mei Lin", "2024", "Owls"), ("Mice", "2025-03", "Mice")}
    with build.open_index(Settings(index=index)) as opened:
        for since, until, found in (
            ("2024-05-01", "2024-05-31", {"Owls"}),
            ("2025-03-31", None, {"Mice"}),
            ("2025-04-01", None, set()),
            (None, "2024-01-01", {"Owls"}),
        ):
            ids = opened.select(Filters(since=since, until=until)).ids
            assert {paper.title for paper in opened.list_papers() if paper.id in (ids or ())} == found


def test_input_of_which_nothing_is_usable_is_a_failure_that_loses_nothing(
    run: Run, own_index: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><html><body>hello</body></html>")
    code, _, err = run("index", page, "--index", own_index)
    assert code == 1
    assert f"rejected {page}:1: " in err
    _, out, _ = run("papers", "--json", "--index", own_index)
    assert len(out.splitlines()) == 278


def test_standard_input_is_a_source_and_can_be_removed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = json.dumps({"id": "x", "title": "Owls", "abstract": "Owls hunt at night in the wood."})
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    assert run("index", "stdin:birds", "--index", tmp_path / "index")[0] == 0
    _, out, _ = run("papers", "--json", "--index", tmp_path / "index")
    assert json.loads(out)["sources"] == ["stdin:birds"]
    code, _, err = run("remove", "stdin:birds", "--index", tmp_path / "index")
    assert code == 0 and "1 gone" in err and "the index holds 0 papers" in err


def test_an_unknown_setting_is_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHATMODEL", "x")
    code, _, err = run("papers")
    assert code == 2 and "ASSISTANT_CHAT_MODEL" in err


def test_doctor_tells_of_damage_and_repairs_it(run: Run, own_index: Path) -> None:
    assert run("doctor", "--index", own_index) == (0, "", f"the index in {own_index} is whole\n")
    (terms, *_) = own_index.glob("words/*/*.term")
    terms.unlink()
    code, out, err = run("doctor", "--index", own_index)
    assert (code, out) == (4, "")
    assert f"assistant doctor --repair --index {own_index}" in err
    assert run("ask", _LONG_TAIL, "--index", own_index)[0] == 4
    code, out, err = run("doctor", "--repair", "--index", own_index)
    assert (code, out) == (0, "")
    assert "repaired; 0 pieces had to be embedded again" in err
    assert run("doctor", "--index", own_index)[0] == 0
