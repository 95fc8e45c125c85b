"""The report in a real browser, opened from disk without a network."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from harness.record import Record
from harness.report import write_report

from .records import make_hostile

Samples = dict[str, Callable[[], Record]]
Browser = Callable[..., subprocess.CompletedProcess[str]]

# Each would leave a trace in the page's title or body were it ever run or read as markup.
HOSTILE = (
    "<script>document.title='ran'</script></style></title></details><img src=x onerror=\"document.title='ran'\">"
    "<svg onload=document.title='ran'><base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example>"
    "<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>\" onclick=\"x\u202e\x00\ud800 Привет"
)


class Elements(HTMLParser):
    """Counts elements and attribute names of what the browser built."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}


def test_hostile_content_stays_text(browser: Browser, tmp_path: Path) -> None:
    """The document that the browser built has no element or attribute of theirs, and the text is there to read."""
    file = write_report(make_hostile(HOSTILE), tmp_path)
    dom = browser(file, tmp_path / "profile", "--dump-dom").stdout
    page = Elements(dom)
    assert not page.tags & {"script", "img", "iframe", "base"}
    assert not {n for n in page.names if n.startswith("on") or n in {"src", "srcdoc"}}
    assert "<title>ran" not in dom
    assert "&lt;script&gt;document.title='ran'&lt;/script&gt;" in dom
    assert "Привет" in dom


def test_the_policy_and_the_style_agree(browser: Browser, tmp_path: Path, samples: Samples) -> None:
    """The browser reports nothing refused: the style sheet's hash is right, and nothing else is asked for."""
    file = write_report(samples["refused"](), tmp_path)
    log = browser(file, tmp_path / "profile", "--enable-logging=stderr", "--v=0", "--dump-dom").stderr
    assert "Content Security Policy" not in log
    assert "ERR_" not in log


def test_a_broken_style_would_be_reported(browser: Browser, tmp_path: Path, samples: Samples) -> None:
    """The twin of the test above: with one byte of the style changed the browser complains."""
    file = write_report(samples["passing"](), tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace("<style>", "<style> ", 1), encoding="utf-8")
    log = browser(file, tmp_path / "profile", "--enable-logging=stderr", "--v=0", "--dump-dom").stderr
    assert "Content Security Policy" in log


def test_it_is_drawn_in_light_dark_and_narrow(browser: Browser, tmp_path: Path, samples: Samples) -> None:
    """Screens come out, and dark is another picture than light (kept where CKPTGATE_SCREENSHOTS names a folder)."""
    file = write_report(samples["refused"](), tmp_path)
    folder = Path(os.environ.get("CKPTGATE_SCREENSHOTS", tmp_path))
    pictures = {}
    for name, size, options in (
        ("light", "1280,1800", ["--blink-settings=preferredColorScheme=1"]),
        ("dark", "1280,1800", ["--blink-settings=preferredColorScheme=0"]),
        ("narrow", "500,1800", []),
    ):
        picture = folder / f"report-{name}.png"
        browser(file, tmp_path / name, f"--window-size={size}", f"--screenshot={picture}", *options)
        pictures[name] = picture.read_bytes()
    assert all(p.startswith(b"\x89PNG") and len(p) > 20_000 for p in pictures.values())
    assert pictures["light"] != pictures["dark"]


def test_a_thousand_cases_open_at_once(browser: Browser, tmp_path: Path, samples: Samples) -> None:
    """Well under the time that starting the browser takes on a busy machine."""
    file = write_report(samples["large"](), tmp_path)
    start = time.monotonic()
    dom = browser(file, tmp_path / "profile", "--dump-dom").stdout
    assert time.monotonic() - start < 30
    assert dom.count('class="case"') == 575
