"""`ckptgate cases incident`: a complaint becomes a critical case that fails on the reply which was wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.commands.language import ReviewLang, language_of, spoken
from harness.curating.review_errors import errors
from harness.lint._said import joined, said
from harness.source import SourceError

if TYPE_CHECKING:
    from harness.curating.incidents import Complaint, Proposal
    from harness.gates import Lang

__all__ = ["incident"]


@spoken(errors)
def incident(
    question: Annotated[str | None, typer.Option(help="What the customer wrote.")] = None,
    bad: Annotated[str | None, typer.Option(help="What the model replied.")] = None,
    wrong: Annotated[str | None, typer.Option(help="What was wrong with it; the case's title.")] = None,
    good: Annotated[str | None, typer.Option(help="A reply that would have been right.")] = None,
    context: Annotated[list[str] | None, typer.Option(help="A document that came with the question.")] = None,
    expect: Annotated[
        list[str] | None,
        typer.Option(help="What a reply has to be, as a case writes it: 'number: 30'; may be repeated."),
    ] = None,
    never: Annotated[list[str] | None, typer.Option(help="Words that must not be said; may be repeated.")] = None,
    from_: Annotated[
        Path | None, typer.Option("--from", help="Complaints in YAML or JSON, with these options as keys.")
    ] = None,
    suite: Annotated[str | None, typer.Option(help="The suite (default: golden, or the only one).")] = None,
    file: Annotated[
        str | None, typer.Option(help="The case file (default: incidents.… where the suite reads it).")
    ] = None,
    id_: Annotated[str | None, typer.Option("--id", help="The case's id (default: incident-DAY-NN).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Prove it, and write nothing.")] = False,
    lang: ReviewLang = "en",
) -> None:
    """Turn a complaint into a critical case that fails on the bad reply, and passes on a good one.

    Asks for what is not given. Where nothing that is asked catches the bad reply, nothing is written, and what would
    catch it is proposed.
    """
    from harness.curating.accepting import written_expectation
    from harness.curating.incidents import Complaint, read_complaints
    from harness.own_checks import load_own_checks

    words = language_of(lang)
    load_own_checks(Path())
    if from_ is not None:
        if question or bad or good or wrong or expect or never or context:
            raise SourceError(said("--from FILE names whole complaints: say the rest there"))
        given = {key: value for key, value in (("suite", suite), ("file", file), ("id", id_)) if value is not None}
        complaints = [one.model_copy(update=given) for one in read_complaints(from_)]
    else:
        asked = [one for text in expect or [] for one in _listed(written_expectation(text))]
        complaints = [
            Complaint(
                question=_asked(question, "What did the customer write? ", "--question", words),
                bad=_asked(bad, "What did the model reply? ", "--bad", words),
                wrong=_asked(wrong, "What was wrong with it? ", "--wrong", words),
                good=good if question and bad and wrong else good or _optional(words),
                context=context or [],
                expect=asked,
                never=never or [],
                suite=suite,
                file=file,
                id=id_,
            )
        ]
    _written(complaints, words, dry_run=dry_run)


def _written(complaints: list[Complaint], lang: Lang, *, dry_run: bool) -> None:
    """Prove all of them, and only then write each."""
    from harness.case_names import every_case
    from harness.curating.incidents import place_for, write_case
    from harness.curating.review_words import told
    from harness.settings import load_settings, require_root

    root = require_root()
    settings = load_settings(root)
    system = _system(root, settings)
    proven = [_proven(complaint, system, lang) for complaint in complaints]
    places = [place_for(complaint, root, settings) for complaint, _ in proven]
    for (complaint, lines), (name, file) in zip(proven, places, strict=True):
        if dry_run:
            typer.echo("\n".join([*lines, told("Nothing was written (--dry-run).", lang)]))
            continue
        case = write_case(complaint, name, file, every_case(root, settings))
        typer.echo(told("{} at {}", lang, f"{case.suite}/{case.id}", case.place))
        typer.echo("\n".join([*lines, told(_NEXT, lang, case.id)]))


def _proven(complaint: Complaint, system: str, lang: Lang) -> tuple[Complaint, list[str]]:
    """The complaint with its expectation, and what that says of both replies."""
    from harness.curating.incidents import propose, prove
    from harness.curating.review_words import told
    from harness.reasons import named_reason_in

    if not complaint.expectation:
        complaint = _chosen(complaint, propose(complaint, system), lang)
    proof = prove(complaint, system)
    if proof.refused:
        raise SourceError(said("nothing is written: the good reply would miss: {why}", why=proof.refused[0]))
    if not proof.caught:
        raise SourceError(_let_by(proof.let_by, propose(complaint, system), lang))
    lines = [told("fails on the bad reply: {}", lang, _line(named_reason_in(lang, one))) for one in proof.caught]
    lines += [
        told("does not catch it, and is asked all the same: {}", lang, _line(named_reason_in(lang, one)))
        for one in proof.let_by
    ]
    lines.append(told(_UNKNOWN if complaint.good is None else "passes on the good reply", lang))
    return complaint, [f"  {line}" for line in lines]


_UNKNOWN = "no good reply was given: nobody knows that one can pass"
_NEXT = "Ask it of a model: pytest --model=NAME -k {}"


def _chosen(complaint: Complaint, proposals: list[Proposal], lang: Lang) -> Complaint:
    """With the expectations that the person picks out of those that would catch the reply, or writes."""
    from harness.curating.accepting import written_expectation
    from harness.curating.incidents import shown
    from harness.curating.review_words import told
    from harness.error_words import in_russian_words
    from harness.line_input import ask
    from harness.reasons import reason_in

    if proposals:
        typer.echo(told("What catches that reply:", lang))
    for number, one in enumerate(proposals, 1):
        typer.echo(f"  {number}  {shown(one)}  ({_line(reason_in(lang, one.why))})")
    while True:  # what was typed so far is not lost by a slip
        answer = ask(told("Which of them shall hold (numbers, or an expectation as a case writes it)? ", lang))
        if answer is None:
            raise SourceError(said(_NONE_HOLDS))
        picked = answer.replace(",", " ").split()
        try:
            if not picked:
                raise SourceError(said(_NONE_HOLDS))
            if not all(one.isdecimal() for one in picked):
                return complaint.model_copy(update={"expect": _listed(written_expectation(answer))})
            if not all(1 <= int(one) <= len(proposals) for one in picked):
                raise SourceError(said(_NO_SUCH, n=len(proposals), answer=answer.strip()))
        except SourceError as e:
            typer.echo(f"  {_line(str(in_russian_words(e, errors()) if lang == 'ru' else e))}")
            continue
        return complaint.model_copy(update={"expect": [proposals[int(one) - 1].expect for one in picked]})


_NONE_HOLDS = "nothing is written: say by its number, or with --expect or --never, what a reply has to be"
_NO_SUCH = "there are {n} proposals, and “{answer}” names another"


def _let_by(let_by: list[str], proposals: list[Proposal], lang: Lang) -> str:
    """Which checks let the bad reply by, and what would catch it."""
    from harness.curating.incidents import shown
    from harness.reasons import named_reason_in, reason_in

    lines: list[str] = [said("nothing is written: the bad reply passes all of it")]
    lines += [f"  {_line(named_reason_in(lang, one))}" for one in let_by]
    if proposals:
        lines.append(said("what would catch it:"))
        lines += [f"  --expect {shown(one)!r}  ({_line(reason_in(lang, one.why))})" for one in proposals]
    else:
        lines.append(
            said('--never "words" forbids words of it; a check of your own takes a decorator (docs/reference.md)')
        )
    return joined("\n", lines)


def _asked(given: str | None, question: str, option: str, lang: Lang) -> str:
    from harness.curating.review_words import told
    from harness.line_input import ask

    answer = given if given is not None else ask(told(question, lang))
    if not answer or not answer.strip():
        raise SourceError(said('{option} "…" is needed', option=option))
    return answer


def _optional(lang: Lang) -> str | None:
    from harness.curating.review_words import told
    from harness.line_input import ask

    return (ask(told("What would have been right (Enter: not known)? ", lang)) or "").strip() or None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _system(root: Path, settings: Any) -> str:
    """The project's system prompt, where its deployment names one."""
    from harness.deployment import load_deployment

    return load_deployment(root / settings.deployment).system or "" if settings.deployment else ""


def _line(text: str) -> str:
    from harness.report.text import one_line

    return one_line(text, 200)
