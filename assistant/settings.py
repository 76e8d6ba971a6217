"""The settings, read once at the door from the environment. No other module looks at os.environ.

Why: docs/decisions/0017-never-call-what-was-not-configured.md
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from assistant.errors import UsageError

_PREFIX = "ASSISTANT_"
_MOST = {
    "judge_limit": 65_535,
    "token_budget": 100_000_000,
    "parallel": 65_535,
    "port": 65_535,
    "queue": 65_535,
    "rate": 1_000_000,
    "at_once": 65_535,
    "upload_mb": 1_000_000,
}
_FOREIGN = {  # fields whose variables others named
    "base_url": "OPENAI_BASE_URL",
    "key": "OPENAI_API_KEY",
    "openalex_key": "OPENALEX_API_KEY",
    "zotero_key": "ZOTERO_API_KEY",
    "ray_address": "RAY_ADDRESS",
}
_LEAST = {"upload_mb": 0}  # 1 where none stands here
FETCHED = ("daily-papers", "arxiv", "openalex")  # from the page; why not feeds: decision 0047
Unsupported = Literal["drop", "mark"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Each field but the last five is the variable ASSISTANT_<NAME>; defaults are those of no configuration.

    `chat_model` and `embed_model` alone decide whether a provider is called; the key and the address
    only say with what and where. `repr` does not show the key.
    """

    index: Path
    data: Path | None = None  # folder of what readers keep; None: beside the index, see `data_folder`
    chat_model: str | None = None
    embed_model: str | None = None
    judge_limit: int = 100  # candidate papers a chat model judges for one question, at most
    token_budget: int = 60_000  # tokens that judging them may take, requests and replies
    parallel: int = 4  # requests to a provider at a time
    unsupported: Unsupported = "drop"  # what becomes of a model's sentence that its quotes do not support
    timeout: float = 60.0  # seconds without a byte from a provider
    host: str = "127.0.0.1"
    port: int = 7860
    hosts: tuple[str, ...] = ()  # further names under which the page is reached
    auth: Path | None = None  # file of accounts; None: nobody has to log in
    tokens: Path | None = None  # file of tokens of programs; None: no token is known
    rate: int = 120  # requests a minute of one token
    at_once: int = 4  # questions of one token at a time
    upload_mb: int = 100  # size of an upload, unpacked, at most; 0: papers are not added or removed on the page
    fetch: Mapping[str, str] = field(default_factory=dict)  # services asked from the page: address of a mirror, or ""
    chroma_url: str | None = None  # server that has the vectors; None: they are in the index
    chroma_token: "Secret | None" = None
    chroma_database: str | None = None  # TENANT/DATABASE; None: the server's default ones
    queue: int = 100  # questions that wait for their turn on the page, at most
    smtp_url: "Secret | None" = None  # the server that sends digests; may hold a password
    mail_from: str | None = None  # whom they come from
    base_url: str | None = None
    key: "Secret | None" = None
    openalex_key: "Secret | None" = None  # used by `assistant fetch` alone, as the next
    zotero_key: "Secret | None" = None
    ray_address: str | None = None  # the cluster of `assistant index --engine ray`; None: this machine

    @property
    def data_folder(self) -> Path:
        """Where conversations are kept: a folder that no indexing, rebuilding or removing of papers touches."""
        whole = self.index.absolute()
        return self.data or whole.with_name(f"{whole.name or 'index'}-data")


class Secret:
    """A text that shows itself only when asked to by name, so that no log or error can hold it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"


def read_settings(environ: Mapping[str, str] | None = None, *, index: str | None = None) -> Settings:
    """The settings of an environment (the process's by default); `index` overrides ASSISTANT_INDEX.

    Raises `UsageError` for an unknown ASSISTANT_ name and for a value that is not of its type.
    """
    env = os.environ if environ is None else environ
    given = {name.removeprefix(_PREFIX).lower(): value for name, value in env.items() if name.startswith(_PREFIX)}
    _refuse_unknown(given)
    numbers = {name: _number(name, given[name]) for name in _MOST if given.get(name)}
    return Settings(
        index=Path(index or given.get("index") or default_index()),
        data=Path(given["data"]) if given.get("data") else None,
        chat_model=given.get("chat_model") or None,
        embed_model=given.get("embed_model") or None,
        unsupported=_unsupported(given.get("unsupported") or "drop"),
        timeout=_seconds(given.get("timeout") or "60"),
        host=given.get("host") or "127.0.0.1",
        hosts=tuple(name.strip().lower() for name in given.get("hosts", "").split(",") if name.strip()),
        fetch=_services(given.get("fetch") or ""),
        auth=Path(given["auth"]) if given.get("auth") else None,
        tokens=Path(given["tokens"]) if given.get("tokens") else None,
        chroma_url=_address(given.get("chroma_url") or ""),
        chroma_token=_token(env.get("ASSISTANT_CHROMA_TOKEN") or ""),
        chroma_database=_database(given.get("chroma_database") or ""),
        smtp_url=_secret(env, "ASSISTANT_SMTP_URL"),
        mail_from=given.get("mail_from") or None,
        base_url=env.get("OPENAI_BASE_URL") or None,
        key=_secret(env, "OPENAI_API_KEY"),
        openalex_key=_secret(env, "OPENALEX_API_KEY"),
        zotero_key=_secret(env, "ZOTERO_API_KEY"),
        ray_address=env.get("RAY_ADDRESS") or None,
        **numbers,
    )


def names() -> tuple[str, ...]:
    """The environment variables of the settings, in the order of the fields."""
    own = tuple(_PREFIX + f.name.upper() for f in fields(Settings) if f.name not in _FOREIGN)
    return (*own, *_FOREIGN.values())


def default_index() -> Path:
    """`index_store/sample` where the working folder is a checkout of this project, else `index_store`."""
    checkout = all(Path(name).exists() for name in ("pyproject.toml", "prompts", "assistant/settings.py"))
    return Path("index_store", "sample") if checkout else Path("index_store")


def _secret(env: Mapping[str, str], name: str) -> Secret | None:
    return Secret(env[name]) if env.get(name) else None


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = {name.removeprefix(_PREFIX).lower() for name in names()}
    for name in sorted(given.keys() - known):
        raise UsageError(
            f"unknown setting {_PREFIX}{name.upper()}",
            hint=f"The settings are {', '.join(names())}.",
        )


def _number(name: str, text: str) -> int:
    least, most = _LEAST.get(name, 1), _MOST[name]
    if not text.strip().isdigit() or not least <= int(text) <= most:
        raise UsageError(
            f"{_PREFIX}{name.upper()}={text!r} is not a number from {least} to {most}", hint="Correct it or unset it."
        )
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise UsageError(
            f"{_PREFIX}TIMEOUT={text!r} is not a number of seconds above 0", hint="Correct it or unset it."
        )
    return seconds


def _address(text: str) -> str | None:
    """Without what stands for a password: the address is shown in errors."""
    if not text:
        return None
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
        parts = urlsplit("")
    if not fits or parts.username is not None or parts.query or parts.fragment:
        raise UsageError(
            f"{_PREFIX}CHROMA_URL is not an address such as http://localhost:8000",
            hint=f"Correct it or unset it; a token belongs into {_PREFIX}CHROMA_TOKEN.",
        )
    return text.rstrip("/")


def _token(text: str) -> Secret | None:
    """What a header can hold: an error about one that it cannot would repeat it."""
    text = text.strip()
    if not (text.isascii() and text.isprintable()):
        raise UsageError(f"{_PREFIX}CHROMA_TOKEN has characters that no token has", hint="Correct it or unset it.")
    return Secret(text) if text else None


def _database(text: str) -> str | None:
    if text and not all(text.partition("/")[::2]):
        raise UsageError(
            f"{_PREFIX}CHROMA_DATABASE={text!r} is not of the form TENANT/DATABASE", hint="Correct it or unset it."
        )
    return text or None


def _unsupported(text: str) -> Unsupported:
    known: dict[str, Unsupported] = {"drop": "drop", "mark": "mark"}
    if text not in known:
        raise UsageError(f"{_PREFIX}UNSUPPORTED={text!r} is neither drop nor mark", hint="Correct it or unset it.")
    return known[text]


def _services(text: str) -> dict[str, str]:
    if text.strip() in ("", "0", "1"):
        return dict.fromkeys(FETCHED if text.strip() == "1" else (), "")
    parts = (part.strip().partition("=") for part in text.split(","))
    services = {name.strip(): base.strip() for name, _, base in parts}
    if unknown := services.keys() - set(FETCHED):
        raise UsageError(
            f"{_PREFIX}FETCH={text!r} names {', '.join(sorted(map(repr, unknown)))}, which is no service of the page",
            hint=f"Name any of {', '.join(FETCHED)}, separated by commas, or write 1 for all.",
        )
    return services
