"""Checks of what a support desk may promise: dates, prices, discounts, outcomes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from harness.checks.registry import Given, Verdict, check
from harness.checks.text import quote

__all__ = ["no_promised_dates", "no_promises"]

Promise = Literal["dates", "prices", "discounts", "outcomes"]


@check("no_promised_dates")
def no_promised_dates(text: str, given: Given) -> Verdict:
    """The reply commits the shop to no date, day or term: of delivery, shipping, refund, repair or answer.

    A promise is a clause with the shop's act to come ("will arrive", "we deliver", «доставим», «вернём», softened ones
    like "should arrive" and "is expected" included) and a definite time (tomorrow, on Friday, «до 15 марта», "within 2
    days"). A bare time is one too when the customer asked when ("When will my order come?" "Tomorrow."). No promise is:
    what the context or the system prompt states, usual practice and possibility ("usually", "may", «обычно», «в
    среднем»), a term without a commitment ("delivery takes 3–5 days"), a promise denied ("we can't promise Friday"),
    what the customer may do and until when ("you can return it within 30 days"), opening hours, repeated days ("on
    Mondays"), the past, and a question. Days and terms are compared by value: "by March 15" is stated by 15.03.2024.

    Passes: "no_promised_dates" on "Delivery usually takes 3–5 days, but we can't promise a date."
    Passes: "no_promised_dates" on "Вернуть товар можно в течение 30 дней."
    Passes: "no_promised_dates" on "Заказ приедет 15 марта." told "Заказ 4412: доставка 15.03.2024"
    Misses: "no_promised_dates" on "Your parcel will arrive on Friday."
    Misses: "no_promised_dates" on "Не волнуйтесь, доставим до 15 марта."
    Misses: "no_promised_dates" on "Tomorrow." asked "When will my order arrive?"
    """
    # Imported on first use: the signs take longer to compile than the rest of the checks together.
    from harness.checks._promised_dates import find_promise

    span = find_promise(text, given.prompt, f"{given.context}\n{given.system}")
    if span is None:
        return Verdict(True, "promises no date")
    return Verdict(False, f"promises a date: {quote(text, span)}", span)


@check("no_promises")
def no_promises(
    text: str,
    given: Given,
    of: Annotated[list[Promise], Field(min_length=1)] = ["dates", "prices", "discounts", "outcomes"],  # noqa: B006
) -> Verdict:
    """The reply promises no date, price, discount or outcome that nothing before it states; `of` says which.

    Dates are those of `no_promised_dates`. A price is an amount of money said to be one ("it costs $20", «отдадим за
    900 ₽»), compared by value and currency; sums, multiples and shares of given amounts are given as well. A discount
    is granted by the desk ("I'll give you 10 % off", «сделаю скидку»), coupons and gifts included. An outcome is left
    without doubt ("you will surely get a refund", "guaranteed to fix", «точно вернём деньги») or granted outright
    ("we will refund you"). The context and the system prompt state what they say without a denial; the customer's
    messages do so for prices and discounts where they neither ask nor wish. Denied, general and conditional sentences
    promise nothing.

    Passes: {"no_promises": ["prices"]} on "The lamp costs $24.90." told "Lamp: $24.90"
    Passes: {"no_promises": ["outcomes"]} on "If the lamp is faulty, we will refund you."
    Passes: {"no_promises": ["discounts"]} on "К сожалению, скидку сделать не можем."
    Passes: "no_promises" on "Деньги вернём после проверки товара."
    Misses: {"no_promises": ["prices"]} on "Хорошо, отдадим за 900 ₽." told "Лампа: 1 200 ₽"
    Misses: {"no_promises": ["discounts"]} on "I'll give you 10% off." asked "Can you give me 10% off?"
    Misses: "no_promises" on "Не волнуйтесь, точно вернём деньги."
    Misses: "no_promises" on "It is guaranteed to fix the problem."
    """
    # Imported on first use, as above.
    from harness.checks import _promised_dates, _promises

    finders = {
        "dates": lambda: _promised_dates.find_promise(text, given.prompt, f"{given.context}\n{given.system}"),
        "prices": lambda: _promises.find_price(text, given),
        "discounts": lambda: _promises.find_discount(text, given),
        "outcomes": lambda: _promises.find_outcome(text, given),
    }
    for kind in of:
        span = finders[kind]()
        if span is not None:
            return Verdict(False, f"promises {_A[kind]}: {quote(text, span)}", span)
    return Verdict(True, f"promises no {', '.join(kind.removesuffix('s') for kind in of)}")


_A = {"dates": "a date", "prices": "a price", "discounts": "a discount", "outcomes": "an outcome"}
