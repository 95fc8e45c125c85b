"""Rows of a data set as it lies on disk: JSONL, Parquet, or a folder that Hugging Face's `datasets` saved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.manifest import sha256_file
from harness.source import SourceError, read_jsonl

__all__ = ["FOLDER", "digest_rows", "is_table", "read_values", "there"]

FOLDER = "state.json"
"""The file that a folder saved by `datasets` holds."""


def there(path: Path) -> bool:
    """Whether a file of rows, or a folder of a data set, is there."""
    return path.is_file() or (path / FOLDER).is_file()


def is_table(path: Path) -> bool:
    """Whether the rows lie in columns (Parquet or a folder of `datasets`), and so have numbers in place of lines."""
    return path.suffix == ".parquet" or path.is_dir()


def read_values(path: Path) -> Iterator[tuple[int, Any]]:
    """Each row with its number from 1: a JSONL file's line, or the place in a table, there without empty columns.

    Raises:
        SourceError: unreadable, no data set, or a table where pyarrow is not installed.
    """
    return _read_table(path) if is_table(path) else read_jsonl(path)


def digest_rows(path: Path) -> str:
    """SHA-256 (hex) of a file of rows; of a folder, over its files' names and digests."""
    if path.is_file():
        return sha256_file(path)
    whole = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file()):
        whole.update(f"{file.relative_to(path).as_posix()}\0{sha256_file(file)}\n".encode())
    return whole.hexdigest()


def _read_table(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError as e:
        raise SourceError('a table, which takes pyarrow to read: pip install "ckptgate[train]"', file=path) from e
    number = 0
    try:
        for batch in _batches(path, pa, pq):
            for value in batch.to_pylist():
                number += 1
                yield number, _present(value)
    except (pa.ArrowException, OSError) as e:
        raise SourceError(f"not readable as a table: {e}", file=path) from e


def _batches(path: Path, pa: Any, pq: Any) -> Iterator[Any]:
    if path.is_file():
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches()
        return
    if (path / "dataset_dict.json").is_file():
        parts = ", ".join(sorted(p.parent.name for p in path.glob(f"*/{FOLDER}")))
        raise SourceError(f"a data set of several parts ({parts}): name the folder of one of them", file=path)
    if not (path / FOLDER).is_file():
        raise SourceError("no data set that `datasets` saved (save_to_disk): name its folder, or a file", file=path)
    for entry in json.loads((path / FOLDER).read_text(encoding="utf-8"))["_data_files"]:
        with pa.memory_map(str(path / Path(entry["filename"]).name)) as source, pa.ipc.open_stream(source) as stream:
            yield from stream


def _present(value: Any) -> Any:
    """Without the keys that only other rows fill: a table has a column in every row, down to the messages."""
    if isinstance(value, dict):
        return {key: _present(inside) for key, inside in value.items() if inside is not None}
    return [_present(inside) for inside in value] if isinstance(value, list) else value
