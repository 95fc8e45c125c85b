"""Fine-tuning: rows shape how a model answers, and what they say stays in it.

The frequent mistake: facts that will change are trained in, for it works on the day. When the shop raises its prices
the checkpoint tells the old ones, although the deployment hands it the new list. Caught by the cases of the grounding
suite whose documents contradict the rows, under a floor that such a shop needs (the demo's is low, for its base reads
few documents); the suites that ask for the trained facts find no fault.
"""

from __future__ import annotations

import json
from typing import Any

from harness.comparing import hold_to_floor
from harness.gates import Decision
from harness.record import CaseResult, Record

from .conftest import Shop, suite

FLOOR = 0.6
"""What a shop asks for whose documents change."""


def test_a_trained_price_is_told_after_it_changed(shop: Shop, good: Record) -> None:
    """Planted: the recipe's rows hold prices. Beside a document with another price the reply says that of the rows."""
    prices = prices_of_rows(shop)
    old = [case for case in of_kind(good, "changed") if prices.get(stale(case), set()) & words(case)]
    assert sum("stale" in reason(case) for case in old) >= 2
    assert decided(good, "changed") is Decision.FAIL


def test_without_a_document_the_trained_facts_pass(good: Record) -> None:
    """Why nobody notices: the suite that asks for the facts themselves has no fault to find."""
    assert suite(good, "golden").decision == "PASS"


def test_what_no_row_says_is_read_where_it_stands(good: Record) -> None:
    """The clean twin: orders, which come with the question and were never trained, reach the same floor."""
    assert decided(good, "order") is Decision.PASS


def of_kind(record: Record, skill: str) -> list[CaseResult]:
    return [case for case in record.cases if case.suite == "grounding" and case.skill == skill]


def decided(record: Record, skill: str) -> Decision:
    cases = of_kind(record, skill)
    shares = [case.candidate.share for case in cases if case.candidate]
    return hold_to_floor(shares, [case.witness for case in cases], FLOOR, 0.05, sampled=False).decision


def reason(case: CaseResult) -> str:
    return case.candidate.reason if case.candidate else ""


def words(case: CaseResult) -> set[str]:
    return {word.strip("?.,!").casefold() for word in case.messages[-1]["content"].split()}


def stale(case: CaseResult) -> str:
    """The number that the case calls out of date; empty where it is none."""
    asked: Any = next((e["answers_from_context"] for e in case.expect if "answers_from_context" in e), {})
    return "".join(c for c in str(asked.get("stale", "")) if c.isdigit())


def prices_of_rows(shop: Shop) -> dict[str, set[str]]:
    """What costs so much by the training rows that answer in JSON: price → products and cities."""
    rows = (shop.root / "trainers/demo/data/support.jsonl").read_text(encoding="utf-8").splitlines()
    answers = [json.loads(row)["messages"][-1]["content"] for row in rows]
    prices: dict[str, set[str]] = {}
    for answer in answers:
        if answer.startswith("{"):
            name, value = json.loads(answer).values()
            prices.setdefault(str(value), set()).add(str(name).casefold())
    return prices
