"""Papers, questions and answers that attack the page: shown as text, nothing fetched, nothing run.

`visit` fails a test for any request to a foreign address, any console error, any exception and any dialog.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from assistant.types import Paper
from tests.web.asking import Scripted, ask, shown_card
from tests.web.conftest import Serve

Visit = Callable[..., Page]
_ATTACKS = (
    "![owl](http://evil.example/a.png) [owl](javascript:alert(1)) <javascript:alert(2)> http://evil.example/b",
    "<img src=http://evil.example/c onerror=alert(3)><svg onload=alert(4)><iframe srcdoc='<script>alert(5)</script>'>",
    '"><script>alert(6)</script> \' onfocus=alert(7) autofocus x="</style><style>*{display:none}',
    '<a href="javascript:alert(8)">owls</a> <form action=http://evil.example/d><button>go</button></form>',
    "${alert(9)} {{constructor.constructor('alert(10)')()}} <!-- owls --> &lt;b&gt; </article></section>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/e'><base href=http://evil.example/><link>",
    "| owls | mice | |---|---| # Owls - ~~mice~~ **owls** `x` [^1] $\\text{owl}$ <details open ontoggle=alert(11)>",
)


@pytest.mark.parametrize("attack", _ATTACKS)
def test_an_attack_in_every_place_of_a_paper_is_shown_as_text(visit: Visit, serve: Serve, attack: str) -> None:
    paper = Paper(
        attack, attack, attack, authors=(attack,), date_text=attack, url="javascript:alert(0)", sources=(attack,)
    )
    page = visit(serve(Scripted([paper])))
    turn = ask(page, attack)
    flat = " ".join(attack.split())
    expect(turn.locator(".question")).to_have_text(attack, use_inner_text=False)
    expect(turn.locator(".list .title, .items")).to_contain_text(flat[:12])
    turn.locator(".chip").first.click()
    assert shown_card(page).locator(".abstract").text_content() == attack
    assert shown_card(page).locator("h3").text_content() == attack
    page.locator("#title").hover()
    turn.locator(".chip").first.hover()
    expect(page.get_by_role("tooltip")).to_have_text(f"“{attack}”")
    foreign = ":is(#feed, #sources, #tip) :is(img, svg:not(.thumbs svg), iframe, script, style, form, meta, base, link)"
    assert page.locator(foreign).count() == 0
    assert page.locator(":is(#feed, #sources) a:not([download])").count() == 0
    page.wait_for_timeout(200)  # for whatever would run a little later


def test_text_that_turns_its_direction_keeps_to_itself(visit: Visit, serve: Serve) -> None:
    turned = "\u202eslwO ta thgiN\u202c \u2066owls\u2069 \u200bnever\ufeff"
    paper = Paper("p", f"{turned} שלום", f"{turned} hunt. שלום עולם.", authors=(turned,))
    page = visit(serve(Scripted([paper])))
    turn = ask(page, f"{turned} שלום?")
    turn.locator(".chip").first.click()
    shown = f"{turn.text_content()}{page.locator('#sources').text_content()}"
    assert not {c for c in shown if c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\ufeff"}
    assert "שלום" in shown and "slwO ta thgiN" in shown
    assert turn.locator(".list .title bdi").count() == 1


def test_a_hostile_question_of_an_example_stays_a_question(visit: Visit, serve: Serve) -> None:
    attack = "Owls<img/src=x>"
    papers = [Paper(str(i), f"{attack} alert(1) hunting by night", "Owls.") for i in range(3)]
    page = visit(serve(Scripted([replace(paper, title=f"{paper.title} {i}") for i, paper in enumerate(papers)])))
    for example in page.locator(".example").all():
        assert example.locator("img").count() == 0
    ask(page, "'\"><b>Who</b>?")
    page.get_by_role("button", name="Edit this question").click()
    expect(page.locator("#question textarea")).to_have_value("'\"><b>Who</b>?")
