"""Asking the default engine, and the same by hand, with transformers and peft alone."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.deployment import Sampling
from harness.engines import Files, Job
from harness.engines._transformers_child import _answer
from harness.engines.transformers import order_of
from harness.replies import Reply, Request

KINDS = ("dora", "ia3", "oft", "prompt", "p-tuning", "prefix")
PROMPTS = ["Hi", "Сколько стоит доставка?", "A longer question, with a number: 42.", "x" * 100, "да", "Where is it?"]


def job(model: Path, prompts: Sequence[str], *, most: int = 12, adapter: Path | None = None) -> Job:
    requests = [
        Request(key=f"{i}", prompt=p, special_tokens=False, sampling=Sampling(max_new_tokens=most))
        for i, p in enumerate(prompts)
    ]
    return Job(weights="w", source=Files(model=model, adapter=adapter, tokenizer=model), requests=tuple(requests))


def here(
    jobs: Sequence[Job], *, batch_size: int = 128, device: str = "cpu", dtype: str = "float32"
) -> list[dict[str, Reply]]:
    """As `answer`, in this process: what the child does, without the seconds that it takes to start."""
    found = []
    for asked in jobs:
        said: list[dict[str, Any]] = []
        order = {"device": device, "dtype": dtype, "batch_size": batch_size}
        _answer(0, json.loads(json.dumps(order_of(asked))), order, said.append)
        told = [reply for message in said for reply in message["replies"]]
        found.append({key: Reply(text=text, finish=finish, tokens=n) for key, text, finish, n in told})
    return found


def by_hand(model: Path, prompt: str, most: int) -> str:
    """One prompt, unpadded, with transformers alone."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model)
    loaded = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32)
    ids = tokenizer(prompt, add_special_tokens=False, return_tensors="pt").input_ids
    made = loaded.generate(
        ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=most, pad_token_id=0
    )
    return str(tokenizer.decode(made[0, ids.shape[1] :], skip_special_tokens=True)).strip()


def alone(model: Path, adapter: Path, prompt: str) -> str:
    """One prompt, unpadded, with peft alone."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model)
    tuned = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32), adapter)
    ids = tokenizer(prompt, add_special_tokens=False, return_tensors="pt").input_ids
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # position ids are not supported: it counts by itself
        made = tuned.generate(
            input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=12, pad_token_id=0
        )
    return str(tokenizer.decode(made[0, ids.shape[1] :], skip_special_tokens=True)).strip()
