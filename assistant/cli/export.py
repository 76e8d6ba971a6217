"""The answers of one command, for the files that `--export` names."""

from collections.abc import Sequence

from assistant.cli.records import check_file
from assistant.exporting import form_of
from assistant.exporting.saving import save
from assistant.types import Answer


class Exports:
    """Every file gets all answers that were kept."""

    def __init__(self, names: Sequence[str]) -> None:
        """Before a question is asked: raises `UsageError` for a file that could not be written, or of no known form."""
        for name in names:
            form_of(name)
            check_file(name)
        self._names, self._answers = tuple(names), list[Answer]()

    def keep(self, answer: Answer) -> None:
        self._answers.append(answer)

    def save(self, title: str | None = None) -> None:
        """Writes the files; `title`: of all answers together. Raises `UsageError` where one cannot be written."""
        for name in self._names:
            save(self._answers, name, title=title)
