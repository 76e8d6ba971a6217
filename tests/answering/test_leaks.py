"""Whether a text repeats a prompt."""

from assistant.answering.leaks import repeats, runs_of

RUNS = runs_of(
    "Answer from the quotes alone and never from your memory of $question things that others may have told you."
)


def test_eight_words_in_a_row_are_a_repetition_however_they_are_written() -> None:
    assert repeats("They said: «Answer FROM the quotes, alone -- and never from»!", RUNS)


def test_seven_words_and_words_on_both_sides_of_a_blank_are_none() -> None:
    assert not repeats("answer from the quotes alone and never with care", RUNS)
    assert not repeats("alone and never from your memory of things that others may have", RUNS)
