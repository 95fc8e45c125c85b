"""What is tested and shipped: a checkpoint with what surrounds it. `deployment.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from harness.manifest import digest_of
from harness.source import SourceError, read_text, read_yaml, relative, validate

__all__ = ["BARE", "Deployment", "Quantization", "Sampling", "load_deployment"]


Quantization = Literal["nf4", "fp4", "int8"]
"""By bitsandbytes: 4-bit NormalFloat, 4-bit float, or LLM.int8()."""


class Sampling(BaseModel):
    """How replies are generated: greedy, the most likely token each time, unless there is a temperature."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    max_new_tokens: int = Field(default=256, ge=1, le=8192)
    temperature: float = Field(default=0.0, ge=0, le=2)

    def to_json(self) -> dict[str, Any]:
        """For digests, keys and records; a temperature of 0 is left out, as it was before there was one."""
        return self.model_dump(exclude=None if self.temperature else {"temperature"})


CONTEXT = "{context}\n\n{question}"
"""How documents are handed to a model with a question, unless a deployment says otherwise."""


def _has_places(form: str) -> str:
    if any(form.count(place) != 1 for place in ("{context}", "{question}")):
        raise ValueError("needs {context} and {question}, each once: where the documents and the question go")
    return form


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    model: str = Field(min_length=1)
    system: str | None = None
    context: Annotated[str, AfterValidator(_has_places)] = CONTEXT
    sampling: Sampling = Sampling()
    quantization: Quantization | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """The content of a deployment, apart from its checkpoint."""

    file: str | None
    model: str | None
    system: str | None
    sampling: Sampling
    quantization: Quantization | None = None
    """How the weights are loaded where it is served, and so where it is tested; None: as they are."""
    context: str = CONTEXT
    """How documents and a question make one message: a text with the places {context} and {question}."""

    @property
    def digest(self) -> str:
        """SHA-256 over what can change a reply: the system prompt, the sampling, the quantization, the context."""
        return digest_of({"system": self.system, "sampling": self.sampling.to_json(), **self._if_set()})

    def with_context(self, documents: Sequence[str], question: str) -> str:
        """The message that a model reads: documents, a line each, and the question."""
        before, _, after = self.context.partition("{context}")
        filled = [part.replace("{question}", question) for part in (before, after)]
        return filled[0] + "\n".join(documents) + filled[1]

    def _if_set(self) -> dict[str, str]:
        """What was no part of a deployment once, and is left out where it says nothing."""
        quantized = {"quantization": self.quantization} if self.quantization else {}
        return {**quantized, **({"context": self.context} if self.context != CONTEXT else {})}

    def to_json(self) -> dict[str, Any]:
        """What a record and the journal keep, enough to render it again."""
        return {
            "file": self.file,
            "system": self.system,
            "sampling": self.sampling.to_json(),
            "digest": self.digest,
            **self._if_set(),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Deployment:
        """The inverse of `to_json`."""
        sampling = Sampling.model_validate(data["sampling"])
        return cls(
            file=data["file"],
            model=None,
            system=data["system"],
            sampling=sampling,
            quantization=data.get("quantization"),
            context=data.get("context") or CONTEXT,
        )


BARE = Deployment(file=None, model=None, system=None, sampling=Sampling())


def load_deployment(file: Path) -> Deployment:
    """Read a deployment file; the system prompt's path is relative to it.

    Raises:
        SourceError: unreadable, an unknown key, a missing or empty system prompt.
    """
    located = read_yaml(file)
    data = validate(_File, located)
    system = None
    if data.system is not None:
        prompt = file.parent / data.system
        if not prompt.is_file():
            raise SourceError(f"system: no such file: {data.system}", file=file, line=located.line(("system",)))
        system = read_text(prompt).strip()
        if not system:
            raise SourceError(f"system: {data.system} is empty", file=file, line=located.line(("system",)))
    return Deployment(
        file=relative(file),
        model=data.model,
        system=system,
        sampling=data.sampling,
        quantization=data.quantization,
        context=data.context,
    )
