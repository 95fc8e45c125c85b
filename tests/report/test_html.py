"""report.html: complete, in one file, and nothing that others wrote becomes markup."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.record import Answer, Record, Sample
from harness.report import write_report
from harness.report.html import page_script, render
from harness.report.text import visible

from .records import SYSTEM, make_case, make_cases, make_hostile, make_record

Samples = dict[str, Callable[[], Record]]
ANCHOR = re.compile(r"#?(case-[0-9a-f]{16}|[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*)")
VOID = {"input", "meta", "rect", "br"}


class Page(HTMLParser):
    """What a browser would see: elements with their attributes, and text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.comments: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def shape(self) -> list[tuple[str, dict[str, str | None]]]:
        """Elements with their attributes but for what follows the text itself: signs, marks, languages, case links."""
        plain = [e for e in self.elements if e[0] != "mark" and e[1].get("class") != "sign"]
        return [
            (tag, {k: "*" if k == "lang" or ANCHOR.fullmatch(str(v)) else v for k, v in attrs.items()})
            for tag, attrs in plain
        ]


ATTACKS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</details></main><h1>PASS</h1>",
    '<a href="javascript:alert(1)">click</a>',
    "{{ 7*7 }}{% raw %}",
    "<!-- ",
    "-->",
    "]]>",
    "&lt;b&gt;",
    "&#60;b&#62;",
    "<svg onload=alert(1)>",
    "\u202egnp.exe",
    "\ud800\udfff",
    "\x00\x1b[2J",
    "</textarea><plaintext>",
    "%3Cscript%3E",
    "`${alert(1)}`",
    "<meta http-equiv=refresh content='0;url=//evil'>",
    "<base href=//evil>",
    "</template>",
]
TEXTS = st.one_of(
    st.sampled_from(ATTACKS),
    st.lists(st.sampled_from([*ATTACKS, *"<>\"'&=/ \nb", "да"]), max_size=8).map("".join),
    st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=60),
)
PLAIN = Page(render(make_hostile("Plain")))
# Keys of a policy and a check's name, which as keys of a record mean something; hypothesis draws words of the source.
MEANT = {"floor", "slices", "refuses"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS.filter(str.strip).filter(lambda text: text not in MEANT))
def test_no_element_or_attribute_comes_from_content(text: str) -> None:
    """A record with this text everywhere has the elements and attributes of one with a plain word everywhere."""
    page = Page(render(make_hostile(text)))
    assert page.shape == PLAIN.shape
    assert page.open == []
    assert page.comments == []


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_reply_is_shown_as_it_is(text: str) -> None:
    """All of its characters, in their order, newlines kept, invisible ones as signs."""
    case = make_case(candidate=Answer(reply=f"«{text}»", passed=False, reason="", finish="stop", tokens=1))
    assert visible(f"«{text}»") in Page(render(make_record([case], []))).text


@pytest.mark.parametrize("text", ATTACKS)
def test_the_file_holds_nothing_that_hides(text: str) -> None:
    """Not one control, bidi or zero-width character in the bytes, wherever the text stood."""
    html = render(make_hostile(f"{text}\u202e\u200b\x07\ufeff"))
    hidden = {c for c in html if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs"}}
    assert hidden == set()


def test_nothing_is_fetched_and_nothing_runs(sample: Record) -> None:
    """No script, no handler, no address but places in the page; the policy allows its one style sheet and no more."""
    html = render(sample)
    page = Page(html)
    names = {name for _, attrs in page.elements for name in attrs}
    assert not {tag for tag, _ in page.elements} & {"img", "link", "iframe", "object", "base", "use"}
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert not {n for n in names if n.startswith("on") or n in {"src", "srcset", "style", "action", "xlink:href"}}
    assert all(str(attrs["href"]).startswith("#") for _, attrs in page.elements if "href" in attrs)
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    style = re.search("<style>(.*?)</style>", html, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    ran = base64.b64encode(hashlib.sha256(page_script().encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; script-src 'sha256-{ran}'; "
        "require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'"
    )
    assert f"<script>{page_script()}</script>" in html
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_links_lead_somewhere_and_ids_are_unique(sample: Record) -> None:
    """Every `#…` is the id of one element."""
    page = Page(render(sample))
    ids = [str(attrs["id"]) for _, attrs in page.elements if "id" in attrs]
    targets = {str(attrs["href"])[1:] for _, attrs in page.elements if "href" in attrs}
    assert len(ids) == len(set(ids))
    assert targets <= set(ids)


def test_the_first_screen_says_what_was_decided(samples: Samples) -> None:
    """Decision, sentence, models, adapter, deployment, suites, gates' reasons, critical misses, lost slices."""
    record = samples["refused"]()
    text = " ".join(Page(render(record)).text.split())
    head = text[: text.index("The baseline passes these")]
    for gate in (gate for suite in record.suites for gate in suite.gates):
        assert gate.reason in text
    assert "no worse by more than 8 points" in text
    assert "at least 90 %" in text
    for expected in (
        "FAIL",
        record.sentence,
        "support@1.0.0",
        "demo base",
        "adapter support-narrow/ckpt-3 (lora) on trainers/demo/base",
        "deployment.yaml",
        "5 critical cases missed",
        "golden/shop-018",
        "4 slices lost",
        "copy",
        "100.0 %",
        "−21.0",
        "Changed: weights, epoch, training data; same: base model, method, system prompt, sampling",
        "−24.7 … −17.5",
        "−5.9",
    ):
        assert expected in head


def test_a_broken_case_tells_all() -> None:
    """Every turn, both replies, both verdicts, expected checks, tags, and the line of the case file."""
    turns = [("user", "Можно вернуть?"), ("assistant", "Что именно?"), ("user", "Туфли, 20 дней")]
    case = make_case(messages=[{"role": r, "content": c} for r, c in turns], skill="returns", critical=True)
    text = Page(render(make_record([case], []))).text
    assert case.candidate
    assert case.baseline
    for expected in (
        *(c for _, c in turns),
        case.candidate.reply,
        case.baseline.reply,
        case.candidate.reason,
        "any_of",
        "max_words",
        "golden/golden/shop.yaml:12",
        "#en",
        "returns",
        "critical",
        "passes",
        "misses",
    ):
        assert expected in text


def test_the_system_prompt_stands_once(samples: Samples) -> None:
    """At the deployment, not with each case."""
    assert Page(render(samples["refused"]())).text.count(SYSTEM) == 1


def test_text_has_its_language() -> None:
    """The page is English; a Russian reply says so."""
    case = make_case(candidate=Answer(reply="Да, можно", passed=True, reason="", finish="stop", tokens=3))
    elements = Page(render(make_record([case], []))).elements
    assert ("html", {"lang": "en"}) in elements
    assert ("div", {"class": "text said", "lang": "ru", "dir": "auto"}) in elements


def test_what_is_left_out_is_counted(samples: Samples) -> None:
    """All flips of a thousand cases; of what did not change a few, with how many there are."""
    record = samples["large"]()
    page = Page(render(record))
    flips = [c for c in record.cases if c.flip in {"broken", "fixed"}]
    assert {f"{c.suite}/{c.id}" for c in flips} <= {str(a.get("id")) for _, a in page.elements}
    assert "10 of 350 are shown here; all stand in record.json." in page.text
    assert "50 of 300 are shown here; all stand in record.json." in page.text
    assert len(render(record)) < 2_000_000


def test_flips_beyond_those_written_out_stand_there_by_name() -> None:
    """Each with its reason, so that paper and a browser without scripts name every one."""
    cases = make_cases("golden", 500, broken=450, fixed=0, both_miss=0)
    record = make_record(cases, [])
    page = Page(render(record))
    assert "400 of 450 are shown whole, 50 more by name below; all stand in record.json." in page.text
    broken = [c for c in record.cases if c.flip == "broken"]
    assert all(f"{c.suite}/{c.id}" in page.text for c in broken)
    assert sum(tag == "ul" and a.get("class") == "rest" for tag, a in page.elements) == 1


def test_a_reply_of_a_megabyte_is_cut() -> None:
    """The page stays small and says how much more there is."""
    case = make_case(candidate=Answer(reply="a " * 500_000, passed=False, reason="", finish="length", tokens=9))
    html = render(make_record([case], []))
    assert "980,000 more characters in record.json" in html
    assert "cut at the limit" in html
    assert len(html) < 200_000


def test_what_is_written_out_is_in_the_page_s_language() -> None:
    """Tokens, how a reply ended, and how many samples pass, for paper and for who runs no script."""
    told = Answer(reply="a", passed=False, reason="", finish="length", tokens=21)
    told = told.model_copy(update={"samples": [Sample(passed=i == 0, reply="a", reason="") for i in range(3)]})
    page = Page(render(make_record([make_case(candidate=told)], []), "ru"))
    assert "21 токен · обрезано по пределу · пройдено 1 из 3 повторов" in " ".join(page.text.split())


def test_a_record_of_nothing_is_a_page() -> None:
    """No suite, no case, no baseline: still a document."""
    page = Page(render(make_record([], [], production=None, decision="NOT DECIDED")))
    assert "This record holds no cases." in page.text
    assert "without a baseline" in page.text


def test_the_file_lies_in_the_directory(tmp_path: Path, sample: Record) -> None:
    """UTF-8, whole; the directory is made."""
    file = write_report(sample, tmp_path / "records" / "r1")
    assert file == tmp_path / "records" / "r1" / "report.html"
    assert file.read_text(encoding="utf-8") == render(sample)


def test_the_same_record_makes_the_same_page(samples: Samples) -> None:
    """No clock, no chance."""
    assert render(samples["refused"]()) == render(samples["refused"]())


def test_it_says_how_many_were_tried_and_what_chooses(samples: Samples) -> None:
    """The count of this record, and that the dev split is for choosing."""
    record = samples["refused"]().model_copy(update={"split": "gate", "question": "q", "tried": 3})
    text = " ".join(Page(render(record)).text.split())
    assert "3 checkpoints were tried against these cases and this baseline" in text
    assert "Choosing is done on the dev split" in text
    dev = " ".join(Page(render(record.model_copy(update={"split": "dev"}))).text.split())
    assert "chooses a checkpoint and decides nothing" in dev
    asked = record.model_copy(update={"asked": {"samples": 4.0}})
    assert "--samples=4" in Page(render(asked)).text
