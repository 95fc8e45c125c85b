"""Compiled pages, kept: to compile the report's template takes as long as a hundred cases, and it changes only with us.

They lie beside Python's own compiled files, and under a digest of all that goes into them, so that an edited template,
another version of Jinja or of this package finds none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from functools import cache
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

__all__ = ["CompiledPages"]


class CompiledPages(BytecodeCache):
    """A file a template in `folder`. Where it can't be read or written the template is compiled as ever."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(cache_from_source(__file__)).parent

    def get_source_checksum(self, source: str) -> str:
        """SHA-256 over the template and what compiles it: a constant in it goes through our own functions."""
        return hashlib.sha256(f"{source}\0{_compiler()}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket from its file, if that is of the same source; else leave it empty."""
        with contextlib.suppress(OSError), self._file(bucket).open("rb") as f:
            bucket.load_bytecode(f)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the bucket's file, whole or not at all."""
        if sys.dont_write_bytecode:
            return
        file = self._file(bucket)
        temporary = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                with temporary.open("wb") as f:
                    bucket.write_bytecode(f)
                temporary.replace(file)
            finally:
                temporary.unlink(missing_ok=True)

    def _file(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key[:16]}.{sys.implementation.cache_tag}.page"


@cache
def _compiler() -> str:
    """What a compiled template depends on beside its source."""
    own = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"\0".join([version("jinja2").encode(), *(p.read_bytes() for p in own)])).hexdigest()
