"""The names of TRL's options that are written down here are those of the TRL that is installed."""

from __future__ import annotations

import dataclasses
import importlib

import pytest

from trainers.trl_options import OURS, options_of

MODULES = {
    "SFTConfig": "sft", "DPOConfig": "dpo", "KTOConfig": "kto", "RewardConfig": "reward", "GRPOConfig": "grpo",
    "RLOOConfig": "rloo",
}  # fmt: skip


@pytest.mark.parametrize("kind", MODULES)
def test_the_list_is_trls_own(kind: str) -> None:
    """Neither an option too few, which would be refused, nor one too many, which would end late in TRL's own words."""
    module = importlib.import_module(f"trl.trainer.{MODULES[kind]}_config")
    assert options_of(kind) == {field.name for field in dataclasses.fields(getattr(module, kind))}


def test_what_is_not_set_there_exists() -> None:
    """Each has its reason."""
    assert set(OURS) <= set().union(*map(options_of, MODULES))
    assert all(OURS.values())
