"""The settings, read from an environment that each test makes up."""

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.settings import Settings, names, read_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}, index="here") == Settings(index=Path("here"))


def test_every_setting_is_read_from_its_variable() -> None:
    env = {
        "ASSISTANT_INDEX": "/papers",
        "ASSISTANT_DATA": "/kept",
        "ASSISTANT_CHAT_MODEL": "chat",
        "ASSISTANT_EMBED_MODEL": "embed",
        "ASSISTANT_JUDGE_LIMIT": "7",
        "ASSISTANT_TOKEN_BUDGET": "1000000",
        "ASSISTANT_PARALLEL": "2",
        "ASSISTANT_UNSUPPORTED": "mark",
        "ASSISTANT_TIMEOUT": "1.5",
        "ASSISTANT_HOST": "::1",
        "ASSISTANT_PORT": "81",
        "ASSISTANT_HOSTS": "papers.example, Owls.example",
        "ASSISTANT_AUTH": "/accounts",
        "ASSISTANT_UPLOAD_MB": "0",
        "ASSISTANT_FETCH": "arxiv=http://mirror.example, daily-papers",
        "ASSISTANT_QUEUE": "9",
        "ASSISTANT_TOKENS": "/tokens",
        "ASSISTANT_RATE": "5",
        "ASSISTANT_AT_ONCE": "3",
        "ASSISTANT_CHROMA_URL": "https://chroma.example:8000/",
        "ASSISTANT_CHROMA_TOKEN": "chroma-secret",
        "ASSISTANT_CHROMA_DATABASE": "ours/papers",
        "ASSISTANT_SMTP_URL": "smtp://ann:mail-secret@localhost",
        "ASSISTANT_MAIL_FROM": "ann@example.org",
        "OPENAI_BASE_URL": "http://localhost/v1",
        "OPENAI_API_KEY": "sk-secret",
        "OPENALEX_API_KEY": "alex-secret",
        "ZOTERO_API_KEY": "zotero-secret",
        "RAY_ADDRESS": "head:6379",
    }
    read = read_settings(env)
    assert set(env) == set(names())
    assert read.unsupported == "mark"
    assert (read.data, read.data_folder) == (Path("/kept"), Path("/kept"))
    assert (read.index, read.chat_model, read.embed_model) == (Path("/papers"), "chat", "embed")
    assert (read.judge_limit, read.parallel, read.timeout, read.host, read.port) == (7, 2, 1.5, "::1", 81)
    assert read.token_budget == 1_000_000
    assert (read.hosts, read.auth) == (("papers.example", "owls.example"), Path("/accounts"))
    assert read.fetch == {"arxiv": "http://mirror.example", "daily-papers": ""}
    assert (read.upload_mb, read.queue) == (0, 9)
    assert (read.tokens, read.rate, read.at_once) == (Path("/tokens"), 5, 3)
    assert (read.base_url, read.key.reveal() if read.key else None) == ("http://localhost/v1", "sk-secret")
    keys = [key.reveal() for key in (read.openalex_key, read.zotero_key, read.smtp_url, read.chroma_token) if key]
    assert keys == ["alex-secret", "zotero-secret", "smtp://ann:mail-secret@localhost", "chroma-secret"]
    assert (read.chroma_url, read.chroma_database) == ("https://chroma.example:8000", "ours/papers")
    assert (read.mail_from, read.ray_address) == ("ann@example.org", "head:6379")


def test_no_setting_shows_the_key() -> None:
    assert "sk-secret" not in repr(read_settings({"OPENAI_API_KEY": "sk-secret"}))


@pytest.mark.parametrize(("index", "data"), [("/a/papers", "/a/papers-data"), ("/a/papers.d/", "/a/papers.d-data")])
def test_conversations_are_kept_beside_the_index_not_in_it(index: str, data: str) -> None:
    assert read_settings({}, index=index).data_folder == Path(data)


def test_the_argument_goes_before_the_variable() -> None:
    assert read_settings({"ASSISTANT_INDEX": "a"}, index="b").index == Path("b")


def test_an_unknown_name_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"ASSISTANT_CHATMODEL.*ASSISTANT_CHAT_MODEL"):
        read_settings({"ASSISTANT_CHATMODEL": "x"})


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "0"), ("PORT", "70000"), ("PORT", "x"), ("PARALLEL", "-1"), ("JUDGE_LIMIT", "1.5"), ("TIMEOUT", "0"),
     ("TOKEN_BUDGET", "0"), ("TIMEOUT", "nan"), ("TIMEOUT", "soon"), ("UNSUPPORTED", "keep"), ("QUEUE", "0"),
     ("UPLOAD_MB", "-1"), ("FETCH", "arxiv,feed"), ("CHROMA_DATABASE", "ours")],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_an_error_that_names_it(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"ASSISTANT_{name}='{value}'"):
        read_settings({f"ASSISTANT_{name}": value})


@pytest.mark.parametrize("address", ["localhost:8000", "http://", "http://ann:hidden@host", "http://host?token=hidden"])
def test_an_address_of_chroma_is_one_of_http_and_holds_no_secret(address: str) -> None:
    with pytest.raises(UsageError, match="ASSISTANT_CHROMA_URL is not an address") as raised:
        read_settings({"ASSISTANT_CHROMA_URL": address})
    assert "hidden" not in str(raised.value)


def test_a_token_of_chroma_that_no_header_can_hold_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError, match="ASSISTANT_CHROMA_TOKEN") as raised:
        read_settings({"ASSISTANT_CHROMA_TOKEN": "hidden\ntoken"})
    assert "hidden" not in str(raised.value)


@pytest.mark.parametrize(("value", "services"), [("1", ["daily-papers", "arxiv", "openalex"]), ("0", []), ("", [])])
def test_all_services_or_none_may_be_asked_from_the_page(value: str, services: list[str]) -> None:
    assert list(read_settings({"ASSISTANT_FETCH": value}).fetch) == services


def test_the_default_index_is_the_samples_in_a_checkout_and_index_store_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings({}).index == Path("index_store")
    monkeypatch.chdir(Path(__file__).resolve().parent.parent)
    assert read_settings({}).index == Path("index_store/sample")
