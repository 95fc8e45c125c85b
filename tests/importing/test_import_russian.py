"""An import told in Russian: every sentence has one, with the same parts and the right forms of its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from importing.sources import csv_file
from sentences import same_parts, templates_in

import harness.commands.cases_import
import harness.importing
from harness.cli import main
from harness.importing import delimited, encodings, questions, russian, telling
from harness.importing.assertions import _CODE, _JUDGED, _MEASURED
from harness.importing.choosing_checks import KINDS
from harness.importing.columns import ROLES, role_of
from harness.importing.rows import counted_as
from harness.importing.telling import told_in
from harness.lint._russian import RUSSIAN as LINT

SOURCES = [*sorted(Path(harness.importing.__file__).parent.glob("*.py")), Path(harness.commands.cases_import.__file__)]
AS_THEY_ARE = {"Windows-1251", "Windows-1252", "KOI8-R", "UTF-16", "UTF-8", "JSON"}


def templates() -> Iterator[str]:
    """Every template that stands in the code of the import."""
    yield from templates_in(SOURCES, ("_word", "_table"))
    yield from telling._SHARED.values()
    yield from delimited._NAMES.values()
    yield from (name for *_, name in (*encodings._MARKS, *encodings._OLD))
    yield from questions._DAMAGED.values()
    yield from (why for why, _ in (_JUDGED, _CODE, _MEASURED))
    yield from ROLES
    yield from ("not used", "stood at", "why it was left out")
    for kind, (_, why) in KINDS.items():
        yield from (kind, why)
    for unit in ("row", "line", "item"):
        yield from (f"{{n:{unit}}}", f"{unit} {{number}}")
    for text in ("no template: {why}", "it renders to more than {why} characters", "it can't be rendered: {why}"):
        assert text in Path(harness.importing.__file__).with_name("_render_child.py").read_text(encoding="utf-8")
        yield text


def words(template: str) -> str:
    return "".join(text for text, *_ in Formatter().parse(template))


@pytest.mark.parametrize("template", sorted({t for t in templates() if re.search(r"[^\W\d_]", t)} - AS_THEY_ARE))
def test_every_sentence_has_a_russian_one_with_the_same_parts(template: str) -> None:
    if template not in russian.RUSSIAN:
        assert not re.search(r"[A-Za-z]", words(template)), "has no Russian"
        assert all("|" not in form for _, _, form, _ in Formatter().parse(template) if form)
        return
    assert same_parts(template, russian.RUSSIAN[template])


def test_no_sentence_is_left_over_and_none_is_said_otherwise_than_by_the_lints() -> None:
    own = {text for text in russian.RUSSIAN if text not in LINT}
    assert own <= set(templates())


@pytest.mark.parametrize(("n", "told"), [(1, "1 строка"), (3, "3 строки"), (11, "11 строк"), (21, "21 строка")])
def test_numbers_take_the_right_form(n: int, told: str) -> None:
    assert told_in(counted_as(n, "line"), "ru") == told


def test_no_error_or_reason_is_a_plain_text() -> None:
    """A plain or formatted string in a reason's place would be told in English alone."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                at = {"SourceError": 0, "Refused": 0, "LeftOut": 1, "Doubt": 0}.get(node.func.id)
                if at is not None and len(node.args) > at:
                    assert not isinstance(node.args[at], ast.JoinedStr | ast.Constant), (source.name, node.lineno)


def said_by(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *args: str) -> str:
    monkeypatch.setattr("sys.argv", ["ckptgate", "cases", "import", *args])
    with pytest.raises(SystemExit):
        main()
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_a_whole_import_speaks_russian(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    csv_file(
        tmp_path,
        "Вопрос;Ответ\nСколько дней на возврат?;30 дней\nСколько дней на возврат?;14 дней\nГде вы?;\n"
        "Можно вернуть обувь?;Нет, обувь не возвращаем\nЦена?;500 руб.\nЦена?;500 руб.\n",
        encoding="cp1251",
    )
    out = said_by(monkeypatch, capsys, "questions.csv", "--lang=ru")

    for part in (
        "questions.csv: 6 строк (Windows-1251, столбцы через точку с запятой)",
        "A “Вопрос”  вопрос ",
        "ответы не могут быть верны одновременно (30 дней и 14 дней)",
        "противоречит другой строке",
        "нет ответа",
        "6 строк = 2 новых примера + 4 не взято",
        "количество",
        "Записано:",
        "ckptgate init",
        "4 строки из questions.csv",
    ):
        assert part in out, part
    told = re.sub(r"[\w.-]+\.(?:csv|yaml)|--\w+|ckptgate [\w ]+|Windows-1251", "", out)
    assert not set(re.findall(r"[A-Za-z]{2,}", told)) - {
        "gate", "dev", "ru", "golden", "answers", "answer", "keywords", "matches", "mentions", "ckptgate", "init",
    }, told  # fmt: skip

    left = Path("questions.left-out.csv").read_text("utf-8-sig")
    assert left.startswith("где стояло;почему не взято;Вопрос;Ответ")
    assert 'строка 2;"противоречит: строка 3 (30 дней и 14 дней); узнайте, кто прав, и оставьте эту строку"' in left
    assert not role_of("где стояло")
    assert not role_of("почему не взято")


def test_errors_speak_russian(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    csv_file(tmp_path, "а;б\n1;2\n", "t.csv")
    assert "t.csv: ни один столбец не похож на вопрос" in said_by(monkeypatch, capsys, "t.csv", "--lang=ru")
    assert "no.csv: нет такого файла" in said_by(monkeypatch, capsys, "no.csv", "--lang=ru")
    assert "--lang is en or ru, not fr" in said_by(monkeypatch, capsys, "t.csv", "--lang=fr")
