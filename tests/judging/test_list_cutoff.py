"""Where a list ends."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.judging.embedded.list_cutoff import best_cutoff, expected_relevant


def test_no_candidate_gives_an_empty_list() -> None:
    assert best_cutoff([]) == 0


def test_the_list_ends_where_the_probabilities_fall() -> None:
    assert best_cutoff([0.9, 0.9, 0.8, 0.1, 0.1]) == 3


def test_recall_can_weigh_more() -> None:
    assert [best_cutoff([0.9, 0.5, 0.4, 0.3], beta=beta) for beta in (0.5, 1.0, 3.0)] == [1, 3, 4]


def test_the_expected_number_is_the_sum_and_its_interval_that_of_independent_trials() -> None:
    mean, low, high = expected_relevant([0.5, 0.5, 1.0, 0.0], z=1.0)
    assert (mean, round(low, 4), round(high, 4)) == (2.0, 1.2929, 2.7071)
    assert expected_relevant([], z=1.0) == (0.0, 0.0, 0.0)


def test_it_ends_where_the_expected_f1_worked_by_hand_is_highest() -> None:
    # 2*.6/(1+1.2)=.545, 2*1.0/(2+1.2)=.625, 2*1.2/(3+1.2)=.571
    assert best_cutoff([0.6, 0.4, 0.2], beta=1.0) == 2


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30).map(lambda p: sorted(p, reverse=True)))
def test_a_list_holds_at_least_one_and_at_most_all_candidates(probabilities: list[float]) -> None:
    assert 1 <= best_cutoff(probabilities) <= len(probabilities)
