"""The wheel works from any folder, with nothing of the checkout in sight."""

import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

_REPO = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(_REPO)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_it_carries_prompts_sample_tokenizer_weights_and_gold(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    carried = {
        "assistant/prompts/judge.md",
        "assistant/prompts/write.md",
        "assistant/data/sample-listing.txt",
        "assistant/data/minilm-tokenizer.json",
        "assistant/data/embedder.onnx",
        "assistant/data/cross-encoder.onnx",
        "assistant/data/int8-probe.onnx",
        "assistant/judging/embedded/relevance.json",
        "assistant/evaluation/attacks/attacks.jsonl",
        "assistant/evaluation/attacks/blockers.jsonl",
        "assistant/evaluation/gold/lists.jsonl",
        "assistant/evaluation/page/page.css",
        "assistant/web/shell/page.css",
        "assistant/web/shell/frame.js",
    }
    assert carried - names == set()
    assert {name for name in names if not name.startswith(("assistant/", "paper_assistant-"))} == set()


def test_installed_in_a_clean_environment_it_answers_a_question(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    with ZipFile(wheel) as archive:
        archive.extractall(site)
    # The dependencies are borrowed; the checkout, which is installed there as editable, is not.
    borrowed = f"import sys; sys.path.append({sysconfig.get_path('purelib')!r})\n"
    (site / "borrowed.pth").write_text(borrowed)
    python = home / "bin" / "python"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(python), "-m", "assistant", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    where = subprocess.run(
        [str(python), "-c", "import assistant; print(assistant.__file__)"], cwd=tmp_path, capture_output=True, text=True
    )
    assert Path(where.stdout.strip()).is_relative_to(site)
    papers = tmp_path / "papers.jsonl"
    papers.write_text(
        json.dumps({"id": "1", "title": "Owls at Night", "abstract": "We count 20 owls in the wood at night."}) + "\n"
        + json.dumps({"id": "2", "title": "Whales by Ear", "abstract": "We hear 345 whales in the open sea."}) + "\n"
    )  # fmt: skip
    run("index", "papers.jsonl")
    assert (tmp_path / "index_store" / "manifest.json").is_file()
    found = json.loads(run("search", "counting owls", "--json").stdout)
    assert found["results"][0]["id"] == "1"
    answer = json.loads(run("ask", "How many owls are in the wood?", "--json").stdout)
    for citation in answer["citations"]:
        abstract = {"1": "We count 20 owls in the wood at night.", "2": "We hear 345 whales in the open sea."}
        assert abstract[citation["paper"]["id"]][citation["start"] : citation["end"]] == citation["quote"]
