"""A fingerprint of training texts tells which texts stand in them, and holds none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.case_files import load_cases
from harness.fingerprint import Fingerprint, FingerprintMaker
from harness.fingerprint import fingerprint as made_of
from harness.lint.fingerprinted import check
from harness.source import SourceError

TEXTS = {
    "en": "The customer lost her receipt last winter and now wants to bring back one of two lanterns with a crack.",
    "ru": "Покупательница прошлой зимой потеряла чек и теперь хочет вернуть один из двух фонарей с треснувшим стеклом.",
}
OTHERS = [
    f"row {i} tells of order {i * 7} that came in {i % 9} boxes to the {i % 5} door of house {i * 3}"
    for i in range(300)
]


def fingerprint(texts: list[str]) -> Fingerprint:
    return made_of(texts, most_bytes=1 << 14)


@pytest.mark.parametrize("lang", TEXTS)
def test_a_text_is_found_as_it_is_and_inside_a_longer_one(lang: str) -> None:
    text = TEXTS[lang]
    held = fingerprint([*OTHERS, text])
    within = fingerprint([*OTHERS, f"{OTHERS[3]} {text.upper()} {OTHERS[5]}"])

    assert held.standing(text.replace(" ", "  "))[:2] == (True, 1.0)
    assert within.standing(text)[:2] == (False, 1.0)


@pytest.mark.parametrize("lang", TEXTS)
def test_what_is_not_there_is_not_found(lang: str) -> None:
    standing = fingerprint(OTHERS).standing(TEXTS[lang])

    assert not standing.whole
    assert standing.coverage == 0


def test_a_part_is_told_with_the_piece_that_stands_there() -> None:
    first = " ".join(TEXTS["en"].split()[:12])
    standing = fingerprint([*OTHERS, f"{first} he said"]).standing(TEXTS["en"])

    assert standing.coverage == pytest.approx(12 / len(TEXTS["en"].split()))
    assert standing.matched == first.lower()


def test_a_short_text_is_found_whole_and_is_else_not_judged() -> None:
    held = fingerprint([*OTHERS, "Где мой заказ?"])

    assert held.standing("где мой заказ")[:2] == (True, None)
    assert held.standing("мой заказ")[:2] == (False, None)
    assert held.standing("—")[:2] == (False, None)


def test_a_file_is_read_as_it_was_written_and_is_small(tmp_path: Path) -> None:
    file = tmp_path / "fingerprint.bin"
    fingerprint([*OTHERS, TEXTS["ru"]]).write(file)

    read = Fingerprint.read(file)

    assert read.standing(TEXTS["ru"])[:2] == (True, 1.0)
    assert read.texts == len(OTHERS) + 1
    runs = sum(len(text.split()) - 7 for text in OTHERS)
    assert file.stat().st_size < 2 * runs + 200


@pytest.mark.parametrize(
    "damage", [b"", b"other\n{}\n", b"ckptgate-fingerprint-1\n[]\n", b"ckptgate-fingerprint-1\nno\n"]
)
def test_a_damaged_file_is_told(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "fingerprint.bin"
    file.write_bytes(damage)

    with pytest.raises(SourceError, match="fingerprint"):
        Fingerprint.read(file)


def test_a_changed_bit_is_told(tmp_path: Path) -> None:
    file = tmp_path / "fingerprint.bin"
    fingerprint(OTHERS).write(file)
    raw = file.read_bytes()
    file.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))

    with pytest.raises(SourceError, match="damaged"):
        Fingerprint.read(file)


@given(st.lists(st.text(), max_size=20), st.text(max_size=200))
def test_what_was_taken_is_always_found(texts: list[str], text: str) -> None:
    maker = FingerprintMaker(1 << 12)
    for one in [*texts, text]:
        maker.add(one)
    standing = maker.made().standing(text)

    assert standing.whole or not standing.matched
    assert standing.coverage in (None, 1.0)


def test_cases_are_held_to_a_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    prompts = [TEXTS["en"], TEXTS["ru"], "Why?"]
    file.write_text(
        "suite: own\nsplit: gate\ncases:\n"
        + "".join(f"- id: c{i}\n  prompt: '{p}'\n  expect: [{{max_words: 60}}]\n" for i, p in enumerate(prompts)),
        encoding="utf-8",
    )
    cases = load_cases([file])

    found, unchecked = check(fingerprint([*OTHERS, TEXTS["ru"]]), cases)

    assert [(f.rule.name, f.data["case"]) for f in found] == [("contaminated-case", "c1")]
    assert "c2" in unchecked[0].why


def test_a_filter_that_is_too_full_says_nothing(tmp_path: Path) -> None:
    maker = FingerprintMaker(64)
    for text in OTHERS:
        maker.add(text)

    found, unchecked = check(maker.made(), [])

    assert not found
    assert "room" in unchecked[0].why
