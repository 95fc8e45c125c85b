"""Rows come out the same from JSONL, Parquet and a folder that `datasets` saved."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from harness.source import SourceError
from harness.tables import digest_rows, read_values, there

ROWS: list[dict[str, Any]] = [
    {"messages": [{"role": "user", "content": "Где зал?"}, {"role": "assistant", "content": "В Риге."}], "id": 7},
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]},
]


@pytest.fixture
def written(tmp_path: Path) -> dict[str, Path]:
    import datasets
    import pyarrow as pa
    import pyarrow.parquet as pq

    lines = tmp_path / "rows.jsonl"
    lines.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "rows.parquet")
    datasets.Dataset.from_list(ROWS).save_to_disk(tmp_path / "saved", num_shards=2)
    return {"jsonl": lines, "parquet": tmp_path / "rows.parquet", "folder": tmp_path / "saved"}


@pytest.mark.parametrize("kind", ["jsonl", "parquet", "folder"])
def test_rows_are_the_same_whatever_they_lie_in(written: dict[str, Path], kind: str) -> None:
    """With numbers from 1; a column that a row does not fill is not there."""
    assert there(written[kind])
    assert list(read_values(written[kind])) == [(1, ROWS[0]), (2, ROWS[1])]


def test_a_changed_file_of_a_folder_changes_its_digest(written: dict[str, Path], tmp_path: Path) -> None:
    """Its name does not matter, what lies in it does."""
    copied = Path(shutil.copytree(written["folder"], tmp_path / "elsewhere"))
    assert digest_rows(copied) == digest_rows(written["folder"])
    (copied / "state.json").write_text("{}", encoding="utf-8")
    assert digest_rows(copied) != digest_rows(written["folder"])


def test_what_is_no_table_is_said_with_its_name(written: dict[str, Path], tmp_path: Path) -> None:
    """A broken Parquet file; a folder of anything; a data set of several parts."""
    import datasets

    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and nothing else")
    (tmp_path / "empty").mkdir()
    part = datasets.Dataset.from_list(ROWS)
    datasets.DatasetDict({"train": part, "test": part}).save_to_disk(tmp_path / "parts")
    for path, said in (
        (broken, "not readable"),
        (tmp_path / "empty", "no data set"),
        (tmp_path / "parts", "test, train"),
    ):
        with pytest.raises(SourceError, match=said) as caught:
            list(read_values(path))
        assert caught.value.file == path
