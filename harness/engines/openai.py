"""Models behind an OpenAI-compatible server: bounded concurrency that adapts, retries, a deadline, a budget."""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from harness.engines import DEADLINE, Endpoint, EngineError, Job, OnReplies
from harness.engines.pace import Pace
from harness.engines.seeds import seed_of
from harness.figures import counted
from harness.replies import EngineIdentity, Reply, Request

if TYPE_CHECKING:
    import openai

__all__ = ["LIMITS", "Budget", "Odd", "OpenAIEngine", "connect", "line_of", "refusal", "said_by"]

_ODD = 4
"""So many answers in a row that are none (no JSON, no choice) are the server's way, not an accident."""

_FIRST_WAIT = 0.25
_LONGEST_WAIT = 30.0
"""Seconds before a second try at most, and before any other."""

LIMITS = ("max_tokens", "max_completion_tokens")
"""What the longest reply is called, by most servers and by those that refuse it."""

_TOO_LONG = (
    "context_length_exceeded",
    "maximum context length",
    "max_model_len",
    "longer than the maximum model length",
    "context length",
    "context window",
    "prompt too long",
    "prompt is too long",
    "input is too long",
)


class Budget(NamedTuple):
    """What a run may use at most; None: no bound."""

    requests: int | None = None
    tokens: int | None = None
    """Prompt and completion together, as the server counts them."""


class Odd(Exception):
    """The server answered with something that is no completion."""


class OpenAIEngine:
    """Sends each request by itself, as many at a time as the server answers well.

    Args:
        most: requests in flight, at most.
        deadline: seconds from the first try to the last for one request.
        budget: what the run may use.
    """

    identity = EngineIdentity(name="openai", version="chat-1", dtype="unknown", device="remote")

    def __init__(self, *, most: int = 64, deadline: float = DEADLINE, budget: Budget = Budget()) -> None:  # noqa: B008
        self.most, self.deadline, self.budget = most, deadline, budget
        self.usage: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def generate(self, jobs: Sequence[Job], on_replies: OnReplies) -> None:
        """See `Engine.generate`. What is in flight when one request fails for good is waited for and kept."""
        asyncio.run(self._answer(jobs, on_replies))

    async def _answer(self, jobs: Sequence[Job], on_replies: OnReplies) -> None:
        for job in jobs:
            endpoint = job.source
            if not isinstance(endpoint, Endpoint):
                raise EngineError(f"{endpoint.model} is a directory: the engine openai asks endpoints")
            if any(request.choices for request in job.requests):
                raise EngineError(
                    f"{endpoint} can't be asked which of given `choices` is likeliest: no server tells that of a "
                    "conversation. Leave such suites out (--deselect), or evaluate the model's files"
                )
            async with connect(endpoint) as client:
                await _Run(self, endpoint, client).answer(job, on_replies)


class _Run:
    """One job on its way."""

    def __init__(self, engine: OpenAIEngine, endpoint: Endpoint, client: openai.AsyncOpenAI) -> None:
        self.engine, self.endpoint, self.client = engine, endpoint, client
        self.pace = Pace(engine.most)
        self.flying = 0
        self.landed = asyncio.Event()
        self.failure: EngineError | None = None
        self.limit_name, self.other_limit_name = LIMITS

    async def answer(self, job: Job, on_replies: OnReplies) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for request in job.requests:
                    while self.flying >= self.pace.limit and self.failure is None:
                        self.landed.clear()
                        await self.landed.wait()
                    self._spend()
                    if self.failure:
                        break
                    self.flying += 1
                    self.engine.usage["requests"] += 1
                    group.create_task(self._one(job, request, on_replies))
        except BaseExceptionGroup as e:  # what the store raised, say
            raise e.exceptions[0] from e
        if self.failure:
            raise self.failure

    def _spend(self) -> None:
        used, (requests, tokens) = self.engine.usage, self.engine.budget
        spent = used["prompt_tokens"] + used["completion_tokens"]
        if requests is not None and used["requests"] >= requests:
            self._fail(f"the budget of {counted(requests, 'request')} is used up")
        elif tokens is not None and spent >= tokens:
            self._fail(f"the budget of {counted(tokens, 'token')} is used up ({spent} were used)")

    def _fail(self, why: str) -> None:
        self.failure = self.failure or EngineError(f"{why}. Replies so far are kept; another run goes on from there.")

    async def _one(self, job: Job, request: Request, on_replies: OnReplies) -> None:
        try:
            reply = await self._tried(request)
            if reply is not None:
                on_replies(job, [(request.key, reply)])
        except EngineError as e:
            self._fail(str(e))
        finally:
            self.flying -= 1
            self.landed.set()

    async def _tried(self, request: Request) -> Reply | None:
        """The reply, after as many tries as it takes until the deadline; None where the run has failed meanwhile."""
        import openai

        end = time.monotonic() + self.engine.deadline
        odd = tries = 0
        while True:
            round_, started = self.pace.started, time.monotonic()
            wait = 0.0
            try:
                reply = await self._asked(request, max(1.0, end - started))
                self.pace.answered(round_, time.monotonic() - started)
                return reply
            except Odd as e:
                odd, last = odd + 1, str(e)
                if odd == _ODD:
                    raise EngineError(f"{self.endpoint} answers, but with no completion: {last}") from e
            except openai.APIStatusError as e:
                if unanswered := _unanswered(e):
                    return Reply(text="", finish=unanswered, tokens=0)
                if (
                    e.status_code == 400
                    and self.limit_name != self.other_limit_name
                    and self.other_limit_name in str(e)
                ):
                    self.limit_name = self.other_limit_name
                    continue
                if e.status_code not in (408, 409, 425, 429) and e.status_code < 500:
                    asked = line_of(ValueError(json.loads(request.prompt)[-1]["content"]))[:80]
                    raise EngineError(f"{refusal(self.endpoint, e)}. It was asked: “{asked}”") from e
                last, wait = line_of(e), _asked_to_wait(e)
                self.pace.refused(round_)
            except (openai.APIConnectionError, TimeoutError) as e:  # APITimeoutError is one of the former
                last = "no answer in time" if isinstance(e, openai.APITimeoutError | TimeoutError) else line_of(e)
                self.pace.refused(round_)
            self._spend()
            if self.failure:
                return None
            tries += 1
            self.engine.usage.update(requests=1, retries=1)
            # Full jitter: those refused together don't come back together.
            wait = max(wait, random.uniform(0, min(_LONGEST_WAIT, _FIRST_WAIT * 2.0**tries)))  # noqa: S311 - no secret
            if time.monotonic() + wait >= end:
                raise EngineError(
                    f"{self.endpoint} gave no answer within {counted(round(self.engine.deadline), 'second')}, "
                    f"{counted(tries, 'try', 'tries')}: {last}"
                )
            await asyncio.sleep(wait)

    async def _asked(self, request: Request, seconds: float) -> Reply:
        drawn: dict[str, Any] = {}
        if request.draw is not None:
            drawn = {"seed": seed_of(request) & 0x7FFF_FFFF}
        if request.guided:
            schema = {"name": "reply", "schema": json.loads(request.guided), "strict": True}
            drawn["response_format"] = {"type": "json_schema", "json_schema": schema}
        try:
            async with asyncio.timeout(seconds):
                completion = await self.client.chat.completions.create(
                    model=self.endpoint.name,
                    messages=json.loads(request.prompt),
                    temperature=request.sampling.temperature,
                    timeout=seconds,
                    extra_body={self.limit_name: request.sampling.max_new_tokens},
                    **drawn,
                )
        except ValueError as e:  # a body that is no JSON, or no end of it
            raise Odd(line_of(e)) from e
        text, finish, (asked, said) = said_by(completion)
        self.engine.usage["prompt_tokens"] += asked
        self.engine.usage["completion_tokens"] += said
        return Reply(text=text, finish=finish, tokens=said)


@asynccontextmanager
async def connect(endpoint: Endpoint) -> AsyncIterator[openai.AsyncOpenAI]:
    """A client of the endpoint; the key is taken from OPENAI_API_KEY and stays there.

    Raises:
        EngineError: there is no key for a server that is not this machine's, or the address is none.
    """
    import openai

    from harness.engines._bounded import bound

    key = _key()
    local = endpoint.url.startswith(("http://127.", "http://localhost", "http://[::1]"))
    if not key and not local:
        raise EngineError(f"{endpoint} wants a key: set OPENAI_API_KEY")
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        raise EngineError(
            "OPENAI_API_KEY holds a character that no key has: a space, a line's end, a letter of no ASCII"
        )
    http = openai.DefaultAsyncHttpxClient(event_hooks={"response": [bound]})
    plain = {"Accept-Encoding": "identity"}
    try:
        client = openai.AsyncOpenAI(
            api_key=key or "none",
            base_url=endpoint.url or None,
            max_retries=0,
            http_client=http,
            default_headers=plain,
        )
    except (openai.OpenAIError, ValueError) as e:
        raise EngineError(f"{endpoint}: {line_of(e)}") from e
    async with client:
        yield client


def _key() -> str:
    """The key; a file that it was read from may have ended in a newline."""
    return os.environ.get("OPENAI_API_KEY", "").strip()


def refusal(endpoint: Endpoint, error: openai.APIStatusError) -> str:
    """What a server that will not answer said, and what may be wrong with the key."""
    hint = ""
    if error.status_code in (401, 403):
        hint = "; is the key in OPENAI_API_KEY the right one?" if _key() else "; set OPENAI_API_KEY"
    return f"{endpoint} refuses: {line_of(error)}{hint}"


def said_by(completion: Any) -> tuple[str, str, tuple[int, int]]:
    """Text, finish and tokens (of the prompt, of the reply) of an answer that may be anything."""
    choices = getattr(completion, "choices", None)
    message = getattr(choices[0], "message", None) if isinstance(choices, list) and choices else None
    content = getattr(message, "content", None)
    if message is None or not isinstance(content, str | None):
        error = getattr(completion, "error", None)
        what = f"it says {error}" if error else "its message is no text" if choices else "no choices"
        raise Odd(line_of(ValueError(what)))
    usage = getattr(completion, "usage", None)
    counts = [getattr(usage, name, 0) for name in ("prompt_tokens", "completion_tokens")]
    asked, said = (n if isinstance(n, int) and n > 0 else 0 for n in counts)
    finish = getattr(choices[0], "finish_reason", None)  # type: ignore[index]
    text = (content or "").encode("utf-8", "replace").decode()  # an emoji that was cut in two is no text
    return text.strip(), finish if isinstance(finish, str) else "stop", (asked, said)


def _unanswered(error: openai.APIStatusError) -> str:
    """How a reply ended that this prompt never got: too long, or held back before the model saw it; else empty."""
    told = f"{error} {error.body}"
    if error.status_code in (400, 413, 422) and any(sign in told for sign in _TOO_LONG):
        return "overlong"
    return "content_filter" if error.status_code == 400 and "content_filter" in told else ""


def _asked_to_wait(error: openai.APIStatusError) -> float:
    try:
        return min(max(0.0, float(error.response.headers.get("retry-after", "0"))), 10 * _LONGEST_WAIT)
    except ValueError:
        return 0.0


def line_of(error: BaseException) -> str:
    """An error of a server on one line, cut; the key is taken out, should the server have sent it back."""
    text = " ".join(str(error).split())
    if key := _key():
        text = text.replace(key, "…")
    return text[:300].rstrip(".") or type(error).__name__
