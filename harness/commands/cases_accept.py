"""`ckptgate cases accept`: a miss that was our own expectation's fault."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.commands.language import ReviewLang, language_of, spoken
from harness.completing import cases_here
from harness.curating.review_errors import errors

if TYPE_CHECKING:
    from harness.curating.accepting import Acceptance
    from harness.gates import Lang
    from harness.record import Answer, GateResult

__all__ = ["accept"]


@spoken(errors)
def accept(
    case: Annotated[
        str,
        typer.Argument(
            help="The case: golden/return-window, or its id where one suite has it.", autocompletion=cases_here
        ),
    ],
    reason: Annotated[str, typer.Option(help="Why the expectation was wrong; kept, and shown to reviewers.")],
    record: Annotated[
        str | None, typer.Option(help="The record that it missed in: its id or folder (default: the newest).")
    ] = None,
    wording: Annotated[str | None, typer.Option(help="The words of the reply that are right.")] = None,
    expect: Annotated[
        str | None, typer.Option(help="What is right, as a case writes it: 'number: 31', or a list of such.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    lang: ReviewLang = "en",
) -> None:
    """Mend the expectation of a case that missed although the reply was right, and decide its record again.

    The case file is edited in place; the stored replies of both arms are judged anew, and no model is loaded.
    """
    from harness.commands.checks import vectors_of
    from harness.curating.accepting import accept as mend
    from harness.curating.review_words import told
    from harness.expectations import ACCEPTED
    from harness.own_checks import load_own_checks
    from harness.settings import load_settings, require_root
    from harness.source import relative

    words = language_of(lang)
    root = require_root()
    settings = load_settings(root)
    load_own_checks(Path())
    found = mend(
        case, reason, root=root, settings=settings, record=record, wording=wording, expect=expect, vectors=vectors_of
    )
    if not dry_run:
        found.write(root / settings.golden)
    for line in _lines(found, words):
        typer.echo(line)
    kept = relative(root / settings.golden / ACCEPTED)
    last = "Nothing was written (--dry-run)." if dry_run else told(_KEPT, words, kept)
    typer.echo(told(last, words) if dry_run else last)


_KEPT = "Kept in {} with the reason; the next records list it. Commit both files."


def _lines(found: Acceptance, lang: Lang) -> Iterator[str]:
    from harness.curating.review_words import told
    from harness.curating.yaml_lines import expectation
    from harness.report.text import one_line

    yield f"{found.was.suite}/{found.was.id} ({found.after.place})"
    before = [{name: value} for name, value in found.before.expect]
    after = [{name: value} for name, value in found.after.expect]
    was = "; ".join(expectation(one) for one in before if one not in after)
    now = "; ".join(expectation(one) for one in after if one not in before)
    yield "  " + told("expectation: {} → {}", lang, one_line(was, 300), one_line(now, 300))
    for name, old, new in (
        ("candidate", found.was.candidate, found.now.candidate),
        ("baseline", found.was.baseline, found.now.baseline),
    ):
        if old is not None and new is not None:
            yield "  " + told("{}: {} → {}", lang, told(name, lang), _word(old, lang), _word(new, lang))
    if found.was.variants:
        yield "  " + told("asked in other words, too: how those come out is known after the next run", lang)
    yield from _decisions(found, lang)
    yield told(_NO_DECISION, lang, shlex.quote(found.record.candidate.name))


_NO_DECISION = "This decides nothing. A new run does, from stored replies: pytest --model={}"


def _decisions(found: Acceptance, lang: Lang) -> Iterator[str]:
    from harness.curating.review_words import told
    from harness.report.labels import label
    from harness.report.sentences import reason
    from harness.report.text import one_line

    before, after = found.record.decision, found.again.decision
    if before == after:
        yield told("decision of record {}: {}, as before", lang, found.record.id, before)
    else:
        yield told("decision of record {}: {} → {}", lang, found.record.id, before, after)
    stated = [gate for suite in found.record.suites for gate in suite.gates] + list(found.record.gates)
    for old, new in zip(stated, found.again.gates, strict=True):
        if _matters(old, new):
            where = old.suite or told("all pooled suites", lang)
            words = new.decision if old.decision == new.decision else f"{old.decision} → {new.decision}"
            yield f"  {where}, {label(new.kind, lang)}: {words}: {one_line(reason(new, lang), 300)}"


def _matters(old: GateResult, new: GateResult) -> bool:
    """A gate that says another word, or still stops the release and says something else of it."""
    return old.decision != new.decision or (new.decision != "PASS" and old.reason != new.reason)


def _word(answer: Answer, lang: Lang) -> str:
    from harness.curating.review_words import told

    word = told("passes" if answer.passed else "misses", lang)
    samples = answer.samples
    return f"{word} ({sum(s.passed for s in samples)}/{len(samples)})" if samples else word
