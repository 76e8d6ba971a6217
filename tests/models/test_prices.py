"""The price table."""

import json
import re
from datetime import date
from importlib.resources import files

import pytest

from assistant.models.prices import Price, price_of
from assistant.types import Usage

TABLE = json.loads((files("assistant") / "models" / "prices.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("model", TABLE["models"])
def test_every_model_of_the_table_has_two_prices_and_writing_costs_more_than_reading(model: str) -> None:
    price = price_of(model)
    assert price is not None
    assert 0 < price.input < price.output


def test_the_table_says_when_and_where_it_was_read() -> None:
    assert date.fromisoformat(TABLE["date"])
    assert re.match(r"https://\S+$", TABLE["source"])


def test_a_dated_snapshot_costs_what_its_model_does() -> None:
    assert price_of("gpt-4.1-mini-2025-04-14") == price_of("gpt-4.1-mini") == Price(0.4, 1.6)


@pytest.mark.parametrize("model", ["llama-3", "gpt-4.1-mini-tuned", "my/gpt-4.1", "", "GPT-4.1"])
def test_an_unknown_model_has_no_price(model: str) -> None:
    assert price_of(model) is None


def test_a_price_makes_the_cost_of_a_usage() -> None:
    assert Price(0.4, 1.6).on(Usage(2, 10_000, 500)) == Usage(2, 10_000, 500, pytest.approx(0.0048))
