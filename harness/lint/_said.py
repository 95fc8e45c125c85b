"""Sentences of findings: English, and able to be said in Russian, since they know what they were made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from string import Formatter
from typing import Any

from harness.figures import NBSP, Count

__all__ = ["Said", "in_russian", "joined", "said"]


class Said(str):
    """An English sentence with its template and parts; a part may itself be one."""

    template: str
    parts: Mapping[str, Any]
    bare: bool
    """Whether the template has no words: it is the same in any language."""

    def __new__(cls, template: str, parts: Mapping[str, Any], *, bare: bool = False) -> Said:
        made = super().__new__(cls, template.format_map(parts))
        made.template, made.parts, made.bare = template, parts, bare
        return made

    def __reduce__(self) -> Any:
        return _made, (self.template, dict(self.parts), self.bare)

    def with_texts(self, change: Callable[[str], str]) -> Said:
        """The same with all texts among its parts changed."""
        parts = {
            name: part.with_texts(change) if isinstance(part, Said) else change(part) if type(part) is str else part
            for name, part in self.parts.items()
        }
        return Said(self.template, parts, bare=self.bare)


def _made(template: str, parts: Mapping[str, Any], bare: bool) -> Said:
    return Said(template, parts, bare=bare)


def said(template: str, /, **parts: Any) -> Said:
    """A sentence; whole numbers take their word's forms: `said("{n:row} of {all}", n=2, all=5)` is `2 rows of 5`."""
    return Said(template, {name: Count(part) if type(part) is int else part for name, part in parts.items()})


def joined(sign: str, texts: Iterable[str]) -> Said:
    """Texts with a sign between them."""
    parts = {f"part{i}": text for i, text in enumerate(texts)}
    return Said(sign.join(f"{{{name}}}" for name in parts), parts, bare=True)


class _Russian(Formatter):
    """Numbers with a decimal comma and a space before the percent sign; parts that can be said in Russian are."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._templates = templates

    def format_field(self, value: Any, format_spec: str) -> Any:
        if isinstance(value, Said):
            return in_russian(value, self._templates)
        text = super().format_field(value, format_spec)
        if not isinstance(value, float):
            return text
        return text.replace(",", NBSP).replace(".", ",").replace("%", f"{NBSP}%")


def in_russian(text: str, templates: Mapping[str, str]) -> str:
    """A sentence by the Russian template for its English one; what has none, as another program's words, stays."""
    if not isinstance(text, Said):
        return text
    template = text.template if text.bare else templates.get(text.template, text.template)
    return _Russian(templates).vformat(template, (), text.parts)
