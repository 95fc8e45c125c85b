"""Several checkpoints side by side, from their records: rates, differences to the first, the cases they part on.

Nothing is asked of a model, and nothing is decided: each record holds the decision of its own run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from harness.comparison import COMPARISON, Comparison, Side
from harness.figures import signed
from harness.gates import Decision, Paired, decide_paired
from harness.manifest import Manifest, read_manifest, write_atomic
from harness.past import Figures, figures_of
from harness.record import Answer, CaseResult, Record, read_record
from harness.records import newest_record, record_file
from harness.report.sentences import Lang
from harness.report.side_by_side import COMPARE, Row, Table, write_comparison_page
from harness.resolving import resolve_arms
from harness.settings import Settings
from harness.source import SourceError

__all__ = ["SideBySide", "place_of", "side_by_side", "write_side_by_side"]


@dataclass(frozen=True)
class SideBySide:
    """The checkpoints' records, the first of them what the others are compared with."""

    records: tuple[Record, ...]
    names: tuple[str, ...]
    """As they were asked for, each once."""
    split: str

    @cached_property
    def figures(self) -> tuple[Figures, ...]:
        return tuple(figures_of(record) for record in self.records)

    @cached_property
    def common(self) -> list[tuple[CaseResult, ...]]:
        """Cases that every one of them was asked, word for word the same, with its result of each."""
        by_case = [{(c.suite, c.id, c.digest): c for c in r.cases if c.candidate is not None} for r in self.records]
        shared = [key for key in by_case[0] if all(key in mine for mine in by_case[1:])]
        return [tuple(mine[key] for mine in by_case) for key in shared]

    @property
    def left_out(self) -> int:
        """Cases that not all of them were asked."""
        return len({(c.suite, c.id, c.digest) for r in self.records for c in r.cases}) - len(self.common)

    def counts(self, other: int, suite: str | None = None) -> Paired:
        """How the common cases of a suite (of all) came out: the first one's verdict, then the other's."""
        pairs = [(_passed(cases[0]), _passed(cases[other])) for cases in self.common if suite in (None, cases[0].suite)]
        return Paired.of(pairs)

    def difference(self, other: int, suite: str | None = None) -> tuple[float, float, float] | None:
        """The other's rate minus the first one's over common cases, with its two-sided 90 % interval."""
        counts = self.counts(other, suite)
        if counts.n == 0:
            return None
        gate = decide_paired(counts, 0.5)
        lower, upper = gate.numbers["lower"], gate.numbers["upper"]
        assert gate.decision is not Decision.ERROR
        assert lower is not None
        assert upper is not None
        return counts.delta, float(lower), float(upper)

    @property
    def suites(self) -> list[str]:
        """Suites that have common cases."""
        return list(dict.fromkeys(cases[0].suite for cases in self.common))

    def to_json(self) -> dict[str, Any]:
        """What `--json` prints."""
        return {
            "format": "ckptgate.compare/1",
            "split": self.split,
            "common": len(self.common),
            "left_out": self.left_out,
            "checkpoints": [
                {
                    "name": name,
                    "record": record.id,
                    "digest": record.candidate.digest,
                    "method": record.candidate.method,
                    "decision": record.decision,
                    "suites": {suite.name: suite.candidate.rate for suite in record.suites if suite.candidate},
                    "to_the_first": None if i == 0 else self._differences(i),
                }
                for i, (name, record) in enumerate(zip(self.names, self.records, strict=True))
            ],
        }

    def json_text(self) -> str:
        """`to_json` as text; half a surrogate pair in a name stays one, as `\\ud800`."""
        text = json.dumps(self.to_json(), ensure_ascii=False, indent=1)
        return text.encode(errors="backslashreplace").decode()

    def _differences(self, other: int) -> dict[str, Any]:
        by_suite = {suite: self._difference(other, suite) for suite in self.suites}
        return {"all": self._difference(other, None), "suites": by_suite}

    def _difference(self, other: int, suite: str | None) -> dict[str, float] | None:
        counts, told = self.counts(other, suite), self.difference(other, suite)
        if told is None:
            return None
        delta, lower, upper = told
        return {
            "n": counts.n,
            "broken": counts.broken,
            "fixed": counts.fixed,
            "delta": delta,
            "lower": lower,
            "upper": upper,
        }


def _passed(case: CaseResult) -> bool:
    return bool(case.candidate and case.candidate.passed)


def side_by_side(asked: Sequence[str], *, root: Path, settings: Settings, split: str = "gate") -> SideBySide:
    """The newest record of each checkpoint on that split; `asked` are names as for `--model`, record ids or folders.

    Raises:
        UnknownModel: no such checkpoint.
        SourceError: fewer than two, the same one twice, no record of one, or no case that all were asked.
    """
    if len(asked) < 2:
        raise SourceError("two checkpoints or more are compared: ckptgate compare ckpt-3 ckpt-4")
    records = [_record(name, root, settings, split) for name in asked]
    ids = [record.id for record in records]
    if twice := next((id for id in ids if ids.count(id) > 1), None):
        raise SourceError(
            f"{' and '.join(n for n, i in zip(asked, ids, strict=True) if i == twice)} are the same record, {twice}"
        )
    found = SideBySide(tuple(records), tuple(_names(records)), split)
    if not found.common:
        raise SourceError(
            "no case is the same in all of these records: run `pytest --model=…` of each on the present cases"
        )
    return found


def _names(records: Sequence[Record]) -> list[str]:
    names = [record.candidate.name for record in records]
    return [
        name if names.count(name) == 1 else f"{name} ({record.id})" for name, record in zip(names, records, strict=True)
    ]


def _record(name: str, root: Path, settings: Settings, split: str) -> Record:
    if file := record_file(name, root / settings.records):
        found = read_record(file)
        if found.split != split:
            raise SourceError(f"a record of the {found.split} split: --split={found.split} compares such", file=file)
        return found
    digest = resolve_arms(name, "none", root=root, settings=settings)["candidate"].about.digest
    newest = newest_record(root / settings.records, digest, lambda r: r.split == split and r.complete)
    if newest is None:
        how = f"pytest --model={name}" + (" --split=dev" if split == "dev" else "")
        raise SourceError(f"no whole record of {name} ({digest[:12]}) on the {split} split: {how}")
    return newest


def place_of(found: SideBySide, root: Path, settings: Settings) -> Path:
    """A folder of its own under `records/`, by the time."""
    return (
        root / settings.records / f"compare-{datetime.now(UTC):%Y%m%d-%H%M%S}-{found.records[0].candidate.digest[:4]}"
    )


def write_side_by_side(found: SideBySide, place: Path, *, root: Path, lang: Lang = "en") -> Path:
    """Write `compare.html` and `compare.json`, and of two trainings `comparison.json`; returns the page.

    Raises:
        SourceError: they can't be written.
    """
    page = place / COMPARE
    try:
        write_atomic(place / "compare.json", found.json_text().encode() + b"\n")
        if len(found.records) == 2 and (told := _comparison(found, place.name, root)):
            write_atomic(place / COMPARISON, told.model_dump_json(indent=1).encode() + b"\n")
        write_comparison_page(_table(found), place, lang)
    except OSError as e:
        raise SourceError(f"can't be written: {e.strerror or e}", file=place) from e
    return page


def _table(found: SideBySide) -> Table:
    groups = _groups(found)
    return Table(
        names=found.names,
        records=found.records,
        figures=found.figures,
        suites=[
            Row(
                suite=suite,
                n=found.counts(1, suite).n,
                rates=[sum(_passed(cases[i]) for cases in mine) / len(mine) for i in range(len(found.records))],
                differences=[found.difference(i, suite) for i in range(1, len(found.records))],
                broken=[found.counts(i, suite).broken for i in range(1, len(found.records))],
                fixed=[found.counts(i, suite).fixed for i in range(1, len(found.records))],
            )
            for suite in (None, *found.suites)
            if (mine := [cases for cases in found.common if suite in (None, cases[0].suite)])
        ],
        cases=[(group, cases[-1], [_answer(case) for case in cases]) for group, cases in groups],
        left_out=found.left_out,
        split=found.split,
    )


def _answer(case: CaseResult) -> Answer | None:
    return case.candidate


def _groups(found: SideBySide) -> list[tuple[str, tuple[CaseResult, ...]]]:
    """Every common case with the group that it belongs to, the groups that matter first."""
    named = [(_group([_passed(case) for case in cases]), cases) for cases in found.common]
    order = ("broken", "differ", "fixed", "both-miss", "all-miss", "both-pass", "all-pass")
    return sorted(named, key=lambda one: (order.index(one[0]), not one[1][0].critical))


def _group(passed: Sequence[bool]) -> str:
    if len(passed) == 2:
        return {(True, False): "broken", (False, True): "fixed", (True, True): "both-pass"}.get(
            (passed[0], passed[1]), "both-miss"
        )
    return "all-pass" if all(passed) else "differ" if any(passed) else "all-miss"


def _comparison(found: SideBySide, id_: str, root: Path) -> Comparison | None:
    """What a release of an adapter asks for: a comparison of two trainings of one base on the same data."""
    sides = []
    for name, record in zip(found.names, found.records, strict=True):
        manifest = _manifest(root / record.candidate.path)
        if manifest is None or manifest.base is None:
            return None
        sides.append(
            Side(
                name=name,
                digest=record.candidate.digest,
                method=manifest.method,
                base=manifest.base.digest,
                data=[ref.sha256 for ref in manifest.data],
            )
        )
    delta, lower, upper = found.difference(1) or (0.0, 0.0, 0.0)
    counts = found.counts(1)
    return Comparison(
        id=id_,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        one=sides[0],
        other=sides[1],
        sentence=(
            f"Of {counts.n} cases {counts.broken} got worse and {counts.fixed} better with {found.names[1]}: "
            f"{signed(100 * delta)} points ({signed(100 * lower)} … {signed(100 * upper)})."
        ),
    )


def _manifest(place: Path) -> Manifest | None:
    try:
        return read_manifest(place)
    except (SourceError, OSError):
        return None
