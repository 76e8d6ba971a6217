"""Watched questions as HTML: what is new of each first, then what was found before."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import AssistantError
from assistant.text.reasons import why
from assistant.types import Verdict
from assistant.watching import Issue, Watch
from assistant.watching.watch import quotes_of
from assistant.web.shell.html import bdi, button, element, link, status_mark, text

_NAMES = 4  # of a paper's authors


@dataclass(frozen=True, slots=True)
class Shown:
    """A watch for its reader: `issues` that found something, the newest first; `seen`: up to which the reader has."""

    watch: Watch
    issues: tuple[Issue, ...]
    seen: int
    last: Issue | None


def watches_html(shown: Sequence[Shown], *, can_look: bool) -> list[str]:
    if not shown:
        go = button("Ask a question", "Ask a question", "plain", data_go="ask")
        words = element("p", "Ask for papers on something, and press Watch below the list.")
        return [element("section", [element("h2", "Nothing is watched yet"), words, go], class_="nothing")]
    return [_watch(one, can_look) for one in shown]


def trouble_html(error: AssistantError) -> str:
    told = [element("strong", bdi(f"{error.message}.")), " ", bdi(error.hint)]
    return element("div", element("p", told), class_="problem", role="alert")


def _watch(one: Shown, can_look: bool) -> str:
    watch = one.watch
    new = [issue for issue in one.issues if issue.number > one.seen]
    before = [issue for issue in one.issues if issue.number <= one.seen]
    look = [button(f"Look now: {watch.question}", "Look now", "act", data_look=watch.name)] if can_look else []
    acts = [
        *look,
        element("a", "Feed", href=f"feeds/{watch.name}.atom", class_="act", aria_label=f"Feed of {watch.name}"),
        button(f"Stop watching: {watch.question}", "Stop watching", "act", data_unwatch=watch.name),
    ]
    head = element("div", [element("h2", bdi(watch.question)), element("div", acts, class_="does")], class_="head")
    parts = [head, element("p", text(_state(one, new)), class_="aside")]
    parts += [_issue(issue) for issue in new]
    if before:
        count = sum(len(issue.verdicts) for issue in before)
        summary = element("summary", f"Seen before: {count:,} paper{'s' * (count != 1)}")
        parts.append(element("details", [summary, *map(_issue, before)]))
    return element("article", parts, class_="watch", data_watched=watch.name)


def _state(one: Shown, new: Sequence[Issue]) -> str:
    if one.last is None:
        return "Not looked yet. The next digest does."
    count = sum(len(issue.verdicts) for issue in new)
    told = f"{count:,} new since you last looked" if count else "Nothing new since you last looked"
    looked = one.last.looked
    account = f"{looked.new:,} papers seen, {looked.judged:,} judged, {looked.found:,} answer"
    return f"{told} · last digest {one.last.day}: {account}"


def _issue(issue: Issue) -> str:
    parts = [element("p", text(f"{issue.day}{' · to begin with' if issue.first else ''}"), class_="day")]
    if issue.overview:
        lines = [element("p", bdi(line)) for line in issue.overview.text.splitlines() if line.strip()]
        parts.append(element("div", lines, class_="overview"))
    rows = [_paper(issue, verdict) for verdict in issue.verdicts]
    return element("section", [*parts, element("ul", rows)])


def _paper(issue: Issue, verdict: Verdict) -> str:
    paper = verdict.paper
    title = element("span", bdi(paper.title or paper.id), class_="title")
    parts = [title, status_mark(paper), link(paper.url, "Open the paper")]
    asides = " · ".join(filter(None, (", ".join(paper.authors[:_NAMES]), paper.date or paper.date_text or "")))
    parts.append(element("p", bdi(asides), class_="aside") if asides else "")
    for mark, quote in quotes_of(issue, verdict):
        parts.append(element("blockquote", f"{f'[{mark}] ' if mark else ''}“{bdi(quote.text)}”"))
    parts.append(element("p", f"Why: {bdi(why(verdict, issue.plan))}", class_="aside"))
    return element("li", parts)
