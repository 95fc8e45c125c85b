"""A range test: the rate grows, the loss explodes, a rate an order below is suggested, and nothing is left behind."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from tiny_project import WORDS, Project, conversation, write_rows

from harness.source import SourceError
from trainers.lr_range import RangeTest, exploded, growing, range_test, smoothed

Run = Callable[..., tuple[int, str]]


def made(losses: list[float], low: float = 1e-5, high: float = 1e-1) -> RangeTest:
    smooth = smoothed(losses, 1)
    return RangeTest(
        rates=tuple(growing(low, high, len(losses))), losses=tuple(losses), smooth=smooth, ended=exploded(losses)
    )


def test_rates_grow_by_one_factor_from_the_first_to_the_last() -> None:
    rates = growing(1e-6, 1.0, 7)
    assert rates == pytest.approx([10.0**e for e in range(-6, 1)])


def test_smoothing_moves_nothing_sideways() -> None:
    """A valley stays where it is; what is no number counts as the worst."""
    valley = [abs(i - 10.0) for i in range(21)]
    smooth = smoothed(valley, 2)
    assert smooth.index(min(smooth)) == 10
    assert smooth == smooth[::-1]
    assert smoothed([1.0, 2.0, math.nan], 0) == (1.0, 2.0, 2.0)


def test_four_times_the_lowest_loss_or_no_number_ends_it() -> None:
    """A single high step does not."""
    assert not exploded([1.0] * 20 + [4.5])
    assert exploded([1.0] * 20 + [5.0] * 3)
    assert exploded([1.0, math.inf])
    assert not exploded([])


def test_a_tenth_of_the_lowest_losss_rate_is_suggested() -> None:
    """The steepest fall lies before it, and both are told."""
    rates = growing(1e-5, 1e-1, 41)
    found = made([3 - 2 / (1 + math.exp(-6 * (math.log10(r) + 3.5))) + (r / 2e-2) ** 2 for r in rates])
    assert 1e-3 < found.minimum < 1e-2
    assert found.suggested == pytest.approx(found.minimum / 10, rel=0.06)
    assert 10**-4 < found.steepest < found.minimum
    assert found.caveat is None


def test_a_range_that_shows_no_minimum_says_so() -> None:
    assert "raise --to" in (made([3 - i / 20 for i in range(40)]).caveat or "")
    assert "lower --from" in (made([1 + i / 20 for i in range(40)]).caveat or "")


def test_nothing_is_left_behind_and_the_rate_really_grows(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """No run, no checkpoint: the recipe's own run is as it was. At the same rate all along the losses are others."""
    from trainers import fit, ramp

    seen: list[float] = []
    step = ramp._Ramp.on_step_begin

    def watched(self: object, args: object, state: object, control: object, **kwargs: object) -> None:
        step(self, args, state, control, **kwargs)  # type: ignore[arg-type]
        seen.append(kwargs["optimizer"].param_groups[0]["lr"])  # type: ignore[attr-defined]

    monkeypatch.setattr(ramp._Ramp, "on_step_begin", watched)
    monkeypatch.setattr(fit, "commit", None)
    before = {p.relative_to(project.root) for p in project.root.rglob("*")}
    found = range_test(project.recipe(), root=project.root, low=1e-4, high=1e-1, steps=20, console=Console(quiet=True))
    assert seen == pytest.approx(growing(1e-4, 1e-1, 20))
    assert len(found.losses) == len(found.rates) == 20
    assert found.smooth[-1] < found.smooth[0]
    assert {p.relative_to(project.root) for p in project.root.rglob("*")} - before == {Path("recipe.yaml")}


def test_the_command_prints_a_plot_a_rate_and_why(project: Project, run: Run) -> None:
    """And writes its page beside the runs, with its JSON for scripts; a range that is none is an error."""
    (project.root / "pyproject.toml").write_text("[tool.ckptgate]\n", encoding="utf-8")
    recipe = str(project.recipe().relative_to(project.root))
    status, said = run("lr-range", recipe, "--from", "1e-3", "--to", "1e3", "--steps", "24")
    assert status == 0, said
    for part in ("Suggested: learning_rate: ", "the recipe says 0.01", "ckptgate sweep", "•", "steepest fall at"):
        assert part in said
    page = project.runs / "support.lr-range.html"
    assert [p.name for p in project.runs.iterdir()] == [page.name]
    assert "<svg" in page.read_text(encoding="utf-8")
    other = project.root / "elsewhere.html"
    status, said = run("lr-range", recipe, "--steps", "20", "--json", "--output", str(other))
    assert status == 0, said
    told, _ = json.JSONDecoder().raw_decode(said[said.index("{\n") :])
    assert told["format"] == "ckptgate.lr-range/1"
    assert len(told["steps"]) <= 20
    assert other.is_file()
    assert run("lr-range", recipe, "--from", "1", "--to", "0.1")[0] == 4


def test_data_that_must_not_be_trained_on_are_not_tested_either(project: Project, run: Run) -> None:
    """Unless the rule is accepted, as by `train`."""
    (project.root / "pyproject.toml").write_text("[tool.ckptgate]\n", encoding="utf-8")
    key = "ghp_" + "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"
    write_rows(project.root / "train.jsonl", [conversation(f"say {a}", a) for a in WORDS] + [conversation("key", key)])
    asked = ("lr-range", str(project.recipe({"data.mix": None}).relative_to(project.root)), "--steps", "20")
    status, said = run(*asked)
    assert status == 1
    assert "secret" in said
    assert not project.runs.exists()
    status, said = run(*asked, "--accept-lint", "secret-in-data", "--reason", "a made-up one")
    assert status == 0, said


def test_a_mistake_in_the_recipe_is_told_before_anything_is_loaded(project: Project) -> None:
    with pytest.raises(SourceError, match=r"train\.jsonl|train"):
        range_test(project.recipe({"data.train": "none.jsonl"}), root=project.root, low=1e-5, high=1, steps=20)


def test_rewards_have_no_loss_that_would_tell_a_rate(project: Project) -> None:
    (project.root / "train.jsonl").write_text('{"prompt": "say red"}\n', encoding="utf-8")
    rl = {"answers": 4, "new_tokens": 4, "checks": [{"max_chars": 9}]}
    file = project.recipe({"objective": "rlaif", "rl": rl, "data.mix": None})
    with pytest.raises(SourceError, match="the loss of rlaif does not tell"):
        range_test(file, root=project.root, low=1e-6, high=1.0, steps=20)
