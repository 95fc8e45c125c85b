"""pytest's door to ckptgate. Imports the standard library and pytest alone; all else comes in once `--model` is given.

Nothing is registered outside a project with `[tool.ckptgate]`: elsewhere `--model` may well be somebody else's option.
"""

from __future__ import annotations

import argparse
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.garbage import SpareCollector
from harness.root import find_root

if TYPE_CHECKING:
    from harness.hooks import Evaluation

__all__ = ["EVALUATION"]

EVALUATION: pytest.StashKey[Evaluation] = pytest.StashKey()
_OF_A_RUN = ("reply", "training_data")
"""Fixtures that a run with `--model` brings."""


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number from 1, not {text!r}")
    return int(text)


def _engine_arg(text: str) -> tuple[str, object]:
    from harness.engines.choice import parse_engine_arg

    try:
        return parse_engine_arg(text)
    except ValueError as e:
        raise argparse.ArgumentTypeError(str(e)) from e


def _samples(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"a number from 1 to 1024, not {text!r}")
    return int(text)


def _temperature(text: str) -> float:
    try:
        if 0 <= float(text) <= 2:
            return float(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"a number from 0 to 2, not {text!r}")


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**63:
        raise argparse.ArgumentTypeError(f"a whole number from 0, not {text!r}")
    return int(text)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--model` and what goes with it; under our own `dest`s, since a conftest may have options of these names."""
    if find_root(Path.cwd()) is None:
        return
    group = parser.getgroup("ckptgate", "decide whether a checkpoint may ship")
    group.addoption(
        "--model",
        dest="ckptgate_model",
        metavar="NAME",
        help="the candidate: a checkpoint under runs/ (ckpt-3, support/ckpt-3), a directory, a deployment file, "
        "a release (support@1.0.0, support@prod), a product of [[tool.ckptgate.adapters]]",
    )
    group.addoption(
        "--baseline",
        dest="ckptgate_baseline",
        metavar="NAME",
        help="what the candidate is compared with (default: the release in production); none: with nothing",
    )
    group.addoption(
        "--split",
        dest="ckptgate_split",
        choices=("gate", "dev"),
        default="gate",
        help="gate: decide (the default); dev: measure, to choose a checkpoint without looking at the gate's cases",
    )
    for name, kind, metavar, meaning in (
        ("samples", _samples, "K", "replies a case and arm; more than one needs a temperature"),
        ("temperature", _temperature, "T", "how replies are sampled, 0 to 2"),
        ("seed", _seed, "N", "of the sampled replies"),
    ):
        group.addoption(
            f"--{name}",
            dest=f"ckptgate_{name}",
            type=kind,
            metavar=metavar,
            help=f"{meaning}; before marks and settings, and so no evidence for a release",
        )
    group.addoption(
        "--lang",
        dest="ckptgate_lang",
        choices=("en", "ru"),
        default="en",
        help="the language that decisions are told in",
    )
    group.addoption(
        "--recorded",
        dest="ckptgate_recorded",
        action="store_true",
        help="on replies of earlier runs alone: needs neither the model nor torch; what is not recorded is no verdict",
    )
    group.addoption(
        "--device", dest="ckptgate_device", choices=("auto", "cpu", "cuda"), default="auto", help="where models run"
    )
    group.addoption(
        "--batch-size",
        dest="ckptgate_batch_size",
        type=_positive,
        default=128,
        metavar="N",
        help="prompts a batch (default 128)",
    )
    group.addoption(
        "--engine",
        dest="ckptgate_engine",
        choices=("transformers", "vllm"),
        default="transformers",
        help="what generates for models on this machine (default transformers; an endpoint generates by itself)",
    )
    group.addoption(
        "--engine-arg",
        dest="ckptgate_engine_arg",
        action="append",
        type=_engine_arg,
        default=[],
        metavar="NAME=VALUE",
        help="passed on to vLLM: tensor_parallel_size=2; may be given several times",
    )
    group.addoption(
        "--shard-engines",
        dest="ckptgate_shards",
        type=_positive,
        default=1,
        metavar="N",
        help="processes that share the generating, each on a GPU of its own, or on its share of the cores (default 1)",
    )
    group.addoption(
        "--concurrency",
        dest="ckptgate_concurrency",
        type=_positive,
        default=64,
        metavar="N",
        help="openai: requests in flight at most; fewer are sent while the server is slow or refuses (default 64)",
    )
    group.addoption(
        "--deadline",
        dest="ckptgate_deadline",
        type=_positive,
        default=300,
        metavar="SECONDS",
        help="openai: for one request with all its retries (default 300)",
    )
    for what in ("requests", "tokens"):
        group.addoption(
            f"--budget-{what}",
            dest=f"ckptgate_budget_{what}",
            type=_positive,
            metavar="N",
            help=f"openai: the {what} that a run may use; then it ends without a verdict, and what came is kept",
        )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Generator[None, object, object]:
    """A bare `pytest --model=…` goes to the suites; outside a project it is told that there is none.

    So the conftests of `testpaths` (and what they need) stay out.
    """
    _to_the_suites(early_config)
    result = yield
    # Only now: a conftest may have an option of that name.
    if any(arg.split("=")[0] == "--model" for arg in args) and parser.parse_known_and_unknown_args(["--model=x"])[1]:
        raise pytest.UsageError(
            f"--model is for a project of ckptgate, and neither {Path.cwd()} nor a folder above it is one (no "
            "[tool.ckptgate] in its pyproject.toml): `ckptgate init` begins one here"
        )
    return result


def _to_the_suites(early_config: pytest.Config) -> None:
    given = early_config.known_args_namespace
    root = find_root(Path.cwd())
    if root is None or getattr(given, "ckptgate_model", None) is None or given.file_or_dir:
        return
    SpareCollector.register(early_config)
    from harness.settings import load_settings
    from harness.source import SourceError

    try:
        given.file_or_dir = [str(root / load_settings(root).suites)]
    except SourceError as e:
        raise pytest.UsageError(str(e)) from e


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register marks; with `--model` start an evaluation, without it keep the suites out."""
    root = find_root(Path.cwd())
    if root is None or not hasattr(config.option, "ckptgate_model"):
        return
    config.addinivalue_line("markers", "suite(name, floor, margin, …): the module's tests are a suite")
    config.addinivalue_line("markers", "cases(*patterns): run the test on every case of these files under golden/")
    if config.option.ckptgate_model is None:
        config.pluginmanager.register(_WithoutModel(), "ckptgate-off")
        return
    SpareCollector.register(config)
    from harness.hooks import Evaluation

    config.stash[EVALUATION] = Evaluation.start(config, root)


class _WithoutModel:
    """Plain `pytest` runs the project's tests and no suite."""

    def __init__(self) -> None:
        self.left_out = 0
        """How many items of suites, where there is nothing else to run."""

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Deselect suite items: skipped, a run of nothing else would exit 0."""
        kept: list[pytest.Item] = []
        suites: list[pytest.Item] = []
        for item in items:
            (suites if _needs_model(item) else kept).append(item)
        if suites:
            config.hook.pytest_deselected(items=suites)
            items[:] = kept
            self.left_out = 0 if kept else len(suites)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Who types no more than `pytest` should not be left with a word like deselected."""
        if self.left_out:
            terminalreporter.write_line("The suites here are asked of a model: pytest --model=NAME")


def _needs_model(item: pytest.Item) -> bool:
    """Whether it is a suite's, or asks for what is only there with `--model` and nobody else defines."""
    if item.get_closest_marker("suite"):
        return True
    known = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    return any(name in getattr(item, "fixturenames", ()) and name not in known for name in _OF_A_RUN)
