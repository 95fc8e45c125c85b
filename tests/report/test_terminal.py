"""The end of a run in the terminal: short, narrow enough, and no reply drives it."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from harness.gates import Lang
from harness.record import Record
from harness.report import terminal, view
from harness.report.sentences import reason

from .records import make_hostile, make_record

Samples = dict[str, Callable[[], Record]]
HERE = Path("records/20260301-120000-3f9a")


def shown(record: Record, width: int = 80, lang: Lang = "en", **console: bool) -> str:
    """The lines as printed, without colour unless asked for."""
    out = io.StringIO()
    Console(file=out, width=width, color_system="standard" if console else None, **console).print(
        terminal(record, directory=HERE, lang=lang)
    )
    return out.getvalue()


def test_it_tells_the_story(samples: Samples) -> None:
    """Decision, each suite with rates, Δ, flips and word, lost slices, the report."""
    text = " ".join(shown(samples["refused"]()).split())
    for expected in (
        "✗ FAIL support-narrow/ckpt-3 must not ship",
        "forgetting 400 72.8 93.8 −21.0 −88 +4 ✗ FAIL",
        "lost copy 93.0 % → 67.0 %",
        f"report {HERE}/report.html",
    ):
        assert expected in text


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_each_suites_decision_is_explained(sample: Record, lang: Lang) -> None:
    """By one sentence, with its sign, in the reader's language."""
    text = " ".join(shown(sample, 400, lang).split())
    for suite in sample.suites:
        gate = view.deciding(suite)
        assert gate is not None
        assert gate.decision == suite.decision
        assert f"{suite.name} {view.GLYPHS[gate.decision]} {' '.join(reason(gate, lang).split())[:200]}" in text


def test_its_own_words_are_russian_where_asked_for(samples: Samples) -> None:
    """What is not a name, a decision or a text of others."""
    text = shown(samples["refused"](), 100, "ru")
    for word in ("набор", "канд. %", "потеряно", "отчёт", "−21,0", "67,0 %"):
        assert word in text
    for word in ("suite", "cand.", "lost", "report ", "21.0", "67.0"):
        assert word not in text


@pytest.mark.parametrize("width", [60, 80, 100])
def test_it_fits(sample: Record, width: int) -> None:
    """One screen, none of its lines wider than the terminal, nothing that counts cut off."""
    lines = shown(sample, width).splitlines()
    assert len(lines) <= (24 if width >= 80 else 30)
    assert max(map(cell_len, lines)) <= width
    assert all(any(suite.decision in line for line in lines) for suite in sample.suites)
    assert all(any(f"−{s.broken} +{s.fixed}" in line for line in lines) for s in sample.suites if s.baseline)


def test_the_report_s_path_is_in_one_piece_however_narrow_the_terminal(sample: Record) -> None:
    out, far = io.StringIO(), Path("/home/anna/projects/help-desk/records/20260301-120000-openai-http-127.0.0.1-3f9a")
    Console(file=out, width=60).print(terminal(sample, directory=far), crop=False)
    assert f"  report     {far}/report.html\n" in out.getvalue()


@pytest.mark.parametrize("text", ["[red]x[/red]", "[link=https://evil.example]x[/link]", "[/]", ":tada:", "\\[b]"])
def test_markup_is_printed(text: str) -> None:
    """As a person would have typed it."""
    assert text in shown(make_hostile(text), 100)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=40))
def test_nothing_drives_the_terminal(text: str) -> None:
    """No control or invisible character comes out, whatever the record holds, and it encodes."""
    out = shown(make_hostile(f"\x1b[2J\x9b31m\u202e{text}"))
    out.encode()
    assert not [c for c in out if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}]


def test_colour_is_beside_words_only(samples: Samples) -> None:
    """With colour the same words and signs stand there."""
    assert "✗ FAIL" in shown(samples["refused"](), force_terminal=True)


def test_a_suite_of_which_nothing_was_selected_is_left_out(samples: Samples) -> None:
    """The sentence says that the run is a part, and no note says it again."""
    record = samples["passing"]()
    other = record.suites[0].model_copy(
        update={"name": "elsewhere", "ran": 0, "candidate": None, "baseline": None, "decision": "NOT DECIDED"}
    )
    part = {"suites": [*record.suites, other], "complete": False, "decision": "NOT DECIDED"}
    for lang in ("en", "ru"):
        text = shown(record.model_copy(update=part), 100, lang)
        assert "elsewhere" not in text
        assert "release anything" not in text
        assert "нельзя выпустить" not in text
    assert "160 из 320" in shown(record.model_copy(update=part), 100, "ru")


def test_many_suites_and_none() -> None:
    """Past ten suites the rest is counted; a record of nothing still says its decision."""
    record = make_hostile("suite")
    assert "and 30 more" in shown(record.model_copy(update={"suites": record.suites * 40}))
    assert "ERROR" in shown(make_record([], [], production=None, decision="ERROR"))
