"""Russian texts of the project call things by one word each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = [
    *sorted(ROOT.glob("docs/**/*.ru.md")),
    *sorted(ROOT.glob("harness/starting/project/**/*.ru*")),
    *(ROOT / f"harness/{name}.py" for name in ("curating/review_words", "curating/review_errors", "importing/russian")),
    *sorted(ROOT.glob("harness/lint/_russian*.py")),
    *sorted(ROOT.glob("harness/report/*words.py")),
]
ONE_WORD = {"кейс": "пример", "чекпойнт": "чекпоинт", "датасет": "набор данных", "бейзлайн": "база сравнения"}


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_thing_has_one_word(file: Path) -> None:
    text = file.read_text(encoding="utf-8").casefold()
    for other, word in ONE_WORD.items():
        assert not re.search(rf"\b{other}", text), f"{other}: {word}"
