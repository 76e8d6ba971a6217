"""Issues for tests, without a look."""

from dataclasses import replace

from assistant.types import Paper, Plan, Quote, Verdict
from assistant.watching import Issue, Looked, Watch

WATCH = Watch("owls", "Which papers study owls?", ("ann@example.org",))


def verdict(paper: Paper) -> Verdict:
    return Verdict(paper, 3, 0.9, (Quote(paper, 0, len(paper.abstract)),))


def issue(*papers: Paper, watch: Watch = WATCH, number: int = 1) -> Issue:
    looked = Looked(len(papers), 0, len(papers), len(papers))
    plan = Plan(watch.question, "list", ("owls",))
    found = tuple(verdict(paper) for paper in papers)
    return Issue(watch, number, "2025-02-03", False, looked, plan, found)


def named(name: str) -> Watch:
    return replace(WATCH, name=name)
