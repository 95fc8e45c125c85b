"""promptfoo's assertions as checks of this project: the same verdict on every reply, or none at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from harness.checks import CheckError, bind
from harness.importing.json_answers import json_expectation
from harness.importing.sandbox import Rendered
from harness.lint._said import said

__all__ = ["TAKEN", "Refused", "as_check"]

_JUDGED = (
    "a model judges it ({kind})",
    (
        "llm-rubric",
        "model-graded",
        "g-eval",
        "factuality",
        "answer-relevance",
        "similar",
        "context-",
        "select-best",
        "classifier",
        "pi",
        "moderation",
        "search-rubric",
    ),
)
_CODE = ("it is code, which is not run ({kind})", ("javascript", "python", "ruby", "webhook"))
_MEASURED = (
    "it is no matter of what the reply says ({kind})",
    ("latency", "cost", "perplexity", "trace-", "is-valid-openai", "is-valid-function", "finish-reason", "guardrails"),
)


class Refused(Exception):
    """An assertion that no check takes the place of; `why` says it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def as_check(assertion: Any, rendered: Rendered) -> list[Mapping[str, Any]]:
    """The checks that say what an assertion says.

    `rendered`: its value, where that is a text, with the test's variables filled in.

    Raises:
        Refused: it asks for a model, runs code, or is of no kind that is taken.
    """
    if not isinstance(assertion, dict) or not isinstance(assertion.get("type"), str):
        raise Refused(said("no assertion: it has no `type:`"))
    kind, value = assertion["type"], assertion.get("value")
    if isinstance(value, str):
        if value.startswith("file://"):
            raise Refused(said("its value is read from a file: write it out"))
        if rendered.fault:
            raise Refused(said("its value: {why}", why=rendered.fault))
        value = rendered.text
    denied = kind.startswith("not-")
    name = kind.removeprefix("not-")
    make = TAKEN.get(name)
    if make is None or assertion.get("transform"):
        raise Refused(_why(name) if make is None else said("it transforms the reply by code, which is not run"))
    made = make(value, denied)
    for one in made:
        for check, arguments in one.items():
            try:
                bind(check, arguments)
            except CheckError as e:
                raise Refused(said("it can't be used: {why}", why=str(e))) from e
    return made


def _why(kind: str) -> str:
    for why, kinds in (_JUDGED, _CODE, _MEASURED):
        if kind.startswith(kinds):
            return said(why, kind=kind)
    return said("assertions of type {kind} are not taken", kind=kind)


def _texts(value: Any) -> list[str]:
    """The texts of a list, or of one with commas between them, as promptfoo reads it."""
    found = value if isinstance(value, list) else [one.strip() for one in str(value).split(",")]
    made = [_text(one) for one in found if _text(one)]
    if not made:
        raise Refused(said("it names no text"))
    return made


def _text(value: Any) -> str:
    if value is None or value == "":
        raise Refused(said("it has no value"))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _pattern(expression: str, flags: str, denied: bool) -> list[Mapping[str, Any]]:
    if not denied:
        return [{"matches": f"(?{flags}){expression}" if flags else expression}]
    return [{"matches": rf"(?s{flags})\A(?!.*(?:{expression}))"}]


def _literal(text: str) -> str:
    return re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", text)


def _contains(flags: str) -> Callable[[Any, bool], list[Mapping[str, Any]]]:
    def made(value: Any, denied: bool) -> list[Mapping[str, Any]]:
        if denied and not flags:
            return [{"occurs": {"sign": _text(value), "at_most": 0}}]
        return _pattern(_literal(_text(value)), flags, denied)

    return made


def _any(flags: str) -> Callable[[Any, bool], list[Mapping[str, Any]]]:
    return lambda value, denied: _pattern("|".join(map(_literal, _texts(value))), flags, denied)


def _all(flags: str) -> Callable[[Any, bool], list[Mapping[str, Any]]]:
    def made(value: Any, denied: bool) -> list[Mapping[str, Any]]:
        texts = _texts(value)
        if denied:
            return [{"matches": rf"(?s{flags})\A(?!" + "".join(f"(?=.*{_literal(text)})" for text in texts) + ")"}]
        return [one for text in texts for one in _pattern(_literal(text), flags, False)]

    return made


def _equals(value: Any, denied: bool) -> list[Mapping[str, Any]]:
    if isinstance(value, dict | list):
        if denied:
            raise Refused(said("the denial of a JSON value is not taken"))
        return [{"json_schema": {"const": value}}]
    if denied:
        return [{"matches": rf"\A(?!\s*{_literal(_text(value))}\s*\Z)"}]
    return [{"equals": _text(value)}]


def _json(value: Any, denied: bool) -> list[Mapping[str, Any]]:
    if denied:
        raise Refused(said("that a reply is no JSON is not asked for here"))
    if value is None or value == "":
        return [{"json_schema": {"type": ["object", "array"]}}]
    if isinstance(value, str):
        found = json_expectation(value)
        value = json.loads(value) if found else None
    if not isinstance(value, dict):
        raise Refused(said("its value is no JSON Schema"))
    return [{"json_schema": value}]


def _regex(value: Any, denied: bool) -> list[Mapping[str, Any]]:
    return _pattern(_text(value), "", denied)


def _starts(value: Any, denied: bool) -> list[Mapping[str, Any]]:
    text = _literal(_text(value))
    return [{"matches": rf"\A(?!{text})" if denied else rf"\A{text}"}]


def _refuses(value: Any, denied: bool) -> list[Mapping[str, Any]]:
    return [{"refuses": not denied}]


TAKEN: Mapping[str, Callable[[Any, bool], list[Mapping[str, Any]]]] = {
    "equals": _equals,
    "contains": _contains(""),
    "icontains": _contains("i"),
    "contains-any": _any(""),
    "icontains-any": _any("i"),
    "contains-all": _all(""),
    "icontains-all": _all("i"),
    "starts-with": _starts,
    "regex": _regex,
    "is-json": _json,
    "contains-json": _json,
    "is-refusal": _refuses,
}
"""The assertions that are taken, each also with `not-` before it where that can be said."""
