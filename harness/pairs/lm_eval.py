"""The sample logs of two lm-evaluation-harness runs (`lm_eval --log_samples` writes `samples_TASK_DATE.jsonl`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.pairs.lm_eval_log import HASHES, LOG, Answer, lower_is_better, read_answers
from harness.pairs.pair import Incomplete, Pair, Pairs, Problems, expected, label, verdict
from harness.source import SourceError, relative

__all__ = ["read_lm_eval"]

_PREFERRED = ("exact_match", "acc")
_ACCEPT = "--prompts-differ accepts it"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """What was asked for on the command line."""

    metric: str | None
    filter: str | None
    prompts_differ: bool


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
            One of which the results file says that lower is better is turned round.
        filter_: which of its filters, where there are several; one answer under two filters is one case, not two.
            In folders `metric` and `filter_` choose in each log that has them; one at least has to.
        prompts_differ: accept unequal prompts and settings, for models that have chat templates of their own.
        expect: the number of cases that there have to be.

    Raises:
        SourceError: a file is no such log, or it holds several metrics or filters and none was chosen.
        Incomplete: answers are missing, bad, or to other questions; the first five are named by line.
    """
    choice = _Choice(metric=metric, filter=filter_, prompts_differ=prompts_differ)
    tasks = [_Task(task, files, choice) for task, files in _tasks(baseline, candidate)]
    for asked, what, has in (
        (filter_, "filter", [t.filters for t in tasks]),
        (metric, "metric", [t.metrics for t in tasks]),
    ):
        if asked is not None and not any(asked in names for names in has):
            found = sorted({name for names in has for name in names})
            raise SourceError(f"no {what} {asked!r}; there is {_listed(found) or 'none in both logs'}", file=baseline)
    made: list[Pair] = []
    notices: dict[str, None] = {}
    if baseline.exists() and candidate.exists() and baseline.samefile(candidate):
        notices["baseline and candidate are the same: nothing was compared"] = None
    for task in tasks:
        pairs, told = task.paired()
        made += pairs
        notices |= dict.fromkeys(told)
    expected(len(made), expect, candidate)
    return Pairs(pairs=tuple(made), notices=tuple(notices))


def _tasks(baseline: Path, candidate: Path) -> Iterator[tuple[str | None, tuple[Path, Path]]]:
    for path in (baseline, candidate):
        if not path.exists():
            raise SourceError("no such file or folder", file=path)
    if baseline.is_dir() != candidate.is_dir():
        raise SourceError("--lm-eval takes two logs, or two folders of logs, not one of each", file=candidate)
    if not baseline.is_dir():
        yield None, (baseline, candidate)
        return
    logs = _logs(baseline), _logs(candidate)
    for mine, theirs, other in ((logs[0], logs[1], candidate), (logs[1], logs[0], baseline)):
        if alone := sorted(mine.keys() - theirs.keys()):
            raise Incomplete(
                [f"{relative(other)}: no log of the task {task!r}" for task in alone[:5]], max(0, len(alone) - 5)
            )
    for task in logs[0]:
        yield task, (logs[0][task], logs[1][task])


def _logs(folder: Path) -> dict[str, Path]:
    """The logs at or below a folder by task."""
    found: dict[str, Path] = {}
    for file in sorted(folder.rglob("samples_*.jsonl")):
        if match := LOG.fullmatch(file.name):
            task = label(match["task"], most=300)
            if task in found:
                both = ", ".join(str(f.relative_to(folder)) for f in (found[task], file))
                raise SourceError(f"two logs of the task {task!r} ({both}): name the files, or leave one", file=folder)
            found[task] = file
    if not found:
        raise SourceError("no samples_TASK_….jsonl here: run lm_eval with --log_samples", file=folder)
    return found


class _Task:
    """Two logs of one task, read."""

    def __init__(self, task: str | None, files: tuple[Path, Path], choice: _Choice) -> None:
        self.task, self.files, self.choice = task, files, choice
        self.problems = [Problems(file) for file in files]
        self.read = [list(read_answers(file, noted)) for file, noted in zip(files, self.problems, strict=True)]
        for answers, noted in zip(self.read, self.problems, strict=True):
            if not answers and noted.found:
                raise SourceError("no line is one of a sample log: give samples_TASK_….jsonl", file=noted.file)
            if not answers:
                raise Incomplete([f"{relative(noted.file)}: no answer"])
        for noted in self.problems:
            noted.stop()
        self.filters = sorted({a.filter for a in self.read[0]} & {a.filter for a in self.read[1]})
        named = [{name for answer in answers for name in answer.metrics} for answers in self.read]
        self.metrics = [name for name in self.read[0][0].metrics if name in named[1]]

    def paired(self) -> tuple[list[Pair], list[str]]:
        """The pairs, and what to tell of how they were read."""
        files, problems = self.files, self.problems
        chosen = self._filter()
        read = [[answer for answer in answers if answer.filter == chosen] for answers in self.read]
        name, told = self._metric(read)
        turned = [lower_is_better(file, name) for file in files]
        if any(turned):
            told.append(f"{self._where()}{name} is better where it is lower: 1 − {name} was compared")
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
            if what := self._other_question(theirs, ours):
                problems[1].add(ours.line, f"doc_id {doc}: {what} than in {relative(files[0])}:{theirs.line}")
            values = [_value(answer, name, noted) for answer, noted in zip((theirs, ours), problems, strict=True)]
            if values[0] is not None and values[1] is not None:
                before, now = (1 - v if any(turned) else v for v in (values[0], values[1]))
                pairs.append(Pair(case=doc, suite=self.task, baseline=before, candidate=now, line=ours.line))
        for noted in reversed(problems):
            noted.stop()
        if unvouched:
            told.append("the logs hold no hashes: that both runs were asked the same is taken on trust")
        return pairs, told

    def _where(self) -> str:
        return f"{self.task}: " if self.task else ""

    def _filter(self) -> str:
        """The filter to compare by: that asked for where it is there, or the only one."""
        asked = self.choice.filter
        if asked is not None and asked in self.filters:
            return asked
        for answers, file in zip(self.read, self.files, strict=True):
            found = sorted({answer.filter for answer in answers})
            if len(found) > 1:
                raise SourceError(
                    f"answers under several filters: choose with --filter {_listed(found, ' or ')}", file=file
                )
        if not self.filters:
            raise SourceError("its filter is not that of the other log", file=self.files[1])
        return self.filters[0]

    def _metric(self, read: Sequence[Sequence[Answer]]) -> tuple[str, list[str]]:
        """The metric to compare by and what to tell of the choice."""
        asked, names = self.choice.metric, self.metrics
        if asked is not None and asked in names:
            return asked, []
        if not names:
            there = (f"{relative(f)} has {_listed(sorted(a[0].metrics)) or 'none'}" for f, a in self._each())
            raise SourceError(f"the logs share no metric: {'; '.join(there)}", file=self.files[1])
        usable = [n for n in names if all(_is_verdict(a.metrics.get(n)) for answers in read for a in answers)]
        if not usable:
            # One that is a verdict somewhere is damaged elsewhere, and its lines will be named.
            usable = [n for n in names if any(_is_verdict(a.metrics.get(n)) for answers in read for a in answers)]
        if not usable:
            raise SourceError(f"no metric is a verdict case by case ({_listed(names)})", file=self.files[0])
        if len(usable) == 1:
            return usable[0], []
        for name in _PREFERRED:
            if name in usable:
                return name, [f"{self._where()}compared by {name}; --metric chooses among {_listed(usable)}"]
        raise SourceError(f"several metrics: choose with --metric {_listed(usable, ' or ')}", file=self.files[0])

    def _each(self) -> Iterator[tuple[Path, list[Answer]]]:
        yield from zip(self.files, self.read, strict=True)

    def _other_question(self, theirs: Answer, ours: Answer) -> str:
        """How the two runs asked something else, or nothing. A hash that only one log has counts as unequal."""
        differ = self.choice.prompts_differ
        for name, what in HASHES.items():
            if theirs.hashes.get(name) != ours.hashes.get(name) and not (differ and name == "prompt_hash"):
                hint = f" ({_ACCEPT})" if name == "prompt_hash" else ""
                return f"another {what}{hint}, {name},"
        if theirs.asked != ours.asked and None not in (theirs.asked, ours.asked) and not differ:
            return f"other choices or generation settings ({_ACCEPT}), arguments,"
        return ""


def _by_doc(answers: Sequence[Answer], problems: Problems) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for answer in answers:
        first = found.setdefault(answer.doc, answer)
        if first is not answer:
            old = (
                "" if answer.named else " (logs of before lm_eval 0.4.6 don't say under which filter an answer stands)"
            )
            problems.add(answer.line, f"doc_id {answer.doc} stands in line {first.line} already{old}")
    return found


def _value(answer: Answer, metric: str, problems: Problems) -> float | None:
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
