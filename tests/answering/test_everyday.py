"""Everyday questions over the sample, whole: what each kind of them is answered with."""

import re
from pathlib import Path

import pytest

from assistant import new_recording, open_assistant, replay
from assistant.answering import Assistant
from assistant.types import Answer


@pytest.fixture(scope="module")
def papers(sample_index: Path) -> Assistant:
    return open_assistant(str(sample_index))


def titles(answer: Answer) -> list[str]:
    return [verdict.paper.title for verdict in answer.verdicts]


@pytest.mark.parametrize("said", ["hello", "thanks!", "who are you", "what can you do", "?!"])
def test_talk_is_answered_with_what_can_be_asked_and_no_papers(papers: Assistant, said: str) -> None:
    answer = papers.ask(said)
    assert (answer.plan.kind, answer.outcome, answer.verdicts, answer.citations) == ("talk", "answered", (), ())
    assert answer.text.startswith("I answer questions about the 278 papers")
    examples = re.findall(r"• (.+)", answer.text)
    assert len(examples) == 3
    assert [papers.ask(example).outcome for example in examples] == ["answered"] * 3


@pytest.mark.parametrize(
    "asked",
    [
        "What will the weather be like in Paris tomorrow?",
        "will there be a thunderstorm tonight",
        "Can I vote by post in the next election?",
        "write a letter to my landlord about the noise",
    ],
)
def test_what_no_paper_is_about_is_not_covered_however_near_a_sentence_is(papers: Assistant, asked: str) -> None:
    answer = papers.ask(asked)
    assert answer.plan.off
    assert (answer.outcome, answer.citations) == ("not_covered", ())


def test_forecasts_of_the_weather_are_what_papers_are_about(papers: Assistant) -> None:
    answer = papers.ask("which papers forecast the weather?")
    assert (answer.plan.off, answer.outcome) == (False, "answered")


@pytest.mark.parametrize("asked", ["summarise the CLASH paper", "abstract of CLASH", "tell me more about CLASH"])
def test_a_named_paper_is_shown_alone_with_its_whole_abstract(papers: Assistant, asked: str) -> None:
    answer = papers.ask(asked)
    assert (answer.plan.kind, len(answer.verdicts)) == ("lookup", 1)
    paper = answer.verdicts[0].paper
    assert paper.title.startswith("CLASH:")
    quoted = " ".join(citation.quote.text for citation in answer.citations)
    assert quoted.split() == paper.abstract.split()


@pytest.mark.parametrize("asked", ["arXiv 2401.12345", "https://arxiv.org/abs/2401.12345v2", "open 2401.12345 please"])
def test_an_id_that_is_not_here_is_said_with_the_id(papers: Assistant, asked: str) -> None:
    answer = papers.ask(asked)
    assert (answer.outcome, answer.text) == ("not_covered", "No paper with the id 2401.12345 is in this index.")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Who wrote NVLM?", "name no authors"),
        ("papers by Bengio", "name no authors"),
        ("most cited papers", "How often a paper is cited is not known here"),
        ("which journal published it?", "Where a paper was published is not known here"),
    ],
)
def test_what_the_index_does_not_know_is_said(papers: Assistant, asked: str, told: str) -> None:
    answer = papers.ask(asked)
    assert told in answer.text
    assert (answer.outcome == "answered", answer.citations) == (False, ())


def test_the_collection_is_told_in_groups_with_counts_and_quotes(papers: Assistant) -> None:
    answer = papers.ask("what are the main themes")
    assert answer.plan.kind == "collection"
    groups = [int(count) for count in re.findall(r": (\d+) papers, such as", answer.text)]
    assert len(groups) >= 4 and groups == sorted(groups, reverse=True) and sum(groups) <= 278
    assert all(c.quote.text in c.quote.paper.abstract for c in answer.citations)


@pytest.mark.parametrize(
    ("asked", "count"),
    [("give me three papers on out-of-distribution detection", 3), ("one paper on neural collapse, the best fit", 1)],
)
def test_as_many_papers_come_as_are_asked_for(papers: Assistant, asked: str, count: int) -> None:
    answer = papers.ask(asked)
    assert len(answer.verdicts) == count
    assert any("judged to be about this" in note for note in answer.notes)


def test_a_count_and_the_newest_are_both_answered(papers: Assistant) -> None:
    answer = papers.ask("how many papers on out-of-distribution detection and which is the newest?")
    assert re.match(r"\d+ papers, by a judgement of each abstract: an estimate, not an exact count\.", answer.text)
    assert "the newest" in answer.text and len(answer.verdicts) > 3


def test_what_is_left_out_is_left_out_and_said(papers: Assistant) -> None:
    every = titles(papers.ask("papers on out-of-distribution detection"))
    answer = papers.ask("papers on out-of-distribution detection, but not on medical images")
    assert answer.plan.excluded == "medical images"
    kept = titles(answer)
    assert kept and set(kept) <= set(every)
    assert not any("medical image" in v.paper.abstract.lower() for v in answer.verdicts)


def test_a_question_that_only_leaves_out_is_answered_by_the_words(papers: Assistant) -> None:
    answer = papers.ask("papers NOT about language models")
    assert re.match(r"\d+ of 278 papers do not say “language models” in title or abstract:", answer.text)
    assert not any(re.search(r"\blanguage models?\b", v.paper.abstract, re.I) for v in answer.verdicts)


@pytest.mark.parametrize(
    "asked",
    [
        "Welche Paper behandeln die Segmentierung von Bildern?",
        "Welche Arbeiten gibt es zu Videogenerierung?",
        "¿Qué artículos tratan sobre aprendizaje continuo?",
        "有哪些关于大语言模型推理的论文",
    ],
)
def test_a_language_that_nothing_here_reads_is_said_and_no_silence(papers: Assistant, asked: str) -> None:
    answer = papers.ask(asked)
    assert answer.outcome == "not_stated"
    assert "The built-in models read English only" in answer.text


def test_a_new_subject_is_not_asked_within_the_one_before(papers: Assistant) -> None:
    first = papers.ask("how many dilemmas does CLASH contain")
    then = papers.ask("Compare the two toolkits for class-incremental learning", [first])
    assert then.plan.filters.papers == ()


@pytest.mark.parametrize("asked", ["hello", "what are the main themes", "summarise the CLASH paper", "who wrote CLASH"])
def test_such_answers_are_recorded_and_made_again(papers: Assistant, tmp_path: Path, asked: str) -> None:
    recording = new_recording()
    papers.ask(asked, recording=recording)
    recording.save(tmp_path / "record.json")
    assert replay(tmp_path / "record.json").changes == ()


def test_french_is_searched_word_by_word_which_is_said(papers: Assistant) -> None:
    answer = papers.ask("Quels articles traitent des données tabulaires ?")
    assert answer.outcome == "answered"
    assert any("French is searched word by word" in note for note in answer.notes)


def test_what_an_abbreviation_stands_for_is_quoted(papers: Assistant) -> None:
    answer = papers.ask("what does RDC stand for")
    assert "Reverse derivative categories (RDCs)" in answer.text


def test_a_name_that_many_papers_say_makes_no_question_one_about_its_paper(papers: Assistant) -> None:
    assert papers.ask("can LLMs be taught to cook a good dinner").outcome == "not_covered"


@pytest.mark.parametrize("asked", ["overview of these papers", "which sources do you have", "what's in here"])
def test_what_is_here_is_told_with_where_it_comes_from(papers: Assistant, asked: str) -> None:
    answer = papers.ask(asked)
    assert answer.plan.kind == "collection"
    assert answer.text.startswith("278 papers from sample-listing.txt (278), none with a date.")


@pytest.mark.parametrize("asked", ["which of these appeared at NeurIPS", "is any of them in Nature"])
def test_where_papers_appeared_is_not_known(papers: Assistant, asked: str) -> None:
    assert "Where a paper was published is not known here" in papers.ask(asked).text


@pytest.mark.parametrize("asked", ["papers about agents", "2 papers about agents pls", "I need something on agents"])
def test_however_it_is_asked_for_a_topic_is_the_same(papers: Assistant, asked: str) -> None:
    answer = papers.ask(asked)
    assert (answer.plan.queries, answer.outcome) == (("agents",), "answered")


@pytest.mark.parametrize(
    ("asked", "excluded"),
    [
        ("generative models other than diffusion models", "diffusion models"),
        ("leave surveys aside: what is there on agents", "surveys"),
        ("long-tail papers but not object detection", "object detection"),
    ],
)
def test_what_is_left_out_is_left_out(papers: Assistant, asked: str, excluded: str) -> None:
    assert papers.ask(asked).plan.excluded == excluded
