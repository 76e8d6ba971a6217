"""Example questions made of the papers' own words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.text.titles import short_name
from assistant.types import Paper

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_TELLS = ("offer", "contain", "comprise", "include", "cover", "provide", "have")
_COUNTED = (
    r"\b{name}\s+(?:{verbs})\s+(?:over\s+|about\s+|nearly\s+|more than\s+)?\d[\d,.]*[kKM]?\s+((?:[a-z-]+\s+)?[a-z]+s)\b"
)
_PLAIN = frozenset(
    """a an and are as at be by can do does for from has how in into is it its learning-based new not of on or our
    that the their them this through to towards toward two under using via we what when where which while who why
    with without your you all more less than beyond do-it""".split()
)
_TOO_COMMON = 0.06  # a topic of more papers than this share says too little to be a good example


def example_questions(papers: Sequence[Paper], limit: int = 4) -> tuple[str, ...]:
    """At most `limit` questions these papers can answer: one about a single paper, the others about topics.

    Empty where the titles share no words and name nothing.
    """
    facts = [question for paper in papers if (question := count_question(paper))][:1] or _naming(papers)[:1]
    topics = [f"Which papers address {topic}?" for topic in frequent_topics(papers, limit - len(facts))]
    return (*topics, *facts)


def frequent_topics(papers: Sequence[Paper], limit: int) -> list[str]:
    """Two or three words that stand together in the most titles, most frequent first, no word twice.

    In lower case where most titles have it so somewhere, acronyms as they are written.
    """
    counts = Counter(phrase for paper in papers for phrase in set(phrases(paper.title)))
    words = Counter(word for paper in papers for word in set(_words(paper.title)))
    most = max(3, int(len(papers) * _TOO_COMMON))
    able = [phrase for phrase, n in counts.items() if 2 <= n <= most]
    able.sort(key=lambda phrase: (-counts[phrase] * _cohesion(phrase, counts, words), phrase))
    chosen: list[str] = []
    for phrase in able:
        if len(chosen) < limit and not {*phrase.lower().split()} & {w for c in chosen for w in c.lower().split()}:
            chosen.append(phrase)
    return chosen


def _cohesion(phrase: str, counts: Counter[str], words: Counter[str]) -> float:
    """How much its words belong together: "novel class discovery" says more than "neural networks"."""
    return len(phrase.split()) * counts[phrase] / max(words[word] for word in phrase.split())


def _words(title: str) -> list[str]:
    return [word if _is_acronym(word) else word.lower() for word in _WORD.findall(title)]


def phrases(title: str) -> Iterator[str]:
    """Runs of two and three words that bear meaning; a run ends at punctuation and at a plain word."""
    for part in re.split(r"[^\w\s'’-]+", title):
        words = _words(part)
        for size in (2, 3):
            for i in range(len(words) - size + 1):
                run = words[i : i + size]
                if not any(word.lower() in _PLAIN or len(word) < 3 or word.isdigit() for word in run):
                    yield " ".join(run)


def _is_acronym(word: str) -> bool:
    return any(sum(letter.isupper() for letter in part) > 1 for part in word.split("-"))


def count_question(paper: Paper) -> str:
    """ "How many dilemmas does CLASH offer?" where the abstract says "CLASH offers 345 dilemmas"; else nothing."""
    name = short_name(paper)
    if not name:
        return ""
    verbs = {verb + "s": verb for verb in _TELLS} | {"has": "have"}
    pattern = _COUNTED.format(name=re.escape(name), verbs="|".join(verbs))
    found = re.search(pattern, paper.abstract)
    if not found:
        return ""
    verb = next(verbs[word] for word in found[0].split() if word in verbs)
    return f"How many {found[1]} does {name} {verb}?"


def _naming(papers: Sequence[Paper]) -> list[str]:
    return [f"What is {name}?" for paper in papers if (name := short_name(paper))]
