"""`ckptgate cases import`: questions and answers that a team has already become golden cases."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from harness.commands.language import ReviewLang, language_of, spoken
from harness.source import SourceError

__all__ = ["import_"]

NOTHING = 1


def _russian() -> Mapping[str, str]:
    from harness.importing.russian import RUSSIAN

    return RUSSIAN


@spoken(_russian)
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(help="Spreadsheets (.xlsx), CSV, TSV, JSONL, JSON, promptfoo's YAML, lm-eval's task YAML."),
    ],
    into: Annotated[
        Path | None, typer.Option(help="The folder that the case files go to (default: golden/answers).")
    ] = None,
    suite: Annotated[str, typer.Option(help="The suite that the cases are of.")] = "golden",
    column: Annotated[
        list[str] | None,
        typer.Option(
            help="What a column is, by its heading or letter: question=B, answer=“Expected answer”; tags= for none. "
            "question, answer, alternatives, id, subject, tags, context, language. May be repeated."
        ),
    ] = None,
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook.")] = "",
    dev: Annotated[
        float, typer.Option(min=0.0, max=0.9, help="Share of the cases that choose checkpoints and decide nothing.")
    ] = 0.2,
    update: Annotated[
        bool, typer.Option("--update", help="Overwrite cases whose answer changed in the source.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show all of it and write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask before writing.")] = False,
    lang: ReviewLang = "en",
) -> None:
    """Turn questions and answers that exist already into golden cases, each with a starting check to review.

    Columns are guessed and shown. Importing again adds what is new and overwrites nothing. Rows that can't be taken go
    to NAME.left-out.csv with the reason. The exit status is 1 where no row could be taken.
    """
    from harness.importing.filing import write
    from harness.importing.left_out import left_out_file, left_out_text, write_left_out
    from harness.importing.run import bring, read_source
    from harness.importing.telling import Telling, told_in
    from harness.lint._said import said

    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", suite):
        raise SourceError(
            said("--suite takes small Latin letters, digits, dots and dashes, not “{name}”", name=suite[:40])
        )
    if len({file.resolve() for file in files}) < len(files):
        raise SourceError(said("a source is named twice"))
    out = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=160)
    words = language_of(lang)
    telling = Telling(out, words)
    folder = into if into is not None else _folder()
    with telling.busy(said("Reading …")):
        sources = [read_source(file, columns=column or (), sheet=sheet) for file in files]
    for source in sources:
        telling.source(source)
    with telling.busy(said("Choosing checks …")):
        made = bring(sources, folder, suite=suite, dev=dev, update=update)
    left_files = {file: left_out_file(file, files, Path.cwd()) for file in files}
    asking = not (dry_run or yes) and bool(made.filed.texts) and sys.stdin.isatty() and sys.stdout.isatty()
    if asking:
        telling.outcome(made, left_files=left_files, update=update, written=False)
        if not _agreed(told_in(said("Write this (y, n)? [y] "), words)):
            raise typer.Abort
    if not dry_run:
        write(made.filed)
        for source in sources:
            if some := made.left[source.file]:
                text = left_out_text(some, source.unit, source.delimiter, source.heads, words)
                write_left_out(left_files[source.file], text)
    if asking:
        telling.line(said("{n:file} written", n=len(made.filed.texts)))
    else:
        telling.outcome(made, left_files=left_files, update=update, written=not dry_run)
    if made.filed.texts and not dry_run and (into is None or _in_project()):
        telling.line(said(_NEXT if _in_project() else _NEXT_PROJECT))
    if not made.drafts:
        raise SystemExit(NOTHING)


_NEXT = "Next, look at each with a model's reply beside it: ckptgate cases approve --draft --model=NAME"
_NEXT_PROJECT = (
    "Next, make a gate of this folder: ckptgate init; then look at each: ckptgate cases approve --draft --model=NAME"
)


def _agreed(question: str) -> bool:
    from harness.line_input import ask

    while True:
        answer = ask(question)
        if answer is None:
            return False
        word = answer.strip().casefold()
        if word in ("", "y", "yes", "д", "да"):
            return True
        if word in ("n", "no", "н", "нет"):
            return False


def _in_project() -> bool:
    from harness.root import find_root

    return find_root(Path.cwd()) is not None


def _folder() -> Path:
    """`golden/answers` of the project that this folder is in, else of this folder."""
    from harness.root import find_root
    from harness.settings import load_settings

    root = find_root(Path.cwd())
    return (root / load_settings(root).golden if root is not None else Path("golden")) / "answers"
