"""The sample records as fixtures, and the browser to open their reports in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from harness.record import Record
from harness.report import write_report
from harness.report.sentences import Lang

from .records import SAMPLES


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Record:
    """Each kind of record in turn."""
    return SAMPLES[request.param]()


@pytest.fixture(scope="session")
def samples() -> dict[str, Callable[[], Record]]:
    """The makers of sample records by name."""
    return SAMPLES


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Headless Chromium as the machine has it, without a network; ended with its module, for while it lasts an event
    loop runs in this thread, and asyncio starts no other one."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium here (Debian's package `chromium`): the parser's tests hold what they can of it")
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND"]
        browser = playwright.chromium.launch(executable_path=program, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open a record's report, or a file, from disk; `page.troubles` lists what the browser complained of.

    Options are those of Playwright's contexts (`color_scheme`, `viewport`, `java_script_enabled`, `bypass_csp`, …).
    """
    contexts = []

    def open_(what: Record | Path, *, lang: Lang = "en", at: str = "", ready: bool = True, **options: Any) -> Page:
        file = write_report(what, tmp_path, lang) if isinstance(what, Record) else what
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.troubles = troubles = []  # type: ignore[attr-defined]
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(file.as_uri()) else troubles.append(r.url))
        page.goto(file.as_uri() + at)
        if ready and options.get("java_script_enabled", True):
            page.wait_for_selector("body[data-ready]", timeout=20_000)
        return page

    yield open_
    for context in contexts:
        context.close()
