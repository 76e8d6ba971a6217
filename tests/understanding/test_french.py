"""French questions, their words in English."""

import pytest

from assistant.understanding.french import in_english
from assistant.understanding.planner import plain_plan
from tests.reading import read


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Quels articles traitent des données tabulaires ?", "tabular data"),
        ("l'apprentissage par renforcement hors ligne", "offline reinforcement learning"),
        ("les réseaux de neurones profonds", "deep neural network"),
        ("Quels travaux étudient la détection hors distribution ?", "detection out-of-distribution"),
    ],
)
def test_words_become_english_the_longest_phrase_first_and_adjectives_in_front(french: str, english: str) -> None:
    assert in_english(french) == english


def test_what_the_lexicon_does_not_know_stays() -> None:
    assert in_english("les modèles Zorglub") == "model zorglub"


def test_a_french_question_is_searched_in_english_and_kept_as_it_was_asked() -> None:
    asked = "Quels articles traitent des données tabulaires ?"
    plan = plain_plan(asked, read(asked))
    assert (plan.question, plan.queries) == ("Quels articles traitent des données tabulaires ?", ("tabular data",))
