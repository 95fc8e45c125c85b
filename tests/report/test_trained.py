"""What a report says of training rows: the gap, their other wordings, what came back word for word."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from harness.record import Estimate, Memory, Rate, Recital, Record, Trained, Wording
from harness.report import terminal
from harness.report.html import render
from harness.report.summary import render as summary
from harness.report.trained import trained_lines

from .records import refused

STORY = Recital(row="row-00012", own=14, of=15, base=1, memorized=True, quote="“the <b>brass</b> key”")
MEMORY = Memory(rows=40, memorized=3, candidate=0.254, base=0.02, worst=[STORY])
TOLD = Trained(
    rows=48,
    candidate=Rate(passed=47, n=48, rate=47 / 48, lower=0.9, upper=0.99),
    held_out=Rate(passed=45, n=48, rate=45 / 48, lower=0.8, upper=0.98),
    gap=Estimate(value=2 / 48, lower=-0.035, upper=0.127),
    wordings=[Wording(name="as it stands", n=48, candidate=47), Wording(name="typo", n=48, candidate=36)],
    memory=MEMORY,
)


def beside(trained: Trained) -> Record:
    record = refused()
    suites = [record.suites[0].model_copy(update={"trained": trained}), *record.suites[1:]]
    return record.model_copy(update={"suites": suites})


def lines(trained: Trained, lang: str = "en") -> list[str]:
    record = beside(trained)
    return [line.removeprefix(f"{record.suites[0].name}: ") for line in trained_lines(record, lang)]  # type: ignore[arg-type]


def test_a_line_for_each_figure_in_english() -> None:
    assert lines(TOLD) == [
        "48 trained questions pass at 97.9 %, 48 held-out ones at 93.8 %: a gap of 4.2 points (90 % interval "
        "−3.5 … 12.7)",
        "trained questions: as it stands 98 %, typo 75 %",
        "3 of 40 training answers came back word for word beyond what the base says; of an answer's own words 25.4 % "
        "come back in one piece, 2 % of them from the base",
        "most: row-00012 “the <b>brass</b> key” (14/15)",
    ]


def test_and_in_russian() -> None:
    gap, otherwise, memory, worst = lines(TOLD, "ru")
    assert gap.startswith("на вопросах из обучения (48) пройдено 97,9 %, на отложенных (48) — 93,8 %: разрыв 4,2 п. п.")
    assert otherwise == "вопросы из обучения: как есть 98 %, с опечаткой 75 %"
    assert memory.startswith("дословно и сверх базовой модели повторено 3 из 40 ответов обучения")
    assert worst == "больше всего: row-00012 “the <b>brass</b> key” (14/15)"


def test_what_could_not_be_told_says_so() -> None:
    assert lines(Trained(left_out="x is not here")) == ["no training question was asked: x is not here"]
    (told,) = lines(Trained(rows=2, memory=Memory(rows=0, memorized=0, candidate=None)))
    assert told.endswith("none has words enough of its own to be memorized")
    assert trained_lines(refused()) == []
    assert "training data</h3>" not in render(refused())


def test_every_report_holds_the_lines_and_no_markup_of_others(tmp_path: Path) -> None:
    record = beside(TOLD)
    first, *_, last = trained_lines(record)
    console = Console(width=200)
    with console.capture() as shown:
        console.print(terminal(record, directory=tmp_path))
    assert first in " ".join(shown.get().split())
    assert "a gap of 4.2 points" in summary(record, tmp_path)
    page = render(record)
    assert first in page
    assert "<b>brass" not in page
    assert "&lt;b&gt;brass" in page
    assert last.count("brass") == 1
