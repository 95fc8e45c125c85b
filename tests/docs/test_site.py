"""The documentation builds without a warning, fetches nothing from elsewhere, and its links lead somewhere."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest

from .pages import ROOT


@dataclass
class Page(HTMLParser):
    """What a built page is made of and where it leads."""

    text: str
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value for name, value in attrs if value is not None}
        if "id" in found:
            self.ids.add(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "link" and "href" in found and found.get("rel") not in ("canonical", "alternate", "next", "prev"):
            self.loaded.append(found["href"])
        elif "src" in found:
            self.loaded.append(found["src"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    """Every page but that of a missing address, whose links are the server's."""
    files = [file for file in site.rglob("*.html") if file.name != "404.html"]
    return {file: Page(file.read_text(encoding="utf-8")) for file in files}


def test_what_stands_in_angle_brackets_swallows_no_page(pages: dict[Path, Page]) -> None:
    """`<Title>` outside of code would be a tag, and all behind it part of a title."""
    assert not [file.name for file, page in pages.items() if page.text.lower().count("<title") != 1]


def test_both_languages_have_every_page(site: Path, pages: dict[Path, Page]) -> None:
    names = {file.relative_to(site).as_posix() for file in pages}
    english = {name for name in names if not name.startswith("ru/")}
    assert {f"ru/{name}" for name in english} == names - english
    assert {
        "tutorial.html",
        "terms/lora.html",
        "howto/two-lanes.html",
        "reference.html",
        "golden/index.html",
    } <= english
    assert "Частая ошибка" in (site / "ru/terms/lora.html").read_text(encoding="utf-8")


def test_every_link_leads_to_a_file_and_to_a_place_in_it(site: Path, pages: dict[Path, Page]) -> None:
    broken = []
    for file, page in pages.items():
        for link in page.links:
            there = urlsplit(link)
            if there.scheme in ("http", "https", "mailto"):
                continue
            target = (file.parent / unquote(there.path)).resolve() if there.path else file
            target = target / "index.html" if target.is_dir() else target
            anchor = unquote(there.fragment)
            if not target.is_file() or (anchor and target in pages and anchor not in pages[target].ids):
                broken.append(f"{file.relative_to(site)}: {link}")
    assert not broken


def test_nothing_is_fetched_from_elsewhere(site: Path, pages: dict[Path, Page]) -> None:
    """Fonts, scripts and the search are the site's own."""
    outside = {name for page in pages.values() for name in page.loaded if urlsplit(name).netloc}
    assert not outside
    styles = "".join(file.read_text(encoding="utf-8") for file in site.rglob("*.css"))
    assert "fonts.googleapis" not in styles
    assert "url(http" not in styles
    assert (site / "search/search_index.json").is_file()


def test_the_search_knows_russian_pages(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    assert index["config"]["lang"] == ["en", "ru"]
    assert "Катастрофическое забывание" in {page["title"] for page in index["docs"]}


def test_links_to_the_repository_lead_into_the_site() -> None:
    """A file comes along, a folder leaves its name, and what lies in `docs/` is reached from what does not."""
    spec = importlib.util.spec_from_file_location("mkdocs_hooks", ROOT / "mkdocs_hooks.py")
    assert spec is not None
    assert spec.loader is not None
    hooks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hooks)

    def within(page: str, text: str) -> str:
        file = SimpleNamespace(abs_src_path=str(ROOT / page))
        told: str = hooks.on_page_markdown(text, page=SimpleNamespace(file=file), config=None, files=None)
        return told

    assert (
        within("docs/lint.md", "[cases](../golden/README.md#to-add-a-case)")
        == "[cases](golden/README.md#to-add-a-case)"
    )
    assert within("docs/terms/lora.md", "[r](../recipes.md), [s](../../suites)") == "[r](../recipes.md), s"
    assert within("golden/README.md", "[checks](../docs/checks.md)") == "[checks](../checks.md)"


def test_the_golden_page_leads_to_its_other_language(site: Path) -> None:
    def leads(page: str, language: str) -> str:
        found = re.search(rf'href="([^"]+)" hreflang="{language}"', (site / page).read_text(encoding="utf-8"))
        assert found is not None
        return ((site / page).parent / found[1]).resolve().relative_to(site.resolve()).as_posix()

    assert leads("golden/index.html", "ru") == "ru/golden/index.html"
    assert leads("ru/golden/index.html", "en") == "golden/index.html"


def test_a_russian_heading_is_reached_by_the_english_anchor_too(pages: dict[Path, Page], site: Path) -> None:
    assert {"the-frequent-mistake", "частая-ошибка"} <= pages[site / "ru/terms/lora.html"].ids
