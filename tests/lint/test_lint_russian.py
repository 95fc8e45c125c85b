"""Findings in Russian: every sentence has one, with the same parts, and numbers as Russian writes them."""

from __future__ import annotations

import ast
import json
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from linting import chat, written
from sentences import fields, templates_in

import harness.lint
from harness.checks import _pii_documents, _secret_signs
from harness.lint import _foreign, contamination, health, output
from harness.lint._damage import damage
from harness.lint._russian import RUSSIAN
from harness.lint._russian_advice import ADVICE
from harness.lint._said import Said, in_russian, joined, said
from harness.lint._shapes import PLAIN
from harness.lint._volatile_signs import KINDS
from harness.lint.catalogue import known_rules
from harness.lint.lints import About
from harness.lint.output import lines
from harness.lint.run import BROKEN, lint
from harness.lint_settings import LintSettings

SOURCES = sorted(Path(harness.lint.__file__).parent.glob("*.py"))
OF_OTHER_PROGRAMS = re.compile(
    "AWS|GitHub|GitLab|Anthropic|OpenAI|Stripe|Slack|Google|Telegram|Twilio|SendGrid|npm|PyPI|Hugging|Digital|Shopify|"
    "Yandex|IBAN"
)
"""Names that stay as they are."""


def templates() -> Iterator[str]:
    """Every template that stands in the lints' code."""
    yield from templates_in(SOURCES)
    for table in (contamination._HOW, KINDS, health._TURNS, output._COUNTED, _foreign._BY_NAME):
        yield from table.values()
    yield from (what for _, what in _foreign._MAGIC)
    yield from (kind for kind, _ in _secret_signs.SHAPES)
    yield from ("password", "code", "key", "e-mail", "phone number", "card number", "IP address", "IBAN", "error")
    yield from (one[0] for one in _pii_documents._LABELLED)
    for text in ("\ud83d", "Ð¡Ð¿Ð°ÑÐ¸Ð±Ð¾", "\ufffd", "&amp;quot; x"):
        yield from (what for what, _ in damage(f"Text {text} here"))
    yield PLAIN
    yield from ("{total:training question}", "{total:production input}", "longer", "shorter", "warning", "note")


@pytest.mark.parametrize("template", sorted(set(templates())))
def test_every_sentence_has_a_russian_one_with_the_same_parts(template: str) -> None:
    if OF_OTHER_PROGRAMS.match(template):
        assert template not in RUSSIAN
        return
    assert fields(RUSSIAN[template]) == fields(template)
    for _, _, form, _ in Formatter().parse(RUSSIAN[template]):
        assert not form or "|" not in form or form.count("|") == 2, form


def test_no_sentence_is_left_over() -> None:
    assert RUSSIAN.keys() <= set(templates())
    assert ADVICE.keys() == {rule.name for rule in (BROKEN, *known_rules())}


def test_no_finding_is_told_in_a_text_that_has_no_russian() -> None:
    """A plain or formatted string in a finding's place would be told in English alone."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id in ("Finding", "Unchecked"):
                    for keyword in node.keywords:
                        if keyword.arg in ("message", "why"):
                            assert not isinstance(keyword.value, ast.JoinedStr | ast.Constant), (
                                source.name,
                                node.lineno,
                            )
                elif node.func.id in ("Broken", "_Wrong") and node.args:
                    assert not isinstance(node.args[-1], ast.JoinedStr | ast.Constant), (source.name, node.lineno)


@pytest.mark.parametrize(
    ("sentence", "russian"),
    [
        (said("{rows:row} of {files:file}", rows=1, files=1), "1 строка из 1 файла"),
        (said("{rows:row} of {files:file}", rows=22, files=5), "22 строки из 5 файлов"),
        (said("{rows:row} of {files:file}", rows=12_111, files=21), "12\u00a0111 строк из 21 файла"),
        (said("{n} of {total} ({share:.1%})", n=3, total="x", share=0.125), "3 из x (12,5\u00a0%)"),
        (said("{tokens:,.0f} tokens to learn", tokens=12345.0), "токенов для обучения 12\u00a0345"),
        (said("{text} is no answer", text="“50.5%, {braces}”"), "“50.5%, {braces}” — не ответ"),
        (joined("; ", [said("nothing"), "x"]), "ничего; x"),
        (said("a template that nobody has put into Russian"), "a template that nobody has put into Russian"),
        ("another program's words", "another program's words"),
    ],
)
def test_a_sentence_in_russian(sentence: str, russian: str) -> None:
    assert in_russian(sentence, RUSSIAN) == russian


def test_a_sentence_is_its_english_text_and_keeps_its_parts_when_it_is_sent() -> None:
    sentence = said("{what} stands in the data", what=said("password"))

    assert sentence == "password stands in the data"
    assert json.dumps(sentence) == '"password stands in the data"'
    sent = pickle.loads(pickle.dumps(sentence))  # noqa: S301 - made here
    assert isinstance(sent, Said)
    assert in_russian(sent, RUSSIAN) == "в данных стоит пароль"


def test_a_whole_report_is_told_in_russian_and_nothing_secret_in_it(tmp_path: Path) -> None:
    rows = [chat("Где он?", "В Риге.")] * 2 + [
        chat("Мой адрес anna@mail.example, он ли это?", answer) for answer in ("Да.", "Нет.")
    ]
    rows += [{"prompt": "x", "response": "y"}]
    about = About(settings=LintSettings(severity={"rare-language": "off"}))

    report = lint([written(tmp_path, rows)], about, accepted={"duplicate-row": "так и надо", "special-token": "старое"})
    told = [line for _, line in lines(report, lang="ru")]

    text = "\n".join(told)
    assert "ошибка broken-row: 1 находка" in told
    assert "'prompt' and 'response'" not in text
    assert "предупреждение duplicate-row: 1 находка, принято: так и надо" in told
    assert "ошибка contradictory-answers: 1 находка" in told
    assert "есть 2 ответа, что исключают друг друга (да и нет)" in text
    assert "принято, но не найдено: special-token (старое); принимать это больше незачем" in told
    assert "выключено в настройках и не искалось: rare-language" in told
    assert "не проверено contaminated-case: примеры для проверки не даны (--eval)" in told
    assert told[-1].startswith("4 строки из 1 файла: 2 ошибки, ")
    assert told[-1].endswith(" (принято: 1); 1 правило выключено")
    assert "anna@" not in text
    assert [style for style, _ in lines(report)] == [style for style, _ in lines(report, lang="ru")]
