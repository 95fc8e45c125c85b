"""What the commands that review cases say to a person, in Russian by the English words."""

from __future__ import annotations

from harness.figures import Count
from harness.gates import Lang

__all__ = ["told"]

_RUSSIAN = {
    # cases accept
    "expectation: {} → {}": "ожидание: {} → {}",
    "candidate": "кандидат",
    "baseline": "база сравнения",
    "passes": "пройдено",
    "misses": "не пройдено",
    "{}: {} → {}": "{}: {} → {}",
    "decision of record {}: {} → {}": "решение записи {}: {} → {}",
    "decision of record {}: {}, as before": "решение записи {}: {}, как и было",
    "all pooled suites": "все наборы вместе",
    "asked in other words, too: how those come out is known after the next run": (
        "вопрос задан и другими словами: что выйдет там, станет известно после следующего запуска"
    ),
    "This decides nothing. A new run does, from stored replies: pytest --model={}": (
        "Само по себе это ничего не решает. Решает новый запуск, по сохранённым ответам: pytest --model={}"
    ),
    "Kept in {} with the reason; the next records list it. Commit both files.": (
        "Записано в {} вместе с причиной; следующие записи это перечислят. Закоммитьте оба файла."
    ),
    "Nothing was written (--dry-run).": "Ничего не записано (--dry-run).",
}


def told(text: str, lang: Lang, *values: object) -> str:
    """The text in that language, its `{}` filled with the values, as by `harness.report.labels.label`."""
    words = _RUSSIAN.get(text, text) if lang == "ru" else text
    return words.format(*(Count(v) if isinstance(v, int) else v for v in values)) if values else words
