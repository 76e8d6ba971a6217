"""Which language a question is in, and the papers."""

from pathlib import Path

import pytest

from assistant.index import Index, IndexWriter
from assistant.types import Record
from assistant.understanding.language import language_of, language_of_papers
from tests.fakes import HashedWords


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Which papers are about owls?", "English"),
        ("What are the papers about owls?", "English"),
        ("is there something in this collection concerning owl populations", "English"),
        ("Quels articles traitent des hiboux ?", "French"),
        ("Welche Arbeiten gibt es zu Eulen?", "German"),
        ("neueste Veröffentlichungen zu Eulen bitte", "German"),
        ("¿Qué artículos tratan sobre búhos?", "Spanish"),
        ("Quali articoli parlano di gufi?", "Italian"),
        ("tem alguma coisa sobre corujas", "Portuguese"),
        ("Welke artikelen gaan over uilen?", "Dutch"),
        ("Hangi makaleler baykuşlar hakkında?", "Turkish"),
        ("关于猫头鹰的论文", "Chinese"),
        ("フクロウの論文", "Japanese"),
        ("какие статьи о совах", "Russian"),
        ("owl counting", None),
        ("What is the β of an α-stable law?", "English"),
        ("", None),
    ],
)
def test_the_language_of_a_question(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("abstract", "language"),
    [
        ("The owls of the wood are counted with care.", "English"),
        ("Les hiboux des bois et une méthode pour les compter sur le terrain.", "French"),
        ("Zzz.", "English"),
    ],
)
def test_the_language_of_the_papers(tmp_path: Path, abstract: str, language: str) -> None:
    with IndexWriter.open(tmp_path, embedder=HashedWords()) as writer:
        writer.update("a", [Record("a", 1, "Hiboux", abstract)], progress=lambda _: None)
    with Index.open(tmp_path, embedder=HashedWords()) as index:
        assert language_of_papers(index) == language
