"""The embedding model that the settings name, for texts of which too many pass to keep their vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.engines.embedding import Embedded, embedder_for
from harness.lint.lints import Embedding

__all__ = ["embedding_of"]

_TOGETHER = 32


@contextmanager
def embedding_of(named: str | None, root: Path) -> Iterator[Embedding | None]:
    """What makes vectors by the model of this name, a directory under `root` or a server; None where none is named.

    Nothing is loaded or asked before the first text. Its `vectors` raise EngineError where the model can't be loaded
    or asked.

    Raises:
        SourceError: the name is no model's.
    """
    if named is None:
        yield None
        return
    embedder = embedder_for(named, root)

    def vectors(texts: Sequence[str]) -> NDArray[np.float32]:
        made: dict[int, np.ndarray] = {}

        def keep(at: int, embedded: Embedded) -> None:
            made[at] = np.array(embedded.vector, dtype=np.float32)

        embedder.embed(texts, keep, together=_TOGETHER)
        return np.stack([made[at] for at in range(len(texts))])

    try:
        yield Embedding(name=named, vectors=vectors)
    finally:
        embedder.close()
