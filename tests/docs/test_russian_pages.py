"""Whoever reads Russian reads the same: what an English page has stands in its Russian twin, part by part."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .pages import DOCS, PAGES, ROOT
from .twins import addresses, aimed, differences, twin

ENGLISH = [page for page in PAGES if not page.name.endswith(".ru.md")]
PAIRS = [page for page in ENGLISH if twin(page).is_file()]

UNTRANSLATED = {
    "README.md": "the repository's front page; the site begins with docs/index.md",
    "docs/decisions/": "a journal: each entry stays as it was written",
}


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [pytest.param(page, id=name(page)) for page in PAIRS])
def test_a_page_and_its_russian_twin_say_the_same(page: Path) -> None:
    found = differences(page, twin(page))
    assert not found, "\n".join([f"{name(page)} and {name(twin(page))}:", *found])


@pytest.mark.parametrize("page", [pytest.param(page, id=name(page)) for page in ENGLISH])
def test_every_page_has_a_russian_twin(page: Path) -> None:
    expected = not any(name(page).startswith(part) for part in UNTRANSLATED)
    assert twin(page).is_file() is expected, f"{name(page)}: {name(twin(page))} is to be written, or the lists mended"


def test_the_navigation_leads_to_translated_pages() -> None:
    told = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2].partition("\n\n")[0]
    pages = re.findall(r"[\w./-]+\.md", told)
    assert len(pages) > 40
    assert not set(pages) - {name(page).removeprefix("docs/") for page in PAIRS}


def test_no_russian_page_is_alone() -> None:
    russian = {page for page in PAGES if page.name.endswith(".ru.md")}
    assert russian == {twin(page) for page in PAIRS}


ENGLISH_PAGE = """# Page

See [the table](#the-table) and `--from`.

## The table

| key | |
|---|---|
| `a` | one of 1,200.5, by `x` |
| `b` | two |

```
ckptgate lint data.jsonl   # the data
```
"""
RUSSIAN_PAGE = """# Страница

Смотрите [таблицу](#таблица) и `--from`.

## Таблица

| ключ | |
|---|---|
| `a` | один из 1200,5, через `x` |
| `b` | два |

```
ckptgate lint data.jsonl   # данные
```
"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "", None),
        ("## Таблица", "### Таблица", "they part at “The table” and “Таблица”"),
        ("| `b` | два |\n", "", "4 rows of tables, 3 in Russian ['`b`']"),
        ("через `x`", "через икс", "under “The table”, row “`a`”: the Russian page lacks x"),
        ("1200,5", "1200", "row “`a`”: the Russian page lacks the number 12005"),
        ("`--from`", "`--to`", "under “Page”: only the Russian page has --to"),
        ("data.jsonl", "rows.jsonl", "not the same: ckptgate lint data.jsonl"),
        ("```\n", "```sh\n", "blocks: 1 and 1; they part at"),
        ("(#таблица)", "(#страница)", "links that the Russian page lacks: page.md#the-table"),
    ],
)
def test_what_a_russian_page_lacks_is_named(before: str, after: str, told: str | None, page: Path) -> None:
    page.write_text(ENGLISH_PAGE, encoding="utf-8")
    twin(page).write_text(RUSSIAN_PAGE.replace(before, after, 1), encoding="utf-8")
    found = differences(page, twin(page))
    assert (not found) if told is None else any(told in line for line in found), found


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("docs.pages.ROOT", tmp_path)
    return tmp_path / "page.md"


def test_links_are_pointed_at_russian_pages_and_their_headings(page: Path) -> None:
    page.write_text(ENGLISH_PAGE, encoding="utf-8")
    twin(page).write_text(RUSSIAN_PAGE, encoding="utf-8")
    other = page.with_name("other.ru.md")
    other.write_text("[a](page.md), [b](page.md#the-table), [c](there.md#x), [d](#here)", encoding="utf-8")
    assert aimed(other) == "[a](page.ru.md), [b](page.ru.md#таблица), [c](there.md#x), [d](#here)"


def test_headings_are_found_by_the_addresses_that_the_site_gives_them() -> None:
    found = set(addresses(DOCS / "reference.md"))
    assert {"pytest---modelname", "toolckptgate-in-pyprojecttoml", "exit-statuses"} <= found
