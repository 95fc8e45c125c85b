"""What a lint run found, for a person, for a program, and for a code host (SARIF 2.1.0)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import harness
from harness.figures import Lang
from harness.lint._russian import RUSSIAN
from harness.lint._russian_advice import ADVICE
from harness.lint._said import in_russian, joined, said
from harness.lint.catalogue import known_rules
from harness.lint.findings import SEVERITIES, Finding, Place, Rule, Severity
from harness.lint.run import BROKEN, LintReport
from harness.source import relative

__all__ = ["as_json", "as_sarif", "lines", "summary", "told_in"]

FORMAT = "ckptgate.lint/1"
_COUNTED: dict[Severity, str] = {"error": "{n:error}", "warning": "{n:warning}", "note": "{n:note}"}
SHOWN = 5
"""Findings of one rule that a person is shown without `--all`."""
_PLACES = 4
_MOST_RELATED = 1000
"""Of one finding, as many as GitHub keeps."""
_WORDS = RUSSIAN | {rule.advice: ADVICE[rule.name] for rule in (BROKEN, *known_rules())}


def lines(report: LintReport, *, everything: bool = False, lang: Lang = "en") -> Iterator[tuple[str, str]]:
    """The report as (style, line) pairs: the gravest rules first, each with what to do about it."""
    for style, line in _lines(report, everything):
        yield style, told_in(line, lang)


def told_in(text: str, lang: Lang) -> str:
    """A finding's sentence, or a line about one, in a language."""
    return in_russian(text, _WORDS) if lang == "ru" else text


def _lines(report: LintReport, everything: bool) -> Iterator[tuple[str, str]]:
    for severity in SEVERITIES:
        for rule in (BROKEN, *known_rules()):
            found = [f for f in report.findings if f.rule.name == rule.name and report.severity(f) == severity]
            if not found:
                continue
            reason = report.accepted.get(rule.name)
            title = said("{severity} {rule}: {n:finding}", severity=said(severity), rule=rule.name, n=_many(found))
            if reason:
                title = said("{title}, accepted: {reason}", title=title, reason=reason)
            yield ("note" if reason else severity), title
            shown = found if everything else found[:SHOWN]
            for finding in shown:
                yield from _told(finding)
            if left := _many(found) - _many(shown):
                yield "dim", said("  … and {n} more (--all)", n=left)
            yield "dim", joined("", ("  ", said(rule.advice)))
    if report.paraphrases_by == "words":
        yield (
            "dim",
            said("paraphrases of cases are only seen by their words: `embeddings` in [tool.ckptgate] names a model"),
        )
    for name in report.needless:
        told = "accepted and not found: {rule} ({reason}); it need not be accepted any more"
        yield "dim", said(told, rule=name, reason=report.accepted[name])
    if report.off:
        yield "dim", said("turned off by the settings, so not sought: {rules}", rules=", ".join(report.off))
    for unchecked in report.unchecked:
        yield "error", said("not checked {rule}: {why}", rule=unchecked.rule, why=unchecked.why)
    yield _style(report), summary(report)


def _told(finding: Finding) -> Iterator[tuple[str, str]]:
    places = finding.places
    if len(places) == 1:
        yield "", joined("", (f"  {places[0]}: ", finding.message))
        return
    yield "", joined("", ("  ", finding.message))
    for place in places[:_PLACES]:
        yield "", f"    {place}" + (f": {place.quoted}" if place.quoted else "")
    if (left := finding.flagged - min(len(places), _PLACES)) > 0 and places:
        yield "dim", said("    … and {n:more row}", n=left)


def _many(findings: Iterable[Finding]) -> int:
    """How many there are, those that are only counted included."""
    return sum(f.times for f in findings)


def _style(report: LintReport) -> str:
    return "error" if report.stopping else "warning" if report.findings or report.unchecked else "good"


def summary(report: LintReport) -> str:
    """How many rows, and how many findings of each severity."""
    of = said("{rows:row} of {files:file}", rows=report.rows, files=len(report.read))
    by = [(s, _many(f for f in report.findings if report.severity(f) == s)) for s in SEVERITIES]
    found = joined(", ", (said(_COUNTED[s], n=n) for s, n in by if n)) or said("nothing found")
    told = joined(": ", (of, found))
    if accepted := _many(f for f in report.findings if f.rule.name in report.accepted):
        told = said("{told} ({n} accepted)", told=told, n=accepted)
    return said("{told}; {n:rule} turned off", told=told, n=len(report.off)) if report.off else told


def as_json(report: LintReport) -> dict[str, Any]:
    """The whole report as data (`ckptgate.lint/1`)."""
    return {
        "format": FORMAT,
        "files": [{"file": relative(r.file), "sha256": r.sha256, "rows": r.rows} for r in report.read],
        "passed": not report.stopping,
        "paraphrases_by": report.paraphrases_by,
        "counts": report.counts,
        "accepted": dict(report.accepted),
        "off": list(report.off),
        "findings": [
            {
                "rule": f.rule.name,
                "severity": report.severity(f),
                "accepted": report.accepted.get(f.rule.name),
                "message": f.message,
                "rows": f.flagged,
                "places": [{"file": relative(p.file), "line": p.line, "quoted": p.quoted} for p in f.places],
                "data": dict(f.data),
            }
            for f in report.findings
        ],
        "unchecked": [{"rule": u.rule, "why": u.why} for u in report.unchecked],
    }


def as_sarif(report: LintReport, base: Path | None = None) -> dict[str, Any]:
    """SARIF 2.1.0 (OASIS), as code hosts take it to show findings beside the lines.

    `base`: the folder that paths are relative to, the working directory unless given. GitHub refuses a whole file for
    one result without a place, so that a finding about all rows stands on the first line of the first file.
    """
    base = (base or Path()).resolve()
    rules = [BROKEN, *known_rules()]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "ckptgate", "version": harness.__version__, "rules": [*map(_described, rules)]}
                },
                "results": [_result(f, report, rules, base) for f in report.findings],
                "invocations": [
                    {
                        "executionSuccessful": not report.unchecked,
                        "toolExecutionNotifications": [
                            {"level": "error", "message": {"text": f"not checked {u.rule}: {u.why}"}}
                            for u in report.unchecked
                        ],
                    }
                ],
            }
        ],
    }


def _described(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": rule.what},
        "help": {"text": rule.advice},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(finding: Finding, report: LintReport, rules: list[Rule], base: Path) -> dict[str, Any]:
    places = finding.places or tuple(Place(read.file, 1) for read in report.read[:1])
    first, *others = places or (None,)
    result: dict[str, Any] = {
        "ruleId": finding.rule.name,
        "ruleIndex": next(i for i, rule in enumerate(rules) if rule.name == finding.rule.name),
        "level": report.severity(finding),
        "message": {"text": finding.message},
        "locations": [_location(first, base)] if first else [],
    }
    if related := [_location(p, base) | {"message": {"text": p.quoted}} for p in dict.fromkeys(others) if p]:
        result["relatedLocations"] = related[:_MOST_RELATED]
    if reason := report.accepted.get(finding.rule.name):
        result["suppressions"] = [{"kind": "external", "justification": reason}]
    return result


def _location(place: Place, base: Path) -> dict[str, Any]:
    where = {"artifactLocation": {"uri": _uri(place.file, base)}, "region": {"startLine": place.line}}
    return {"physicalLocation": where}


def _uri(file: Path, base: Path) -> str:
    """A URI reference (RFC 3986): spaces and letters beyond ASCII as per cent signs say them."""
    file = file.resolve()
    if not file.is_relative_to(base):
        return file.as_uri()
    return quote(file.relative_to(base).as_posix(), errors="surrogateescape")
