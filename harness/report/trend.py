"""Where it is going: rates over epochs and releases, losses beside them, a sweep, methods side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from harness.figures import Lang, local
from harness.report.chart import Axis, Mark, Point, Series, chart, rate_axis, rising, spark
from harness.report.labels import label
from harness.report.view import rate

__all__ = ["Drawn", "Epoch", "Other", "Release", "Small", "SweepPoint", "Trend", "drawn"]

Told = Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """A checkpoint of the candidate's run. Rates 0..1; None where they were not measured."""

    number: float
    name: str
    target: float | None
    skills: float | None
    train_loss: float | None
    eval_loss: float | None
    candidate: bool
    rates: Mapping[str, float] = field(default_factory=dict)
    """By suite, 0..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A version, or the candidate at the end (`version` is then its name)."""

    version: str
    at: str
    rates: dict[str, float]
    """By suite, 0..1."""
    in_production: bool
    candidate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPoint:
    """One combination of a sweep."""

    name: str
    target: float
    skills: float
    front: bool
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A checkpoint that answered the same cases against the same baseline."""

    name: str
    method: str
    target: float | None
    skills: float | None
    decision: str
    candidate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """What is known beside the record; empty parts are not shown."""

    epochs: Sequence[Epoch] = ()
    split: str = "dev"
    """Where the epochs' rates come from: `dev`, by `ckptgate select`, or `gate`, from records of each."""
    releases: Sequence[Release] = ()
    sweep: Sequence[SweepPoint] = ()
    others: Sequence[Other] = ()

    def __bool__(self) -> bool:
        return bool(self.epochs or self.releases or self.sweep or self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Small:
    """One suite's line, and what it went from and to, in words."""

    name: str
    told: str
    drawing: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Charts with their heading, the figures behind them as a table, and a line on what they show."""

    title: str
    note: str
    charts: Sequence[Markup] = ()
    small: Sequence[Small] = ()
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    chosen: frozenset[int]


def drawn(trend: Trend, lang: Lang = "en") -> list[Drawn]:
    """Every part that there is something to show of."""

    def told(text: str, *values: object) -> str:
        return label(text, lang, *values)

    parts = (
        _epochs(trend, told, lang) if len(trend.epochs) > 1 else None,
        _suites_by_epoch(trend, told, lang) if sum(bool(e.rates) for e in trend.epochs) > 1 else None,
        _releases(trend, told, lang) if len(trend.releases) > 1 else None,
        _sweep(trend, told, lang) if len(trend.sweep) > 1 else None,
        _others(trend, told, lang) if len(trend.others) > 1 else None,
    )
    return [part for part in parts if part is not None]


def _epochs(trend: Trend, told: Told, lang: Lang) -> Drawn:
    epochs = trend.epochs
    numbers = [e.number for e in epochs]
    x = Axis(
        title=told("epoch"),
        low=min(numbers) - 0.3,
        high=max(numbers) + 0.3,
        ticks=[(n, f"{n:g}") for n in numbers][:: max(1, len(numbers) // 12)],
    )
    marks = [Mark(e.number, told("candidate")) for e in epochs if e.candidate]
    charts = []
    target, skills = (_points(epochs, key) for key in ("target", "skills"))
    if len(target) > 1 or len(skills) > 1:
        y = rate_axis(told("pass rate, {} split", trend.split), [p.y for p in (*target, *skills)])
        series = [
            Series(name=told("target: the new task"), points=target, tone="first"),
            Series(name=told("base skills"), points=skills, tone="second"),
        ]
        charts.append(chart(series, x, y, title=told("Target and base skills by epoch"), marks=marks))
    train, held = (_points(epochs, key) for key in ("train_loss", "eval_loss"))
    if len(train) > 1 or len(held) > 1:
        series = [
            Series(name=told("training loss"), points=train, tone="third"),
            Series(name=told("evaluation loss"), points=held, tone="chosen"),
        ]
        y = rising(told("loss"), [p.y for p in (*train, *held)])
        y = replace(y, ticks=[(value, local(text, lang)) for value, text in y.ticks])
        charts.append(chart(series, x, y, title=told("Losses by epoch"), marks=marks))
    return Drawn(
        title=told("Over epochs"),
        note=told(
            "Forgetting: the base skills fall while the target rises. Overfitting: the evaluation loss rises while the "
            "training loss still falls."
        ),
        charts=charts,
        columns=[
            told("Checkpoint"),
            told("target"),
            told("base skills"),
            told("training loss"),
            told("evaluation loss"),
        ],
        rows=[
            [e.name, rate(e.target, lang), rate(e.skills, lang), _loss(e.train_loss, lang), _loss(e.eval_loss, lang)]
            for e in epochs
        ],
        chosen=frozenset(i for i, e in enumerate(epochs) if e.candidate),
    )


def _suites_by_epoch(trend: Trend, told: Told, lang: Lang) -> Drawn:
    epochs = trend.epochs
    at = next((i for i, e in enumerate(epochs) if e.candidate), len(epochs) - 1)
    small, rows = _by_suite([e.rates for e in epochs], 0, at, lang)
    return Drawn(
        title=told("Suites over epochs"),
        note=told("Pass rates on the {} split.", trend.split)
        + f" {_axis_told(small, [e.rates for e in epochs], told, lang)}",
        small=small,
        columns=[
            told("Suite"),
            *(f"{e.number:g}{' · ' + told('candidate') if e.candidate else ''}" for e in epochs),
        ],
        rows=rows,
        chosen=frozenset(),
    )


def _releases(trend: Trend, told: Told, lang: Lang) -> Drawn:
    shown = trend.releases
    before = next((i for i, r in enumerate(shown) if r.in_production), 0)
    small, rows = _by_suite([r.rates for r in shown], before, len(shown) - 1, lang)
    return Drawn(
        title=told("Over releases"),
        note=told(
            "Each version's own record, as it was released; the candidate stands last. Cases may have changed between."
        ) + " " + _axis_told(small, [r.rates for r in shown], told, lang),
        small=small,
        columns=[
            told("Suite"),
            *(f"{r.version}{' · ' + told('in production') if r.in_production else ''}" for r in shown),
        ],
        rows=rows,
        chosen=frozenset(),
    )  # fmt: skip


def _by_suite(
    steps: Sequence[Mapping[str, float]], before: int, at: int, lang: Lang
) -> tuple[list[Small], list[list[str]]]:
    """Each suite's line over the steps, all on one axis, and the figures by suite."""
    suites = list(dict.fromkeys(name for rates in steps for name in rates))
    axis = rate_axis("", [rate for rates in steps for rate in rates.values()])
    small = []
    for name in suites:
        values = [rates.get(name) for rates in steps]
        ends = [rate(values[i], lang) for i in dict.fromkeys((before, at))]
        told = " → ".join(ends)
        small.append(Small(name=name, told=told, drawing=spark(values, axis, chosen=at, title=f"{name}: {told}")))
    return small, [[name, *(rate(rates.get(name), lang) for rates in steps)] for name in suites]


def _axis_told(small: Sequence[Small], steps: Sequence[Mapping[str, float]], told: Told, lang: Lang) -> str:
    low = rate_axis("", [value for rates in steps for value in rates.values()]).low
    return told("Every line from {} to {}.", rate(low, lang), rate(1.0, lang)) if small else ""


def _sweep(trend: Trend, told: Told, lang: Lang) -> Drawn:
    points = trend.sweep

    def at(chosen: Sequence[SweepPoint]) -> list[Point]:
        return sorted((Point(p.skills, p.target, label=p.name) for p in chosen), key=lambda p: p.x)

    front = [p for p in points if p.front]
    series = [
        Series(name=told("beaten by another"), points=at([p for p in points if not p.front]), tone="faint", line=False),
        Series(name=told("Pareto front"), points=at(front), tone="first"),
        Series(
            name=told("chosen"),
            points=[Point(p.skills, p.target) for p in points if p.chosen],
            tone="chosen",
            line=False,
        ),
    ]
    x, y = (rate_axis(told(name), values) for name, values in (
        ("base skills", [p.skills for p in points]), ("target", [p.target for p in points])
    ))  # fmt: skip
    return Drawn(
        title=told("The sweep it comes from"),
        note=told("Learning rate × epochs on the dev split: up is better at the new task, right is less forgotten."),
        charts=[chart(series, x, y, title=told("Target against base skills"))],
        columns=[told("rate × epochs"), told("target"), told("base skills"), told("Pareto front")],
        rows=[[p.name, rate(p.target, lang), rate(p.skills, lang), "✓" if p.front else ""] for p in points],
        chosen=frozenset(i for i, p in enumerate(points) if p.chosen),
    )


def _others(trend: Trend, told: Told, lang: Lang) -> Drawn:
    return Drawn(
        title=told("Methods on the same cases"),
        note=told("Checkpoints that answered these cases against this baseline, the newest record of each."),
        columns=[told("Checkpoint"), told("method"), told("target"), told("base skills"), told("Decision")],
        rows=[[o.name, o.method, rate(o.target, lang), rate(o.skills, lang), o.decision] for o in trend.others],
        chosen=frozenset(i for i, o in enumerate(trend.others) if o.candidate),
    )


def _points(epochs: Sequence[Epoch], what: str) -> list[Point]:
    found = [(e.number, getattr(e, what)) for e in epochs]
    return [Point(number, value) for number, value in found if value is not None]


def _loss(value: float | None, lang: Lang) -> str:
    return "–" if value is None else local(f"{value:.3f}", lang)
