"""What titles say of their papers' names."""

import re

from assistant.types import Paper

_NAMED = re.compile(r"([A-Z][\w+.-]{1,24}):\s")


def short_name(paper: Paper) -> str:
    """What the title puts before a colon, if it is one word: "CLASH"; else nothing."""
    named = _NAMED.match(paper.title)
    return named[1] if named else ""
