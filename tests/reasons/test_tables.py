"""The tables themselves: what an English template holds, its Russian one tells, and in Russian."""

from __future__ import annotations

import re

import pytest

from harness.reasons import _answers, _forms, _ifeval, _json, _notes, _policy, _troubles

TABLES = {
    f"{module.__name__.rpartition('._')[2]} {name}": getattr(module, name)
    for module in (_answers, _forms, _ifeval, _json, _notes, _policy, _troubles)
    for name in module.__all__
}
HOLE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")


@pytest.mark.parametrize("name", TABLES)
def test_a_russian_template_tells_what_the_english_one_holds(name: str) -> None:
    """No hole is lost or made up, and a number with its word has three forms."""
    for english, russian in TABLES[name].items():
        holes = {hole for hole, _ in HOLE.findall(english)}
        told = {hole for hole, _ in HOLE.findall(russian)}
        assert told <= holes, english
        assert holes - told <= {"n3"}, english
        assert all(forms.count("|") == 2 for _, forms in HOLE.findall(russian) if forms), russian


@pytest.mark.parametrize("name", TABLES)
def test_holes_of_a_template_have_fixed_words_between_them(name: str) -> None:
    """Else nobody knows where one ends."""
    for english in TABLES[name]:
        assert not re.search(r"\}\{", english), english
        names = [hole for hole, _ in HOLE.findall(english)]
        assert len(names) == len(set(names)), english


@pytest.mark.parametrize("name", TABLES)
def test_russian_templates_are_russian(name: str) -> None:
    for english, russian in TABLES[name].items():
        bare = HOLE.sub("", re.sub(r"`[^`]*`|'[^']*'|\"[^\"]*\"", "", russian))
        assert not re.search(r"\b(?:the|is|are|not|of|in|and|to|it|was|with|no)\b", bare), russian
        if re.search("[A-Za-z]{3}", HOLE.sub("", english)):
            assert re.search("[а-яёА-ЯЁ]", russian) or english == russian or "IBAN" in russian, english
