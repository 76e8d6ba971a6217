"""The embedded embedding model: texts, and questions moved towards what answers them."""

import numpy as np

from assistant.models.minilm import MiniLM

_PAPER = "Teaching a large language model to forget: we remove the influence of chosen training data after the fact."
_OTHER = "We grow orchids in the shade and measure their leaves every week."


def test_a_question_keeps_its_length_and_moves_towards_the_paper_that_answers_it() -> None:
    model = MiniLM()
    question = ["Can a chatbot be made to unlearn what it was shown?"]
    paper, other = model.embed([_PAPER, _OTHER])
    plain, moved = model.embed(question)[0], model.embed_questions(question)[0]
    assert abs(float(np.linalg.norm(moved)) - 1) < 1e-5
    assert moved.dtype == np.float32
    assert 0.5 < float(plain @ moved) < 0.999
    assert float(moved @ paper - moved @ other) > float(plain @ paper - plain @ other)


def test_no_questions_give_no_rows() -> None:
    assert MiniLM().embed_questions([]).shape == (0, 384)
