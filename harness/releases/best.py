"""The best release so far: what creep is measured from."""

from __future__ import annotations

from pathlib import Path

from harness.manifest import sha256_file
from harness.record import read_record
from harness.releases.journal import Journal, Release
from harness.releases.state import ReleaseView, replay
from harness.source import SourceError

__all__ = ["best"]


def best(journal: Journal, name: str, records: Path) -> ReleaseView | None:
    """The release of that name with the highest pass rate over all cases of its record; the oldest of equals.

    The oldest as well where no record is there any more, or is not the one that was released on: an anchor has to hold
    still. None before the first release.

    Raises:
        IntegrityError: the journal is damaged.
    """
    state = replay(journal.read())
    by_age = sorted((entry.seq, version) for (n, version), entry in state.released.items() if n == name)
    if not by_age:
        return None
    rates = {version: _rate(state.release(name, version), records) for _, version in by_age}
    return state.view(name, max((version for _, version in by_age), key=lambda v: rates[v]))


def _rate(release: Release, records: Path) -> float:
    file = records / release.record / "record.json"
    try:
        if sha256_file(file) != release.record_digest:
            return -1.0
        rates = [suite.candidate for suite in read_record(file).suites if suite.candidate]
    except (OSError, SourceError):
        return -1.0
    ran = sum(rate.n for rate in rates)
    return sum(rate.passed for rate in rates) / ran if ran else -1.0
