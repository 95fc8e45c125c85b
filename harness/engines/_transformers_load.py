"""In the engine's own process: tokenizers and models as a gate loads them, offline and from safetensors alone."""

from __future__ import annotations

import importlib.util
import re
import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from harness.engines import HALF
from harness.engines._orders import Refused, one_line
from harness.gpu import gpu_here, why_unused

__all__ = [
    "check_device",
    "context",
    "in_form",
    "load_model",
    "load_tokenizer",
    "stop_tokens",
    "unlike_its_configuration",
]


_CANARY = 8
_NUMBER = re.compile(r"\d+")


def check_device(device: str) -> None:
    """Refuse a GPU that this torch can't use."""
    import torch

    if device == "cuda" and (why := why_unused(torch, seen=gpu_here())) is not None:
        raise Refused(f"{why}, or run with --device=cpu")


def load_tokenizer(path: str) -> Any:
    """The tokenizer in a directory."""
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(path, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError) as e:
        raise Refused(f"the tokenizer in {path} can't be loaded: {one_line(e)}") from e


def load_model(job: dict[str, Any], order: dict[str, Any], *, merge: bool = False) -> Any:
    """A job's model with its adapter, on the order's device and in its dtype.

    With `merge` the adapter is added into the weights where that can be done and the job asks for no form: two small
    products less for each matrix and token. In float32 the sum loses nothing that a reply could show.
    """
    import torch
    from transformers import AutoModelForCausalLM

    half = job.get("quantization") == HALF
    dtype = torch.bfloat16 if half else getattr(torch, order["dtype"])
    quantized = bool(job.get("quantization")) and not half
    loader: Any = AutoModelForCausalLM
    try:
        model, told = loader.from_pretrained(
            job["model"],
            output_loading_info=True,
            dtype=dtype,
            **(_quantized(job["quantization"], dtype, order["device"]) if quantized else {}),
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
        )
    except Exception as e:  # every loader in the chain raises its own kind
        raise Refused(f"the model in {job['model']} can't be loaded: {one_line(e)}") from e
    if problem := unlike_its_configuration(told, [name for name, _ in model.named_parameters()]):
        raise Refused(
            f"the weights in {job['model']} are not those of its config.json: {problem}. Another model than the one "
            "that was saved would be judged: copy the whole directory again"
        )
    if job["adapter"]:
        model = _with_adapter(model, job["adapter"])
        _prove(model, job["adapter"])
        if job.get("beside"):
            _load_beside(model, job["beside"], job["adapter"])
        usual = "merged" if merge and not job.get("quantization") and not job.get("beside") else "apart"
        if (job.get("form") or usual) == "merged" and not model.active_peft_config.is_prompt_learning:
            model = model.merge_and_unload()
    # A model's own sampling habits (temperature, penalties) would bend greedy decoding: the deployment decides alone.
    kept = {"eos_token_id": model.generation_config.eos_token_id, "bos_token_id": model.generation_config.bos_token_id}
    model.generation_config = type(model.generation_config)(**kept)
    return (model if quantized else model.to(order["device"])).eval()  # quantized weights stay where they were loaded


def unlike_its_configuration(told: Any, known: Sequence[str]) -> str:
    """What is wrong with weights that transformers loads with no more than a warning; empty: nothing.

    Missing weights are drawn at random, and those of further layers left aside. Surplus weights of another kind (of a
    part that is not used here, such as eyes) are none of the model's that is judged.
    """
    layers = {_NUMBER.sub("N", name) for name in known}
    surplus = [name for name in told["unexpected_keys"] if _NUMBER.sub("N", name) in layers]
    sized = [name[0] if isinstance(name, tuple) else name for name in told["mismatched_keys"]]
    for what, names in (("missing", told["missing_keys"]), ("surplus", surplus), ("of another size", sized)):
        if names:
            shown = sorted(map(str, names))
            return f"{len(shown)} are {what}, {', '.join(shown[:2])}{' …' if len(shown) > 2 else ''}"
    return ""


def _surplus(model: Any, adapter: str) -> list[str]:
    """Weights in an adapter's file that its base has no place for; peft drops them without a word."""
    from peft import get_peft_model_state_dict
    from safetensors import safe_open

    file = Path(adapter) / "adapter_model.safetensors"
    if not file.is_file():
        return []
    with safe_open(file, framework="pt") as kept:
        saved = set(kept.keys())
    return sorted(saved - set(get_peft_model_state_dict(model)))


def _quantized(how: str, dtype: Any, device: str) -> dict[str, Any]:
    """What loads weights in 4 or 8 bits, as QLoRA's paper (arXiv 2305.14314) and LLM.int8() (arXiv 2208.07339) do."""
    import transformers

    if importlib.util.find_spec("bitsandbytes") is None:
        raise Refused(f"quantization: {how} needs bitsandbytes: pip install 'ckptgate[quant]'")
    quantized: Any = transformers.BitsAndBytesConfig
    if how == "int8":
        config = quantized(load_in_8bit=True)
    else:
        config = quantized(
            load_in_4bit=True,
            bnb_4bit_quant_type=how,
            bnb_4bit_compute_dtype=dtype,
            bnb_4bit_use_double_quant=True,
        )
    return {"quantization_config": config, "device_map": {"": device}}


def _with_adapter(model: Any, adapter: str) -> Any:
    from peft import PeftModel

    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            wrapped = PeftModel.from_pretrained(model, adapter, is_trainable=False)
    except (OSError, ValueError, KeyError, RuntimeError) as e:
        raise Refused(f"the adapter in {adapter} does not fit its base: {one_line(e)}") from e
    # Missing keys are only a warning to peft (peft#2566); to a gate they are another model than the one trained.
    lost = [str(w.message) for w in caught if "missing adapter keys" in str(w.message).lower()]
    if lost:
        raise Refused(f"the adapter in {adapter} does not fit its base: {lost[0][:300]}")
    if over := _surplus(wrapped, adapter):
        shown = f"{', '.join(over[:2])}{' …' if len(over) > 2 else ''}"
        raise Refused(f"the adapter in {adapter} does not fit its base, which has no place for {len(over)}: {shown}")
    return wrapped


def _load_beside(model: Any, other: str, adapter: str) -> None:
    """Load another adapter as well, as a server of both would, and go on using the first."""
    (first,) = model.active_adapters
    try:
        model.load_adapter(other, adapter_name="beside", is_trainable=False)
        model.set_adapter(first)
    except (OSError, ValueError, KeyError, RuntimeError) as e:
        raise Refused(f"the adapter in {other} can't be loaded beside the one in {adapter}: {one_line(e)}") from e


def in_form(model: Any, form: str) -> AbstractContextManager[Any]:
    """While it is open, a model with an adapter answers as its base, where the form is `off`."""
    return model.disable_adapter() if form == "off" else nullcontext()


def _prove(model: Any, adapter: str) -> None:
    """Refuse an adapter that changes nothing: what would be judged is its base.

    Saved before it was trained, or without its weights, an adapter loads without a word and answers as its base.
    """
    import torch

    tokens = torch.arange(_CANARY, device=model.device)[None, :] % model.config.vocab_size
    with torch.inference_mode():
        on = model.eval()(input_ids=tokens).logits[0, -_CANARY:]
        with model.disable_adapter():
            off = model(input_ids=tokens).logits[0, -_CANARY:]
    if torch.equal(on, off):
        raise Refused(f"the adapter in {adapter} changes nothing, its base would be judged: was it saved untrained?")


def stop_tokens(configured: Any, tokenizer: Any, turn_end: str) -> list[int]:
    """What ends a reply: the tokenizer's end token, those that the model names, and the template's end of turn.

    Args:
        configured: the model's `eos_token_id`: a token, several, or None.
        turn_end: what the template writes after a reply; it counts where it begins with a special token.
    """
    listed = configured if isinstance(configured, list) else [configured]
    first = tokenizer(turn_end, add_special_tokens=False).input_ids[:1] if turn_end else []
    ends = [token for token in first if token in tokenizer.all_special_ids or token in tokenizer.added_tokens_decoder]
    ids = dict.fromkeys([tokenizer.eos_token_id, *listed, *ends])
    return [i for i in ids if i is not None]


def context(config: Any) -> int:
    """How many tokens a model of this configuration reads at most."""
    for name in ("max_position_embeddings", "n_positions", "max_sequence_length"):
        value = getattr(config, name, None)
        if isinstance(value, int) and value > 0:
            return value
    return 1 << 30
