"""In the engine's own process: keys and values with room for the tokens to come.

transformers' own layer makes a longer copy of all that it keeps for each token: with a small model and many rows most
of a step goes into that.
"""

from __future__ import annotations

from typing import Any

import torch
from transformers.cache_utils import DynamicLayer

__all__ = ["RoomyLayer", "give_room"]

_ROOM = 64
"""Tokens that are made room for at a time."""


class RoomyLayer(DynamicLayer):
    """Keys and values as views into tensors that are longer than they need to be yet; for the rest a `DynamicLayer`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._rooms: list[Any] = [None, None]

    def update(self, key_states: Any, value_states: Any, *_: Any, **__: Any) -> tuple[Any, Any]:
        """Add the new tokens behind the others; all of them."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        self.keys = self._behind(0, self.keys, key_states)
        self.values = self._behind(1, self.values, value_states)
        return self.keys, self.values

    def _behind(self, which: int, kept: Any, new: Any) -> Any:
        """`new` behind `kept` ([rows, heads, tokens, size]), in place where `kept` is the beginning of the room."""
        before = kept.shape[-2] if kept.numel() else 0
        after = before + new.shape[-2]
        room = self._rooms[which]
        # Rows that were let go, or anything else that made another tensor of `kept`, leave its room behind.
        if room is None or room.data_ptr() != kept.data_ptr() or len(room) != len(new) or room.shape[-2] < after:
            room = new.new_empty(*new.shape[:-2], after + _ROOM, new.shape[-1])
            if before:
                room[..., :before, :] = kept
            self._rooms[which] = room
        room[..., before:after, :] = new
        return room[..., :after, :]


def give_room(cache: Any) -> None:
    """Have a cache's plain layers, where nothing is kept in them yet, keep what comes with room to grow."""
    layers = getattr(cache, "layers", None)
    if isinstance(layers, list) and torch.is_inference_mode_enabled():
        cache.layers = [
            RoomyLayer() if type(layer) is DynamicLayer and not layer.is_initialized else layer for layer in layers
        ]
