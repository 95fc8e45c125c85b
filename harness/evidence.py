"""From an evaluation to its record, with the digest of every file that took part in the decision."""

from __future__ import annotations

import platform
import re
import secrets
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import harness
from harness import record
from harness.arms import Arm, Role
from harness.case_files import case_files, every_case_file, load_cases
from harness.cases import Case, Split
from harness.drift import plain_files
from harness.engines import REMOTE, Engine, EngineError
from harness.engines.embedding import embedder_files
from harness.expectations import changes
from harness.gates import design_effect, p_together
from harness.judging import judge_run, judge_suites
from harness.manifest import digest_of, sha256_file
from harness.outcome import EXIT, case_results, conclude, slice_results
from harness.products import Product
from harness.records import newest_record
from harness.session import Plan
from harness.settings import Settings
from harness.settling import has_samples, settle
from harness.tries import count_tries, question_of
from harness.unfinished import unfinished
from harness.verdicts import Results, Verdicts, observations, suite_verdicts
from harness.weights import weights_line

__all__ = ["evidence_files", "make_record", "new_id"]

OWN = "ckptgate's own checks and gates"
_DECIDING = (
    *("comparing", "drift", "forms", "judging", "likewise", "meanings", "memorized", "outcome", "overfitting"),
    *("policy", "scoring", "slicing", "training_cases", "verdicts"),
)
TABLE = "pyproject.toml [tool.ckptgate]"
PRODUCTS = "pyproject.toml [[tool.ckptgate.adapters]]"


def make_record(
    plan: Plan, arms: Mapping[Role, Arm], results: Results, engine: Engine, *, whole: bool, usage: Mapping[str, float]
) -> record.Record:
    """Judge every suite and put down what was asked, answered and decided."""
    verdicts = {name: suite_verdicts(name, suite, results, set(arms)) for name, suite in plan.suites.items()}
    suites = judge_suites(plan, verdicts, arms, results)
    gates = judge_run(plan, verdicts, arms) if whole else []
    product = plan.product.name if plan.product is not None else None
    decision, sentence = conclude(suites, gates, plan, results, whole=whole)
    cases = case_results(plan, verdicts, arms, results)
    patterns = sorted({p for suite in plan.suites.values() for p in suite.patterns})
    candidate = arms["candidate"]
    part = bool(results.selected) and not (whole and all(s.decision != "NOT DECIDED" for s in suites))
    complete = whole and all(s.ran == s.planned for s in suites) and bool(suites)
    # The base that everything is trained from is measured before there is anything to choose.
    untrained = "production" not in arms and "base" in arms and arms["base"].about.digest == candidate.about.digest
    question = question_of(suites, arms) if complete and plan.split == "gate" and not untrained else None
    records = plan.root / plan.settings.records
    tried = count_tries(records, question, candidate.about.digest) if question else 1
    now = datetime.now(UTC)
    made = record.Record(
        id=new_id(candidate, now),
        created=now.isoformat(timespec="milliseconds"),
        split=plan.split,
        asked=dict(plan.asked),
        question=question,
        tried=tried,
        complete=complete,
        decision=decision,
        exit_status=EXIT[decision],
        sentence=sentence,
        notices=[
            *_of_gates([*gates, *(g for s in suites if s.decision != "NOT DECIDED" for g in s.gates)]),
            *([] if part else unfinished(plan, arms)),
            *results.notices,
            *_replies(results, arms),
            *_of_arms(arms),
            *(f"{suite}: {what}" for suite, what in plan.notes if suite in results.suites or not part),
            *([] if part else _of_the_whole(plan, verdicts, arms, tried)),
        ],
        weights=weights_line(candidate.about),
        product=_product(plan.product),
        candidate=candidate.about,
        production=arms["production"].about if "production" in arms else None,
        base=arms["base"].about if "base" in arms else None,
        anchor=arms["anchor"].about if "anchor" in arms else None,
        unchecked=dict(plan.unchecked),
        engine=_engine(engine),
        environment={
            "ckptgate": harness.__version__,
            "python": platform.python_version(),
            "pytest": version("pytest"),
            "platform": f"{platform.system()} {platform.machine()}",
        },
        gates=gates,
        suites=suites,
        slices=slice_results(cases, suites),
        drift=results.drift,
        training=results.training,
        files=evidence_files(plan.root, plan.settings, patterns, plan.split, plan.loaded, product),
        patterns=patterns,
        usage=dict(usage),
        changes=changes(plan, arms) if complete and plan.split == "gate" else [],
        cases=cases,
    )
    if decision != "INCONCLUSIVE":
        return made
    noise = newest_record(records, candidate.about.digest, has_samples)
    return made.model_copy(update={"settle": settle(made, noise)})


def evidence_files(
    root: Path,
    settings: Settings,
    patterns: Iterable[str],
    split: Split = "gate",
    loaded: Mapping[Path, Sequence[Case]] | None = None,
    product: str | None = None,
) -> dict[str, str]:
    """Digest of everything but the checkpoint and its deployment that decides: suites, conftests, cases, settings, us.

    Keys are paths relative to the root; a case file counts by its cases of the split, so that adding a dev case
    or a comment changes nothing. `loaded` holds those that were read already: what was asked is what counts. Of the
    products only the one on trial counts, by the suites that it names.

    Raises:
        SourceError: a case file is unusable.
    """
    code = {root / "conftest.py", *(root / settings.suites).rglob("*.py")}
    digests = {p.relative_to(root).as_posix(): sha256_file(p) for p in sorted(code) if p.is_file()}
    for file in case_files(root / settings.golden, patterns):
        cases = loaded[file] if loaded and file in loaded else load_cases([file])
        if decisive := sorted(case.digest for case in cases if case.split == split):
            digests[file.relative_to(root).as_posix()] = digest_of(decisive)
    if settings.perplexity_bound is not None:
        for file in plain_files(root / settings.golden, settings.plain):
            digests[file.relative_to(root).as_posix()] = sha256_file(file)
    if settings.embeddings is not None and not settings.embeddings.startswith(REMOTE):
        folder = root / Path(settings.embeddings).expanduser()
        digests[f"embeddings {settings.embeddings}"] = embedder_files(folder)
    settings_text = (root / "pyproject.toml").read_text(encoding="utf-8")
    table = tomllib.loads(settings_text).get("tool", {}).get("ckptgate", {})
    digests[TABLE] = digest_of({key: value for key, value in table.items() if key != "adapters"})
    if product is not None and (entry := settings.product(product)) is not None:
        digests[f"{PRODUCTS} {product}"] = digest_of(entry.suites)
    home = Path(harness.__file__).parent
    own = [p for part in ("checks", "gates") for p in (home / part).rglob("*.py")]
    own += [home / f"{name}.py" for name in _DECIDING]
    digests[OWN] = digest_of({p.relative_to(home).as_posix(): sha256_file(p) for p in own})
    return digests


def _product(product: Product | None) -> record.ProductRef | None:
    if product is None:
        return None
    suites = None if product.suites is None else list(product.suites)
    return record.ProductRef(name=product.name, purpose=product.purpose, suites=suites)


def _of_gates(gates: Iterable[record.GateResult]) -> list[str]:
    """What a PASS does not show."""
    softened, worse = [], []
    for gate in gates:
        name = f"{gate.kind} of {gate.suite or 'all suites'}"
        p, alpha = gate.numbers.get("p_worse"), gate.numbers.get("alpha")
        if gate.numbers.get("softened"):
            softened.append(name)
        elif gate.decision == "PASS" and p is not None and alpha is not None and p <= alpha:
            worse.append(name)
    notices = []
    if softened:
        notices.append(f'Passed as a warning only (inconclusive = "warn"), not shown: {", ".join(softened)}.')
    if worse:
        notices.append(f"Worse by more than chance, though within the margin: {', '.join(worse)}.")
    return notices


def _unchecked(plan: Plan) -> list[str]:
    """What no suite says anything of, as a clause each."""
    reasons: dict[str, list[str]] = {}
    for suite, why in plan.unchecked.items():
        reasons.setdefault(why, []).append(suite)
    told = "; ".join(f"{', '.join(suites)} ({why})" for why, suites in reasons.items())
    return [f"Not checked: {told}."] if told else []


_SURE = 0.01
_FILES = 6
_MANY = 20


def _relatives(plan: Plan, verdicts: Mapping[str, Verdicts]) -> list[str]:
    """Suites whose cases got worse or better file by file, and yet count as so many witnesses."""
    notices = []
    for name, suite in plan.suites.items():
        found = verdicts[name]
        if found.baseline is None or any(suite.cluster(case) for case in suite.cases):
            continue
        moved = [case.now - case.before for case in observations(name, suite, found, found.baseline)]
        files = [suite.cases[case].data.file for case in found.reasons]
        if len(set(files)) < _FILES or p_together(moved, files) > _SURE:
            continue
        effect = design_effect(moved, files)
        if effect is not None and effect > 1:
            notices.append(
                f"In {name} the cases of one file moved together more than chance explains (design effect "
                f"{effect:.1f}): they show less than as many unrelated ones. Give cases of one template or document "
                'one `cluster:`, or set cluster = "file".'
            )
    return notices


_CUT = {"length": "was cut at the length limit", "content_filter": "was held back by the server's filter"}


def _replies(results: Results, arms: Mapping[Role, Arm]) -> list[str]:
    """What is so of every reply of an arm that it hardly lies in the cases."""
    notices = []
    for role, arm in arms.items():
        keys = {r.key for (asked, _, _), requests in results.requests.items() if asked == role for r in requests}
        found = [reply for key in keys if (reply := results.replies.get(key)) and reply.finish != "chosen"]
        if len(found) < _MANY:
            continue
        if not any(reply.text for reply in found):
            notices.append(f"Every one of {len(found)} replies of {arm.about.name} is empty.")
        ends = {reply.finish for reply in found}
        if len(ends) == 1 and (how := _CUT.get(*ends)):
            notices.append(f"Every one of {len(found)} replies of {arm.about.name} {how}: no turn ended by itself.")
    return notices


def _of_arms(arms: Mapping[Role, Arm]) -> list[str]:
    """What is so of every reply of this run, and of every comparison."""
    candidate = arms["candidate"]
    notices = []
    for arm in {a.about.name: a for a in arms.values()}.values():
        if arm.about.unknown:
            notices.append(f"Of {arm.about.name} is not known: {', '.join(arm.about.unknown)}.")
        if arm.about.ignored:
            notices.append(f"{arm.about.name} takes and does not follow: {', '.join(arm.about.ignored)}.")
    if candidate.template is not None and candidate.template.source is None:
        notices.append(
            f"{candidate.about.name} has no chat template: the turns were given to it as plain text. If it was trained "
            "on one, put that into its directory as chat_template.jinja."
        )
    for role, what in (("production", "the baseline"), ("base", "its own base model")):
        if role in arms and arms[role].about.digest == candidate.about.digest:  # type: ignore[index]
            notices.append(f"The candidate is {what}: comparing it with itself shows no difference.")
    return notices


def _of_the_whole(plan: Plan, verdicts: Mapping[str, Verdicts], arms: Mapping[Role, Arm], tried: int) -> Iterator[str]:
    """What matters to who decides, and is no help to who asked for a few cases."""
    candidate = arms["candidate"]
    if tried > 1:
        yield (
            f"{tried} checkpoints were tried against these cases and this baseline: the more are tried, the likelier "
            "one passes by luck. Choose with --split=dev."
        )
    if not candidate.vouched and not candidate.about.unknown:
        yield f"{candidate.about.name} has no manifest: what it was made of and trained on is not known."
        if plan.settings.demo:
            yield (
                "The cases shipped under golden/ describe the demo's shop; a model that was not made for that shop is "
                "not expected to know it. Put your own cases there."
            )
    changed = _changed(candidate.about, arms["production"].about) if "production" in arms else []
    if len(changed) > 1:
        yield (
            f"Changed at once against {arms['production'].about.name}: {', '.join(changed)}. Which of them made a "
            "difference can't be told from this comparison."
        )
    yield from _relatives(plan, verdicts)
    yield from _unchecked(plan)


def _changed(candidate: record.Arm, other: record.Arm) -> list[str]:
    """What a person chose differently, each a cause of its own; new weights by the same means are one change."""
    facts = {
        "base model": (candidate.base, other.base),
        "method": (candidate.method, other.method),
        "training data": (candidate.data, other.data),
        "system prompt": (candidate.deployment.system, other.deployment.system),
        "quantization": (candidate.deployment.quantization, other.deployment.quantization),
        "form of documents": (candidate.deployment.context, other.deployment.context),
    }
    return [name for name, (ours, theirs) in facts.items() if ours != theirs]


def _engine(engine: Engine) -> dict[str, str]:
    try:
        return engine.identity.to_json()
    except EngineError as e:
        return {"error": str(e)}


def new_id(candidate: Arm, now: datetime | None = None) -> str:
    """A name for a record about this candidate: when, about what, and a few random letters."""
    name, now = candidate.about.name.lower().rstrip("/"), now or datetime.now(UTC)
    slug = re.sub(r"[^a-z0-9.]+", "-", name.rpartition("../")[2]).strip("-.")[-60:].strip("-.")
    return f"{now:%Y%m%dT%H%M%S}-{slug or 'model'}-{secrets.token_hex(2)}"


def current_criticals(root: Path, settings: Settings) -> frozenset[str]:
    """The critical cases of the gate split, as the case files name them now: `suite/id`.

    Raises:
        SourceError: a case file is unusable.
    """
    cases = load_cases(every_case_file(root / settings.golden))
    return frozenset(f"{c.suite}/{c.id}" for c in cases if c.critical and c.split == "gate")


def current_files(root: Path, settings: Settings, digest: str) -> dict[str, str]:
    """What the suites consist of now, as `evidence_files` of the newest gate record about these weights would be.

    The patterns come from that record; a suite that names others has changed, and shows by its own digest.
    """
    newest = newest_record(root / settings.records, digest, lambda found: found.split == "gate" and found.complete)
    if newest is None:
        return evidence_files(root, settings, ())
    product = newest.product.name if newest.product else None
    return evidence_files(root, settings, newest.patterns, product=product)
