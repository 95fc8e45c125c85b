"""The names of releases: what is accepted, what is refused, and the order of versions."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.releases.names import parse_target, parse_version
from harness.source import SourceError

# The example of semver.org, clause 11.
ORDER = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.2.0",
    "1.10.0",
    "2.0.0",
]


@pytest.mark.parametrize("text", ["support@1.0.0", "a@0.0.0", "shop-ru_2.x@10.20.30-rc.1", "support@prod", "7@1.0.0"])
def test_a_release_is_written_as_it_was_read(text: str) -> None:
    """Reading and writing are inverse."""
    assert str(parse_target(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "support",
        "@1.0.0",
        "support@",
        "Support@1.0.0",
        "поддержка@1.0.0",
        "-a@1.0.0",
        "../x@1.0.0",
        "a b@1.0.0",
        "support@1.0",
        "support@1",
        "support@01.0.0",
        "support@1.0.0\n",
        "support@1.0.0-",
        "support@1.0.0-01",
        "support@1.0.0+build",
        "support@v1.0.0",
        "support@PROD",
        "support@latest",
        "support@1.0.0@2.0.0",
        "support@١.0.0",
        "a" * 65 + "@1.0.0",
        "support@" + "9" * 400,
        "support@1.0.0-" + "a" * 400,
    ],
)
def test_anything_else_is_refused_with_the_way_to_write_it(text: str) -> None:
    """No near miss slips through, and the message shows a right one."""
    with pytest.raises(SourceError, match=r"1\.0\.0|small Latin letters"):
        parse_target(text)


def test_the_v_and_the_build_are_named_as_the_mistake() -> None:
    """The two usual near misses get their own hint."""
    with pytest.raises(SourceError, match="without the v"):
        parse_version("v1.0.0")
    with pytest.raises(SourceError, match=r"no \+build"):
        parse_version("1.0.0+7")


def test_versions_stand_in_the_order_of_the_standard() -> None:
    """Numbers compare as numbers, a pre-release comes before its release."""
    turned = list(reversed(ORDER))
    turned.sort(key=parse_version)
    assert turned == ORDER


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but SourceError comes out, and what is read is written the same."""
    with contextlib.suppress(SourceError):
        assert str(parse_target(text)) == text


number = st.integers(0, 10**9 - 1)
word = st.from_regex(r"[a-z]{1,5}|[1-9][0-9]{0,3}", fullmatch=True)
versions = st.tuples(number, number, number, st.lists(word, max_size=3))


@settings(deadline=None)
@given(versions, versions)
def test_the_order_is_total(one: tuple, other: tuple) -> None:
    """Of two different versions exactly one is older."""
    a, b = (parse_version(f"{x}.{y}.{z}" + (f"-{'.'.join(p)}" if p else "")) for x, y, z, p in (one, other))
    assert (a < b) + (b < a) + (a == b) == 1


@pytest.mark.parametrize(("text", "meant"), [("1", "1.0.0"), ("1.0", "1.0.0"), ("2.10", "2.10.0")])
def test_a_version_of_fewer_numbers_is_refused_with_the_one_that_is_meant(text: str, meant: str) -> None:
    with pytest.raises(SourceError, match=f"write three numbers, .*: {meant}\\?$"):
        parse_target(f"faq@{text}")
