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
    # cases incident
    "What did the customer write? ": "Что написал клиент? ",
    "What did the model reply? ": "Что ответила модель? ",
    "What was wrong with it? ": "Что было не так? ",
    "What would have been right (Enter: not known)? ": "Как было бы правильно (Enter — неизвестно)? ",
    "What catches that reply:": "Что ловит такой ответ:",
    "Which of them shall hold (numbers, or an expectation as a case writes it)? ": (
        "Что из этого требовать (номера или ожидание, как его пишут в примере)? "
    ),
    "{} at {}": "{} в {}",
    "fails on the bad reply: {}": "плохой ответ не проходит: {}",
    "does not catch it, and is asked all the same: {}": "этого не ловит, но тоже требуется: {}",
    "passes on the good reply": "хороший ответ проходит",
    "no good reply was given: nobody knows that one can pass": (
        "хороший ответ не задан: неизвестно, может ли его дать хоть кто-нибудь"
    ),
    "Ask it of a model: pytest --model=NAME -k {}": "Задать модели: pytest --model=ИМЯ -k {}",
}


def told(text: str, lang: Lang, *values: object) -> str:
    """The text in that language, its `{}` filled with the values, as by `harness.report.labels.label`."""
    words = _RUSSIAN.get(text, text) if lang == "ru" else text
    return words.format(*(Count(v) if isinstance(v, int) else v for v in values)) if values else words
