"""Which cases a person has looked at: kept by their digests, so that a case which changes is looked at again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from harness.cases import Case
from harness.lint._said import said
from harness.manifest import write_atomic
from harness.settings import Settings
from harness.source import SourceError, read_json_object

__all__ = ["Approvals"]

_FORMAT = "ckptgate.approved/1"


@dataclass(slots=True)
class Approvals:
    """The file `approved.json` beside the reply store; written anew, atomically, with every case."""

    file: Path
    cases: dict[str, dict[str, str]] = field(default_factory=dict)
    """By digest: the case's name, and when it was approved (UTC, ISO 8601)."""

    @classmethod
    def of(cls, root: Path, settings: Settings) -> Approvals:
        """Those of a project.

        Raises:
            SourceError: the file is not what this writes.
        """
        file = (root / settings.store).parent / "approved.json"
        told = read_json_object(file)
        cases = told.get("cases", {})
        if told and (told.get("format") != _FORMAT or not isinstance(cases, dict)):
            raise SourceError(said("not a list of approved cases: move it aside to begin anew"), file=file)
        return cls(file, cases)

    def __contains__(self, case: object) -> bool:
        return isinstance(case, Case) and case.digest in self.cases

    def add(self, case: Case) -> None:
        """Keep that a case is approved as it stands.

        Raises:
            SourceError: it can't be written.
        """
        when = datetime.now(UTC).isoformat(timespec="seconds")
        self.cases[case.digest] = {"case": f"{case.suite}/{case.id}", "when": when}
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            told = {"format": _FORMAT, "cases": self.cases}
            write_atomic(self.file, json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n")
        except OSError as e:
            raise SourceError(said("can't be written: {why}", why=e.strerror or str(e)), file=self.file) from e
