"""What the site needs beside `docs/`: the list of decisions, and files of the repository that pages link to.

These, as `../golden/README.md`, become pages and files of the site. On the repository's own pages the same links lead
to the files themselves.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent
DOCS = ROOT / "docs"
_LINK = re.compile(r"(?<=\]\()[\w./-]+")
_WHOLE_LINK = re.compile(r"\[([^\[\]]*)\]\(([\w./-]+)\)")


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
    before = "" if i18n.is_default_language_build else f"{i18n.current_language}/"
    for source in sorted({file for page in DOCS.rglob("*.md") for file in _outside(page)}):
        file = File(source, str(ROOT), config.site_dir, config.use_directory_urls)
        file.dest_uri = before + file.dest_uri
        files.append(file)
    return files


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

    return _LINK.sub(within, _WHOLE_LINK.sub(without_folder, markdown))


def _outside(page: Path) -> list[str]:
    """Files outside `docs/` that a page links to, from the repository's root."""
    targets = [(page.parent / link).resolve() for link in _LINK.findall(page.read_text(encoding="utf-8"))]
    return [
        target.relative_to(ROOT).as_posix()
        for target in targets
        if target.is_relative_to(ROOT) and not target.is_relative_to(DOCS) and target.is_file()
    ]
