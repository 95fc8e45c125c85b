"""What missed and why, a line a case."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from harness.gates import Lang
from harness.record import Answer, CaseResult, Flip, Record
from harness.report import miss_lines

from .records import make_case, make_hostile, make_record


def told(record: Record, lang: Lang = "en", **limits: int) -> list[str]:
    return [line.plain for line in miss_lines(record, lang, **limits)]


def record_of(*cases: CaseResult) -> Record:
    return make_record(cases, [])


def missed(id: str, reason: str = "no “30 days”", flip: Flip = "broken", *, critical: bool = False) -> CaseResult:
    answer = Answer(reply="14 days", passed=False, reason=reason, finish="stop", tokens=2)
    return make_case(id=id, flip=flip, candidate=answer, critical=critical)


def test_newly_broken_cases_come_first_and_critical_ones_before_others() -> None:
    """Each with its place and the reason."""
    record = record_of(
        missed("old", flip="both miss"),
        missed("old-must", flip="both miss", critical=True),
        missed("new"),
        missed("must", critical=True),
        make_case(id="good", flip="both pass"),
        make_case(id="absent", flip="alone", candidate=None),
    )
    assert told(record) == [
        "newly broken: 2",
        "  golden/must critical · golden/golden/shop.yaml:12 · no “30 days”",
        "  golden/new · golden/golden/shop.yaml:12 · no “30 days”",
        "other misses: 2",
        "  golden/old-must critical · golden/golden/shop.yaml:12 · no “30 days”",
        "  golden/old · golden/golden/shop.yaml:12 · no “30 days”",
    ]


def test_without_a_baseline_there_are_misses_and_nothing_that_broke() -> None:
    case = missed("one").model_copy(update={"flip": "alone", "baseline": None})
    assert told(record_of(case))[0] == "missed: 1"


def test_the_rest_is_counted_and_a_critical_miss_is_not_among_it() -> None:
    """Even where the baseline misses it, too: it fails the run."""
    new = [missed(f"new-{i}") for i in range(20)]
    record = record_of(*new, missed("must", flip="both miss", critical=True), missed("old", flip="both miss"))
    lines = told(record, most=5)
    assert [line.partition(" ·")[0].strip() for line in lines] == [
        "newly broken: 20",
        *(f"golden/new-{i}" for i in range(4)),
        "other misses: 2",
        "golden/must critical",
        "… and 17 more: report.html",
    ]


def test_in_russian() -> None:
    """All but names, places and the reasons, which stand in the record."""
    record = record_of(missed("new", critical=True), missed("other"), missed("old", flip="both miss"))
    assert told(record, "ru", most=1) == [
        "сломано: 2",
        "  golden/new критично · golden/golden/shop.yaml:12 · no “30 days”",
        "… и ещё 2: report.html",
    ]


def test_a_line_is_one_line_of_a_fair_length() -> None:
    """Line ends, control and invisible characters of a reply that a reason quotes are shown, and drive nothing."""
    (_, line) = told(record_of(missed("x", "says “a\nb\x1b[2J\u202e” " + "and more " * 100)), longest=60)
    assert "says “a b⟨U+001B⟩[2J⟨U+202E⟩” and more" in line
    assert line.endswith("…")
    assert len(line) < 120


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("the reply is “Call +7 912 345-67-89”, not “no”", "the reply is “Call +* *** ***-**-89”, not “no”"),
        ("«Пишите: boris@mail.example» лишнее", "«Пишите: b***@mail.example» лишнее"),
        ("12 words, at most 10 allowed", "12 words, at most 10 allowed"),
        ("“Order 48213 comes on 12.05.2026”", "“Order 48213 comes on 12.05.2026”"),
    ],
)
def test_personal_data_is_masked(reason: str, shown: str) -> None:
    """Whatever check quotes it; other numbers stay."""
    assert told(record_of(missed("x", reason)))[1].endswith(f" · {shown}")


def test_nothing_that_passed_is_told(samples: dict[str, Callable[[], Record]]) -> None:
    assert told(record_of(make_case(flip="both pass"), make_case(id="b", flip="fixed"))) == []
    lines = told(samples["large"](), most=1000)
    assert len(lines) == 2 + 500


@pytest.mark.parametrize("text", ["[red]x[/red]", "\x1b[2J\x9b31m", "\u202eabc", "a\nb\rc\u2028d", "\ud800"])
def test_texts_of_others_are_shown_and_never_obeyed(text: str) -> None:
    for line in told(make_hostile(text)):
        assert not [c for c in line if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl"}]
    assert "[red]x[/red]/[red]x[/red]" in "".join(told(make_hostile("[red]x[/red]")))
