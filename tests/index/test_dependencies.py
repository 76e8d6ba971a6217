"""What a question loads, what it may call, and that others can open what we wrote."""

import os
import subprocess
import sys
from pathlib import Path

from assistant.index import Index
from tests.fakes import HashedWords
from tests.index.making import CRANES

_REPO = Path(__file__).parents[2]
_QUESTION = """
import socket, sys
from pathlib import Path

def refuse(*_): raise AssertionError("a question called the network")
socket.socket.connect = refuse
socket.getaddrinfo = refuse

from assistant.index import Index
from assistant.types import Filters
from tests.fakes import HashedWords

heavy = {"llama_index", "tiktoken", "gradio", "openai", "onnxruntime", "tokenizers"}
with Index.open(Path(sys.argv[1]), embedder=HashedWords()) as index:
    index.select(Filters(since="2020-01-01"))
    index.papers(paper for paper, _ in index.search_words("owls", 5))
    print(sorted((heavy | {"chromadb"}) & sys.modules.keys()))
    index.search_vectors(HashedWords().embed(["owls"])[0], 5)
    print(sorted(heavy & sys.modules.keys()))
"""


def test_a_question_loads_chromadb_with_its_first_vector_and_no_framework_at_all(built: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _QUESTION, str(built)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(_REPO), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("[]\n[]\n", "")
    assert list(tmp_path.iterdir()) == []


def test_a_llama_index_program_can_open_the_collection(folder: Path) -> None:
    import chromadb
    from llama_index.core.vector_stores.types import VectorStoreQuery
    from llama_index.vector_stores.chroma import ChromaVectorStore

    with chromadb.PersistentClient(str(folder / "chroma" / "1")) as client:
        store = ChromaVectorStore(chroma_collection=client.get_collection("papers", embedding_function=None))
        text = f"{CRANES.title}\n{CRANES.abstract}"
        found = store.query(VectorStoreQuery(HashedWords().embed([text])[0].tolist(), similarity_top_k=1))
    (node,) = found.nodes or ()
    assert (node.get_content(), node.ref_doc_id) == (text, CRANES.given_id)
    assert {name: node.metadata[name] for name in ("paper", "ordinal", "start", "end")} == {
        "paper": CRANES.given_id,
        "ordinal": 0,
        "start": 0,
        "end": len(CRANES.abstract),
    }


def test_a_reader_is_a_paper_index(built: Path) -> None:
    from assistant.ports import PaperIndex

    asked = {name for name in vars(PaperIndex) if not name.startswith("_")}
    assert asked <= set(dir(Index))
