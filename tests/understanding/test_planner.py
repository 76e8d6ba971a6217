"""Plans by rules: what is read from the wording, and follow-ups read against the answers before them."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering import QUESTION_LIMIT
from assistant.errors import UsageError
from assistant.types import Answer, Filters, Lookup, Paper, Plan
from assistant.understanding.planner import check_question, make_plan, plain_plan
from tests.making import MICE, OWLS, WHALES, answer, verdict
from tests.reading import read

_TODAY = date(2025, 11, 22)
_WHALES, _OWLS = verdict(WHALES, "We count whales by ear."), verdict(OWLS, "Owls hunt at night.")
_MICE = verdict(MICE, "Mice are small animals.")
_LIST = answer(_WHALES, _OWLS, _MICE)


def planned(question: str, *history: Answer, filters: Filters | None = None) -> Plan:
    text = check_question(question)
    return make_plan(text, read(text), history, filters, today=_TODAY, sources=("/papers/monday.txt",))


def after(question: str, before: Answer, **changes: object) -> Answer:
    """An answer to a follow-up as it was planned, made of what `changes` says."""
    return replace(before, question=question, plan=planned(question, before), **changes)  # type: ignore[arg-type]


def test_a_list_question_is_searched_by_its_topic() -> None:
    plan = planned("  Which papers address\n few-shot learning? ")
    assert plan == Plan("Which papers address few-shot learning?", "list", ("few-shot learning",))


def test_a_fact_question_is_searched_as_it_stands() -> None:
    assert planned("How many owls are there?").queries == ("How many owls are there?",)


def test_dates_of_papers_become_a_filter_and_leave_the_question() -> None:
    assert planned("papers since May 2024 about owls") == Plan(
        "papers about owls", "list", ("owls",), Filters(since="2024-05-01")
    )


def test_the_callers_dates_and_the_questions_both_hold() -> None:
    plan = planned("papers since May 2024 about owls", filters=Filters("2023-01-01", "2025-01-01", sources=("s",)))
    assert plan.filters == Filters("2024-05-01", "2025-01-01", sources=("s",))


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("How many papers mention owls?", Plan("", "count", ("owls",), lookup=Lookup(("owls",)))),
        ("Which papers mention owls?", Plan("", "list", ("owls",), lookup=Lookup(("owls",)))),
        (
            "How many papers from August 2025?",
            Plan("", "count", ("How many papers",), Filters("2025-08-01", "2025-08-31"), Lookup()),
        ),
        ("What are the latest papers?", Plan("", "list", ("What are papers?",), Filters(), Lookup(), "newest")),
        ("the 3 oldest papers", Plan("", "list", ("papers",), Filters(), Lookup(), "oldest", 3)),
        ("papers by Ann Lee", Plan("", "list", ("papers",), Filters(authors=("Ann Lee",)), Lookup())),
        (
            "How many papers come from monday.txt?",
            Plan("", "count", ("come",), Filters(sources=("/papers/monday.txt",)), Lookup()),
        ),
    ],
)
def test_what_code_can_answer_is_looked_up(question: str, plan: Plan) -> None:
    made = planned(question)
    assert (made.question, made.lookup) == (question, plan.lookup)
    assert (made.kind, made.filters, made.order, made.limit) == (plan.kind, plan.filters, plan.order, plan.limit)


@pytest.mark.parametrize(
    ("question", "kind", "order", "limit"),
    [
        ("How many papers are about owls?", "count", None, None),
        ("What is the newest paper about owls?", "list", "newest", 1),
        ("three latest papers on owls", "list", "newest", 3),
        ("Does it mention owls?", "fact", None, None),
        ("Which papers do not mention owls?", "list", None, None),
    ],
)
def test_what_papers_are_about_is_judged(question: str, kind: str, order: str | None, limit: int | None) -> None:
    plan = planned(question)
    assert (plan.lookup, plan.kind, plan.order, plan.limit) == (None, kind, order, limit)


def test_which_of_those_narrows_the_search_to_the_papers_before() -> None:
    for question in ("Which of those release code?", "Which of them look at unbalanced classes?"):
        assert planned(question, _LIST).filters == Filters(papers=("w", "o", "m"))


@pytest.mark.parametrize(
    ("question", "papers"),
    [
        ("How does the second one work?", ("o",)),
        ("What does the last one say?", ("m",)),
        ("What do the first two share?", ("w", "o")),
        ("Compare the first and the third.", ("w", "m")),
        ("What does paper 2 measure?", ("o",)),
        ("What does [3] measure?", ("m",)),
        ("How loud are the whales in the one about counting?", ("w",)),
        ("What does the night one measure?", ("o",)),
        ("Do all three release code?", ("w", "o", "m")),
    ],
)
def test_papers_of_the_list_are_named_by_place_number_or_topic(question: str, papers: tuple[str, ...]) -> None:
    assert planned(question, _LIST).filters.papers == papers


def test_the_place_is_that_in_which_a_reader_saw_the_papers() -> None:
    shown_otherwise = replace(_LIST, verdicts=(_OWLS, _MICE, _WHALES))
    assert planned("How does the second one work?", shown_otherwise).filters.papers == ("o",)


def test_a_place_beyond_the_list_does_not_narrow() -> None:
    assert planned("Is the fifth wave of graphs new?", _LIST).filters == Filters()


@pytest.mark.parametrize("question", ["which use x-rays", "what city were the drone pictures shot in?"])
def test_a_question_without_a_cue_leans_where_the_reader_says_so(question: str) -> None:
    listed = _LIST if question.startswith("which") else after("And the second?", _LIST, verdicts=(_OWLS,), citations=())
    assert planned(question, _LIST, listed).filters.papers
    assert planned(question).filters == Filters()


def test_a_new_subject_stands_alone_without_a_word() -> None:
    assert planned("is anybody working on word embeddings for Estonian", _LIST).filters == Filters()


def test_narrowing_goes_on_over_several_turns() -> None:
    narrowed = after("Which of those are about night animals?", _LIST, verdicts=(_OWLS, _MICE), citations=())
    assert planned("Which of those are small?", narrowed).filters.papers == ("o", "m")
    assert planned("Compare those two.", _LIST, narrowed).filters.papers == ("o", "m")


def test_a_question_that_only_goes_on_is_asked_within_what_the_one_before_was_asked_within() -> None:
    narrowed = after("Which of those hunt at night?", _LIST, verdicts=(_OWLS,), citations=())
    plan = planned("And by day?", _LIST, narrowed)
    assert (plan.filters.papers, plan.kind) == (("w", "o", "m"), "list")


def test_a_subject_that_is_changed_after_a_fact_is_searched_among_all_papers() -> None:
    fact = after("What does the second one count?", _LIST, verdicts=(_OWLS,))
    plan = planned("and for tables?", _LIST, fact)
    assert (plan.filters, plan.kind) == (Filters(), "list")
    assert plan.queries[0].startswith("tables ")


def test_what_else_a_paper_says_is_asked_of_that_paper() -> None:
    fact = after("How does the second one work?", _LIST, verdicts=(_OWLS,))
    assert planned("what else did they vary", _LIST, fact).filters == Filters(papers=("o",))


@pytest.mark.parametrize("question", ["other papers on sorting", "anything else on sorting?", "others on sorting"])
def test_the_words_for_others_are_no_part_of_a_topic(question: str) -> None:
    assert planned(question).queries == ("sorting",)


def test_it_is_the_paper_the_answer_rests_on_and_the_other_is_not() -> None:
    fact = after("How many does the second one hold?", _LIST, verdicts=(_OWLS,), citations=())
    assert planned("Who collected it?", _LIST, fact).filters.papers == ("o",)
    assert planned("And what does the other hold?", answer(_WHALES, _OWLS), fact).filters.papers == ("w",)


def test_they_are_the_papers_of_the_list() -> None:
    assert planned("What data do they use?", _LIST).filters.papers == ("w", "o", "m")


def test_others_are_searched_with_the_topic_and_without_those_seen() -> None:
    plan = planned("Are there other papers like that?", _LIST)
    assert plan.filters == Filters(without=("w", "o", "m"))
    assert plan.question == "Are there other papers like that (count animals)"
    assert planned("Any others?", _LIST).kind == "list"


@pytest.mark.parametrize("question", ["without owls", "but not owls", "no owls"])
def test_what_is_left_out_without_a_topic_is_left_out_of_the_topic_before(question: str) -> None:
    plan = planned(question, _LIST)
    assert (plan.kind, plan.queries, plan.excluded, plan.lookup) == ("list", ("count animals",), "owls", None)
    assert planned(question).lookup == Lookup(without="owls")  # with nothing before it


def test_others_are_those_of_the_last_question_that_stood_alone_though_it_began_with_and() -> None:
    fish = after("And which papers address few-shot learning?", _LIST)
    assert fish.plan.filters == Filters()
    assert planned("Any others?", _LIST, fish).question == "Any others (few-shot learning)"


def test_a_changed_topic_carries_the_old_one_along() -> None:
    plan = planned("And for birds?", _LIST)
    assert (plan.question, plan.filters) == ("And for birds (count animals)", Filters())
    assert plan.queries == ("birds count animals",)


def test_a_topic_is_carried_over_several_turns_without_growing() -> None:
    second = after("And for birds?", _LIST)
    third = after("And for fish?", second)
    assert planned("And for bees?", _LIST, second, third).queries == ("bees count animals",)


def test_titles_never_become_part_of_the_question() -> None:
    plan = planned("How big is it?", answer(_WHALES))
    assert (plan.question, plan.queries) == ("How big is it?", ("How big is it? Counting Whales",))


@pytest.mark.parametrize(
    "question",
    [
        "Which papers use graphs?",
        "Which papers study owls and their prey?",
        "How does CLASH build its dilemmas?",
        "In which papers are owls used?",
        "What is the best method for owls?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert planned(question, _LIST) == planned(question)


def test_counts_and_dates_within_the_papers_before_are_looked_up() -> None:
    within = Filters(papers=("w", "o", "m"))
    many = planned("How many of those mention owls?", _LIST)
    assert (many.kind, many.filters, many.lookup) == ("count", within, Lookup(("owls",)))
    new = planned("Which of them is the newest?", _LIST)
    assert (new.filters, new.lookup, new.order, new.limit) == (within, Lookup(), "newest", 1)
    when = planned("When was the second one published?", _LIST)
    assert (when.kind, when.filters.papers, when.lookup) == ("list", ("o",), Lookup())


def test_a_refusal_between_does_not_end_the_conversation() -> None:
    nothing = answer(question="Which papers bake bread?", outcome="not_covered")
    assert planned("How big is it?", nothing) == planned("How big is it?")
    assert planned("Which of those release code?", _LIST, nothing).filters.papers == ("w", "o", "m")


def test_the_filters_of_the_caller_stay() -> None:
    plan = planned("Which of those fly?", _LIST, filters=Filters(since="2025-01-01", papers=("o",)))
    assert plan.filters == Filters(since="2025-01-01", papers=("o",))
    elsewhere = planned("Which of those fly?", _LIST, filters=Filters(papers=("x",)))
    assert elsewhere.filters.papers == ("x",)


def test_a_search_is_restricted_by_nothing_in_its_wording() -> None:
    asked = "papers since 2024 by Ann Lee"
    plan = plain_plan(asked, read(asked))
    assert (plan.kind, plan.filters, plan.order, plan.limit) == ("list", Filters(), None, None)


@pytest.mark.parametrize("question", ["", "  \n", "a\0b", "half \ud83d", "x" * (QUESTION_LIMIT + 1)])
def test_an_unusable_question_is_an_error_with_the_next_step(question: str) -> None:
    with pytest.raises(UsageError) as raised:
        planned(question)
    assert raised.value.hint


def test_the_error_for_a_long_question_names_the_limit() -> None:
    with pytest.raises(UsageError, match="4,000"):
        planned("x" * 4001)


def test_a_paper_of_the_same_title_is_not_named_by_common_words() -> None:
    other = Paper("x", "", "Nothing here.")
    assert planned("What does the quick one say?", answer(verdict(other, "Nothing here."))).filters.papers == ()
