"""The model card, `README.md`: what a checkpoint is, learnt from and came out as, for people who have it alone.

Written from the manifest and, once there is one, a record; whatever others wrote is escaped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from harness.card_metadata import front_matter
from harness.checkpoint import adapter_kind
from harness.comparison import Comparison
from harness.figures import counted, plural
from harness.manifest import CARD, Linted, Manifest, weights_digest, write_atomic
from harness.record import Record, SuiteResult
from harness.report import view
from harness.report.markdown import code, prose
from harness.weights import describe, weights_line

__all__ = ["make_card", "write_card"]

_MOST_ROWS = 50
_MOST_MISSES = 20
_OBJECTIVES = {
    "sft": "learnt from answers in conversations",
    "domain": "learnt from documents (continued pretraining)",
    "dpo": "learnt from pairs of a better and a worse answer (DPO)",
    "kto": "learnt from single judgements of answers (KTO)",
    "reward": "a reward model: it ranks answers and gives none",
    "rlhf": "learnt from a reward model's rewards for its own answers",
    "rlaif": "learnt from rewards that checks gave to its own answers",
}


def write_card(directory: Path, manifest: Manifest) -> Path:
    """Write the card of a checkpoint that no gate has seen yet into its directory, atomically; returns the file."""
    file = directory / CARD
    write_atomic(file, make_card(directory, manifest).encode())
    return file


def make_card(
    directory: Path, manifest: Manifest, record: Record | None = None, comparison: Comparison | None = None
) -> str:
    """The card of the checkpoint in `directory` as Markdown with YAML before it.

    Args:
        directory: where its adapter's configuration lies; no weights are read.
        record: an evaluation of exactly these weights.
        comparison: of these weights with full tuning on the same data.

    Raises:
        SourceError: the adapter's configuration is not JSON.
    """
    kind = adapter_kind(directory, manifest)
    parts = [
        f"# {prose(manifest.name, 120)}",
        *_what_it_is(manifest, kind, record),
        *_data(manifest),
        *_training(manifest, kind, comparison),
        *_evaluation(manifest, record),
        *_limits(manifest, record),
    ]
    return f"{front_matter(manifest, kind, record)}\n" + "\n\n".join(parts) + "\n"


def _what_it_is(manifest: Manifest, kind: str, record: Record | None) -> Iterator[str]:
    base = manifest.base
    if record is not None:
        told = weights_line(record.candidate)
    else:
        told = describe(
            manifest.name, kind=kind, method=manifest.method, base=base.name if base else None,
            base_digest=base.digest if base else None,
        )  # fmt: skip
    yield f"**{prose(told, 300)}**"
    if record is not None and record.product is not None:
        yield f"Product {prose(record.product.name, 80)}: {prose(record.product.purpose, 300)}"
    digest = weights_digest(manifest.files, base.digest if base and kind else None)
    lines = [f"- Weights digest: {code(digest)}"]
    if base is not None:
        lines.append(f"- Base: {code(base.name)}, weights digest {code(base.digest)}")
    lines.append(f"- Objective: {prose(_OBJECTIVES.get(manifest.objective, manifest.objective), 100)}")
    if manifest.epoch is not None:
        lines.append(f"- After epoch {manifest.epoch:g}" + (f", step {manifest.step}" if manifest.step else ""))
    if manifest.revision:
        lines.append(f"- Code revision: {code(manifest.revision)}")
    yield "\n".join(lines)


def _data(manifest: Manifest) -> Iterator[str]:
    yield "## Training data"
    if not manifest.data:
        yield "The manifest names no data."
        return
    rows = [
        f"| {prose(ref.file, 160)} | {prose(ref.sha256, 64)} | {ref.rows} | {ref.used} |"
        for ref in manifest.data[:_MOST_ROWS]
    ]
    yield "\n".join(["| file | SHA-256 | rows | trained on |", "|---|---|---:|---:|", *rows])
    yield "\n".join(_lint(manifest.lint))


def _lint(lint: Linted | None) -> Iterator[str]:
    if lint is None:
        yield "Nothing was linted: whether evaluation cases, contradictions or personal data stand in it is not known."
        return
    n = sum(lint.findings.values())
    yield f"The lints read {counted(lint.rows, 'row')}: {counted(n, 'finding') if n else 'nothing was found'}."
    for rule, count in list(lint.findings.items())[:_MOST_ROWS]:
        accepted = f", accepted: {prose(lint.accepted[rule], 300)}" if rule in lint.accepted else ""
        yield f"- {prose(rule, 60)}: {counted(count, 'finding')}{accepted}"
    for rule, why in list(lint.unchecked.items())[:_MOST_ROWS]:
        yield f"- {prose(rule, 60)}: not judged, {prose(why, 300)}"


def _training(manifest: Manifest, kind: str, comparison: Comparison | None) -> Iterator[str]:
    yield "## How it was trained"
    if kind or manifest.method == "merged":
        yield _beside_full_tuning(comparison)
    facts = {"method": manifest.method, **_flat(manifest.parameters)}
    facts |= {f"training.{key}": value for key, value in _flat(manifest.recipe.get("training", {})).items()}
    facts |= {"seed": manifest.seed, "recipe digest": manifest.recipe_digest}
    facts |= {"chat template digest": manifest.template_digest}
    yield _table("parameter", "value", {key: value for key, value in facts.items() if value is not None})
    if manifest.curves:
        yield "The last values of its curves:"
        yield _table("curve", "value", _flat(manifest.curves[-1]))
    warned = [f"- Warning: {prose(what, 400)}" for what in manifest.warnings]
    if manifest.ready is not None:
        warned += [f"- Not shown of its base before training: {prose(what, 300)}" for what in manifest.ready.missing]
        if manifest.ready.accepted:
            warned.append(f"- Training began in spite of it: {prose(manifest.ready.accepted, 300)}")
    if warned:
        yield "\n".join(warned)


def _beside_full_tuning(comparison: Comparison | None) -> str:
    if comparison is None:
        return (
            "**Not compared with full tuning on this data.** Whether full tuning would do better or worse is not known "
            "of this checkpoint, and nothing here speaks for it."
        )
    return f"Compared with full tuning on this data ({code(comparison.id)}): {prose(comparison.sentence, 400)}"


def _evaluation(manifest: Manifest, record: Record | None) -> Iterator[str]:
    yield "## Evaluation"
    if record is None:
        yield "No gate had decided on these weights when this card was written."
        return
    split = "gate" if record.split == "gate" else "dev split, which decides nothing"
    whole = "" if record.complete else " Not every case of every suite ran."
    yield f"**{record.decision}** ({split}): {prose(record.sentence, 400)}{whole}"
    yield f"Record {code(record.id)}, {code(record.created[:10])}; intervals are two-sided 90 %."
    rows = [f"| {' | '.join(_suite(suite))} |" for suite in record.suites[:_MOST_ROWS]]
    head = ["| suite | passed | n | rate | interval | baseline | decision |", "|---|---:|---:|---:|---:|---:|---|"]
    yield "\n".join([*head, *rows])
    gates = [*record.gates, *(gate for suite in record.suites for gate in suite.gates)]
    told = [
        f"- {gate.decision} {prose(gate.suite or 'all pooled suites', 60)}, {prose(gate.kind, 40)}: "
        f"{prose(gate.reason, 400)}"
        for gate in gates[:_MOST_ROWS]
    ]
    if told:
        yield "\n".join(["Gates:", "", *told])
    yield from _misses(record)


def _suite(suite: SuiteResult) -> list[str]:
    rate = suite.candidate
    shown = ("–", "–", "–", "–")
    if rate is not None:
        interval = f"{view.rate(rate.lower, 'en', unit='')}–{view.rate(rate.upper, 'en')}"
        shown = (str(rate.passed), str(rate.n), view.rate(rate.rate, "en"), interval)
    return [
        prose(suite.name, 60), *shown, view.rate(suite.baseline.rate if suite.baseline else None, "en"), suite.decision,
    ]  # fmt: skip


def _misses(record: Record) -> Iterator[str]:
    missed = [case for case in record.cases if case.candidate is not None and not case.candidate.passed]
    ran = sum(case.candidate is not None for case in record.cases)
    yield "### Known misses"
    critical = sum(case.critical for case in missed)
    yield (
        f"{len(missed)} of {counted(ran, 'case')} {plural(len(missed), 'was', 'were')} missed"
        f"{f', {critical} of them critical' if critical else ''}."
    )
    shown = sorted(missed, key=lambda case: not case.critical)[:_MOST_MISSES]
    lines = [f"- {code(f'{case.suite}/{case.id}')}{' (critical)' if case.critical else ''}" for case in shown]
    if len(missed) > len(shown):
        lines.append(f"- and {len(missed) - len(shown)} more")
    if lines:
        yield "\n".join(lines)


def _limits(manifest: Manifest, record: Record | None) -> Iterator[str]:
    yield "## Limits"
    lines = ["- The suites say nothing of what they do not ask."] if record is not None else []
    if manifest.rewards:
        named = ", ".join(prose(name, 60) for name in manifest.rewards)
        lines.append(f"- These checks were its reward and so show nothing by themselves: {named}.")
    if record is not None:
        lines += [f"- Not checked: {prose(suite, 60)}, {prose(why, 300)}" for suite, why in record.unchecked.items()]
        lines += [f"- {prose(notice, 400)}" for notice in record.notices[:_MOST_ROWS]]
        deployment = record.candidate.deployment
        asked = "under a system prompt" if deployment.system else "without a system prompt"
        bits = f", loaded in {prose(deployment.quantization, 20)}" if deployment.quantization else ""
        lines.append(
            f"- Asked {asked}{bits} (deployment {code(deployment.digest[:12])}); in another it may do otherwise."
        )
    sources = "`manifest.json`" + (f" and the record {code(record.id)}" if record is not None else "")
    lines.append(f"- This card was written from {sources}, where more stands. Nothing vouches for the card itself.")
    yield "\n".join(lines)


def _table(key: str, value: str, facts: Mapping[str, Any]) -> str:
    rows = [f"| {prose(name, 80)} | {_shown(fact)} |" for name, fact in list(facts.items())[:_MOST_ROWS]]
    return "\n".join([f"| {key} | {value} |", "|---|---|", *rows])


def _flat(facts: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in facts.items():
        found |= _flat(value, f"{before}{key}.") if isinstance(value, Mapping) else {f"{before}{key}": value}
    return found


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, int):
        return str(value)
    return prose(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), 200)
