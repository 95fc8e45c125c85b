"""Why something that `--model=` names is no model here, and what to do about it: one line for a person."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

from harness.manifest import MANIFEST, pickled

__all__ = ["nearby", "why_no_model"]

_POINTER = b"version https://git-lfs"
_SERVE = (
    "serve it (`llama-server -m FILE`) and give --model=openai:http://127.0.0.1:8080/v1#NAME, or give the directory "
    "of safetensors that it was made from"
)
_AGAIN = "save them again as safetensors: model.save_pretrained(DIRECTORY)"
_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
_OTHER = {"*.onnx": "ONNX", "*.h5": "TensorFlow", "*.msgpack": "Flax", "*.keras": "Keras", "*.mlpackage": "Core ML"}


def why_no_model(path: Path) -> str | None:
    """What is wrong with a file or a directory, and what to do; None: it holds safetensors with what belongs to them.

    Weights themselves are not read.
    """
    if path.is_file():
        return _file(path)
    weights = sorted(path.glob("*.safetensors"))
    if not weights:
        return _none_there(path)
    # Of a checkpoint with a manifest every file is held to that: what is missing is said as a matter of integrity.
    return None if (path / MANIFEST).is_file() else _incomplete(path, weights)


def _file(path: Path) -> str:
    if path.suffix == ".gguf":
        return f"{path} is a GGUF file, which is not loaded here: {_SERVE}"
    if path.suffix == ".safetensors":
        return f"{path} is one file of a model: give the directory it lies in, with config.json and the tokenizer"
    if path.suffix in _PICKLES:
        return f"{path} is in a pickle format, which can run code when loaded and is never read: {_AGAIN}"
    if path.suffix in (".zip", ".gz", ".tgz", ".tar", ".zst", ".xz"):
        return f"{path} is an archive: unpack it and give the directory"
    return f"{path} is a file: give the directory of a model, with config.json and *.safetensors"


def _incomplete(path: Path, weights: list[Path]) -> str | None:
    for file in weights:
        if _is_pointer(file):
            return f"{file} is a pointer of Git LFS and no weights: fetch them with `git lfs pull`"
    index = path / "model.safetensors.index.json"
    if lacking := [name for name in _shards(index) if not (path / name).is_file()]:
        return (
            f"{path} lacks {len(lacking)} of the files that {index.name} names, {lacking[0]} for one: "
            "copy the whole directory again"
        )
    if not (path / "config.json").is_file() and not (path / "adapter_config.json").is_file():
        return (
            f"{path} has weights and neither config.json (a model) nor adapter_config.json (an adapter): "
            "copy the whole directory that save_pretrained wrote"
        )
    return None


def _none_there(path: Path) -> str:
    if bad := pickled(path):
        return (
            f"{path} holds weights in a pickle format ({bad[0]}), which can run code when loaded and is never read: "
            f"{_AGAIN}"
        )
    if any(path.glob("*.gguf")):
        return f"{path} holds GGUF files, which are not loaded here: {_SERVE}"
    for pattern, kind in _OTHER.items():
        if any(path.glob(pattern)):
            return f"{path} holds weights of {kind} and no *.safetensors: {_AGAIN}"
    said = f"{path} holds no *.safetensors: it is not a checkpoint."
    if inside := sorted(p.parent.name for p in path.glob(f"*/{MANIFEST}")):
        return f"{said} It holds the checkpoints {', '.join(inside)}: name one of them."
    if inside := sorted({p.parent.name for p in path.glob("*/*.safetensors")}):
        return f"{said} There are weights in {', '.join(inside[:5])}: name one of these directories."
    return f"{said} Give the directory of a model, with config.json, *.safetensors and the tokenizer."


def _is_pointer(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(_POINTER)) == _POINTER
    except OSError:
        return False


def _shards(index: Path) -> list[str]:
    """The files that an index names; none where there is none that can be read."""
    try:
        named = json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return []
    return sorted({name for name in named if isinstance(name, str)})


def nearby(named: str, *folders: Path) -> str:
    """A sentence that names the directory which a mistyped one may have meant; empty where none is like it."""
    wanted = Path(named).expanduser()
    for folder in folders:
        parent = (folder / wanted).parent
        if parent.is_dir() and wanted.name:
            names = [path.name for path in parent.iterdir() if path.is_dir() and not path.name.startswith(".")]
            if close := difflib.get_close_matches(wanted.name, names, n=1, cutoff=0.75):
                return f" Did you mean {str(wanted.parent / close[0])!r}?"
    return ""
