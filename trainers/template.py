"""What a chat template must do to be trained on: render every row, and mark the assistant's part to its end token.

Loss is taken on the marked part alone. A template whose marks leave the end-of-turn token out trains a model that does
not stop, with a loss curve that looks healthy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from harness.sandbox import OutOfBounds, compiled, rendered

__all__ = ["Rendered", "TemplateRefused", "TrainingTemplate"]

# Unicode noncharacters: never part of a text that is exchanged, so they can't be taken for content.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"


class TemplateRefused(Exception):
    """The template can't be compiled, or can't render a conversation."""


class Rendered(NamedTuple):
    """A conversation as text, and the parts that the loss is taken on."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def marked(self) -> tuple[str, ...]:
        """The text of each marked part."""
        return tuple(self.text[a:b] for a, b in self.spans)


class _Marks(Extension):
    """`{% generation %}…{% endgeneration %}` as transformers knows it, its bounds written into the text."""

    tags = {"generation"}  # noqa: RUF012

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        return nodes.CallBlock(self.call_method("_mark"), [], [], body).set_lineno(line)

    def _mark(self, caller: Any) -> str:
        return f"{_OPEN}{caller()}{_CLOSE}"


class TrainingTemplate:
    """A chat template compiled the way transformers compiles it, in a sandbox with bounds: it may be hostile.

    Raises:
        TemplateRefused: it is not a jinja2 template.
    """

    def __init__(self, source: str, tokens: Mapping[str, str]) -> None:
        self._tokens = dict(tokens)
        try:
            self._template = compiled(source, _Marks)
        except jinja2.TemplateSyntaxError as e:
            raise TemplateRefused(f"not a jinja2 template (its line {e.lineno}): {e.message}") from e
        except OutOfBounds as e:
            raise TemplateRefused(f"not to be trusted: {e}") from e

    def render(self, messages: Sequence[Mapping[str, str]], *, ask: bool = False) -> Rendered:
        """Render one conversation for training; with `ask`, up to where the assistant begins to answer.

        Raises:
            TemplateRefused: the template refuses it, or breaks on it.
        """
        try:
            text = rendered(self._template, [dict(m) for m in messages], add_generation_prompt=ask, **self._tokens)
        except OutOfBounds as e:
            raise TemplateRefused(f"not to be trusted: {e}") from e
        except (jinja2.TemplateError, TypeError, ValueError, LookupError, ArithmeticError, RecursionError) as e:
            raise TemplateRefused(str(e) or type(e).__name__) from e
        return _unmark(text)


def _unmark(text: str) -> Rendered:
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    start = length = 0
    for i, piece in enumerate(text.replace(_CLOSE, _OPEN).split(_OPEN)):
        if i % 2:
            start = length
        plain.append(piece)
        length += len(piece)
        if i % 2:
            spans.append((start, length))
    return Rendered("".join(plain), tuple(spans))
