"""Learns the map that moves a question's vector towards the papers that answer it; the papers' vectors stay fixed.

    python -m benchmarks.train_question_map INDEX [--write]

INDEX: of the abstracts that benchmarks/questions is written over. Each question of the training part is told from all
other papers of the index at once, a paper counting by its nearest chunk. Nothing has to be embedded or indexed again.
"""

import argparse
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index import Index
from assistant.models.minilm import MiniLM
from benchmarks.questions import read_lines

_TARGET = Path(__file__).resolve().parent.parent / "assistant" / "data" / "question-map.npy"
_KINDS = ("lay", "plain", "topic", "kw")
_ROUNDS, _BATCH, _RATE, _DECAY = 4, 256, 3e-4, 1.0
_DROPPED, _TEMPERATURE = 0.1, 0.05  # share of a question's dimensions left out at a step; of the softmax

Array = NDArray[np.float32]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--write", action="store_true", help="replace the map that ships")
    given = parser.parse_args()
    embedder = MiniLM()
    chunks, owners, places = _chunks(Index.open(given.index, embedder=embedder))
    train, choose = (_asked(part, embedder, places) for part in ("train", "choose"))
    asked, papers = (np.concatenate(each) for each in zip(*train.values(), strict=True))
    made = _learn(asked, papers, chunks, owners)
    for kind, (vectors, own) in choose.items():
        before, after = (_reciprocal_rank(v, own, chunks, owners) for v in (vectors, _moved(vectors, made)))
        print(f"{kind}: mean reciprocal rank {before:.3f} without, {after:.3f} with the map (n={len(own)})")
    if given.write:
        np.save(_TARGET, made.astype(np.float16))
        print(f"{_TARGET.name}: sha256 {sha256(_TARGET.read_bytes()).hexdigest()}")


def _chunks(index: Index) -> tuple[Array, NDArray[np.int64], dict[str, int]]:
    """The vectors of all chunks, which paper each is of, and the papers' numbers."""
    papers = [paper.id for paper in index.list_papers()]
    found = index.search_vectors(np.ones(384, np.float32) / 384**0.5, 20 * len(papers))
    places = {id: place for place, id in enumerate(papers)}
    return index.vectors(found), np.array([places[hit.chunk.paper.id] for hit in found]), places


def _asked(part: str, embedder: MiniLM, places: dict[str, int]) -> dict[str, tuple[Array, NDArray[np.int64]]]:
    """By kind the questions' vectors and the numbers of their papers."""
    rows = [row for row in read_lines("papers", part) if row["id"] in places]
    papers = np.array([places[row["id"]] for row in rows])
    return {kind: (embedder.embed([row[kind] for row in rows]), papers) for kind in _KINDS}


def _learn(asked: Array, papers: NDArray[np.int64], chunks: Array, owners: NDArray[np.int64]) -> Array:
    """By AdamW, beginning with no movement at all."""
    random = np.random.default_rng(0)
    made, first, second, step = np.zeros((384, 384), np.float32), 0.0, 0.0, 0
    for _ in range(_ROUNDS):
        order = random.permutation(len(asked))
        for start in range(0, len(order), _BATCH):
            at, step = order[start : start + _BATCH], step + 1
            kept = asked[at] * (random.random((len(at), 384)) >= _DROPPED) / (1 - _DROPPED)
            slope = _slope(kept.astype(np.float32), papers[at], made, chunks, owners)
            first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
            made *= 1 - _RATE * _DECAY
            made -= _RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return made


def _slope(asked: Array, papers: NDArray[np.int64], made: Array, chunks: Array, owners: NDArray[np.int64]) -> Any:
    """Of the mean cross-entropy of each question's own paper against all papers, by the map."""
    raw = asked + asked @ made
    length = np.linalg.norm(raw, axis=1, keepdims=True).clip(1e-9)
    unit = raw / length
    nearest, scores = _by_paper(unit @ chunks.T, owners)
    share = np.exp((scores - scores.max(1, keepdims=True)) / _TEMPERATURE)
    share /= share.sum(1, keepdims=True)
    share[np.arange(len(papers)), papers] -= 1
    pulled = np.zeros((len(asked), len(chunks)), np.float32)
    np.put_along_axis(pulled, nearest, (share / _TEMPERATURE / len(asked)).astype(np.float32), 1)
    at_unit = pulled @ chunks
    return asked.T @ ((at_unit - unit * (at_unit * unit).sum(1, keepdims=True)) / length)


def _by_paper(scores: Array, owners: NDArray[np.int64]) -> tuple[NDArray[np.int64], Array]:
    """Of each paper its nearest chunk, and that chunk's score; both of shape (questions, papers)."""
    order = np.argsort(owners, kind="stable")
    starts = np.searchsorted(owners[order], np.arange(owners.max() + 1))
    ends = [*starts[1:], len(order)]
    columns = [order[begin:end] for begin, end in zip(starts, ends, strict=True)]
    best = np.stack([some[scores[:, some].argmax(1)] for some in columns], axis=1)
    return best, np.take_along_axis(scores, best, 1)


def _moved(vectors: Array, made: Array) -> Array:
    raw = vectors + vectors @ made
    moved: Array = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    return moved


def _reciprocal_rank(vectors: Array, papers: NDArray[np.int64], chunks: Array, owners: NDArray[np.int64]) -> float:
    _, scores = _by_paper(vectors @ chunks.T, owners)
    own = np.take_along_axis(scores, papers[:, None], 1)
    return float((1 / ((scores > own).sum(1) + 1)).mean())


if __name__ == "__main__":
    main()
