"""`ckptgate lint`: what is wrong with training data, before it is trained in."""

from __future__ import annotations

import difflib
import json
import os
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from rich.console import Console
from rich.text import Text

from harness.figures import NBSP
from harness.source import SourceError, relative
from harness.tables import there

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness.cases import Case
    from harness.figures import Lang
    from harness.lint.run import LintReport
    from harness.manifest import Linted
    from harness.settings import Settings
    from trainers.plan import Plan

__all__ = ["accepted_rules", "cases_of", "lint", "lint_first", "tell"]

FOUND = 1
_RECORDS = 50
"""The newest ones, of which is asked which cases nobody ever fails."""
_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan", "dim": "dim", "good": "green", "": ""}


class Language(StrEnum):
    """Of what is told in the terminal."""

    en = "en"
    ru = "ru"


Accept = Annotated[list[str] | None, typer.Option("--accept-lint", help="A rule whose findings are no reason to stop.")]
Reason = Annotated[list[str] | None, typer.Option("--reason", help="Why: one for each --accept-lint, in order.")]


def lint(
    files: Annotated[
        list[Path], typer.Argument(help="Training data (JSONL, Parquet, a folder of `datasets`), or recipes (YAML).")
    ],
    eval_: Annotated[
        list[Path] | None,
        typer.Option("--eval", help="Evaluation cases, may be repeated; in a project its own, where none are named."),
    ] = None,
    production: Annotated[
        Path | None, typer.Option(help="Inputs as they come in production: a text a line, or JSONL.")
    ] = None,
    accept: Accept = None,
    reason: Reason = None,
    format_: Annotated[str, typer.Option("--format", help="text, json or sarif.")] = "text",
    output: Annotated[Path | None, typer.Option(help="Write it to this file.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every finding.")] = False,
    lang: Annotated[Language, typer.Option(help="Of what is told in the terminal.")] = Language.en,
) -> None:
    """Find mistakes in training data: contradictions, leaked evaluation cases, prices that will change, …

    The exit status is 1 where an error was found that nobody accepted.
    """
    from harness.lint.embedding import embedding_of
    from harness.lint.lints import About
    from harness.lint.output import as_json, as_sarif
    from harness.lint.production import read_inputs
    from harness.lint.run import lint as run
    from harness.root import find_root
    from harness.settings import Settings, load_settings

    if format_ not in ("text", "json", "sarif"):
        raise SourceError(f"--format is text, json or sarif, not {format_!r}")
    accepted = accepted_rules(accept, reason)
    root = find_root(Path.cwd())
    settings = load_settings(root) if root else Settings()
    if root:
        _known_severities(settings, root)
    golden = eval_ or ([root / settings.golden] if root else [])
    about = About(
        settings=settings.lints,
        cases=tuple(case for place in golden for case in cases_of(place, named=bool(eval_))),
        production=read_inputs(production) if production else (),
        history=_history(root / settings.records) if root else {},
    )
    data = _data(files, root)
    with embedding_of(settings.embeddings, root or Path.cwd()) as embedding:
        about = replace(about, embedding=embedding, judged=data.judged)
        with _watched() as progress:
            report = run(data.files, about, accepted=data.accepted | accepted, progress=progress)
    try:
        if format_ == "text":
            with output.open("w", encoding="utf-8") if output else nullcontext() as file:
                tell(report, Console(file=file, highlight=False), everything=everything, lang=lang.value)
        else:
            made: dict[str, Any] = as_json(report) if format_ == "json" else as_sarif(report, _checkout())
            text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
            if output:
                output.write_text(text, encoding="utf-8")
            else:
                typer.echo(text, nl=False)
    except OSError as e:
        raise SourceError(f"--output can't be written: {e.strerror or e}", file=output) from e
    raise SystemExit(FOUND if report.stopping else 0)


def _checkout() -> Path:
    """What a code host takes paths to be relative to: on GitHub Actions the repository, not the project in it."""
    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
    return workspace if Path.cwd().resolve().is_relative_to(workspace) else Path.cwd()


def lint_first(
    recipe: Path, root: Path, settings: Settings, accepted: dict[str, str], console: Console
) -> Callable[[Plan], Linted]:
    """What lints the data that a recipe names, before a weight is loaded, and says what it found; errors in full.

    It raises SystemExit with status 1 where an error was found that nobody accepted, SourceError where a case file is
    unusable, and EngineError where the embedding model that the settings name fails.
    """

    def first(plan: Plan) -> Linted:
        from harness.lint.embedding import embedding_of
        from harness.lint.lints import About, Training
        from harness.lint.output import summary
        from harness.lint.run import lint as run
        from harness.manifest import Linted

        _known_severities(settings, root)
        data = _of_recipe(recipe, root)
        training = Training(
            epochs=plan.recipe.training.epochs, trainable=plan.trainable, tokens=_tokens(plan.base.checkpoint.path)
        )
        cases = cases_of(root / settings.golden, named=False)
        with embedding_of(settings.embeddings, root) as embedding:
            about = About(
                settings=settings.lints, cases=cases, training=training, embedding=embedding, judged=data.judged
            )
            with _watched() as progress:
                report = run(data.files, about, accepted=data.accepted | accepted, progress=progress)
        if report.stopping:
            tell(report, console)
            console.print(
                'Not trained: mend the data, or accept a rule\'s findings with --accept-lint RULE --reason "…".',
                markup=False,
                soft_wrap=True,
            )
            raise SystemExit(FOUND)
        if report.findings:
            told = f"{summary(report)}. Told in full by: ckptgate lint {relative(recipe)}"
            console.print(Text(told, style="dim"), soft_wrap=True)
        return Linted(
            rows=report.rows,
            findings=report.counts,
            accepted={rule: why for rule, why in report.accepted.items() if rule in report.counts},
            unchecked={u.rule: u.why for u in report.unchecked},
        )

    return first


@contextmanager
def _watched() -> Iterator[Callable[[int], None] | None]:
    """At a terminal, how many rows are read so far; what is piped or logged has nothing of it."""
    err = Console(stderr=True)
    if not err.is_terminal:
        yield None
        return
    with err.status("Reading …") as status:
        yield lambda rows: status.update(f"{rows:,} rows read")


def _known_severities(settings: Settings, root: Path) -> None:
    """Refuse a rule in the settings that nobody knows, at its line."""
    from harness.lint.run import rule_names
    from harness.settings import setting_mistake

    known = rule_names()
    for name in settings.lint.severity:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known))}"
            raise setting_mistake(f"no rule is called so; {hint}", root, "lint", "severity", name)


def _tokens(base: Path) -> Callable[[str], int] | None:
    """The tokens that the base's tokenizer makes of a text; None where it can't be read here."""
    file = base / "tokenizer.json"
    try:
        from tokenizers import Tokenizer

        encode = Tokenizer.from_file(str(file)).encode
    except Exception:  # the library raises bare Exception of an unknown format
        return None
    return lambda text: len(encode(text, add_special_tokens=False).ids)


def tell(report: LintReport, console: Console, *, everything: bool = False, lang: Lang = "en") -> None:
    """Print a report for a person; what rows hold is text and never markup or control."""
    from harness.lint.output import lines

    for style, line in lines(report, everything=everything, lang=lang):
        shown = "".join(c if c.isprintable() or c == NBSP else "\N{REPLACEMENT CHARACTER}" for c in line)
        console.print(Text(shown, style=_STYLES[style]), soft_wrap=True)


def accepted_rules(accept: list[str] | None, reason: list[str] | None) -> dict[str, str]:
    """The accepted rules, each with its reason.

    Raises:
        SourceError: a rule without a reason of its own, or a reason without a rule.
    """
    rules, reasons = accept or [], reason or []
    if len(rules) == len(reasons) and not all(map(str.strip, reasons)):
        raise SourceError("a --reason is empty: say why, for whoever asks later; it stands in the manifest")
    if len(rules) != len(reasons):
        raise SourceError(
            f'each --accept-lint RULE goes with a --reason "…" ({len(rules)} and {len(reasons)} are given): the '
            "reason stands in the manifest, for whoever asks later"
        )
    return dict(zip(rules, reasons, strict=True))


def cases_of(golden: Path, *, named: bool = True) -> tuple[Case, ...]:
    """The cases under a folder, or of one file.

    Raises:
        SourceError: a file is unusable, or the file or folder that was named is not there or holds no case.
    """
    from harness.case_files import load_cases

    if named and not golden.exists():
        raise SourceError("--eval: is not there", file=golden)
    found = [golden] if golden.is_file() else sorted({*golden.rglob("*.yaml"), *golden.rglob("*.jsonl")})
    cases = load_cases(f for f in found if not f.name.startswith("_"))
    if named and not cases:
        raise SourceError("--eval: no case file (*.yaml, *.jsonl) is there", file=golden)
    return tuple(cases)


def _history(folder: Path) -> dict[tuple[str, str], tuple[int, int]]:
    """How often each case passed and was tried, in the newest records; what can't be read tells nothing."""
    from harness.record import read_record

    told: dict[tuple[str, str], tuple[int, int]] = {}
    for file in sorted(folder.glob("*/record.json"))[-_RECORDS:]:
        try:
            cases = read_record(file).cases
        except (SourceError, OSError):
            continue
        for case in cases:
            if case.candidate is not None:
                passed, tried = told.get((case.suite, case.id), (0, 0))
                told[case.suite, case.id] = passed + case.candidate.passed, tried + 1
    return told


class _Named(NamedTuple):
    """The files to lint, what their recipes accept, and which of them are single judgements."""

    files: list[Path]
    accepted: dict[str, str]
    judged: list[Path]


def _data(files: list[Path], root: Path | None) -> _Named:
    """The files of rows, those that a recipe names among them."""
    found = _Named([], {}, [])
    for file in files:
        if file.suffix in (".yaml", ".yml"):
            of_recipe = _of_recipe(file, root)
            found.files.extend(of_recipe.files)
            found.accepted.update(of_recipe.accepted)
            found.judged.extend(of_recipe.judged)
        elif file.is_dir() and not there(file):
            raise SourceError(_folder(file), file=file)
        else:
            found.files.append(file)
    if (missing := next((file for file in found.files if not there(file)), None)) is not None:
        if str(missing) == "-" or (missing.exists() and not missing.is_dir()):
            name = "stdin" if str(missing) in ("-", "/dev/stdin") else str(missing)
            raise SourceError(f"{name} is a pipe, and rows are read more than once: write them to a file, and name it")
        raise SourceError(f"{relative(missing)} is not there")
    return found._replace(files=list(dict.fromkeys(found.files)))


def _folder(folder: Path) -> str:
    splits = sorted(relative(one) for one in folder.iterdir() if there(one) and one.is_dir())
    return f"a folder of several sets: name one or more, {' '.join(splits)}" if splits else "a folder: name its files"


def _of_recipe(file: Path, root: Path | None) -> _Named:
    from trainers.data import data_files
    from trainers.recipe import load_recipe

    if root is None:
        raise SourceError("a recipe's paths are relative to its project, and this folder is in none", file=file)
    recipe = load_recipe(file, root=root)
    files = data_files(recipe)
    judged = files if recipe.recipe.objective == "kto" else []
    return _Named(files, dict(recipe.recipe.data.accept_lint), judged)
