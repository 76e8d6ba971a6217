"""Withdrawn, retracted and replaced papers are known by what their sources say of them, and only then."""

import io
import json

import pytest

from assistant.corpus import read_bytes
from assistant.corpus.standing import standing
from assistant.types import Record


@pytest.mark.parametrize(
    ("title", "abstract", "comment", "expected"),
    [
        ("RETRACTED: Owls at Night", "Owls hunt.", "", "retracted"),
        ("[Retracted] Owls at Night", "Owls hunt.", "", "retracted"),
        ("Retracted Article: Owls at Night", "Owls hunt.", "", "retracted"),
        ("WITHDRAWN: Owls at Night", "Owls hunt.", "", "withdrawn"),
        ("Owls", "This paper has been withdrawn by the author due to an error in Lemma 2.", "", "withdrawn"),
        ("Owls", "Owls hunt.", "This paper has been withdrawn", "withdrawn"),
        ("Owls", "Owls hunt.", "12 pages. Withdrawn due to a crucial error in equation 1", "withdrawn"),
        ("Owls", "Owls hunt.", "Withdrawn", "withdrawn"),
        ("Owls", "Owls hunt.", "Superseded by arXiv:2501.01234", "replaced"),
        ("Owls", "Owls hunt.", "This article has been superseded by arXiv:2501.01234", "replaced"),
        ("Retracted Articles and How They Are Cited", "We count how retracted papers are cited.", "", ""),
        ("Owls", "We study why a paper has been withdrawn. This paper has been withdrawn by none.", "", ""),
        ("Owls", "Owls hunt.", "12 pages, 3 figures; replaced a figure", ""),
        ("Replaced Tokens as a Signal", "Tokens are replaced by others.", "Accepted at a conference", ""),
    ],
)
def test_a_paper_that_says_so_of_itself_is_marked(title: str, abstract: str, comment: str, expected: str) -> None:
    assert standing(title, abstract, comment) == expected


_OPENALEX = {
    "id": "https://openalex.org/W1",
    "title": "Owls",
    "is_retracted": True,
    "authorships": [],
    "abstract_inverted_index": {"Owls": [0], "hunt.": [1]},
}
_CROSSREF = {
    "DOI": "10.1000/owl",
    "title": ["Owls"],
    "abstract": "Owls hunt.",
    "updated-by": [{"type": "retraction", "DOI": "10.1000/notice"}],
}
_NOTICE = {**_CROSSREF, "updated-by": [], "update-to": [{"type": "retraction", "DOI": "10.1000/owl"}]}
_SNAPSHOT = {
    "id": "0704.0001",
    "title": "Owls",
    "abstract": "Owls hunt.",
    "comments": "This paper has been withdrawn by the author",
    "versions": [{"version": "v2", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
}
_NBIB = "PMID- 1\nTI  - Owls\nAB  - Owls hunt.\nPT  - Journal Article\nPT  - Retracted Publication\n"
_WOS = "FN Clarivate\nVR 1.0\nPT J\nTI Owls\nAB Owls hunt.\nDT Article; Retracted Publication\nER\n\nEF\n"
_MAIL = (
    "------------\n\\\\\narXiv:2501.01234\nDate: Mon, 6 Jan 2025 00:00:00 GMT   (9kb)\n\nTitle: Owls\n"
    "Authors: Ida Näf\nCategories: cs.LG\nComments: Withdrawn due to an error\n\\\\\n  Owls hunt.\n\\\\ ( x )\n"
)
_ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><title>t</title><entry>'
    "<id>http://arxiv.org/abs/2501.01234v3</id><title>Owls</title><summary>Owls hunt.</summary>"
    "<arxiv:comment>Superseded by arXiv:2502.00001</arxiv:comment></entry></feed>"
)
_PAGE = (
    '<html><head><meta name="citation_title" content="Owls"><meta name="citation_arxiv_id" content="2501.01234">'
    '<meta name="citation_abstract" content="Owls hunt."></head><body><table><tr>'
    '<td class="tablecell comments mathjax">This paper has been withdrawn by Ida Näf</td></tr></table></body></html>'
)
_JSONL = {"id": "1", "title": "Owls", "abstract": "Owls hunt.", "status": "replaced"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (json.dumps([_OPENALEX]), "retracted"),
        (json.dumps([_CROSSREF]), "retracted"),
        (json.dumps([_NOTICE]), ""),
        (json.dumps(_SNAPSHOT), "withdrawn"),
        (_NBIB, "retracted"),
        (_WOS, "retracted"),
        (_MAIL, "withdrawn"),
        (_ATOM, "replaced"),
        (_PAGE, "withdrawn"),
        (json.dumps(_JSONL), "replaced"),
        (json.dumps({**_JSONL, "status": "<b>best</b>"}), ""),
        ("@article{a, title={RETRACTED: Owls}, abstract={Owls hunt.}}", "retracted"),
    ],
)
def test_each_form_says_it_in_its_own_way(text: str, expected: str) -> None:
    (record,) = read_bytes(io.BytesIO(text.encode()), source="a")
    assert isinstance(record, Record), record
    assert record.status == expected
