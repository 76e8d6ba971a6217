"""Questions in a language that the built-in models do not read: that is said, in it and in English."""

from assistant.understanding.language import language_of

_READ = ("English", "French")  # French by a lexicon
_ENGLISH = "The built-in models read English only: ask in English, or configure a chat model."
_SAID = {
    "German": "Die eingebauten Modelle lesen nur Englisch: fragen Sie auf Englisch oder verbinden Sie ein Chatmodell.",
    "Spanish": "Los modelos integrados solo leen inglés: pregunte en inglés o configure un modelo de chat.",
    "Italian": "I modelli integrati leggono solo l'inglese: chieda in inglese o configuri un modello di chat.",
    "Portuguese": "Os modelos embutidos só leem inglês: pergunte em inglês ou configure um modelo de chat.",
    "Dutch": "De ingebouwde modellen lezen alleen Engels: vraag in het Engels of stel een chatmodel in.",
}


def unread_language(question: str) -> str:
    """The language of a question that the built-in models do not read; "" for one that they do."""
    language = language_of(question)
    return "" if language in (None, *_READ) else language or ""


def said_in(language: str) -> str:
    """That only English is read, in that language where it is known here, then in English."""
    own = _SAID.get(language)
    return f"{own}\n{_ENGLISH}" if own else _ENGLISH
