"""Which words of the titles are topics that several papers share."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.answering.example_questions import phrases
from assistant.types import Paper

_MOST = 0.06  # a topic of more papers than this share says too little
_BELONG = 0.12  # of the papers that use a topic's rarest word, at least so many use the topic: "neural collapse"


class Topics:
    """Two or three words that stand together in a title, and in another paper's title or abstract."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._counts, words = _counted(papers)
        most = max(3, int(len(papers) * _MOST))
        self._scores = {
            topic: len(topic.split()) * count / min(words[word] for word in topic.casefold().split())
            for topic, count in self._counts.items()
            if 2 <= count <= most
        }

    def of(self, papers: Sequence[Paper]) -> list[str]:
        """The topics in the titles of these papers, the most telling first, no word of one in another."""
        found = dict.fromkeys(topic for paper in papers for topic in phrases(paper.title))
        able = [topic for topic in found if self._scores.get(topic, 0) >= _BELONG]
        chosen: list[str] = []
        for topic in sorted(able, key=lambda topic: (-self._scores[topic], topic)):
            if not {*topic.casefold().split()} & {word for other in chosen for word in other.casefold().split()}:
                chosen.append(topic)
        return chosen


def _counted(papers: Sequence[Paper]) -> tuple[Counter[str], Counter[str]]:
    """In how many papers each phrase of a title stands, and each of its words."""
    titled = {phrase.casefold(): phrase for paper in papers for phrase in phrases(paper.title)}
    counts, words = Counter[str](), Counter[str]()
    for paper in papers:
        said = re.findall(r"\w+(?:[-'’]\w+)*", f"{paper.title}. {paper.abstract}".casefold())
        words.update({*said})
        counts.update({titled[run] for run in _runs(said) if run in titled})
    return counts, words


def _runs(words: Sequence[str]) -> Iterator[str]:
    for size in (2, 3):
        yield from (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
