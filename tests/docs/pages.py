"""The pages of the documentation, their fenced blocks, and the commands that they show.

A block that begins with `title="NAME"` is a file. A console block behind `<!-- run -->` is run beside the files that
stand before it on its page, and has to print what the page says. `<!-- run 1 -->` says the last command's exit status,
`<!-- run with base -->` puts the embedded model there as `base`. A line `[…]` stands for any lines, `> ` goes on with
the line before.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DOCS", "PAGES", "ROOT", "Block", "Run", "blocks", "commands_of", "matches", "runs", "words_after"]

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")), ROOT / "golden/README.md")
_FENCE = re.compile(
    r"(?:^<!-- run(?P<run>(?: \d+)?(?: with base)?) -->\n)?"
    r"^(?P<mark>```+)(?P<lang>\w*)(?P<info>[^\n]*)\n(?P<text>.*?)^(?P=mark)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
_ANY = "[…]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: `run` holds the words of its mark, None where it has none; `line` counts from 1."""

    page: Path
    line: int
    language: str
    title: str | None
    run: str | None
    text: str

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A console block that is run, and the files that its page has written before it."""

    block: Block
    files: tuple[tuple[str, str], ...]

    @property
    def base(self) -> bool:
        return (self.block.run or "").endswith("with base")

    @property
    def status(self) -> int:
        """The exit status of the last command."""
        found = re.search(r"\d+", self.block.run or "")
        return int(found[0]) if found else 0

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Each command as it would be typed, with what the page says that it prints."""
        steps: list[tuple[list[str], list[str]]] = []
        for line in self.block.text.splitlines():
            if line.startswith("$ "):
                steps.append(([line[2:]], []))
            elif line.startswith("> ") and not steps[-1][1]:
                steps[-1][0].append(line[2:])
            else:
                steps[-1][1].append(line)
        return [("\n".join(command), "\n".join(said)) for command, said in steps]


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        title = re.search(r'title="([^"]+)"', match["info"])
        found.append(
            Block(
                page=page,
                line=text.count("\n", 0, match.start("mark")) + 1,
                language=match["lang"],
                title=title[1] if title else None,
                run=match["run"],
                text=match["text"],
            )
        )
    return found


def runs() -> list[Run]:
    """Every block that is run. One that stands on several pages with the same files, as in two languages, comes once."""
    found: dict[tuple[object, ...], Run] = {}
    for page in PAGES:
        files: dict[str, str] = {}
        for block in blocks(page):
            if block.title is not None:
                files[block.title] = block.text
            elif block.run is not None:
                run = Run(block=block, files=tuple(files.items()))
                found.setdefault((block.text, block.run, run.files), run)
    return list(found.values())


def matches(told: str, printed: str) -> bool:
    """Whether a page tells what was printed, ends of lines aside."""
    lines = [line.rstrip() for line in told.strip("\n").splitlines()]
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == _ANY else re.escape(line) + r"\n" for line in lines)
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())) is not None


def commands_of(page: Path) -> Iterator[tuple[int, str]]:
    """Every `ckptgate …` and `pytest --model …` of a page, in a block or in a line, with its line."""
    text = page.read_text(encoding="utf-8")
    spans = [(block.line, block.text) for block in blocks(page) if block.language != "toml"]
    plain = _FENCE.sub(lambda found: "\n" * found[0].count("\n"), text)
    for found in re.finditer(r"`([^`\n]+)`", plain):
        spans.append((plain.count("\n", 0, found.start()) + 1, found[1]))
    for line, span in spans:
        for offset, row in enumerate(span.replace("\\\n", " ").splitlines()):
            for found in re.finditer(r"(?:^|[\s$(;&])(ckptgate|pytest) (.*)", row):
                yield line + offset, f"{found[1]} {found[2]}"


def words_after(command: str) -> list[str]:
    """The words of a command up to a comment, a pipe or the next command."""
    try:
        words = shlex.split(command.partition("  #")[0].partition(" # ")[0])
    except ValueError:
        words = command.split()
    ends = [i for i, word in enumerate(words) if word in ("|", "&&", ";", ">", "||")]
    return words[: ends[0]] if ends else words
