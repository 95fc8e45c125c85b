"""The data that the candidate was trained on, as its manifest names them, shown to the lints beside the suites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness import record
from harness.cases import Case
from harness.lint.findings import SEVERITIES
from harness.lint.lints import About
from harness.lint.run import LintReport, lint, rule_names
from harness.manifest import DataRef, read_manifest, sha256_file
from harness.settings import Settings
from harness.source import SourceError

__all__ = ["TrainingData", "lint_training_data"]

_OF_ONE_RULE = 20
_PLACES = 8


@dataclass(frozen=True, slots=True)
class TrainingData:
    """What a suite's test asks of the candidate's training data."""

    told: record.TrainingData

    def hold(self) -> None:
        """Fail the test for an error that nobody accepted; skip it where nothing at all could be judged."""
        errors = [f for f in self.told.findings if f.severity == "error" and f.accepted is None]
        if errors:
            lines = [f"{', '.join(f.places[:2]) or 'all'}: {f.rule}: {f.message}" for f in errors[:10]]
            more = [f"… and {len(errors) - 10} more"] if len(errors) > 10 else []
            pytest.fail("\n".join(["the candidate was trained on mistakes:", *lines, *more]), pytrace=False)
        if not self.told.files and self.told.unchecked:
            pytest.skip(f"not checked: {self.told.unchecked[0]}")


def lint_training_data(
    candidate: record.Arm, root: Path, settings: Settings, cases: Iterable[Case]
) -> record.TrainingData:
    """Lint every file of the candidate's manifest that is here as it was; of the others say why not."""
    if candidate.manifest_digest is None:
        return _nothing(f"{candidate.name} has no manifest that says what it was trained on")
    manifest = read_manifest(root / candidate.path)
    if manifest is None or not manifest.data:
        return _nothing(f"the manifest of {candidate.name} names no training data")
    files, unchecked = [], []
    for data in manifest.data:
        why = _not_at_hand(data, root)
        if why is None:
            files.append(root / data.file)
        else:
            unchecked.append(f"{data.file}: {why}")
    accepted = manifest.lint.accepted if manifest.lint is not None else {}
    try:
        report = lint(files, About(settings=settings.lints, cases=tuple(cases)), accepted=_known(accepted))
    except SourceError as e:
        return _nothing(str(e))
    return record.TrainingData(
        files=[data.file for data in manifest.data if root / data.file in files],
        rows=report.rows,
        findings=_findings(report),
        counts=report.counts,
        unchecked=unchecked + [f"{u.rule}: {u.why}" for u in report.unchecked],
    )


def _known(accepted: Mapping[str, str]) -> Mapping[str, str]:
    """Without rules of another version: what they excused comes back under another name, and is to be looked at."""
    return {rule: why for rule, why in accepted.items() if rule in rule_names()}


def _nothing(why: str) -> record.TrainingData:
    return record.TrainingData(files=[], rows=0, unchecked=[why])


def _not_at_hand(data: DataRef, root: Path) -> str | None:
    file = root / data.file
    if not file.is_file():
        return "is not here"
    return None if sha256_file(file) == data.sha256 else "has changed since the candidate was trained on it"


def _findings(report: LintReport) -> list[record.LintFinding]:
    told: dict[str, int] = {}
    found = []
    for finding in sorted(report.findings, key=lambda f: SEVERITIES.index(report.severity(f))):
        told[finding.rule.name] = told.get(finding.rule.name, 0) + 1
        if told[finding.rule.name] <= _OF_ONE_RULE:
            found.append(
                record.LintFinding(
                    rule=finding.rule.name,
                    severity=report.severity(finding),
                    message=finding.message,
                    rows=finding.flagged,
                    places=[str(place) for place in finding.places[:_PLACES]],
                    accepted=report.accepted.get(finding.rule.name),
                )
            )
    return found
