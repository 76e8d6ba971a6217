"""The fitting of the embedded judge's models."""

from pathlib import Path

import numpy as np
import pytest

from assistant.index import Index
from assistant.models.minilm import MiniLM
from benchmarks.examples import Examples
from benchmarks.fitting import calibrate, fit, fold_of, held_out, without
from benchmarks.pairs import Question, topics, with_and_without


def _examples(n: int = 400) -> Examples:
    """Answerable questions have higher x, with noise; y says nothing."""
    lots = np.random.default_rng(1)
    made = Examples()
    for number in range(n):
        label = number % 2 == 0
        made.add({"x": float(lots.normal(2.0 * label)), "y": float(lots.normal())}, label, f"Q{number}")
    return made


def test_a_fitted_model_weighs_what_tells() -> None:
    model = fit(_examples(), ("x", "y"))
    assert model.weights["x"] > 1 and abs(model.weights["y"]) < 0.3
    assert model.probability({"x": 4.0, "y": 0.0}) > 0.9


def test_a_question_is_held_out_of_its_own_model() -> None:
    examples = _examples()
    fold = fold_of("Q7")
    assert "Q7" not in without(examples, fold).questions
    assert held_out(examples, ("x",))["Q7"] == fit(without(examples, fold), ("x",))


@pytest.mark.parametrize("share", [0.02, 0.05, 0.2])
def test_a_calibrated_threshold_refuses_at_most_its_share_of_the_answerable(share: float) -> None:
    examples = _examples()
    made = calibrate(examples, ("x", "y"), share)
    models = held_out(examples, ("x", "y"))
    answerable = [
        models[q].probability(row)
        for row, label, q in zip(examples.rows, examples.labels, examples.questions, strict=True)
        if label
    ]
    refused = np.mean([p < made.threshold for p in answerable])
    assert share - 0.02 <= refused <= share
    assert (made.answerable, made.others) == (200, 200) and made.auroc > 0.9


def test_a_withheld_paper_is_in_neither_ranking(sample_index: Path) -> None:
    with Index.open(sample_index, embedder=MiniLM()) as index:
        vector = MiniLM().embed(["long-tailed classification"])[0]
        words, near = index.search_words("long-tailed", 5), index.search_vectors(vector, 5)
        first = {words[0][0], near[0].chunk.paper.id}
        pair = list(with_and_without(index, [Question("q", "long-tailed classification", frozenset(first))]))
        assert [present for _, _, present in pair] == [True, False]
        rest = pair[1][1]
        assert rest.search_words("long-tailed", 3) == [hit for hit in words if hit[0] not in first][:3]
        assert not first & {hit.chunk.paper.id for hit in rest.search_vectors(vector, 5)}
        assert len(rest.search_vectors(vector, 5)) == 5


def test_topics_are_phrases_that_some_papers_share_the_same_each_time(sample_index: Path) -> None:
    with Index.open(sample_index, embedder=MiniLM()) as index:
        found = topics(index, 5)
        assert found == topics(index, 9)[:5]
        papers = index.papers(found[0].papers)
        assert len(papers) >= 3
        words = found[0].id.lower().replace("-", " ").split()
        assert all(words[0] in f"{p.title} {p.abstract}".lower() for p in papers.values())
