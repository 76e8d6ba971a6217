from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.index.layout import FORMAT
from tests.index.formats import make, pack

with TemporaryDirectory() as tmp:
    make(Path(tmp) / "index")
    pack(FORMAT, Path(tmp) / "index")
