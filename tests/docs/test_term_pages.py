"""Every term has a page in both languages: what it is, its frequent mistake, what catches it, the command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .pages import DOCS, ROOT, blocks

TERMS = sorted(file for file in (DOCS / "terms").glob("*.md") if not file.name.startswith("index."))
ENGLISH = [file for file in TERMS if not file.name.endswith(".ru.md")]
PARTS = {
    "en": ["The frequent mistake", "What catches it", "The command"],
    "ru": ["Частая ошибка", "Что её ловит", "Команда"],
}


def named(pages: list[Path]) -> list[object]:
    return [pytest.param(page, id=page.name.removesuffix(".md")) for page in pages]


def russian(page: Path) -> Path:
    return page.with_name(page.name.replace(".md", ".ru.md"))


@pytest.mark.parametrize("page", named(TERMS))
def test_a_term_says_what_it_is_how_it_goes_wrong_and_what_catches_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS["ru" if page.name.endswith(".ru.md") else "en"]
    what, _, rest = text.partition("\n## ")
    assert 2 <= len(re.findall(r"[.!?](?:\s|$)", what)) <= 6
    assert "](" in rest.partition("\n## ")[2], "a link to what catches it"
    shown = [block for block in blocks(page) if block.language == "console"]
    assert shown
    assert any(line.startswith("$ ") and "\n" in block.text for block in shown for line in block.text.splitlines())


def test_each_test_of_a_term_has_its_page() -> None:
    pages = [page.read_text(encoding="utf-8") for page in (*ENGLISH, DOCS / "terms/index.md")]
    for test in sorted((ROOT / "tests/terms").glob("test_*.py")):
        assert any(f"(../../tests/terms/{test.name})" in text for text in pages), test.name


def test_each_term_is_in_the_list_and_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in ENGLISH:
        assert f"({page.name})" in (DOCS / "terms/index.md").read_text(encoding="utf-8"), page.name
        assert f"({russian(page).name})" in (DOCS / "terms/index.ru.md").read_text(encoding="utf-8"), page.name
        assert f"- terms/{page.name}\n" in navigation, page.name
