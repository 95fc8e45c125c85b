"""Small charts: inline SVG for a page, lines of characters for a terminal. No script, readable in print."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from markupsafe import Markup

from harness.report.text import visible

__all__ = ["Axis", "Mark", "Point", "Series", "Tone", "chart", "rate_axis", "rising", "spark", "text_chart"]

WIDTH, HEIGHT = 720, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 30, 18, 52
_LETTER, _LINE = 6.6, 13
"""How wide a letter and how high a line of a label is, about."""


Tone = Literal["first", "second", "third", "faint", "chosen"]


class Point(NamedTuple):
    """A point with its interval, where it has one, and a label beside it."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    label: str = ""


class Mark(NamedTuple):
    """A vertical line across the chart."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Points of one kind: dots, a line through them, or both."""

    name: str
    """Stands in the key; empty: not listed."""
    points: Sequence[Point]
    tone: Tone
    """The colour, and the dashes that tell lines apart in print."""
    line: bool = True
    dots: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """From where to where, what is written along it, and how; `low` < `high`, above zero where `log`."""

    title: str
    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    log: bool = False

    def share(self, value: float) -> float:
        """How far along the axis a value lies, 0..1; values beyond it lie at its ends."""
        low, high, at = (math.log(v) for v in (self.low, self.high, max(value, 1e-300))) if self.log else (
            self.low, self.high, value
        )  # fmt: skip
        return min(1.0, max(0.0, (at - low) / (high - low)))


def rate_axis(title: str, rates: Iterable[float]) -> Axis:
    """An axis of rates 0..1 that begins at the last round tenth below all of them, and ends at 1."""
    low = max(0.0, math.floor(min([*rates, 0.9]) * 10 - 1e-9) / 10)
    step = 0.1 if low >= 0.3 else 0.2
    ticks = [low + step * i for i in range(round((1 - low) / step) + 1) if low + step * i <= 1 + 1e-9]
    return Axis(title=title, low=low, high=1.0, ticks=[(t, f"{100 * t:.0f} %") for t in ticks])


def rising(title: str, values: Sequence[float], *, log: bool = False) -> Axis:
    """An axis over values: round figures on a plain one, powers of ten on a logarithmic one."""
    low, high = min(values), max(values)
    if log:
        exponents = range(math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9) + 1)
        return Axis(
            title=title, low=low, high=high * 1.0001, ticks=[(10.0**e, f"1e{e:d}") for e in exponents], log=True
        )
    span = high - low or 1.0
    unit = 10.0 ** math.floor(math.log10(span) - 1)
    step = next(unit * factor for factor in (1, 2, 5, 10, 20) if span <= 7 * unit * factor)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    ticks = [(step * i, f"{step * i:g}") for i in range(first, last + 1)]
    return Axis(title=title, low=step * first, high=step * last, ticks=ticks)


def chart(series: Sequence[Series], x: Axis, y: Axis, *, title: str, marks: Sequence[Mark] = ()) -> Markup:
    """One SVG element; every text in it is escaped. The table beside it holds the figures for who can't see it."""
    parts = [Markup('<rect class="frame" x="{}" y="{}" width="{}" height="{}"/>').format(
        _LEFT, _TOP, WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    )]  # fmt: skip
    for value, text in x.ticks:
        at = _x(x, value)
        parts.append(_line("grid", at, _TOP, at, HEIGHT - _BOTTOM))
        parts.append(_text("tick", at, HEIGHT - _BOTTOM + 18, text, "middle"))
    for value, text in y.ticks:
        at = _y(y, value)
        parts.append(_line("grid", _LEFT, at, WIDTH - _RIGHT, at))
        parts.append(_text("tick", _LEFT - 8, at + 4, text, "end"))
    parts.append(_text("title", (_LEFT + WIDTH - _RIGHT) / 2, HEIGHT - 10, x.title, "middle"))
    parts.append(
        Markup('<text class="title" transform="translate(14 {}) rotate(-90)" text-anchor="middle">{}</text>').format(
            f"{(_TOP + HEIGHT - _BOTTOM) / 2:.1f}", visible(y.title)
        )
    )
    for row, mark in enumerate(marks):
        at, right = _x(x, mark.x), x.share(mark.x) > 0.7
        parts.append(_line("mark", at, _TOP, at, HEIGHT - _BOTTOM))
        parts.append(
            _text("beside", at - 6 if right else at + 6, _TOP + 14 + 16 * row, mark.label, "end" if right else "start")
        )
    taken: list[_Box] = []
    parts += [part for one in series for part in _drawn(one, x, y, taken)]
    body = Markup("\n").join(parts)
    drawn = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">\n{}\n</svg>').format(
        WIDTH, HEIGHT, visible(title), body
    )
    return drawn + _key(series)


def spark(values: Sequence[float | None], y: Axis, *, chosen: int, title: str) -> Markup:
    """A line as small as a word: values at even steps (None: not known), the `chosen` one in the accent."""
    wide, high, edge = 200, 44, 5
    step = (wide - 2 * edge) / max(1, len(values) - 1)
    places = [
        (i, edge + i * step, high - edge - y.share(v) * (high - 2 * edge))
        for i, v in enumerate(values)
        if v is not None
    ]
    path = " ".join(f"{x:.1f},{up:.1f}" for _, x, up in places)
    dots = (
        Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(
            "dot first" if i == chosen else "dot faint", f"{x:.1f}", f"{up:.1f}", 4 if i == chosen else 2.2
        )
        for i, x, up in places
    )
    field = Markup('<rect class="field" width="{}" height="{}" rx="3"/>').format(wide, high)
    line = Markup('<polyline class="line faint" points="{}"/>').format(path) if len(places) > 1 else ""
    return Markup('<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        wide, high, visible(title), Markup("").join([field, line, *dots])
    )


def text_chart(points: Sequence[tuple[float, float]], y: Axis, *, width: int = 60, height: int = 9) -> list[str]:
    """Points in order of x, evenly over the width, each a dot at its height; the axis' ends stand at the left."""
    rows = [[" "] * width for _ in range(height)]
    for i, (_, value) in enumerate(points):
        column = round(i * (width - 1) / max(1, len(points) - 1))
        rows[height - 1 - round(y.share(value) * (height - 1))][column] = "•"
    sides = {0: f"{y.high:.3g}", height - 1: f"{y.low:.3g}"}
    return [f"{sides.get(i, ''):>8} │{''.join(row).rstrip()}" for i, row in enumerate(rows)]


def _drawn(series: Series, x: Axis, y: Axis, taken: list[_Box]) -> list[Markup]:
    places = [(_x(x, p.x), _y(y, p.y), p) for p in series.points]
    parts = []
    if series.line and len(places) > 1:
        path = " ".join(f"{at:.1f},{up:.1f}" for at, up, _ in places)
        parts.append(Markup('<polyline class="line {}" points="{}"/>').format(series.tone, path))
    for at, up, point in places:
        if point.low is not None and point.high is not None:
            parts.append(_line(f"whisker {series.tone}", at, _y(y, point.low), at, _y(y, point.high)))
        if series.dots:
            radius = 6 if series.tone == "chosen" else 3.5 if series.tone != "faint" else 1.8
            parts.append(
                Markup('<circle class="dot {}" cx="{}" cy="{}" r="{}"/>').format(
                    series.tone, f"{at:.1f}", f"{up:.1f}", radius
                )
            )
        if point.label:
            parts.append(_beside(at, up, point.label, taken))
    return parts


class _Box(NamedTuple):
    left: float
    right: float
    line: float

    def meets(self, other: _Box) -> bool:
        return self.left < other.right and other.left < self.right and abs(self.line - other.line) < _LINE


def _beside(at: float, up: float, label: str, taken: list[_Box]) -> Markup:
    """A point's label at one of its four corners: the first that no label stands in, and that the frame holds."""
    wide = _LETTER * len(label)
    places = []
    for right, down in ((True, -6), (True, 14), (False, -6), (False, 14)):
        left = at + 8 if right else at - 8 - wide
        places.append((right, _Box(left, left + wide, up + down)))
    inside = [p for p in places if p[1].left > _LEFT and p[1].right < WIDTH - _RIGHT] or places
    right, box = next((p for p in inside if not any(p[1].meets(other) for other in taken)), inside[0])
    taken.append(box)
    return _text("beside", at + 8 if right else at - 8, box.line, label, "start" if right else "end")


def _key(series: Sequence[Series]) -> Markup:
    items = [
        Markup(
            '<li><svg class="swatch" viewBox="0 0 30 10" aria-hidden="true">{}{}</svg>{}</li>'
        ).format(
            _line(f"line {one.tone}", 0, 5, 30, 5) if one.line else "",
            Markup('<circle class="dot {}" cx="15" cy="5" r="3.5"/>').format(one.tone) if one.dots else "",
            visible(one.name),
        )
        for one in series
        if one.name and one.points
    ]  # fmt: skip
    return Markup('<ul class="chart-key">{}</ul>').format(Markup("").join(items))


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        kind, *(f"{v:.1f}" for v in (x1, y1, x2, y2))
    )


def _text(kind: str, x: float, y: float, text: str, anchor: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        kind, f"{x:.1f}", f"{y:.1f}", anchor, visible(text)
    )


def _x(axis: Axis, value: float) -> float:
    return _LEFT + axis.share(value) * (WIDTH - _LEFT - _RIGHT)


def _y(axis: Axis, value: float) -> float:
    return HEIGHT - _BOTTOM - axis.share(value) * (HEIGHT - _TOP - _BOTTOM)
