"""What services answer: JSON of five of them, feeds, arXiv's mail, saved pages."""

import json

import pytest

from assistant.types import Record, Rejection
from tests.corpus.pages import read

_BEES = "We count bees by their hum. One microphone per hive is enough."
_INVERTED = {word: [at] for at, word in enumerate(_BEES.split())}
_PEOPLE = ("Ida Näf", "Mei Lin")
_ARXIV, _DOI = "https://arxiv.org/abs/2402.00017", "https://doi.org/10.5555/bees"


def _only(page: str, form: str | None = None) -> Record:
    (record,) = read(page, form=form)
    assert isinstance(record, Record), record
    return record


_DAILY = [
    {
        "paper": {
            "id": "2402.00017",
            "title": "Counting Bees",
            "summary": _BEES,
            "authors": [{"name": "Ida Näf"}, {"name": "Mei Lin"}],
            "publishedAt": "2024-01-30T00:00:00Z",
        },
        "publishedAt": "2024-02-01T03:10:00.000Z",
    }
]
_OPENALEX = {
    "meta": {"count": 1},
    "results": [
        {
            "id": "https://openalex.org/W1",
            "doi": _DOI,
            "title": "Counting <i>Bees</i>",
            "publication_date": "2024-02-01",
            "authorships": [{"author": {"display_name": name}} for name in _PEOPLE],
            "abstract_inverted_index": _INVERTED,
        }
    ],
}
_SCHOLAR = {
    "total": 1,
    "data": [
        {
            "paperId": "a1",
            "externalIds": {"DOI": "10.5555/bees"},
            "title": "Counting Bees",
            "abstract": _BEES,
            "authors": [{"name": name} for name in _PEOPLE],
            "publicationDate": "2024-02-01",
        }
    ],
}
_CROSSREF = {
    "status": "ok",
    "message": {
        "items": [
            {
                "DOI": "10.5555/bees",
                "title": ["Counting Bees"],
                "abstract": f"<jats:title>Abstract</jats:title><jats:p>{_BEES}</jats:p>",
                "author": [{"given": "Ida", "family": "Näf"}, {"given": "Mei", "family": "Lin"}],
                "issued": {"date-parts": [[2024, 2, 1]]},
            }
        ]
    },
}
_CSL = [
    {
        "type": "article-journal",
        "title": "Counting Bees",
        "DOI": "10.5555/bees",
        "abstract": _BEES,
        "author": [{"family": "Näf", "given": "Ida"}, {"literal": "Lin, Mei"}],
        "issued": {"date-parts": [["2024", "2", "1"]]},
    }
]
_SNAPSHOT = {
    "id": "2402.00017",
    "authors": 'Ida N\\"af (Hive Office), Mei Lin',
    "title": "Counting\n  Bees",
    "categories": "cs.SD cs.LG",
    "abstract": f"  {_BEES}\n",
    "versions": [{"version": "v1", "created": "Thu, 1 Feb 2024 17:59:00 GMT"}],
    "update_date": "2024-03-17",
}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    ("document", "url"),
    [
        (_DAILY, "https://huggingface.co/papers/2402.00017"),
        (_OPENALEX, _DOI),
        (_SCHOLAR, _DOI),
        (_CROSSREF, _DOI),
        (_CSL, _DOI),
        ([_SNAPSHOT], _ARXIV),
    ],
)
def test_json_of_a_service_gives_names_day_and_link(document: object, url: str, indent: int | None) -> None:
    entry = _only(json.dumps(document, indent=indent))
    assert (entry.title, entry.abstract, entry.authors) == ("Counting Bees", _BEES, _PEOPLE)
    assert (entry.date, entry.url) == ("2024-02-01", url)


@pytest.mark.parametrize("paper", [_DAILY[0], _OPENALEX["results"], _SCHOLAR["data"], _CSL, _SNAPSHOT])
def test_the_objects_of_a_service_may_also_stand_one_a_line(paper: object) -> None:
    line = json.dumps(paper[0] if isinstance(paper, list) else paper)
    assert [entry.authors for entry in read(f"{line}\n{line}\n", form="jsonl") if isinstance(entry, Record)] == [
        _PEOPLE
    ] * 2


def test_what_is_no_paper_in_a_json_document_is_told_and_the_rest_is_read() -> None:
    entries = read(json.dumps([{"sales": 3}, 7, *_DAILY]))
    assert [type(entry) for entry in entries] == [Rejection, Rejection, Record]


def test_broken_json_is_told_with_its_line() -> None:
    (entry,) = read('[\n {"title": "Bees",\n')
    assert isinstance(entry, Rejection)
    assert "not valid JSON" in entry.reason


def test_an_atom_feed_of_arxiv_gives_the_day_of_the_first_version() -> None:
    entry = _only(
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Query</title><entry>'
        "<id>http://arxiv.org/abs/2402.00017v2</id><updated>2024-03-01T10:00:00Z</updated>"
        f"<published>2024-02-01T09:00:00Z</published><title>Counting\n Bees</title><summary> {_BEES}\n</summary>"
        '<author><name>Ida Näf</name></author><author><name>Mei Lin</name></author><category term="cs.SD"/>'
        "</entry></feed>"
    )
    assert entry == Record(
        "page", 2, "Counting Bees", _BEES, "2402.00017", _PEOPLE, "2024-02-01", None, _ARXIV, ("cs.SD",)
    )


def test_an_rss_feed_is_read_without_its_marks() -> None:
    entry = _only(
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>New</title><item>'
        f"<title>Counting Bees</title><link>https://hives.example/1</link><description>&lt;p&gt;{_BEES}&lt;/p&gt;"
        "</description><dc:creator>Ida Näf, Mei Lin</dc:creator><pubDate>Thu, 01 Feb 2024 09:00:00 GMT</pubDate>"
        "</item></channel></rss>"
    )
    assert entry == Record(
        "page", 1, "Counting Bees", _BEES, None, _PEOPLE, "2024-02-01", None, "https://hives.example/1"
    )


def test_the_mail_of_arxiv_is_read_and_a_replacement_without_abstract_is_counted() -> None:
    bar = "-" * 78
    first, replaced = read(
        f"{bar}\nSubmissions to:\nSound\n{bar}\n\\\\\narXiv:2402.00017\nDate: Thu, 1 Feb 2024 17:59:00 GMT  (8kb)\n\n"
        'Title: Counting\n  Bees\nAuthors: Ida N\\"af and Mei Lin\nCategories: cs.SD\n\\\\\n'
        f"  {_BEES}\n\\\\ ( https://arxiv.org/abs/2402.00017 ,  812kb)\n{bar}\n\\\\\narXiv:2402.00018\n"
        "replaced with revised version Thu, 1 Feb 2024 17:59:00 GMT   (1kb)\n\nTitle: Counting Wasps\n"
        f"\\\\ ( https://arxiv.org/abs/2402.00018 ,  1kb)\n{bar}\n"
    )
    assert first == Record(
        "page", 6, "Counting Bees", _BEES, "2402.00017", _PEOPLE, "2024-02-01", None, _ARXIV, ("cs.SD",)
    )
    assert isinstance(replaced, Rejection)
    assert replaced.no_abstract


def test_a_page_with_citation_tags_is_one_paper() -> None:
    entry = _only(
        '<!DOCTYPE html><html><head><meta name="citation_title" content="Counting Bees"/>'
        '<meta name="citation_author" content="Näf, Ida"/><meta name="citation_author" content="Lin, Mei"/>'
        '<meta name="citation_date" content="2024/02/01"/><meta name="citation_doi" content="10.5555/bees"/></head>'
        f'<body><blockquote class="abstract mathjax"><span>Abstract:</span> {_BEES}</blockquote></body></html>'
    )
    assert entry == Record("page", 1, "Counting Bees", _BEES, "10.5555/bees", _PEOPLE, "2024-02-01", None, _DOI)


def test_a_saved_list_of_arxiv_and_a_daily_papers_page_are_read() -> None:
    listed = _only(
        '<html><body><dl><dt><a href="/abs/2402.00017">arXiv:2402.00017</a></dt><dd><div class="list-title mathjax">'
        '<span>Title:</span> Counting Bees</div><div class="list-authors"><a>Ida Näf</a>, <a>Mei Lin</a></div>'
        f'<div class="list-subjects">Subjects: Sound (cs.SD)</div><p class="mathjax">{_BEES}</p></dd></dl></html>'
    )
    assert listed == Record("page", 1, "Counting Bees", _BEES, "2402.00017", _PEOPLE, None, None, _ARXIV, ("cs.SD",))
    props = json.dumps({"dailyPapers": _DAILY}).replace('"', "&quot;")
    daily = _only(f'<!doctype html>\n<html><body>\n<div data-props="{props}"></div></body></html>')
    assert (daily.title, daily.authors, daily.date) == ("Counting Bees", _PEOPLE, "2024-02-01")


def test_another_page_is_refused_with_what_to_do() -> None:
    (entry,) = read("<html><body><h1>Recipes</h1><p>Boil the water.</p></body></html>")
    assert isinstance(entry, Rejection)
    assert "select all, copy" in entry.reason
