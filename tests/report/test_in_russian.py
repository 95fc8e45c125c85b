"""A record told in Russian: reasons and notes wherever they are read, and the record as it was."""

from __future__ import annotations

import base64
import gzip
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from harness.record import Answer, Record, Sample
from harness.report import miss_lines, terminal
from harness.report import summary as summaries
from harness.report.cases_data import page_cases
from harness.report.html import render

from .records import make_case, make_record

REASON = "70 words, at most 60 allowed; be kinder"
RUSSIAN = "70 слов, можно не больше 60; be kinder"
NOTE = "Every one of 20 replies of m is empty."
RUSSIAN_NOTE = "Пусты все ответы m, их 20."
SAMPLE = "“30” is denied"


@pytest.fixture
def record() -> Record:
    sample = Sample(reply="not 30", passed=False, reason=SAMPLE)
    answer = Answer(reply="14", passed=False, reason=REASON, finish="stop", tokens=2, samples=[sample])
    return make_record([make_case(id="one", flip="broken", candidate=answer)], [], notices=[NOTE])


def test_the_terminal_tells_notes_and_misses(record: Record) -> None:
    out = io.StringIO()
    Console(file=out, width=200).print(terminal(record, directory=Path("records/x"), lang="ru"))
    assert RUSSIAN_NOTE in out.getvalue()
    assert NOTE not in out.getvalue()
    assert miss_lines(record, "ru")[1].plain.endswith(RUSSIAN)
    assert miss_lines(record)[1].plain.endswith(REASON)


def test_the_summary_tells_both(record: Record) -> None:
    told = summaries.render(record, Path("records/x"), "ru")
    assert RUSSIAN in told
    assert RUSSIAN_NOTE in told
    assert REASON not in told
    assert REASON in summaries.render(record, Path("records/x"))


def test_the_page_tells_both_written_and_packed(record: Record) -> None:
    page = render(record, "ru")
    assert RUSSIAN in page
    assert RUSSIAN_NOTE in page
    assert "at most 60 allowed" not in page
    [chunk] = page_cases(record, "ru")[0].chunks
    [case] = json.loads(gzip.decompress(base64.b64decode(chunk.packed)))
    answer = case["answers"][-1]
    assert answer["reason"] == RUSSIAN
    assert answer["samples"][0][-1] == "«30» отрицается"


def test_personal_data_is_masked_in_a_russian_reason(record: Record) -> None:
    """As in the English one: the terminal's lines are kept by servers."""
    reason = "“8 912 345-67-89” is not in the reply “Call me: +7 912 345-67-89.”"
    answer = Answer(reply="x", passed=False, reason=reason, finish="stop", tokens=2)
    made = make_record([make_case(id="one", flip="broken", candidate=answer)], [])
    line = miss_lines(made, "ru")[1].plain
    assert "в ответе нет" in line
    assert "345" not in line


def test_the_record_stays_english(record: Record) -> None:
    before = record.model_dump_json()
    render(record, "ru")
    summaries.render(record, Path("records/x"), "ru")
    assert record.model_dump_json() == before
