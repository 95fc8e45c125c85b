"""Training from scratch: every row once, the rate's course, the loss's weights."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from trainers.demo.example import fixed
from trainers.demo.training import Encoded, Settings, batches, padded, schedule, train


def rows(count: int) -> list[Encoded]:
    rng = fixed(0)
    return [Encoded([i] * rng.randint(3, 60), 2) for i in range(count)]


def test_each_row_comes_once_and_no_batch_is_too_large():
    made = list(batches(rows(5000), 512, 20, fixed(1)))
    assert sorted(row.ids[0] for batch in made for row in batch) == list(range(5000))
    assert max(len(batch) * padded(max(len(row.ids) for row in batch)) for batch in made) <= 512
    assert max(map(len, made)) == 20
    assert all(made)


def test_the_same_seed_gives_the_same_batches():
    assert list(batches(rows(500), 512, 20, fixed(1))) == list(batches(rows(500), 512, 20, fixed(1)))


def test_the_rate_warms_up_and_ends_near_nothing():
    settings = Settings(steps=1000)
    course = [schedule(step, settings) for step in range(1000)]
    assert course[0] == 0.01
    assert max(course) == course[settings.warmup] == 1.0
    assert course[-1] == pytest.approx(0.02, abs=1e-4)


def test_a_tiny_model_learns_and_a_short_corpus_is_said():
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=16, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
            bos_token_id=None, eos_token_id=1, pad_token_id=0,
        )
    )  # fmt: skip
    data = [Encoded([2, 3 + i % 4, 7 + i % 4, 1], 2) for i in range(4000)]
    losses: list[float] = []
    settings = Settings(steps=60, tokens=256, warmup=10, rate=1e-2)
    train(model, data, 0, settings, lambda step, loss: losses.append(loss))
    assert losses[-1] < losses[0] / 3
    with pytest.raises(ValueError, match="the corpus ends at step"):
        train(model, data[:100], 0, settings, lambda step, loss: None)


def test_padding_and_prompts_weigh_what_is_said():
    """A loss that counted padding would teach the end of every text to be endless."""
    import torch

    from trainers.demo.training import _loss

    def model(input_ids, use_cache):
        # Sure of token 5 everywhere: right for the answer below, wrong for the prompt.
        logits = torch.zeros(*input_ids.shape, 8)
        logits[..., 5] = 100.0
        return SimpleNamespace(logits=logits)

    answer_right = _loss(model, [Encoded([2, 3, 5, 5], 2)], 0, 0.0)
    assert answer_right.item() == pytest.approx(0.0, abs=1e-6)
    prompt_counted = _loss(model, [Encoded([2, 3, 5, 5], 2)], 0, 0.1)
    assert prompt_counted.item() == pytest.approx(100 * 0.1 / (0.1 + 2 * 2**0.5), rel=1e-3)
