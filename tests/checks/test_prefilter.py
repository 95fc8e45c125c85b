"""Patterns are looked for only where a text holds a piece of them, and find there what they would find anyway."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
import regex

import harness.checks
from harness.checks import examples, registered
from harness.checks._pieces import pieces, writings
from harness.checks._prefilter import LONGEST, Sign, sign


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (r"\b(?:refund|money back)\b", {"refund", "money back"}),
        (r"(?:I|we) will (?:\w+ )?refund\w*", {"refund"}),
        (r"can(?:no|')t", {"cannot", "can't"}),
        (r"(?i)Скид(?:ка|ку)", None),
        (r"Скид(?:ка|ку)", {"скидка", "скидку"}),
        (r"(?:very )*good", {"good"}),
        (r"(?:good){2}", {"good"}),
        (r"a+bcd?", {"bc"}),
        (r"[её]лка", {"елка"}),
        (r"[a-z]+", None),
        (r"refund|\d+", None),
        (r"(?<!no )refund(?! policy)", {"refund"}),
        (r"(?P<mark>['\"])offer(?P=mark)", {"offer"}),
        (r"\p{Lu}\u0431онус\.", {"бонус."}),
        (r"(?:)?", None),
    ],
)
def test_pieces_are_read_off_a_pattern(source: str, found: set[str] | None) -> None:
    """One of them stands in every match; None where there are no such."""
    if source.startswith("(?i)"):
        with pytest.raises(ValueError, match="not read here"):
            pieces(source)
    else:
        assert pieces(source) == found


def test_all_that_a_pattern_can_match_is_listed() -> None:
    """Where it is little; else that is said."""
    assert writings(r"сред(?:а|у)|Tues?\b") == {"среда", "среду", "tue", "tues"}
    with pytest.raises(ValueError, match="no list of words"):
        writings(r"\w+")


def patterns() -> Iterator[tuple[str, Sign]]:
    for module in pkgutil.iter_modules(harness.checks.__path__):
        for name, value in vars(importlib.import_module(f"harness.checks.{module.name}")).items():
            made = value() if hasattr(value, "cache_info") and name.islower() and _takes_nothing(value) else value
            if isinstance(made, Sign):
                yield f"{module.name}.{name}", made
            elif isinstance(made, regex.Pattern) and not made.flags & regex.VERBOSE and "(?(" not in made.pattern:
                yield f"{module.name}.{name}", Sign(made)


def _takes_nothing(function: object) -> bool:
    return function.__wrapped__.__code__.co_argcount == 0  # type: ignore[attr-defined]


def test_no_pattern_of_the_checks_passes_over_what_it_matches() -> None:
    """On every example of every check, as it is, shouted and in other letters."""
    texts = [
        text for found in registered() for example in examples(found) for text in (example.text, example.given.text)
    ]
    texts += [text.upper() for text in texts]
    texts += [text.replace("s", "ſ").replace("k", "K").replace("I", "İ") for text in texts[::5]]
    told = dict(patterns())
    assert len(told) > 200
    for name, one in told.items():
        for text in texts:
            assert (one.search(text) is None) == (one.pattern.search(text) is None), (name, text)


def test_a_sign_is_searched_as_its_pattern_is() -> None:
    """Places and limits included; a text without a piece, and one too long to be sifted."""
    lamp = sign(r"\blamps?\b", regex.IGNORECASE)
    text = "A Lamp, two lamps."
    assert [match.span() for match in lamp.finditer(text)] == [(2, 6), (12, 17)]
    assert lamp.search(text, 3).span() == (12, 17)  # type: ignore[union-attr]
    assert lamp.match(text, 2)
    assert lamp.fullmatch("LAMP")
    assert not lamp.fullmatch(text)
    assert lamp.sub("cup", text) == "A cup, two cup."
    assert lamp.search("a chair") is None
    assert list(lamp.finditer("a chair")) == []
    assert lamp.search(" " * LONGEST + "lamp") is not None
