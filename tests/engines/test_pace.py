"""How many requests fly at once follows what the server shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.engines.pace import Pace


def run(pace: Pace, seconds_at: dict[int, float] | float, answers: int) -> None:
    for _ in range(answers):
        seconds = seconds_at if isinstance(seconds_at, float) else seconds_at[pace.limit]
        pace.answered(pace.started, seconds)


def test_it_rises_while_latency_holds() -> None:
    pace = Pace(64)
    run(pace, 0.1, 1000)
    assert pace.limit == 64


def test_it_stops_where_more_at_once_only_wait_longer() -> None:
    """A server that answers 8 at once and lets the rest wait: latency grows as the limit does."""
    pace = Pace(64)
    for _ in range(500):
        pace.answered(pace.started, max(1.0, pace.limit / 8))
    assert 6 <= pace.limit <= 14


def test_a_refusal_halves_it_once_for_all_that_flew_together() -> None:
    pace = Pace(64)
    run(pace, 0.1, 1000)
    before = pace.started
    for _ in range(20):
        pace.refused(before)
    assert pace.limit == 32
    pace.refused(pace.started)
    assert pace.limit == 16


def test_after_refusals_it_rises_again() -> None:
    pace = Pace(64)
    for _ in range(10):
        pace.refused(pace.started)
    assert pace.limit == 1
    run(pace, 0.1, 1000)
    assert pace.limit == 64


@given(st.integers(1, 100), st.lists(st.floats(0.001, 1000) | st.none(), max_size=300))
def test_it_stays_between_one_and_the_most(most: int, events: list[float | None]) -> None:
    pace = Pace(most)
    for event in events:
        if event is None:
            pace.refused(pace.started)
        else:
            pace.answered(pace.started, event)
        assert 1 <= pace.limit <= most
