"""What the site needs beside `docs/`: the list of decisions, and files of the repository that pages link to.

These, as `../golden/README.md`, become pages and files of the site. On the repository's own pages the same links lead
to the files themselves. `NAME.ru.md` beside such a file is its Russian page, as within `docs/`, and headings of a
Russian page can be reached by the anchors of the English page too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from markdown.extensions.toc import unique
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent
DOCS = ROOT / "docs"
_LINK = re.compile(r"(?<=\]\()[\w./-]+")
_WHOLE_LINK = re.compile(r"\[([^\[\]]*)\]\(([\w./-]+)\)")
_FENCED_OR_HEADING = re.compile(r"^(?P<fence>```+).*?^(?P=fence) *$|^(?P<level>#{2,6}) (?P<text>[^\n]+)$", re.M | re.S)


@event_priority(100)  # before the plugin for languages, which reads the navigation
def on_config(config: Any) -> Any:
    """The decisions, the newest first: each new file is in the navigation by itself."""
    for entry in config.nav:
        if entry.get("Decisions") == "decisions":
            files = sorted((DOCS / "decisions").glob("*.md"), reverse=True)
            entry["Decisions"] = [file.relative_to(DOCS).as_posix() for file in files]
    return config


@event_priority(-200)  # behind the plugin for languages, which knows the pages of `docs/` alone
def on_files(files: Files, *, config: Any) -> Files:
    """Every file outside `docs/` that a page links to joins the files of the language that is built."""
    i18n = config.plugins["i18n"]
    sources = {_untranslated(file) for page in DOCS.rglob("*.md") for file in _outside(page)}
    for source in sorted(sources):
        languages = {language: _in(language, source, config) for language in i18n.build_languages}
        file = languages[i18n.current_language]
        if file.is_documentation_page():  # what the plugin asks for a page's link to its other language
            file.locale = file.locale_alternate_of = i18n.current_language
            file.alternates = languages
        files.append(file)
    return files


def _untranslated(source: Path) -> Path:
    plain = source.with_name(source.name.replace(".ru.md", ".md"))
    return plain if (ROOT / plain).is_file() else source


def _in(language: str, source: Path, config: Any) -> File:
    """The file for the site in that language: the language's own, where there is one, in the place of the default's."""
    translated = source.with_suffix(f".{language}{source.suffix}")
    own = translated if (ROOT / translated).is_file() else source
    before = "" if language == config.plugins["i18n"].default_language else f"{language}/"
    default = File(source.as_posix(), str(ROOT), config.site_dir, config.use_directory_urls)
    return File(
        own.as_posix(),
        str(ROOT),
        config.site_dir,
        config.use_directory_urls,
        dest_uri=before + default.dest_uri,
    )


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Files) -> str:
    """Links that cross the edge of `docs/` lead to the same file within the site; a folder out there keeps its name."""
    source = Path(page.file.abs_src_path)
    here = source.relative_to(DOCS if source.is_relative_to(DOCS) else ROOT).parent

    def within(found: re.Match[str]) -> str:
        target = (source.parent / found[0]).resolve()
        crosses = target.is_relative_to(ROOT) and target.is_relative_to(DOCS) != source.is_relative_to(DOCS)
        if not crosses:
            return found[0]
        inside = target.relative_to(DOCS if target.is_relative_to(DOCS) else ROOT)
        return "../" * len(here.parts) + inside.as_posix()

    def without_folder(found: re.Match[str]) -> str:
        target = (source.parent / found[2]).resolve()
        return found[1] if target.is_dir() and not target.is_relative_to(DOCS) else found[0]

    if source.name.endswith(".ru.md"):
        markdown = _with_english_anchors(markdown, source.with_name(source.name.replace(".ru.md", ".md")), config)
    return _LINK.sub(within, _WHOLE_LINK.sub(without_folder, markdown))


def _with_english_anchors(markdown: str, english: Path, config: Any) -> str:
    """Pages that stand in English alone link to headings by their English words: each is an anchor here, too."""
    slugify = config.mdx_configs["toc"]["slugify"]
    taken: set[str] = set()
    theirs = (
        (found["level"], unique(slugify(found["text"], "-"), taken))
        for found in _FENCED_OR_HEADING.finditer(english.read_text(encoding="utf-8"))
        if found["level"]
    )

    def anchored(found: re.Match[str]) -> str:
        if not found["level"]:
            return found[0]
        level, anchor = next(theirs, ("", ""))
        if level != found["level"] or anchor == slugify(found["text"], "-"):
            return found[0]
        return f'{level} <a id="{anchor}"></a>{found["text"]}'

    return _FENCED_OR_HEADING.sub(anchored, markdown)


def _outside(page: Path) -> list[Path]:
    """Files outside `docs/` that a page links to, from the repository's root."""
    targets = [(page.parent / link).resolve() for link in _LINK.findall(page.read_text(encoding="utf-8"))]
    return [
        target.relative_to(ROOT)
        for target in targets
        if target.is_relative_to(ROOT) and not target.is_relative_to(DOCS) and target.is_file()
    ]
