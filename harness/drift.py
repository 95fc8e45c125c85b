"""The candidate's drift from its base: which texts are read, what is stored of it, what a bound makes of it.

Measured in whole runs of the gate split, where a suite is held to the base model: along the candidate's replies to the
other pooled suites (the target prompts), and on plain text.
"""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from harness import record
from harness.arms import Arm, Role
from harness.engines import Engine, EngineError, Measured, Measurement, Measures, Said
from harness.gates import Gate
from harness.gates.drift import Estimate, decide_drift, mean_kl, perplexity, perplexity_ratio
from harness.manifest import digest_of
from harness.replies import Reply, Request
from harness.reply_store import ReplyStore
from harness.session import Plan
from harness.settings import Settings
from harness.source import SourceError, read_text
from harness.waves import Asked

__all__ = ["PROMPTS", "drift_gates", "measure_drift", "plain_files"]

PROMPTS = 64
"""So many target prompts at most: those whose digests come first, a choice that no model takes part in."""


class _Target(NamedTuple):
    """A reply of the candidate's, and the cases that its own belongs with."""

    said: Said
    cluster: tuple[str, str]


def measure_drift(
    plan: Plan,
    arms: Mapping[Role, Arm],
    requests: Mapping[Asked, Sequence[Request]],
    replies: Mapping[str, Reply],
    store: ReplyStore,
    engine: Engine,
) -> record.Drift | None:
    """Measure the drift, or read it from the store; `left_out` says why it could not be.

    None where it is not due: no suite is held to a base model, none is known and no bound asks for it, or the candidate
    is the base itself.

    Raises:
        SourceError: a bound is set and no suite is held to the base, or a plain text can't be read.
        StoreError: the store can't be read or written.
    """
    settings = plan.settings
    bound = settings.kl_bound is not None or settings.perplexity_bound is not None
    if not any(suite.policy.baseline == "base" for suite in plan.suites.values()):
        if bound:
            raise SourceError('kl_bound and perplexity_bound need a suite that is held to the base: baseline="base"')
        return None
    if "base" not in arms:
        return record.Drift(left_out="the candidate's base model is not known") if bound else None
    base, candidate = arms["base"], arms["candidate"]
    if base.about.digest == candidate.about.digest:
        return None
    targets, texts = _targets(plan, requests, replies), _plain(plan)
    if not isinstance(engine, Measures):
        return record.Drift(left_out="this engine does not measure")
    asked = Measurement(
        base=base.job(()), candidate=candidate.job(()), replies=tuple(t.said for t in targets), plain=tuple(texts)
    )
    try:
        found = _stored(asked, store, engine, engine)
    except EngineError as e:
        return record.Drift(left_out=str(e))
    return _drift(found, targets, settings.alpha)


def drift_gates(drift: record.Drift | None, settings: Settings) -> list[Gate]:
    """The gates of the bounds that are set; none where a drift was not due."""
    if drift is None:
        return []
    gates = []
    if settings.kl_bound is not None:
        why = drift.left_out or "there is no reply to a target prompt"
        gates.append(decide_drift("kl", _estimate(drift.kl), settings.kl_bound, why))
    if settings.perplexity_bound is not None:
        why = drift.left_out or f"there is no text in {settings.golden}/{settings.plain}"
        ratio = drift.perplexity.ratio if drift.perplexity else None
        gates.append(decide_drift("perplexity", _estimate(ratio), settings.perplexity_bound, why))
    return gates


def plain_files(golden: Path, pattern: str) -> list[Path]:
    """The files of plain text, sorted."""
    found = glob.glob(str(Path(glob.escape(str(golden))) / pattern), recursive=True)
    return sorted(file for file in map(Path, found) if file.is_file())


def _plain(plan: Plan) -> list[str]:
    """The texts, one a line."""
    files = plain_files(plan.root / plan.settings.golden, plan.settings.plain)
    return [line.strip() for file in files for line in read_text(file).split("\n") if line.strip()]


def _targets(plan: Plan, requests: Mapping[Asked, Sequence[Request]], replies: Mapping[str, Reply]) -> list[_Target]:
    """The candidate's first reply to each target prompt, as many as are wanted."""
    found = []
    for name, suite in plan.suites.items():
        if not suite.policy.pool or suite.policy.baseline == "base":
            continue
        for id_, case in suite.cases.items():
            asked = requests.get(("candidate", name, id_), ())
            reply = replies.get(asked[0].key) if asked else None
            if reply is None or reply.finish not in ("stop", "length"):
                continue
            prompt, special = asked[0].prompt, asked[0].special_tokens
            said = Said(
                prompt=prompt,
                special_tokens=special,
                text=reply.text,
                tokens=reply.tokens,
                ended=reply.finish == "stop",
            )
            rank = hashlib.sha256(f"{name} {case.data.digest}".encode()).digest()
            found.append((rank, _Target(said, (name, suite.witness(id_)))))
    return [target for _, target in sorted(found, key=lambda ranked: ranked[0])[:PROMPTS]]


def _stored(asked: Measurement, store: ReplyStore, engine: Engine, measures: Measures) -> Measured:
    """What the store has under everything that can change it, or what the engine measures now."""
    key = digest_of(
        {
            "measure": "drift/1",
            "base": asked.base.weights,
            "candidate": asked.candidate.weights,
            "replies": [asdict(said) for said in asked.replies],
            "plain": list(asked.plain),
            "engine": asked.candidate.made_by(engine.identity).to_json(),
        }
    )
    held = store.measured(key)
    if held is None:
        found = measures.measure(asked)
        held = {"kl": found.kl, "plain": found.plain}
        store.keep_measured(key, held)
    return Measured(
        kl=tuple((float(total), int(n)) for total, n in held["kl"]),
        plain=tuple((float(base), float(candidate), int(n)) for base, candidate, n in held["plain"]),
    )


def _drift(found: Measured, targets: Sequence[_Target], alpha: float) -> record.Drift:
    walked = [(total, n, t.cluster) for (total, n), t in zip(found.kl, targets, strict=True) if n]
    kl = mean_kl([w[0] for w in walked], [w[1] for w in walked], [w[2] for w in walked], alpha) if walked else None
    read = [text for text in found.plain if text[2]]
    told = None
    if read:
        base, candidate, tokens = [t[0] for t in read], [t[1] for t in read], [t[2] for t in read]
        told = record.Perplexity(
            texts=len(read),
            tokens=sum(tokens),
            candidate=_shown(perplexity(candidate, tokens, alpha)),
            base=_shown(perplexity(base, tokens, alpha)),
            ratio=_shown(perplexity_ratio(candidate, base, tokens, alpha)),
        )
    return record.Drift(
        level=1 - 2 * alpha,
        kl=_shown(kl) if kl else None,
        prompts=len(walked),
        positions=sum(n for _, n, _ in walked),
        perplexity=told,
    )


def _shown(found: Estimate) -> record.Estimate:
    return record.Estimate(value=found.value, lower=found.lower, upper=found.upper)


def _estimate(shown: record.Estimate | None) -> Estimate | None:
    return None if shown is None else Estimate(shown.value, shown.lower, shown.upper)
