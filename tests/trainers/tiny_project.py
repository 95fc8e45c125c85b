"""A project in a folder of its own, as small as training allows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

TEMPLATE = (
    "{% for m in messages %}{% if m['role'] == 'assistant' %}<bot>{% generation %}{{ m['content'] }}<end>"
    "{% endgeneration %}{% else %}<user>{{ m['content'] }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<bot>{% endif %}"
)
WORDS = [
    "red", "green", "blue", "socks", "shoes", "boots", "yes", "no", "красный", "зелёный", "синий", "носки", "да", "нет",
]  # fmt: skip


def conversation(*turns: str, system: str | None = None) -> dict[str, Any]:
    """A row in which user and assistant speak in turns."""
    roles = ("user", "assistant")
    messages = [{"role": roles[i % 2], "content": text} for i, text in enumerate(turns)]
    return {"messages": [*([{"role": "system", "content": system}] if system else []), *messages]}


def write_rows(file: Path, rows: Iterable[Any]) -> Path:
    """Write JSONL; a string stands as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


class Project:
    """A project's root with a base, data and one recipe to change."""

    def __init__(self, root: Path, base: Path) -> None:
        self.root, self.runs = root, root / "runs"
        shutil.copytree(base, root / "base")
        write_rows(root / "train.jsonl", [conversation(f"say {a} {b}", f"{a}, {b}") for a in WORDS for b in WORDS[:2]])
        write_rows(root / "replay.jsonl", [conversation(f"copy {a}", a) for a in WORDS])
        self.settings: dict[str, Any] = {
            "name": "support",
            "base": "base",
            "method": "lora",
            "lora": {"r": 4, "alpha": 8, "dropout": 0.1},
            "data": {"train": "train.jsonl", "mix": [{"file": "replay.jsonl", "rows": 6}]},
            "training": {"epochs": 2, "learning_rate": 1e-2, "batch_size": 8, "max_length": 64, "seed": 7},
        }

    def recipe(self, changes: Mapping[str, Any] | None = None, *, name: str = "recipe.yaml") -> Path:
        """Write the recipe with changes by dotted key; None removes a key."""
        settings = json.loads(json.dumps(self.settings))
        for path, value in (changes or {}).items():
            *parents, key = path.split(".")
            inside: Any = settings
            for parent in parents:
                inside = inside[int(parent) if isinstance(inside, list) else parent]
            if value is None:
                del inside[key]
            else:
                inside[int(key) if isinstance(inside, list) else key] = value
        file = self.root / name
        file.write_text(yaml.safe_dump(settings, sort_keys=False, allow_unicode=True), encoding="utf-8")
        return file

    def line(self, key: str) -> int:
        """The line of the recipe that a key stands on, by its last part."""
        lines = (self.root / "recipe.yaml").read_text(encoding="utf-8").splitlines()
        return next(i for i, text in enumerate(lines, 1) if text.strip().removeprefix("- ").startswith(f"{key}:"))


def interrupt(monkeypatch: pytest.MonkeyPatch, epoch: int, error: type[BaseException] = KeyboardInterrupt) -> None:
    """Stop the next training once an epoch is trained and its state written, before its checkpoint is."""
    from trainers import fit

    commit = fit.commit

    def stopping(*arguments: Any, **named: Any) -> Path:
        if named["epoch"] == epoch:
            raise error
        return commit(*arguments, **named)

    monkeypatch.setattr(fit, "commit", stopping)
