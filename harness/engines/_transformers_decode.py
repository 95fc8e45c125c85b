"""In the engine's own process: a batch's replies, token by token, without the rows that have ended.

transformers' own loop runs every row until the last has ended: with one long reply among 128 short ones most of the
work is thrown away. This loop is handed to `generate`, which prepares everything else as it does for its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["decode"]

Draw = Callable[[Any, Sequence[int]], Any]
"""(scores, which rows of the batch they are of) → scores."""

_SHED = 7 / 8
"""Rows are let go when at most this share of them is left: each time the rest is copied."""


def decode(
    model: Any,
    prompts: Sequence[Sequence[int]],
    most: int,
    stops: Sequence[int],
    *,
    temperature: float = 0.0,
    seeds: Sequence[int] = (),
) -> list[list[int]]:
    """Each prompt's reply as tokens, `most` at most, the last of them a stop token where the reply ended by itself.

    Args:
        stops: tokens that end a reply.
        temperature: 0 takes the likeliest token; above it the row's own seed draws.
    """
    import torch

    width, pad = max(map(len, prompts)), stops[0] if stops else 0
    tokens = torch.full((len(prompts), width), pad, dtype=torch.long)
    mask = torch.zeros((len(prompts), width), dtype=torch.long)
    for row, ids in enumerate(prompts):  # left padding: generation goes on from the last column
        tokens[row, width - len(ids) :] = torch.tensor(ids)
        mask[row, width - len(ids) :] = 1
    loop = _Loop(len(prompts), most, frozenset(stops), _drawing(temperature, seeds) if temperature else None)
    with torch.inference_mode():
        model.generate(
            input_ids=tokens.to(model.device),
            attention_mask=mask.to(model.device),
            do_sample=False,
            num_beams=1,
            max_new_tokens=most,
            eos_token_id=list(stops) or None,
            pad_token_id=pad,
            custom_generate=loop,
        )
    return loop.made


class _Loop:
    """What `generate` calls in place of its own loop; `made` holds the tokens of each row."""

    def __init__(self, rows: int, most: int, stops: frozenset[int], draw: Draw | None) -> None:
        self.made: list[list[int]] = [[] for _ in range(rows)]
        self._most, self._stops, self._draw = most, stops, draw

    def __call__(self, model: Any, input_ids: Any, *_: Any, **kept: Any) -> Any:
        import torch

        from harness.engines._transformers_cache import give_room

        for name in ("logits_processor", "stopping_criteria", "generation_config", "synced_gpus", "streamer"):
            kept.pop(name, None)
        rows, open_ = list(range(len(self.made))), set(range(len(self.made)))
        give_room(kept.get("past_key_values"))
        for step in range(self._most):
            length = 1 if step and kept.get("use_cache") else None
            inputs = model.prepare_inputs_for_generation(
                input_ids, next_sequence_length=length, is_first_iteration=not step, **kept
            )
            told = model(**inputs, return_dict=True)
            # No public name, and what transformers' guide to custom loops uses: it grows masks and positions by one.
            kept = model._update_model_kwargs_for_generation(told, kept)
            scores = told.logits[:, -1].to(copy=True, dtype=torch.float32)
            del told  # the logits of a long prompt are large
            following = (self._draw(scores, rows) if self._draw else scores).argmax(-1)
            input_ids = torch.cat([input_ids, following[:, None]], dim=-1)
            for row, token in zip(rows, following.tolist(), strict=True):
                if row in open_:
                    self.made[row].append(token)
                    if token in self._stops:
                        open_.remove(row)
            if not open_:
                break
            if len(open_) <= _SHED * len(rows) and _can_shed(kept, len(rows)):
                left = [place for place, row in enumerate(rows) if row in open_]
                rows = [rows[place] for place in left]
                index = torch.tensor(left, device=input_ids.device)
                input_ids = input_ids[index]
                for name, value in kept.items():
                    if isinstance(value, torch.Tensor):
                        kept[name] = value[index]
                kept["past_key_values"].batch_select_indices(index)
        return input_ids


def _can_shed(kept: dict[str, Any], rows: int) -> bool:
    """Whether all that is kept between steps is kept by row: plain layers of keys and values, and tensors with rows."""
    import torch
    from transformers.cache_utils import DynamicLayer, DynamicSlidingWindowLayer

    from harness.engines._transformers_cache import RoomyLayer

    layers = getattr(kept.get("past_key_values"), "layers", ())
    return (
        len(layers) > 0
        and all(type(layer) in (DynamicLayer, DynamicSlidingWindowLayer, RoomyLayer) for layer in layers)
        and all(value.shape[0] == rows for value in kept.values() if isinstance(value, torch.Tensor))
    )


def _drawing(temperature: float, seeds: Sequence[int]) -> Draw:
    """Noise that turns the greedy choice into a draw at the temperature (the Gumbel-max trick).

    Each row draws from a stream of its own, so that its reply depends neither on its neighbours nor on the batch.
    """
    import torch

    streams = [torch.Generator().manual_seed(seed) for seed in seeds]

    def draw(scores: Any, rows: Sequence[int]) -> Any:
        size = scores.shape[-1]
        gumbel = torch.stack([-torch.empty(size).exponential_(generator=streams[row]).log() for row in rows])
        return scores / temperature + gumbel.to(scores.device)

    return draw
