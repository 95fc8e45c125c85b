"""`from:` takes a check's arguments from a file beside the cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.case_files import case_files, load_cases
from harness.scoring import bind_case
from harness.source import SourceError

CASES = """suite: terms
split: gate
cases:
- id: one
  prompt: Where is my parcel?
  expect:
  - glossary: {from: _shop.yaml, required: [parcel]}
"""


def project(folder: Path, glossary: str | None, cases: str = CASES) -> Path:
    golden = folder / "golden"
    golden.mkdir(exist_ok=True)
    (golden / "own.yaml").write_text(cases, encoding="utf-8")
    if glossary is not None:
        (golden / "_shop.yaml").write_text(glossary, encoding="utf-8")
    return golden


def test_a_case_holds_what_it_took_and_the_part_is_no_case_file(tmp_path: Path) -> None:
    """What the case says itself goes before; its digest follows the part's content."""
    golden = project(tmp_path, "preferred: {parcel: [package]}\nrequired: [order]\n")
    files = case_files(golden, ["*.yaml"])
    assert [file.name for file in files] == ["own.yaml"]
    (case,) = load_cases(files)
    assert dict(case.expect) == {"glossary": {"preferred": {"parcel": ["package"]}, "required": ["parcel"]}}
    project(tmp_path, "preferred: {parcel: [packet]}\nrequired: [order]\n")
    (changed,) = load_cases(files)
    assert changed.digest != case.digest


@pytest.mark.parametrize(
    ("glossary", "place"),
    [
        (None, "own.yaml:7"),
        ("preferred: {parcel: [package]}\nforbiden: {}\n", "_shop.yaml:2: .*forbidden"),
        ("# ours\npreferred:\n  parcel: [package]\n  order: purchase\n", "_shop.yaml:4"),
        ("- parcel\n", "_shop.yaml"),
        ("preferred: {parcel: [package\n", "_shop.yaml:"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, glossary: str | None, place: str) -> None:
    """In the part where the part is wrong, in the case where that is."""
    golden = project(tmp_path, glossary)
    with pytest.raises(SourceError, match=place):
        bind_case(load_cases([golden / "own.yaml"])[0])


def test_only_a_file_with_an_underscore_is_taken_from(tmp_path: Path) -> None:
    """Any other under golden would have to be a suite's."""
    golden = project(tmp_path, None, CASES.replace("_shop.yaml", "shop.yaml"))
    with pytest.raises(SourceError, match="_"):
        load_cases([golden / "own.yaml"])


@pytest.mark.parametrize("elsewhere", ["../_shop.yaml", "/_shop.yaml", "terms/_shop.yaml"])
def test_nothing_elsewhere_is_taken_from(tmp_path: Path, elsewhere: str) -> None:
    """A case file comes from anyone, and reads nothing but what lies beside it."""
    golden = project(tmp_path, None, CASES.replace("_shop.yaml", elsewhere))
    (tmp_path / "_shop.yaml").write_text("required: [order]\n", encoding="utf-8")
    with pytest.raises(SourceError, match="beside"):
        load_cases([golden / "own.yaml"])
