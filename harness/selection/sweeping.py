"""What came of a sweep: every combination on the dev split, the Pareto front, the one to take."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.figures import counted
from harness.manifest import read_manifest, write_atomic
from harness.report.chart import Point, Series, chart, rate_axis
from harness.report.chart_page import Page, write_page
from harness.selection.choosing import Choice, Difference, Scored, choose, difference, front
from harness.selection.measuring import Measured, measure
from harness.selection.selecting import COUNTS, percent, points, told_gain, told_lead, told_unasked
from harness.source import SourceError
from trainers.plan import Plan
from trainers.rates import SWEEP, kin
from trainers.sweep import Cell, directory

__all__ = ["Row", "Sweep", "cells_of", "look_at", "write_sweep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rate and number of epochs over its seeds: shares are means over them."""

    rate: float
    epochs: int
    cells: tuple[Cell, ...]
    scored: Scored
    by_seed: tuple[float, ...]
    """Scores, 0..1."""
    loss: float | None
    """Mean training loss of the last epoch."""

    @property
    def name(self) -> str:
        """`0.001 × 4`."""
        return f"{self.rate:g} × {self.epochs}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """The rows as measured, the gentlest first: fewer epochs, then lower rates."""

    plan: Plan
    rows: tuple[Row, ...]
    base: Scored
    measured: Measured
    choice: Choice
    stopped: Mapping[str, str]
    """Trainings that ended by themselves, and why."""

    @property
    def chosen(self) -> Row:
        """The one to take."""
        return self.rows[self.choice.chosen]

    @property
    def front(self) -> set[int]:
        """Rows that no other one beats in target or skills without losing in the other."""
        return front([(r.scored.target_rate or 0, r.scored.skills_rate or 0) for r in self.rows])

    @property
    def from_best(self) -> list[Difference | None]:
        """Of each row the difference to the best one; None of the best itself."""
        best = self.rows[self.choice.best].scored
        return [None if r.scored is best else difference(r.scored, best, self.measured.questions) for r in self.rows]

    @property
    def over_base(self) -> Difference:
        """What training gained in all: the chosen one over the base."""
        return difference(self.chosen.scored, self.base, self.measured.questions)

    @property
    def why(self) -> list[str]:
        """What was chosen and why; and what the training loss alone would have chosen, where that is another."""
        told = [told_lead(self.choice, [r.name for r in self.rows], "the gentler one is taken")]
        told.append(told_gain(self.over_base, self.chosen.name))
        losses = [r for r in self.rows if r.loss is not None]
        least = min(losses, key=lambda r: r.loss or 0.0, default=None)
        if least is not None and least is not self.chosen:
            apart = difference(least.scored, self.chosen.scored, self.measured.questions)
            told.append(
                f"The training loss alone would have taken {least.name} ({least.loss:.3f}): "
                f"{points(apart)} points of score to {self.chosen.name}"
            )
        return told + told_unasked(self.measured)

    def to_json(self) -> dict[str, Any]:
        """`sweep.json`, and what `--json` prints."""
        shown = self.front
        return {
            "format": "ckptgate.sweep/1",
            "recipe": self.plan.recipe.name,
            "of": kin(self.plan),
            "split": "dev",
            "rows": [
                {
                    "learning_rate": row.rate,
                    "epochs": row.epochs,
                    "checkpoints": [cell.checkpoint for cell in row.cells],
                    "seeds": [cell.seed for cell in row.cells],
                    **_rates(row.scored),
                    "suites": {s: round(v, 4) for s, v in row.scored.by_suite(self.measured.questions).items()},
                    "score_by_seed": [round(score, 4) for score in row.by_seed],
                    "train_loss": None if row.loss is None else round(row.loss, 4),
                    "from_best": apart.to_json() if apart else None,
                    "front": i in shown,
                }
                for i, (row, apart) in enumerate(zip(self.rows, self.from_best, strict=True))
            ],
            "base": {"name": self.base.name, **_rates(self.base)},
            "chosen": {
                "learning_rate": self.chosen.rate,
                "epochs": self.chosen.epochs,
                "checkpoints": [cell.checkpoint for cell in self.chosen.cells],
            },
            "told_apart": bool(self.choice.lead and self.choice.lead.told_apart),
            "over_base": self.over_base.to_json(),
            "why": self.why,
            "stopped": dict(self.stopped),
            "generated": self.measured.generated,
        }


def look_at(
    plan: Plan, cells: Sequence[Cell], runs: Path, *, stopped: Mapping[str, str], target: Collection[str] = ()
) -> Sweep:
    """Measure the checkpoint of every combination in one pass, and choose.

    A combination is left out unless the checkpoints of all its seeds are there.

    Raises:
        SourceError: no training came to its end. EngineError, IntegrityError: as a run of pytest.
    """
    groups: dict[tuple[int, float], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.epochs, cell.rate), []).append(cell)
    there = {cell: read_manifest(runs / cell.run / f"ckpt-{cell.epochs}") for cell in cells}
    whole = [mine for _, mine in sorted(groups.items()) if all(there[cell] for cell in mine)]
    if not whole:
        raise SourceError(f"no training of the sweep came to its end: {'; '.join(stopped.values())}")
    asked = [cell for mine in whole for cell in mine]
    measured = measure([*(cell.checkpoint for cell in asked), plan.base.ref.path], target=target)
    found = dict(zip(asked, measured.scored, strict=False))
    rows = []
    for mine in whole:
        losses = [m.curves[-1]["train_loss"] for cell in mine if (m := there[cell]) and m.curves]
        scores = [found[cell] for cell in mine]
        rate, epochs = mine[0].rate, mine[0].epochs
        rows.append(
            Row(
                rate=rate,
                epochs=epochs,
                cells=tuple(mine),
                scored=_mean(f"{rate:g} × {epochs}", scores),
                by_seed=tuple(s.score for s in scores),
                loss=sum(losses) / len(losses) if losses else None,
            )
        )
    return Sweep(
        plan=plan,
        rows=tuple(rows),
        base=measured.scored[-1],
        measured=measured,
        choice=choose([row.scored for row in rows], measured.questions),
        stopped=stopped,
    )


def write_sweep(sweep: Sweep, runs: Path) -> Path:
    """Write `sweep.json` and `sweep.html` into `runs/NAME-sweep/`; returns the page.

    Raises:
        SourceError: they can't be written.
    """
    folder = directory(sweep.plan.recipe.name, runs)
    told = json.dumps(sweep.to_json(), ensure_ascii=False, indent=1, sort_keys=True)
    try:
        write_atomic(folder / SWEEP, told.encode() + b"\n")
        write_page(_page(sweep), folder / "sweep.html")
    except OSError as e:
        raise SourceError(f"can't be written: {e.strerror or e}", file=folder) from e
    return folder / "sweep.html"


def _mean(name: str, scored: Sequence[Scored]) -> Scored:
    def over(parts: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
        return tuple(sum(shares) / len(shares) for shares in zip(*parts, strict=True))

    return Scored(name=name, target=over([s.target for s in scored]), skills=over([s.skills for s in scored]))


def _rates(scored: Scored) -> dict[str, float | None]:
    rates = {"target": scored.target_rate, "skills": scored.skills_rate, "score": scored.score}
    return {key: None if rate is None else round(rate, 4) for key, rate in rates.items()}


def _page(sweep: Sweep) -> Page:
    rows, base, questions, shown = sweep.rows, sweep.base, sweep.measured.questions, sweep.front

    def at(scored: Scored, label: str = "") -> Point:
        return Point(scored.skills_rate or 0.0, scored.target_rate or 0.0, label=label)

    everything = [base, *(row.scored for row in rows)]
    best = sorted((at(row.scored, row.name) for i, row in enumerate(rows) if i in shown), key=lambda p: p.x)
    series = [
        Series(name="Pareto front", points=best, tone="first"),
        Series(
            name="beaten by another in both, or in one at no cost",
            points=[at(row.scored, row.name) for i, row in enumerate(rows) if i not in shown],
            tone="second",
            line=False,
        ),
        Series(name="the base", points=[at(base, "base")], tone="third", line=False),
        Series(name="chosen", points=[at(sweep.chosen.scored)], tone="chosen", line=False),
    ]
    suites = [*questions.target.suites(), *questions.skills.suites()]
    seeds = {cell.seed for row in rows for cell in row.cells}
    name = sweep.plan.recipe.name
    return Page(
        title=f"{name}: learning rate {sweep.chosen.rate:g}, {counted(sweep.chosen.epochs, 'epoch')}",
        about=f"sweep of {name} on the dev split",
        lead=[
            *(f"{line}." for line in sweep.why),
            f"The dev split chooses, only the gate decides: pytest --model={sweep.chosen.cells[0].checkpoint}",
        ],
        chart=chart(
            series,
            rate_axis("base skills kept: pass rate", [s.skills_rate or 0.0 for s in everything]),
            rate_axis("target: pass rate", [s.target_rate or 0.0 for s in everything]),
            title=f"Target against base skills of every rate and number of epochs of {name}",
        ),
        columns=[
            "rate × epochs", "target", "base skills", "score", "by seed", "to the best, points", "training loss",
            "front", *suites,
        ],
        rows=[
            [*cells_of(sweep, i), *(percent(row.scored.by_suite(questions)[suite]) for suite in suites)]
            for i, row in enumerate(rows)
        ],
        chosen={sweep.choice.chosen},
        notes=[
            f"{counted(len(questions.target.cases), 'case')} of the new task, {len(questions.skills.cases)} of the "
            f"base's skills; {counted(len(seeds), 'seed')}.",
            COUNTS,
            "Intervals are over cases; how much the seed of a training changes is seen only with several (--seeds).",
            *(f"{run} stopped: {why}" for run, why in sweep.stopped.items()),
        ],
    )  # fmt: skip


def cells_of(sweep: Sweep, i: int) -> list[str]:
    """A row of the table: what was trained, its rates, how sure, its training loss, whether it is on the front."""
    row, apart = sweep.rows[i], sweep.from_best[i]
    scored, loss = row.scored, "" if row.loss is None else f"{row.loss:.3f}"
    spread = f"{percent(min(row.by_seed))} … {percent(max(row.by_seed))}" if len(row.by_seed) > 1 else ""
    rates = (percent(scored.target_rate), percent(scored.skills_rate), percent(scored.score))
    return [row.name, *rates, spread, points(apart), loss, "●" if i in sweep.front else ""]
