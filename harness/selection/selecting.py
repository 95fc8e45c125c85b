"""Which epoch of a run to take: every checkpoint of it measured on the dev split in one pass, the best one named."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.checkpoint import UnknownModel, known_checkpoints
from harness.figures import counted, signed
from harness.manifest import Manifest, read_manifest, write_atomic
from harness.report.chart import Axis, Mark, Point, Series, chart, rate_axis
from harness.report.chart_page import Page, write_page
from harness.selection.choosing import Choice, Difference, Scored, choose, difference, fallen
from harness.selection.measuring import Measured, measure
from harness.settings import Settings
from harness.source import SourceError, relative

__all__ = ["COUNTS", "Selection", "cells", "percent", "points", "select", "told_gain", "told_lead", "write_selection"]

COUNTS = (
    "Score: the mean of the target's and the skills' pass rate. Intervals are two-sided 90 %, paired case by case; "
    "they hold for a comparison set beforehand, and are a little too sure of the best of many."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The epochs of a run as measured, oldest first, and which one was chosen."""

    run: Path
    epochs: tuple[Scored, ...]
    base: Scored | None
    manifests: tuple[Manifest, ...]
    measured: Measured
    choice: Choice
    falls: tuple[bool, ...]

    @property
    def chosen(self) -> str:
        """Its name, as `--model` takes it."""
        return self.epochs[self.choice.chosen].name

    @property
    def from_best(self) -> list[Difference | None]:
        """Of each epoch the difference to the best one; None of the best itself."""
        best = self.epochs[self.choice.best]
        return [None if e is best else difference(e, best, self.measured.questions) for e in self.epochs]

    @property
    def over_base(self) -> Difference | None:
        """What training gained in all: the chosen one over the base it was trained from; None where that is unknown."""
        if self.base is None:
            return None
        return difference(self.epochs[self.choice.chosen], self.base, self.measured.questions)

    @property
    def why(self) -> list[str]:
        """What was chosen and why, for a person."""
        told = [told_lead(self.choice, [e.name for e in self.epochs], "the earlier one is taken")]
        told += [told_gain(self.over_base, self.chosen)] if self.over_base else []
        return [*told, *told_unasked(self.measured), *([self.unfinished] if self.unfinished else [])]

    @property
    def asked(self) -> int | None:
        """The epochs that the recipe asks for; None where no manifest says it."""
        training = self.manifests[-1].recipe.get("training", {})
        return training.get("epochs") if isinstance(training, dict) else None

    @property
    def unfinished(self) -> str | None:
        """That the run has fewer epochs than its recipe asks for, and why; None where it has them all."""
        there, stop = len(self.epochs), self.manifests[-1].early_stop
        if self.asked is None or there >= self.asked:
            return None
        if stop is not None:
            return f"The training was ended early, after {counted(there, 'epoch')} of {self.asked}: {stop.reason}"
        return (
            f"The run is unfinished: {there} of {counted(self.asked, 'epoch')} are there, later ones may be better: "
            "`ckptgate train` with its recipe goes on"
        )

    def to_json(self) -> dict[str, Any]:
        """`select.json`, and what `--json` prints."""
        questions = self.measured.questions
        names, lead = [e.name for e in self.epochs], self.choice.lead
        return {
            "format": "ckptgate.select/1",
            "run": self.run.name,
            "split": "dev",
            "cases": {
                half: {suite: sum(s == suite for s, _ in part.cases) for suite in part.suites()}
                for half, part in (("target", questions.target), ("skills", questions.skills))
            },
            "epochs": [
                {
                    **_scored_json(e, self.measured),
                    "epoch": manifest.epoch,
                    "digest": digest,
                    "losses": _losses(manifest),
                    "from_best": d.to_json() if d else None,
                    "fell": fell,
                }
                for e, manifest, digest, d, fell in zip(
                    self.epochs, self.manifests, self.measured.digests, self.from_best, self.falls, strict=False
                )
            ],
            "base": _scored_json(self.base, self.measured) if self.base else None,
            "chosen": self.chosen,
            "best": names[self.choice.best],
            "next": names[self.choice.next] if self.choice.next is not None else None,
            "lead": lead.to_json() if lead else None,
            "told_apart": bool(lead and lead.told_apart),
            "over_base": self.over_base.to_json() if self.over_base else None,
            "why": self.why,
            "decided_by": f"pytest --model={self.chosen}",
            "asked": self.asked,
            "unfinished": self.unfinished,
            "generated": self.measured.generated,
        }


def select(run: str, *, root: Path, settings: Settings, target: Collection[str] = ()) -> Selection:
    """Measure the checkpoints of a run, a directory or its name under `runs/`, and choose.

    Raises:
        UnknownModel: no such run, or one without a finished epoch.
        EngineError, SourceError, IntegrityError: as a run of pytest; nothing is chosen.
    """
    directory = _run(run, root / settings.runs)
    found = _epochs(directory, root / settings.runs)
    manifests = tuple(m for m in (read_manifest(place) for place in found.values()) if m is not None)
    base = manifests[-1].base.path if manifests[-1].base else None
    measured = measure([*found, *([base] if base else [])], target=target)
    epochs = measured.scored[: len(found)]
    return Selection(
        run=directory,
        epochs=epochs,
        base=measured.scored[-1] if base else None,
        manifests=manifests,
        measured=measured,
        choice=choose(epochs, measured.questions),
        falls=tuple(fallen(epochs, measured.questions)),
    )


def write_selection(selection: Selection) -> Path:
    """Write `select.json` and `select.html` into the run's directory; returns the page.

    Raises:
        SourceError: they can't be written.
    """
    file = selection.run / "select.html"
    told = selection.to_json()
    try:
        write_atomic(
            selection.run / "select.json",
            json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n",
        )
        write_page(_page(selection), file)
    except OSError as e:
        raise SourceError(f"can't be written: {e.strerror or e}", file=file) from e
    return file


def told_lead(choice: Choice, names: list[str], tie: str) -> str:
    """Why it was chosen: by how much the best leads, or that it can't be told from the next best, and the `tie`."""
    if choice.lead is None or choice.next is None:
        return f"{names[choice.chosen]} is the only one"
    best, following, lead = names[choice.best], names[choice.next], choice.lead
    value, lower, upper = (signed(100 * v) for v in lead)
    interval = f"{value} points of score, 90 % interval {lower} to {upper}"
    if lead.told_apart:
        return f"{best} is the best: over the next best, {following}, {interval}"
    return f"{best} and {following} can't be told apart ({interval}): {tie}, {names[choice.chosen]}"


def told_unasked(measured: Measured) -> list[str]:
    """That some suites had nothing to say, since all of their cases are kept for the gate."""
    if not measured.gate_only:
        return []
    return [f"Not asked, for want of cases with `split: dev`: {', '.join(measured.gate_only)}"]


def told_gain(gain: Difference, name: str) -> str:
    """Whether training was worth it: what the chosen one scores over the base."""
    value, lower, upper = (signed(100 * v) for v in gain)
    figure = f"{value} points of score, {lower} to {upper}"
    if gain.lower > 0:
        return f"Over the base {name} gained {figure}"
    if gain.upper < 0:
        return f"Training lost more than it taught: {name} against the base {figure}"
    return f"{name} is not shown to be better than the base ({figure})"


def percent(rate: float | None) -> str:
    """`93.3 %`; a dash of no cases."""
    return "–" if rate is None else f"{100 * rate:.1f} %"


def points(found: Difference | None) -> str:
    """`−2.1 (−4.0 … −0.3)`, in points of a hundred."""
    if found is None:
        return "best"
    value, lower, upper = (signed(100 * v) for v in found)
    return f"{value} ({lower} … {upper})"


def _run(name: str, runs: Path) -> Path:
    for place in (Path(name), runs / name):
        if place.is_dir():
            return place.resolve()
    there = ", ".join(sorted({n.partition("/")[0] for n in known_checkpoints(runs)})) or "none yet"
    raise UnknownModel(f"no run is called {name!r}; under {relative(runs)} there are: {there}")


def _epochs(directory: Path, runs: Path) -> dict[str, Path]:
    """The run's complete checkpoints, oldest first, by the name that `--model` takes."""
    known = known_checkpoints(directory.parent)
    mine = {name: place for name, place in known.items() if place.parent.name == directory.name}
    if not mine:
        raise UnknownModel(f"{relative(directory)} holds no finished checkpoint: `ckptgate train RECIPE` makes them")
    inside = directory.parent == runs.resolve()
    return {name if inside else relative(place): place for name, place in mine.items()}


def _scored_json(scored: Scored, measured: Measured) -> dict[str, Any]:
    rates = {"target": scored.target_rate, "skills": scored.skills_rate, "score": scored.score}
    return {
        "name": scored.name,
        **{key: None if rate is None else round(rate, 4) for key, rate in rates.items()},
        "suites": {suite: round(rate, 4) for suite, rate in scored.by_suite(measured.questions).items()},
    }


def _losses(manifest: Manifest) -> dict[str, float]:
    last = manifest.curves[-1] if manifest.curves else {}
    return {key: round(last[key], 4) for key in ("train_loss", "eval_loss") if key in last}


def _page(selection: Selection) -> Page:
    epochs, base, questions = selection.epochs, selection.base, selection.measured.questions
    shown = [(0.0, base)] if base else []
    shown += [(float(m.epoch or i), e) for i, (m, e) in enumerate(zip(selection.manifests, epochs, strict=True), 1)]
    rates = [r for _, s in shown for r in (s.target_rate, s.skills_rate) if r is not None]
    ends = [at for at, _ in shown]
    x = Axis(
        title="epoch",
        low=min(ends) - 0.3,
        high=max(ends) + 0.3,
        ticks=[(at, "base" if at == 0 else f"{at:g}") for at in ends],
    )
    series = [
        Series(name="target: the new task", points=_curve(shown, "target_rate"), tone="first"),
        Series(name="base skills", points=_curve(shown, "skills_rate"), tone="second"),
        Series(name="score: the mean of both", points=_curve(shown, "score"), tone="third"),
    ]
    at = float(selection.manifests[selection.choice.chosen].epoch or selection.choice.chosen + 1)
    suites = [*questions.target.suites(), *questions.skills.suites()]
    return Page(
        title=f"{selection.chosen} by the dev split",
        about=f"epochs of {selection.run.name}",
        lead=[
            *(f"{line}." for line in selection.why),
            f"The dev split chooses, only the gate decides: pytest --model={selection.chosen}",
        ],
        chart=chart(
            series, x, rate_axis("pass rate", rates), title=f"Target and base skills by epoch of {selection.run.name}",
            marks=[Mark(at, "chosen")],
        ),
        columns=["", "target", "base skills", "score", "to the best, points", "training loss", *suites],
        rows=[
            [
                *cells(s), points(d) if m else "", _loss(m),
                *(percent(s.by_suite(questions)[suite]) for suite in suites),
            ]
            for s, d, m in [
                *([(base, None, None)] if base else []),
                *zip(epochs, selection.from_best, selection.manifests, strict=True),
            ]
        ],
        chosen={selection.choice.chosen + (base is not None)},
        notes=[
            f"{counted(len(questions.target.cases), 'case')} of the new task ({', '.join(questions.target.suites())}), "
            f"{len(questions.skills.cases)} of the base's skills ({', '.join(questions.skills.suites()) or 'none'}).",
            COUNTS,
        ],
    )  # fmt: skip


def _curve(shown: list[tuple[float, Scored]], rate: str) -> list[Point]:
    found = [(at, getattr(scored, rate)) for at, scored in shown]
    return [Point(at, value) for at, value in found if value is not None]


def cells(scored: Scored) -> list[str]:
    """Name, target, skills and score, for a table."""
    return [scored.name, percent(scored.target_rate), percent(scored.skills_rate), percent(scored.score)]


def _loss(manifest: Manifest | None) -> str:
    losses = _losses(manifest) if manifest else {}
    return " / ".join(f"{loss:.3f}" for loss in losses.values())
