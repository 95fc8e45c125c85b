"""The page in Russian: nothing of its own is left in English."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

from harness.record import Record
from harness.report import view
from harness.report.html import page_script, render
from harness.report.labels import label
from harness.report.page_words import PAGE, SCRIPT

TEXT = r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\""
TEMPLATES = (
    "report",
    "first",
    "browser",
    "written",
    "suites",
    "slices",
    "compared",
    "provenance",
    "macros",
    "cases",
    "trend",
    "compare",
)


def templates() -> str:
    folder = files("harness.report").joinpath("page")
    return "\n".join(folder.joinpath(f"{name}.html.j2").read_text(encoding="utf-8") for name in TEMPLATES)


def test_every_sentence_of_the_templates_has_its_russian() -> None:
    told = {ast.literal_eval(text) for text in re.findall(rf"\b_\(\s*({TEXT})", templates())}
    assert len(told) > 80
    assert sorted(text for text in told if label(text, "ru") == text) == []
    assert (
        sorted(
            text
            for text in told
            if re.search("[A-Za-z]{4}", re.sub(r"\{[^}]*\}", "", label(text, "ru"))) and text not in KEPT
        )
        == []
    )


def test_what_the_script_says_is_listed_and_translated() -> None:
    said = {ast.literal_eval(text) for text in re.findall(rf"\bt\(({TEXT})", page_script())}
    assert len(said) > 15
    assert said <= set(SCRIPT)
    assert [text for text in SCRIPT if label(text, "ru") == text] == []


def test_places_for_values_are_the_same_in_both_languages() -> None:
    for text, russian in PAGE.items():
        assert places(text) == places(russian), text


def places(text: str) -> int:
    """How many values it takes; of a text with plural forms, its first."""
    return len(re.findall(r"\{[^}]*\}", text if "{:" in text else text.split("|")[0]))


def test_a_page_in_russian_is_russian(sample: Record) -> None:
    """Headings, columns and groups; the records' own words (names, reasons of replies) stay as they are."""
    html = render(sample, "ru")
    assert '<html lang="ru">' in html
    for heading in re.findall(r"<h[23][^>]*>(.*?)</h[23]>", html, re.DOTALL):
        plain = re.sub("<[^>]*>", "", heading)
        if plain.strip() and not any(arm.name in plain for _, arm in view.arms(sample)):
            assert re.search("[а-яё]", plain), plain


KEPT = {
    "and {} more in record.json",
    "{} of {} are shown here; all stand in record.json.",
    "{} of {} are shown whole, {} more by name below; all stand in record.json.",
    "{:more character} in record.json",
    "These cases are shown by a script; all of them stand in record.json too.",
    "{} took part in the decision; the SHA-256 of each stands in record.json.",
    "{:checkpoint was|checkpoints were} tried against these cases and this baseline, this one included. Choosing is "
    "done on the dev split; these cases decide.",
    "Not counted: not a whole run of the gate split.",
}


def test_the_docs_name_every_key_of_the_search() -> None:
    docs = (Path(__file__).parents[2] / "docs/report.md").read_text(encoding="utf-8")
    (keys,) = re.findall(r"const KEYS = (\[.*?\]);", page_script())
    assert all(f"`{key}:" in docs for key in ast.literal_eval(keys))
    (groups,) = re.findall(r"const FLIPS = \{(.*?)\};", page_script(), re.DOTALL)
    for name in re.findall(r'"?([a-z-]+)"?: \[', groups):
        assert f"`{name}`" in docs or f"flip:{name}" in docs
