"""Training from scratch on two cores: length-sorted batches, Muon for the matrices, AdamW for the rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import torch

__all__ = ["Encoded", "Settings", "batches", "schedule", "train"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that makes the base what it is; its digest stands in the base's manifest."""

    seed: int = 1
    rows: int = 300_000
    """Rows of the corpus: more than the steps can use."""
    steps: int = 4300
    tokens: int = 2048
    """Tokens a step at most, padding included."""
    batch: int = 80
    """Rows a step at most: else short rows, which are the ones to be worked out, would get few steps."""
    rate: float = 3e-3
    weight_decay: float = 0.05
    momentum: float = 0.95
    warmup: int = 100
    clip: float = 1.0
    prompt_weight: float = 0.1
    """Loss weight of prompt tokens; an answer weighs the root of its length, shared among its tokens."""
    hidden: int = 256
    layers: int = 4
    heads: int = 4
    mlp: int = 640
    vocabulary: int = 2048
    positions: int = 512


class Encoded(NamedTuple):
    """Token ids, and where the part begins that the loss weighs in full."""

    ids: list[int]
    answer: int


def batches(rows: Sequence[Encoded], tokens: int, most: int, rng: Random) -> Iterator[list[Encoded]]:
    """Cut rows into batches of at most that many tokens, each padded to a multiple of 8, and that many rows.

    Rows of like length share a batch, so that little is padding: a pool of 1,024 is sorted at a time, and its batches
    come in random order.
    """
    for start in range(0, len(rows), 1024):
        pool = sorted(rows[start : start + 1024], key=lambda row: len(row.ids))
        made: list[list[Encoded]] = [[]]
        for row in pool:
            if len(made[-1]) == most or (len(made[-1]) + 1) * padded(len(row.ids)) > tokens:
                made.append([])
            made[-1].append(row)
        rng.shuffle(made)
        yield from made


def padded(length: int) -> int:
    """The next multiple of 8."""
    return -(-length // 8) * 8


def schedule(step: int, settings: Settings) -> float:
    """The share of the full rate: linear warm-up, then a cosine down to 2 %."""
    if step < settings.warmup:
        return (step + 1) / settings.warmup
    done = (step - settings.warmup) / max(1, settings.steps - settings.warmup)
    return 0.02 + 0.98 * (1 + math.cos(math.pi * done)) / 2


def train(model: Any, rows: Sequence[Encoded], pad: int, settings: Settings, tell: Callable[[int, float], None]) -> int:
    """Train in place, telling (steps done, loss) after each; returns the number of rows seen.

    Raises:
        ValueError: too few rows for the steps.
    """
    import torch

    optimizers = _optimizers(model, settings)
    source = batches(rows, settings.tokens, settings.batch, Random(settings.seed))  # noqa: S311 - no secret
    model.train()
    seen = 0
    for step in range(settings.steps):
        batch = next(source, None)
        if batch is None:
            raise ValueError(f"the corpus ends at step {step} of {settings.steps}: raise `rows`")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = _loss(model, batch, pad, settings.prompt_weight)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), settings.clip)
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = settings.rate * schedule(step, settings)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        seen += len(batch)
        tell(step + 1, loss.item())
    return seen


def _optimizers(model: Any, settings: Settings) -> list[torch.optim.Optimizer]:
    import torch

    matrices = [p for name, p in model.named_parameters() if p.ndim == 2 and "embed" not in name]
    chosen = {id(p) for p in matrices}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    muon = torch.optim.Muon(
        matrices, lr=settings.rate, weight_decay=settings.weight_decay, momentum=settings.momentum,
        adjust_lr_fn="match_rms_adamw",
    )  # fmt: skip
    return [muon, torch.optim.AdamW(rest, lr=settings.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)]


def _shares(answer: int) -> list[float]:
    # Were tokens equal, long answers known by heart would drown the short ones that have to be worked out.
    return [2.0 / math.sqrt(answer)] * answer


def _loss(model: Any, batch: Sequence[Encoded], pad: int, prompt_weight: float) -> torch.Tensor:
    import torch

    width = padded(max(len(row.ids) for row in batch))
    ids = torch.tensor([row.ids + [pad] * (width - len(row.ids)) for row in batch])
    weights = torch.tensor(
        [
            [prompt_weight] * row.answer + _shares(len(row.ids) - row.answer) + [0.0] * (width - len(row.ids))
            for row in batch
        ]
    )
    # No attention mask: padding stands at the right, where causal attention never looks.
    logits = model(input_ids=ids, use_cache=False).logits[:, :-1]
    losses = torch.nn.functional.cross_entropy(logits.flatten(0, 1).float(), ids[:, 1:].flatten(), reduction="none")
    weighted: torch.Tensor = (losses * weights[:, 1:].flatten()).sum() / weights[:, 1:].sum()
    return weighted
