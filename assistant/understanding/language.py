"""Which language a question is in, told by py3langid; and which most papers are in, by small words.

Why: docs/decisions/0070-languages-are-told-by-a-library.md
"""

import re
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from assistant.ports import PaperIndex

_NAMES = {
    "ar": "Arabic",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
_SURE = 17.0  # log-odds against English from which a question is in another language: half a dozen of 18,000 are not
_PLAINLY = frozenset(  # two of these are English
    "the and are which what how that with about there does papers anything work show using".split()
)
# Small words of the languages that abstracts are written in.
_SMALL = {
    "English": "the of and is are which what how that with for",
    "French": "le les des une du est et dans quels quelles quelle comment sur pour qui que",
    "German": "der die das und ist welche welcher wie für von mit eine den über",
    "Spanish": "el los las una del es qué cuáles cómo sobre para que con y",
    "Italian": "il gli della dei è quali come che per una su con",
    "Portuguese": "os uma dos das é quais como sobre para que com não",
    "Dutch": "de het een en van zijn welke hoe over met voor",
}


@lru_cache(maxsize=256)  # a question is looked at by each part that reads it
def language_of(text: str) -> str | None:
    """The language of a question, by its English name; None where it does not show."""
    words = re.findall(r"[^\W\d_]+", text)
    if len(_PLAINLY & {word.lower() for word in words}) >= 2:
        return "English"  # as are most: the library's model, which takes a third of a second to load, waits
    if not words:
        return None
    odds = dict(_identifier().rank(text))
    best = max(odds, key=lambda code: odds[code])
    if best == "en":
        return "English" if odds["en"] - max(odds[code] for code in odds if code != "en") >= _SURE else None
    return _NAMES[best] if odds[best] - odds["en"] >= _SURE else None


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)
    identifier.set_languages([*_NAMES])
    return identifier


def language_of_papers(index: PaperIndex) -> str:
    """The language whose small words occur in most papers; English where none do."""
    terms = {
        language: {term for word in small.split() for term in index.terms(word)} for language, small in _SMALL.items()
    }
    seen = index.frequencies(sorted(set().union(*terms.values())))
    return max(terms, key=lambda language: sum(seen[term] for term in terms[language]) / len(terms[language]))
