"""British and American spellings find each other, and a slip of the pen finds what was meant."""

import pytest

from assistant.index import Index
from assistant.index.words.slips import mended
from assistant.types import Record
from tests.fakes import HashedWords
from tests.index.making import write

BRITISH = Record(
    "s", 1, "Behaviour of colour models", "We generalise and optimise the labelled behaviour of neighbours."
)
AMERICAN = Record("s", 2, "Behavior of color models", "We generalize and optimize the labeled behavior of neighbors.")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("spelling")
    write(folder, ("s", [BRITISH, AMERICAN]))
    return Index.open(folder, embedder=HashedWords())


@pytest.mark.parametrize("word", "behaviour behavior colour color generalise generalize labelled labeled".split())
def test_either_spelling_finds_both_papers(index: Index, word: str) -> None:
    assert len(index.search_words(word, 5)) == 2
    assert index.frequencies(index.terms(word)) == dict.fromkeys(index.terms(word), 2)


def said(word: str) -> int:
    return {"continual": 9, "learning": 20, "dataset": 5, "denoising": 3, "mixture": 2}.get(word, 0)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("papers on contnual lerning", "papers on continual learning"),
        ("tell me about the datset with 345 dilemmas", "tell me about the dataset with 345 dilemmas"),
        ("laerning, denoisng", "learning, denoising"),  # denoising is in the papers, and in no list of English words
        ("Contniual learning", "continual learning"),
    ],
)
def test_a_slip_is_mended(written: str, meant: str) -> None:
    assert mended(written, said=said) == meant


@pytest.mark.parametrize(
    "question",
    [
        "leaning towers",  # English, though one letter from what the papers say
        "What is LEARNNG?",  # an abbreviation or a name
        "papers by Lerning",
        "lerning2 and lerning_rate",
        "zzyzxian mixtur3",
        'papers that mention "contnual lerning"',
        "",
    ],
)
def test_what_may_be_meant_so_stays(question: str) -> None:
    assert mended(question, said=said) == question
