"""The prompts: one Markdown file per model call, `# system` and `# user`, with $blanks."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from assistant.ports import Message

_PACKAGE = Path(__file__).resolve().parent.parent
_FOLDERS = (_PACKAGE / "prompts", _PACKAGE.parent / "prompts")  # in an installed wheel; in a checkout
_FORM = re.compile(r"# system\n(?P<system>.+)\n# user\n(?P<user>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file. `version`: the first 12 hex digits of the file's SHA-256."""

    name: str
    version: str
    system: str
    user: str

    @property
    def blanks(self) -> frozenset[str]:
        """What has to be filled in."""
        return frozenset(Template(self.system + self.user).get_identifiers())

    def render(self, blanks: Mapping[str, str]) -> tuple[Message, Message]:
        """The two messages. Values are put in as they are: neither their $ nor their headings mean anything.

        Raises `ValueError` unless exactly the prompt's blanks are given.
        """
        if self.blanks != blanks.keys():
            raise ValueError(f"prompt {self.name} has the blanks {sorted(self.blanks)}, not {sorted(blanks)}")
        system, user = (Template(text).substitute(blanks) for text in (self.system, self.user))
        return Message("system", system), Message("user", user)


def prompts_folder() -> Path:
    """Where the prompts lie: inside an installed package, or beside it in a checkout."""
    return next(folder for folder in _FOLDERS if folder.is_dir())


def load_prompt(name: str, *, folder: Path | None = None) -> Prompt:
    """Reads `NAME.md`. Raises `ValueError` where it is not of the form `# system`, `# user`."""
    raw = ((folder or prompts_folder()) / f"{name}.md").read_bytes()
    form = _FORM.fullmatch(raw.decode("utf-8").replace("\r\n", "\n").strip())
    if form is None:
        raise ValueError(f"prompt {name} is not of the form '# system', '# user'")
    return Prompt(name, hashlib.sha256(raw).hexdigest()[:12], form["system"].strip(), form["user"].strip())
