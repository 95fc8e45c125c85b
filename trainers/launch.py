"""A training in several processes: each runs `python -m trainers.launch ORDER`, the first of them writes.

Through `accelerate launch`, which also takes what `accelerate config` wrote (FSDP, DeepSpeed, machines). Several
processes are asked for as MULTI_GPU, without a GPU too: it is accelerate's name for torch's launcher, and the
processes then talk by gloo. What accelerate calls MULTI_CPU is started by MPI alone.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import Timeout
from rich.console import Console

from harness.manifest import Linted, Readiness
from harness.source import SourceError
from trainers.errors import TrainingError
from trainers.plan import Plan, make_plan
from trainers.progress import Bar
from trainers.rewards import Rewards
from trainers.run import Run, lock_of
from trainers.surroundings import prepare

__all__ = ["end_with_the_first", "launch", "several"]

_PROBLEM = "problem.txt"
_ONE_MACHINE = {
    "compute_environment": "LOCAL_MACHINE", "distributed_type": "MULTI_GPU", "machine_rank": 0, "num_machines": 1,
    "main_process_port": 0, "mixed_precision": "no", "use_cpu": False,
}  # fmt: skip
"""Port 0 is any that is free."""


def several(plan: Plan) -> bool:
    """Whether the recipe asks for more than this process."""
    asked = plan.recipe.accelerate
    return asked.processes > 1 or asked.config is not None


def launch(plan: Plan, run: Run, rewards: Rewards | None, changes: Mapping[str, Any]) -> None:
    """Train in the processes that the recipe's `accelerate:` asks for.

    Raises:
        TrainingError: one of them stopped; what it said, where it could say it.
    """
    with tempfile.TemporaryDirectory() as place:
        order = Path(place) / "order.json"
        told = {
            "recipe": str(plan.file.file.resolve()),
            "changes": dict(changes),
            "lr_source": plan.lr_source,
            "root": str(plan.root.resolve()),
            "processes": plan.recipe.accelerate.processes,
            "run": str(run.directory.resolve()),
            "linted": plan.linted and plan.linted.model_dump(mode="json"),
            "ready": plan.ready and plan.ready.model_dump(mode="json"),
            "rewards": rewards and f"{rewards.__module__}:{rewards.__qualname__}",
        }
        order.write_text(json.dumps(told), encoding="utf-8")
        done = subprocess.run(_command(plan, order), check=False, env=_environment())
        problem = Path(place) / _PROBLEM
        # One that is aborted on its way out has done its work: what counts is that every epoch is whole.
        if done.returncode and run.finished() < plan.recipe.training.epochs:
            said = problem.read_text(encoding="utf-8") if problem.is_file() else "see above what it said"
            raise TrainingError(f"a process of the training stopped (status {done.returncode}): {said}")


def _command(plan: Plan, order: Path) -> list[str]:
    asked = plan.recipe.accelerate
    worker = ["-m", "trainers.launch", str(order)]
    if asked.config is not None:
        config = plan.file.path("accelerate", "config")
    else:  # one of our own, so that the person's default of `accelerate config` does not change what the recipe says
        config = order.parent / "accelerate.json"
        config.write_text(json.dumps({**_ONE_MACHINE, "num_processes": asked.processes}), encoding="utf-8")
    launcher = ["accelerate.commands.launch", "--config_file", str(config), "--num_processes", str(asked.processes)]
    return [sys.executable, "-m", *launcher, *worker]


def _environment() -> dict[str, str]:
    """As this process's; the packages are found where this one found them, and cores are shared out."""
    path = os.pathsep.join(p for p in sys.path if p)
    return {"OMP_NUM_THREADS": "1", **os.environ, "PYTHONPATH": path}


def _work(order: Path) -> None:
    told = json.loads(order.read_text(encoding="utf-8"))
    first = os.environ.get("RANK", "0") == "0"
    try:
        _check_number(told["processes"])
        plan = make_plan(Path(told["recipe"]), root=Path(told["root"]), **told["changes"])
        plan = replace(
            plan,
            lr_source=told["lr_source"],
            linted=told["linted"] and Linted.model_validate(told["linted"]),
            ready=told["ready"] and Readiness.model_validate(told["ready"]),
        )
        run = Run(directory=Path(told["run"]), notes=())
        threading.Thread(target=end_with_the_first, args=(run.directory,), daemon=True).start()
        prepare()
        from trainers import fit

        with Bar(Console(stderr=True, quiet=not first), plan.recipe.name) as bar:
            fit.fit(plan, run, bar, _rewards(told["rewards"]))
        _leave()
    except (TrainingError, SourceError) as e:
        if first:
            (order.parent / _PROBLEM).write_text(str(e), encoding="utf-8")
        raise SystemExit(1) from None


def end_with_the_first(directory: Path, end: Callable[[int], None] = os._exit, every: float = 0.2) -> None:
    """Wait until nobody holds the run any more, and end this process.

    Whoever started it was killed, and would leave it training where the next one begins. Whatever it was writing is
    not taken for whole.
    """
    lock = lock_of(directory)
    while True:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            time.sleep(every)
        else:
            break
    end(1)
    lock.release()


def _leave() -> None:
    """All at once: a process that ends while others still talk to it may be aborted, all its work done."""
    from torch import distributed

    if distributed.is_initialized():
        distributed.barrier()
        distributed.destroy_process_group()


def _check_number(asked: int) -> None:
    """A launcher that finds fewer GPUs starts fewer processes without a word: the batch would be another."""
    started = int(os.environ.get("WORLD_SIZE", "1"))
    if started != asked:
        raise TrainingError(
            f"accelerate.processes: {asked} asked for, and the launcher started {started}: is there a GPU for each? "
            "Without GPUs leave accelerate.config out"
        )


def _rewards(name: str | None) -> Rewards | None:
    if not name:
        return None
    module, _, function = name.partition(":")
    found: Rewards = getattr(importlib.import_module(module), function)
    return found


if __name__ == "__main__":
    _work(Path(sys.argv[1]))
