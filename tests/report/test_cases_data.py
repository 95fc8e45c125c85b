"""The cases as the page's script reads them."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.record import Answer, Record
from harness.report.cases_data import MOST_CHARACTERS, page_cases

from .records import make_case, make_hostile, make_record


def unpacked(packed: str) -> Any:
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def test_the_index_holds_every_case_once_flips_first(sample: Record) -> None:
    (page,) = page_cases(sample)
    index = unpacked(page.index)
    suites = [index["names"][n] for n in index["suite"]]
    labels = [f"{suite}/{id}" for suite, id in zip(suites, index["id"], strict=True)]
    assert sorted(labels) == sorted(f"{c.suite}/{c.id}" for c in sample.cases)
    assert sum(n for _, n, _ in index["chunks"]) == len(sample.cases)
    groups = [index["names"][n] for n in index["group"]]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=80))
def test_any_text_survives_and_none_stands_in_the_page(text: str) -> None:
    """Lone surrogates too; what is packed is letters, digits, + and / alone."""
    (page,) = page_cases(make_hostile(text))
    (told, *_) = unpacked(page.chunks[0].packed)
    assert told["answers"][1]["reply"] == [text, 0]
    assert all(
        set(chunk.packed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
        for chunk in page.chunks
    )


def test_a_long_text_is_cut_and_counted() -> None:
    case = make_case(candidate=Answer(reply="a" * 50_000, passed=False, reason="", finish="stop", tokens=1))
    (page,) = page_cases(make_record([case], []))
    text, left = unpacked(page.chunks[0].packed)[0]["answers"][1]["reply"]
    assert (len(text), left) == (MOST_CHARACTERS, 30_000)


def test_beyond_the_room_cases_go_beside_but_no_flip(monkeypatch: pytest.MonkeyPatch, samples: Any) -> None:
    monkeypatch.setattr("harness.report.cases_data._ROOM", 20_000)
    record = samples["large"]()
    first, *beside = page_cases(record)
    assert beside
    assert {shown.group for page in beside for chunk in page.chunks for shown in chunk.cases} <= {
        "both-pass",
        "both-miss",
    }
    here = {id(shown.case) for page in (first, *beside) for chunk in page.chunks for shown in chunk.cases}
    assert len(here) == len(record.cases)
    elsewhere = {name for _, _, name in unpacked(first.index)["chunks"]}
    assert elsewhere == {"", *(f"report.cases-{n}.html" for n in range(2, len(beside) + 2))}
