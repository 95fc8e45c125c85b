"""Requests and replies, and the key between them.

A reply is kept under what made it (`reply_key`), never under a checkpoint's name: a retrained `ckpt-3` finds nothing of
the old one's, and a renamed one finds all of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.deployment import Sampling
from harness.manifest import digest_of

__all__ = ["Draw", "EngineIdentity", "Reply", "Request", "missing", "reply_key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineIdentity:
    """All of an engine that can change a reply."""

    name: str
    version: str
    dtype: str
    device: str
    quantization: str = ""
    """As `nf4` or `int8`; empty: none."""
    form: str = ""
    """In which form an adapter answered, where not in the engine's usual one."""

    @property
    def batch_invariant(self) -> bool:
        """Whether a reply is promised not to depend on its neighbours: in float32; never by a server elsewhere."""
        return self.dtype == "float32" and not self.quantization

    @property
    def merges(self) -> bool:
        """Whether it usually adds an adapter into the weights: where the sum loses nothing that a reply could show."""
        return self.name == "transformers" and self.batch_invariant

    def to_json(self) -> dict[str, str]:
        """For keys and records; what is as usual is left out, as it was before it was noted."""
        told = {"name": self.name, "version": self.version, "dtype": self.dtype, "device": self.device}
        if self.quantization:
            told["quantization"] = self.quantization
        if self.form:
            told["form"] = self.form
        if not self.batch_invariant:
            told["batch_invariance"] = "not promised"
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One prompt to answer."""

    key: str
    prompt: str
    special_tokens: bool
    """Whether the tokenizer adds its own start token: only where no template wrote it."""
    sampling: Sampling
    draw: Draw | None = None
    """Which of several replies; None where replies are greedy."""
    said: tuple[str, ...] = ()
    """The model's own earlier replies that the prompt holds."""
    choices: tuple[str, ...] = ()
    """Where there are some, the likeliest of them is the reply, and nothing is generated."""
    choice_by: str = "total"
    """`character`: the likeliest for its length, as classical benchmarks normalize."""
    guided: str = ""
    """A JSON Schema that the reply is held to while it is generated; empty: none."""
    left: int = 0
    """How many more turns of the model follow in this conversation."""


@dataclass(frozen=True, slots=True)
class Draw:
    """One of K sampled replies to the same prompt."""

    seed: int
    sample: int
    """From 0 to K − 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model answered. `finish`: stop, length, overlong (the prompt itself did not fit), or chosen."""

    text: str
    finish: str
    tokens: int


def reply_key(
    *,
    weights: str,
    prompt: str,
    special_tokens: bool,
    sampling: Sampling,
    engine: EngineIdentity,
    draw: Draw | None = None,
    choices: tuple[str, ...] = (),
    choice_by: str = "total",
    guided: str = "",
) -> str:
    """SHA-256 over everything that can change the reply.

    A peer that left one of these out served one model's answers as another's (lm-evaluation-harness#4063,
    lighteval#1364).
    """
    return digest_of(
        {
            "weights": weights,
            "prompt": prompt,
            "special_tokens": special_tokens,
            "sampling": sampling.to_json(),
            "sample": [draw.seed, draw.sample] if draw else 0,
            "engine": engine.to_json(),
            **({"choices": list(choices)} if choices else {}),
            **({"choice_by": choice_by} if choices and choice_by != "total" else {}),
            **({"guided": guided} if guided else {}),
        }
    )


def missing(requests: Iterable[Request], stored: Iterable[str]) -> list[Request]:
    """The requests whose reply is not stored, each key once, in order."""
    have = set(stored)
    plan: dict[str, Request] = {}
    for request in requests:
        if request.key not in have:
            plan.setdefault(request.key, request)
    return list(plan.values())
