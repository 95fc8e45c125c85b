"""Contamination sought in files too large to be read row by row."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linting import chat, written

from harness.case_files import load_cases
from harness.cases import Case
from harness.lint import scan as scanning
from harness.lint._anchors import Anchors, plain, unescaped
from harness.lint._hashes import Known, hashes
from harness.lint.contamination import Contamination
from harness.lint.lints import About
from harness.lint.overlap import words_of
from harness.lint.rows import read_rows
from harness.lint.scan import scan

TEXTS = {
    "en": "A customer bought two lanterns last winter, lost the paper receipt and wants to bring back the cracked one.",
    "ru": "Покупательница прошлой зимой купила два фонаря, потеряла бумажный чек и хочет вернуть тот, что треснул.",
}
NAMES = [
    f"{a}{b}{c}" for a in ("ka", "li", "мо", "ru") for b in ("tan", "вер", "sil") for c in ("do", "на", "mem", "ul")
]


def rows(n: int) -> list[dict[str, object]]:
    """Rows that tell of many things and of no case."""
    return [
        chat(
            f"Where is the order of {NAMES[i % 48]} {NAMES[i % 41]}?", f"Order {i} is at {NAMES[i % 37]}, box {i % 7}."
        )
        for i in range(n)
    ]


@pytest.fixture
def cases(tmp_path: Path) -> list[Case]:
    file = tmp_path / "cases.yaml"
    asked = "".join(f"- id: {i}\n  prompt: '{p}'\n  expect: [{{max_words: 60}}]\n" for i, p in TEXTS.items())
    file.write_text(f"suite: own\nsplit: gate\ncases:\n{asked}", encoding="utf-8")
    return load_cases([file])


def places(tmp_path: Path, cases: list[Case], data: list[dict[str, object]]) -> dict[str, list[int]]:
    scanned = scan([written(tmp_path, data)], About(cases=cases), processes=1)
    return {f.data["case"]: [where.line for where in f.places] for f in scanned.findings if "case" in f.data}


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize(
    "copied",
    [
        lambda text: text,
        str.upper,
        lambda text: f"One more question. {text} Thank you!",
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace(", ", " — «") + "»",
        lambda text: text.replace(" ", "→").replace(", ", "，") + "。",
        lambda text: text.replace("а", "а\u0301").replace("lost", "lost\u00ad"),
        lambda text: " ".join(word for i, word in enumerate(text.split()) if i % 9 != 4),
    ],
)
def test_copies_are_found_on_their_lines(tmp_path: Path, cases: list[Case], lang: str, copied: object) -> None:
    assert callable(copied)
    data = rows(300)
    data[120] = chat(copied(TEXTS[lang]), "Yes.")
    data[299] = chat("What did she ask?", copied(TEXTS[lang]))

    assert sorted(places(tmp_path, cases, data)[lang]) == [121, 300]


def test_letters_written_as_escapes_are_read(tmp_path: Path, cases: list[Case]) -> None:
    file = tmp_path / "data.jsonl"
    data = [*rows(100), chat(TEXTS["ru"], "Да.")]
    file.write_text("".join(json.dumps(row) + "\n" for row in data), encoding="utf-8")

    (finding,) = scan([file], About(cases=cases), processes=1).findings

    assert [where.line for where in finding.places] == [101]


def test_few_rows_are_compared_in_full_and_broken_ones_passed_over(tmp_path: Path, cases: list[Case]) -> None:
    file = written(tmp_path, rows(2_000))
    with file.open("ab") as f:
        f.write(b"no row of " + TEXTS["en"].encode() + b"\n\xff\xfe\n")

    scanned = scan([file], About(cases=cases), processes=1)

    assert (scanned.lines, scanned.findings) == (2_002, ())
    assert scanned.compared < 20


def test_pieces_change_nothing(tmp_path: Path, cases: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    data = rows(600)
    for at in (0, 250, 599):
        data[at] = chat(TEXTS["en"], "Yes.")
    file = written(tmp_path, data)
    whole = scan([file], About(cases=cases), processes=1)
    monkeypatch.setattr(scanning, "_MOST_PIECE", 5_000)

    assert scan([file], About(cases=cases), processes=1) == whole
    assert [where.line for where in whole.findings[0].places] == [1, 251, 600]


def test_processes_change_nothing(tmp_path: Path, cases: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "_LEAST_PIECE", 50_000)
    file = written(tmp_path, [*rows(1_000), chat(TEXTS["ru"], "Да.")])

    assert scan([file], About(cases=cases), processes=2) == scan([file], About(cases=cases), processes=1)


def test_a_lint_of_many_rows_finds_what_a_scan_finds(tmp_path: Path, cases: list[Case]) -> None:
    data = rows(6_000)
    for at in (5, 4_000, 5_999):
        data[at] = chat(TEXTS["ru"], "Да.")
    file = written(tmp_path, data)
    lint = Contamination(About(cases=cases))
    for row in read_rows(file, pytest.fail):
        lint.see(row)

    assert tuple(lint.end()) == scan([file], About(cases=cases), processes=1).findings


def test_an_empty_file_and_no_cases_are_no_error(tmp_path: Path, cases: list[Case]) -> None:
    file = written(tmp_path, [])

    assert scan([file], About(cases=cases)).lines == 0
    assert [u.rule for u in scan([file], About()).unchecked] == ["contaminated-case"]


@given(st.lists(st.text(max_size=60), min_size=1, max_size=8), st.data())
def test_a_text_that_a_row_holds_is_near_it(texts: list[str], data: st.DataObject) -> None:
    words = [words_of(text) for text in texts]
    anchors = Anchors(words, edited_words=8)
    for text in texts:
        anchors.learn(plain(text.encode("utf-8", "replace")))
    anchors.settle()
    chosen = data.draw(st.sampled_from([w for w in words if w] or [["none"]]))
    row = " ".join(chosen).encode("utf-8", "replace")

    assert anchors.near(plain(row)) == ([0] if any(words) else [])


WORDS = st.text("abcé", min_size=1, max_size=16).map(str.encode)


@given(st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=6), st.sets(WORDS, min_size=1, max_size=12))
def test_known_words_are_found_on_their_lines(lines: list[list[bytes]], known: set[bytes]) -> None:
    numbers = {word: at for at, word in enumerate(sorted(known))}

    found, begins = Known(numbers).held(b"\n".join(b"  ".join(line) for line in lines))

    parted = [found[a:b].tolist() for a, b in pairwise(begins)]
    assert parted == [[numbers[word] for word in line if word in numbers] for line in lines]


def test_words_of_up_to_32_bytes_have_numbers_of_their_own() -> None:
    words = {
        ("x" * at + letter + "y" * (size - at - 1)).encode()
        for size in range(1, 33)
        for at in range(size)
        for letter in "абz"
    }
    words = {word for word in words if len(word) <= 32}
    starts, found = hashes(b" ".join(words))

    assert len(starts) == len(set(found.tolist())) == len(words)


def test_plain_form() -> None:
    assert plain("Ёлка — 5€, «Зелёная»!".encode()).decode().split() == ["Елка", "5", "Зеленая"]
    assert plain(unescaped(b'{"text": "One\\nTwo\\tthree"}\n{}')).split() == [b"text", b"one", b"two", b"three"]
    assert unescaped(rb'{"text": "\u0434\u0430"}').decode() == '{"text": "да"}'
