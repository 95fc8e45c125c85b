"""What can be learnt of a model behind a server before anything rests on it: a few questions, a few tokens each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.engines import DEADLINE, Endpoint, EngineError
from harness.engines.openai import LIMITS, Odd, connect, line_of, refusal, said_by
from harness.figures import counted

if TYPE_CHECKING:
    import openai

__all__ = ["Probed", "probe"]

_CANARIES = ("Count from one to ten.", "Какой сегодня день недели?", "List three colours and three animals.")
_DRAW = "Write ten random words."
_HEAT = 2.0
"""At this temperature a model that answers alike under two seeds is not being sampled."""
_TOKENS = 24


@dataclass(frozen=True, slots=True)
class Probed:
    """What an endpoint showed of itself."""

    model: str
    """As its answers name it: a dated version, with some servers."""
    canaries: tuple[str, ...]
    """Its greedy replies to fixed prompts: another model behind the same name hardly says the same."""
    samples: bool
    """Whether a temperature changes anything."""
    seeded: bool
    """Whether a seed gives the same reply again."""
    likelihoods: bool
    """Whether log-probabilities come when they are asked for."""

    @property
    def ignored(self) -> list[str]:
        """Settings that the server takes without a word and does not follow."""
        if not self.samples:
            return ["temperature", "seed"] + ([] if self.likelihoods else ["log-probabilities"])
        return [name for name, kept in (("seed", self.seeded), ("log-probabilities", self.likelihoods)) if not kept]


def probe(endpoint: Endpoint, *, seconds: float = 60.0, deadline: float = DEADLINE) -> Probed:
    """Ask an endpoint what it serves and whether it follows the settings it is given; eight requests as a rule.

    Args:
        seconds: for a question, and its further tries.
        deadline: seconds for all of them.

    Raises:
        EngineError: it can't be reached, refuses, takes too long, or serves no model of that name.
    """
    import openai

    async def all_of_it() -> Probed:
        async with asyncio.timeout(deadline):
            return await _probe(endpoint, min(seconds, deadline))

    try:
        return asyncio.run(all_of_it())
    except TimeoutError as e:
        raise EngineError(
            f"{endpoint} did not answer eight short questions within {counted(round(deadline), 'second')}"
        ) from e
    except openai.APIConnectionError as e:
        raise EngineError(
            f"{endpoint} can't be reached ({line_of(e)}): is the server up, and is this its address, up to /v1?"
        ) from e
    except openai.APIStatusError as e:
        raise EngineError(refusal(endpoint, e)) from e
    except (openai.OpenAIError, Odd, ValueError) as e:
        raise EngineError(f"{endpoint} answers with no completion: {line_of(e)}") from e


async def _probe(endpoint: Endpoint, seconds: float) -> Probed:
    async with connect(endpoint) as plain:
        client = plain.with_options(timeout=seconds, max_retries=2)
        await _is_served(endpoint, client)
        greedy = [await _ask(endpoint, client, text, temperature=0) for text in _CANARIES]
        likely = await _likelihoods(endpoint, client)
        drawn = [_text(await _ask(endpoint, client, _DRAW, temperature=_HEAT, seed=seed)) for seed in (11, 12, 11)]
    samples = drawn[0] != drawn[1]
    return Probed(
        model=str(getattr(greedy[0], "model", "") or "").encode("utf-8", "replace").decode(),
        canaries=tuple(map(_text, greedy)),
        samples=samples,
        seeded=samples and drawn[0] == drawn[2],
        likelihoods=likely,
    )


async def _is_served(endpoint: Endpoint, client: openai.AsyncOpenAI) -> None:
    """Look the name up where the server lists what it has; one that doesn't is asked all the same."""
    import openai

    try:
        page = await client.models.list()
    except (openai.APIStatusError, openai.APIResponseValidationError, ValueError):
        return
    names = [name for m in getattr(page, "data", None) or [] if isinstance(name := getattr(m, "id", None), str)]
    if names and endpoint.name not in names:
        shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
        raise EngineError(f"{endpoint.url or 'the endpoint'} serves no {endpoint.name!r}; it serves {shown}")


async def _ask(endpoint: Endpoint, client: openai.AsyncOpenAI, text: str, **how: Any) -> Any:
    import openai

    asked = {"model": endpoint.name, "messages": [{"role": "user", "content": text}], **how}
    try:
        return await client.chat.completions.create(**asked, extra_body={LIMITS[0]: _TOKENS})
    except openai.BadRequestError as e:
        if LIMITS[1] not in str(e):
            raise
    return await client.chat.completions.create(**asked, extra_body={LIMITS[1]: _TOKENS})


async def _likelihoods(endpoint: Endpoint, client: openai.AsyncOpenAI) -> bool:
    import openai

    try:
        told = await _ask(endpoint, client, _CANARIES[0], temperature=0, logprobs=True, top_logprobs=1)
    except (openai.APIStatusError, ValueError):
        return False  # refused, and said so
    choices = getattr(told, "choices", None) or [None]
    return getattr(getattr(choices[0], "logprobs", None), "content", None) is not None


def _text(completion: Any) -> str:
    return said_by(completion)[0]
