"""The groups of papers in an index, largest first: what the collection is about."""

from assistant.exploring.paper_map import groups_of
from assistant.ports import Library, Theme


def themes(library: Library) -> tuple[Theme, ...]:
    """Groups by nearness of the papers' vectors, each with its most central papers first."""
    words, members = groups_of(library)
    found = [Theme(words[number], tuple(papers)) for number, papers in members.items() if words[number]]
    return tuple(sorted(found, key=lambda theme: (-len(theme.papers), theme.words)))
