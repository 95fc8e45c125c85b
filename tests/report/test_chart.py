"""Charts: what stands in them is text, the figures lie where they belong, and nothing runs."""

from __future__ import annotations

import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from harness.report.chart import HEIGHT, WIDTH, Axis, Mark, Point, Series, chart, rate_axis, rising, spark, text_chart
from harness.report.chart_page import Page, write_page

HOSTILE = "</text><script>alert(1)</script>\" onload='x' \u202e\x00 Привет"


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}


def drawn(points: list[Point], name: str = "target") -> str:
    x = Axis(title="epoch", low=0, high=4, ticks=[(1, "1"), (2, "2")])
    return str(
        chart([Series(name=name, points=points, tone="first")], x, rate_axis("rate", [0.5]), title=name,
              marks=[Mark(2, name)])
    )  # fmt: skip


def test_higher_is_higher_and_later_is_further_right_and_inside_the_frame() -> None:
    found = re.findall(
        r'<circle class="dot first" cx="([\d.]+)" cy="([\d.]+)" r="3.5"', drawn([Point(1, 0.6), Point(2, 0.9)])
    )
    (x1, y1), (x2, y2) = [(float(x), float(y)) for x, y in found[:2]]
    assert 0 < x1 < x2 < WIDTH
    assert HEIGHT > y1 > y2 > 0


def test_an_interval_is_drawn_and_values_beyond_the_axis_stay_at_its_edge() -> None:
    text = drawn([Point(1, 0.6, 0.1, 0.9), Point(3, -5.0)])
    assert 'class="whisker first"' in text
    assert all(-1 <= float(y) <= HEIGHT for y in re.findall(r' (?:c?y[12]?)="([-\d.]+)"', text))


def test_labels_of_points_that_lie_together_stand_apart() -> None:
    """As many as have a corner of their own."""
    points = [Point(2, 0.7, label="0.006 × 2"), Point(2.05, 0.705, label="0.006 × 4"), Point(2.1, 0.7, label="base")]
    found = re.findall(r'<text class="beside" x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)">[\d.b]', drawn(points, ""))
    places = [(anchor, float(y)) for _, y, anchor in found]
    assert len({(anchor, round(y / 13)) for anchor, y in places}) == 3


def test_hostile_names_are_text(tmp_path: Path) -> None:
    """In the chart, its key, and every part of the page; what can't be seen is shown."""
    page = Page(
        title=HOSTILE, about=HOSTILE, lead=[HOSTILE], chart=chart(
            [Series(name=HOSTILE, points=[Point(1, 0.5, label=HOSTILE)], tone="first")],
            Axis(title=HOSTILE, low=0, high=2, ticks=[(1, HOSTILE)]), rate_axis(HOSTILE, [0.5]), title=HOSTILE,
            marks=[Mark(1, HOSTILE)],
        ),
        columns=[HOSTILE], rows=[[HOSTILE]], chosen={0}, notes=[HOSTILE],
    )  # fmt: skip
    write_page(page, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    found = Tags(text)
    assert not {"script", "img", "iframe"} & found.tags
    assert not {name for name in found.names if name.startswith("on")}
    assert "Привет" in text
    assert "\u202e" not in text
    assert "\x00" not in text
    assert "default-src 'none'" in text


def test_axes_hold_all_values_and_few_ticks() -> None:
    draw = random.Random(0)
    for _ in range(2000):
        low = 10 ** draw.uniform(-6, 6)
        high = low + 10 ** draw.uniform(-6, 6)
        axis = rising("", [low, high])
        assert axis.low <= low * (1 + 1e-6)
        assert axis.high >= high * (1 - 1e-6)
        assert 2 <= len(axis.ticks) <= 10
    assert [text for _, text in rising("", [1e-6, 1.0], log=True).ticks][::3] == ["1e-6", "1e-3", "1e0"]
    assert rate_axis("", [0.87]).low == 0.8
    assert rate_axis("", []).low == 0.8
    assert rate_axis("", [0.05]).low == 0.0
    assert rate_axis("", [0.05]).ticks[-1][1] == "100 %"


def test_a_rate_axis_shows_every_rate() -> None:
    for percent in range(101):
        assert rate_axis("", [percent / 100]).low <= percent / 100


def test_a_spark_keeps_its_steps_where_a_value_is_missing() -> None:
    """Three dots at even steps of four, the chosen one in the accent; one value is a dot without a line."""
    text = str(spark([0.5, None, 0.9, 1.0], rate_axis("", [0.5]), chosen=3, title=HOSTILE))
    dots = [
        (kind, float(x), float(y)) for kind, x, y in re.findall(r'class="dot (\w+)" cx="([\d.]+)" cy="([\d.]+)"', text)
    ]
    assert [kind for kind, _, _ in dots] == ["faint", "faint", "first"]
    first, third, fourth = (x for _, x, _ in dots)
    assert third - first == pytest.approx(2 * (fourth - third), abs=0.2)
    assert dots[0][2] > dots[1][2] > dots[2][2]
    assert "<script" not in text
    assert "polyline" not in str(spark([None, 0.9], rate_axis("", [0.5]), chosen=0, title=""))


def test_a_series_without_points_is_not_in_the_key() -> None:
    x = Axis(title="", low=0, high=1, ticks=[])
    drawing = chart([Series(name="evaluation loss", points=[], tone="first")], x, x, title="")
    assert "evaluation loss" not in drawing


def test_the_terminal_chart_falls_where_the_values_do() -> None:
    lines = text_chart([(0, 1.0), (1, 0.5), (2, 0.0)], Axis(title="", low=0, high=1, ticks=[]), width=21, height=3)
    assert [line.index("•") for line in lines] == sorted(line.index("•") for line in lines)
    assert lines[0].split()[0] == "1"
    assert lines[2].split()[0] == "0"
