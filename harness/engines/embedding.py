"""Embedding models: texts → vectors, from a directory in a child process or from an OpenAI-compatible server."""

from __future__ import annotations

import importlib.metadata
import math
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from harness.engines import REMOTE, Endpoint, EngineError
from harness.engines.child import Child
from harness.figures import counted
from harness.manifest import digest_of, pickled, sha256_file
from harness.source import SourceError

__all__ = ["Embedded", "Embedder", "EndpointEmbedder", "LocalEmbedder", "embedder_files", "embedder_for"]

CHILD = "harness.engines._embedding_child"
_REVISION = "1"
"""Raised when the child makes other vectors with the same libraries."""

_READ = (".safetensors", ".json", ".txt", ".model")
_BATCH = 64
_TRIES = 4
_SECONDS = 60.0


class Embedded(NamedTuple):
    """One text's vector, of length 1, and whether the model read only the text's beginning."""

    vector: tuple[float, ...]
    cut: bool = False


OnEmbedded = Callable[[int, Embedded], None]
"""Takes a text's place among those asked for, and its vector."""


class Embedder(Protocol):
    """What makes vectors; nothing is loaded or asked before the first text."""

    def embed(self, texts: Sequence[str], on_embedded: OnEmbedded, *, together: int = 1) -> None:
        """Make the vector of every text, handing each over as it comes; those read `together` differ in last digits.

        Raises:
            EngineError: the model can't be loaded, the server does not answer, or what came is no vector.
        """

    def close(self) -> None:
        """Let the process go, where there is one."""


def embedder_for(named: str, root: Path) -> LocalEmbedder | EndpointEmbedder:
    """The embedding model that the settings name: `openai:URL#NAME`, or a directory.

    Raises:
        SourceError: it is neither, or holds no weights that are loaded here.
    """
    try:
        if named.startswith(REMOTE):
            return EndpointEmbedder(Endpoint.parse(named))
    except ValueError as e:
        raise SourceError(f"[tool.ckptgate] embeddings: {e}", file=root / "pyproject.toml") from e
    path = root / Path(named).expanduser()
    if any(path.glob("*.safetensors")):
        return LocalEmbedder(path)
    bad = pickled(path) if path.is_dir() else []
    why = "there is no such directory" if not path.is_dir() else "it holds no *.safetensors"
    if bad:
        why = f"it holds weights in a pickle format ({bad[0]}), which can run code when loaded and is never read"
    raise SourceError(f"[tool.ckptgate] embeddings: {named}: {why}", file=root / "pyproject.toml")


def embedder_files(path: Path) -> str:
    """Digest of all files of a directory that can change a vector."""
    files = sorted(p for p in path.rglob("*") if p.suffix in _READ and p.is_file())
    return digest_of({p.relative_to(path).as_posix(): sha256_file(p) for p in files})


class LocalEmbedder:
    """Runs `harness.engines._embedding_child`, once for all that is asked until `close`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._child: Child | None = None

    @cached_property
    def identity(self) -> str:
        """Digest of all that can change a vector, known without loading anything.

        Raises:
            EngineError: transformers is not installed.
        """
        try:
            versions = [importlib.metadata.version(p) for p in ("transformers", "torch")]
        except importlib.metadata.PackageNotFoundError as e:
            raise EngineError(f"{e.name} is not installed: pip install 'ckptgate[hf]'") from e
        return digest_of({"files": embedder_files(self.path), "made by": [*versions, _REVISION]})

    def embed(self, texts: Sequence[str], on_embedded: OnEmbedded, *, together: int = 1) -> None:
        """See `Embedder.embed`."""
        if self._child is None:
            self._child = Child(CHILD)

        def hand_over(message: Any) -> None:
            on_embedded(message["text"], Embedded(_unit(message["vector"], str(self.path)), message["cut"]))

        try:
            self._child.carry_out({"model": str(self.path), "texts": list(texts), "together": together}, hand_over)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """See `Embedder.close`."""
        if self._child is not None:
            self._child.end()
            self._child = None


class EndpointEmbedder:
    """Asks `/v1/embeddings` of a server, some texts at a time."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    def embed(self, texts: Sequence[str], on_embedded: OnEmbedded, *, together: int = 1) -> None:
        """See `Embedder.embed`; the server has its own batches."""
        import asyncio

        asyncio.run(self._embed(texts, on_embedded))

    def close(self) -> None:
        """See `Embedder.close`: there is nothing to let go."""

    async def _embed(self, texts: Sequence[str], on_embedded: OnEmbedded) -> None:
        import openai

        from harness.engines.openai import connect, line_of, refusal

        async with connect(self.endpoint) as client:
            patient = client.with_options(max_retries=_TRIES, timeout=_SECONDS)
            for start in range(0, len(texts), _BATCH):
                part = list(texts[start : start + _BATCH])
                try:
                    # Without a format the client asks for base64, which not every server knows.
                    answer = await patient.embeddings.create(
                        model=self.endpoint.name, input=part, encoding_format="float"
                    )
                except openai.APIStatusError as e:
                    raise EngineError(refusal(self.endpoint, e)) from e
                except (openai.OpenAIError, ValueError) as e:
                    raise EngineError(f"{self.endpoint} gives no vectors: {line_of(e)}") from e
                for place, vector in enumerate(self._vectors(answer, len(part))):
                    on_embedded(start + place, Embedded(_unit(vector, str(self.endpoint))))

    def _vectors(self, answer: Any, wanted: int) -> list[Any]:
        data = getattr(answer, "data", None)
        found = {getattr(d, "index", None): getattr(d, "embedding", None) for d in data} if data else {}
        if set(found) != set(range(wanted)):
            raise EngineError(f"{self.endpoint} gives {counted(len(found), 'vector')} for {counted(wanted, 'text')}")
        return [found[place] for place in range(wanted)]


def _unit(vector: Any, whose: str) -> tuple[float, ...]:
    """The vector at length 1: a cosine is then a plain product."""
    try:
        numbers = [float(x) for x in vector]
    except (TypeError, ValueError) as e:
        raise EngineError(f"{whose} gives something that is no vector: {str(vector)[:60]}") from e
    length = math.hypot(*numbers)
    if not 0 < length < math.inf:
        raise EngineError(f"{whose} gives a vector without a direction: all zeros, or not finite")
    return tuple(round(x / length, 7) for x in numbers)
