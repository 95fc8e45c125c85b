"""`report.html`: one file that answers, in this order, may it ship, what broke, what got better, how sure are we.

Everything in a record is hostile here. Each expression of the template passes through `visible` and then Jinja's
escaping, whether or not its author thought of it; the page's policy allows one script, our own, which reads the cases
from packed chunks and sets text as text. Flips are written out as well, for print and for who runs no script.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from harness.figures import counted, finite, plural
from harness.manifest import write_atomic
from harness.record import Answer, CaseResult, Record
from harness.report import view
from harness.report.cases_data import MOST_CHARACTERS, SIDE, PageCases, page_cases
from harness.report.changed import changed_lines
from harness.report.compiled import CompiledPages
from harness.report.drift import drift_lines
from harness.report.forest import forest
from harness.report.forms import form_lines
from harness.report.labels import label
from harness.report.otherwise import otherwise_lines
from harness.report.refusing import refusing_lines
from harness.report.sentences import Lang, reason, sentence
from harness.report.settling import settle_lines
from harness.report.slices import LIKELY, ranked
from harness.report.text import Piece, brief, clip, compare_words, language, one_line, pieces, visible
from harness.report.trained import trained_lines
from harness.report.training import training_lines, unchecked_lines
from harness.report.trend import Trend, drawn
from harness.weights import weights_line

__all__ = [
    "REPORT",
    "SIDE",
    "page_css",
    "page_environment",
    "page_parts",
    "page_script",
    "policy_hash",
    "render",
    "write_report",
]

REPORT = "report.html"

# Written out at most, by group, for print and for who runs no script: flips are what a reviewer comes for.
_MOST = {"broken": 400, "fixed": 400, "missed": 400, "not-run": 100, "both-miss": 50, "both-pass": 10, "passed": 10}
_FLIPS = ("broken", "missed", "fixed", "not-run")
_MOST_NAMED = 5000
_OPEN = 3
_SCRIPTS = ("text", "diff", "search", "store", "list", "detail", "main")
_MOST_IN_ALL = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    pieces: Iterable[Piece]
    lang: str
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    part: str
    name: str
    text: _Text | None
    passed: bool
    reason: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    result: CaseResult
    anchor: str
    turns: list[tuple[str, _Text]]
    answers: list[_Answer]
    checks: list[view.Check]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    group: view.Group
    cases: list[_Case]
    rest: list[tuple[str, str]]
    """(name, reason) of flips beyond those that are written out whole."""


def write_report(record: Record, directory: Path, lang: Lang = "en", trend: Trend | None = None) -> Path:
    """Write `report.html` into `directory`, atomically, in `lang`; returns the file.

    `trend` is what stands beside the record: earlier epochs, releases. Cases that have no room in one page go to
    `report.cases-2.html` and so on beside it.
    """
    pages = page_cases(record, lang)
    for n, page in enumerate(pages[1:], 2):
        write_atomic(directory / SIDE.format(n), _side(record, page, n, len(pages), lang).encode())
    file = directory / REPORT
    write_atomic(file, render(record, lang, pages, trend).encode())
    return file


def render(
    record: Record, lang: Lang = "en", pages: Sequence[PageCases] | None = None, trend: Trend | None = None
) -> str:
    """The report as one HTML document; `pages`: its cases, where they are at hand."""
    sections = _sections(record, lang)
    pages = pages or page_cases(record, lang)
    return (
        page_environment()
        .get_template("report.html.j2")
        .render(
            record=record,
            **page_parts(lang),
            cases=pages[0],
            beside=[SIDE.format(n) for n in range(2, len(pages) + 1)],
            sections=sections,
            linked={(c.result.suite, c.result.id): c.anchor for s in sections for c in s.cases},
            scale=_Scale.of(record),
            forest=forest(record),
            slices=ranked(record, lang),
            likely=LIKELY,
            lost_names={(s.suite, s.dimension, s.value) for s in view.lost_slices(record)},
            trends=drawn(trend, lang) if trend else [],
            sentence=sentence(record, lang),
            weights=weights_line(record.candidate, lang),
            drift=drift_lines(record, lang),
            forms=form_lines(record, lang),
            settle=settle_lines(record, lang),
            changed=changed_lines(record, lang),
            otherwise=otherwise_lines(record, lang),
            trained=trained_lines(record, lang),
            training=training_lines(record, lang),
            unchecked=unchecked_lines(record, lang),
            refusals=refusing_lines(record, lang),
            reason=partial(reason, lang=lang),
        )
    )


def _side(record: Record, page: PageCases, number: int, of: int, lang: Lang) -> str:
    """A page of further cases beside the report."""
    return (
        page_environment()
        .get_template("cases.html.j2")
        .render(
            title=record.candidate.name,
            about=label("record {}", lang, record.id),
            **page_parts(lang),
            cases=page,
            number=number,
            of=of,
            back=REPORT,
        )
    )


def page_parts(lang: Lang) -> dict[str, Any]:
    """What every page with cases is made with: style and script with their digests, the language and its words."""
    css, script = page_css(), page_script()
    return {
        "css": Markup(css),  # noqa: S704 (our own file)
        "css_hash": policy_hash(css),
        "script": Markup(script),  # noqa: S704 (our own file)
        "script_hash": policy_hash(script),
        "lang": lang,
        "view": view,
        "_": partial(_told, lang),
    }


def _told(lang: Lang, text: str, *values: object) -> str:
    return label(text, lang, *values)


def policy_hash(text: str) -> str:
    """A style's or script's digest as a page's policy names it: SHA-256 in base64."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def page_script() -> str:
    """The page's own script, its parts in the order in which they need each other."""
    folder = files(__package__).joinpath("page", "app")
    parts = [folder.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS]
    return "\n".join(['"use strict";\n(() => {', *parts, "})();\n"])


@cache
def page_css() -> str:
    """The style of every page: light and dark, and in print."""
    folder = files(__package__).joinpath("page")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "chart.css"))


@cache
def page_environment() -> Environment:
    """Jinja's, in which every expression is made visible and escaped."""
    environment = Environment(
        loader=PackageLoader("harness.report", "page"),
        bytecode_cache=CompiledPages(),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"counted": counted, "plural": plural}
    environment.filters |= {
        "marked": _markup,
        "moment": _moment,
        "whole": _whole,
        "rate": view.rate,
        "points": view.points,
        "pvalue": view.chance,
        "language": language,
    }
    return environment


def _finalize(value: Any) -> Any:
    """Runs on every expression of the template, before it is escaped; texts that may be long are `whole`."""
    return visible(brief(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def _moment(text: str) -> str:
    """A time for a reader, to the minute: `2026-11-27 08:21 UTC`; what is no time stays as it is."""
    try:
        return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError):
        return text


def _whole(text: str) -> Markup:
    return Markup(escape(visible(brief(text, MOST_CHARACTERS))))  # noqa: S704 (escaped)


def _markup(parts: Iterable[Piece]) -> Markup:
    return Markup().join(_element(piece) for piece in parts)


def _element(piece: Piece) -> Markup:
    text = escape(piece.text)
    if piece.sign:
        text = Markup('<span class="sign">{}</span>').format(text)
    return Markup("<mark>{}</mark>").format(text) if piece.changed else text


def _anchor(case: CaseResult) -> str:
    """The id of a case's element: `golden/refund-window`, so that links outlive the page; a digest for odd names."""
    name = f"{case.suite}/{case.id}"
    if re.fullmatch(r"[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*", name):
        return name
    return "case-" + hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:16]


def _sections(record: Record, lang: Lang) -> list[_Section]:
    budget = _MOST_IN_ALL
    sections = []
    for group in view.groups(record):
        cases: list[_Case] = []
        for case in group.cases[: _MOST[group.key]]:
            budget -= _size(case)
            if budget < 0:
                break
            cases.append(_case(record, case, lang, opened=group.key in {"broken", "missed"} and len(cases) < _OPEN))
        more = group.cases[len(cases) : len(cases) + _MOST_NAMED] if group.key in _FLIPS else []
        sections.append(_Section(group=group, cases=cases, rest=[_named(case) for case in more]))
    return sections


def _named(case: CaseResult) -> tuple[str, str]:
    reason = case.candidate.reason if case.candidate else ""
    return one_line(f"{case.suite}/{case.id}", 120), one_line(reason, 160)


def _size(case: CaseResult) -> int:
    texts = [*(m.get("content", "") for m in case.messages), *case.context]
    texts += [text for answer in (case.candidate, case.baseline) if answer for text in (answer.reply, *answer.said)]
    texts += [line for check in view.checks(case) for line in check.lines]
    return sum(min(len(t), MOST_CHARACTERS) for t in texts)


def _case(record: Record, case: CaseResult, lang: Lang, *, opened: bool) -> _Case:
    shown = view.answers(record, case)
    replies = [answer.reply if answer else None for _, _, answer in shown]
    parts = _reply_pieces(replies)
    return _Case(
        result=case,
        anchor=_anchor(case),
        turns=list(_turns(case, shown)),
        answers=[
            _Answer(
                part=part,
                name=name,
                text=text,
                passed=bool(answer and answer.passed),
                reason=brief(answer.reason) if answer else label("no reply was scored", lang),
                note=_note(answer, lang) if answer else "",
            )
            for (part, name, answer), text in zip(shown, parts, strict=True)
        ],
        checks=view.checks(case),
        open=opened,
    )


def _turns(case: CaseResult, shown: Sequence[tuple[str, str, Answer | None]]) -> Iterator[tuple[str, _Text]]:
    """The conversation; where the models spoke themselves, what each of them said."""
    place, before = 0, ""
    for number, message in enumerate(case.messages, 1):
        role = message.get("role", "")
        if before == role == "user":
            for part, _, answer in shown:
                if answer and place < len(answer.said):
                    yield part, _text(answer.said[place])
            place += 1
        if number == len(case.messages):
            yield from (("context", _text(document)) for document in case.context)
        yield role, _text(message.get("content", ""))
        before = role


def _reply_pieces(replies: list[str | None]) -> list[_Text | None]:
    texts = [None if r is None else _text(r) for r in replies]
    match replies:
        case [str(one), str(other)] if one != other:
            marked = compare_words(clip(one, MOST_CHARACTERS)[0], clip(other, MOST_CHARACTERS)[0])
            return [
                t and _Text(pieces=parts, lang=t.lang, left_out=t.left_out)
                for t, parts in zip(texts, marked, strict=True)
            ]
    return texts


def _text(text: str) -> _Text:
    start, left_out = clip(text, MOST_CHARACTERS)
    return _Text(pieces=list(pieces(start)), lang=language(start), left_out=left_out)


def _note(answer: Answer, lang: Lang) -> str:
    ends = {"stop": "", "length": label("cut at the limit", lang)}.get(answer.finish, answer.finish)
    tokens = label("{:token}", lang, answer.tokens) if answer.tokens else ""
    passed, n = sum(sample.passed for sample in answer.samples), len(answer.samples)
    samples = label("{} of {} samples pass", lang, passed, n) if n else ""
    return " · ".join(part for part in (tokens, ends, samples) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """The axis that the intervals of all suites share: `low`..1, in a drawing 100 units wide."""

    low: float

    @classmethod
    def of(cls, record: Record) -> _Scale:
        ends = [(finite(r.lower) or 0.0) for s in record.suites for r in (s.candidate, s.baseline) if r]
        ends += [(finite(s.policy.get("floor")) or 0.0) for s in record.suites if s.policy.get("floor") is not None]
        return cls(low=0.5 if ends and min(ends) >= 0.5 else 0.0)

    def x(self, value: Any) -> str:
        return f"{100 * max(0.0, min(1.0, ((finite(value) or 0.0) - self.low) / (1 - self.low))):.2f}"

    def width(self, lower: Any, upper: Any) -> str:
        return f"{max(0.0, float(self.x(upper)) - float(self.x(lower))):.2f}"
