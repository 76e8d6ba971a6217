"""How often a word of a question is said by the paper it asks for: what "anybody" and "someone" add to a question.

    python -m benchmarks.train_words INDEX [--write]

INDEX: of the abstracts that benchmarks/questions is written over. Counted over the researchers' questions (`plain` and
`topic`) of the training part: outsiders' questions avoid a field's own words, and would teach that nobody says "film".
"""

import argparse
from collections import Counter
from pathlib import Path

from assistant.index import Index
from assistant.models.minilm import MiniLM
from benchmarks.questions import read_lines

_TARGET = Path(__file__).resolve().parent.parent / "assistant" / "retrieval" / "word_weights.txt"
_LEAST = 5  # questions a word must stand in
_USUAL, _PRIOR = 0.6, 2.0  # share of a word that is not known, and how many questions that is worth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--write", action="store_true", help="replace the weights that ship")
    given = parser.parse_args()
    weights = _weights(Index.open(given.index, embedder=MiniLM()))
    print(f"{len(weights)} words are said less often than usual:", *list(weights)[:20])
    if given.write:
        lines = (f"{word} {weight:.2f}\n" for word, weight in sorted(weights.items()))
        _TARGET.write_text("".join(lines), encoding="utf-8")


def _weights(index: Index) -> dict[str, float]:
    """Of the words that are said less often than usual, the least first: their share by the usual one."""
    rows = read_lines("papers", "train")
    papers = index.papers([row["id"] for row in rows])
    asked, said = Counter[str](), Counter[str]()
    for row in rows:
        here = set(index.terms(f"{papers[row['id']].title} {papers[row['id']].abstract}"))
        for kind in ("plain", "topic"):
            words = set(index.terms(row[kind]))
            asked.update(words)
            said.update(words & here)
    shares = {word: (said[word] + _PRIOR * _USUAL) / (count + _PRIOR) for word, count in asked.items()}
    lower = {word: share / _USUAL for word, share in shares.items() if asked[word] >= _LEAST and share < _USUAL}
    return dict(sorted(lower.items(), key=lambda item: item[1]))


if __name__ == "__main__":
    main()
