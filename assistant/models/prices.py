"""What a model's tokens cost, by the dated table in prices.json.

List prices of one provider, at its own address. Cached input is counted at the full price, so what is told is an
upper bound where a provider gives a rebate for it. A model that the table does not name has no price.
"""

import json
import re
from dataclasses import dataclass, replace
from importlib.resources import files

from assistant.types import Usage

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")  # gpt-4.1-mini-2025-04-14 costs what gpt-4.1-mini does
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """USD per 1,000,000 tokens."""

    input: float
    output: float

    def on(self, usage: Usage) -> Usage:
        """The usage with what it cost."""
        cost = (usage.prompt_tokens * self.input + usage.completion_tokens * self.output) / _MILLION
        return replace(usage, cost_usd=cost)


def price_of(model: str) -> Price | None:
    """The price of a model, or of a dated snapshot of it; None where the table does not name it."""
    table = json.loads((files("assistant") / "models" / "prices.json").read_text(encoding="utf-8"))["models"]
    prices = table.get(model) or table.get(_SNAPSHOT.sub("", model))
    return Price(*prices) if prices else None
