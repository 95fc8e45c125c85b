"""The decoding loop on models of many makes: the text of transformers' own loop, without work for rows that ended."""

from __future__ import annotations

import random
from typing import Any

import pytest

SIZES: dict[str, Any] = {
    "vocab_size": 61,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "head_dim": 16,
    "max_position_embeddings": 256,
    "eos_token_id": 0,
    "pad_token_id": 0,
    "bos_token_id": None,
}
MAKES: dict[str, dict[str, Any]] = {
    "LlamaConfig": SIZES,
    "GPT2Config": {"vocab_size": 61, "n_embd": 32, "n_layer": 2, "n_head": 2, "eos_token_id": 0, "bos_token_id": 0},
    "MistralConfig": SIZES | {"sliding_window": 8},
    "Qwen3Config": SIZES,
    "Gemma2Config": SIZES | {"sliding_window": 8, "query_pre_attn_scalar": 16},
    "MambaConfig": {"vocab_size": 61, "hidden_size": 32, "num_hidden_layers": 2, "state_size": 4, "eos_token_id": 0},
}
STOPS = [0, *range(3, 61, 6)]
SHEDDING = sorted(MAKES.keys() - {"MambaConfig"})


def make(name: str) -> Any:
    import torch
    import transformers
    from transformers import AutoModelForCausalLM

    torch.manual_seed(5)
    model = AutoModelForCausalLM.from_config(getattr(transformers, name)(**MAKES[name])).eval()
    for parameter in model.parameters():  # as initialized, most random models say one token for ever
        parameter.data *= 3
    return model


def prompts(n: int) -> list[list[int]]:
    rng = random.Random(2)
    return [[rng.randrange(1, 61) for _ in range(rng.randrange(3, 20))] for _ in range(n)]


def alone(model: Any, ids: list[int], most: int, stops: list[int]) -> list[int]:
    import torch

    tokens = torch.tensor([ids])
    made = model.generate(
        tokens,
        attention_mask=torch.ones_like(tokens),
        do_sample=False,
        max_new_tokens=most,
        eos_token_id=stops,
        pad_token_id=stops[0],
    )
    found: list[int] = made[0, len(ids) :].tolist()
    return found


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each forward pass of a model had."""
    import torch

    rows: list[int] = []
    call = torch.nn.Module.__call__

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        if "return_dict" in kwargs and "past_key_values" in kwargs | {"past_key_values": 0}:
            rows.append(len(kwargs["input_ids"]))
        return call(self, *args, **kwargs)

    monkeypatch.setattr(torch.nn.Module, "__call__", counted)
    return rows


@pytest.mark.parametrize("name", sorted(MAKES))
def test_says_what_transformers_says_of_each_prompt_alone(name: str) -> None:
    from harness.engines._transformers_decode import decode

    model, stops = make(name), STOPS
    asked = prompts(12 if name != "MambaConfig" else 1)  # left padding is beyond what Mamba promises
    expected = [alone(model, ids, 16, stops) for ids in asked]
    assert len(asked) == 1 or len({len(row) for row in expected}) > 3
    assert decode(model, asked, 16, stops) == expected


@pytest.mark.parametrize("name", SHEDDING)
def test_rows_that_ended_cost_nothing_more(name: str, batches: list[int]) -> None:
    from harness.engines._transformers_decode import decode

    made = decode(make(name), prompts(24), 24, STOPS)
    open_ = [sum(len(row) > step for row in made) for step in range(len(batches))]
    assert batches[0] == 24
    assert batches[-1] < 24
    assert all(rows <= 8 * still / 7 + 1 for rows, still in zip(batches, open_, strict=True))


def test_nothing_is_asked_when_all_rows_ended(batches: list[int]) -> None:
    from harness.engines._transformers_decode import decode

    made = decode(make("LlamaConfig"), prompts(8), 24, list(range(61)))
    assert made == [[row[0]] for row in made]
    assert batches == [8]


def test_a_draw_does_not_depend_on_who_ended_before() -> None:
    """Each row draws from its own stream, however many rows are left beside it."""
    from harness.engines._transformers_decode import decode

    model, asked, stops = make("LlamaConfig"), prompts(16), STOPS
    seeds = list(range(100, 116))
    together = decode(model, asked, 24, stops, temperature=1.5, seeds=seeds)
    single = [decode(model, [p], 24, stops, temperature=1.5, seeds=[s])[0] for p, s in zip(asked, seeds, strict=True)]
    assert together == single
    assert together != decode(model, asked, 24, stops)
    assert len({len(row) for row in together}) > 3


def test_a_model_that_keeps_no_cache_decodes_all_the_same() -> None:
    from harness.engines._transformers_decode import decode

    model, asked = make("LlamaConfig"), prompts(6)
    expected = decode(model, asked, 12, [0, 7])
    model.generation_config.use_cache = False
    assert decode(model, asked, 12, [0, 7]) == expected
