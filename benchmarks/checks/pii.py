"""Personal data against marked spans: presidio-research's columns (text, spans)."""

from __future__ import annotations

from pathlib import Path

from benchmarks.checks.agreement import Pair, Table, rows
from harness.checks.pii import find_personal_data

FILES = ("pii/*.jsonl",)
KINDS = {
    "CREDIT_CARD": "card number",
    "IBAN_CODE": "IBAN",
    "PHONE_NUMBER": "phone number",
    "EMAIL_ADDRESS": "e-mail",
    "US_SSN": "social security number",
    "IP_ADDRESS": "IP address",
}
THERE, ABSENT = "there", "absent"


def measure(file: Path) -> list[Table]:
    """A table a kind: each marked span and each found one is a pair; they agree where they overlap."""
    found: dict[str, list[Pair]] = {kind: [] for kind in KINDS.values()}
    for row in rows(file):
        marked = [(KINDS[s["type"]], s["start"], s["end"]) for s in row["spans"] if s["type"] in KINDS]
        told = [(f.kind, f.start, f.end) for f in find_personal_data(row["text"]) if f.kind in found]
        for kind, start, end in marked:
            met = any(k == kind and s < end and start < e for k, s, e in told)
            found[kind].append(Pair(THERE, THERE if met else ABSENT, row["text"][max(0, start - 60) : end + 40]))
        for kind, start, end in told:
            if not any(k == kind and s < end and start < e for k, s, e in marked):
                found[kind].append(Pair(ABSENT, THERE, row["text"][max(0, start - 60) : end + 40]))
        for kind, pairs in found.items():
            if kind not in {k for k, _, _ in [*marked, *told]}:
                pairs.append(Pair(ABSENT, ABSENT, row["text"]))
    return [
        Table(check=f"personal data: {kind}", file=f"pii/{file.name}", pairs=pairs, classes=(THERE, ABSENT))
        for kind, pairs in found.items()
    ]
