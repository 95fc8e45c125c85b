"""A case under two models, and the reading of one verdict. Nothing unreadable ever becomes a pass or a miss."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.figures import counted, plural
from harness.source import SourceError, relative

__all__ = ["MOST_CASES", "Incomplete", "Pair", "Problems", "expected", "label", "read_object", "verdict"]

MOST_CASES = 200_000
"""More cases than this are refused: no gate of language models has them, and the arithmetic would take minutes."""

_TOLD = 5
_WORDS = {"true": 1.0, "pass": 1.0, "passed": 1.0, "yes": 1.0, "да": 1.0}
_WORDS |= {"false": 0.0, "fail": 0.0, "failed": 0.0, "no": 0.0, "нет": 0.0}
_NUMBER = re.compile(r"[0-9]{0,3}(?:[.,][0-9]{1,30})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One case: the share of samples that passed under each model, 0 or 1 where each answered once."""

    case: str
    baseline: float
    candidate: float
    suite: str | None = None
    tags: tuple[str, ...] = ()
    cluster: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """All cases of a source in its order, and what a reader of the decision should know about how they were read."""

    pairs: tuple[Pair, ...]
    notices: tuple[str, ...] = ()


class Incomplete(Exception):
    """The results are missing something or hold what can't be read, so that they decide nothing (exit status 11).

    `problems` are up to five sentences, each with `file:line`; `more` counts the rest.
    """

    def __init__(self, problems: Sequence[str], more: int = 0) -> None:
        self.problems, self.more = tuple(problems), more
        rest = [f"and {more} more"] if more else []
        super().__init__("\n".join(["no verdict, for the results are incomplete:", *self.problems, *rest]))


@dataclass(slots=True)
class Problems:
    """What is wrong with a source, by line; the first few are kept, all are counted."""

    file: Path
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, what: str, *, file: Path | None = None) -> None:
        """Note a bad line (from 1), of `file` where that is another one."""
        self.found.append((line, f"{relative(file or self.file)}:{line}: {what}"))

    def stop(self) -> None:
        """Raise `Incomplete` if anything was noted, in the order of the lines."""
        if self.found:
            told = [text for _, text in sorted(self.found, key=lambda found: found[0])[:_TOLD]]
            raise Incomplete(told, len(self.found) - len(told))


def verdict(value: object) -> float:
    """A verdict as the share of samples that passed, in [0, 1].

    1/0, true/false, pass/fail, passed/failed, yes/no, да/нет in any case of letters, or a number within [0, 1] with a
    point or a comma. `ValueError` for anything else, with the sentence for a person.
    """
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        if 0 <= value <= 1:  # false for NaN
            return float(value)
        raise ValueError(f"{_short(value)} is not within 0..1")
    if not isinstance(value, str):
        raise ValueError("is missing" if value is None else f"{_short(value)} is no verdict")
    if not (text := value.strip().casefold()):
        raise ValueError("is missing")
    if text in _WORDS:
        return _WORDS[text]
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{_short(value)} is no verdict (1/0, true/false, pass/fail, yes/no, да/нет or a share 0..1)")
    return verdict(float(text.replace(",", ".")))


def label(value: object, *, most: int = 100) -> str:
    """A name for people: on one line, with an escape for each character that shows nothing or drives a terminal.

    `ValueError` where it is empty, too long, or neither text nor a whole number.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise ValueError(f"{_short(value)} is no name")
    text = "" if value is None else " ".join(str(value).split())
    if not text:
        raise ValueError("is missing")
    if len(text) > most:
        raise ValueError(f"{_short(text)} is longer than {most} characters")
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def read_object(line: str) -> dict[str, Any]:
    """One line of JSONL; `ValueError`, in words for a person, where it is no JSON object or has a key twice."""
    try:
        value = json.loads(line, object_pairs_hook=_unique)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except json.JSONDecodeError as e:
        raise ValueError(f"not readable as JSON ({e.msg}, column {e.colno})") from None
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value


def expected(found: int, expect: int | None, file: Path) -> None:
    """Hold the number of cases to what was declared and to `MOST_CASES`."""
    if not found:
        raise Incomplete([f"{relative(file)}: no case"])
    if found > MOST_CASES:
        raise SourceError(f"more than {MOST_CASES} cases", file=file)
    if expect is not None and found != expect:
        raise Incomplete(
            [f"{relative(file)}: {counted(found, 'case')}, {expect} {plural(expect, 'is', 'are')} expected"]
        )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return made


def _short(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:  # an integer of thousands of digits
        return "the number"
    return text if len(text) <= 40 else f"{text[:37]}…"
