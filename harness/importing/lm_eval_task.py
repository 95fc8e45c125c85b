"""A task of lm-evaluation-harness over a data set that lies beside it: its templates make the questions and answers."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from harness.importing.columns import headed
from harness.importing.delimited import read_delimited
from harness.importing.json_rows import plain, raw_rows
from harness.importing.questions import Question
from harness.importing.rows import MOST_ROWS, LeftOut, too_many
from harness.importing.sandbox import Rendered, render
from harness.importing.yaml_source import FUNCTION, Asked, read_source_yaml
from harness.lint._said import said
from harness.source import SourceError
from harness.tables import is_table, read_values

__all__ = ["read_task"]

_PARTS = ("doc_to_text", "doc_to_target", "doc_to_choice")
_SPLITS = ("test", "validation", "train")
_ANSWER_LINE = re.compile(r"(?m)^####\s*(.+)$")


class _Document(NamedTuple):
    number: int
    values: dict[str, Any]
    fault: str = ""


def read_task(file: Path) -> Asked | None:
    """The documents of a task's data set as questions; None where the file is no task.

    Raises:
        SourceError: its parts are Python functions, or its data set is not on this disk.
    """
    located = read_source_yaml(file)
    task = located.data
    if not isinstance(task, dict) or not ({"doc_to_text", "task", "doc_to_target"} & set(task)):
        return None
    if isinstance(task.get("task"), list) or "group" in task:
        raise SourceError(said("a group of tasks: import each task's own file"), file=file)
    if "include" in task:
        what = said("`include:` is not followed: write the task out")
        raise SourceError(what, file=file, line=located.line(("include",)))
    for part in _PARTS:
        value = task.get(part)
        if isinstance(value, str) and value.startswith(FUNCTION):
            raise SourceError(
                said(
                    "{part}: {value} is Python code, which is not run: write it as a template", part=part, value=value
                ),
                file=file,
                line=located.line((part,)),
            )
    chooses = task.get("output_type", "generate_until") == "multiple_choice"
    missing = [part for part in (*_PARTS[:2], *(_PARTS[2:] if chooses else ())) if task.get(part) is None]
    if missing:
        raise SourceError(said("`{part}:` is missing", part=missing[0]), file=file)
    data = _data_file(task, file)
    documents = _documents(data)
    templates = {part: value for part in _PARTS if isinstance(value := task.get(part), str)}
    good = [one for one in documents if not one.fault]
    jobs = [(template, i) for i in range(len(good)) for template in templates.values()]
    texts_of = iter(render(jobs, [one.values for one in good], file))
    rendered = [{part: next(texts_of) for part in templates} for _ in good]
    by_length = chooses and _by_length(task)
    questions, left = [], [LeftOut(one.number, one.fault, _cells(one)) for one in documents if one.fault]
    for document, texts in zip(good, rendered, strict=True):
        made = _question(file, document, task, texts, chooses=chooses, by_length=by_length)
        if isinstance(made, str):
            left.append(LeftOut(document.number, made, _cells(document)))
        else:
            questions.append(made)
    return Asked(
        unit="row", rows=len(documents), questions=tuple(questions), left=tuple(left), notes=tuple(_notes(task, data))
    )


def _notes(task: Mapping[str, Any], data: Path) -> list[str]:
    notes: list[str] = [said("the data set {name}", name=data.name)]
    if task.get("num_fewshot") or task.get("fewshot_config"):
        notes.append(said("its examples (few-shot) are not taken"))
    if task.get("description"):
        notes.append(said("its description belongs to the deployment and is not taken"))
    if "process_docs" in task or "process_results" in task:
        notes.append(said("its process_docs and process_results are code and were not run: look at the cases"))
    return notes


def _by_length(task: Mapping[str, Any]) -> bool:
    metrics = [one.get("metric") for one in task.get("metric_list") or () if isinstance(one, dict)]
    return "acc_norm" in metrics and "acc" not in metrics


def _data_file(task: Mapping[str, Any], file: Path) -> Path:
    """The file of the split that the task tests on, within the task's folder or the working directory."""
    kind, named = task.get("dataset_path"), (task.get("dataset_kwargs") or {}).get("data_files")
    if kind not in ("json", "csv", "parquet") or not named:
        raise SourceError(
            said(
                "its data set “{name}” is not on this disk: `dataset_path: json` and {files} name one that is",
                name=kind,
                files="`dataset_kwargs: {data_files: …}`",
            ),
            file=file,
        )
    if isinstance(named, dict):
        wanted = [str(task.get(f"{split}_split") or split) for split in _SPLITS]
        named = next((named[split] for split in wanted if split in named), next(iter(named.values())))
    if isinstance(named, list):
        if len(named) != 1:
            raise SourceError(said("its data set lies in several files: import a task for each"), file=file)
        named = named[0]
    if not isinstance(named, str) or "://" in named:
        raise SourceError(said("its data set “{name}” is not on this disk", name=named), file=file)
    for base in (file.parent, Path.cwd()):
        found = (base / named).resolve()
        if found.is_file() and found.is_relative_to(base.resolve()):
            return found
    raise SourceError(said("its data set “{name}” is neither in its folder nor in this one", name=named), file=file)


def _documents(file: Path) -> list[_Document]:
    if is_table(file):
        values = [_Document(number, value) for number, value in read_values(file)]
    elif file.suffix.casefold() in (".csv", ".tsv"):
        columns, rows, _ = headed(read_delimited(file))
        names = {column.key: column.name or column.key for column in columns}
        values = [_Document(r.number, {names[k]: c for k, c in r.cells.items() if k in names}, r.fault) for r in rows]
    else:
        _, _, found = raw_rows(file)
        values = [
            _Document(number, value) if isinstance(value, dict) else _Document(number, {}, said("no object of JSON"))
            for number, value in found
        ]
    if len(values) > MOST_ROWS:
        raise too_many(file)
    return values


def _cells(document: _Document) -> dict[str, str]:
    shown = {name: plain(value) for name, value in document.values.items()}
    return {name: text if isinstance(text, str) else ", ".join(text) for name, text in shown.items()}


def _question(
    file: Path,
    document: _Document,
    task: Mapping[str, Any],
    texts: Mapping[str, Rendered],
    *,
    chooses: bool,
    by_length: bool,
) -> Question | str:
    """The document's question, or why it has none."""
    made: dict[str, Any] = {}
    for part in _PARTS if chooses else _PARTS[:2]:
        value = task.get(part)
        if isinstance(value, str) and value in document.values:
            made[part] = document.values[value]
        elif isinstance(value, str):
            if texts[part].fault:
                return said("{part}: {why}", part=part, why=texts[part].fault)
            made[part] = texts[part].text
        else:
            made[part] = value
    prompt = str(made["doc_to_text"]).strip()
    if not prompt:
        return said("no question: doc_to_text is empty")
    choices = _choices(made.get("doc_to_choice")) if chooses else ()
    answers = _picked(made["doc_to_target"], choices) if chooses else _answers(made["doc_to_target"])
    if isinstance(answers, str):
        return answers
    if not answers:
        return said("no answer: doc_to_target is empty")
    return Question(
        file=file, unit="row", number=document.number, prompt=prompt, answers=tuple(answers), choices=choices,
        choice_by="character" if by_length else "total",
        checks=f"{answers[0]} of {', '.join(choices)}" if choices else "",
    )  # fmt: skip


def _choices(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = _literal(value)
    if isinstance(value, dict):
        value = list(value.values())
    return tuple(str(one).strip() for one in value) if isinstance(value, list | tuple) else ()


def _picked(target: Any, choices: Sequence[str]) -> list[str] | str:
    if len(choices) < 2 or len(set(choices)) < len(choices) or not all(choices):
        return said("doc_to_choice gives no list of different choices")
    if isinstance(target, str):
        target = target.strip()
        if target in choices:
            return [target]
        target = int(target) if target.isdecimal() else target
    if isinstance(target, int) and not isinstance(target, bool) and 0 <= target < len(choices):
        return [choices[target]]
    return said("doc_to_target “{value}” is none of the choices", value=str(target)[:40])


def _answers(target: Any) -> list[str]:
    if isinstance(target, str) and target.strip().startswith("["):
        target = _literal(target) or target
    found = target if isinstance(target, list | tuple) else [target]
    texts = [str(one).strip() for one in found if one is not None]
    return [line[-1].strip() if (line := _ANSWER_LINE.findall(text)) else text for text in texts if text]


def _literal(text: str) -> Any:
    try:
        return ast.literal_eval(text.strip()) if len(text) < 20_000 else None
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
