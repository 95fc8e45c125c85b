"""The data that the candidate was trained on, as its manifest names them, shown to the lints beside the suites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from harness import record
from harness.cases import Case
from harness.checks.text import quote
from harness.engines import EngineError
from harness.fingerprint import HELD, read_fingerprint
from harness.lint.contamination import CONTAMINATED, compared_texts
from harness.lint.embedding import embedding_of
from harness.lint.findings import SEVERITIES
from harness.lint.lints import About
from harness.lint.paraphrases import PARAPHRASED
from harness.lint.run import LintReport, lint, rule_names
from harness.manifest import DataRef, read_manifest
from harness.settings import Settings
from harness.source import SourceError
from harness.tables import digest_rows, there

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
    for data in (data for data in manifest.data if data.used):
        why = _not_at_hand(data, root)
        if why is None:
            files.append(root / data.file)
        else:
            unchecked.append(f"{data.file}: {why}")
    accepted = _known(manifest.lint.accepted if manifest.lint is not None else {})
    cases = tuple(cases)
    hashed: list[record.LintFinding] = []
    try:
        if unchecked:
            hashed, how = _by_fingerprint(root / candidate.path, cases, accepted)
            unchecked.append(how)
        report, without = _linted(files, About(settings=settings.lints, cases=cases), root, settings, accepted)
    except SourceError as e:
        return _nothing(str(e))
    return record.TrainingData(
        files=[data.file for data in manifest.data if root / data.file in files],
        rows=report.rows,
        findings=hashed + _findings(report),
        counts=report.counts if not hashed else report.counts | {CONTAMINATED.name: len(hashed)},
        unchecked=unchecked + without + [f"{u.rule}: {u.why}" for u in report.unchecked],
    )


def _linted(
    files: list[Path], about: About, root: Path, settings: Settings, accepted: Mapping[str, str]
) -> tuple[LintReport, list[str]]:
    """The report, and what its embedding model failed to judge: the other lints need none."""
    try:
        with embedding_of(settings.embeddings, root) as embedding:
            return lint(files, replace(about, embedding=embedding), accepted=accepted), []
    except (EngineError, SourceError) as e:
        return lint(files, about, accepted=accepted), [f"{PARAPHRASED.name}: sought by words alone: {e}"]


def _by_fingerprint(
    checkpoint: Path, cases: Iterable[Case], accepted: Mapping[str, str]
) -> tuple[list[record.LintFinding], str]:
    """Gate cases of which the fingerprint in the checkpoint holds enough, and what that says of the others."""
    prints = read_fingerprint(checkpoint)
    if prints is None:
        return [], "the checkpoint holds no fingerprint of its training text, so no case was sought in it"
    found = []
    for case in cases:
        if case.split != "gate" or case.trained:
            continue
        share = max((prints.share(text) or 0.0 for text in compared_texts(case)), default=0.0)
        if share < HELD:
            continue
        said = f"{case.suite}/{case.id} {quote(case.prompt)} was trained on: the fingerprint has {share:.0%} of it"
        why = accepted.get(CONTAMINATED.name)
        found.append(record.LintFinding(rule=CONTAMINATED.name, severity="error", message=said, rows=1, accepted=why))
    return found, "cases were sought in the fingerprint of its training text, word for word alone"


def _known(accepted: Mapping[str, str]) -> Mapping[str, str]:
    """Without rules of another version: what they excused comes back under another name, and is to be looked at."""
    return {rule: why for rule, why in accepted.items() if rule in rule_names()}


def _nothing(why: str) -> record.TrainingData:
    return record.TrainingData(files=[], rows=0, unchecked=[why])


def _not_at_hand(data: DataRef, root: Path) -> str | None:
    file = root / data.file
    if not there(file):
        return "is not here"
    try:
        same = digest_rows(file) == data.sha256
    except OSError as e:
        return f"can't be read: {e.strerror or e}"
    return None if same else "has changed since the candidate was trained on it"


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
