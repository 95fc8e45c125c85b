"""The embedding model's own process: reads orders from standard input and answers with a JSON line a text.

Each text is read by itself unless an order says otherwise: with neighbours in a batch a vector's last digits differ.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from harness.engines._orders import Refused, Say, one_line, serve
from harness.engines._transformers_load import context, load_tokenizer, unlike_its_configuration

_POOLINGS = ("mean", "cls", "max", "lasttoken")
_KNOWN = ("Transformer", "Pooling", "Normalize")


def main() -> int:
    """Answer the orders on standard input until it ends; returns the process's exit status."""
    return serve(carry_out, lambda order: "embedding")


def carry_out(order: dict[str, Any], say: Say) -> None:
    """Say the vector of each of an order's texts; `together` are read at once, those of like length."""
    import torch

    encoder, together = _load(order["model"]), order.get("together", 1)
    texts = order["texts"]
    numbers = range(len(texts)) if together == 1 else sorted(range(len(texts)), key=lambda at: len(texts[at]))
    for start in range(0, len(texts), together):
        batch = [
            (number, *_ids(encoder, texts[number], order["model"])) for number in numbers[start : start + together]
        ]
        longest = max(len(ids) for _, ids, _ in batch)
        given = torch.tensor([ids + [0] * (longest - len(ids)) for _, ids, _ in batch])
        mask = torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for _, ids, _ in batch])
        with torch.inference_mode():
            states = encoder.model(input_ids=given, attention_mask=mask).last_hidden_state
        for (number, ids, cut), of in zip(batch, states, strict=True):
            say({"text": number, "vector": _pooled(of[: len(ids)], encoder.pooling).tolist(), "cut": cut})


def _ids(encoder: _Encoder, text: str, model: str) -> tuple[list[int], bool]:
    """The tokens of a text that are read, and whether they are its beginning only."""
    read = encoder.prompt + (text.lower() if encoder.lower else text)
    ids = encoder.tokenizer(read).input_ids
    if cut := len(ids) > encoder.limit:
        ids = encoder.tokenizer(read, truncation=True, max_length=encoder.limit).input_ids
    if not ids:
        raise Refused(f"the tokenizer in {model} makes no tokens of a text: are its files all there?")
    return ids, cut


def _pooled(states: Any, how: str) -> Any:
    """One vector of those of the tokens, without padding."""
    if how == "mean":
        return states.mean(dim=0)
    if how == "max":
        return states.max(dim=0).values
    return states[0 if how == "cls" else -1]


class _Encoder(NamedTuple):
    tokenizer: Any
    model: Any
    pooling: str
    prompt: str
    """What the model wants before each text; usually nothing."""
    lower: bool
    """Whether it was trained on small letters alone."""
    limit: int
    """Tokens that it reads at most."""


@cache
def _load(path: str) -> _Encoder:
    import torch
    from transformers import AutoModel

    directory = Path(path)
    pooling, prompt = _pooling(directory), _prompt(directory)
    tokenizer = load_tokenizer(path)
    loader: Any = AutoModel
    try:
        model, told = loader.from_pretrained(
            path,
            output_loading_info=True,
            dtype=torch.float32,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
        )
    except Exception as e:  # every loader in the chain raises its own kind
        raise Refused(f"the embedding model in {path} can't be loaded: {one_line(e)}") from e
    # The pooler of BERT and its like takes no part in any vector here, and many are saved without one.
    told["missing_keys"] = [name for name in told["missing_keys"] if not name.startswith("pooler.")]
    if problem := unlike_its_configuration(told, [name for name, _ in model.named_parameters()]):
        raise Refused(f"the weights in {path} are not those of its config.json: {problem}")
    made = _json(directory / "sentence_bert_config.json")
    limits = [context(model.config), tokenizer.model_max_length, made.get("max_seq_length") or sys.maxsize]
    return _Encoder(tokenizer, model.eval(), pooling, prompt, made.get("do_lower_case") is True, int(min(limits)))


def _pooling(directory: Path) -> str:
    """How the model's makers pool its tokens, where they say so as sentence-transformers does; else the mean."""
    modules = _json(directory / "modules.json", [])
    kinds = [str(module.get("type", "")).rpartition(".")[2] for module in modules]
    if odd := [kind for kind in kinds if kind not in _KNOWN]:
        raise Refused(f"{directory} has a part that is not read here ({odd[0]}): serve it, and name it openai:URL#NAME")
    folder = next((m.get("path", "") for m, kind in zip(modules, kinds, strict=True) if kind == "Pooling"), "1_Pooling")
    config = _json(directory / folder / "config.json")
    named = config.get("pooling_mode")
    chosen = [named] if isinstance(named, str) else list(named or ())
    chosen += [key for key, on in config.items() if key.startswith("pooling_mode_") and on is True]
    short = [key.removeprefix("pooling_mode_").removesuffix("_tokens").removesuffix("_token") for key in chosen]
    if config.get("include_prompt") is False and _prompt(directory):
        raise Refused(f"{directory} leaves its prompt out of the pooling, which is not done here: serve it instead")
    if not chosen:
        return "mean"
    if len(short) > 1 or short[0] not in _POOLINGS:
        raise Refused(f"{directory} pools by {', '.join(short)}; read here are {', '.join(_POOLINGS)}, one of them")
    return short[0]


def _prompt(directory: Path) -> str:
    config = _json(directory / "config_sentence_transformers.json")
    return str((config.get("prompts") or {}).get(config.get("default_prompt_name")) or "")


def _json(file: Path, otherwise: Any = None) -> Any:
    if not file.is_file():
        return {} if otherwise is None else otherwise
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as e:
        raise Refused(f"{file} is not readable as JSON: {one_line(e)}") from e


if __name__ == "__main__":
    sys.exit(main())
