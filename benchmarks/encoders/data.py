"""Papers and questions as token ids: read from the pack, split by paper, cut to length, padded."""

import json
import lzma
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from benchmarks.questions import part_of

CLS, SEP = 101, 102
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
ASKS = ("lay", "plain", "topic", "kw")
ALL = (*ASKS, "missing")


@dataclass(frozen=True, slots=True)
class Paper:
    id: str
    title: list[int]
    sentences: list[list[int]]  # token ids
    judged: bool = False  # for lists: whether it is right was looked at, for each of them

    def text(self, limit: int) -> tuple[list[int], list[int]]:
        """Title and abstract, at most `limit` tokens; and of each token its sentence, -1 in the title."""
        tokens, places = list(self.title[:64]), [-1] * min(64, len(self.title))
        for place, sentence in enumerate(self.sentences):
            tokens += sentence
            places += [place] * len(sentence)
        return tokens[:limit], places[:limit]

    @property
    def length(self) -> int:
        return len(self.title) + sum(map(len, self.sentences))

    def without(self, sentences: Sequence[int]) -> "Paper":
        kept = [sentence for place, sentence in enumerate(self.sentences) if place not in sentences]
        return Paper(self.id, self.title, kept)

    def excerpt(self, sentences: Sequence[int]) -> "Paper":
        """The title with these sentences alone."""
        return Paper(self.id, self.title, [self.sentences[place] for place in sentences])


@dataclass(frozen=True, slots=True)
class Asked:
    """A written question: its tokens, the places of its papers in the corpus, and which sentences answer it.

    `kind`: lay, plain, topic, kw or missing; curt, or open where its paper leaves it open, or premise where it takes
    for granted what its paper denies; list, which has several papers and others that may be listed, `partial`; made
    where it is a title or a sentence of a paper.
    """

    kind: str
    tokens: list[int]
    papers: tuple[int, ...]
    answer: tuple[int, ...] = ()
    partial: tuple[int, ...] = ()

    @property
    def paper(self) -> int:
        return self.papers[0]


@dataclass(frozen=True, slots=True)
class Pack:
    papers: list[Paper]
    asked: dict[str, list[Asked]]  # by part: train, choose; the test part is left alone
    tokenizer: Tokenizer


def read_pack(folder: Path, *, most: int | None = None) -> Pack:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    rows = _rows(folder / "corpus.jsonl.xz")[:most]
    titles = ids(tokenizer, [row["title"] for row in rows])
    flat = iter(ids(tokenizer, [s for row in rows for s in row["sentences"]]))
    papers = [
        Paper(row["id"], title, [next(flat) for _ in row["sentences"]], row.get("judged", False))
        for row, title in zip(rows, titles, strict=True)
    ]
    at = {paper.id: place for place, paper in reversed([*enumerate(papers)])}
    asked: dict[str, list[Asked]] = {"train": [], "choose": []}
    for row in _rows(folder / "questions.jsonl.xz"):
        if (part := part_of(row["id"])) in asked:
            asked[part] += _asked(row, at, tokenizer)
    return Pack(papers, asked, tokenizer)


def _asked(row: dict[str, Any], at: dict[str, int], tokenizer: Tokenizer) -> Iterator[Asked]:
    """The questions of a line of papers, of curt questions or of lists."""
    own = tuple(at[id] for id in row.get("relevant", [row["id"]]) if id in at)
    short = "curt" if row.get("answer") else "premise" if row.get("premise") else "open"
    kinds = {"text": short, "question": "list"} | {kind: kind for kind in ALL}
    for key in [key for key in kinds if key in row and own]:
        answer = tuple(row["answer"]) if kinds[key] in ("lay", "curt") else ()
        partial = tuple(at[id] for id in row.get("partial", ()) if id in at)
        yield Asked(kinds[key], ids(tokenizer, [row[key]])[0][:48], own, answer, partial)


def ids(tokenizer: Tokenizer, texts: Iterable[str]) -> list[list[int]]:
    """Token ids without the marks at both ends."""
    return [found.ids[1:-1] for found in tokenizer.encode_batch(list(texts))]


def single(tokens: Sequence[int], limit: int = 256) -> list[int]:
    return [CLS, *tokens[: limit - 2], SEP]


def padded(rows: Sequence[Sequence[int]], fill: int = 0) -> Tensor:
    width = -(-max(map(len, rows)) // 8) * 8
    out = torch.full((len(rows), width), fill, dtype=torch.long)
    for place, row in enumerate(rows):
        out[place, : len(row)] = torch.tensor(row)
    return out.to(DEVICE, non_blocking=True)


def masked(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Ids and mask, shape (rows, width)."""
    return padded(rows), padded([[1] * len(row) for row in rows])


def window(paper: Paper, rng: random.Random, *, drop: int | None = None) -> list[int]:
    """A paper as the index embeds it: the title, then the abstract or a stretch of it of about 160 tokens."""
    kept = [s for place, s in enumerate(paper.sentences) if place != drop] or paper.sentences
    if rng.random() < 0.5 and len(kept) > 3:
        first = rng.randrange(len(kept) - 2)
        kept = kept[first : first + 5]
    return [*paper.title[:64], *(t for s in kept for t in s)]


def _rows(path: Path) -> list[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
