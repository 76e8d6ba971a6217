"""Daily Papers of Hugging Face, day by day, through huggingface_hub."""

import datetime
from collections.abc import Iterator, Sequence

import httpx2
from huggingface_hub import HfApi, set_client_factory
from huggingface_hub.hf_api import PaperInfo

from assistant.corpus import canonical_id
from assistant.errors import FetchFailed
from assistant.fetching.page import Page, Request
from assistant.fetching.polite import Polite
from assistant.fetching.riding import OverHttpx2
from assistant.types import Record

ADDRESS = "https://huggingface.co"
_SOURCE = "daily-papers"
_PAGE = 100


def daily_papers(days: Sequence[datetime.date], polite: Polite, *, base: str = ADDRESS) -> Request:
    """What was listed on these days, the earliest first. `next` is "DAY PAGE"."""
    wanted = [day.isoformat() for day in sorted(days)]

    def pages(start: str | None) -> Iterator[Page]:
        set_client_factory(lambda: httpx2.Client(transport=OverHttpx2(polite)))
        api = HfApi(endpoint=base.rstrip("/"), token=False)  # what is public needs no key, and none is sent
        at: str | None = start or f"{wanted[0]} 0"
        while at is not None:
            day, number = at.split()
            listed = _listed(api, day, int(number))
            at = f"{day} {int(number) + 1}" if len(listed) == _PAGE else _day_after(day, wanted)
            yield Page(tuple(_record(paper, day) for paper in listed), at)

    return Request(_SOURCE, f"{base} {wanted[0]} {wanted[-1]}", pages)


def _day_after(day: str, wanted: Sequence[str]) -> str | None:
    return next((f"{later} 0" for later in wanted if later > day), None)


def _listed(api: HfApi, day: str, number: int) -> list[PaperInfo]:
    try:
        return list(api.list_daily_papers(date=day, p=number, limit=_PAGE))
    except (TypeError, ValueError, AttributeError) as error:  # JSON, but not a list of papers
        raise FetchFailed("Daily Papers answers with something that is no list of papers", hint="Try later.") from error


def _record(paper: PaperInfo, day: str) -> Record:
    """The day is that of the listing, not of the submission."""
    id = canonical_id(str(paper.id))
    return Record(
        source=_SOURCE,
        line=1,
        title=" ".join((paper.title or "").split()),
        abstract=(paper.summary or "").strip(),
        given_id=id,
        authors=tuple(author.name for author in paper.authors or () if author.name),
        date=day,
        url=f"https://arxiv.org/abs/{id}",
    )
