"""`ckptgate init`: at most five questions, and a folder becomes a project with a gate."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from harness.completing import either
from harness.source import SourceError, relative

if TYPE_CHECKING:
    from harness.starting.choices import CI, Choices, There
    from harness.starting.model import Model
    from harness.starting.writing import Done

__all__ = ["init"]

Answer = TypeVar("Answer")


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where; made if it is not there.")] = Path("."),
    model: Annotated[
        str | None, typer.Option(help="The model to gate: its directory, or openai:URL#NAME; empty: left open.")
    ] = None,
    languages: Annotated[str | None, typer.Option(help="Languages of the example cases: en, ru.")] = None,
    suites: Annotated[
        str | None,
        typer.Option(help="golden, format, policy, forgetting, grounding, terms, training_data."),
    ] = None,
    ci: Annotated[
        str | None,
        typer.Option(
            help="Whose jobs to write: github, gitlab or none.", autocompletion=either("github", "gitlab", "none")
        ),
    ] = None,
    system: Annotated[str | None, typer.Option(help="The system prompt's file; empty: none.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: what is not given is as usual.")] = False,
) -> None:
    """Begin a project: suites, example cases, a deployment file, settings, jobs for CI.

    Asks for what no option gives (at a terminal; elsewhere it is as usual). What people wrote is never changed: run it
    again to add what is missing.
    """
    from harness.starting.choices import there
    from harness.starting.plan import plan
    from harness.starting.writing import put

    if folder.exists() and not folder.is_dir():
        raise SourceError("is a file: name a folder", file=folder)
    found = there(folder)
    ask = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    choices = _choices(folder, found, ask, model, languages, suites, ci, system)
    done = put(folder, plan(choices, found, folder, _schema(folder)))
    for line in [*_written(done), *_notes(choices, folder), *_next(folder, choices)]:
        typer.echo(line)


def _choices(
    root: Path,
    found: There,
    ask: bool,
    model: str | None,
    languages: str | None,
    suites: str | None,
    ci: str | None,
    system: str | None,
) -> Choices:
    from harness.starting.catalogue import LANGUAGES, SUITES
    from harness.starting.choices import Choices, one_of, some_of

    def decided(given: str | None, question: str, usual: str, read: Callable[[str], Answer]) -> Answer:
        if given is not None or not ask:
            return read(usual if given is None else given)
        return _asked(question, usual, read)

    named = decided(
        model, "1/5 Which model? Its directory, or openai:URL#NAME (Enter leaves it open)", found.model,
        lambda said: _model(said, root, found),
    )  # fmt: skip
    spoken = decided(
        languages, "2/5 Languages of the example cases (en, ru)", ", ".join(found.languages),
        lambda said: some_of(said, LANGUAGES, "--languages"),
    )  # fmt: skip
    if suites is None and ask:
        for name, offered in SUITES.items():
            typer.echo(f"      {name:14} {offered.asks}")
    chosen = decided(
        suites, "3/5 Which suites?", ", ".join(found.usual_suites(named)),
        lambda said: some_of(said, tuple(SUITES), "--suites"),
    )  # fmt: skip
    jobs = decided(ci, "4/5 Jobs for which CI? github, gitlab or none", found.ci, one_of)
    prompt = decided(
        system, "5/5 The file with the system prompt (Enter: none)", found.system,
        lambda said: _system(said, root, found),
    )  # fmt: skip
    return Choices(model=named, languages=spoken, suites=chosen, ci=jobs, system=prompt)


def _asked(question: str, usual: str, read: Callable[[str], Answer]) -> Answer:
    """One question, asked again with what is wrong until the answer can be used."""
    while True:
        said = typer.prompt(question, default=usual, show_default=bool(usual))
        try:
            return read(said)
        except SourceError as e:
            typer.echo(f"      {e}")


def _model(said: str, root: Path, found: There) -> Model:
    from harness.starting.model import OPEN, Model, look

    said = said.strip()
    if not said:
        return OPEN
    if said != found.model:
        return look(said, root, root / found.settings.runs, Path.cwd())
    try:
        return look(said, root, root / found.settings.runs, root)
    except SourceError as e:  # named by the project's own files, where somebody may have moved it since
        return Model(name=said, warnings=(str(e),))


def _system(said: str, root: Path, found: There) -> str:
    """The system prompt's file as the deployment file names it."""
    said = said.strip()
    if not said or said == found.system:
        return said
    file = Path(said).expanduser()
    if not file.is_file():
        raise SourceError(f"--system: there is no file {said!r} here")
    if found.deployment is None:
        raise SourceError('--system: this project has no deployment file: add deployment = "deployment.yaml" first')
    deployment = root / found.deployment
    return Path(os.path.relpath(file.resolve(), deployment.resolve().parent)).as_posix()


def _schema(root: Path) -> str:
    from harness.case_schema import case_schema
    from harness.own_checks import load_own_checks

    with suppress(SourceError):  # a conftest.py that can't be run is no reason to have no project
        load_own_checks(root)
    return json.dumps(case_schema(), ensure_ascii=False, indent=2) + "\n"


def _written(done: list[Done]) -> list[str]:
    """A line a file; one for all that are as they were."""
    lines = [
        f"{file.outcome:9} {file.path.as_posix()}" + (f"   {file.hint}" if file.hint else "")
        for file in done
        if file.outcome != "as it was"
    ]
    if same := sum(file.outcome == "as it was" for file in done):
        lines.append(f"{same} of {len(done)} files are as they have to be.")
    if any(file.outcome == "left" for file in done):
        lines.append("What was left is there already and other than ckptgate would write it: yours.")
    return lines


def _notes(choices: Choices, root: Path) -> list[str]:
    notes = [*choices.model.warnings, *_unread_jobs(choices.ci, root.resolve())]
    if "forgetting" in choices.suites and choices.model.name and not choices.model.base_known:
        notes.append(
            "The suite forgetting is held to the model that yours was trained from, and none is known: name it in each "
            "run, pytest --model=… --baseline=DIRECTORY, or leave the suite out"
        )
    return ["", *(f"! {note}" for note in notes)] if notes else []


def _unread_jobs(ci: CI, root: Path) -> list[str]:
    """Where the project is a folder of a repository, whose root alone a code host looks at."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    if top == root or ci == "none":
        return []
    inner = root.relative_to(top).as_posix()
    if ci == "github":
        return [
            f"GitHub reads no jobs from {inner}/.github: move ckptgate.yml to the repository's .github/workflows, add "
            f"to it `defaults: {{run: {{working-directory: {json.dumps(inner, ensure_ascii=False)}}}}}`, and put "
            f"{inner}/ before the paths of its caches and artifacts and of `hashFiles`"
        ]
    return [
        f"GitLab reads no {inner}/.gitlab-ci.yml: include {inner}/.gitlab/ckptgate.yml from the repository's, begin "
        f"its scripts with `cd {shlex.quote(inner)}`, and put {inner}/ before the paths of its caches and artifacts"
    ]


def _next(root: Path, choices: Choices) -> list[str]:
    model = shlex.quote(choices.model.name) if choices.model.name else "MODEL"
    commands = [
        ("ckptgate cases import questions.xlsx", "your questions and answers, from a spreadsheet"),
        (f"ckptgate cases approve --model {model}", "look at each reply, and settle what is expected"),
        (f"pytest --model={model}", "the gate"),
    ]
    place = "" if root.resolve() == Path.cwd() else f" (in {relative(root)})"
    return ["", f"Next{place}:", *(f"  {line}" for command, what in commands for line in (f"# {what}", command))]
