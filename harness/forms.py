"""Forms of a checkpoint: its adapter on, off, merged, beside another one; its weights as they are and in fewer bits.

An adapter is trained in one form and served in another. Each suite that a mark asks for compares two of them, case by
case; the forms are arms like any other, of the same checkpoint, and no file of theirs is ever written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from harness import record
from harness.arms import Arm, Role
from harness.checkpoint import TUNED_PROMPTS
from harness.engines import HALF, Files

__all__ = ["BITS", "FORMS", "Forms", "Pair", "forms_of"]

Pair = Literal["off", "merged", "isolated", "neighbour", "unquantized"]
"""What a suite's mark may name as its baseline, besides other checkpoints."""

FORMS: dict[Pair, tuple[Role, Role]] = {
    "off": ("candidate", "off"),
    "merged": ("merged", "apart"),
    "isolated": ("off", "base"),
    "neighbour": ("crowded", "alone"),
    "unquantized": ("candidate", "unquantized"),
}
"""Which two arms are compared: the one that is judged, and the one that it is held to."""

BITS: dict[int, Role] = {16: "16 bits", 8: "8 bits", 4: "4 bits"}
"""The rungs of a ladder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The arms there are, and for each comparison that can't be made the reason, as a clause after "not checked"."""

    arms: Mapping[Role, Arm]
    missing: Mapping[Pair, str]


def forms_of(arms: Mapping[Role, Arm], *, in_forms: bool) -> Forms:
    """Every form of the candidate, where the engine can answer `in_forms`.

    Nothing is loaded. Where the candidate is compared with nothing (`--baseline=none`) there are no forms, and a suite
    that asks for one has nothing to be decided by.
    """
    candidate = arms["candidate"]
    made: dict[Role, Arm] = {}
    missing: dict[Pair, str] = {}
    if not in_forms:
        why = "the engine answers in one form alone"
        return Forms(arms={}, missing=dict.fromkeys(FORMS, why))
    for forms in (_adapter(arms), _neighbour(arms), _bits(candidate)):
        made |= forms.arms
        missing |= forms.missing
    return Forms(arms=made, missing=missing)


def _adapter(arms: Mapping[Role, Arm]) -> Forms:
    candidate = arms["candidate"]
    if not (isinstance(candidate.source, Files) and candidate.source.adapter):
        why = f"{candidate.about.name} has no adapter"
        return Forms(arms={}, missing={"off": why, "merged": why, "isolated": why})
    off = _form(candidate, "loaded and off", form="off", ends_turns=False)
    if _kind(candidate) in TUNED_PROMPTS:
        why = f"{candidate.about.name} is a tuned prompt, which nothing merges"
        return Forms(arms={"off": off}, missing={"merged": why})
    merged, apart = (_form(candidate, what, form=form) for what, form in (("merged", "merged"), ("unmerged", "apart")))
    return Forms(arms={"off": off, "merged": merged, "apart": apart}, missing={})


def _neighbour(arms: Mapping[Role, Arm]) -> Forms:
    """What is in production, with the candidate loaded beside it, as a server of both would have it."""
    candidate, other = arms["candidate"], arms.get("production")
    ours = candidate.source.adapter if isinstance(candidate.source, Files) else None
    if ours is None:
        return Forms(arms={}, missing={"neighbour": f"{candidate.about.name} has no adapter"})
    if other is None or not (isinstance(other.source, Files) and other.source.adapter):
        return Forms(arms={}, missing={"neighbour": "no other adapter is in production"})
    assert isinstance(candidate.source, Files)
    if other.about.digest == candidate.about.digest or other.source.model != candidate.source.model:
        return Forms(arms={}, missing={"neighbour": "no other adapter on this base is in production"})
    if _kind(other) != _kind(candidate):
        return Forms(arms={}, missing={"neighbour": f"{other.about.name} is an adapter of another kind"})
    alone = _form(other, "alone", form="apart")
    crowded = _form(
        other, f"{candidate.about.name} beside", form="apart", beside=ours, beside_digest=candidate.about.digest
    )
    return Forms(arms={"alone": alone, "crowded": crowded}, missing={})


def _bits(candidate: Arm) -> Forms:
    """The weights as they are, and the rungs of the ladder; one that is served is the candidate itself."""
    served = candidate.deployment.quantization
    if not served or not isinstance(candidate.source, Files):
        why = "the deployment says no `quantization:`, the weights are served as they are"
        return Forms(arms={}, missing={"unquantized": why})
    four = served if served == "fp4" else "nf4"
    found = {BITS[bits]: _loaded(candidate, how) for bits, how in ((16, HALF), (8, "int8"), (4, four))}
    return Forms(arms={"unquantized": _loaded(candidate, ""), **found}, missing={})


def _loaded(arm: Arm, how: str) -> Arm:
    deployment = replace(arm.deployment, quantization=None) if not how else arm.deployment
    made = _form(arm, how or "unquantized", quantization=how)
    about = made.about.model_copy(update={"deployment": record.DeploymentRef(**deployment.to_json())})
    return replace(made, about=about, deployment=deployment)


def _form(arm: Arm, what: str, **changes: Any) -> Arm:
    assert isinstance(arm.source, Files)
    about = arm.about.model_copy(update={"name": f"{arm.about.name}, {what}"})
    return replace(arm, about=about, source=replace(arm.source, **changes))


def _kind(arm: Arm) -> str:
    assert isinstance(arm.source, Files)
    assert arm.source.adapter
    try:
        config = json.loads((arm.source.adapter / "adapter_config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""  # loading it will say what is wrong
    return str(config.get("peft_type", "LORA")).upper()
