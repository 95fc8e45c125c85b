"""A page and its Russian twin (`NAME.ru.md`), part by part: headings, tables, blocks, code in lines, links.

`python tests/docs/twins.py` points the links of Russian pages at Russian pages, and at their headings: a link to a
heading of the English page becomes one to the heading that stands in its place.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pymdownx.slugs import slugify

sys.path.insert(0, str(Path(__file__).parents[1]))

from docs.pages import PAGES, Block, blocks, steps, without_blocks

__all__ = ["Section", "addresses", "aimed", "differences", "sections", "twin"]

_LINK = re.compile(r"(?<=\]\()(?P<page>[\w./-]*\.md)?(?:#(?P<anchor>[^)\s]+))?(?=\))")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.])\.\d+|\d+(?:[.,]\d+|[ \u00a0]\d{3}(?!\d))*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|«[^»]*»")
_COMMENT = re.compile(r"(?:^|(?<=\s))#(?:\s.*)?$", re.MULTILINE)


@dataclass(slots=True, kw_only=True)
class Section:
    """What stands under a heading: `prose` holds its lines but those of tables, each row of which is in `rows`."""

    level: int
    heading: str
    prose: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


def twin(page: Path) -> Path:
    return page if page.name.endswith(".ru.md") else page.with_suffix(".ru.md")


def english(page: Path) -> Path:
    return page.with_name(page.name.replace(".ru.md", ".md"))


def sections(page: Path) -> list[Section]:
    """The part before the first heading comes first, with a heading of level 0."""
    found = [Section(level=0, heading="")]
    for line in without_blocks(page.read_text(encoding="utf-8")).splitlines():
        if heading := re.match(r"(#+) (.+)", line):
            found.append(Section(level=len(heading[1]), heading=heading[2].strip()))
        elif line.startswith("|"):
            found[-1].rows.append(line)
        else:
            found[-1].prose.append(line)
    return found


def differences(page: Path, other: Path) -> list[str]:
    """What an English page has and its Russian twin has not, or the other way round: a sentence each."""
    ours, theirs = sections(page), sections(other)
    shape = [section.level for section in ours], [section.level for section in theirs]
    if shape[0] != shape[1]:
        at = next((i for i, pair in enumerate(zip(*shape, strict=False)) if pair[0] != pair[1]), min(map(len, shape)))
        near = [f"“{part[at].heading}”" if at < len(part) else "its end" for part in (ours, theirs)]
        return [f"headings: {len(ours) - 1} and {len(theirs) - 1}; they part at {near[0]} and {near[1]}"]
    told = [line for pair in zip(ours, theirs, strict=True) for line in _in_section(*pair, page)]
    return [*told, *_in_blocks(blocks(page), blocks(other)), *_in_links(page, other)]


def _in_section(ours: Section, theirs: Section, page: Path) -> Iterator[str]:
    where = f"under “{ours.heading}”"
    if len(ours.rows) != len(theirs.rows):
        there = _first_cells(theirs.rows)
        lost = [cell for cell in _first_cells(ours.rows) if re.match(r"[`\d]", cell) and cell not in there]
        yield f"{where}: {len(ours.rows)} rows of tables, {len(theirs.rows)} in Russian {lost or ''}".rstrip()
        return
    parts = [(where, "\n".join(ours.prose), "\n".join(theirs.prose))]
    for row, other in zip(ours.rows, theirs.rows, strict=True):
        parts.append((f"{where}, row “{row.split(' | ')[0].strip('| ')}”", row, other))
    whole = page.read_text(encoding="utf-8")
    for place, english_text, russian_text in parts:
        here, there = _spans(english_text), _spans(russian_text)
        if lost := sorted(here - there):
            yield f"{place}: the Russian page lacks {', '.join(lost)}"
        if numbers := sorted(_figures(english_text) - _figures(russian_text)):
            yield f"{place}: the Russian page lacks the number {', '.join(numbers)}"
        more = [span for span in sorted(there - here) if "--lang" not in span and span not in whole]
        if more:
            yield f"{place}: only the Russian page has {', '.join(more)}"


def _first_cells(rows: list[str]) -> list[str]:
    return [row.split(" | ")[0].strip("| ") for row in rows]


def _spans(text: str) -> set[str]:
    """Code in lines; what stands between quotes may be another language's."""
    return {_QUOTED.sub("“…”", span) for span in re.findall(r"`([^`]+)`", text)}


def _figures(text: str) -> set[str]:
    """Digits of the numbers outside of code and links, without the separators, which are others in each language.

    Numbers of one digit may be words in one of the languages.
    """
    found = _NUMBER.findall(re.sub(r"`[^`]+`|\]\([^)]*\)", " ", text))
    return {re.sub(r"\D", "", number).lstrip("0") for number in found if len(number) > 1}


def _in_blocks(ours: list[Block], theirs: list[Block]) -> Iterator[str]:
    kinds = [[(b.language, b.title, b.run) for b in part] for part in (ours, theirs)]
    if kinds[0] != kinds[1]:
        at = next((i for i, pair in enumerate(zip(*kinds, strict=False)) if pair[0] != pair[1]), min(map(len, kinds)))
        near = [part[at].place if at < len(part) else "the end" for part in (ours, theirs)]
        yield f"blocks: {len(ours)} and {len(theirs)}; they part at {near[0]} and {near[1]}"
        return
    for block, other in zip(ours, theirs, strict=True):
        if lost := _lost(block, other):
            yield f"block at {other.place}: {lost} (the English one: {block.place})"


def _lost(block: Block, other: Block) -> str:
    """How the Russian block is another one: the same but for comments, or in Russian, line by line or in its output."""
    english, russian = (_COMMENT.sub("", b.text).splitlines() for b in (block, other))
    english, russian = ([line.rstrip() for line in lines] for lines in (english, russian))
    if english == russian:
        return ""
    if len(_CYRILLIC.findall("".join(russian))) <= len(_CYRILLIC.findall("".join(english))):
        line = next((a for a, b in zip(english, russian, strict=False) if a != b), "it is shorter or longer")
        return f"not the same: {line}"
    if block.language != "console":
        return "" if len(english) == len(russian) else f"{len(english)} lines, {len(russian)} in Russian"
    commands = [[_QUOTED.sub("“…”", typed) for typed, _ in steps(b)] for b in (block, other)]
    if len(commands[0]) != len(commands[1]):
        return "other commands"
    for ours, theirs in zip(*commands, strict=True):
        options = set(re.findall(r" (--[a-z-]+)", ours)) - set(re.findall(r" (--[a-z-]+)", theirs))
        if options or ours.split()[:2] != theirs.split()[:2]:
            return f"the command `{ours}`"
    return ""


def _in_links(page: Path, other: Path) -> Iterator[str]:
    ours, theirs = (set(_places(file)) for file in (page, other))
    if lost := ours - theirs:
        yield f"links that the Russian page lacks: {', '.join(sorted(lost))}"
    if more := theirs - ours:
        yield f"links that the Russian page alone has: {', '.join(sorted(more))}"
    text = other.read_text(encoding="utf-8")
    if aimed(other) != text:
        yield "links of the Russian page that lead to English ones: `python tests/docs/twins.py` mends them"


def _places(page: Path) -> Iterator[str]:
    """Where the links of a page lead, as the English page names it."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        if anchor and file.name.endswith(".ru.md") and english(file).is_file():
            anchor = opposite(anchor, file, english(file))
        name = (name or page.name).replace(".ru.md", ".md")
        yield f"{name}#{anchor}" if anchor else name


def addresses(page: Path) -> list[str]:
    """What a link to each heading of a page ends with, in order, as the site makes it."""
    slug = slugify(case="lower")
    headings = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", section.heading) for section in sections(page)[1:]]
    return [str(slug(heading.replace("`", "").replace("**", ""), "-")) for heading in headings]


def opposite(address: str, page: Path, other: Path) -> str:
    """The address, on the other language's page, of the heading that stands in the same place; else the same one."""
    ours, theirs = addresses(page), addresses(other)
    return theirs[ours.index(address)] if address in ours and len(ours) == len(theirs) else address


def aimed(page: Path) -> str:
    """The text of a Russian page whose links lead to Russian pages wherever there is one."""

    def russian(found: re.Match[str]) -> str:
        name, anchor = found["page"] or "", found["anchor"] or ""
        file = page.parent / name if name else english(page)
        if name.endswith(".ru.md") or not (file.is_file() and twin(file).is_file()):
            return found[0]
        if anchor and (name or anchor not in addresses(page)):
            anchor = opposite(anchor, file, twin(file))
        return (f"{name.removesuffix('.md')}.ru.md" if name else "") + (f"#{anchor}" if anchor else "")

    return _LINK.sub(russian, page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    for russian_page in PAGES:
        if russian_page.name.endswith(".ru.md"):
            russian_page.write_text(aimed(russian_page), encoding="utf-8")
