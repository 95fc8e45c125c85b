"""`ckptgate noise`: a model compared with itself, from a record or from replies that are drawn for it."""

from __future__ import annotations

import contextlib
import io
import json
from typing import TYPE_CHECKING, Annotated

import typer

from harness.figures import counted
from harness.printing import Json
from harness.source import SourceError

if TYPE_CHECKING:
    from harness.noise import Noise
    from harness.record import Record
    from harness.settings import Settings

__all__ = ["noise"]

_SAMPLES = 4
_TEMPERATURE = 0.7


def noise(
    target: Annotated[
        str, typer.Argument(help="A model, as for pytest --model; or a record of a run with several samples a case.")
    ],
    samples: Annotated[
        int | None,
        typer.Option(min=1, max=512, help="Replies a case on each side (default: the settings', or 4 where it is 1)."),
    ] = None,
    temperature: Annotated[
        float | None, typer.Option(min=0.01, max=2, help="How they are sampled (default: the settings', or 0.7).")
    ] = None,
    split: Annotated[str, typer.Option(help="The cases: gate or dev.")] = "gate",
    rounds: Annotated[int, typer.Option(min=1, max=10_000, help="Comparisons to draw.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="Of the replies and of the comparisons.")] = 0,
    json_: Json = False,
) -> None:
    """Compare a model with itself: how often would the gate block a candidate that is no other model?

    Of a model, twice as many replies a case are drawn as each side has; of a record, its samples are halved.
    """
    from harness.noise import measure_noise
    from harness.record import read_record
    from harness.records import record_file
    from harness.settings import load_settings, require_root

    root = require_root()
    settings = load_settings(root)
    if split not in ("gate", "dev"):
        raise SourceError(f"--split is gate or dev, not {split}")
    file = record_file(target, root / settings.records)
    if file is not None:
        if samples is not None or temperature is not None:
            raise SourceError(f"{target} is a record: --samples and --temperature are about replies yet to be drawn")
        record = read_record(file)
    else:
        record = _drawn(target, _asked(samples, temperature, settings), split, seed)
    found = measure_noise(record, settings, rounds=rounds, seed=seed)
    if json_:
        typer.echo(json.dumps({"record": record.id, **found.to_json()}, indent=1))
    else:
        for line in _lines(found, record):
            typer.echo(line)


def _asked(samples: int | None, temperature: float | None, settings: Settings) -> dict[str, float]:
    side = samples or (settings.samples if settings.samples > 1 else _SAMPLES)
    return {"samples": 2 * side, "temperature": temperature or settings.temperature or _TEMPERATURE}


def _drawn(model: str, asked: dict[str, float], split: str, seed: int) -> Record:
    """The record of a run of the candidate alone, with twice the samples of a side."""
    import pytest

    from harness.plugin import EVALUATION
    from harness.resolving import ALONE

    class Kept:
        record: Record | None = None

        @pytest.hookimpl(trylast=True)
        def pytest_unconfigure(self, config: pytest.Config) -> None:
            evaluation = config.stash.get(EVALUATION, None)
            self.record = evaluation.record if evaluation else None

    kept, said = Kept(), io.StringIO()
    options = [f"--model={model}", f"--baseline={ALONE}", f"--split={split}", f"--seed={seed}"]
    # This process has imported what pytest's own would rewrite the asserts of; a project may take warnings for errors.
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    options += [f"--{name}={value:g}" for name, value in asked.items()]
    with contextlib.redirect_stdout(said):
        status = pytest.main([*options, "-q", "-p", "no:cacheprovider"], plugins=[kept])
    if kept.record is None or not kept.record.complete:
        typer.echo(said.getvalue(), err=True)
        raise SystemExit(int(status) or 11)
    return kept.record


def _times(n: int) -> str:
    return counted(n, "time")


def _lines(found: Noise, record: Record) -> list[str]:
    share = f"{100 * found.blocked / found.rounds:.1f} %"
    each = counted(found.samples, "reply", "replies")
    lines = [
        f"{counted(found.cases, 'case')}, {each} each against as many of the same model, "
        f"{_times(found.rounds)}: "
        f"blocked {_times(found.blocked)} ({share}), {found.failed} FAIL, {found.inconclusive} INCONCLUSIVE",
        *(f"  {name} did not pass {_times(n)}" for name, n in found.by_gate.items()),
        f"{100 * found.flips:.1f} % of the cases passed unequally often; the replies stand in record {record.id}",
    ]
    return lines if found.blocked <= found.rounds * _MUCH else [*lines, _ADVICE]


_MUCH = 0.2
_ADVICE = "An equal model is blocked this often: more samples, more cases, or wider margins."
