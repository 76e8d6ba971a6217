"""The embedded embedding model in many processes at once, on a Ray cluster or on this machine. Knows no index.

Why: docs/decisions/0055-embedding-is-spread-by-ray-tasks.md
"""

import os
import secrets
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from types import TracebackType
from typing import Any

from assistant.errors import ProviderDown, UsageError
from assistant.models.minilm import MiniLM
from assistant.ports import Vectors

_AHEAD = 2  # pieces for each core: one is embedded while the next is on its way
_AGAIN = 3  # times a piece is repeated whose worker died
# Ray reads these from the environment alone, most of them when it is imported.
_SILENT = {"RAY_USAGE_STATS_ENABLED": "0"}
_LOCAL = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # on every system: binds to 127.0.0.1, and to nothing else
    "RAY_AUTH_MODE": "token",  # no other user of this machine may run code in the workers
}


class RayEngine:
    """Ray starts with the first piece, and `close` ends what was started here."""

    def __init__(self, *, address: str | None) -> None:
        """`address`: of a cluster, as `ray.init` takes it; None: as many workers on this machine as it has cores.

        Raises `UsageError` where Ray is not installed.
        """
        if find_spec("ray") is None:
            raise UsageError(
                "--engine ray needs Ray, which is not installed", hint="Run: pip install 'paper-assistant[ray]'"
            )
        self._address = address
        self._ray: Any = None  # the package, which carries no types here and is a second to import
        self._task: Any = None

    def __enter__(self) -> "RayEngine":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends local workers; of a cluster, what this process has under way there."""
        if self._ray is not None:
            self._ray.shutdown()
            self._ray = None

    def embed_each(self, pieces: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        """What `MiniLM.embed` makes of each piece, in their order. One whose worker died is embedded by another.

        Raises `ProviderDown` where the cluster cannot be reached, or a piece cannot be embedded there.
        """
        under_way: deque[Any] = deque()
        for piece in pieces:
            under_way.append(self._started().remote(MiniLM.name, list(piece)))
            if len(under_way) >= self._ahead():
                yield self._made(under_way.popleft())
        while under_way:
            yield self._made(under_way.popleft())

    def _started(self) -> Any:
        """The task that workers run."""
        if self._ray is None:
            ray = _import(local=self._address is None)
            local = {"include_dashboard": False, "num_cpus": os.cpu_count()} if self._address is None else {}
            try:
                ray.init(self._address or "local", configure_logging=False, log_to_driver=False, **local)
            except (OSError, RuntimeError, ValueError) as error:  # what it raises for an address, ours or wrong
                raise _down(self._address or "this machine", error) from error
            self._ray, self._task = ray, ray.remote(num_cpus=1, max_retries=_AGAIN)(_embed)
        return self._task

    def _ahead(self) -> int:
        """Asked anew each time: nodes come and go."""
        return _AHEAD * max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def _made(self, reference: Any) -> Vectors:
        try:
            made: Vectors = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            raise _down(self._address or "this machine", error) from error
        return made


def _import(*, local: bool) -> Any:
    os.environ.update(_SILENT)
    if local:
        os.environ.update(_LOCAL)
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))  # else Ray leaves one in the home folder
    import ray

    return ray


def _down(where: str, error: Exception) -> ProviderDown:
    said = (str(error).strip() or type(error).__name__).splitlines()[-1]
    return ProviderDown(
        f"Ray on {where} could not embed: {said}",
        hint="See that the cluster runs and each node has this version of the program, then run it again: "
        "what was embedded is kept.",
    )


def _embed(name: str, texts: list[str]) -> Vectors:
    """Runs in a worker. One thread: Ray starts a worker for each core."""
    if MiniLM.name != name:
        raise RuntimeError(f"this node has the model {MiniLM.name}, and {name} is wanted")
    return _model().embed(texts)


@cache
def _model() -> MiniLM:
    return MiniLM(threads=1)
