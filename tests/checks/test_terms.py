"""The glossary: every form of a term, nothing that only looks like one."""

from __future__ import annotations

from typing import Any

import pytest

from harness.checks import CheckError, bind

POINT = {"preferred": {"pickup point": ["collection point", "parcel shop"]}}
PUNKT = {"preferred": {"пункт выдачи": ["пункт самовывоза", "ПВЗ"], "подарочная карта": ["сертификат", "карта"]}}


@pytest.mark.parametrize(
    ("glossary", "text", "passed"),
    [
        (POINT, "Both pickup points are open.", True),
        (POINT, "Both collection points are open.", False),
        (POINT, "Collect it at this point.", True),
        (POINT, "See shop.example/collection-point or https://shop.example/collection-point", True),
        (PUNKT, "Заберите в пункте выдачи.", True),
        (PUNKT, "Заберите в пункте самовывоза.", False),
        (PUNKT, "Два пвз рядом.", False),
        (PUNKT, "Оплатите подарочной картой.", True),
        (PUNKT, "Оплатите картой.", False),
        ({"forbidden": {"guarantee": "warranty"}}, "All guarantees last.", False),
        ({"forbidden": {"organ": ""}}, "An organization.", True),
        ({"forbidden": {"чек": ""}}, "Чеками не берём.", False),
        ({"required": ["возврат"]}, "Условия возврата просты.", True),
        ({"required": ["возврат"]}, "Вернуть можно.", False),
        ({"exact": ["iPhone"]}, "An iPhone, two iPhones.", True),
        ({"exact": ["iPhone"]}, "An IPhone.", False),
        ({"one_of": [["order", "parcel"]]}, "Your orders are here, order 5 too.", True),
        ({"one_of": [["order", "parcel"]]}, "Your order is here; the parcels follow.", False),
        ({"one_of": [["card", "gift card"]]}, "A gift card.", True),
        ({"preferred": {"ёлка": ["ель"]}}, "Елки и ЁЛКИ.", True),
    ],
)
def test_terms_are_kept_in_every_form(glossary: dict[str, Any], text: str, passed: bool) -> None:
    """Inflected, within longer terms, beside words of the same root."""
    verdict = bind("glossary", glossary).judge(text)
    assert verdict.passed is passed, verdict.reason


def test_the_reason_says_what_to_say_instead() -> None:
    """The variant as it stands, and the term."""
    verdict = bind("glossary", POINT).judge("Our parcel shops are open.")
    assert "parcel shops" in verdict.reason
    assert "pickup point" in verdict.reason
    assert verdict.span == (4, 16)


@pytest.mark.parametrize(
    "glossary",
    [
        {},
        {"preferred": {"warranty": []}},
        {"preferred": {"warranty": ["guarantee"], "guarantee": ["warranty"]}},
        {"required": ["package"], "forbidden": {"packages": "parcel"}},
        {"forbidden": {"—": ""}},
        {"one_of": [["order"]]},
    ],
)
def test_a_glossary_that_nobody_can_follow_is_refused(glossary: dict[str, Any]) -> None:
    """When it loads, not when a reply misses."""
    with pytest.raises(CheckError):
        bind("glossary", glossary)
