"""Two curves with what they say: risk over coverage, precision over recall."""

from assistant.evaluation.measures.figures import (
    AUROC,
    PrecisionRecall,
    RiskCoverage,
    precision_recall_of,
    risk_coverage_of,
)
from assistant.evaluation.measures.metrics import mean
from assistant.evaluation.page.markup import element, number, section, text
from assistant.evaluation.page.plots import Dot, curve
from assistant.evaluation.report import Report


def curves_section(report: Report) -> str:
    """Nothing where there is no question that either is defined for."""
    risk, ranking = risk_coverage_of(report.evaluation), precision_recall_of(report.evaluation)
    drawn = [*([_risk(risk, report)] if risk else []), *([_ranking(ranking)] if ranking else [])]
    if not drawn:
        return ""
    lead = "What the confidence of an answer is worth, and what the cut-off makes of the ranking."
    return section("Confidence and cut-off", lead, element("div", drawn, class_="plots"), id="curves")


def _risk(found: RiskCoverage, report: Report) -> str:
    overall = found.points[-1][1]
    dots = [Dot(found.answered, "where the assistant stopped answering")] if found.answered else []
    words = (
        f"Answering only the questions it is surest of. Area under the curve {found.aurc:.3f}, lower is better; "
        f"without any knowledge of itself {overall:.3f}, the dashed line."
    )
    for figure in report.figures:
        if figure.name == AUROC:
            words += (
                f" An answerable question has more confidence than an unanswerable one in {figure.value:.0%} of pairs"
                f" ({figure.low:.0%} to {figure.high:.0%})."
            )
    if found.answered:
        words += f" The dot: it answered {found.answered[0]:.0%} of all, at a mean loss of {number(found.answered[1])}."
    plot = curve(
        found.points, dots, x="share of questions answered", y="mean loss", level=overall, words="Risk and coverage"
    )
    return _figure("Risk and coverage", plot, words)


def _ranking(found: PrecisionRecall) -> str:
    middle = tuple(mean([point[axis] for point in found.lists]) for axis in (0, 1))
    each = [Dot(at, f"recall {at[0]:.2f}, precision {at[1]:.2f}", "faint") for at in found.lists]
    dots = [*each, Dot((middle[0], middle[1]), "mean of the lists")]
    words = (
        "The line: how precise the ranking stays as it takes in more of the relevant papers, at eleven levels of "
        f"recall, averaged over {len(found.lists)} lists. The dots: the lists as they were cut off; the large one "
        f"is their mean, recall {number(middle[0])} at precision {number(middle[1])}."
    )
    plot = curve(found.ranking, dots, x="recall", y="precision", level=None, words="Precision and recall")
    return _figure("Precision and recall of the lists", plot, words)


def _figure(title: str, plot: str, words: str) -> str:
    return element("figure", (element("h3", title), plot, element("figcaption", text(words))))
