"""How a suite decides: its mark, and behind it what the project's settings say for all suites."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from harness.arms import Arm, Role, rivals
from harness.deployment import Sampling
from harness.forms import BITS, FORMS, Pair
from harness.replies import Draw
from harness.settings import Settings
from harness.slicing import DIMENSIONS, Dimension
from harness.source import SourceError

__all__ = ["Policy", "baseline_of", "judged", "roles_of"]

_WORDS = {"baseline": ("production", "base", *FORMS), "inconclusive": ("block", "warn"), "cluster": ("case", "file")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The arguments of a suite's mark, `pytest.mark.suite("golden", floor=.8, margin=.1)`, with the settings' defaults.

    None stands for "not asked": a suite that says `margin=None` is compared with nothing by itself.
    """

    name: str
    floor: float | None = None
    margin: float | None = None
    slices: tuple[Dimension, ...] = DIMENSIONS
    baseline: Literal["production", "base"] | Pair = "production"
    differing: float | None = None
    """The share of replies that have to be others than the baseline's."""
    identical: float | None = None
    """The share of replies that have to be the baseline's, word for word."""
    ladder: tuple[int, ...] = ()
    """Bits to load the weights in besides, for the report: out of 16, 8 and 4."""
    pool: bool = True
    """Its cases count in the overall comparison with production and with the anchor; never those of two forms."""
    samples: int = 1
    """Replies a case and arm, K."""
    temperature: float | None = None
    """In place of the deployment's."""
    seed: int = 0
    alpha: float = 0.05
    inconclusive: Literal["block", "warn"] = "block"
    cluster: Literal["case", "file"] = "case"
    """What a case without a `cluster:` of its own belongs to: itself, or all cases of its file."""
    gap: float | None = None
    """How much better the candidate may answer its training questions than the cases."""
    memorized: float | None = None
    """The share of training answers that may come back word for word."""

    @classmethod
    def of_mark(
        cls,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        where: Path,
        settings: Settings,
        asked: Mapping[str, Any] | None = None,
    ) -> Policy:
        """Read a suite's mark. What was `asked` on the command line goes before it.

        Raises:
            SourceError: no name, an unknown key, a value out of range.
        """

        def refuse(what: str) -> SourceError:
            return SourceError(f'the mark suite(...) {what}; write pytest.mark.suite("golden", floor=0.8)', file=where)

        if len(args) != 1 or not isinstance(args[0], str):
            raise refuse("takes the suite's name")
        known = sorted({field.name for field in fields(cls)} - {"name"})
        if unknown := sorted(set(kwargs) - set(known)):
            raise refuse(f"has no {unknown[0]!r} (known: {', '.join(known)})")
        name = args[0]
        chosen: dict[str, Any] = {
            "floor": settings.floor,
            "margin": settings.suite_margin,
            "slices": DIMENSIONS,
            "baseline": "production",
            "differing": None,
            "identical": None,
            "ladder": (),
            "pool": kwargs.get("baseline") not in FORMS and (settings.pool is None or name in settings.pool),
            "samples": settings.samples,
            "temperature": settings.temperature,
            "seed": settings.seed,
            "alpha": settings.alpha,
            "inconclusive": settings.inconclusive,
            "cluster": settings.cluster,
            **kwargs,
            **(asked or {}),
        }
        for key in ("floor", "margin", "gap", "memorized", "differing", "identical"):
            value = chosen.get(key)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if value is not None and not (number and 0 < value < 1):
                raise refuse(f"wants {key} between 0 and 1, not {value!r}")
        chosen["slices"] = tuple(chosen["slices"])
        if bad := [s for s in chosen["slices"] if s not in DIMENSIONS]:
            raise refuse(f"wants slices out of {', '.join(DIMENSIONS)}, not {bad[0]!r}")
        for key, words in _WORDS.items():
            if chosen[key] not in words:
                raise refuse(f"wants {key} {' or '.join(words)}, not {chosen[key]!r}")
        if not isinstance(chosen["pool"], bool):
            raise refuse(f"wants pool True or False, not {chosen['pool']!r}")
        compares_forms = chosen["baseline"] in FORMS
        if chosen["pool"] and compares_forms:
            raise refuse(f"compares two forms of one checkpoint (baseline={chosen['baseline']!r}) and is never pooled")
        chosen["ladder"] = tuple(chosen["ladder"])
        if bad := [bits for bits in chosen["ladder"] if bits not in BITS]:
            raise refuse(f"wants a ladder out of {', '.join(map(str, BITS))}, not {bad[0]!r}")
        if chosen["ladder"] and chosen["baseline"] != "unquantized":
            raise refuse('has a ladder only beside baseline="unquantized"')
        for key, low, high in (("samples", 1, 1024), ("seed", 0, 2**63)):
            if isinstance(chosen[key], bool) or not isinstance(chosen[key], int) or not low <= chosen[key] <= high:
                raise refuse(f"wants {key} as a whole number from {low}, not {chosen[key]!r}")
        rate = chosen["alpha"]
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate < 0.5:
            raise refuse(f"wants alpha between 0 and 0.5, not {rate!r}")
        heat = chosen["temperature"]
        if heat is not None and (isinstance(heat, bool) or not isinstance(heat, int | float) or not 0 <= heat <= 2):
            raise refuse(f"wants temperature between 0 and 2, not {heat!r}")
        return cls(name=name, **chosen)

    def to_json(self) -> dict[str, Any]:
        """For the record."""
        told = {key: value for key, value in asdict(self).items() if key != "name"} | {"slices": list(self.slices)}
        late = {"differing": self.differing, "identical": self.identical, "ladder": list(self.ladder)}
        return {key: value for key, value in told.items() if key not in late} | {k: v for k, v in late.items() if v}

    @property
    def form(self) -> Pair | None:
        """Which two forms of the candidate it compares; None: the candidate with another checkpoint."""
        return self.baseline if self.baseline in FORMS else None

    def sampling(self, deployed: Sampling) -> Sampling:
        """How this suite's replies are generated.

        Raises:
            SourceError: several samples of greedy replies, which are all the same.
        """
        chosen = deployed if self.temperature is None else deployed.model_copy(update={"temperature": self.temperature})
        if self.samples > 1 and not chosen.temperature:
            raise SourceError(
                f"the suite {self.name!r} asks for {self.samples} samples of greedy replies, which are all the same: "
                "give it a temperature, or the deployment's sampling one"
            )
        return chosen

    def draws(self, deployed: Sampling) -> list[Draw | None]:
        """The replies to ask for: one greedy one, or K draws."""
        if not self.sampling(deployed).temperature:
            return [None]
        return [Draw(self.seed, sample) for sample in range(self.samples)]


def baseline_of(policy: Policy, arms: Collection[Role]) -> Role | None:
    """What a suite by itself is compared with: None before the first release.

    A suite held to the base model falls back on production where no base is known; one of two forms on nothing.
    """
    if policy.form:
        return FORMS[policy.form][1] if set(FORMS[policy.form]) <= set(arms) else None
    others: tuple[Role, ...] = ("base", "production") if policy.baseline == "base" else ("production",)
    return next((role for role in others if role in arms), None)


def roles_of(policy: Policy, arms: Collection[Role]) -> tuple[Role, ...]:
    """The arms that answer and score a suite's cases: candidate, the suite's baseline, others for pooling, rivals."""
    wanted: list[Role | None] = ["candidate", baseline_of(policy, arms)]
    if policy.pool:
        wanted += ["production", "anchor"]
    wanted += [*(BITS[bits] for bits in policy.ladder), *rivals(arms)]
    return tuple(dict.fromkeys(role for role in wanted if role in arms))  # type: ignore[misc]


def judged(policy: Policy, role: Role, arms: Mapping[Role, Arm]) -> Arm:
    """Who answers in a role: itself, but that a suite may judge another form in the candidate's place."""
    seat = FORMS[policy.form][0] if policy.form and role == "candidate" else role
    return arms.get(seat, arms[role])
