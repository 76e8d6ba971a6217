"""Coroutines driven from plain threads."""

import asyncio
import gc
import weakref
from collections.abc import AsyncGenerator
from threading import Event

import pytest

from assistant.models.background import Background


class Place:
    """Says when it was cleaned up, and whether a wait in it was cut."""

    def __init__(self) -> None:
        self.cleaned, self.waiting, self.cut = Event(), Event(), Event()

    async def clean(self) -> None:
        self.cleaned.set()

    async def wait(self) -> None:
        self.waiting.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.cut.set()

    async def count(self) -> AsyncGenerator[int, None]:
        for number in range(3):
            yield number
        await self.wait()

    async def fail(self) -> None:
        raise KeyError("ours")


def test_what_a_coroutine_raises_is_raised_here() -> None:
    place = Place()
    background = Background(place.clean)
    with pytest.raises(KeyError, match="ours"):
        background.call(place.fail)
    background.close()
    assert place.cleaned.is_set()


def test_a_stop_cuts_a_wait() -> None:
    place = Place()
    background = Background(place.clean)
    with pytest.raises(Exception, match="the answer was stopped"):
        background.call(place.wait, stop=When(place.waiting))
    assert place.cut.wait(5)
    background.close()


def test_items_come_one_by_one_and_leaving_cuts_the_rest() -> None:
    place = Place()
    background = Background(place.clean)
    items = background.each(place.count)
    assert [next(items), next(items), next(items)] == [0, 1, 2]
    assert place.waiting.wait(5)
    items.close()
    assert place.cut.wait(5)
    background.close()


def test_one_that_is_forgotten_cleans_up_after_itself() -> None:
    place = Place()
    background = Background(place.clean)
    gone = weakref.ref(background)
    del background
    gc.collect()
    assert gone() is None
    assert place.cleaned.wait(5)


def test_closing_twice_is_closing_once() -> None:
    place = Place()
    background = Background(place.clean)
    background.close()
    background.close()
    assert place.cleaned.is_set()


class When:
    """A stop that is set as soon as an event is."""

    def __init__(self, event: Event) -> None:
        self.is_set = event.is_set
