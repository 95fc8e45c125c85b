"""The sample logs of two lm-evaluation-harness runs (`lm_eval --log_samples` writes `samples_TASK_DATE.jsonl`).

One line an answer and filter: `doc_id`, `filter`, `metrics` (the names of the metrics' keys in the same object),
`doc_hash`, `prompt_hash`, `target_hash`. Logs of before 0.4.6 have neither `filter` nor `metrics`: their filter is
`none`, and their metrics are the numbers of the object that are nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from harness.pairs.pair import MOST_CASES, Incomplete, Pair, Pairs, Problems, expected, label, read_object, verdict
from harness.source import SourceError, relative

__all__ = ["read_lm_eval"]

_MOST_LINE = 16 * 2**20
_NO_FILTER = "none"
_HASHES = {"doc_hash": "question", "prompt_hash": "prompt", "target_hash": "right answer"}
_KNOWN = {"doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics", *_HASHES}
_PREFERRED = ("exact_match", "acc")
_LOG = re.compile(r"samples_(?P<task>.+?)(?:_\d{4}-\d\d-\d\dT[\d.:-]+)?\.jsonl")


class _Answer(NamedTuple):
    line: int
    doc: str
    filter: str
    hashes: dict[str, str]
    metrics: dict[str, object]


def read_lm_eval(
    baseline: Path,
    candidate: Path,
    *,
    metric: str | None = None,
    filter_: str | None = None,
    prompts_differ: bool = False,
    expect: int | None = None,
) -> Pairs:
    """Pair two logs by `doc_id`, or two folders of them, task by task, each task a suite.

    Args:
        metric: which of a log's metrics; by default the only one that is a verdict, else `exact_match`, else `acc`.
        filter_: which of its filters, where there are several; one answer under two filters is one case, not two.
        prompts_differ: accept unequal `prompt_hash`, for models that have chat templates of their own.
        expect: the number of cases that there have to be.

    Raises:
        SourceError: a file is no such log, or it holds several metrics or filters and none was chosen.
        Incomplete: answers are missing, bad, or to other questions; the first five are named by line.
    """
    made: list[Pair] = []
    notices: dict[str, None] = {}
    for task, files in _tasks(baseline, candidate):
        pairs, told = _paired(files, task, metric, filter_, prompts_differ)
        made += pairs
        notices |= dict.fromkeys(told)
    expected(len(made), expect, candidate)
    return Pairs(pairs=tuple(made), notices=tuple(notices))


def _tasks(baseline: Path, candidate: Path) -> Iterator[tuple[str | None, tuple[Path, Path]]]:
    if not (baseline.is_dir() and candidate.is_dir()):
        yield None, (baseline, candidate)
        return
    logs = _logs(baseline), _logs(candidate)
    for one, other in ((baseline, candidate), (candidate, baseline)):
        alone = sorted(_logs(one).keys() - _logs(other).keys())
        if alone:
            raise Incomplete(
                [f"{relative(other)}: no log of the task {task!r}" for task in alone[:5]], max(0, len(alone) - 5)
            )
    for task in logs[0]:
        yield task, (logs[0][task], logs[1][task])


def _logs(folder: Path) -> dict[str, Path]:
    """The logs at or below a folder by task."""
    found: dict[str, Path] = {}
    for file in sorted(folder.rglob("samples_*.jsonl")):
        if match := _LOG.fullmatch(file.name):
            task = label(match["task"], most=300)
            if task in found:
                raise SourceError(
                    f"two logs of the task {task!r} ({found[task].name}, {file.name}): name the files, or leave one",
                    file=folder,
                )
            found[task] = file
    if not found:
        raise SourceError("no samples_TASK_….jsonl here: run lm_eval with --log_samples", file=folder)
    return found


def _paired(
    files: tuple[Path, Path], task: str | None, metric: str | None, filter_: str | None, prompts_differ: bool
) -> tuple[list[Pair], list[str]]:
    problems = [Problems(file) for file in files]
    read = [list(_answers(file, noted)) for file, noted in zip(files, problems, strict=True)]
    for answers, noted in zip(read, problems, strict=True):
        if not answers and not noted.found:
            raise Incomplete([f"{relative(noted.file)}: no answer"])
    for noted in problems:
        noted.stop()
    chosen = _filter_of(read, filter_, files)
    read = [[a for a in answers if a.filter == chosen] for answers in read]
    name, told = _metric_of(read, metric, files)
    by_doc = [_by_doc(answers, noted) for answers, noted in zip(read, problems, strict=True)]
    for i in (0, 1):
        for doc, answer in by_doc[i].items():
            if doc not in by_doc[1 - i]:
                problems[i].add(answer.line, f"doc_id {doc} is not in {relative(files[1 - i])}")
    pairs, unvouched = [], False
    for doc, theirs in by_doc[0].items():
        if (ours := by_doc[1].get(doc)) is None:
            continue
        unvouched |= not (theirs.hashes or ours.hashes)
        if what := _other_question(theirs, ours, prompts_differ):
            problems[1].add(ours.line, f"doc_id {doc}: {what} than in {relative(files[0])}:{theirs.line}")
        values = [_value(answer, name, noted) for answer, noted in zip((theirs, ours), problems, strict=True)]
        if values[0] is not None and values[1] is not None:
            pairs.append(Pair(case=doc, suite=task, baseline=values[0], candidate=values[1], line=ours.line))
    for noted in reversed(problems):
        noted.stop()
    if unvouched:
        told.append("the logs hold no hashes: that both runs were asked the same is taken on trust")
    return pairs, told


def _answers(file: Path, problems: Problems) -> Iterator[_Answer]:
    """The log line by line, each without its texts: a log of gigabytes is read in the room of its verdicts."""
    try:
        with file.open("rb") as opened:
            number = 0
            while line := opened.readline(_MOST_LINE + 1):
                number += 1
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


def _answer(line: int, row: Mapping[str, Any]) -> _Answer:
    try:
        doc = label(row.get("doc_id"))
    except ValueError as e:
        raise ValueError(f"doc_id {e}: not a line of a sample log") from None
    chosen = row.get("filter", _NO_FILTER)
    names = row.get("metrics")
    if names is None:
        names = [n for n, value in row.items() if n not in _KNOWN and isinstance(value, bool | int | float)]
    if not isinstance(chosen, str) or not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise ValueError("'filter' has to be a name and 'metrics' a list of names")
    hashes = {name: row[name] for name in _HASHES if name in row}
    if not all(isinstance(value, str) for value in hashes.values()):
        raise ValueError("a hash that is no text")
    return _Answer(line, doc, chosen, hashes, {n: _scalar(row[n]) for n in names if n in row})


def _scalar(value: object) -> object:
    """The value itself, or the name of its type where it is no single verdict (then only its place matters)."""
    return value if isinstance(value, bool | int | float | str | None) else [type(value).__name__]


def _filter_of(read: Sequence[Sequence[_Answer]], asked: str | None, files: tuple[Path, Path]) -> str:
    """The filter to compare by: that asked for, or the only one."""
    for answers, file in zip(read, files, strict=True):
        found = sorted({answer.filter for answer in answers})
        if asked is not None and asked not in found:
            raise SourceError(f"no filter {asked!r}; there is {_listed(found)}", file=file)
        if asked is None and len(found) > 1:
            raise SourceError(
                f"answers under several filters: choose with --filter {_listed(found, ' or ')}", file=file
            )
    return asked or read[0][0].filter


def _metric_of(read: Sequence[Sequence[_Answer]], asked: str | None, files: tuple[Path, Path]) -> tuple[str, list[str]]:
    """The metric to compare by and what to tell of the choice."""
    if not read[0] or not read[1]:
        raise SourceError("its filter is not that of the other log", file=files[1])
    names = [n for n in read[0][0].metrics if all(n in answers[0].metrics for answers in read)]
    if asked is not None:
        if asked not in names:
            raise SourceError(f"no metric {asked!r}; there is {_listed(names)}", file=files[0], line=read[0][0].line)
        return asked, []
    usable = [n for n in names if all(_is_verdict(answers[0].metrics[n]) for answers in read)]
    if not usable:
        raise SourceError(
            f"no metric is a verdict case by case ({_listed(names) or 'none is named'})",
            file=files[0],
            line=read[0][0].line,
        )
    if len(usable) == 1:
        return usable[0], []
    for name in _PREFERRED:
        if name in usable:
            return name, [f"compared by {name}; --metric chooses among {_listed(usable)}"]
    raise SourceError(f"several metrics: choose with --metric {_listed(usable, ' or ')}", file=files[0])


def _by_doc(answers: Sequence[_Answer], problems: Problems) -> dict[str, _Answer]:
    found: dict[str, _Answer] = {}
    for answer in answers:
        first = found.setdefault(answer.doc, answer)
        if first is not answer:
            problems.add(answer.line, f"doc_id {answer.doc} stands in line {first.line} already")
    return found


def _other_question(theirs: _Answer, ours: _Answer, prompts_differ: bool) -> str:
    """How the two runs asked something else, or nothing. A hash that only one log has counts as unequal."""
    for name, what in _HASHES.items():
        if theirs.hashes.get(name) != ours.hashes.get(name) and not (prompts_differ and name == "prompt_hash"):
            hint = " (--prompts-differ accepts it)" if name == "prompt_hash" else ""
            return f"another {what}{hint}, {name},"
    return ""


def _value(answer: _Answer, metric: str, problems: Problems) -> float | None:
    try:
        return verdict(answer.metrics.get(metric))
    except ValueError as e:
        problems.add(answer.line, f"doc_id {answer.doc}: {metric} {e}")
        return None


def _is_verdict(value: object) -> bool:
    try:
        verdict(value)
    except ValueError:
        return False
    return True


def _listed(names: Sequence[str], between: str = ", ") -> str:
    return between.join(repr(n[:60]) for n in names[:8])
