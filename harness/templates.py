"""Chat templates rendered as transformers renders them, without transformers: a warm run loads neither it nor torch.

A template comes with a checkpoint and so is hostile: it runs in a sandbox, within bounds of time and memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from harness.sandbox import OutOfBounds, compiled, rendered
from harness.source import read_json_object

__all__ = ["ChatTemplate", "TemplateError", "read_template"]

_TOKENS = ("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token")


_WORD = "question"


class TemplateError(Exception):
    """A chat template can't render this conversation."""


class _Generation(Extension):
    """`{% generation %}` marks the assistant's part for training; for a prompt it is its content."""

    tags = {"generation"}  # noqa: RUF012

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTemplate:
    """A model's chat template with the special tokens it names; `source` None where the model has none."""

    source: str | None
    tokens: Mapping[str, str]
    unchosen: tuple[str, ...] = ()
    """Names of several templates, where none of them is the default and so none is `source`."""

    @property
    def mistake(self) -> str | None:
        """Why nothing can be asked in it, and what to do; None: it can, or there is none, and turns are plain text."""
        if self.source is None:
            if not self.unchosen:
                return None
            return (
                f"it has the chat templates {', '.join(self.unchosen)}, and none is called default: put the one that "
                "customers are answered in into chat_template.jinja"
            )
        try:
            _compiled(self.source)
            rendered = self.render([{"role": "user", "content": _WORD}])
        except jinja2.TemplateError as e:
            return f"its chat template can't be read ({e}): put one that transformers renders into chat_template.jinja"
        except TemplateError:
            return None  # it wants other turns than these: the conversation that it refuses will say so
        if _WORD in rendered:
            return None
        return (
            f"its chat template ({' '.join(self.source.split())[:40]!r}) leaves out what the customer says, so every "
            "question would be the same one: put the template that it was trained on into chat_template.jinja"
        )

    def render(self, messages: Sequence[Mapping[str, str]], *, add_generation_prompt: bool = True) -> str:
        """The prompt as the model reads it.

        Without a template the turns stand one under another, as a plain language model would read them.

        Raises:
            TemplateError: the template refuses the conversation (no system role, say) or is broken.
        """
        if self.source is None:
            return "\n\n".join(m["content"] for m in messages) + "\n"
        try:
            return rendered(
                _compiled(self.source), [dict(m) for m in messages], add_generation_prompt=add_generation_prompt,
                **self.tokens,
            )  # fmt: skip
        except OutOfBounds as e:
            raise TemplateError(f"the chat template is not to be trusted: {e}") from e
        except jinja2.TemplateError as e:
            raise TemplateError(f"the chat template can't render this conversation: {e}") from e
        except (TypeError, ValueError, KeyError, IndexError, OverflowError, RecursionError) as e:
            raise TemplateError(f"the chat template is broken: {type(e).__name__}: {e}") from e

    @property
    def turn_end(self) -> str:
        """What the template writes after the assistant's words, end of turn first; empty: nothing, or unknown."""
        return self._around[1].strip()

    @property
    def turn_start(self) -> str:
        """What the template writes between the prompt and the assistant's words: a space, mostly nothing."""
        return self._around[0]

    @property
    def _around(self) -> tuple[str, str]:
        """What stands before and after the assistant's words; nothing where the template can't be asked."""
        asked, mark = [{"role": "user", "content": "Hi"}], "Yes, of course."
        if self.source is None:
            return "", ""
        try:
            prompt = self.render(asked)
            whole = self.render([*asked, {"role": "assistant", "content": mark}], add_generation_prompt=False)
        except TemplateError:
            return "", ""
        before, found, after = whole.rpartition(mark)
        if not found:
            return "", ""
        return before[len(prompt) :] if before.startswith(prompt) else "", after


def read_template(directory: Path) -> ChatTemplate:
    """The chat template of a checkpoint directory: `chat_template.jinja`, or the key in `tokenizer_config.json`.

    Raises:
        SourceError: a file is there and unreadable.
    """
    config = read_json_object(directory / "tokenizer_config.json")
    tokens = {}
    for source in (read_json_object(directory / "special_tokens_map.json"), config):
        for name in _TOKENS:
            value = source.get(name)
            text = value.get("content") if isinstance(value, dict) else value
            if isinstance(text, str):
                tokens[name] = text
    file = directory / "chat_template.jinja"
    template = file.read_text(encoding="utf-8") if file.is_file() else config.get("chat_template")
    further = [p.stem for p in sorted((directory / "additional_chat_templates").glob("*.jinja"))]
    if isinstance(template, list):  # several named templates: transformers renders the one called default
        named: dict[Any, Any] = {t.get("name"): t.get("template") for t in template if isinstance(t, dict)}
        further, template = [str(name) for name in named], named.get("default")
    chosen = template if isinstance(template, str) else None
    return ChatTemplate(source=chosen, tokens=tokens, unchosen=tuple(further) if chosen is None else ())


@lru_cache(maxsize=16)
def _compiled(source: str) -> jinja2.Template:
    return compiled(source, _Generation)
