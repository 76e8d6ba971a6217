"""A report as one page that holds all it needs: no script, nothing fetched."""

from importlib.resources import files

from assistant.evaluation.measures.trust import trust_lines, trust_of
from assistant.evaluation.page.compared import compared_section
from assistant.evaluation.page.curves import curves_section
from assistant.evaluation.page.failures import failures_section
from assistant.evaluation.page.figures import figures_section, floors_notice, tiles
from assistant.evaluation.page.markup import element, said
from assistant.evaluation.page.questions import questions_section
from assistant.evaluation.report import Report

__all__ = ["page"]

# A second fence around foreign text: even markup that slipped through could neither run nor fetch.
_FENCE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(report: Report) -> str:
    """The HTML document."""
    style = (files("assistant.evaluation.page") / "page.css").read_text(encoding="utf-8")
    head = (
        '<meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_FENCE}">'
        f"{said('title', f'Evaluation, {report.date}')}<style>{style}</style>"
    )
    body = (
        _header(report),
        floors_notice(report),
        tiles(report),
        compared_section(report.comparison),
        figures_section(report),
        curves_section(report),
        questions_section(report.evaluation),
        failures_section(report.evaluation),
    )
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{element("main", body)}</body></html>\n'


def _header(report: Report) -> str:
    asked, answers = len(report.evaluation.results), report.answers
    rows = {
        "date": report.date,
        "index": report.index,
        "gold": ", ".join(report.gold),
        **{maker: ", ".join(names) or "none" for maker, names in report.models.items()},
    }
    terms = (element("div", (element("dt", name), said("dd", value))) for name, value in rows.items())
    seconds = sorted(answer.seconds for answer in answers)
    speed = f", half of them within {seconds[len(seconds) // 2]:.2f} s" if seconds else ""
    lead = f"{asked} questions with known answers, {len(answers)} answered or refused{speed}."
    lead = " ".join([lead, *(f"{line[:1].upper()}{line[1:]}." for line in trust_lines(trust_of(report.evaluation)))])
    parts = (element("h1", "How good the answers are"), element("p", lead, class_="lead"), element("dl", terms))
    return element("header", parts)
