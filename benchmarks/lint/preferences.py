"""Preferences: mistakes planted in pairs that a script makes, the time of a row, and people's agreement."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from harness.gates import cohen_kappa
from harness.lint._agreement import Votes
from harness.lint._words import words_of
from harness.lint.findings import Finding
from harness.lint.judgements import Annotators, Criteria
from harness.lint.lints import About, Lint
from harness.lint.preferences import PairOrders, PairSides
from harness.lint.rows import Row, read_rows

__all__ = ["measure", "text"]

LINTS = (PairSides, PairOrders, Criteria, Annotators)
WORDS = {
    "en": "the order will come by courier on monday please wait at home parcel price return money card red bag",
    "ru": "ваш заказ привезёт курьер в среду ждите дома посылка цена вернуть деньги карта красная сумка ещё скоро",
}
_PLANTED = 200
_TIMED = 100_000


def measure(folder: Path | None = None) -> dict[str, Any]:
    """Recall and precision of each rule, µs of CPU a row of each lint, agreement on PandaLM's people."""
    rows, planted = _with_mistakes(10_000)
    with TemporaryDirectory() as made:
        read = _read(rows, Path(made) / "pairs.jsonl")
        findings = [finding for lint in LINTS for finding in _findings(lint, read)]
        timed = _read(_clean(_TIMED, seed=2), Path(made) / "timed.jsonl")
        speed = {lint.__name__: _microseconds(timed, lint) for lint in LINTS}
        speed["all of them"] = _microseconds(timed, *LINTS)
    rules = {rule: _judged(rule, lines, findings) for rule, lines in planted.items()}
    other = Counter(finding.rule.name for finding in findings if finding.rule.name not in planted)
    file = folder / "judge/pandalm.jsonl" if folder else None
    people = _people(file) if file and file.is_file() else None
    return {"rows": len(rows), "rules": rules, "other": dict(other), "microseconds": speed, "people": people}


def _judged(rule: str, lines: set[int], findings: list[Finding]) -> dict[str, Any]:
    """By lines; a rule that tells all in one finding shows a few lines only, and is judged by its number of rows."""
    of = [finding for finding in findings if finding.rule.name == rule]
    told = {place.line for finding in of for place in finding.places}
    if sum(finding.flagged for finding in of) == len(told):
        right, flagged = len(told & lines), len(told)
    else:
        flagged = sum(finding.flagged for finding in of)
        right = min(flagged, len(lines))
    return {"planted": len(lines), "recall": right / len(lines), "precision": right / max(1, flagged)}


def text(found: dict[str, Any]) -> str:
    """The figures as a table."""
    lines = [f"Preferences: mistakes planted in {found['rows']} pairs, half of them Russian"]
    for rule, of in found["rules"].items():
        lines.append(
            f"  {rule:32} planted {of['planted']:5}  recall {of['recall']:.3f}  precision {of['precision']:.3f}"
        )
    lines.append(f"  findings of other rules: {found['other'] or 'none'}")
    lines += [f"  {lint:12} {each:5.1f} µs of CPU a row" for lint, each in found["microseconds"].items()]
    if found["people"]:
        people = found["people"]
        kappas = ", ".join(f"{kappa:.3f}" for kappa in people["kappa"])
        lines.append(
            f"  three people, {people['items']} items: raw agreement {people['raw']:.3f}, "
            f"α {people['alpha']:.3f} ± {1.96 * people['error']:.3f} (κ of two at a time {kappas}); "
            f"rows told of in {people['pairs']} pairs of their majority: {people['told'] or 'none'}"
        )
    else:
        lines.append("  three people's agreement: left out, judge/pandalm.jsonl is not there")
    return "\n".join(lines)


def _said(random: Random, number: int, lang: str) -> str:
    return f"{' '.join(random.choices(WORDS[lang].split(), k=random.randint(6, 40)))} {number}."


def _clean(n: int, seed: int) -> Iterator[dict[str, Any]]:
    random = Random(seed)  # noqa: S311 - no secret
    question = ""
    for i in range(n):
        # Four pairs of one question, each of other answers.
        lang = "ru" if i // 4 % 2 else "en"
        question = question if i % 4 else f"{_said(random, i, lang)[:-1]}?"
        answers = (_said(random, 2 * i + j, lang) for j in (0, 1))
        yield {"prompt": question, "chosen": next(answers), "rejected": next(answers), "criterion": "tone"}


def _with_mistakes(n: int) -> tuple[list[dict[str, Any]], dict[str, set[int]]]:
    """Clean pairs with mistakes of each kind among them, shuffled, and the lines of each kind."""
    random = Random(1)  # noqa: S311 - no secret
    kinds: list[tuple[str, list[dict[str, Any]]]] = [("", [row]) for row in _clean(n, seed=3)]
    for i in range(_PLANTED):
        lang = "ru" if i % 2 else "en"
        texts = (_said(random, 100 * (n + i) + j, lang) for j in range(100))
        same, alike, first, voted = _row(texts), _row(texts), _row(texts), _row(texts, votes=["rejected"] * 3)
        back = {**first, "chosen": first["rejected"].upper(), "rejected": f"«{first['chosen']}»"}
        tone = _row(texts)
        facts = {**tone, "chosen": tone["rejected"], "rejected": tone["chosen"], "criterion": "facts"}
        asked, here = next(texts), _row(texts)
        ring = [next(texts) for _ in range(3)]
        sides = {
            "chosen": _turns(f"{asked} {next(texts)}", next(texts)),
            "rejected": _turns(asked, next(texts)),
            "criterion": "tone",
        }
        kinds += [
            ("preference-same", [{**same, "rejected": f" {same['chosen']}\n"}]),
            ("preference-alike", [{**alike, "rejected": alike["chosen"].replace("ё", "е").title()}]),
            ("preference-other-question", [sides]),
            ("preference-contradicted", [first, back]),
            (
                "preference-contradicted",
                [_row(texts, prompt=asked, chosen=a, rejected=b) for a, b in pairwise([*ring, ring[0]])],
            ),
            ("preference-turned", [here, _row(texts, rejected=here["chosen"])]),
            ("preference-mixed-criteria", [tone, facts]),
            ("preference-outvoted", [voted]),
        ]
    numbered = [(kind, i, row) for i, (kind, group) in enumerate(kinds) for row in group]
    random.shuffle(numbered)
    planted: dict[str, set[int]] = {}
    for line, (kind, _, _) in enumerate(numbered, start=1):
        if kind:
            planted.setdefault(kind, set()).add(line)
    return [row for _, _, row in numbered], planted


def _row(texts: Iterator[str], **other: Any) -> dict[str, Any]:
    return {"prompt": next(texts), "chosen": next(texts), "rejected": next(texts), "criterion": "tone"} | other


def _turns(asked: str, said: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": asked}, {"role": "assistant", "content": said}]


def _read(rows: Iterable[dict[str, Any]], file: Path) -> list[Row]:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return [*read_rows(file, print)]


def _findings(made: type[Lint], rows: Iterable[Row]) -> list[Finding]:
    lint = made(About())
    found = [finding for row in rows for finding in lint.see(row)]
    return [*found, *(finding for finding in lint.end() if isinstance(finding, Finding))]


def _microseconds(rows: list[Row], *made: type[Lint]) -> float:
    words_of.cache_clear()
    lints = [one(About()) for one in made]
    start = time.process_time()
    for row in rows:
        for lint in lints:
            for _ in lint.see(row):
                pass
    for lint in lints:
        for _ in lint.end():
            pass
    return (time.process_time() - start) / len(rows) * 1e6


def _people(file: Path) -> dict[str, Any]:
    """Krippendorff's α of three people as the lint counts it, Cohen's κ, and what is told of their majority's pairs."""
    items = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    votes = Votes()
    for item in items:
        votes.add([str(vote) for vote in item["humans"]])
    found = votes.agreement()
    assert found is not None
    by_person = [*zip(*(item["humans"] for item in items), strict=True)]
    pairs = [pair for item in items if (pair := _of_majority(item))]
    with TemporaryDirectory() as made:
        read = _read(pairs, Path(made) / "pairs.jsonl")
        told = Counter[str]()
        for lint in LINTS:
            for finding in _findings(lint, read):
                told[finding.rule.name] += finding.flagged
    kappas = [cohen_kappa(a, b) for a, b in combinations(by_person, 2)]
    return found._asdict() | {"kappa": kappas, "pairs": len(pairs), "told": dict(told)}


def _of_majority(item: dict[str, Any]) -> dict[str, Any] | None:
    votes = Counter(item["humans"])
    better, worse = (1, 2) if votes[1] > votes[2] else (2, 1)
    if 2 * votes[better] <= votes.total():
        return None
    return {
        "prompt": f"{item['instruction']}\n{item['input']}",
        "chosen": str(item[f"response{better}"]),
        "rejected": str(item[f"response{worse}"]),
    }
