"""One sample log of lm-evaluation-harness, read line by line; and what the results file beside it says of its metrics.

One line an answer and filter: `doc_id`, `filter`, `metrics` (the names of the metrics' keys in the same object),
`doc_hash`, `prompt_hash`, `target_hash`, `arguments` (what the model was asked for, and how). Logs of before 0.4.6 have
neither `filter` nor `metrics`: their filter is `none`, and their metrics are the numbers of the object that are nothing
else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from harness.manifest import digest_of
from harness.pairs.pair import MOST_CASES, Problems, label, read_object
from harness.source import SourceError

__all__ = ["HASHES", "LOG", "NO_FILTER", "Answer", "lower_is_better", "read_answers"]

NO_FILTER = "none"
HASHES = {"doc_hash": "question", "prompt_hash": "prompt", "target_hash": "right answer"}
LOG = re.compile(r"samples_(?P<task>.+?)(?:_(?P<date>\d{4}-\d\d-\d\dT[\d.:-]+))?\.jsonl")
_MOST_LINE = 16 * 2**20
_MOST_RESULTS = 64 * 2**20
_KNOWN = {"doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics", *HASHES}
_LOWER = {"brier_score", "ter", "wer"}


class Answer(NamedTuple):
    """One line of a log, without its texts."""

    line: int
    doc: str
    filter: str
    named: bool
    """The line says under which filter it stands."""
    hashes: dict[str, str]
    asked: str | None
    """A digest of how the model was asked, the prompt aside: choices, generation settings."""
    metrics: dict[str, object]


def read_answers(file: Path, problems: Problems) -> Iterator[Answer]:
    """The log line by line: a log of gigabytes is read in the room of its verdicts. Bad lines become problems.

    Raises:
        SourceError: the file can't be read, or is no text.
    """
    try:
        with file.open("rb") as opened:
            number = 0
            while line := opened.readline(_MOST_LINE + 1):
                number += 1
                if number == 1 and line.startswith(b"\x1f\x8b"):
                    raise SourceError("a compressed file: unpack it first", file=file)
                if len(line) > _MOST_LINE:
                    raise SourceError(f"a line of more than {_MOST_LINE // 2**20} MB", file=file, line=number)
                if number > 10 * MOST_CASES:
                    raise SourceError(f"more than {10 * MOST_CASES} lines", file=file)
                if line.strip():
                    try:
                        yield _answer(number, read_object(line.decode("utf-8-sig" if number == 1 else "utf-8")))
                    except UnicodeDecodeError:
                        problems.add(number, "not UTF-8 text")
                    except ValueError as e:
                        problems.add(number, str(e))
    except FileNotFoundError as e:
        raise SourceError("no such file", file=file) from e
    except OSError as e:
        raise SourceError(f"can't be read: {e.strerror}", file=file) from e


def lower_is_better(file: Path, metric: str) -> bool:
    """Whether a smaller value of the metric is the better one: by `results_DATE.json` beside the log, else by its name.

    A results file that can't be read says nothing.
    """
    if match := LOG.fullmatch(file.name):
        stated = _stated(file.parent / f"results_{match['date']}.json", match["task"])
        if isinstance(told := stated.get(metric), bool):
            return not told
    return metric in _LOWER


def _stated(results: Path, task: str) -> Mapping[str, Any]:
    try:
        if results.stat().st_size > _MOST_RESULTS:
            return {}
        by_task = json.loads(results.read_text(encoding="utf-8")).get("higher_is_better", {})
        found = by_task.get(task, {})
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _answer(line: int, row: Mapping[str, Any]) -> Answer:
    try:
        doc = label(row.get("doc_id"))
    except ValueError as e:
        raise ValueError(f"doc_id {e}: not a line of a sample log") from None
    chosen = row.get("filter", NO_FILTER)
    names = row.get("metrics")
    if names is None:
        names = [n for n, value in row.items() if n not in _KNOWN and isinstance(value, bool | int | float)]
    if not isinstance(chosen, str) or not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise ValueError("'filter' has to be a name and 'metrics' a list of names")
    hashes = {name: row[name] for name in HASHES if name in row}
    if not all(isinstance(value, str) for value in hashes.values()):
        raise ValueError("a hash that is no text")
    metrics = {n: _scalar(row[n]) for n in names if n in row}
    return Answer(line, doc, chosen, "filter" in row, hashes, _asked(row.get("arguments")), metrics)


def _asked(arguments: object) -> str | None:
    """Each request's arguments but the first, which is the prompt, and has a hash of its own."""
    if not isinstance(arguments, dict):
        return None
    rest = {
        name: {key: value for key, value in given.items() if key != "arg_0"}
        for name, given in arguments.items()
        if isinstance(given, dict)
    }
    return digest_of(rest) if any(rest.values()) else None


def _scalar(value: object) -> object:
    """The value itself, or the name of its type where it is no single verdict (then only its place matters)."""
    return value if isinstance(value, bool | int | float | str | None) else [type(value).__name__]
