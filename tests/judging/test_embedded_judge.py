"""The parts of the embedded judge: terms, features, sentences, weights."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.index import Index
from assistant.judging.embedded.answer_sentences import Sentence, best_sentences
from assistant.judging.embedded.candidates import Candidate
from assistant.judging.embedded.features import Reading, answerable_features
from assistant.judging.embedded.relevance_models import Gate, Logistic, load_models
from assistant.judging.embedded.sentence_quotes import quote_at, telling_quote
from assistant.models.minilm import MiniLM
from assistant.retrieval.query_terms import Query, read_query
from assistant.types import Paper, RankedPaper

_PAPER = Paper("p", "Owls", "We study owls at night. They are counted by ear. Mice fear owls.")
_SPANS = ((0, 23), (24, 48), (49, 64))
_READING = Reading(
    _PAPER, ("owl",), _SPANS, (("we", "studi", "owl", "at", "night"), ("count", "ear"), ("mice", "fear", "owl"))
)
_QUERY = Query(("count", "owl"), {"count": 2.0, "owl": 1.0}, frozenset())


def test_shares_are_weighted_by_how_rare_a_term_is() -> None:
    assert _QUERY.share(("owl", "night")) == pytest.approx(1 / 3)
    assert _QUERY.share(("count", "owl")) == 1.0
    assert _QUERY.share_of_pairs(("we", "count", "owl")) == 1.0
    assert _QUERY.share_of_pairs(("owl", "count")) == 0.0


def test_a_query_leaves_out_the_words_that_only_ask_and_knows_the_unseen(sample_index: Path) -> None:
    with Index.open(sample_index, embedder=MiniLM()) as index:
        query = read_query("Which papers are about zzyzx classification?", index=index)
        assert query.terms == ("zzyzx", "classif")
        assert query.unseen == {"zzyzx"}
        assert query.unseen_share > 0.5
        assert read_query("which of the", index=index).terms == ("which", "of", "the")


def test_a_word_that_no_paper_is_asked_for_by_weighs_next_to_nothing(sample_index: Path) -> None:
    with Index.open(sample_index, embedder=MiniLM()) as index:
        query = read_query("is anybody doing world models", index=index)
        assert query.weights["anybodi"] < 0.1 * query.weights["world"]
        assert query.unseen_share < 0.1


def test_a_sentence_that_leans_on_the_one_before_is_quoted_with_it() -> None:
    assert quote_at(_READING, 0).text == "We study owls at night."
    assert quote_at(_READING, 1).text == "We study owls at night. They are counted by ear."


def test_a_leaning_sentence_is_quoted_alone_where_two_would_be_too_long() -> None:
    long = "We study owls " + "very " * 130 + "late. They are counted."
    start = long.index("They")
    reading = Reading(replace(_PAPER, abstract=long), (), ((0, start - 1), (start, len(long))), ((), ()))
    assert quote_at(reading, 1).text == "They are counted."


def test_the_telling_sentence_shares_most_with_the_question() -> None:
    assert [q.text for q in telling_quote(_QUERY, _READING)] == ["We study owls at night. They are counted by ear."]
    assert telling_quote(_QUERY, Reading(_PAPER, (), (), ())) == ()


def _sentence(paper: str, value: float) -> Sentence:
    reading = replace(_READING, paper=replace(_PAPER, id=paper))
    return Sentence(Candidate(reading, {}, 0.0, 0.5), 0, {"value": value})


def _chosen(sentences: list[Sentence]) -> list[tuple[str, float]]:
    return [(s.paper, s.features["value"]) for s in sentences]


_FIVE = [_sentence("a", 5), _sentence("a", 4), _sentence("a", 3), _sentence("b", 1), _sentence("b", 2)]


def test_each_paper_says_its_best_sentence_before_any_says_a_second() -> None:
    assert _chosen(best_sentences(_FIVE, 3, model=Logistic(0.0, {"value": 1.0}))) == [("a", 5), ("b", 2), ("a", 4)]


def test_no_paper_says_more_than_its_share() -> None:
    found = best_sentences(_FIVE, 6, model=Logistic(0.0, {"value": 1.0}), of_one=2)
    assert _chosen(found) == [("a", 5), ("b", 2), ("a", 4), ("b", 1)]


def test_a_sentence_far_below_the_best_is_left_out() -> None:
    model = Logistic(0.0, {"value": 1.0})
    assert _chosen(best_sentences(_FIVE, 3, model=model, margin=1)) == [("a", 5), ("a", 4)]
    assert best_sentences([], 3, model=model) == []


def test_a_term_of_a_phrase_counts_only_where_the_phrase_stands() -> None:
    query = replace(
        _QUERY, terms=("gaussian", "process", "owl"), weights=dict.fromkeys(("gaussian", "process", "owl"), 1.0)
    )
    query = replace(query, phrases=frozenset({("gaussian", "process")}))
    terms = {"gaussian", "process", "owl"}
    assert query.share_in_phrases(terms, {("gaussian", "process")}) == 1.0
    assert query.share_in_phrases(terms, {("process", "gaussian")}) == pytest.approx(1 / 3)


def test_what_a_paper_lacks_is_told_in_the_words_of_the_question(sample_index: Path) -> None:
    with Index.open(sample_index, embedder=MiniLM()) as index:
        query = read_query("Which papers are about long-tailed classifiers?", index=index)
        assert query.lacking(index.terms("We classify.")) == ["long-tailed"]
        assert query.lacking(index.terms("Long tails and classifiers.")) == []


def test_words_with_an_empty_one_between_them_are_no_phrase(sample_index: Path) -> None:
    with Index.open(sample_index, embedder=MiniLM()) as index:
        assert read_query("detection of owls", index=index).phrases == frozenset()
        assert read_query("owl detection", index=index).phrases == {("owl", "detect")}


def test_a_logistic_model_is_what_its_formula_says() -> None:
    model = Logistic(-1.0, {"x": 2.0})
    assert model.log_odds({"x": 0.5, "other": 9.0}) == 0.0
    assert model.probability({"x": 0.5}) == 0.5
    assert 0 < model.probability({"x": -1e9}) < 1e-12
    with pytest.raises(KeyError):
        model.probability({})


def test_over_few_papers_a_gate_has_a_limit_of_its_own() -> None:
    gate = Gate(Logistic(0.0, {}), 0.4, of_few=0.1)
    assert [gate.limit(papers) for papers in (1, 30, 31, 10_000)] == [0.1, 0.1, 0.4, 0.4]
    assert Gate(Logistic(0.0, {}), 0.4).limit(1) == 0.4
    topic = load_models().topic
    assert topic.limit(12) < topic.limit(300)


def test_the_weights_that_ship_can_be_read() -> None:
    models = load_models()
    assert all(0 < gate.threshold < 1 for gate in (models.answerable, models.topic, models.stated))
    assert all(models.paper_read.weights[name] > 0 for name in ("odds", "relevant"))
    assert "feedback" in models.paper_list.weights and "share" in models.sentence.weights


def _ranked(*scores: tuple[float, float]) -> list[RankedPaper]:
    return [RankedPaper(_PAPER, 0.5, words=words, cosine=cosine) for words, cosine in scores]


def test_an_answer_is_here_where_the_best_scores_stand_out() -> None:
    topic = {"best_sentence": 0.6, "covered": 1.0, "unseen": 0.0}
    first = {"share": 1.0, "pairs": 0.5}
    head = _ranked((9.0, 0.8), (3.0, 0.4), (0.0, 0.2))
    features = answerable_features(_QUERY, head, [2.0, -1.0], first, topic)
    assert features == pytest.approx(
        {
            **topic,
            **first,
            "odds": 2.0,
            "next_odds": -1.0,
            "cosine": 0.8,
            "cosine_gap": 0.5,
            "words_gap": 7.5 / 3,
            "terms": 2,
        }
    )
    alone = answerable_features(_QUERY, _ranked((9.0, 0.8)), [2.0], first, topic)
    assert (alone["cosine_gap"], alone["words_gap"], alone["next_odds"]) == (0.0, 0.0, 2.0)
