"""The run's decision in Russian: the same word, the same suites, plural forms as they are spoken."""

from __future__ import annotations

import pytest

from harness.record import Record
from harness.report.sentences import reason, sentence

from .records import SAMPLES


@pytest.mark.parametrize("name", SAMPLES)
def test_every_decision_is_told_in_russian(name: str) -> None:
    """Cyrillic, and naming the suites that stop it; English is the record's own."""
    record = SAMPLES[name]()
    told = sentence(record, "ru")
    assert sentence(record, "en") == record.sentence
    assert any("а" <= c <= "я" for c in told)
    stopping = [s.name for s in record.suites if s.decision == record.decision]
    if record.decision in ("FAIL", "INCONCLUSIVE"):
        assert all(n in told for n in stopping[:3])


@pytest.mark.parametrize(("n", "says"), [(1, "1 пример)"), (22, "22 примера)"), (111, "111 примеров)")])
def test_cases_are_counted_as_they_are_spoken(sample: Record, n: int, says: str) -> None:
    suites = [s.model_copy(update={"ran": n}) for s in sample.suites[:1]]
    passed = sample.model_copy(update={"decision": "PASS", "suites": suites})
    assert says in sentence(passed, "ru")


def test_a_gates_reason_is_told_from_its_numbers() -> None:
    record = SAMPLES["passing"]()
    gate = next(g for s in record.suites for g in s.gates if g.kind == "paired")
    assert reason(gate, "en") == gate.reason
    assert "допуск" in reason(gate, "ru")
