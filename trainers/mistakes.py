"""What is wrong with a recipe's keys and values, all of it at once: where, what was written, what was likely meant."""

from __future__ import annotations

import difflib
import json
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from harness.source import Located, SourceError

__all__ = ["CALLED_HERE", "Path", "keys_of", "mistakes", "refused", "shown"]

Path = tuple[str | int, ...]
"""The keys and places in lists that lead to a part of the recipe."""

CALLED_HERE = {
    "model": "base", "model_name_or_path": "base", "model_name": "base", "base_model": "base", "run_name": "name",
    "rank": "lora.r", "lora_r": "lora.r", "lora_rank": "lora.r", "lora_alpha": "lora.alpha",
    "lora_dropout": "lora.dropout", "use_dora": "lora.dora", "use_rslora": "lora.rslora",
    "lora_target_modules": "lora.target_modules", "bnb_4bit_quant_type": "qlora.type",
    "bnb_4bit_use_double_quant": "qlora.double", "num_virtual_tokens": "prompt_tuning.tokens",
    "prompt_tuning_init_text": "prompt_tuning.text", "dataset": "data.train", "datasets": "data.train",
    "train_file": "data.train", "dataset_name": "data.train", "eval_dataset": "data.eval", "validation": "data.eval",
    "replay": "data.mix", "lr": "training.learning_rate", "num_train_epochs": "training.epochs",
    "num_epochs": "training.epochs", "per_device_train_batch_size": "training.batch_size",
    "micro_batch_size": "training.batch_size", "batch": "training.batch_size",
    "gradient_accumulation_steps": "training.gradient_accumulation", "max_seq_length": "training.max_length",
    "max_seq_len": "training.max_length", "sequence_len": "training.max_length", "cutoff_len": "training.max_length",
    "warmup_steps": "training.warmup", "warmup_ratio": "training.warmup", "lr_scheduler_type": "training.schedule",
    "lr_scheduler": "training.schedule", "scheduler": "training.schedule", "optim": "training.optimizer",
    "adam_beta1": "training.beta1", "adam_beta2": "training.beta2", "loss_type": "dpo.loss",
    "desirable_weight": "kto.wanted_weight", "undesirable_weight": "kto.unwanted_weight",
    "num_generations": "rl.answers", "max_completion_length": "rl.new_tokens", "max_new_tokens": "rl.new_tokens",
    "reward_model": "rl.model", "reward_weights": "rl.weights", "chat_template": "template",
    "num_processes": "accelerate.processes", "config_file": "accelerate.config",
}  # fmt: skip
"""What other tools call a key → its path in a recipe."""


def mistakes(error: ValidationError, model: type[BaseModel], located: Located) -> list[SourceError]:
    """One error for each place that `model` refuses, in the order of their lines.

    A key that is missing where a misspelt one stands beside it is told by the misspelling alone.
    """
    by_path: dict[Path, list[Any]] = {}
    for one in error.errors(include_url=False):
        by_path.setdefault(_path(one, located.data), []).append(one)
    meant: set[str] = set()
    told: dict[Path, str] = {}
    for path, errors in by_path.items():
        if errors[0]["type"] == "extra_forbidden":
            near = _nearest(model, path)
            meant |= {near} if near else set()
            told[path] = _unknown(model, path, near, errors[0]["input"])
    for path, errors in by_path.items():
        inside = any(other[: len(path)] == path and other != path for other in by_path)
        if path in told or (inside and errors[0]["type"] != "missing"):
            continue  # of a union each form complains; the complaint about a part says more
        if errors[0]["type"] != "missing":
            told[path] = f"{_where(path) or 'a recipe'}: {shown(errors[0]['input'])}: {refused(errors, path)}"
        elif _where(path) not in meant:
            told[path] = f"{_where(path)!r} is missing"
    placed = [SourceError(what, file=located.file, line=located.line(path)) for path, what in told.items()]
    return sorted(placed, key=lambda one: one.line or 0)


def _where(path: Sequence[str | int]) -> str:
    """A path as people write it: `data.mix.0.rows`."""
    return ".".join(map(str, path))


def shown(value: Any) -> str:
    """A value as a recipe would have it, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _path(error: Any, data: Any) -> Path:
    """Where it is in the file: pydantic's path without the names of a union's forms."""
    path: list[str | int] = []
    for part in error["loc"]:
        held = (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        )
        if held:
            path.append(part)
            data = data[part]
    if error["type"] == "missing":
        path.append(error["loc"][-1])
    return tuple(path)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a field's type names, be it alone, of a list or beside None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inside in typing.get_args(annotation):
        yield from _models(inside)


def _block(model: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel] | None:
    """The block of a recipe that a path leads to."""
    for part in path:
        if isinstance(part, str):
            field = model.model_fields.get(part)
            inside = next(_models(field.annotation), None) if field else None
            if inside is None:
                return None
            model = inside
    return model


def keys_of(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """Every key's path, the blocks' own before those in them."""
    for name in model.model_fields:
        yield f"{above}{name}"
    for name, field in model.model_fields.items():
        for inside in _models(field.annotation):
            yield from keys_of(inside, f"{above}{name}.")


def _nearest(model: type[BaseModel], path: Path) -> str | None:
    """The path of the key that was likely meant: the same by another tool's name, a neighbour, or in another block."""
    *above, last = path
    name, inside, block = str(last), _where([p for p in path[:-1] if isinstance(p, str)]), _block(model, above)
    own = list(block.model_fields) if block else []
    called = CALLED_HERE.get(name.lower().replace("-", "_"), "")
    if called.rpartition(".")[2] in own and inside:  # `dropout` or `tokens` are called so in more than one block
        return f"{_where(above)}.{called.rpartition('.')[2]}"
    if called:
        return called
    if near := difflib.get_close_matches(name.lower().replace("-", "_"), own, n=1):
        return _where([*above, near[0]])
    return next((key for key in keys_of(model) if key.rpartition(".")[2] == name and "." in key), None) or next(
        (key for key in keys_of(model) if key == name), None
    )


def _unknown(model: type[BaseModel], path: Path, near: str | None, value: Any) -> str:
    if re.match(r"[^\S \n]", str(path[-1])):
        return (
            f"unknown key {_where(path)!r}: a no-break space or the like stands where plain spaces indent; retype them"
        )
    said = f"unknown key {_where(path)!r} ({shown(value)})"
    if near:
        return f"{said}: did you mean {near!r}?"
    block = _block(model, path[:-1])
    return f"{said} (known: {', '.join(sorted(block.model_fields))})" if block else said


_YES, _NO = ("yes", "on", "true", "y"), ("no", "off", "false", "n")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


def refused(errors: Sequence[Any], path: Path) -> str:
    """Why a value at a path is refused, by pydantic's errors of it, and what to write."""
    first = errors[0]
    kind, value = first["type"], first["input"]
    kinds = {error["type"] for error in errors}
    if kinds & {"model_type", "dict_type"}:
        under = f" under `{path[-1]}:`" if path else ": name, base, method, data and training at least"
        return f"a block of keys is needed, each on a line of its own{under}"
    if kinds & {"int_type", "float_type", "int_parsing"}:
        number = _number(value, whole=not kinds & {"float_type"})
        needed = "a number" if "float_type" in kinds else "a whole number"
        return f"{needed} is needed" + (f": write {number}" if number else "")
    if kind == "bool_type":
        word = str(value).lower()
        meant = "true" if word in (*_YES, "1") else "false" if word in (*_NO, "0") else "true or false"
        return f"true or false is needed: write {meant}" if meant != "true or false" else f"{meant} is needed"
    if kinds == {"string_type"}:
        quoted = f": write '{shown(value)}' in quotes" if isinstance(value, bool | int | float) else ""
        return f"a text is needed{quoted}"
    if kinds == {"list_type"}:
        return "a list is needed" + (f": write `{path[-1]}: [{value}]`" if isinstance(value, str) else "")
    told = " or ".join(dict.fromkeys(_message(error) for error in errors))
    told = f"it has to be {told}" if str(first["msg"]).startswith("Input should be ") else told
    near = _near_value(errors, value)
    return told + (f": did you mean {near!r}?" if near else "")


def _message(error: Any) -> str:
    text = str(error["msg"]).removeprefix("Value error, ")
    return text.removeprefix("Input should be ")


def _number(value: Any, *, whole: bool) -> str | None:
    """How a recipe says the number that a text or a fraction stands for; None where it is no number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return str(int(value)) if whole and value.is_integer() else None
    if not isinstance(value, str):
        return None
    text = value.strip().replace("_", "").replace("−", "-")
    text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if not _NUMBER.fullmatch(text):
        return None
    if whole and not float(text).is_integer():
        return None
    made = f"{float(text):.0f}" if whole else text
    return f"{made}, without quotes" if made == value else made


def _near_value(errors: Sequence[Mapping[str, Any]], value: Any) -> str | None:
    known = [
        word for error in errors if error["type"] == "literal_error" for word in re.findall(r"'([^']+)'", error["msg"])
    ]
    if not isinstance(value, str):
        return None
    near = difflib.get_close_matches(value.lower().replace("_", "-"), known, n=1)
    near = near or difflib.get_close_matches(value.lower(), known, n=1)
    return near[0] if near else None
