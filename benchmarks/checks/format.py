"""Instructions of form against a reference program's verdicts: IFEval's columns.

A row of replies has prompt, instructions, strict, loose and reply; the arguments of its instructions are its kwargs, or
stand beside its prompt in the file of prompts next to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.checks.agreement import Pair, Table, rows
from benchmarks.checks.house_form import written
from harness.checks import bind

FILES = ("format/*_replies.jsonl",)
FOLLOWED, NOT = "followed", "not followed"
LANGUAGE = {"language:response_language", "change_case:english_capital", "change_case:english_lowercase"}
"""Their verdicts hang on the reference's language detector, which draws at random."""


def measure(file: Path) -> list[Table]:
    """All instructions but those of language, strict and loose; those of language; every kind; the house's checks."""
    kwargs = _kwargs(file)
    house: list[Pair] = []
    told: dict[bool, dict[str, list[Pair]]] = {False: defaultdict(list), True: defaultdict(list)}
    for row in rows(file):
        for i, instruction in enumerate(row["instructions"]):
            name = ":".join(instruction.split(":")[-2:])
            arguments = (row.get("kwargs") or kwargs[row["prompt"]])[i]
            if name == "keywords:letter_frequency" and not arguments["letter"].isalpha():
                continue  # the reference counts a letter drawn at random instead
            verdict = bind(*written(name, arguments)).judge(row["reply"], row["prompt"])
            strict, seen = (FOLLOWED if ok else NOT for ok in (row["strict"][i], verdict.passed))
            house.append(Pair(strict, seen, f"{name} {arguments} | {verdict.reason} | {row['reply']}"))
            for loose in (False, True):
                wanted = {"instruction": name, "kwargs": arguments, "loose": loose}
                verdict = bind("ifeval", wanted).judge(row["reply"], row["prompt"])
                label = FOLLOWED if row["loose" if loose else "strict"][i] else NOT
                shown = f"{name} {arguments} | {verdict.reason} | {row['reply']}"
                told[loose][name].append(Pair(label, FOLLOWED if verdict.passed else NOT, shown))
    tables = []
    for loose, by_name in told.items():
        way = "loose" if loose else "strict"
        plain = [pair for name, pairs in by_name.items() if name not in LANGUAGE for pair in pairs]
        spoken = [pair for name, pairs in by_name.items() if name in LANGUAGE for pair in pairs]
        tables.append(_table(f"all but language, {way}", file, plain))
        tables.append(_table(f"language, {way}", file, spoken))
    for name in sorted(told[False]):
        tables.append(_table(name, file, told[False][name] + told[True][name], note="strict and loose together"))
    note = "The nearest checks of the house count as people do, so that they differ; against strict verdicts"
    tables.append(replace(_table("", file, house, note), check="the house's own checks"))
    return [table for table in tables if table.pairs]


def _kwargs(file: Path) -> dict[str, list[dict[str, Any]]]:
    prompts = file.with_name(file.name.replace("_replies", "_prompts"))
    return {row["prompt"]: row["kwargs"] for row in rows(prompts)} if prompts.is_file() else {}


def _table(check: str, file: Path, pairs: list[Pair], note: str = "") -> Table:
    return Table(check=f"ifeval: {check}", file=f"format/{file.name}", pairs=pairs, classes=(FOLLOWED, NOT), note=note)
