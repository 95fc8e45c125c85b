"""Checks of form: headings, length, language, a pattern."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Annotated

import regex
from annotated_types import Ge, MinLen
from pydantic import AfterValidator
from rapidfuzz.fuzz import ratio

from harness.checks import schema as _schema
from harness.checks._language import LANGUAGES, judge_language
from harness.checks.registry import Verdict, check
from harness.checks.text import count_words, fold, quote
from harness.figures import counted

__all__ = ["json_schema", "language", "matches", "max_chars", "max_words", "min_words", "sections"]


def _unique(names: list[str]) -> list[str]:
    if len(set(names)) < len(names) or not all(name.strip() for name in names):
        raise ValueError("headings must differ and not be empty")
    return names


def _compiles(pattern: str) -> str:
    try:
        regex.compile(pattern)
    except regex.error as e:
        raise ValueError(f"not a regular expression: {e}") from e
    return pattern


_NAMED = {
    "english": "en", "английский": "en", "russian": "ru", "русский": "ru", "rus": "ru", "eng": "en",
}  # fmt: skip


def _known(code: str) -> str:
    if code not in LANGUAGES:
        bare = code.strip().casefold().replace("_", "-").partition("-")[0]
        meant = _NAMED.get(bare, bare)
        hint = f"write `{meant}`" if meant in LANGUAGES else f"known: {', '.join(sorted(LANGUAGES))}"
        raise ValueError(f"no known language; {hint}")
    return code


@check("sections")
def sections(
    text: str,
    names: Annotated[list[str], MinLen(1), AfterValidator(_unique)],
    exact_order: bool = True,
) -> Verdict:
    r"""Each heading stands exactly once at the start of a line, with a text of its own under or beside it.

    Headings are written as the house writes them (case counts); Markdown around them (`## Short`, `**Short:**`) is
    tolerated. A heading is followed by a colon or has the line to itself. With `exact_order` they come in this order.
    Text before the first heading is not judged. The reason names a heading that is like a missing one.

    Passes: {"sections": ["Short", "Details"]} on "Short: yes.\nDetails: you have 30 days."
    Passes: {"sections": {"names": ["Коротко", "Подробно"]}} on "**Коротко:** да.\n\n## Подробно\nУ вас 30 дней."
    Misses: {"sections": ["Short", "Details"]} on "Short: yes."
    Misses: {"sections": {"names": ["Short", "Details"], "exact_order": true}} on "Details: 30 days.\nShort: yes."
    """
    found = _headings(text, names)
    for name in names:
        times = [match for match in found if match["name"] == name]
        if not times:
            missing = f"heading “{name}” is missing"
            if (near := _near_heading(text, name, names)) is None:
                return Verdict(False, missing)
            line = text.count("\n", 0, near.start()) + 1
            return Verdict(False, f"{missing}; there is {quote(near['name'])} in line {line}", near.span("name"))
        if len(times) > 1:
            return Verdict(False, f"heading “{name}” stands {len(times)} times", times[1].span("name"))
    for match, following in zip(found, [*found[1:], None], strict=True):
        body = text[match.end() : following.start() if following else len(text)]
        if not regex.search(r"\w", body):
            return Verdict(False, f"nothing stands under heading “{match['name']}”", match.span("name"))
    order = [match["name"] for match in found]
    if exact_order and order != names:
        wrong = next(match for match, name in zip(found, names, strict=True) if match["name"] != name)
        return Verdict(False, f"headings stand in the order {', '.join(order)}", wrong.span("name"))
    return Verdict(True, f"{counted(len(names), 'heading')}, each with its text")


def _headings(text: str, names: Sequence[str]) -> list[regex.Match[str]]:
    return list(_heading(tuple(names)).finditer(text))


@lru_cache(maxsize=1024)
def _heading(names: tuple[str, ...]) -> regex.Pattern[str]:
    either = "|".join(regex.escape(name.strip()) for name in sorted(names, key=len, reverse=True))
    return regex.compile(
        rf"^[ \t]*(?:\#{{1,6}}[ \t]*)?(?:\*{{1,3}}|_{{1,3}})?(?P<name>{either})"
        r"(?:[ \t]*(?:\*{1,3}|_{1,3})?[ \t]*[:：](?:\*{1,3}|_{1,3})?|(?:\*{1,3}|_{1,3})?[ \t]*\#*[ \t]*\r?$)",
        regex.MULTILINE,
    )


_ANY_HEADING = regex.compile(
    r"^[ \t]*(?:\#{1,6}[ \t]*)?(?:\*{1,3}|_{1,3})?(?P<name>[^\W_](?:[^\n:：*]{0,58}[^\s:：*#])?)"
    r"(?:(?:\*{1,3}|_{1,3})?[ \t]*[:：]|(?:\*{1,3}|_{1,3})?[ \t]*\#*[ \t]*\r?$)",
    regex.MULTILINE,
)
_NEAR = 70
"""How alike two headings are, of 100, for one to be meant by the other (rapidfuzz's ratio)."""
_LOOKED_AT = 200
"""Headings of a reply among which a near one is sought."""


def _near_heading(text: str, name: str, names: Sequence[str]) -> regex.Match[str] | None:
    """The heading that is most like one that is missing: in another case, misspelt, in another form."""
    others = [found for found in islice(_ANY_HEADING.finditer(text), _LOOKED_AT) if found["name"] not in names]
    best = max(others, key=lambda found: ratio(fold(found["name"]), fold(name)), default=None)
    return best if best is not None and ratio(fold(best["name"]), fold(name)) >= _NEAR else None


@check("json_schema")
def json_schema(text: str, schema: Annotated[dict[str, object], AfterValidator(_schema.checked)]) -> Verdict:
    r"""The reply is JSON that fits the JSON Schema, or holds such JSON in a code fence or among other text.

    Drafts 4 to 2020-12 by `$schema`, 2020-12 without; `$ref` reaches only into the schema itself; `format` is asserted.
    The reason says where the JSON was found, be it a fence that nothing closes. To demand bare JSON, add
    `matches: '(?s)\A\s*\{.*\}\s*\Z'`.

    Passes: {"json_schema": {"type": "object", "required": ["total"]}} on "{\"total\": 90}"
    Passes: {"json_schema": {"type": "array", "items": {"type": "string"}}} on "Вот список:\n```json\n[\"чай\"]\n```"
    Misses: {"json_schema": {"type": "object", "required": ["total"]}} on "{\"sum\": 90}"
    Misses: {"json_schema": {"type": "object"}} on "The total is 90."
    """
    return _schema.judge(text, schema)


@check("max_words")
def max_words(text: str, limit: Annotated[int, Ge(1)]) -> Verdict:
    """At most this many words; "well-known" and "24/7" are one word each.

    Passes: {"max_words": 5} on "Мы открыты с 9 утра."
    Misses: {"max_words": 4} on "We open at nine sharp."
    """
    count = count_words(text)
    return Verdict(count <= limit, f"{counted(count, 'word')}, at most {limit} allowed")


@check("min_words")
def min_words(text: str, limit: Annotated[int, Ge(1)]) -> Verdict:
    """At least this many words, counted as in max_words.

    Passes: {"min_words": 3} on "Да, в течение месяца."
    Misses: {"min_words": 3} on "Yes, sure."
    """
    count = count_words(text)
    return Verdict(count >= limit, f"{counted(count, 'word')}, at least {limit} needed")


@check("max_chars")
def max_chars(text: str, limit: Annotated[int, Ge(1)]) -> Verdict:
    """At most this many characters, spaces included, without those around the reply.

    Passes: {"max_chars": 10} on "Да, можно. "
    Misses: {"max_chars": 10} on "Yes, of course."
    """
    count = len(text.strip())
    return Verdict(count <= limit, f"{counted(count, 'character')}, at most {limit} allowed")


@check("language")
def language(text: str, code: Annotated[str, AfterValidator(_known)]) -> Verdict:
    """The reply is written in the language of this ISO 639-1 code.

    Told by script, function words and letters; links, code and names in Latin letters do not make a Russian text
    English. Ukrainian, Belarusian, Bulgarian and other Cyrillic texts are not Russian; German, French, Spanish and the
    like are not English. Near relatives (Danish, Norwegian, Swedish) need a sentence or two.
    A reply of numbers alone passes as any; an empty one as none.

    Passes: {"language": "ru"} on "Чехол для iPhone 15 Pro Max есть на складе."
    Passes: {"language": "en"} on "Yes, within 30 days."
    Misses: {"language": "ru"} on "The case is in stock."
    Misses: {"language": "en"} on "Да, в течение 30 дней."
    """
    return judge_language(text, code)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


@check("matches")
def matches(text: str, pattern: Annotated[str, AfterValidator(_compiles)]) -> Verdict:
    r"""A regular expression (Python's `regex` module) is found in the reply.

    `(?i)` ignores case, `\A…\Z` bind it to the whole reply. A search of more than one second is an error of the case.

    Passes: {"matches": "№\\s?\\d+"} on "Заказ № 512 собран."
    Misses: {"matches": "(?i)order #\\d+"} on "Your order is packed."
    """
    try:
        found = _compiled(pattern).search(text, timeout=_schema.PATTERN_SECONDS)
    except TimeoutError as e:
        raise TimeoutError(
            f"pattern {pattern!r} took over {_schema.PATTERN_SECONDS:g} s on a reply; make it simpler"
        ) from e
    if found is None:
        return Verdict(False, f"nothing matches {pattern}")
    return Verdict(True, f"{quote(text, found.span())} matches {pattern}", found.span())
