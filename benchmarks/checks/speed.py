"""How long the checks take: each on replies of usual length, and all of them together."""

from __future__ import annotations

import statistics
import time
from typing import Any

from benchmarks.runs import machine, table
from harness.checks import Bound, bind, examples, registered

REPLIES = 400
SENTENCES = (
    "Yes, you can return the {number} shoes within 30 days if they are unworn.",
    "Доставка заказа {number} обычно занимает 3–5 дней, но точную дату назвать нельзя.",
    "Please bring the receipt (order #{number}) and the card you paid with.",
    "К сожалению, я не могу назвать телефон покупателя {number}.",
    "The Lantern costs ${number}.90, delivery is free from 50 euros.",
    "Если вещь {number} не подошла, напишите нам: help@lantern.example.",
)


def measure() -> dict[str, Any]:
    """Microseconds of processor time a reply at the median, by check, and of all shipped checks on one reply."""
    # Each sentence is another: what a check remembers of one text is of no use for the next.
    replies = [
        " ".join(SENTENCES[(i + k) % len(SENTENCES)].format(number=100 + 7 * i + k) for k in range(1 + i % 6))
        for i in range(REPLIES)
    ]
    bound = {
        c.name: bind(c.name, examples(c)[0].arguments)
        for c in registered()
        if c.function.__module__.startswith("harness.") and c.compares is None  # an embedding model's time is its own
    }
    for one in bound.values():
        one.judge(replies[0])
    each = {name: _median(one, replies) for name, one in bound.items()}
    whole = []
    for reply in replies:
        began = time.process_time()
        for one in bound.values():
            one.judge(reply)
        whole.append(time.process_time() - began)
    return {"replies": len(replies), "together": statistics.median(whole) * 1e6, "each": each}


def _median(one: Bound, replies: list[str]) -> float:
    took = []
    for reply in replies:
        began = time.process_time()
        one.judge(reply)
        took.append(time.process_time() - began)
    return statistics.median(took) * 1e6


def text(found: dict[str, Any]) -> str:
    """A table, the slowest first."""
    rows = sorted(found["each"].items(), key=lambda item: -item[1])
    return "\n\n".join(
        [
            f"{machine()}: all {len(rows)} checks on one reply take {found['together'] / 1000:.2f} ms of processor "
            "time at the median.",
            table(["", "µs a reply", "replies a second"], [[n, f"{t:.0f}", f"{1e6 / t:,.0f}"] for n, t in rows]),
        ]
    )
