from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from project import Project
from warm import warm_engines

pytest_plugins = ["pytester"]

# Two threads of each of two processes get in each other's way: a training takes twice as long as with one.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

# The suite starts hundreds of processes: without bytecode on disk each compiles every module anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# An engine's process is forked off one that has imported torch: importing it anew takes longer than most tests.
warm_engines()

# A deadline measures the machine's other work, not the code.
settings.register_profile("ckptgate", deadline=None)
settings.load_profile("ckptgate")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """The whole suite runs in two processes, unless -n, --pdb or a path says otherwise."""
    option = config.option
    if hasattr(config, "workerinput") or not config.pluginmanager.has_plugin("xdist"):
        return
    asked = option.numprocesses is not None or option.usepdb or option.collectonly
    if not asked and config.args_source is config.ArgsSource.TESTPATHS and (os.cpu_count() or 1) > 1:
        option.numprocesses, option.dist = 2, "loadgroup"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests of one training go to one process, the longest first.

    xdist's own groups are lost with pytest 9.2: it writes them to `_nodeid`, and `nodeid` is another attribute since.
    """
    if config.option.dist != "loadgroup":
        return None
    from terms.groups import group_of
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid) or nodeid

    return Groups(config, log)


@pytest.fixture
def project(pytester: pytest.Pytester) -> Project:
    """An empty project with `[tool.ckptgate]`, in the working directory."""
    return Project(pytester)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """`ckptgate …` in this process: its exit status, and all that it printed."""

    def go(*argv: str) -> tuple[int, str]:
        from harness import cli

        monkeypatch.setattr("sys.argv", ["ckptgate", *argv])
        capsys.readouterr()
        with pytest.raises(SystemExit) as e:
            cli.main()
        out = capsys.readouterr()
        return int(e.value.code or 0), out.out + out.err

    return go


@pytest.fixture(scope="session")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, bool], Path]:
    """Models of a stranger by (shape, with a chat template).

    Made once and before any test: pytester forgets modules that a test imported, and torch can't be imported twice.
    """
    from models import make_model

    folder = tmp_path_factory.mktemp("strangers")
    return {
        (shape, template): make_model(folder / f"{shape}-{template}", shape=shape, template=template)
        for shape in ("llama", "gpt2")
        for template in (True, False)
    }


@pytest.fixture(scope="session")
def make_adapter(strangers: dict[tuple[str, bool], Path]) -> Callable[..., Path]:
    """`models.make_adapter`, with what it imports there already (see `strangers`)."""
    import peft  # noqa: F401
    from models import make_adapter
    from transformers import AutoModelForCausalLM  # noqa: F401

    return make_adapter
