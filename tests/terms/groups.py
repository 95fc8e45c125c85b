"""Which of the terms' tests look at one training: they run in one process, so that none waits for another's."""

from __future__ import annotations

_NARROW = ("a_phrase_in_the_prompt", "narrow_training", "the_lost_skills", "the_last_epoch_is_not", "a_perfect_form")
_TRAINED = (
    "alignment",
    "catastrophic_forgetting",
    "domain_adaptation",
    "epoch",
    "fine_tuning",
    "instruction_tuning",
    "learning_rate",
    "overfitting",
    "rag_boundary",
)


def group_of(nodeid: str) -> str | None:
    """The training that a test looks at: `narrow`, `hot`, `good`, `both`; None where it trains nothing."""
    file, _, test = nodeid.rpartition("/")[2].partition("::")
    if file == "test_lora_and_full_tuning.py":
        return "both"
    if "early_stop" in test:
        return None  # it trains a shop of its own
    if "terms/" not in nodeid or file.removeprefix("test_").removesuffix(".py") not in _TRAINED:
        return None
    if "ten_times_the_rate" in test:
        return "hot"
    return "narrow" if any(name in test for name in _NARROW) or "[narrow]" in test else "good"
