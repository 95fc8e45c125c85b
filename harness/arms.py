"""Arms: the sides of a comparison, each a checkpoint in its own deployment."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from harness import record
from harness.cases import Case
from harness.deployment import Deployment, Sampling
from harness.engines import Endpoint, Files, Job, identity_for
from harness.replies import Draw, EngineIdentity, Request, reply_key
from harness.templates import ChatTemplate, TemplateError

if TYPE_CHECKING:
    pass

__all__ = ["Arm", "Role", "rival", "rivals"]

Role = Literal[
    "candidate",
    "production",
    "base",
    "anchor",
    # forms of the candidate and of what is in production (`harness.forms`)
    "off",
    "merged",
    "apart",
    "alone",
    "crowded",
    "unquantized",
    "16 bits",
    "8 bits",
    "4 bits",
]

_RIVAL = "rival "


def rival(number: int) -> Role:
    """The role of a checkpoint that is measured beside the candidate and compared with it, not decided about."""
    return cast(Role, f"{_RIVAL}{number}")


def rivals(arms: Collection[Role]) -> tuple[Role, ...]:
    """The roles of those that are measured beside the candidate."""
    return tuple(role for role in arms if role.startswith(_RIVAL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One side of a comparison. Travels to workers as JSON, so that only the controller hashes weights."""

    role: Role
    about: record.Arm
    source: Files | Endpoint
    template: ChatTemplate | None
    """None where a server renders the conversation itself: its prompt is the turns as JSON."""
    deployment: Deployment
    vouched: bool
    """A manifest of ours says what it is made of."""

    def system(self, case: Case) -> str:
        """The system prompt a case is asked under; empty: none."""
        if case.system is not None:
            return case.system
        return "" if case.bare else self.deployment.system or ""

    def _hand_over(self, case: Case, messages: list[dict[str, str]]) -> None:
        """Put a case's documents to the question, which is the customer's last message of all."""
        asked = sum(m.role == "user" for m in case.messages)
        theirs = [m for m in messages if m["role"] == "user"]
        if len(theirs) == asked:
            theirs[-1]["content"] = self.deployment.with_context(case.context, case.prompt)

    def request(
        self,
        case: Case,
        engine: EngineIdentity,
        sampling: Sampling | None = None,
        draw: Draw | None = None,
        said: tuple[str, ...] = (),
    ) -> Request:
        """The case as this arm's model reads it; by the deployment's sampling unless another is given.

        `said` holds the model's own earlier replies, where a conversation leaves places for them.

        Raises:
            TemplateError: the model's template can't render it.
        """
        messages = case.conversation(said)
        if case.context:
            self._hand_over(case, messages)
        if system := self.system(case):
            messages.insert(0, {"role": "system", "content": system})
        if self.template is None:
            prompt, special = json.dumps(messages, ensure_ascii=False), False
        else:
            prompt, special = self._rendered(self.template, messages, case), self.template.source is None
        sampling = sampling or self.deployment.sampling
        left = case.speaks - 1 - len(said)
        choices, guided = ((), "") if left else (case.choices, case.guided)
        if choices:  # nothing is drawn, and nothing has a length
            sampling, draw = Sampling(), None
        key = reply_key(
            weights=self.about.digest,
            prompt=prompt,
            special_tokens=special,
            sampling=sampling,
            engine=identity_for(self.source, engine),
            draw=draw,
            choices=choices,
            choice_by=case.choice_by,
            guided=guided,
        )
        return Request(
            key=key,
            prompt=prompt,
            special_tokens=special,
            sampling=sampling,
            draw=draw,
            said=said,
            choices=choices,
            choice_by=case.choice_by,
            guided=guided,
            left=left,
        )

    def _rendered(self, template: ChatTemplate, messages: Sequence[Mapping[str, str]], case: Case) -> str:
        try:
            return template.render(messages)
        except TemplateError as e:
            system = messages[0]["role"] == "system"
            hint = " It has no place for a system prompt: remove `system:` from the deployment." if system else ""
            raise TemplateError(f"{self.about.name} at {case.place}: {e}.{hint}") from e

    def job(self, requests: tuple[Request, ...], *, ended: bool = False) -> Job:
        """An engine's order for this arm; `ended`: some of its replies are there that ended by themselves."""
        source = replace(self.source, ends_turns=False) if ended and isinstance(self.source, Files) else self.source
        return Job(weights=self.about.digest, source=source, requests=requests)

    def to_json(self) -> dict[str, Any]:
        """For a worker."""
        return {
            "role": self.role,
            "about": self.about.model_dump(mode="json"),
            "source": _source_json(self.source),
            "template": self.template and {"source": self.template.source, "tokens": dict(self.template.tokens)},
            "deployment": self.deployment.to_json(),
            "vouched": self.vouched,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Arm:
        """The inverse of `to_json`."""
        return cls(
            role=data["role"],
            about=record.Arm.model_validate(data["about"]),
            source=_source(data["source"]),
            template=data["template"] and ChatTemplate(**data["template"]),
            deployment=Deployment.from_json(data["deployment"]),
            vouched=data["vouched"],
        )


def _source_json(source: Files | Endpoint) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, Path) else value for key, value in asdict(source).items()}


def _source(data: Mapping[str, Any]) -> Files | Endpoint:
    if "url" in data:
        return Endpoint(**data)
    paths = {key: data[key] and Path(data[key]) for key in ("model", "adapter", "tokenizer", "beside")}
    return Files(**{**data, **paths})
