"""`ckptgate cases approve`: a person looks at what a model says to each case, and at what the case expects."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.commands.language import ReviewLang, language_of, spoken
from harness.completing import models_here
from harness.curating.review_errors import errors
from harness.lint._said import said
from harness.source import SourceError

if TYPE_CHECKING:
    from harness.cases import Case

__all__ = ["approve"]


@spoken(errors)
def approve(
    model: Annotated[str, typer.Option(help="Whose replies: as for pytest --model.", autocompletion=models_here)],
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Case files or folders (default: all).", show_default=False)
    ] = None,
    failing: Annotated[bool, typer.Option("--failing", help="Only cases that the reply misses.")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="Only cases tagged draft: nobody has looked at them.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Those too that were approved before.")] = False,
    split: Annotated[str, typer.Option(help="The cases: gate or dev.")] = "gate",
    lang: ReviewLang = "en",
) -> None:
    """Look at question, expectation, reply and verdict, case by case, and say what is right; saved after each.

    The model answers through the suites, the engine and the store of a run, in one batch beforehand. Goes on where it
    was left; a case that changed since is asked about again. Reads lines, so it works at any terminal and in a pipe.
    """
    from harness.case_names import every_case
    from harness.cases import DRAFT
    from harness.commands.checks import vectors_of
    from harness.curating.approvals import Approvals
    from harness.curating.asking_once import ask_model
    from harness.curating.review_words import told
    from harness.curating.reviewing import Review
    from harness.settings import load_settings, require_root

    words = language_of(lang)
    root = require_root()
    settings = load_settings(root)
    if split not in ("gate", "dev"):
        raise SourceError(said("--split is gate or dev, not {split}", split=split))
    approvals = Approvals.of(root, settings)
    known: set[str] = set()
    within = _within([path.resolve() for path in paths or []])

    def wanted(case: Case) -> bool:
        mine = within(case) and (not draft or DRAFT in case.tags)
        before = case in approvals and not again
        if mine and before and case.split == split:
            known.add(case.digest)
        return mine and not before

    _refuse_strangers(paths or [], root / settings.golden)
    asked = ask_model(model, split, wanted)
    found = {(one.case.file, one.case.id) for one in asked}
    rest = [c for c in every_case(root, settings) if c.split == split and wanted(c) and (c.file, c.id) not in found]
    if rest:
        typer.echo(told(_NOT_ASKED, words, len(rest), f"{rest[0].suite}/{rest[0].id}"))
    asked = [one for one in asked if not failing or (one.result.candidate and not one.result.candidate.passed)]
    if not asked:
        typer.echo(told("Nothing to look at: {} approved before.", words, len(known)))
        return
    typer.echo(told("{:case|cases} to look at, {} approved before.", words, len(asked), len(known)))
    Review(asked, approvals, words, vectors_of).go()


_NOT_ASKED = "{:case is|cases are} not asked, {} the first: no suite reads them, or only as two forms of a checkpoint."


def _within(paths: list[Path]) -> Callable[[Case], bool]:
    def within(case: Case) -> bool:
        file = case.file.resolve()
        return not paths or any(file == path or path in file.parents for path in paths)

    return within


def _refuse_strangers(paths: list[Path], golden: Path) -> None:
    for path in paths:
        if not path.exists():
            raise SourceError(said("no such file or folder"), file=path)
        if not path.resolve().is_relative_to(golden.resolve()):
            raise SourceError(said("no case stands there: cases stand under {folder}/", folder=golden.name), file=path)
