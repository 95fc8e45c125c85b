"""RLAIF. The frequent mistake: the checks that rewarded the model are also its gate. It was trained to pass them; that
it passes shows that training works, and nothing of what nobody rewarded.

The guard: the manifest names the rewards, every record repeats them, and a gate of its own fails where no case is
judged by anything else.
"""

from __future__ import annotations

import pytest

from harness.manifest import read_manifest
from harness.record import Record

from .small_shop import SmallShop

RECIPE = """
name: rl
base: base
method: lora
lora: {r: 4, alpha: 8}
objective: rlaif
rl: {algorithm: grpo, answers: 4, new_tokens: 12, temperature: 1.5, checks: [max_words: 3]}
data: {train: questions.jsonl}
training: {epochs: 1, learning_rate: 1e-4, batch_size: 8, max_length: 64}
"""


@pytest.fixture(scope="module")
def rewarded(tmp_path_factory: pytest.TempPathFactory) -> SmallShop:
    """The embedded base, really trained for two steps by a check that wants short answers."""
    shop = SmallShop(tmp_path_factory.mktemp("rlaif"), "short")
    rows = [f'{{"prompt": "Name {n} colours and say what each of them is good for."}}\n' for n in range(2, 6)]
    shop.write("questions.jsonl", "".join(rows))
    shop.write("rl.yaml", RECIPE)
    shop.train("rl.yaml", "--accept-unready", "a test of the guard behind this one")
    return shop


def gate(shop: SmallShop, *more: str) -> Record:
    """`pytest --model` over cases that want short answers, and `more` of each."""
    checks = ", ".join(["{max_words: 3}", *more])
    shop.cases("".join(f"- {{id: c{n}, prompt: 'What is {n} + 3?', expect: [{checks}]}}\n" for n in range(12)))
    return shop.gate("rl/ckpt-1")


def test_rewards_that_are_the_only_gate_decide_nothing(rewarded: SmallShop) -> None:
    """Planted: the suite asks what the reward asked; however short the answers, it may not ship."""
    record = gate(rewarded)
    assert (record.decision, record.candidate.rewards) == ("FAIL", ["max_words"])
    assert [g.decision for g in record.gates if g.kind == "rewards"] == ["FAIL"]


def test_another_check_beside_the_reward_lets_the_gate_decide(rewarded: SmallShop) -> None:
    """The clean twin: the same suite also wants a number; and the manifest keeps why training began unready."""
    record = gate(rewarded, "{matches: '\\\\d'}")
    assert [g.decision for g in record.gates if g.kind == "rewards"] == ["PASS"]
    manifest = read_manifest(rewarded.root / "runs/rl/ckpt-1")
    assert manifest is not None
    assert manifest.ready is not None
    assert manifest.ready.accepted == "a test of the guard behind this one"
    assert manifest.ready.missing
