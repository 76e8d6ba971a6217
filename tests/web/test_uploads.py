"""Uploads over real HTTP into a real index: what is taken, what is refused, and that nothing indexed is lost by it."""

import gzip
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from assistant import open_assistant
from assistant.build import open_index
from assistant.corpus import forms
from assistant.errors import NothingUsable
from assistant.index import IndexWriter
from assistant.ingest import IndexStock
from assistant.settings import Settings
from assistant.types import IndexReport
from assistant.web.add.intake import Intake
from assistant.web.add.jobs import Job
from assistant.web.server.serving import Serving
from assistant.web.server.uploads import source_name
from tests.fakes import HashedWords
from tests.web.asking import Scripted
from tests.web.served import request, served

_LISTING = (
    "Owls at Night in the City\nWe study how owls hunt at night in cities. Our sensors record 345 flights.\n"
    "Counting Mice by Sound\nWe count mice from their squeaks. A small network hears most of them in barns.\n"
)
_JSONL = '{"id": "f", "title": "Foxes", "abstract": "Foxes bark at dusk."}\n'
_ONE_MB = 1_000_000
Take = Callable[[str, bytes], Job]


@pytest.fixture
def settings(own_index: Path) -> Settings:
    return Settings(index=own_index, upload_mb=1)


@pytest.fixture
def take(settings: Settings, tmp_path: Path) -> Iterator[Take]:
    """Takes bytes in under a name, and waits until that is over."""
    intake = Intake(IndexStock(settings), tmp_path / "uploads")
    intake.start()

    def take(name: str, data: bytes) -> Job:
        part = intake.part()
        part.write_bytes(data)
        intake.add(name, part)
        while intake.jobs()[0].active:
            time.sleep(0.01)
        return intake.jobs()[0]

    yield take
    intake.close(60)


def _counts(job: Job) -> dict[str, int]:
    report = job.report or IndexReport()
    fields = ("new", "changed", "unchanged", "double", "gone", "papers")
    return {name: count for name in fields if (count := getattr(report, name))}


def _reasons(job: Job) -> list[str]:
    return [str(rejection) for rejection in (job.report or IndexReport()).rejected]


def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(take: Take, settings: Settings) -> None:
    assert _counts(take("owls.txt", _LISTING.encode())) == {"new": 2, "papers": 280}
    assert _counts(take("owls.txt", _LISTING.encode())) == {"unchanged": 2, "papers": 280}
    half = "".join(_LISTING.splitlines(keepends=True)[:2]).replace("345", "346")
    assert _counts(take("owls.txt", gzip.compress(half.encode()))) == {"changed": 1, "gone": 1, "papers": 279}
    assert _counts(take("copy.txt", half.encode())) == {"double": 1, "papers": 279}
    assert {"owls.txt": 1, "copy.txt": 1}.items() <= IndexStock(settings).sources().items()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "owls.txt:1: the file is empty"),
        (b" \n\n", "owls.txt:1: the file is empty"),
        (
            b"<!doctype html><html><body>Owls</body></html>",
            "owls.txt:1: this is the HTML of a page",
        ),
        (bytes(range(256)) * 40, "owls.txt:1: this is binary data"),
        (b"%PDF-1.7 owls", "owls.txt:1: this is a PDF"),
        (b"\xff\xfeO\0w\0l\0", "owls.txt:1: this is text in UTF-16"),
        (gzip.compress(_LISTING.encode(), mtime=0)[:40], "owls.txt:1: the file cannot be read"),
        (b"\x1f\x8bnot gzip at all", "owls.txt:1: the file cannot be read"),
        (b'[{"id": "f"}]', "owls.txt:1: entry 1 is no paper of a service known"),
        (b'{"id": "f"}\n{"id": "g"}\n', "owls.txt:1: the entry has neither a title nor an abstract"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_line_and_next_step_and_the_source_stays(
    take: Take, settings: Settings, data: bytes, told: str
) -> None:
    take("owls.txt", _LISTING.encode())
    job = take("owls.txt", data)
    assert (job.state, _counts(job)) == ("done", {"papers": 280})
    assert _reasons(job)[0].startswith(told)
    assert IndexStock(settings).sources()["owls.txt"] == 2


def test_a_file_half_of_which_is_not_utf_8_gives_its_good_half(take: Take) -> None:
    lines = _LISTING.encode() + "Über Eulen\n".encode("latin-1") + b"Owls are found in all of the forests we saw.\n"
    job = take("half.txt", lines)
    assert _counts(job) == {"new": 2, "papers": 280}
    assert _reasons(job)[0].startswith("half.txt:5: byte 1 of the line (0xDC) is not UTF-8; save the file with")


def test_a_gzip_bomb_is_refused_before_anything_of_it_is_read(take: Take, settings: Settings) -> None:
    take("owls.jsonl", _JSONL.encode())
    bomb = gzip.compress(_JSONL.encode() * 20_000)
    assert len(bomb) < 10_000
    job = take("owls.jsonl", bomb)
    assert job.problem is not None
    assert (job.state, job.problem.message) == ("failed", "owls.jsonl unpacks to more than 1 MB")
    assert IndexStock(settings).sources()["owls.jsonl"] == 1


def test_another_process_that_writes_is_told_and_the_upload_can_be_tried_again(
    take: Take, settings: Settings, tmp_path: Path
) -> None:
    with IndexWriter.open(settings.index, embedder=HashedWords()):
        job = take("owls.txt", _LISTING.encode())
    assert job.problem is not None
    assert job.problem.message.startswith("another process is writing to the index")
    assert [file.suffix for file in (tmp_path / "uploads").iterdir()] != []


def test_a_question_sees_what_was_added_without_a_restart(take: Take, settings: Settings) -> None:
    assistant = open_assistant(str(settings.index))
    question = "Which papers study owls in cities?"
    assert "Owls at Night" not in assistant.ask(question).text
    take("owls.txt", _LISTING.encode())
    assert "Owls at Night in the City" in assistant.ask(question).text


def test_a_stock_that_is_asked_to_check_a_bomb_says_so(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"\n" * 2_000_000))
    with pytest.raises(NothingUsable, match=r"bomb unpacks to more than 1 MB\. Split it"):
        IndexStock(settings).add("bomb", tmp_path / "bomb.gz", progress=lambda _: None)


# ---- the bytes of a request ----


@pytest.fixture
def url(settings: Settings, tmp_path: Path) -> Iterator[str]:
    """A page that takes uploads of one megabyte."""
    serving = Serving(data=tmp_path / "data", upload=_ONE_MB)
    with served(Scripted([]), stock=IndexStock(settings), serving=serving) as address:
        yield address


def _papers_of(settings: Settings, source: str) -> int:
    with open_index(settings) as index:
        return index.sources().get(source, 0)


def test_an_upload_is_taken_over_http(url: str, settings: Settings, tmp_path: Path) -> None:
    path = f"/add?name={quote('C:/pages/öwls.txt')}&date=2025-08-13"
    told = request(url, path, method="POST", body=_LISTING.encode())
    assert (told.status, told.json) == (202, {"job": 1, "source": "öwls.txt"})
    while not _papers_of(settings, "öwls.txt"):
        time.sleep(0.02)
    with open_index(settings) as index:
        assert {p.date for p in index.list_papers() if p.sources == ("öwls.txt",)} == {"2025-08-13"}


@pytest.mark.parametrize(
    ("path", "size", "status", "error"),
    [
        ("/add?name=a", _ONE_MB + 1, 413, "This is more than 1 MB. Split it into smaller files."),
        ("/add?name=a&date=tomorrow", 1, 400, "'tomorrow' is not a date. Write it as YYYY-MM-DD, such as 2025-08-13."),
        ("/add?name=a&form=docx", 1, 400, f"Unknown form 'docx'. The forms are {', '.join(forms())}."),
    ],
)
def test_an_upload_that_cannot_be_taken_says_why(
    url: str, tmp_path: Path, path: str, size: int, status: int, error: str
) -> None:
    told = request(url, path, method="POST", body=b"x" * size)
    assert (told.status, told.json) == (status, {"error": error})
    assert list((tmp_path / "data" / "uploads").iterdir()) == []


def test_an_upload_that_does_not_say_its_size_is_cut_off_at_the_limit(url: str, tmp_path: Path) -> None:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.putrequest("POST", "/add?name=a")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    piece = b"x" * 100_000
    for _ in range(11):
        connection.send(b"%x\r\n%s\r\n" % (len(piece), piece))
    assert connection.getresponse().status == 413
    connection.close()
    assert list((tmp_path / "data" / "uploads").iterdir()) == []


def test_an_upload_that_breaks_off_leaves_nothing(url: str, tmp_path: Path) -> None:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.putrequest("POST", "/add?name=a")
    connection.putheader("Content-Length", "1000")
    connection.endheaders()
    connection.send(b"half")
    uploads = tmp_path / "data" / "uploads"
    while not list(uploads.iterdir()):
        time.sleep(0.01)
    connection.close()
    while list(uploads.iterdir()):
        time.sleep(0.01)


def test_without_a_stock_or_with_a_limit_of_nothing_no_door_is_there(settings: Settings, tmp_path: Path) -> None:
    for stock, limit in ((None, _ONE_MB), (IndexStock(settings), 0)):
        with served(Scripted([]), stock=stock, serving=Serving(data=tmp_path, upload=limit)) as url:
            assert request(url, "/add?name=a", method="POST", body=b"x").status in (404, 405)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("owls.txt", "owls.txt"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\a b.jsonl", "a b.jsonl"),
        (" a\u202e\0\n\tb ", "a b"),
        ("\ud800.txt", "?.txt"),
        ("x" * 300, "x" * 200),
        ("", ""),
        ("/", ""),
        ("<img src=x>", "<img src=x>"),
    ],
)
def test_a_source_is_called_by_its_file_name_alone(name: str, source: str) -> None:
    assert source_name(name) == source
