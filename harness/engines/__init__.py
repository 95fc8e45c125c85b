"""Engines: requests → replies. One file an engine; the default is transformers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol, Self, runtime_checkable
from urllib.parse import urlsplit

from harness.replies import EngineIdentity, Reply, Request

__all__ = [
    "DEADLINE",
    "HALF",
    "REMOTE",
    "Endpoint",
    "Engine",
    "EngineError",
    "Files",
    "Form",
    "Job",
    "Measured",
    "Measurement",
    "Measures",
    "OnReplies",
    "Said",
    "identity_for",
]

REMOTE = "openai:"
"""What the name of a model behind a server begins with."""

DEADLINE = 300.0
"""Seconds, unless said otherwise, for one request to an endpoint with all its tries, and for its opening questions."""

HALF = "bf16"
"""A `quantization` of 16 bits: the weights as bfloat16, where the engine would compute in float32."""

Form = Literal["", "apart", "merged", "off"]
"""How an adapter is used: as the engine usually does, beside its base, added into the weights, or loaded and off."""

OnReplies = Callable[["Job", Sequence[tuple[str, Reply]]], None]


class EngineError(Exception):
    """The engine failed: there is no verdict (exit status 11). Replies that came before are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """A model on this machine."""

    model: Path
    """Directory of the full weights: the base's, where there is an adapter."""
    adapter: Path | None
    tokenizer: Path
    quantization: str = ""
    """How the weights are loaded: `nf4`, `fp4`, `int8` or `HALF`; empty: as they are."""
    turn_end: str = ""
    """What the chat template writes after a reply; its first token ends one, whatever else the model names."""
    turn_start: str = ""
    """What the chat template writes between the prompt and a reply: it stands before a choice."""
    ends_turns: bool = False
    """Trained on this template by us: a model that never ends its turn was not trained as its manifest says."""
    form: Form = ""
    beside: Path | None = None
    """Another adapter on the same base that is loaded as well, and not used."""
    beside_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A model behind an OpenAI-compatible server, which renders its template itself."""

    url: str
    """Up to and with `/v1`; empty: the client's own default."""
    name: str

    @classmethod
    def parse(cls, text: str) -> Endpoint:
        """`openai:URL#NAME`, or `openai:NAME` at the client's own address (OPENAI_BASE_URL, else OpenAI's).

        Raises:
            ValueError: it is neither, or holds a password.
        """
        rest = text.removeprefix(REMOTE)
        url, mark, name = rest.partition("#")
        if not mark and "://" not in rest:
            url, name = "", rest
        parts = urlsplit(url)
        if not name or (url and (parts.scheme not in ("http", "https") or not parts.netloc)):
            raise ValueError(f"{text!r} names no endpoint: write openai:http://127.0.0.1:8000/v1#name, or openai:name")
        if parts.query:
            raise ValueError(
                "an endpoint's address has no `?…`, it would stand in records: set OPENAI_API_KEY for a key"
            )
        if parts.username or parts.password:
            raise ValueError("an endpoint's address holds no password, it would stand in records: set OPENAI_API_KEY")
        return cls(url=url.rstrip("/"), name=name)

    def __str__(self) -> str:
        return f"openai:{self.url}#{self.name}" if self.url else f"openai:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The missing replies of one checkpoint."""

    weights: str
    """Weights digest, as the store keeps it."""
    source: Files | Endpoint
    requests: tuple[Request, ...]

    @property
    def files(self) -> Files:
        """The files of a model on this machine: what an engine that loads one is given."""
        if not isinstance(self.source, Files):
            raise EngineError(f"{self.source} is an endpoint: this engine loads models from files")
        return self.source

    def made_by(self, engine: EngineIdentity) -> EngineIdentity:
        """The engine as it answers this job: with the weights as they are loaded for it."""
        return identity_for(self.source, engine)


def identity_for(source: Files | Endpoint, engine: EngineIdentity) -> EngineIdentity:
    """The engine as it answers for such a model."""
    if not isinstance(source, Files):
        return engine
    same = source.quantization == HALF and engine.dtype == "bfloat16"
    quantization = engine.quantization if same else source.quantization or engine.quantization
    made = engine if quantization == engine.quantization else replace(engine, quantization=quantization)
    form = _told_form(source, made)
    return made if form == made.form else replace(made, form=form)


def _told_form(source: Files, engine: EngineIdentity) -> str:
    """What a reply's key says of the adapter's form; empty where the engine would use it so anyway."""
    if source.beside:
        return f"beside {source.beside_digest}"
    return "" if source.form == ("merged" if engine.merges else "apart") else source.form


class Engine(Protocol):
    """What answers requests. As a context manager it may keep a process or a connection until the end."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *raised: object) -> None: ...

    @property
    def identity(self) -> EngineIdentity:
        """All of the engine that can change a reply; known without loading it."""

    def generate(self, jobs: Sequence[Job], on_replies: OnReplies) -> None:
        """Answer every request of every job, handing replies over as they come, in any order.

        Raises:
            EngineError: a model can't be loaded or generation failed.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A reply to walk along: its prompt, its text, and what is known of its tokens."""

    prompt: str
    special_tokens: bool
    text: str
    tokens: int
    """As generated, the end token included."""
    ended: bool
    """Whether it ended by itself; else it was cut at the limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Texts to read with two models that share a tokenizer. The jobs name the models; they ask for no replies."""

    base: Job
    candidate: Job
    replies: tuple[Said, ...]
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Sums over each text's tokens, in the order of the texts, all in nats."""

    kl: tuple[tuple[float, int], ...]
    """KL(base‖candidate) of the next token, summed over a reply's positions, its end included; how many these are."""
    plain: tuple[tuple[float, float, int], ...]
    """Negative log-likelihood under the base and the candidate; over how many tokens (0: too short to read)."""


@runtime_checkable
class Measures(Protocol):
    """What an engine may be able to do besides: read given texts and tell how likely they are."""

    def measure(self, asked: Measurement) -> Measured:
        """Read every text with both models.

        Raises:
            EngineError: a model can't be loaded, or the two can't be compared: another tokenizer, another vocabulary.
        """
