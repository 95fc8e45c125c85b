"""Checks of meaning, by an embedding model that the team names: nothing here knows one, the vectors are handed in."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import Annotated, Any

from annotated_types import Gt, Le, MinLen
from pydantic import BeforeValidator

from harness.checks.registry import Vectors, Verdict, check
from harness.checks.text import fold, quote

__all__ = ["means"]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = list[Annotated[str, MinLen(1)]]


def _compared(answer: Sequence[str], rather_than: Sequence[str] = (), **_: Any) -> Sequence[str]:
    return [*answer, *rather_than]


def _distinct(answer: Sequence[str], rather_than: Sequence[str] = (), **_: Any) -> None:
    if not all(map(fold, _compared(answer, rather_than))):
        raise ValueError("a text is empty")
    if both := {fold(text) for text in answer} & {fold(text) for text in rather_than}:
        raise ValueError(f"{quote(min(both))} stands in `answer` and in `rather_than`")


@check("means", validate=_distinct, compares=_compared)
def means(
    text: str,
    answer: Annotated[Texts, MinLen(1), BeforeValidator(_listed, json_schema_input_type=str | Texts)],
    at_least: Annotated[float, Gt(0), Le(1)],
    rather_than: Annotated[Texts, BeforeValidator(_listed, json_schema_input_type=str | Texts)] = [],  # noqa: B006 - never changed
    *,
    vectors: Vectors,
) -> Verdict:
    """The reply says in its own words what this answer says, by the cosine of their vectors under an embedding model.

    Of several answers the nearest counts. What cosine two texts of one meaning have depends on the model, so there is
    no usual bar: look at some right and some wrong replies first. With `rather_than` the reply has to be nearer to an
    answer than to any of these, which are wrong. Vectors tell what a text is about; numbers, names and "not" move them
    little: "within 60 days" is near "within 30 days". For facts there are `answer` and `number`.

    Passes: {"means": {"answer": "Returns are free within 30 days.", "at_least": 0.8}}
        on "You have a month to send it back at no cost." alike 0.86
    Misses: {"means": {"answer": ["Вернуть можно за 30 дней.", "На возврат есть месяц."], "at_least": 0.8}}
        on "Доставка стоит 5 евро." alike [0.41, 0.38]
    Misses: {"means": {"answer": "Возврат бесплатный.", "at_least": 0.8, "rather_than": "Возврат платный."}}
        on "За возврат нужно заплатить." alike [0.83, 0.92]
    """
    if not fold(text):
        return Verdict(False, "the reply says nothing")
    alike = {other: _cosine(vectors, text, other) for other in _compared(answer, rather_than)}
    near, wrong = (max(texts, key=alike.__getitem__, default="") for texts in (answer, rather_than))
    told = f"in meaning the reply is {alike[near]:.3f} like {quote(near)} (bar {at_least:g}, by {vectors.model})"
    if text in vectors.cut:
        told += "; the model read its beginning alone"
    if alike[near] < at_least:
        return Verdict(False, f"{told}: {quote(text)}")
    if wrong and alike[wrong] >= alike[near]:
        return Verdict(False, f"{told}, and {alike[wrong]:.3f} like {quote(wrong)}: {quote(text)}")
    return Verdict(True, told)


def _cosine(vectors: Vectors, text: str, other: str) -> float:
    """Rounded as it is told, so that what is read decides, and the last bits of a sum don't."""
    product: float = sum(map(mul, vectors.of[text], vectors.of[other]))
    return round(product, 3)
