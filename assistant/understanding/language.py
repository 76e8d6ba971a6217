"""Which language a question is in, and which most papers are in: by script and by small words."""

import re

from assistant.ports import PaperIndex

_SMALL = {
    "English": "the of and is are which what how that with for",
    "French": "le les des une du est et dans quels quelles quelle comment sur pour qui que",
    "German": "der die das und ist welche welcher wie für von mit eine den über",
    "Spanish": "el los las una del es qué cuáles cómo sobre para que con y",
    "Italian": "il gli della dei è quali come che per una su con",
    "Portuguese": "os uma dos das é quais como sobre para que com não",
    "Dutch": "de het een en van zijn welke hoe over met voor",
}
_SCRIPTS = (
    ("Japanese", r"[\u3040-\u30ff]"),
    ("Korean", r"[\uac00-\ud7af]"),
    ("Chinese", r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    ("Russian", r"[\u0400-\u04ff]"),
    ("Arabic", r"[\u0600-\u06ff]"),
    ("Hindi", r"[\u0900-\u097f]"),
    ("Greek", r"[\u0370-\u03ff]{3}"),  # a letter or two are a formula's
    ("Hebrew", r"[\u0590-\u05ff]"),
    ("Thai", r"[\u0e00-\u0e7f]"),
)
_SHARE = 0.3  # of the letters: below it a word of another script is a name


def language_of(text: str) -> str | None:
    """The language of a question; None where it does not show."""
    letters = sum(c.isalpha() for c in text) or 1
    for language, script in _SCRIPTS:
        found = re.findall(script, text)
        if found and sum(map(len, found)) >= _SHARE * letters:
            return language
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    counts = {language: len(words & set(small.split())) for language, small in _SMALL.items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] and list(counts.values()).count(counts[best]) == 1 else None


def language_of_papers(index: PaperIndex) -> str:
    """The language whose small words occur in most papers; English where none do."""
    terms = {
        language: {term for word in small.split() for term in index.terms(word)} for language, small in _SMALL.items()
    }
    seen = index.frequencies(sorted(set().union(*terms.values())))
    return max(terms, key=lambda language: sum(seen[term] for term in terms[language]) / len(terms[language]))
