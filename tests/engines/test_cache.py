"""Keys and values with room to grow: what a layer of transformers' own keeps, to the number."""

from __future__ import annotations

import torch
from transformers.cache_utils import DynamicCache, DynamicLayer

from harness.engines._transformers_cache import RoomyLayer, give_room


def tokens(n: int, rows: int = 3) -> torch.Tensor:
    return torch.rand(rows, 2, n, 4)


def both_after(steps: list[int]) -> tuple[RoomyLayer, DynamicLayer]:
    roomy, plain = RoomyLayer(), DynamicLayer()
    for n in steps:
        keys, values = tokens(n), tokens(n)
        told = roomy.update(keys, values)
        for mine, theirs in zip(told, plain.update(keys, values), strict=True):
            assert torch.equal(mine, theirs)
    return roomy, plain


def test_all_that_was_added_comes_back_beyond_the_room_too() -> None:
    roomy, plain = both_after([5, 1, 1, 62, 1, 1, 200, 1])
    assert roomy.get_seq_length() == plain.get_seq_length() == 272
    assert roomy.get_mask_sizes(1) == plain.get_mask_sizes(1)


def test_rows_that_are_let_go_take_nobody_s_place() -> None:
    roomy, plain = both_after([5, 1])
    for layer in (roomy, plain):
        layer.batch_select_indices(torch.tensor([2, 0]))
    keys, values = tokens(1, rows=2), tokens(1, rows=2)
    mine, theirs = roomy.update(keys, values), plain.update(keys, values)
    assert torch.equal(mine[0], theirs[0])
    assert torch.equal(mine[1], theirs[1])


def test_a_cropped_layer_goes_on_from_there() -> None:
    roomy, plain = both_after([8])
    for layer in (roomy, plain):
        layer.crop(-3)
    keys, values = tokens(2), tokens(2)
    mine, theirs = roomy.update(keys, values), plain.update(keys, values)
    assert torch.equal(mine[0], theirs[0])
    assert roomy.get_seq_length() == plain.get_seq_length() == 7


def test_only_empty_plain_layers_are_given_room_and_only_where_nothing_is_learnt() -> None:
    filled, empty, cache = DynamicLayer(), DynamicLayer(), DynamicCache()
    filled.update(tokens(1), tokens(1))
    cache.layers = [filled, empty]
    give_room(cache)
    assert cache.layers == [filled, empty]
    with torch.inference_mode():
        give_room(cache)
        give_room(None)
    assert [type(layer) for layer in cache.layers] == [DynamicLayer, RoomyLayer]
