"""The report in a real browser, opened from disk without a network."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.report import grown
from harness.record import Answer, CaseResult, Record
from harness.report import view, write_report
from harness.report.cases_data import page_cases
from harness.report.html import page_script
from harness.report.sentences import Lang
from harness.report.slices import ranked
from harness.report.trend import Epoch, Release, Trend
from harness.side_by_side import SideBySide, write_side_by_side

from .records import make_arm, make_case, make_cases, make_hostile, make_record, make_suite, refused

Samples = dict[str, Callable[[], Record]]
Opened = Callable[..., Page]

# Each would leave a trace in the page's title or body were it ever run or read as markup.
HOSTILE = (
    "<script>document.title='ran'</script></style></template></title></details>"
    "<img src=x onerror=\"document.title='ran'\"><svg onload=document.title='ran'><base href=//evil.example>"
    "<meta http-equiv=refresh content=0;url=//evil.example>"
    "<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>\" onclick=\"x\u202e\u200b\x00\ud800 Привет "
    "[x](javascript:document.title='ran')"
)


def found(page: Page) -> str:
    return page.locator("#found").inner_text()


def rows(page: Page) -> list[str]:
    return [code.strip() for code in page.locator("#list [role=option] code").all_inner_texts()]


def said(case: CaseResult, word: str) -> bool:
    """Whether the word stands in the case: question, replies, reasons, or what was expected."""
    told = [m["content"] for m in case.messages] + [str(case.expect), *case.tags]
    told += [text for answer in (case.candidate, case.baseline) if answer for text in (answer.reply, answer.reason)]
    return word in "\n".join(told).lower()


# Hostile content


def test_hostile_content_stays_text(opened: Opened) -> None:
    """Nothing runs, no element or attribute is theirs, and the text is there to read, what is invisible as signs."""
    page = opened(make_hostile(HOSTILE))
    assert page.troubles == []  # type: ignore[attr-defined]
    expect(page).not_to_have_title("ran")
    assert page.locator("img, iframe, base, object, embed, form:not([method=dialog])").count() == 0
    assert page.locator("script").count() == 1
    said = page.locator("#detail .said").last.inner_text()
    assert "<script>document.title='ran'</script></style></template>" in said
    assert "⟨U+202E⟩⟨U+200B⟩⟨U+0000⟩⟨U+D800⟩ Привет [x](javascript:document.title='ran')" in said
    assert not {"\u202e", "\u200b", "\x00"} & set(page.locator("body").inner_text())
    assert page.locator('[onerror], [onload], [onclick], [srcdoc], a[href^="javascript"]').count() == 0


def test_a_line_of_a_megabyte_is_cut_and_shown(opened: Opened) -> None:
    case = make_case(candidate=Answer(reply="я" * 1_000_000, passed=False, reason="long", finish="stop", tokens=9))
    page = opened(make_record([case], []))
    expect(page.locator("#detail .reply.missed")).to_contain_text("980,000 more characters in record.json")


def test_names_of_a_million_characters_are_cut_and_shown(opened: Opened) -> None:
    """Every name, key, reason and expectation at once; the page stays one that can be read."""
    page = opened(make_hostile("имя" * 333_000))
    assert page.evaluate("document.documentElement.outerHTML.length") < 1_000_000
    expect(page.locator("#detail h3")).to_contain_text("…")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_policy_and_the_style_agree(opened: Opened, samples: Samples) -> None:
    """The browser reports nothing refused: both hashes are right, and nothing else is asked for."""
    assert opened(samples["refused"]()).troubles == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("tag", "instead"), [("<style>", "<style> "), ("<script>", "<script> ")])
def test_a_changed_style_or_script_is_refused(
    opened: Opened, tmp_path: Path, samples: Samples, tag: str, instead: str
) -> None:
    """The twin of the test above: with one byte changed the browser complains."""
    file = write_report(samples["passing"](), tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace(tag, instead, 1), encoding="utf-8")
    page = opened(file, ready=tag == "<style>")
    assert any("Content Security Policy" in trouble for trouble in page.troubles)  # type: ignore[attr-defined]


def test_a_comparison_of_hostile_records_stays_text(opened: Opened, tmp_path: Path) -> None:
    records = tuple(make_hostile(HOSTILE).model_copy(update={"id": f"r{i}"}) for i in range(2))
    found = SideBySide(records, tuple(record.candidate.name for record in records), "gate")
    page = opened(write_side_by_side(found, tmp_path, root=tmp_path))
    assert page.troubles == []  # type: ignore[attr-defined]
    expect(page).not_to_have_title("ran")
    assert page.locator("img, iframe, base").count() == 0
    assert not {"\u202e", "\u200b", "\x00"} & set(page.locator("body").inner_text())
    assert json.loads((tmp_path / "compare.json").read_bytes())["checkpoints"][0]["name"] == HOSTILE


# The list and the case


def test_the_worst_case_stands_open_beside_the_list(opened: Opened, samples: Samples) -> None:
    """Flips first, critical ones before others; the first is shown whole, with the words that differ marked."""
    page = opened(samples["refused"]())
    assert found(page) == "880 cases"
    assert rows(page)[0] == "golden/shop-018"
    detail = page.locator("#detail")
    expect(detail.locator("h3")).to_have_text("golden/shop-018")
    expect(detail).to_contain_text("My parcel 20 hasn't moved for a week.")
    assert detail.locator(".reply mark.changed").all_inner_texts()[0] == "I can't promise a date"
    expect(detail).to_contain_text("golden/answers/en.yaml:115")
    assert page.url.endswith("#case=golden/shop-018")


def test_the_span_that_a_reason_quotes_is_marked(opened: Opened) -> None:
    told = Answer(
        reply="We deliver it on Friday.", passed=False, reason="promises a date: “on Friday”", finish="stop", tokens=6
    )
    page = opened(make_record([make_case(candidate=told)], []))
    assert page.locator("#detail .said mark.span").all_inner_texts() == ["on Friday"]
    assert page.locator("#detail .why mark.span").all_inner_texts() == ["“on Friday”"]


QUERIES: list[tuple[str, Callable[[CaseResult], bool]]] = [
    ("flip:broken", lambda c: c.flip == "broken"),
    ("flip:broken flip:fixed", lambda c: c.flip in ("broken", "fixed")),
    ("suite:policy tag:critical", lambda c: c.suite == "policy" and c.critical),
    ("is:critical !flip:both-pass", lambda c: c.critical and c.flip != "both pass"),
    ("lang:ru skill:sum", lambda c: "ru" in c.tags and c.skill == "sum"),
    ("!lang:ru !lang:en", lambda c: False),
    ('"на 24 000"', lambda c: "на 24 000" in c.messages[-1]["content"]),
    ("courier flip:broken", lambda c: c.flip == "broken" and said(c, "courier")),
    ("parcel !courier", lambda c: said(c, "parcel") and not said(c, "courier")),
    ("id:shop-018", lambda c: c.id == "shop-018"),
    ("@ru", lambda c: "ru" in c.tags),
    ("nosuch:key", lambda c: False),
    ('"unclosed', lambda c: False),
    ("!", lambda c: True),
    ("tag:", lambda c: True),
    ("«на 24 000»", lambda c: "на 24 000" in c.messages[-1]["content"]),
    ('"working day. short:"', lambda c: False),
    ('"shops. next step"', lambda c: said(c, "shops.\nnext step")),
    ("len:100..", lambda c: len(c.candidate.reply) >= 100),
    ("len:<30", lambda c: len(c.candidate.reply) < 30),
]


def test_the_search_finds_what_it_says(opened: Opened, samples: Samples) -> None:
    record = samples["refused"]()
    page = opened(record)
    for query, holds in QUERIES:
        page.locator("#q").fill(query)
        n = sum(holds(case) for case in record.cases)
        expect(page.locator("#found"), query).to_have_text(f"{n} of 880 cases" if n < 880 else "880 cases")
        assert page.locator("#q").input_value() == query


def test_the_search_covers_cases_that_are_not_drawn(opened: Opened, samples: Samples) -> None:
    """The last of a thousand, by a word of its reply; few rows are ever in the page."""
    record = samples["large"]()
    last = record.cases[-1]
    assert last.candidate
    record.cases[-1] = last.model_copy(update={"candidate": last.candidate.model_copy(update={"reply": "Ёлочка"})})
    page = opened(record)
    assert len(rows(page)) < 60
    page.locator("#q").fill("елочка")
    expect(page.locator("#found")).to_have_text("1 of 1000 cases")
    expect(page.locator("#detail h3")).to_have_text(f"{last.suite}/{last.id}")


def test_chips_count_and_narrow(opened: Opened, samples: Samples) -> None:
    page = opened(samples["refused"]())
    chip = page.locator(".chip", has_text="Newly fixed")
    expect(chip).to_have_text("▲ Newly fixed 21")
    chip.click()
    expect(page.locator("#found")).to_have_text("21 of 880 cases")
    expect(page.locator("#q")).to_have_value("flip:fixed")
    expect(chip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("880 cases")


def test_chips_count_what_the_words_leave(opened: Opened, samples: Samples) -> None:
    """Whatever outcome is asked for, each chip says how many it would show."""
    record = samples["refused"]()
    page = opened(record)
    for query in ("courier", "courier flip:broken", "courier flip:fixed", "lang:en courier flip:missed"):
        page.locator("#q").fill(query)
        among = [c for c in record.cases if said(c, "courier")]
        for group, name in (("both pass", "Passed by both"), ("broken", "Newly broken")):
            chip = page.locator(".chip", has_text=name)
            expect(chip.locator("b"), query).to_have_text(str(sum(c.flip == group for c in among)))


def test_a_slip_in_a_key_is_named_with_what_there_is(opened: Opened, samples: Samples) -> None:
    page = opened(samples["refused"]())
    page.locator("#q").fill("suite:golen lang:ru")
    expect(page.locator("#unread")).to_have_text(
        "No case has suite:golen. There are: golden, policy, forgetting, format"
    )
    page.locator("#q").fill("lang:ru")
    expect(page.locator("#unread")).to_be_empty()


def test_a_tag_of_the_case_narrows_the_list(opened: Opened, samples: Samples) -> None:
    page = opened(samples["refused"]())
    page.locator("#detail .meta button", has_text="#critical").click()
    expect(page.locator("#q")).to_have_value("tag:critical")
    expect(page.locator("#found")).to_have_text("40 of 880 cases")


def test_the_address_holds_everything(opened: Opened, samples: Samples) -> None:
    """A link goes to a search, an order and a case; a case's own anchor works as well."""
    page = opened(samples["refused"](), at="#q=flip:fixed%20lang:ru&sort=name&case=golden/shop-042")
    expect(page.locator("#q")).to_have_value("flip:fixed lang:ru")
    expect(page.locator("#sort")).to_have_value("name")
    expect(page.locator("#detail h3")).to_have_text("golden/shop-042")
    other = opened(samples["refused"](), at="#policy/shop-010")
    expect(other.locator("#detail h3")).to_have_text("policy/shop-010")
    other.locator("#q").fill("lang:ru")
    expect(other.locator("#found")).to_have_text("440 of 880 cases")
    assert "#q=lang:ru" in other.url


def test_a_link_to_a_part_of_the_page_goes_there_and_keeps_the_search(opened: Opened, samples: Samples) -> None:
    page = opened(samples["refused"](), at="#slices")
    expect(page.locator("#slices")).to_be_in_viewport()
    assert page.url.endswith("#slices")
    page.locator("#q").fill("lang:ru")
    expect(page.locator("#found")).to_have_text("440 of 880 cases")
    page.locator(".jump a", has_text="How sure").click()
    expect(page.locator("h2#suites")).to_be_in_viewport()
    page.reload()
    expect(page.locator("#q")).to_have_value("lang:ru")


def test_on_a_phone_back_leads_from_the_case_to_the_list(opened: Opened, samples: Samples) -> None:
    """The browser's own, the page's button, and Escape."""
    page = opened(samples["refused"](), viewport={"width": 420, "height": 900})
    for back in (page.go_back, page.locator("#back").click, lambda: page.keyboard.press("Escape")):
        page.locator("#list [role=option]").nth(1).click()
        expect(page.locator("#detail")).to_be_visible()
        expect(page.locator("#shown-case")).to_be_focused()
        back()
        expect(page.locator("#list")).to_be_visible()
        assert page.locator("#detail").is_hidden()


def test_keys_work_on_a_russian_keyboard(opened: Opened, samples: Samples) -> None:
    page = opened(samples["refused"](), lang="ru")
    order, heading = rows(page), page.locator("#detail h3")
    for key, code, want in (("о", "KeyJ", order[1]), ("л", "KeyK", order[0]), ("т", "KeyN", order[1])):
        page.evaluate(f"dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', code: '{code}'}}))")
        expect(heading).to_have_text(want)
    page.evaluate("dispatchEvent(new KeyboardEvent('keydown', {key: '.', code: 'Slash'}))")
    expect(page.locator("#q")).to_be_focused()
    page.locator("#q").blur()
    page.evaluate("dispatchEvent(new KeyboardEvent('keydown', {key: ',', code: 'Slash', shiftKey: true}))")
    expect(page.locator("#help")).to_be_visible()


def test_a_link_on_the_first_screen_opens_its_case(opened: Opened, samples: Samples) -> None:
    page = opened(samples["refused"]())
    page.locator(".alarms a", has_text="policy/shop-042").click()
    expect(page.locator("#detail h3")).to_have_text("policy/shop-042")
    expect(page.locator("#detail h3")).to_be_in_viewport()


def test_the_keyboard_does_it_all(opened: Opened, samples: Samples) -> None:
    page = opened(samples["inconclusive"]())
    order = rows(page)
    heading = page.locator("#detail h3")
    page.keyboard.press("j")
    expect(heading).to_have_text(order[1])
    page.keyboard.press("k")
    expect(heading).to_have_text(order[0])
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("flip:any")
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_focused()
    expect(page.locator("#found")).to_contain_text(" of ")
    page.keyboard.press("End")
    expect(heading).not_to_have_text(order[0])
    last = heading.inner_text()
    page.keyboard.press("n")
    expect(heading).to_have_text(last)
    page.keyboard.press("p")
    expect(heading).not_to_have_text(last)
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    expect(page.locator("#help")).to_contain_text("part of suite/id")
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_what_has_no_room_stands_in_pages_beside(
    opened: Opened, samples: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Flips stay in the report; the other pages are named, shown and searched from it, and each opens by itself."""
    monkeypatch.setattr("harness.report.cases_data._ROOM", 20_000)
    record = samples["large"]()
    assert len(page_cases(record)) > 2
    page = opened(record, at="#q=flip:both-pass")
    expect(page.locator("#detail .reply")).to_have_count(2)
    page.locator("#q").fill("shoes flip:both-pass")
    n = sum(said(case, "shoes") and case.flip == "both pass" for case in record.cases)
    expect(page.locator("#found")).to_have_text(f"{n} of 1000 cases")
    assert page.locator("#unread").inner_text() == ""
    assert not [t for t in page.troubles if "report.cases-" not in t]  # type: ignore[attr-defined]
    side = opened(tmp_path / "report.cases-2.html")
    expect(side.locator("#detail .reply")).to_have_count(2)
    side.get_by_role("link", name="The report").click()
    expect(side.locator("#found")).to_have_text("1000 cases")
    for file in tmp_path.glob("report.cases-*.html"):
        file.unlink()
    page.reload()
    expect(page.locator("#unread")).to_contain_text("stand in the pages beside", timeout=20_000)
    expect(page.locator("#detail a", has_text="report.cases-")).to_be_visible()


def test_a_page_beside_gives_its_texts_to_its_own_report_alone(
    opened: Opened, samples: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that frames it without knowing the texts' digest hears nothing."""
    monkeypatch.setattr("harness.report.cases_data._ROOM", 20_000)
    write_report(samples["large"](), tmp_path)
    (tmp_path / "thief.html").write_text(
        "<body data-ready><iframe src='report.cases-2.html#texts'></iframe><script>heard = [];"
        "onmessage = (e) => heard.push(e.data); document.querySelector('iframe').onload = (e) => "
        "{ for (const key of ['', undefined, null]) e.target.contentWindow.postMessage({key, chunk: 1}, '*') }</script>"
    )
    page = opened(tmp_path / "thief.html")
    page.wait_for_timeout(500)
    assert page.evaluate("heard") == []


# Paper, no script, eyes and ears


def test_without_a_script_the_flips_are_there(opened: Opened, samples: Samples) -> None:
    page = opened(samples["refused"](), java_script_enabled=False)
    assert page.locator("#cases").is_hidden()
    assert page.locator("details.case").count() > 100
    expect(page.locator('[id="golden/shop-018"] .said').first).to_be_visible()
    assert page.locator("#broken").is_visible()


def test_paper_has_the_flips_alone(opened: Opened, samples: Samples) -> None:
    page = opened(samples["refused"]())
    assert page.locator("#broken").is_hidden()
    page.emulate_media(media="print")
    assert page.locator("#broken").is_visible()
    assert page.locator("#fixed").is_visible()
    assert page.locator("#cases").is_hidden()
    assert page.locator("#both-pass").is_hidden()


def grave(page: Page) -> list[tuple[str, list[str]]]:
    """What axe-core calls serious or critical on the page as it is."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(content=files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    told = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        (v["id"], [n["html"][:200] for n in v["nodes"][:3]])
        for v in told["violations"]
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_axe_finds_nothing_serious(opened: Opened, samples: Samples, lang: str) -> None:
    """axe-core over the whole page, light and dark, at a desk and on a phone, with a case and with the help open."""
    page = opened(samples["refused"](), lang=lang, bypass_csp=True)
    views = [("light", 1280, ""), ("dark", 1280, "?"), ("light", 420, "Escape")]
    for scheme, width, press in views if lang == "en" else views[:1]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        if press:
            page.keyboard.press(press)
        assert grave(page) == [], (scheme, width)


def test_three_checkpoints_on_one_page(opened: Opened, tmp_path: Path) -> None:
    """Each reply is marked against the first one's, a row says who passes; it fits a phone, and axe finds nothing."""
    cases = [make_case(id=f"case-{i}", baseline=None) for i in range(30)]
    told = [
        Answer(reply=f"Yes, within {days} days.", passed=days == 30, reason="", finish="stop", tokens=5)
        for days in (30, 14, 30)
    ]
    records = tuple(
        make_record(
            [case.model_copy(update={"candidate": answer, "flip": "alone"}) for case in cases],
            [],
            id=f"2026-support-ckpt-{i}-with-a-long-name",
            candidate=make_arm(f"support-narrow/ckpt-{i}"),
        )
        for i, answer in enumerate(told)
    )
    found = SideBySide(records, tuple(record.candidate.name for record in records), "gate")
    page = opened(write_side_by_side(found, tmp_path, root=tmp_path), bypass_csp=True)
    expect(page.locator("#list .pattern").first).to_have_text("✓✗✓")
    assert [reply.locator("mark").all_inner_texts() for reply in page.locator("#detail .reply").all()] == [
        [],
        ["14"],
        [],
    ]
    assert grave(page) == []
    page.set_viewport_size({"width": 420, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_it_is_drawn_in_light_dark_and_narrow(opened: Opened, tmp_path: Path, samples: Samples) -> None:
    """Screens come out in both languages, dark is another picture than light, and nothing is wider than a phone
    (kept where CKPTGATE_SCREENSHOTS names a folder)."""
    folder = Path(os.environ.get("CKPTGATE_SCREENSHOTS", tmp_path))
    pictures = {}
    for lang in ("en", "ru"):
        page = opened(samples["refused"](), lang=lang, bypass_csp=True)
        for name, scheme, width in (("light", "light", 1280), ("dark", "dark", 1280), ("narrow", "light", 420)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            pictures[name, lang] = page.screenshot(path=folder / f"report-{lang}-{name}.png", full_page=lang == "en")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
    assert len(set(pictures.values())) == 6


def crowded() -> tuple[Record, Trend]:
    """Forms of a checkpoint, slices, releases and epochs under a real run's names, and one name without a space."""
    record = refused()
    forms = make_suite(
        "adapters/neighbour",
        make_cases("adapters/neighbour", 64, broken=0, fixed=0, both_miss=2),
        [],
        policy={"baseline": "alone", "margin": 0.08, "identical": 0.9},
        judged_name="support@1.0.0, support/ckpt-4 beside",
        baseline_name="support@1.0.0, alone",
    )
    name = "x" * 120
    unbroken = make_cases(name, 4, broken=2, fixed=0, both_miss=2)
    rates = {s.name: 0.9 for s in (*record.suites, forms)}
    trend = Trend(
        epochs=[
            Epoch(number=i, name=f"support/ckpt-{i}", target=0.9, skills=0.8, train_loss=1 / i, eval_loss=None,
                  candidate=i == 3, rates=rates)
            for i in (1, 2, 3)
        ],
        releases=[
            Release(version=f"1.{i}.0", at="2026", rates=rates, in_production=i == 2, candidate=False) for i in range(3)
        ],
    )  # fmt: skip
    suites = [*record.suites, forms, make_suite(name, unbroken, [])]
    return record.model_copy(update={"suites": suites, "cases": [*unbroken, *record.cases]}), trend


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_nothing_is_wider_than_the_screen_or_broken_inside(opened: Opened, tmp_path: Path, lang: Lang) -> None:
    """No sideways scrolling from a phone to a desk, no figure in two lines, no text over another in a table."""
    record, trend = crowded()
    page = opened(write_report(record, tmp_path, lang, trend), bypass_csp=True)
    for width in (420, 620, 840, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        told = page.evaluate(
            """() => [...document.querySelectorAll(".forest td, .forest th, .suites td, .suites th, .slices td")]
              .filter((cell) => cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth)
              .filter((cell) => !cell.closest(".plot-cell"))
              .map((cell) => cell.innerText)"""
        )
        assert told == [], width
        figures = page.locator(".forest td.delta b, .slices td.num").all()[:30]
        assert all((box := figure.bounding_box()) is None or box["height"] < 60 for figure in figures), width


def test_on_a_phone_a_slice_says_which_rate_is_whose(opened: Opened, samples: Samples) -> None:
    """Each figure under the name of its column, in the page's language."""
    page = opened(samples["refused"](), lang="ru", viewport={"width": 420, "height": 900})
    labels = page.evaluate(
        """[...document.querySelector(".slices tbody tr").querySelectorAll("td[data-label]")]
          .map((cell) => [getComputedStyle(cell, "::before").content, cell.innerText.trim()])"""
    )
    worst = ranked(samples["refused"]())[0]
    assert labels[1:3] == [
        ['"База сравнения"', view.rate(worst.baseline, "ru")],
        ['"Кандидат"', view.rate(worst.candidate, "ru")],
    ]
    assert [name for name, _ in labels][3:] == ['"Δ"', '"Сломано"', '"Исправлено"', '"q"']


@pytest.mark.parametrize(("n", "seconds"), [(10_000, 1.0), pytest.param(100_000, 2.0, marks=pytest.mark.torture)])
def test_many_cases_open_in_no_time(chromium: Browser, tmp_path: Path, n: int, seconds: float) -> None:
    """Processor time of the page's thread, which holds on a busy machine too (`benchmarks.report` takes wall clock)."""
    file = write_report(grown(n), tmp_path)
    page = chromium.new_page()
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(file.as_uri())
    page.wait_for_selector("#detail .reply", timeout=60_000)
    took = {metric["name"]: metric["value"] for metric in cdp.send("Performance.getMetrics")["metrics"]}
    assert page.locator("#list [role=option]").count() < 60
    page.close()
    assert 0.01 < took["TaskDuration"] < seconds


def test_our_own_code_stays_small() -> None:
    """150 KB in all, of which the script and the style are the most."""
    style = files("harness.report").joinpath("page", "report.css").read_text(encoding="utf-8")
    assert len(page_script().encode()) + len(style.encode()) < 100_000


def test_a_record_without_cases_is_a_page(opened: Opened) -> None:
    suite = make_suite("golden", [], [])
    page = opened(make_record([], [suite], production=None), java_script_enabled=False)
    expect(page.locator("body")).to_contain_text("This record holds no cases.")
