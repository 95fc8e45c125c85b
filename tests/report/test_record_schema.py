"""docs/record.schema.json and docs/record.md describe the format that is written."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from harness.record import Record, json_schema, write_record

DOCS = Path(__file__).parents[2] / "docs"


def test_the_schema_is_up_to_date() -> None:
    """After a change of the format, write `harness.record.json_schema()` there again (see docs/record.md)."""
    written = (DOCS / "record.schema.json").read_text(encoding="utf-8")
    assert written == json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def test_records_are_valid(sample: Record, tmp_path: Path) -> None:
    """Every kind of record, as it is written, follows the schema."""
    file = write_record(sample, tmp_path)
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(json.loads(file.read_bytes()), json_schema())


def test_every_field_has_its_line() -> None:
    """The description names each field of the record and of its parts."""
    text = (DOCS / "record.md").read_text(encoding="utf-8")
    schema = json_schema()
    named = [name for part in [schema, *schema["$defs"].values()] for name in part.get("properties", {})]
    assert [name for name in named if f"`{name}`" not in text] == []
