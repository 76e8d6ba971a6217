"""The embedded embedding model in many processes at once, on a Ray cluster or on this machine. Knows no index.

Why: docs/decisions/0055-embedding-is-spread-by-ray-tasks.md
"""

import os
import secrets
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from assistant.errors import ProviderDown, UsageError
from assistant.models.minilm import MiniLM
from assistant.ports import Vectors

_AHEAD = 2  # pieces for each core: one is embedded while the next is on its way


class RayEngine:
    """Ray starts with the first piece, and `close` ends what was started here."""

    def __init__(self, *, address: str | None, instead_of: str | None = None) -> None:
        """`address`: of a cluster, as `ray.init` takes it; None: as many workers on this machine as it has cores.

        Raises `UsageError` where Ray is not installed, or another model is configured that it would be `instead_of`.
        """
        if instead_of:
            raise UsageError(
                "--engine ray spreads the embedding model that is built in, and ASSISTANT_EMBED_MODEL names another",
                hint="Leave one of the two out; ASSISTANT_PARALLEL says how many requests go to a provider at once.",
            )
        if find_spec("ray") is None:
            raise UsageError(
                "--engine ray needs Ray, which is not installed", hint="Run: pip install 'paper-assistant[ray]'"
            )
        self._address = address
        self._ray: Any = None  # the package, which carries no types here and is a second to import
        self._task: Any = None

    def close(self) -> None:
        """Ends local workers; of a cluster, what this process has under way there."""
        if self._ray:
            self._ray.shutdown()

    def embed_each(self, pieces: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        """What `MiniLM.embed` makes of each piece, in their order. One whose worker died is embedded by another.

        Raises `ProviderDown` where the cluster cannot be reached, or a piece cannot be embedded there.
        """
        under_way: deque[Any] = deque()
        for piece in pieces:
            self._start()
            under_way.append(self._task.remote(MiniLM.name, list(piece)))
            if len(under_way) >= _AHEAD * self._cores():
                yield self._made(under_way.popleft())
        while under_way:
            yield self._made(under_way.popleft())

    def _start(self) -> None:
        if self._task:
            return
        self._ray = _import(local=not self._address)
        self._ray._private.worker._worker_logs_enabled = False  # no option keeps "a worker died" off standard output
        local = {} if self._address else {"include_dashboard": False}
        try:
            self._ray.init(self._address or "local", configure_logging=False, log_to_driver=False, **local)
        except (OSError, RuntimeError, ValueError, self._ray.exceptions.RayError) as error:  # it has none of its own
            raise self._down(error) from error
        self._task = self._ray.remote(_embed)  # of one core, and repeated three times where its worker dies

    def _cores(self) -> int:
        """Asked anew for each piece: nodes come and go."""
        return max(1, int(self._ray.cluster_resources().get("CPU", 0)))

    def _made(self, reference: Any) -> Vectors:
        try:
            made: Vectors = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            raise self._down(error) from error
        return made

    def _down(self, error: Exception) -> ProviderDown:
        said = (str(error).strip() or type(error).__name__).splitlines()[-1]
        return ProviderDown(
            f"Ray on {self._address or 'this machine'} could not embed: {said}",
            hint="See that the cluster runs, RAY_AUTH_TOKEN is its token and every node has this version of the "
            "program, then run it again: what was embedded is kept.",
        )


def _import(*, local: bool) -> Any:
    """Ray reads most of what it can be told from the environment, when it is imported."""
    os.environ.update(_own() if local else {"RAY_gcs_server_port_wait_time_s": "1"})  # tries once, not 20 times
    import ray

    return ray


def _own() -> dict[str, str]:
    """Keeps what is started here to this machine and this user."""
    return {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # on every system: binds to 127.0.0.1 alone
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),  # without one, Ray leaves one in the home folder
    }


def _embed(name: str, texts: list[str]) -> Vectors:
    """Runs in a worker. One thread: Ray starts a worker for each core."""
    if MiniLM.name != name:
        raise RuntimeError(f"this node has the model {MiniLM.name}, and {name} is wanted")
    return _model().embed(texts)


@cache
def _model() -> MiniLM:
    return MiniLM(threads=1)
