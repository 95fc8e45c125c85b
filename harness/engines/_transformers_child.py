"""The engine's own process: reads an order from standard input, answers with a JSON line a batch.

Nothing but this module and the trainers imports torch.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, TextIO


def main() -> int:
    """Answer the order on standard input; returns the process's exit status."""
    # Libraries print to standard output; ours is a private copy of it, theirs goes to the log.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    order = json.load(sys.stdin)
    try:
        for number, job in enumerate(order["jobs"]):
            _answer(number, job, order, out)
    except _Refused as e:
        _say(out, {"error": str(e)})
        return 1
    except Exception as e:  # the parent has nothing but this line to tell a person
        _say(out, {"error": f"generation failed: {type(e).__name__}: {_line(e)}"})
        raise
    _say(out, {"done": True})
    return 0


class _Refused(Exception):
    """What is wrong, for a person."""


def _answer(number: int, job: dict[str, Any], order: dict[str, Any], out: TextIO) -> None:
    import torch

    if order["device"] == "cuda" and not torch.cuda.is_available():
        raise _Refused("a GPU is here but this torch has no CUDA: install a CUDA build, or run with --device=cpu")
    tokenizer = _load_tokenizer(job["tokenizer"])
    model = _load_model(job, order)
    stops = _stop_tokens(model, tokenizer)
    limit = _context(model)
    encoded = []
    for key, prompt, special, most in job["requests"]:
        ids = tokenizer(prompt, add_special_tokens=special).input_ids
        if not ids or len(ids) >= limit:
            _say(out, {"job": number, "replies": [[key, "", "overlong", 0]]})
        else:
            encoded.append((key, ids, min(most, limit - len(ids))))
    encoded.sort(key=lambda e: (e[2], len(e[1])))
    for batch in _batches(encoded, order["batch_size"]):
        replies = _generate(model, tokenizer, batch, stops)
        _say(out, {"job": number, "replies": replies})


def _batches(encoded: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Runs of requests with one limit, in the order of their lengths."""
    start = 0
    for i in range(1, len(encoded) + 1):
        if i == len(encoded) or i - start == size or encoded[i][2] != encoded[start][2]:
            yield encoded[start:i]
            start = i


def _generate(model: Any, tokenizer: Any, batch: Sequence[Any], stops: list[int]) -> list[list[Any]]:
    import torch

    width = max(len(ids) for _, ids, _ in batch)
    pad = stops[0] if stops else 0
    tokens = torch.full((len(batch), width), pad, dtype=torch.long)
    mask = torch.zeros((len(batch), width), dtype=torch.long)
    for row, (_, ids, _) in enumerate(batch):  # left padding: generation goes on from the last column
        tokens[row, width - len(ids) :] = torch.tensor(ids)
        mask[row, width - len(ids) :] = 1
    with torch.inference_mode():
        made = model.generate(
            input_ids=tokens.to(model.device),
            attention_mask=mask.to(model.device),
            do_sample=False,
            num_beams=1,
            max_new_tokens=batch[0][2],
            eos_token_id=stops or None,
            pad_token_id=pad,
        )[:, width:].tolist()
    replies = []
    for (key, _, _), row in zip(batch, made, strict=True):
        end = next((i for i, token in enumerate(row) if token in stops), None)
        text = tokenizer.decode(row if end is None else row[:end], skip_special_tokens=True)
        replies.append([key, text.strip(), "length" if end is None else "stop", len(row) if end is None else end + 1])
    return replies


def _load_tokenizer(path: str) -> Any:
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(path, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError) as e:
        raise _Refused(f"the tokenizer in {path} can't be loaded: {_line(e)}") from e


def _load_model(job: dict[str, Any], order: dict[str, Any]) -> Any:
    import torch
    from transformers import AutoModelForCausalLM

    try:
        model: Any = AutoModelForCausalLM.from_pretrained(
            job["model"],
            dtype=getattr(torch, order["dtype"]),
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
        )
    except Exception as e:  # every loader in the chain raises its own kind
        raise _Refused(f"the model in {job['model']} can't be loaded: {_line(e)}") from e
    if job["adapter"]:
        model = _with_adapter(model, job["adapter"])
    # A model's own sampling habits (temperature, penalties) would bend greedy decoding: the deployment decides alone.
    kept = {"eos_token_id": model.generation_config.eos_token_id, "bos_token_id": model.generation_config.bos_token_id}
    model.generation_config = type(model.generation_config)(**kept)
    return model.to(order["device"]).eval()


def _with_adapter(model: Any, adapter: str) -> Any:
    from peft import PeftModel

    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            wrapped = PeftModel.from_pretrained(model, adapter, is_trainable=False)
    except (OSError, ValueError, KeyError, RuntimeError) as e:
        raise _Refused(f"the adapter in {adapter} does not fit its base: {_line(e)}") from e
    # Missing keys are only a warning to peft (peft#2566); to a gate they are another model than the one trained.
    lost = [str(w.message) for w in caught if "missing adapter keys" in str(w.message).lower()]
    if lost:
        raise _Refused(f"the adapter in {adapter} does not fit its base: {lost[0][:300]}")
    return wrapped


def _stop_tokens(model: Any, tokenizer: Any) -> list[int]:
    configured = model.generation_config.eos_token_id
    listed = configured if isinstance(configured, list) else [configured]
    ids = dict.fromkeys([tokenizer.eos_token_id, *listed])
    return [i for i in ids if i is not None]


def _context(model: Any) -> int:
    config = model.config
    for name in ("max_position_embeddings", "n_positions", "max_sequence_length"):
        value = getattr(config, name, None)
        if isinstance(value, int) and value > 0:
            return value
    return 1 << 30


def _line(e: BaseException) -> str:
    return " ".join(str(e).split())[:400]


def _say(out: TextIO, message: dict[str, Any]) -> None:
    out.write(json.dumps(message) + "\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
