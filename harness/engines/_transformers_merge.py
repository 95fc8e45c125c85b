"""In a process of its own: an adapter added into its base's weights, for good."""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from harness.engines._orders import Refused, Say, one_line, serve
from harness.engines._transformers_load import load_model

_DTYPES = {"F32": "float32", "BF16": "bfloat16", "F16": "float16"}
"""safetensors' names of the formats that weights are saved in here."""


def main() -> int:
    """Carry out the orders on standard input; returns the process's exit status."""
    return serve(_merge, lambda _: "merging")


def _merge(order: dict[str, Any], say: Say) -> None:
    """Sum in float32, round once to the format that is saved; the base as it is on disk, never in few bits."""
    import torch

    base, out = Path(order["base"]), Path(order["out"])
    dtype = order["dtype"] or _stored(base)
    job = {"model": str(base), "adapter": order["adapter"], "quantization": "", "form": "apart"}
    model = load_model(job, {"dtype": "float32", "device": "cpu"})
    try:
        merged = model.merge_and_unload(safe_merge=True)
    except (ValueError, NotImplementedError, AttributeError) as e:
        raise Refused(f"the adapter in {order['adapter']} can't be merged: {one_line(e)}") from e
    merged.to(getattr(torch, dtype)).save_pretrained(out)
    if (habits := base / "generation_config.json").is_file():
        shutil.copyfile(habits, out / habits.name)
    say(
        {"dtype": dtype, "versions": {name: version(name) for name in ("torch", "transformers", "peft", "safetensors")}}
    )


def _stored(base: Path) -> str:
    """The format that most of a base's weights are in."""
    from safetensors import safe_open

    counts: dict[str, int] = {}
    for file in base.glob("*.safetensors"):
        with safe_open(file, framework="pt") as tensors:
            for name in tensors.keys():  # noqa: SIM118 - not a mapping
                part = tensors.get_slice(name)
                size = 1
                for length in part.get_shape():
                    size *= length
                counts[part.get_dtype()] = counts.get(part.get_dtype(), 0) + size
    kept = max(counts, key=lambda name: counts[name])
    if kept not in _DTYPES:
        raise Refused(f"the base in {base} holds weights in {kept}: say --dtype float32, bfloat16 or float16")
    return _DTYPES[kept]


if __name__ == "__main__":
    sys.exit(main())
