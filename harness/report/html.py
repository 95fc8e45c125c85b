"""`report.html`: one file that answers, in this order, may it ship, what broke, what got better, how sure are we.

Everything in a record is hostile here. Each expression of the template passes through `visible` and then Jinja's
escaping, whether or not its author thought of it; the page's policy allows one script, our own, which reads the cases
from packed chunks and sets text as text. Flips are written out as well, for print and for who runs no script.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
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
from harness.reasons import note_in, reason_in
from harness.record import Record
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
from harness.report.text import Piece, brief, language, visible
from harness.report.trained import trained_lines
from harness.report.training import training_lines, unchecked_lines
from harness.report.trend import Trend, drawn
from harness.report.written import sections
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

_SCRIPTS = ("text", "diff", "search", "store", "list", "detail", "main")


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
    written = sections(record, lang)
    pages = pages or page_cases(record, lang)
    return (
        page_environment()
        .get_template("report.html.j2")
        .render(
            record=record,
            **page_parts(lang),
            cases=pages[0],
            beside=[SIDE.format(n) for n in range(2, len(pages) + 1)],
            sections=written,
            linked={(c.result.suite, c.result.id): c.anchor for s in written for c in s.cases},
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
        "why": partial(reason_in, lang),
        "note": partial(note_in, lang),
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
