"""How much two texts resemble each other: the share of their word triples that both have. Knows no table.

A text's signature stands for its triples: the chance that two signatures agree at a place is the resemblance of the
texts (MinHash; Broder, On the resemblance and containment of documents, 1997). Texts that agree in a whole band of
places are worth comparing (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4).

Signatures are stored: another way to make them is another table.

Why: docs/decisions/0060-near-copies-share-a-place.md
"""

import re
import unicodedata
from hashlib import blake2b
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

ALIKE = 0.6  # of the triples, from which on a text is a near-copy; the decision has what it finds among 98,611 papers
_BANDS, _ROWS = 20, 3  # of two texts that are just alike one pair in 130 agrees in no band
_LONGEST = 4_000  # characters; hardly an abstract has more
_WORD = re.compile(r"\w+")

Triples = NDArray[np.uint64]  # hashed, each once: the second of the same is another
Signature = NDArray[np.uint16]


def _constants(name: str, n: int) -> NDArray[np.uint64]:
    """Odd numbers, the same for ever."""
    digests = (blake2b(f"{name} {i}".encode(), digest_size=8).digest() for i in range(n))
    return np.array([int.from_bytes(each, "big") | 1 for each in digests], np.uint64)


_PLACES = _constants("place", 3)
_SHUFFLES, _OFFSETS = _constants("shuffle", _BANDS * _ROWS)[:, None], _constants("offset", _BANDS * _ROWS)[:, None]
_MIX, _AGAIN = _constants("mix", 2)
_BAND = _constants("band", _BANDS * _ROWS).reshape(_BANDS, _ROWS)


def triples(title: str, abstract: str) -> Triples:
    """Of the first words of both, in order, whatever their case and marks; none of fewer than three words."""
    text = unicodedata.normalize("NFKC", f"{title}\n{abstract}"[:_LONGEST]).casefold()
    words = np.array([crc32(word.encode()) for word in _WORD.findall(text)], np.uint64)
    if len(words) < 3:
        return np.empty(0, np.uint64)
    made = _mixed(words[:-2] * _PLACES[0] + words[1:-1] * _PLACES[1] + words[2:] * _PLACES[2])
    made.sort()
    begins = np.maximum.accumulate(np.where(np.r_[True, made[1:] != made[:-1]], np.arange(len(made)), 0))
    again: Triples = (np.arange(len(made)) - begins).astype(np.uint64) * _AGAIN
    return made + again


def resemblance(one: Triples, other: Triples) -> float:
    """0 to 1: of the triples of either those of both (Jaccard)."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / ((len(one) + len(other) - both) or 1)


def signature(triples: Triples) -> Signature:
    """Shape (60,); empty where there are no triples."""
    if not len(triples):
        return np.empty(0, np.uint16)
    smallest: Triples = (triples * _SHUFFLES + _OFFSETS).min(axis=1)
    return (smallest >> np.uint64(16)).astype(np.uint16)


def estimate(one: Signature, other: Signature) -> float:
    """The resemblance of the texts that these are of, give or take 0.06."""
    return float((one == other).mean()) if len(one) and len(other) else 0.0


def bands(signature: Signature) -> list[int]:
    """A number of 31 bits for each band; none of a text without triples."""
    if not len(signature):
        return []
    hashed = _mixed((signature.reshape(_BANDS, _ROWS).astype(np.uint64) * _BAND).sum(axis=1, dtype=np.uint64))
    return [int(each) for each in hashed >> np.uint64(33)]


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = (values ^ (values >> np.uint64(29))) * _MIX
    return values ^ (values >> np.uint64(32))
