"""Rows written to a file and shown to one lint, as a run shows them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from harness.lint.findings import Finding
from harness.lint.lints import About, Lint, Unchecked
from harness.lint.rows import Broken, read_rows

__all__ = ["chat", "found", "pair", "told", "written"]


def chat(prompt: str, answer: str, system: str = "", **labels: Any) -> dict[str, Any]:
    """A row of messages."""
    first = [{"role": "system", "content": system}] if system else []
    turns = [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]
    return {"messages": [*first, *turns], **labels}


def pair(prompt: str, chosen: str, rejected: str, **labels: Any) -> dict[str, Any]:
    """A row of a preference."""
    return {"prompt": prompt, "chosen": chosen, "rejected": rejected, **labels}


def written(folder: Path, rows: Iterable[Any], name: str = "data.jsonl") -> Path:
    """The rows as a JSONL file."""
    file = folder / name
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def told(lint: type[Lint], file: Path, about: About | None = None) -> tuple[list[Finding], list[Unchecked]]:
    """What a lint finds in a file, and what it could not judge."""
    broken: list[Broken] = []
    one, everything = lint(about or About()), []
    for row in read_rows(file, broken.append):
        everything.extend(one.see(row))
    assert not broken
    everything.extend(one.end())
    return [f for f in everything if isinstance(f, Finding)], [u for u in everything if isinstance(u, Unchecked)]


def found(lint: type[Lint], file: Path, about: About | None = None) -> dict[str, list[list[int]]]:
    """The lines of each finding by rule."""
    by_rule: dict[str, list[list[int]]] = {}
    for finding in told(lint, file, about)[0]:
        by_rule.setdefault(finding.rule.name, []).append([where.line for where in finding.places])
    return by_rule
