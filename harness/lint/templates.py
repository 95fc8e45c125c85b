"""House templates: the shapes that answers share, and the rows that break theirs; ты and вы in one set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import ClassVar

from harness.checks.register import addresses
from harness.lint._said import joined, said
from harness.lint._shapes import PLAIN, shape_of
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.lints import About
from harness.lint.rows import Row

__all__ = ["Templates"]

BROKEN_TEMPLATE = Rule(
    "broken-template",
    "warning",
    "Answers that break the template which nearly all others of their language follow.",
    "Bring them into the template, or mark them: mixed templates are learnt as a mixture.",
)
MIXED_TEMPLATES = Rule(
    "mixed-templates",
    "warning",
    "Answers follow several templates and none of them is the rule.",
    "Choose one template, or say in the prompt which one is wanted.",
)
REGISTER = Rule(
    "mixed-register",
    "warning",
    "Russian answers that say «ты», where the others say «вы», or the other way round.",
    "Settle how customers are addressed and mend the few.",
)

_LEAST = 20
"""Answers from which a template can be told."""
_CLEAR = 0.8
"""Share of the answers that makes a shape the rule."""
_SEVERAL = 0.15
"""Share of the answers from which a shape counts among several."""
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_QUOTED = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|«[^«»\n]{0,500}»|“[^“”\n]{0,500}”|\"[^\"\n]{0,500}\"", re.DOTALL)
_READ = 4_000


def _said(answer: str) -> str:
    """How a Russian answer addresses the customer, by pronouns, verbs and commands: `ты` where it does so once."""
    if _CYRILLIC.search(answer) is None:
        return ""
    said = {form for form, _ in addresses(_QUOTED.sub(" ", answer))}
    return "ты" if "ты" in said else "вы" if said else ""


def _beginning(answer: str) -> str:
    """What is read of an answer, in whole words: half of «возьмите» says «ты»."""
    return answer if len(answer) <= _READ else answer[:_READ].rpartition(" ")[0]


def _shown(shape: str) -> str:
    """A shape without its language."""
    name = shape.partition(": ")[2]
    return said(PLAIN) if name == PLAIN else name


class Templates:
    """Shapes by language; a place of each row that has none of the common ones is kept, up to a bound."""

    rules: ClassVar[tuple[Rule, ...]] = (BROKEN_TEMPLATE, MIXED_TEMPLATES, REGISTER)

    def __init__(self, about: About) -> None:
        self._shapes: Counter[str] = Counter()
        self._places: dict[str, list[Place]] = {}
        self._said: Counter[str] = Counter()
        self._said_at: dict[str, list[Place]] = {}

    def see(self, row: Row) -> Iterable[Finding]:
        """Count the answer's shape and how it addresses the customer."""
        if row.form == "document":
            return ()
        shape = shape_of(row.answer, row.prompt)
        # JSON that the question asks for has its keys from there too: no house's template.
        wanted = ": JSON" in shape and "json" in row.prompt.lower()
        if not wanted and (shape in self._shapes or len(self._shapes) < 10_000):
            self._shapes[shape] += 1
            self._keep(self._places, shape, row)
        if said := _said(_beginning(row.answer)):
            self._said[said] += 1
            self._keep(self._said_at, said, row)
        return ()

    @staticmethod
    def _keep(places: dict[str, list[Place]], key: str, row: Row) -> None:
        found = places.setdefault(key, [])
        if len(found) < 8:
            found.append(place(row, row.answer))

    def end(self) -> Iterator[Finding]:
        """The rows beside a clear rule, or that there is none."""
        for lang in ("en", "ru"):
            yield from self._of_language(lang)
        (rare, few), (_, many) = sorted([("ты", self._said["ты"]), ("вы", self._said["вы"])], key=lambda one: one[1])
        if many >= _LEAST and 0 < few <= (1 - _CLEAR) * (few + many):
            yield Finding(
                rule=REGISTER,
                message=said("{n:answer says|answers say} «{rare}», {many} the other", n=few, rare=rare, many=many),
                places=tuple(self._said_at[rare]),
                rows=few,
            )

    def _of_language(self, lang: str) -> Iterator[Finding]:
        shapes = Counter({shape: n for shape, n in self._shapes.items() if shape.startswith(f"{lang}: ")})
        total = shapes.total()
        if total < _LEAST:
            return
        (first, most), *others = shapes.most_common()
        plain = f"{lang}: {PLAIN}"
        if most >= _CLEAR * total:
            broken = sum(n for _, n in others)
            if first != plain and broken:
                yield Finding(
                    rule=BROKEN_TEMPLATE,
                    message=said(
                        "{n:answer breaks|answers break} the template that {most} follow ({shape})",
                        n=broken,
                        most=most,
                        shape=_shown(first),
                    ),
                    places=tuple(p for shape, _ in others for p in self._places[shape])[:8],
                    rows=broken,
                )
            return
        several = [(shape, n) for shape, n in shapes.most_common(4) if n >= _SEVERAL * total]
        if len([shape for shape, _ in several if shape != plain]) >= 2:
            told = joined("; ", (joined(" ", (_shown(shape), f"({n})")) for shape, n in several))
            yield Finding(
                rule=MIXED_TEMPLATES,
                message=said("{lang}: {n:template} and none is the rule: {told}", lang=lang, n=len(several), told=told),
                places=tuple(self._places[shape][0] for shape, _ in several),
                rows=total,
            )
