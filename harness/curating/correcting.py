"""A case's expectation as a person types it: an answer in words, checks as a case writes them, or must-have facts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.cases import Case
from harness.checks import registered
from harness.checks.text import numbers
from harness.curating.accepting import written_expectation
from harness.curating.yaml_lines import expectation
from harness.lint._said import said
from harness.source import SourceError

__all__ = ["corrected", "edited", "facts_of", "proposed_facts", "trimmed"]

Written = Sequence[dict[str, Any]]
"""An expectation as a case file writes it: a check with its arguments each."""

CONTENT = ("answer", "answers_from_context", "equals", "facts", "keywords", "like", "means", "mentions", "number")
"""Checks of what is said: a new answer takes their place, and the rest of the case's checks stay."""

_SETTINGS = ("at_least", "contains", "fuzzy", "in_order", "like", "tolerance")
"""Arguments of these that say how to look, and not what for."""

_ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_MOST = 6


def corrected(before: Written, line: str) -> list[dict[str, Any]]:
    """A case's expectation with what was typed: `number: 31`, a list of checks in brackets, or an answer in words.

    Raises:
        SourceError: a check is misspelt, or does not take what is written.
    """
    known = {found.name for found in registered()}
    if _NUMBER.fullmatch(line.strip()):
        return _instead(before, {"number": json.loads(line.strip())})
    try:
        value = written_expectation(line)
    except SourceError as e:
        if "did you mean" in e.what or line.split(":")[0].strip("[{- ") in known:
            raise
        return _instead(before, {"answer": {"any_of": [line.strip()]}})
    if isinstance(value, list) and not (len(value) == 1 and line.strip() in known):
        return [one if isinstance(one, dict) else {one: None} for one in value]
    return _instead(before, value[0] if isinstance(value, list) else value)


def trimmed(before: Written, facts: Sequence[Any]) -> list[dict[str, Any]]:
    """A case's expectation with must-have facts in place of every check of what is said; the checks of form stay.

    They are looked for as leniently as what they take the place of (`like:`).
    """
    manners = (arguments["like"] for one in before for arguments in one.values() if _has_manner(arguments))
    like = next(manners, None)
    return _for_all_content(before, {"facts": {"all_of": list(facts), "like": like} if like else list(facts)})


def facts_of(line: str) -> list[Any]:
    """Facts as they are typed: `;` between them, `|` between ways to say one: `30 days | a month; receipt`."""
    facts = [[way.strip() for way in fact.split("|") if way.strip()] for fact in line.split(";")]
    return [fact if len(fact) > 1 else fact[0] for fact in facts if fact]


def proposed_facts(case: Case, notes: Sequence[str] = ()) -> list[str]:
    """What of an expected answer can't be said otherwise: its figures with the word behind them, its addresses.

    The answer is what the case's checks of content name, and what its notes hold behind `answer:`, as an import leaves
    it there.
    """
    _, _, answer = "\n".join(notes).partition("answer:")
    text = "\n".join([*_texts([value for name, value in case.expect if name in CONTENT]), answer])
    found: list[tuple[int, str]] = [(m.start(), m.group().rstrip(".,;")) for m in _ADDRESS.finditer(text)]
    for number in numbers(text):
        start, end = number.span
        behind = re.match(r"[ \u00a0]([^\W\d_]+)", text[end:])
        found.append((start, text[start:end] + (f" {behind[1]}" if behind else "")))
    return list(dict.fromkeys(fact for _, fact in sorted(found)))[:_MOST]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, one in value.items() if key not in _SETTINGS for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [f"{value:g}"] if isinstance(value, int | float) and not isinstance(value, bool) else []


def _instead(before: Written, new: dict[str, Any]) -> list[dict[str, Any]]:
    """The new check in place of the one of its name, else of those that say what is said; the checks of form stay."""
    [name] = new
    if sum(name in one for one in before) == 1:
        return [new if name in one else one for one in before]
    if name not in CONTENT:
        return [*before, new]
    return _for_all_content(before, new)


def _for_all_content(before: Written, new: dict[str, Any]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for one in before:
        if not _is_content(one):
            made.append(one)
        elif new not in made:
            made.append(new)
    return made if new in made else [new, *made]


def _has_manner(arguments: Any) -> bool:
    return isinstance(arguments, dict) and isinstance(arguments.get("like"), str)


def _is_content(one: dict[str, Any]) -> bool:
    [(name, arguments)] = one.items()
    forbids_alone = isinstance(arguments, dict) and set(arguments) == {"none_of"}
    return name in CONTENT and not forbids_alone


def edited(before: Written, heading: str) -> list[dict[str, Any]] | None:
    """The expectation as a person leaves it in their editor ($VISUAL, $EDITOR); None where it was left as it is.

    Raises:
        SourceError: the editor can't be started, or what it left is no expectation.
    """
    written = "".join(f"- {expectation(one)}\n" for one in before)
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "expect.yaml"
        file.write_text(comment + written, encoding="utf-8")
        try:
            subprocess.run([*command.split(), str(file)], check=True)
        except (OSError, subprocess.CalledProcessError) as e:
            raise SourceError(said("the editor “{name}” failed: {why}", name=command, why=str(e))) from e
        after = file.read_text(encoding="utf-8")
    if after == comment + written:
        return None
    value = written_expectation(after)
    return [one if isinstance(one, dict) else {one: None} for one in (value if isinstance(value, list) else [value])]
