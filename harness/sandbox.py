"""Chat templates are programs that come with models, and so may be hostile: jinja2's immutable sandbox, and bounds.

The sandbox keeps a template from reaching out. It does not keep it from `'x' * 10**10` or from loops in loops; there
the operating system holds it: a limit on the address space and a timer of processor time, set while it is compiled
and while it renders. Neither stops one operation on huge integers, so those are refused before they are begun.
"""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

try:
    import resource
except ImportError:  # not on Windows, which has no such bounds
    resource = None  # type: ignore[assignment]

__all__ = ["MEGABYTES", "SECONDS", "OutOfBounds", "bounded", "compiled", "rendered"]

SECONDS = 5.0
"""Of processor time, for one conversation."""
MEGABYTES = 1024
"""Of memory beyond what the process has, likewise."""
_BITS = 4096
_LONGER, _MORE = 16, 1_000_000
"""A text may be so many times as long as its conversation, and so many characters more."""


class OutOfBounds(Exception):
    """A template took more time or memory, or made more text, than rendering a conversation can take."""


class _Late(BaseException):
    """Raised where the template is when its time is up; no `except Exception` on the way holds it back."""


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        whole = [side for side in (left, right) if isinstance(side, int)]
        huge = any(side.bit_length() > _BITS for side in whole)
        if operator == "**" and len(whole) == 2:
            huge = huge or left.bit_length() * abs(right) > _BITS
        if huge:
            raise SecurityError(f"a number of more than {_BITS} bits")
        return super().call_binop(context, operator, left, right)


def compiled(source: str, generation: type[Extension]) -> jinja2.Template:
    """A chat template as transformers compiles it; `generation` says what `{% generation %}` does.

    Without `random` and `lipsum`: what was rendered once within bounds is rendered so again.

    Raises:
        jinja2.TemplateError: it is no template. OutOfBounds: compiling it takes more than it may.
    """
    environment = _Sandbox(trim_blocks=True, lstrip_blocks=True, extensions=[generation, loopcontrols])
    del environment.filters["random"], environment.globals["lipsum"]
    environment.filters["tojson"] = _tojson
    environment.globals["raise_exception"] = _raise
    environment.globals["strftime_now"] = lambda pattern: datetime.now().strftime(pattern)
    with bounded():
        return environment.from_string(source)


def rendered(template: jinja2.Template, messages: list[dict[str, str]], **more: Any) -> str:
    """The conversation as the template writes it.

    Raises:
        OutOfBounds: it takes too long, too much memory, or writes too much.
        jinja2.TemplateError, TypeError, ValueError, LookupError, ArithmeticError, RecursionError: it breaks on it.
    """
    most = _MORE + _LONGER * sum(len(message["content"]) for message in messages)
    with bounded():
        text = template.render(messages=messages, tools=None, documents=None, **more)
    if len(text) > most:
        raise OutOfBounds(f"it makes {len(text):,} characters of a conversation, where {most:,} are plenty")
    return text


@contextmanager
def bounded() -> Iterator[None]:
    """What runs inside takes `SECONDS` and `MEGABYTES` at most, where the system can hold it to that.

    Time is held in the main thread alone, which is where signals arrive.

    Raises:
        OutOfBounds: it would have taken more.
    """
    if resource is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (_limit(soft, MEGABYTES * 2**20), hard))
        with _timed(SECONDS):
            yield
    except _Late:
        raise OutOfBounds(f"it takes more than {SECONDS:g} seconds") from None
    except MemoryError:
        raise OutOfBounds(f"it takes more than {MEGABYTES} MB of memory") from None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    running = True

    def late(number: int, frame: Any) -> None:
        if running:
            raise _Late

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.1)  # again and again: one may be lost in a destructor
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _limit(soft: int, more: int) -> int:
    """The address space that the process has and so much more, in bytes; as it is where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            wanted = int(file.read().split()[0]) * resource.getpagesize() + more
    except OSError:
        return soft
    return wanted if soft == resource.RLIM_INFINITY else min(soft, wanted)


def _tojson(value: Any, ensure_ascii: bool = False, indent: int | None = None, **options: Any) -> str:
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, **options)


def _raise(message: str) -> None:
    raise jinja2.TemplateError(message)
