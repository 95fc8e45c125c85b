"""How far a training has moved the model from its base: KL(base ‖ tuned) on the training's own rows.

The mean over tokens of what the base expects next against what the tuned model does, in nats; the drift that goes with
forgetting (arXiv 2509.04259). The base's side is worked out before the first step.
"""

from __future__ import annotations

from typing import Any

import torch

from trainers.plan import Plan

__all__ = ["Drift"]

_ROWS = 16
_TOKENS = 256  # × the vocabulary × 4 bytes: 150 MB for one of 150,000


class Drift:
    """The base's log-probabilities on the first rows; nothing for a reward model or several processes."""

    def __init__(self, plan: Plan, tokenizer: Any, model: Any) -> None:
        self._rows: list[torch.Tensor] = []
        self._base: list[torch.Tensor] = []
        if plan.recipe.objective == "reward" or plan.recipe.accelerate.processes > 1:
            return
        left = _TOKENS
        for row in plan.data.train[:_ROWS]:
            ids = _ids(row, tokenizer)[: min(left, plan.recipe.training.max_length)]
            left -= len(ids)
            if len(ids) > 1:
                self._rows.append(torch.tensor([ids]))
        with _still(model), _without_adapter(model):
            self._base = [_expected(model, ids) for ids in self._rows]

    def measure(self, model: Any) -> float | None:
        """Nats a token, 0 or more; None where there is nothing to compare."""
        if not self._base:
            return None
        total, tokens = 0.0, 0
        with _still(model):
            for ids, base in zip(self._rows, self._base, strict=True):
                tuned = _expected(model, ids)
                total += float((base.exp() * (base - tuned)).sum())
                tokens += len(base)
        return max(0.0, total / tokens)


def _ids(row: Any, tokenizer: Any) -> list[int]:
    if row.text is not None:
        return list(tokenizer(row.text, add_special_tokens=False)["input_ids"])
    told = tokenizer.apply_chat_template(row.turns(), tokenize=True, return_dict=True)
    return list(told["input_ids"])


def _expected(model: Any, ids: torch.Tensor) -> torch.Tensor:
    """Log-probabilities of the next token at each place, on the CPU; a tuned prompt's own places left out."""
    logits = model(input_ids=ids.to(model.device), use_cache=False).logits[0, -ids.shape[1] :]
    return torch.log_softmax(logits.float(), dim=-1).cpu()


class _still:
    """No gradients, no dropout; then as before."""

    def __init__(self, model: Any) -> None:
        self._model, self._training, self._off = model, model.training, torch.no_grad()

    def __enter__(self) -> None:
        self._model.eval()
        self._off.__enter__()

    def __exit__(self, *error: Any) -> None:
        self._off.__exit__(*error)
        self._model.train(self._training)


def _without_adapter(model: Any) -> Any:
    from contextlib import nullcontext

    return model.disable_adapter() if hasattr(model, "disable_adapter") else nullcontext()
