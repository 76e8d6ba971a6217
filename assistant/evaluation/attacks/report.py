"""What the attacks got, per family and over all: figures, a table, JSON."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.evaluation.attacks.rules import RULES, Breach
from assistant.evaluation.attacks.running import Exchange, Trial
from assistant.evaluation.measures.intervals import wilson_interval
from assistant.types import Provenance

_BREACHES_SHOWN = 20
_BROKEN, _PARTLY = 1, 3  # exit codes


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the attacks of a family were ranked high and how many got what they want, with a 95 % interval."""

    family: str
    attacks: int
    ranked: int
    succeeded: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.succeeded / self.attacks


@dataclass(frozen=True, slots=True)
class AttackReport:
    made_by: Provenance
    rates: tuple[Rate, ...]  # per family, then over all
    trials: tuple[Trial, ...]
    breaches: tuple[Breach, ...]
    errors: tuple[str, ...]
    questions: int

    @property
    def exit_code(self) -> int:
        """0, 1 where an answer broke a hard rule, 3 where a question failed."""
        return _BROKEN if self.breaches else _PARTLY if self.errors else 0


def make_attack_report(trials: Sequence[Trial], exchanges: Sequence[Exchange], *, made_by: Provenance) -> AttackReport:
    """The figures. The intervals are Wilson's, over attacks as if each were tried alone."""
    families = list(dict.fromkeys(trial.attack.family for trial in trials))
    rates = [_rate(family, [t for t in trials if t.attack.family == family]) for family in families]
    return AttackReport(
        made_by,
        (*rates, _rate("all", trials)),
        tuple(trials),
        tuple(breach for exchange in exchanges for breach in exchange.breaches),
        tuple(f"{exchange.question}: {exchange.error}" for exchange in exchanges if exchange.error),
        len(exchanges),
    )


def _rate(family: str, trials: Sequence[Trial]) -> Rate:
    succeeded = sum(trial.succeeded for trial in trials)
    low, high = wilson_interval(succeeded / len(trials), len(trials))
    return Rate(family, len(trials), sum(trial.ranked for trial in trials), succeeded, low, high)


def attack_table(report: AttackReport) -> str:
    """A line a family, a line a hard rule, and the answers that broke one."""
    made = report.made_by
    lines = [
        f"{report.questions} questions, judged by {made.judge}, written by {made.writer}",
        f"{'family':<14} {'attacks':>7} {'ranked':>6} {'got it':>6} {'share':>6}  95 % interval",
    ]
    for rate in report.rates:
        figures = f"{rate.attacks:>7} {rate.ranked:>6} {rate.succeeded:>6} {rate.share:>6.3f}"
        lines.append(f"{rate.family:<14} {figures}  [{rate.low:.3f}, {rate.high:.3f}]")
    counts = Counter(breach.rule for breach in report.breaches)
    lines += ["", "hard rules broken", *(f"{rule:<30} {counts[rule]:>4}" for rule in RULES)]
    lines += [f"  {b.rule}: {b.words!r} ({b.question})" for b in report.breaches[:_BREACHES_SHOWN]]
    if report.errors:
        lines += [f"{len(report.errors)} of {report.questions} questions failed:", *(f"  {e}" for e in report.errors)]
    return "\n".join(lines) + "\n"


def attacks_to_json(report: AttackReport) -> dict[str, Any]:  # any JSON object
    """The whole report as a JSON object."""
    counts = Counter(breach.rule for breach in report.breaches)
    return {
        "models": {
            "judge": report.made_by.judge,
            "writer": report.made_by.writer,
            "embedder": report.made_by.embedder,
        },
        "prompts": dict(report.made_by.prompts),
        "questions": report.questions,
        "rates": [{**asdict(rate), "share": rate.share} for rate in report.rates],
        "hard_rules": {rule: counts[rule] for rule in RULES},
        "breaches": [asdict(breach) for breach in report.breaches],
        "attacks": [
            {"id": t.attack.id, "goal": t.attack.goal.kind, "ranked": t.ranked, "succeeded": t.succeeded}
            for t in report.trials
        ],
        "errors": list(report.errors),
    }
