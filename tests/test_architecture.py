"""The house rules that a machine can check: who imports whom, who may touch which framework, how long a file gets."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_REPO = Path(__file__).resolve().parent.parent
_PACKAGE = _REPO / "assistant"

# What each room may import besides itself. Left of the arrow never imports right of it.
_FRAME = {"types", "errors", "ports", "settings"}
_READING = _FRAME | {"text", "prompting"}
_MAY_IMPORT = {
    "records": set[str](),
    "types": {"records"},
    "errors": set[str](),
    "database": {"errors"},
    "locking": {"errors"},
    "ports": {"types", "errors"},
    "settings": {"errors"},
    "answer_json": {"types"},
    "corpus": _FRAME,
    "index": _FRAME | {"corpus", "database", "locking"},
    "fetching": _FRAME | {"corpus"},
    "retrieval": _FRAME,
    "exploring": _FRAME,
    "models": _FRAME,
    "text": _FRAME,
    "prompting": _FRAME,
    "checking": _READING,
    "understanding": _READING | {"checking", "corpus"},
    "judging": _READING | {"checking", "understanding", "retrieval"},
    "writing": _READING | {"checking"},
    "recording": _FRAME | {"answer_json"},
    "answering": _FRAME | {"text", "understanding", "writing", "recording"},
    "exporting": _FRAME | {"text", "corpus", "answering", "answer_json"},
    "keeping": _FRAME | {"text", "recording", "database"},
    "evaluation": _READING | {"corpus", "checking", "answer_json"},
    "accounts": {"errors"},
    "access_tokens": {"errors"},
    "doors": _FRAME | {"answer_json", "corpus", "exploring", "recording", "text", "understanding"},
    "integrations": {"types", "answering"},
    "watching": _FRAME | {"answering", "corpus", "database", "locking", "recording", "text", "understanding"},
    "mailing": _FRAME | {"exploring", "text", "watching"},
    "ingest": _FRAME | {"index", "corpus", "build", "fetching", "models"},
    "build": _FRAME
    | {"corpus", "index", "retrieval", "models", "understanding", "judging", "writing", "recording", "answering"}
    | {"keeping", "exploring", "watching"},
    "web": _FRAME
    | {"text", "answering", "recording", "exploring", "exporting", "keeping", "accounts", "access_tokens"}
    | {"answer_json", "corpus", "doors", "watching"},
    "cli": _FRAME
    | {"corpus", "index", "text", "checking", "understanding", "answering", "answer_json", "recording", "exporting"}
    | {"keeping", "evaluation", "build", "ingest", "accounts", "access_tokens", "doors", "web", "fetching"}
    | {"watching", "mailing", "exploring"},
    "__init__": _FRAME | {"build", "answering", "recording", "exporting"},
    "__main__": {"cli"},
}
_ADAPTERS = {
    "llama_index": {"index", "integrations"},
    "langchain_core": {"integrations"},
    "mcp": {"doors"},
    "chromadb": {"index"},
    "tantivy": {"index"},
    "tiktoken": {"index", "models"},
    "openai": {"models"},
    "httpx": {"models", "fetching", "index"},
    "httpx2": {"models", "fetching"},
    "requests": {"fetching"},
    "tenacity": {"fetching"},
    "huggingface_hub": {"fetching"},
    "arxiv": {"fetching"},
    "pyalex": {"fetching"},
    "pyzotero": {"fetching"},
    "feedparser": {"fetching", "corpus"},
    "bibtexparser": {"corpus"},
    "pylatexenc": {"corpus"},
    "rispy": {"corpus"},
    "sentencex": {"text", "index"},
    "fastapi": {"web", "doors"},
    "starlette": {"web", "doors"},
    "pydantic": {"doors"},
    "uvicorn": {"web"},
    "tqdm": {"cli"},
    "onnxruntime": {"models"},
    "tokenizers": {"models"},
    "ray": {"models"},
    "gradio": {"web"},
    "sklearn": {"exploring"},
    "threadpoolctl": {"exploring"},
    "bcrypt": {"accounts"},
}
_MODULES = sorted(_PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(_PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: write imports from the top"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", _MODULES, ids=lambda p: str(p.relative_to(_PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    rooms = {name.split(".")[1] for name in _imports(path) if name.startswith("assistant.")}
    assert rooms - {_room(path)} <= _MAY_IMPORT[_room(path)]


@pytest.mark.parametrize("path", _MODULES, ids=lambda p: str(p.relative_to(_PACKAGE)))
def test_a_framework_is_imported_by_its_adapter_alone(path: Path) -> None:
    used = {name.split(".")[0] for name in _imports(path)} & _ADAPTERS.keys()
    assert {name for name in used if _room(path) not in _ADAPTERS[name]} == set()


@pytest.mark.parametrize(
    "path", [p for p in _REPO.rglob("*.py") if ".venv" not in p.parts], ids=lambda p: str(p.relative_to(_REPO))
)
def test_no_file_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_a_question_imports_neither_llama_index_nor_gradio_nor_openai_nor_sklearn(sample_index: Path) -> None:
    code = (
        "import sys, assistant;"
        f"assistant.open_assistant({str(sample_index)!r}).ask('which papers address few-shot learning');"
        "unwanted = {'llama_index', 'gradio', 'openai', 'tiktoken', 'sklearn'};"
        "print(*sorted({name.split('.')[0] for name in sys.modules} & unwanted))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_working_folder_does_not_matter_to_the_import(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", "import assistant.cli"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
