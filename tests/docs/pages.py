"""The pages of the documentation, their fenced blocks, and the commands that they show.

A block whose info says `title="NAME"` is a file. A console block behind `<!-- run -->` is run in a folder of its own,
beside the files that its page has shown before, and has to print what the page says. More words of the mark:
`<!-- run 1 -->` is the exit status of the block's last command, `next` the folder of the block before, and `with model`
puts the embedded model there as `models/support`. A line `[…]` stands for any lines, and `> ` goes on with the command
of the line before.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = [
    "DOCS",
    "PAGES",
    "ROOT",
    "Block",
    "Run",
    "blocks",
    "commands_of",
    "matches",
    "runs",
    "steps",
    "without_blocks",
    "words_of",
]

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted((ROOT / "golden").glob("README*.md")), *sorted(DOCS.rglob("*.md")))
_FENCE = re.compile(
    r"(?:^<!-- run(?P<run>(?: \d+)?(?: next)?(?: with model)?) -->\n)?"
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

    @property
    def status(self) -> int:
        """The exit status of the block's last command."""
        found = re.search(r"\d+", self.run or "")
        return int(found[0]) if found else 0


@dataclass(slots=True, kw_only=True)
class Run:
    """Blocks that are run one after the other in one folder, each with the files that its page has shown by then."""

    stages: list[tuple[dict[str, str], Block]] = field(default_factory=list)

    @property
    def place(self) -> str:
        return self.stages[0][1].place

    @property
    def model(self) -> bool:
        return any((block.run or "").endswith("with model") for _, block in self.stages)


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


def without_blocks(text: str) -> str:
    """The text with empty lines in the place of its blocks."""
    return _FENCE.sub(lambda found: "\n" * found[0].count("\n"), text)


def steps(block: Block) -> list[tuple[str, str]]:
    """Each command as it would be typed, with what the page says that it prints."""
    found: list[tuple[list[str], list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif line.startswith("> ") and not found[-1][1]:
            found[-1][0].append(line[2:])
        else:
            found[-1][1].append(line)
    return [("\n".join(command), "\n".join(said)) for command, said in found]


def runs() -> list[Run]:
    """Everything that is run. What two pages have alike, as in two languages, comes once."""
    found: dict[tuple[object, ...], Run] = {}
    for page in PAGES:
        files: dict[str, str] = {}
        made: list[Run] = []
        for block in blocks(page):
            if block.title is not None:
                files[block.title] = block.text
            elif block.run is not None:
                if " next" not in block.run:
                    made.append(Run())
                made[-1].stages.append((dict(files), block))
        for run in made:
            found.setdefault(tuple((tuple(f.items()), b.run, b.text) for f, b in run.stages), run)
    return list(found.values())


def matches(told: str, printed: str) -> bool:
    """Whether a page tells what was printed, but for the ends of lines and what it leaves out."""
    lines = [line.rstrip() for line in told.strip("\n").splitlines()]
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == _ANY else re.escape(line) + r"\n" for line in lines)
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())) is not None


def commands_of(page: Path) -> Iterator[tuple[int, str]]:
    """Every `ckptgate …` and `pytest …` of a page, in a block or in a line, with its line."""
    text = page.read_text(encoding="utf-8")
    spans = [(block.line, block.text) for block in blocks(page) if block.language != "toml"]
    plain = without_blocks(text)
    for found in re.finditer(r"`([^`\n]+)`", plain):
        spans.append((plain.count("\n", 0, found.start()) + 1, found[1]))
    for line, span in spans:
        for offset, row in enumerate(span.replace("\\\n", " ").splitlines()):
            for found in re.finditer(r"(?:^|[\s$(;&])(ckptgate|pytest) (.*)", row):
                yield line + offset, f"{found[1]} {found[2]}"


def words_of(command: str) -> list[str]:
    """The words of a command up to a comment, a pipe or the next command."""
    try:
        words = shlex.split(command.partition(" # ")[0])
    except ValueError:
        words = command.split()
    ends = [i for i, word in enumerate(words) if word in ("|", "&&", ";", ">", "||")]
    return words[: ends[0]] if ends else words
