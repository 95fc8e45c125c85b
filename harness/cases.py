"""Cases: what a customer sends and what a good answer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, StringConstraints

from harness.source import Located, relative
from harness.variants import Variant, insisting

__all__ = [
    "AS_IT_STANDS",
    "CRITICAL",
    "DRAFT",
    "EXAMPLE",
    "Beside",
    "Case",
    "ChoiceBy",
    "Kind",
    "Message",
    "Reading",
    "Split",
    "Text",
]

CRITICAL = "critical"
DRAFT = "draft"
"""The tag of cases that were imported with a check that nobody has looked at."""
EXAMPLE = "example"
"""The tag of cases that `ckptgate init` wrote to show the form."""
AS_IT_STANDS = "as it stands"

Split = Literal["dev", "gate"]
Kind = Literal["style", "fact", "rule"]
ChoiceBy = Literal["total", "character"]
Text = Annotated[str, StringConstraints(min_length=1)]


class Message(BaseModel):
    """One turn of a conversation."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    role: Literal["user", "assistant"]
    content: Text


class Reading(NamedTuple):
    """One way in which a case is asked."""

    name: str
    case: Case
    counts: bool = True
    """Whether a miss of it is a miss of the case; else it is only shown."""


class Beside(NamedTuple):
    """A way to ask a case that is shown beside its verdict and no part of it."""

    name: str
    system: str | None = None
    """In place of the deployment's system prompt; empty: none."""
    pressed: bool = False
    """Whether the customer insists, once the model has replied: the reply to that is judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question with what a good answer is. `suite` and `id` together name it in history."""

    id: str
    suite: str
    split: Split
    messages: tuple[Message, ...]
    context: tuple[str, ...]
    """Documents that come with the question, as a retriever would hand them over."""
    system: str | None = None
    """A system prompt of its own, in place of the deployment's."""
    variants: tuple[Variant, ...]
    """The last message in other words, which have to be answered as well."""
    choices: tuple[str, ...]
    """Where there are some, the model chooses: the one it finds likeliest is its reply."""
    choice_by: ChoiceBy
    """What is compared: the log-probability in total, end of turn included, or that of a choice's characters."""
    guided: str
    """The JSON Schema that the engine holds the reply to while it generates; empty: none."""
    expect: tuple[tuple[str, Any], ...]
    title: str | None
    bare: bool
    kind: Kind | None
    skill: str | None
    tags: tuple[str, ...]
    cluster: str | None
    """Cases of one cluster (one template, one document) come out alike; None: the case stands alone."""
    beside: tuple[Beside, ...] = ()
    trained: str = ""
    """The answer that the candidate was trained to give, where the case is a row of its training data."""
    file: Path
    line: int
    expect_lines: tuple[int, ...]
    expect_parts: tuple[Located | None, ...]
    """The file that an expectation takes arguments from (`from:`); `expect` holds them already."""
    digest: str

    @property
    def critical(self) -> bool:
        """A miss of a critical case fails the run, whatever the statistics."""
        return CRITICAL in self.tags

    @property
    def prompt(self) -> str:
        """The customer's last message."""
        return self.messages[-1].content

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The case as it stands, as each of its variants asks it, and what is shown beside."""
        varied = (Reading(v.name, self._asked(v.prompt)) for v in self.variants)
        return Reading(AS_IT_STANDS, self), *varied, *(Reading(b.name, self._under(b), False) for b in self.beside)

    def _asked(self, prompt: str) -> Case:
        last = Message(role="user", content=prompt)
        return replace(self, messages=(*self.messages[:-1], last), variants=(), beside=())

    def _under(self, beside: Beside) -> Case:
        turns = (Message(role="user", content=insisting(self.prompt)),) if beside.pressed else ()
        system = self.system if beside.system is None else beside.system
        return replace(self, messages=(*self.messages, *turns), system=system, variants=(), beside=())

    def conversation(self, said: Sequence[str] = ()) -> list[dict[str, str]]:
        """The turns up to the model's next one, with what it said itself (`said`) in the earlier of its places.

        Where two turns of the customer follow each other the model speaks between them, and after the last turn.
        """
        replies, turns = iter(said), list[dict[str, str]]()
        for message in self.messages:
            if turns and turns[-1]["role"] == message.role == "user":
                reply = next(replies, None)
                if reply is None:
                    break
                turns.append({"role": "assistant", "content": reply})
            turns.append({"role": message.role, "content": message.content})
        return turns

    @property
    def speaks(self) -> int:
        """How often the model speaks: more than once in a conversation whose replies it gives itself."""
        return 1 + sum(a.role == b.role == "user" for a, b in pairwise(self.messages))

    @property
    def place(self) -> str:
        """`golden/answers/support.yaml:14`."""
        return f"{relative(self.file)}:{self.line}"
