"""The review of a reply: what code could not settle is looked at again, what failed is repaired once.

Why: docs/decisions/0010-every-sentence-is-checked.md
     docs/decisions/0012-sentences-stream-when-checked.md
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.checking.second_look import Looked, SecondLook
from assistant.checking.statements import Composer, Piece, Statement
from assistant.ports import Stop
from assistant.types import Checks, Usage

_DOUBTED = "its quotes do not say this"


@dataclass(frozen=True, slots=True)
class Review:
    """`shown` and `held` as they read now, with what it took and what came of it."""

    shown: tuple[Piece, ...]
    held: tuple[Piece, ...]
    checks: Checks
    notes: tuple[str, ...] = ()
    usage: Usage = Usage()


def review(
    shown: Sequence[Piece], held: Sequence[Piece], composer: Composer, second: SecondLook | None, *, stop: Stop | None
) -> Review:
    """Looks at what is open, repairs what is held with a problem, and looks at what is open of that.

    What was shown already can only come to have a problem: nothing is rewritten under the reader's eyes. Without
    `second`, where the model can be asked no more, all stays as it is. Raises `Stopped`.
    """
    if second is None:
        return Review(tuple(shown), tuple(held), _counted([*shown, *held], (), composer))
    question = composer.plan.question
    first = second.look(question, [one for one in _statements([*shown, *held]) if one.open], stop=stop)
    doubts = {one: _doubted(one) for one in first.doubted}
    shown, held = [piece.with_(doubts) for piece in shown], [piece.with_(doubts) for piece in held]
    texts, usage = second.rewrite(question, _worth_repair(held, composer), composer.quotes, stop=stop)
    rewritten = {one: made for one, text in texts.items() if (made := composer.rewritten(one, text))}
    again = second.look(question, [one for one in rewritten.values() if one.open], stop=stop)
    mended = {one: made for one, made in rewritten.items() if not made.problem and made not in again.doubted}
    held = [piece.with_(mended) for piece in held]
    checks = _counted([*shown, *held], mended.values(), composer)
    return Review(tuple(shown), tuple(held), checks, tuple(_unread(first, again)), first.usage + usage + again.usage)


def _counted(pieces: Sequence[Piece], mended: Iterable[Statement], composer: Composer) -> Checks:
    every, good = _statements(pieces), frozenset(mended)
    wrong = sum(bool(one.problem) for one in every)
    return Checks(len(every), sum(one in good for one in every), wrong, composer.invented)


def _worth_repair(pieces: Iterable[Piece], composer: Composer) -> list[Statement]:
    """What has a problem; a topic sentence of an overview or a list that cites nothing is just left out."""
    topical = composer.plan.kind in ("overview", "list")
    return [one for one in _statements(pieces) if one.problem and (one.cited or not topical)]


def _unread(*looks: Looked) -> Iterable[str]:
    for look in looks:
        if look.unread:
            reason = f" ({look.reason})" if look.reason else ""
            yield f"{look.unread} of the sentences could not be checked a second time{reason} and stand as written."


def _statements(pieces: Iterable[Piece]) -> list[Statement]:
    return [statement for piece in pieces for statement in piece.statements]


def _doubted(statement: Statement) -> Statement:
    return replace(statement, problem=_DOUBTED, open=False)
