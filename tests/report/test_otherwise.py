"""What a report says of questions asked in other words."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from harness.record import Record, Wording
from harness.report import terminal
from harness.report.html import render
from harness.report.otherwise import otherwise_lines
from harness.report.summary import render as summary

from .records import refused

TOLD = [
    Wording(name="as it stands", n=40, candidate=38, baseline=36),
    Wording(name="ё as е", n=20, candidate=20, baseline=19),
    Wording(name="alike", n=40, candidate=30, baseline=36),
]


def asked_otherwise() -> Record:
    record = refused()
    suites = [record.suites[0].model_copy(update={"wordings": TOLD}), *record.suites[1:]]
    return record.model_copy(update={"suites": suites})


def test_a_suite_with_variants_gets_a_line_in_both_languages() -> None:
    record = asked_otherwise()
    name = record.suites[0].name
    [english], [russian] = otherwise_lines(record), otherwise_lines(record, "ru")
    assert english == (
        f"{name}: as it stands 95 % (90 %), ё as е 100 % (95 %), one verdict every way 75 % (90 %); the "
        "baseline in brackets"
    )
    assert russian.startswith(f"{name}: как есть 95 % (90 %), е вместо ё 100 %")


def test_without_variants_nothing_is_said() -> None:
    assert otherwise_lines(refused()) == []
    assert "asked otherwise" not in render(refused())


def test_every_report_holds_the_line(tmp_path: Path) -> None:
    record = asked_otherwise()
    [line] = otherwise_lines(record)
    console = Console(width=200)
    with console.capture() as shown:
        console.print(terminal(record, directory=tmp_path))
    assert line in " ".join(shown.get().split())
    assert line in summary(record, tmp_path)
    assert line in render(record)
