"""All lints over all files, each row read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from harness.lint._quoted import MOST, masked
from harness.lint._said import Said, said
from harness.lint.catalogue import LINTS, OF_PROMPTS, known_rules
from harness.lint.contamination import Contamination
from harness.lint.findings import Finding, Place, Rule, Severity
from harness.lint.lints import About, Unchecked
from harness.lint.rows import Broken, Row, read_rows
from harness.lint.scan import scan
from harness.source import SourceError, reading
from harness.tables import digest_rows, is_table

__all__ = ["BROKEN", "LARGE", "LintReport", "Read", "lint", "rule_names"]

BROKEN = Rule(
    "broken-row",
    "error",
    "A line that is no row: not JSON, not UTF-8, or without what a row needs.",
    "Mend the line, or take it out: a trainer would stop at it, or drop it without a word.",
)

LARGE = 32 << 20
"""Bytes of files from which several processes look for the cases, beside the one that shows the rows to the lints."""


_TOGETHER = 5
"""Lines of one mistake that are told one by one."""
_QUOTED = 120
"""Signs of a text beside a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A file as it was read."""

    file: Path
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LintReport:
    """What was read, what was found in it, and what could not be judged."""

    read: tuple[Read, ...]
    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    accepted: Mapping[str, str] = field(default_factory=dict)
    """Why a rule's findings are no reason to stop, by rule."""
    off: tuple[str, ...] = ()
    """The rules that the settings turn off: nothing was sought of them."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """Of the rules that have another one here than their own."""
    paraphrases_by: str = ""
    """What cases in other words were sought by, `words` or the embedding model's name; empty without cases."""

    @property
    def rows(self) -> int:
        """Rows that could be read."""
        return sum(read.rows for read in self.read)

    def severity(self, finding: Finding) -> Severity:
        """How grave a finding is in this project."""
        return self.severities.get(finding.rule.name, finding.rule.severity)

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """The errors that nobody accepted."""
        return tuple(f for f in self.findings if self.severity(f) == "error" and f.rule.name not in self.accepted)

    @property
    def needless(self) -> tuple[str, ...]:
        """The accepted rules that were sought and of which nothing was found."""
        unsought = {*self.counts, *self.off, *(unchecked.rule for unchecked in self.unchecked)}
        return tuple(rule for rule in self.accepted if rule not in unsought)

    @property
    def counts(self) -> dict[str, int]:
        """Findings by rule, the rules in the catalogue's order."""
        counted = Counter(finding.rule.name for finding in self.findings)
        return {rule.name: counted[rule.name] for rule in (BROKEN, *known_rules()) if counted[rule.name]}


def lint(files: Sequence[Path], about: About, *, accepted: Mapping[str, str] | None = None) -> LintReport:
    """Show every row of the files to every lint.

    Raises:
        SourceError: a file is not there or can't be read; an accepted rule, or one in the settings, that nobody knows.
    """
    known = rule_names()
    for name in (*(accepted or {}), *about.settings.severity):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known))}"
            raise SourceError(f"no rule is called {name!r}; {hint}")
    off = {name for name, severity in about.settings.severity.items() if severity == "off"}
    changed: dict[str, Severity] = {n: s for n, s in about.settings.severity.items() if s != "off"}
    made = [one for one in LINTS if any(rule.name not in off for rule in one.rules)]
    found: list[Finding | Unchecked] = []
    if Contamination in made and about.cases and sum(map(_size, files)) >= LARGE and not any(map(is_table, files)):
        made.remove(Contamination)
        scanned = scan(files, about)
        found += [*scanned.findings, *scanned.unchecked]
    lints = [one(about) for one in made]
    read: list[Read] = []
    for file in files:
        broken: list[Broken] = []
        rows = 0
        for row in _rows(file, broken, judged=file in about.judged):
            rows += 1
            for one in lints:
                if row.form != "prompt" or isinstance(one, OF_PROMPTS):
                    found.extend(one.see(row))
        found += _broken(broken)
        if not rows and not broken:
            found.append(Finding(rule=BROKEN, message=said("the file holds no row"), places=(Place(file, 1),)))
        read.append(Read(file=file, sha256=_digest(file), rows=rows))
    for one in lints:
        found.extend(one.end())
    return LintReport(
        read=tuple(read),
        findings=tuple(_told(f) for f in found if isinstance(f, Finding) and f.rule.name not in off),
        unchecked=tuple(u for u in found if isinstance(u, Unchecked) and u.rule not in off),
        accepted=dict(accepted or {}),
        off=tuple(sorted(off)),
        severities=changed,
        paraphrases_by=about.embedding.name if about.embedding and about.cases else "words" if about.cases else "",
    )


def _told(finding: Finding) -> Finding:
    """The same with texts that may be shown: personal data and secrets masked, no half of a surrogate pair."""
    places = tuple(place._replace(quoted=_short(_shown(place.quoted))) for place in finding.places)
    message = finding.message
    message = message.with_texts(_shown) if isinstance(message, Said) else message
    return replace(finding, message=message if message == _shown(message) else _shown(message), places=places)


def _short(line: str) -> str:
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1]}…"


def _shown(text: str) -> str:
    return masked(text.encode("utf-8", "replace").decode())


def rule_names() -> frozenset[str]:
    """The names of all rules."""
    return frozenset(rule.name for rule in (BROKEN, *known_rules()))


def _size(file: Path) -> int:
    with reading(file):
        return file.stat().st_size


def _rows(file: Path, broken: list[Broken], *, judged: bool) -> Iterator[Row]:
    with reading(file):
        yield from read_rows(file, broken.append, judged=judged)


def _broken(lines: Sequence[Broken]) -> Iterator[Finding]:
    """A finding a line; one for all that have the same mistake, where they are many."""
    alike: dict[str, list[Place]] = {}
    for line in sorted(lines, key=lambda one: one.line):
        alike.setdefault(line.what, []).append(Place(line.file, line.line))
    for what, places in alike.items():
        if len(places) > _TOGETHER:
            told = said("{what} ({n:line}, from {first} on)", what=what, n=len(places), first=places[0].line)
            yield Finding(rule=BROKEN, message=told, places=tuple(places[:MOST]), rows=len(places))
        else:
            yield from (Finding(rule=BROKEN, message=what, places=(place,)) for place in places)


def _digest(file: Path) -> str:
    with reading(file):
        return digest_rows(file)
