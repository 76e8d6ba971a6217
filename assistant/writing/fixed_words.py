"""The words of an answer that no model writes, in the languages that questions are known to be in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FixedWords:
    """`silent`: a fact that no abstract states; `none`: a list that no paper belongs in; `nothing`: no paper is near.

    `say` and `nearest` stand above the papers that come nearest to a fact and to a list, `also` above those that a
    text left out, with their number.
    """

    silent: str
    say: str
    none: str
    nearest: str
    nothing: str
    also: str


_ENGLISH = FixedWords(
    "The abstracts do not state this.",
    "What the nearest ones do say:",
    "None of the papers does this.",
    "The nearest:",
    "Nothing in these papers is about this.",
    "Also relevant ({}):",
)
_WORDS = {
    "German": FixedWords(
        "Die Abstracts sagen das nicht.",
        "Was die nächsten sagen:",
        "Keine der Arbeiten tut das.",
        "Am nächsten kommen:",
        "Keine dieser Arbeiten handelt davon.",
        "Ebenfalls passend ({}):",
    ),
    "French": FixedWords(
        "Les résumés ne le disent pas.",
        "Ce que disent les plus proches :",
        "Aucun des articles ne fait cela.",
        "Les plus proches :",
        "Aucun de ces articles n'en parle.",
        "Aussi pertinents ({}) :",
    ),
    "Spanish": FixedWords(
        "Los resúmenes no lo dicen.",
        "Lo que dicen los más cercanos:",
        "Ninguno de los artículos hace esto.",
        "Los más cercanos:",
        "Ninguno de estos artículos trata de esto.",
        "También relevantes ({}):",
    ),
    "Italian": FixedWords(
        "Gli abstract non lo dicono.",
        "Che cosa dicono i più vicini:",
        "Nessuno degli articoli fa questo.",
        "I più vicini:",
        "Nessuno di questi articoli ne parla.",
        "Rilevanti anche ({}):",
    ),
    "Portuguese": FixedWords(
        "Os resumos não dizem isso.",
        "O que dizem os mais próximos:",
        "Nenhum dos artigos faz isso.",
        "Os mais próximos:",
        "Nenhum destes artigos trata disso.",
        "Também relevantes ({}):",
    ),
    "Dutch": FixedWords(
        "De abstracts vermelden dit niet.",
        "Wat de meest verwante wel zeggen:",
        "Geen van de artikelen doet dit.",
        "Het meest verwant:",
        "Geen van deze artikelen gaat hierover.",
        "Ook relevant ({}):",
    ),
}


def words_in(language: str) -> FixedWords:
    """In English where the language is not among them."""
    return _WORDS.get(language, _ENGLISH)
