"""The Add view as HTML: the form, what is being taken in and what came of it, the sources."""

import json
from collections.abc import Mapping, Sequence

from assistant.corpus import forms
from assistant.text.source_names import shown_source
from assistant.types import Fetched, IndexReport, Progress, Rejection
from assistant.web.add.jobs import Job
from assistant.web.shell.html import bdi, button, element, text, void

_MB = 1_000_000
_SHOWN = 200  # rejections; a wrong file has thousands
_OPEN = 12  # rejections that are shown without a click
_COUNTED = (
    ("new", "new"),
    ("changed", "changed"),
    ("unchanged", "unchanged"),
    ("double", "double"),
    ("gone", "gone"),
    ("kept", "kept as before"),
)
_CALLED = {
    "ris": "RIS",
    "nbib": "PubMed",
    "wos": "Web of Science",
    "bibtex": "BibTeX",
    "arxiv-mail": "mail of arXiv",
    "feed": "feed (Atom, RSS)",
    "html": "saved page",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "csv": "table (CSV, TSV)",
    "listing": "titles and abstracts in turn",
}
_PASTE = "A title on one line, its abstract on the next …"


def form_html(limit: int, fetching: str) -> str:
    """What is filled in; nothing in it changes, add.js reads it. `limit`: bytes of a file."""
    files = void("input", type="file", multiple="", class_="files", aria_label="Files with papers")
    drop = element(
        "label",
        [files, element("strong", "Choose files"), element("span", "or drop them here")],
        class_="drop",
        data_limit=limit,
    )
    size = (
        "Papers as BibTeX, RIS, CSV, PubMed or JSON, feeds, arXiv's mail, saved pages, or the text of Daily Papers; "
        f"plain or gzip, up to {limit // _MB:,} MB."
    )
    again = "A file of the same name takes the place of the one before."
    told = element("p", f"{size} {again}", class_="lead")
    sending = element("p", "", class_="sending", role="status")
    inner = [element("h2", "Add papers"), told, drop, _more(), fetching, sending]
    return element("section", inner, class_="adding") + _dialog()


def _more() -> str:
    words = element("textarea", "", rows=6, placeholder=_PASTE, aria_label="Text of a listing, or JSONL", dir="auto")
    name = element("label", ["Name", void("input", type="text", class_="name", placeholder="pasted 1", maxlength=200)])
    paste = [
        words,
        element("div", [name, button("Add this text", "Add this text", "main", data_paste="")], class_="beside"),
    ]
    return element("details", [element("summary", "Paste text instead"), *paste], class_="paste") + _hints()


def _hints() -> str:
    """What is told of a file beside the file."""
    day = element("label", ["Date of papers that have none", void("input", type="date", class_="day")])
    known = [element("option", _CALLED[name], value=name) for name in forms()]
    form = element("select", [element("option", "as recognised", value=""), *known], class_="form", aria_label="Form")
    return element("div", [day, element("label", ["Form", form])], class_="hints")


def _dialog() -> str:
    """The question before a source is removed; add.js puts its name in."""
    words = [element("h2", "Remove this source?", id="sure"), element("p", "", class_="what")]
    no = button("Keep it", "Keep it", "quiet", data_keep="", autofocus="")
    yes = button("Remove it", "Remove", "danger", data_sure="")
    return element(
        "dialog", [*words, element("div", [no, yes], class_="beside")], class_="sure", aria_labelledby="sure"
    )


def jobs_html(jobs: Sequence[Job]) -> str:
    """What is being taken in or out, then what came of it, the newest first."""
    if not jobs:
        return ""
    clear = [] if all(job.active for job in jobs) else [button("Clear the list", "Clear", "quiet", data_clear="")]
    head = element("div", [element("h2", "What happened"), *clear], class_="head")
    order = sorted(jobs, key=lambda job: (not job.active, job.number if job.active else -job.number))
    return element("section", [head, *map(_job, order)], class_="jobs", aria_live="polite")


def _job(job: Job) -> str:
    verb = ("Removed " if job.state == "done" else "Remove ") if job.removing else ""
    parts = [element("h3", [verb, bdi(shown_source(job.source))]), _state(job)]
    kind = f"job {job.state}{' active' if job.active else ''}"
    return element("article", parts, class_=kind, id=f"job-{job.number}")


def _state(job: Job) -> str:
    if job.problem is not None:
        words = job.problem.message[:1].upper() + job.problem.message[1:].rstrip(".") + "."
        told = element("p", [element("strong", bdi(words)), " ", bdi(job.problem.hint)], role="alert")
        return told + button(f"Try {shown_source(job.source)} again", "Try again", "quiet", data_retry=job.number)
    if job.state == "done":
        return _came(job.fetched) + (_report(job, job.report) if job.report else "")
    return _at(job.at) if job.state == "working" else element("p", "Waits for its turn.")


def _at(at: Progress | None) -> str:
    if at is None:
        return element("p", "Starting …") + element("progress", "", aria_label="Progress")
    if at.step == "fetching":
        of = f" of {at.total:,}" if at.total else ""
        return element("p", f"Fetching: {at.done:,}{of} came") + element("progress", "", aria_label="Fetching")
    if not at.total:
        return element("p", f"Reading: {at.done:,} entries") + element("progress", "", aria_label="Reading")
    bar = element("progress", "", value=at.done, max=at.total, aria_label="Progress")
    what = "Comparing what was there" if at.step == "comparing" else "Making searchable"
    return element("p", f"{what}: {at.done:,} of {_papers(at.total)}") + bar


def _came(fetched: Fetched | None) -> str:
    if fetched is None:
        return ""
    words = [f"{fetched.came:,} came, {fetched.new:,} of them new."]
    if fetched.bare:
        words.append(f"{fetched.bare:,} without an abstract.")
    if fetched.short:
        words.append(f"Announced {fetched.announced:,}, got {fetched.came:,}: try again later.")
    return element("p", " ".join(words), class_="came")


def _report(job: Job, report: IndexReport) -> str:
    counts = [(getattr(report, field), word) for field, word in _COUNTED]
    chips = [element("li", f"{count:,} {word}", class_=word) for count, word in counts if count]
    if report.rejected:
        chips.append(element("li", f"{len(report.rejected):,} not taken", class_="rejected"))
    if report.differing:
        told = f"{len(report.differing):,} with another abstract than the one shown"
        chips.append(element("li", told, class_="differing"))
    if report.without_abstract:
        chips.append(element("li", f"{report.without_abstract:,} without abstract", class_="bare"))
    nothing = not job.removing and not any(count for count, _ in counts)
    told = "Nothing could be taken from it, and nothing that was indexed is lost." if nothing else ""
    words = f"{told} The index holds {_papers(report.papers)}.".strip()
    told_all = element("p", words + _undated(job, report)) + _rejected(report)
    return element("ul", chips, class_="counts") + told_all + ("" if nothing or job.removing else _ask(job.source))


def _ask(source: str) -> str:
    scope = json.dumps({"sources": [source]})
    return button(
        f"Ask about the papers of {shown_source(source)}", "Ask about these", "quiet", data_scope=scope, data_fill=""
    )


def _undated(job: Job, report: IndexReport) -> str:
    if not report.undated or job.removing:
        return ""
    have = f"{_papers(report.undated)} of this source {'have' if report.undated > 1 else 'has'} no full date"
    return f" {have}; give one above and add it again to search by date."


def _rejected(report: IndexReport) -> str:
    if not report.rejected:
        return ""
    rows = [_row(rejection) for rejection in report.rejected[:_SHOWN]]
    head = element("tr", [element("th", "Line", scope="col"), element("th", "Why", scope="col")])
    table = element("table", element("thead", head) + element("tbody", rows))
    more = len(report.rejected) - _SHOWN
    told = element("p", f"And {more:,} more.") if more > 0 else ""
    summary = element("summary", "What was not taken, and why")
    is_open = {"open": ""} if len(report.rejected) <= _OPEN else {}
    return element("details", [summary, element("div", table, class_="wide"), told], class_="rejections", **is_open)


def _row(rejection: Rejection) -> str:
    return element("tr", [element("td", f"{rejection.line:,}"), element("td", bdi(rejection.reason))])


def sources_html(sources: Mapping[str, int]) -> str:
    """Every source with its size and the way out."""
    if not sources:
        return element("section", [element("h2", "Sources"), element("p", "There is none yet.")], class_="stocked")
    rows = [_source(name, papers) for name, papers in sources.items()]
    return element("section", [element("h2", "Sources"), element("ul", rows)], class_="stocked")


def _source(name: str, papers: int) -> str:
    short = shown_source(name)
    title = {"title": name} if short != name else {}
    words = element("span", bdi(short), class_="name", **title)
    count = element("span", _papers(papers), class_="count")
    told = f"Its {_papers(papers)} go, but for those that another source lists too."
    if papers == 1:
        told = "Its paper goes, unless another source lists it too."
    out = button(f"Remove {short}", "Remove", "quiet", data_remove=name, data_name=short, data_told=told)
    return element("li", [words, count, out])


def _papers(count: int) -> str:
    return text(f"{count:,} paper{'s' * (count != 1)}")
