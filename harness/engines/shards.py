"""One plan for several processes of an engine, each on a device of its own; replies come back to one thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import Any

from harness.engines import Job
from harness.engines.child import Child

__all__ = ["carry_out_all", "device_of", "split"]


def split(jobs: Sequence[Job], shards: int) -> list[list[Job]]:
    """Each shard's part of every job, dealt out by length so that all have as much to do; a job keeps its place."""
    dealt: list[list[Job]] = [[] for _ in range(shards)]
    for job in jobs:
        ordered = sorted(job.requests, key=lambda r: len(r.prompt))
        for i, mine in enumerate(dealt):
            mine.append(replace(job, requests=tuple(ordered[i::shards])))
    return dealt


def device_of(shard: int, shards: int, device: str) -> dict[str, str]:
    """The environment that gives a shard its own part of the machine: one GPU, or its share of the cores."""
    if shards == 1:
        return {}
    if device == "cuda":
        visible = [v for v in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",") if v]
        return {"CUDA_VISIBLE_DEVICES": visible[shard % len(visible)] if visible else str(shard)}
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {"OMP_NUM_THREADS": str(max(1, cores // shards))}


def carry_out_all(orders: Sequence[tuple[Child, dict[str, Any]]], on_message: Callable[[Any], None]) -> None:
    """Have each process carry out its order, all at once; messages are handed over in this thread.

    Raises:
        EngineError: one of them failed. What any of them had answered until then is handed over before.
    """
    if len(orders) == 1:
        ((child, order),) = orders
        child.carry_out(order, on_message)
        return
    told: SimpleQueue[Any] = SimpleQueue()
    with ThreadPoolExecutor(len(orders)) as pool:
        running: set[Future[None]] = {pool.submit(child.carry_out, order, told.put) for child, order in orders}
        try:
            pending = running
            while pending:
                done, pending = wait(pending, timeout=0.05, return_when=FIRST_COMPLETED)
                _hand_over(told, on_message)
                for future in done:
                    future.result()
        except BaseException:
            for child, _ in orders:  # their threads wait for the next line, and end with the process
                child.process.kill()
            wait(running)
            _hand_over(told, on_message)
            raise
        _hand_over(told, on_message)


def _hand_over(told: SimpleQueue[Any], on_message: Callable[[Any], None]) -> None:
    while True:
        try:
            message = told.get_nowait()
        except Empty:
            return
        on_message(message)
