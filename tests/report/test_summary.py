"""summary.md: short, in order, and nothing that others wrote becomes Markdown, a mention or a link."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from harness.record import Answer, Record
from harness.report import write_summary
from harness.report.markdown import code, fence, prose
from harness.report.summary import MARKER, render
from harness.report.text import one_line, visible

from .records import make_case, make_hostile, make_record, make_suite

Samples = dict[str, Callable[[], Record]]
HERE = Path("records/r1")

ATTACKS = [
    "@octocat please approve",
    "fixes #12",
    "GH-3 owner/repo#4",
    "https://evil.example",
    "www.evil.example",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "<script>alert(1)</script>",
    "<!--",
    "-->",
    "```\n# PASS\n```",
    "~~~",
    "````````",
    "`",
    "``a`b``",
    "| a | b |\n|---|---|",
    "# PASS",
    "- item",
    "1. item",
    "+ x",
    "> quote",
    "---",
    "===",
    "***bold***",
    "__bold__",
    "\\",
    "\\`",
    "&lt;img&gt;",
    "&#64;octocat",
    "<img src=x>",
    "$\\sqrt{x}$",
    ":tada:",
    "[^1]: note",
    "[ref]: https://evil.example",
    "    indented",
    "<details>",
    "\u202e",
    "\ud800",
    "a@b.example",
    "<https://evil.example>",
    "\x00",
    "<b>",
    "</details>",
]
TEXTS = st.one_of(
    st.sampled_from(ATTACKS),
    st.lists(st.sampled_from([*ATTACKS, "\n", " ", "`", "|", "*", "_", "a", "да"]), max_size=8).map("".join),
    st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=60),
)


def parse(markdown: str) -> list[Token]:
    """All tokens, blocks and what is in them, as GitHub's dialect has them (addresses made links, tables)."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown)
    return [t for block in tokens for t in (block, *(block.children or []))]


def shape(markdown: str) -> list[str]:
    """The kinds of blocks and spans in their order, plain words aside."""
    return [t.type for t in parse(markdown) if t.type not in {"text", "text_special"}]


PLAIN = shape(render(make_hostile("Plain"), HERE))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS.filter(lambda t: one_line(t).strip()))
def test_no_block_or_span_comes_from_content(text: str) -> None:
    """A record with this text everywhere parses to the same structure as one with a plain word everywhere."""
    assert shape(render(make_hostile(text), HERE)) == PLAIN


@settings(max_examples=200, deadline=None)
@given(TEXTS)
@example(":_:")
@example(":*a*:")
def test_nobody_is_mentioned_and_nothing_is_linked(text: str) -> None:
    """Outside code, no @name, #number, address or short code stands unbroken in the text as rendered."""
    told = "".join(t.content for t in parse(f"a {prose(text, 300)}") if t.type in {"text", "text_special"})
    assert not re.search(r"@\w|#\d|://|\bwww\.|\bGH-\d|:\w+:", told, re.IGNORECASE)


@settings(deadline=None)
@given(TEXTS)
def test_prose_reads_as_it_was_written(text: str) -> None:
    """Escapes disappear when rendered; only zero-width spaces come in."""
    told = "".join(t.content for t in parse(prose(text, 300)) if t.type in {"text", "text_special"})
    assert told.replace("\u200b", "").strip() == one_line(text, 300).strip()


@settings(deadline=None)
@given(TEXTS)
def test_a_fence_and_a_code_span_hold_their_text(text: str) -> None:
    """Whatever runs of backticks it has."""
    [block] = parse(fence(text))
    assert block.type == "fence"
    assert block.content == visible(text) + "\n"
    spans = [t for t in parse(code(text)) if t.type == "code_inline"]
    assert len(spans) == 1


def test_the_order(samples: Samples) -> None:
    """Marker, decision, critical misses, lost slices, the worst flips, the table, those whole, the report."""
    text = render(samples["refused"](), HERE)
    expected = [
        MARKER,
        "## ✗ FAIL: support-narrow/ckpt-3 must not ship",
        "**Critical",
        "**Slices lost (4):**",
        "**Newly broken (the worst 5 of 114):**\n\n- `golden/shop-018` **critical** `golden/answers/en.yaml:115`: ",
        "| suite |",
        "| forgetting | 400 | 72.8",
        "Newly fixed: 21.",
        "### Newly broken (114, 10 of them here)",
        "#### `golden/shop-018`",
        "The whole report: `records/r1/report.html`",
    ]
    places = [text.index(part) for part in expected]
    assert places == sorted(places)
    assert text.count("\n#### ") == 10


def test_what_has_no_room_is_counted(samples: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    record = samples["refused"]()
    assert "Left out" not in render(record, HERE)
    monkeypatch.setattr("harness.report.summary._MOST_BYTES", 1800)
    assert re.search(r"Left out for want of room: [1-9] parts?\.", render(record, HERE))


def test_both_replies_stand_there() -> None:
    """Prompt and both replies, each in its fence, Russian as it is."""
    case = make_case(messages=[{"role": "user", "content": "Можно вернуть?"}])
    text = render(make_record([case], [make_suite("golden", [case], [])]), HERE)
    assert "```text\nМожно вернуть?\n```" in text
    assert "```text\nShort: Yes, within 30 days." in text
    assert "```text\nShort: Yes, within 14 days." in text


def test_without_a_baseline_the_misses_are_told(samples: Samples) -> None:
    """A stranger's model has missed cases instead of broken ones."""
    text = render(samples["stranger"](), HERE)
    assert "against no baseline" in text
    assert "### Missed (28, 10 of them here)" in text


@pytest.mark.parametrize("character", ["a", "@", "⟨", "\u202e", "`", "|", "😀", "\n", "я"])
def test_it_is_always_under_sixty_kilobytes(character: str) -> None:
    """Even when every text is huge and of the worst character; the decision and the report's place remain."""
    text = character * 20_000
    cases = [
        make_case(
            id=f"{i}{text}",
            suite=text,
            file=text,
            critical=True,
            messages=[{"role": "user", "content": text}],
            candidate=Answer(reply=text, passed=False, reason=text, finish="stop", tokens=1),
        )
        for i in range(30)
    ]
    hostile = make_hostile(text)
    record = hostile.model_copy(update={"cases": cases, "suites": hostile.suites * 50, "notices": [text] * 50})
    markdown = render(record, HERE)
    assert len(markdown.encode()) < 60_000
    assert "FAIL" in markdown or "PASS" in markdown
    assert markdown.endswith("The whole report: `records/r1/report.html`\n")


def test_the_file(tmp_path: Path, sample: Record) -> None:
    """Every kind of record has its summary, under the limit."""
    file = write_summary(sample, tmp_path / "r1")
    assert file.name == "summary.md"
    assert file.stat().st_size < 60_000
    assert sample.decision in file.read_text(encoding="utf-8")
