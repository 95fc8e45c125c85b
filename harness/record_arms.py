"""The sides of a comparison, as a record names them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from harness.record_part import Part

__all__ = ["Arm", "DeploymentRef", "ProductRef"]


class DeploymentRef(Part):
    """What surrounded the checkpoint: its content, not its place, so that it can be rendered again."""

    file: str | None
    system: str | None = Field(description="the system prompt's text")
    sampling: dict[str, Any]
    quantization: str | None = Field(default=None, description="nf4, fp4 or int8: how the weights were loaded")
    context: str | None = Field(default=None, description="how documents and a question made one message, if unusual")
    digest: str


class Arm(Part):
    """One side of a comparison."""

    name: str = Field(description="as a person named it: support/ckpt-3, support@1.0.0")
    path: str
    digest: str = Field(
        description="weights digest: base, adapter, tokenizer, template, generation configuration; of a model behind "
        "a server its address, its name and what it answers to fixed prompts"
    )
    manifest_digest: str | None = Field(description="SHA-256 of manifest.json; None for a stranger's model")
    method: str | None = None
    base: str | None = None
    base_digest: str | None = Field(default=None, description="of the base's weights")
    adapter: bool = False
    kind: str = Field(default="", description="what kind of adapter, and how large: lora r16; empty for full weights")
    epoch: float | None = None
    data: list[str] = Field(default_factory=list)
    rewards: list[str] = Field(default_factory=list, description="checks that it was rewarded for in training")
    unknown: list[str] = Field(
        default_factory=list, description="what can't be known of a model behind a server: weights, template, …"
    )
    ignored: list[str] = Field(
        default_factory=list, description="settings that its server takes and does not follow: temperature, seed, …"
    )
    deployment: DeploymentRef


class ProductRef(Part):
    """The product that was on trial under its own name."""

    name: str
    purpose: str
    suites: list[str] | None = Field(description="as its settings name them; None: all")
