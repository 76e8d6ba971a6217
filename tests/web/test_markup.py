"""The markup of answers and sources."""

import re
from dataclasses import replace

import pytest

from assistant.errors import ProviderBusy, Stopped
from assistant.types import (
    Citation,
    Completeness,
    Finished,
    Judged,
    Planned,
    Quote,
    Ranked,
    RankedPaper,
    Started,
    Token,
    Usage,
    Verdict,
)
from assistant.web.answer.sources import sources_html
from assistant.web.answer.turn import turn_html
from assistant.web.ask.conversation import Turn, after, failed
from assistant.web.shell.html import inline, link
from tests.making import MICE, OWLS, WHALES, answer, quote, verdict
from tests.web.reading import Seen, whole_turn, words_of


def test_only_marks_of_known_citations_become_chips() -> None:
    shown = inline("Owls [1] and <mice> [2] and [34] ⟦1⟧", 3, {1: 'Of "Owls"', 2: "Mice"})
    assert re.findall(r'data-turn="3" data-cite="(\d+)"', shown) == ["1", "2"]
    assert 'aria-label="Source 1: Of &quot;Owls&quot;"' in shown
    assert words_of(shown) == "Owls 1 and <mice> 2 and [34] ⟦1⟧"


def test_only_addresses_of_the_web_become_links() -> None:
    refused = [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "file:///etc",
        "http://[",
        "",
        None,
        " http:",
    ]
    assert [link(url, "Open") for url in refused] == [""] * len(refused)
    assert link("https://example.org/?a=1&b=2", "Open") == (
        '<a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer" class="out">Open</a>'
    )


def test_quotes_of_one_paper_stand_together_above_its_title() -> None:
    done = replace(
        answer(verdict(WHALES, "We count whales by ear."), verdict(WHALES, "Code is free."), verdict(MICE, "Mice are")),
        text="“We count whales by ear.” [1]\n“Code is free.” [2]\n“Mice are” [3]",
    )
    figures = re.findall(r"<figure.*?</figure>", turn_html(whole_turn(done)))
    assert [words_of(figure) for figure in figures] == [
        "“We count whales by ear.” 1 “Code is free.” 2 Counting Whales",
        "“Mice are” 3 Of Mice",
    ]


def test_a_list_is_a_table_of_what_is_known_of_its_papers() -> None:
    text_ = "2 papers:\n• Counting Whales — “Code is free.” [1]\n• Owls at Night — “Owls hunt at night.” [2]"
    first, second = verdict(WHALES, "Code is free.", relevance=3), verdict(OWLS, "Owls hunt at night.", score=0.65)
    done = replace(answer(replace(first, reason="it counts <them>"), second), text=text_)
    assert _rows(turn_html(whole_turn(done))) == [
        ["Paper", "Why", "Quote", "Relevance", "Date"],
        ["Counting Whales", "it counts ‹them>", "“Code is free.” 1", "●●● plainly relevant", ""],
        ["Owls at Night", "close in meaning, 65% likely", "“Owls hunt at night.” 2", "●●○ relevant", "2025-02-03"],
    ]


@pytest.mark.parametrize(("score", "told"), [(0.39, "●○○ perhaps"), (0.4, "●●○ relevant")])
def test_a_listed_paper_that_more_likely_does_not_belong_there_has_one_dot(score: float, told: str) -> None:
    text_ = "1 paper:\n• Owls at Night — “Owls hunt at night.” [1]"
    done = replace(answer(verdict(OWLS, "Owls hunt at night.", score=score)), text=text_)
    assert _rows(turn_html(whole_turn(done)))[1][3] == told


def test_what_a_model_says_of_each_paper_is_why_it_is_listed() -> None:
    text_ = "Birds:\n- Owls at Night: it hunts with them [1][2]\n- nothing is cited here"
    done = replace(answer(verdict(OWLS, "Owls hunt at night."), verdict(OWLS, "The data holds 20 owls.")), text=text_)
    shown = turn_html(whole_turn(done))
    assert _rows(shown)[1] == [
        "Owls at Night",
        "it hunts with them 1 2",
        "“Owls hunt at night.” 1 “The data holds 20 owls.” 2",
        "●●○ relevant",
        "2025-02-03",
    ]
    assert '<ul class="items"><li dir="auto">nothing is cited here</li></ul>' in shown


def test_a_column_that_nothing_is_known_for_stays_out_while_the_answer_grows() -> None:
    turn = after(Turn(1, "Who?"), Token("• Of Mice — “Mice are” [1]", (Citation(1, quote(MICE, "Mice are")),)))
    assert _rows(turn_html(turn)) == [["Paper", "Quote"], ["Of Mice", "“Mice are” 1"]]


def _rows(shown: str) -> list[list[str]]:
    (table,) = re.findall(r'<table class="list".*?</table>', shown)
    rows = re.findall(r"<tr.*?>(.*?)</tr>", table)
    return [[words_of(cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row)] for row in rows]


def test_a_comparison_is_a_table_with_chips_in_its_cells() -> None:
    text_ = "| | <Whales> | Owls |\n|---|---|---|\n| Code | “Code is free.” [1] | not stated |\n\nBoth count [2]."
    done = replace(answer(verdict(WHALES, "Code is free."), verdict(OWLS, "Owls hunt at night.")), text=text_)
    (table,) = re.findall(r"<table.*?</table>", turn_html(whole_turn(done)))
    assert re.sub(r"<button[^>]*>(\d)</button>", r"(\1)", table) == (
        '<table role="table"><thead role="rowgroup"><tr role="row"><td role="cell"></td>'
        '<th scope="col" role="columnheader"><bdi>&lt;Whales&gt;</bdi></th>'
        '<th scope="col" role="columnheader"><bdi>Owls</bdi></th></tr></thead>'
        '<tbody role="rowgroup"><tr role="row"><th scope="row" role="rowheader"><bdi>Code</bdi></th>'
        '<td dir="auto" data-head="&lt;Whales&gt;" role="cell">“Code is free.” (1)</td>'
        '<td dir="auto" data-head="Owls" role="cell">not stated</td></tr></tbody></table>'
    )
    assert '<p dir="auto">Both count' in turn_html(whole_turn(done))


def test_the_steps_say_where_the_answer_stands() -> None:
    turn = Turn(1, "Who?")
    for event in (Started("Who?"), Planned(answer().plan), Judged(24, 60)):
        turn = after(turn, event)
    steps = re.findall(r'<li class="(\w+)">(.*?)</li>', turn_html(turn))
    assert steps == [
        ("done", "Planned"),
        ("done", "Ranking"),
        ("now", "Judging 24 of 60"),
        ("next", "Writing"),
        ("next", "Checking"),
    ]


def test_what_is_written_is_checked_at_the_same_time_and_steps_that_are_over_say_what_they_did() -> None:
    turn = Turn(1, "Who?")
    ranked = Ranked((RankedPaper(OWLS, 1.0), RankedPaper(MICE, 0.5)))
    written = Token("Owls do [1].", (Citation(1, quote(OWLS, "Owls hunt at night.")),))
    for event in (Started("Who?"), Planned(answer().plan), ranked, Judged(2, 2), written):
        turn = after(turn, event)
    steps = re.findall(r'<li class="(\w+)">(.*?)</li>', turn_html(turn))
    assert steps == [
        ("done", "Planned"),
        ("done", "Ranked 2 papers"),
        ("done", "Judged 2"),
        ("now", "Writing"),
        ("now", "Checking 1 quote"),
    ]


def test_what_judging_may_take_is_told_before_and_while_it_goes_on() -> None:
    turn = Turn(1, "Who?")
    for event in (Started("Who?"), Planned(answer().plan), Judged(0, 60, 21_500), Judged(5, 60)):
        turn = after(turn, event)
    assert "Judging 5 of at most 60 papers, about 21,500 tokens" in turn_html(turn)


def test_what_is_found_grows_while_judging_best_first_and_gives_way_to_the_answer() -> None:
    turn = Turn(1, "Who?")
    plain, sure = replace(verdict(MICE, MICE.abstract), relevance=2), replace(verdict(OWLS, OWLS.abstract), relevance=3)
    for event in (Planned(answer().plan), Judged(10, 60, found=(plain,)), Judged(20, 60, found=(sure,))):
        turn = after(turn, event)
    (found,) = re.findall(r'<ul class="found".*?</ul>', turn_html(turn))
    assert words_of(found).index(OWLS.title) < words_of(found).index(MICE.title)
    assert 'class="found"' not in turn_html(after(turn, Token("Owls")))


def test_near_misses_are_folded_below_the_answer_with_the_criterion_they_fail() -> None:
    near = Verdict(MICE, 1, 0.2, (), "It counts <nothing>.")
    shown = turn_html(whole_turn(replace(answer(), near=(near,))))
    folded = re.findall(r'<details class="near">.*?</details>', shown)
    assert [words_of(part) for part in folded] == ["Not listed, but near: 1 paper Of Mice It counts <nothing>."]
    assert 'class="near"' not in turn_html(whole_turn(answer()))


def test_the_question_as_it_was_understood_is_shown_where_it_differs() -> None:
    done = answer(question="And those?")
    assert "Understood as" not in turn_html(whole_turn(done))
    other = replace(done, plan=replace(done.plan, question="Which papers count owls?"))
    assert "Understood as: <bdi>Which papers count owls?</bdi>" in turn_html(whole_turn(other))


def test_refusals_carry_their_name_and_answers_none() -> None:
    labels = {
        outcome: re.findall(r'class="outcome">(.*?)<', turn_html(whole_turn(answer(outcome=outcome))))
        for outcome in ("answered", "not_stated", "not_covered")
    }
    assert labels == {"answered": [], "not_stated": ["Not stated"], "not_covered": ["Not covered"]}


def test_below_the_answer_stand_its_maker_its_cost_and_its_time() -> None:
    made = {
        Usage(3, 1_000, 200, 0.0042): "writer · $0.0042 · 2.0 s",
        Usage(3, 1_000, 200): "writer · 1,200 tokens, price unknown · 2.0 s",
        Usage(): "writer, no model asked · no cost · 2.0 s",
    }
    for usage, told in made.items():
        shown = turn_html(whole_turn(replace(answer(), usage=usage, seconds=2.04)))
        assert words_of(re.findall(r'<p class="made">.*?</p>', shown)[0]) == told


def test_the_steps_of_a_whole_answer_are_folded_into_a_line() -> None:
    done = replace(answer(verdict(OWLS, "Owls hunt at night.")), usage=Usage(3, 1_000, 200, 0.0042), seconds=2.04)
    turn = replace(whole_turn(replace(done, notes=("Two papers have no date.",))), ranked=278, judged=(60, 60))
    shown = turn_html(turn)
    assert [words_of(part) for part in re.findall(r'<details class="how">.*?</details>', shown)] == [
        "Ranked 278 papers, judged 60, checked 1 quote, 2.0 s Planned in 0.05 s Judged in 0.20 s "
        "judged by judge, written by writer, found by embedder 3 calls, 1,200 tokens, $0.0042"
    ]
    assert words_of(re.findall(r'<ul class="notes">.*?</ul>', shown)[0]) == "Two papers have no date."


def test_how_complete_a_list_is_stands_above_it() -> None:
    complete = Completeness(2, 60, 278, 2.5, 2, 4, 0.95, "guess")
    done = replace(answer(), completeness=complete, text="2 papers:")
    shown = turn_html(whole_turn(done))
    assert shown.index("2 papers; about 2 expected (2 to 4 likely); 60 of 278 read.") < shown.index("2 papers:")


def test_a_failure_keeps_what_was_written_and_offers_the_question_again() -> None:
    begun = after(Turn(1, "Who?"), Token("Owls do."))
    shown = turn_html(failed(begun, ProviderBusy("the model is busy", hint="Wait a minute.")))
    assert "Owls do." in shown and 'data-retry="1" data-question="Who?"' in shown and 'role="alert"' in shown
    assert "<strong><bdi>The model is busy.</bdi></strong> <bdi>Wait a minute.</bdi>" in shown
    assert 'role="status"' in turn_html(failed(begun, Stopped("the answer was stopped", hint="Ask again.")))


def test_a_card_shows_the_paper_once_with_all_its_quotes_marked() -> None:
    quotes = [
        quote(WHALES, "Code is free."),
        quote(OWLS, "Owls hunt at night."),
        quote(WHALES, "We count whales by ear."),
    ]
    turn = Turn(2, "Who?", citations=tuple(Citation(n, q) for n, q in enumerate(quotes, start=1)))
    cards = re.findall(
        r'<article class="card" id="(.*?)" .*?<h3><bdi>(.*?)</bdi></h3>(.*?)</article>', sources_html(turn)
    )
    assert [(place, title) for place, title, _ in cards] == [
        ("card-2-1", "Counting Whales"),
        ("card-2-2", "Owls at Night"),
    ]
    assert re.findall(r'<p dir="auto">(.*?)</p>', cards[0][2]) == [
        '<mark data-cites="3">We count whales by ear.</mark> Our model hears 345 whales [12]. '
        '<mark data-cites="1">Code is free.</mark>'
    ]
    assert 'class="about"' not in cards[0][2] and 'class="out"' not in cards[0][2]
    assert '<p class="about"><span><bdi>2025-02-03</bdi></span></p>' in cards[1][2]


def test_a_card_says_who_wrote_the_paper_and_where_it_is_listed_but_not_the_servers_folders() -> None:
    paper = replace(
        WHALES, authors=("A. Ahab", "I. Ishmael"), date_text="Aug 13", sources=("/home/x/list.txt", "stdin:y")
    )
    shown = sources_html(Turn(1, "Who?", citations=(Citation(1, Quote(paper, 0, 2)),)))
    assert (
        words_of(re.findall(r'<p class="about">.*?</p>', shown)[0]) == "A. Ahab, I. Ishmael Aug 13 in list.txt, stdin:y"
    )


def test_an_answer_without_citations_says_so_beside_it() -> None:
    assert words_of(sources_html(Turn(1, "Who?"))) == "This answer cites no source."


def test_a_screen_reader_is_told_in_a_few_words_how_it_ended() -> None:
    begun = Turn(1, "Which papers count?")
    done = after(begun, Finished(answer(verdict(WHALES, "Code is free."), verdict(OWLS, "Owls hunt at night."))))
    nothing = after(begun, Finished(answer(outcome="not_covered")))
    stopped = failed(begun, Stopped("the answer was stopped", hint="Ask again."))
    assert [Seen(turn_html(turn)).attributes["data-told"] for turn in (begun, done, nothing, stopped)] == [
        {"Looking for an answer."},
        {"Answered, with 2 sources."},
        {"Not covered."},
        {""},
    ]
