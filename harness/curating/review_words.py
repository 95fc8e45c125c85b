"""What the commands that review cases say to a person, in Russian by the English words."""

from __future__ import annotations

from harness.figures import Count
from harness.gates import Lang

__all__ = ["KEYS", "told"]

KEYS: dict[Lang, str] = {
    "en": """\
  a  accept: what is expected is right, whatever this reply says
  c  correct: say what is right
  t  trim to facts: only what a reply must say
  m  critical: one miss of it fails a run; again takes it back
  s  skip: the next case; this one is asked about again
  b  back: the case before
  q  quit: all is saved""",
    "ru": """\
  a  верно: ожидание верно, что бы ни говорил этот ответ
  c  исправить: сказать, как верно
  t  сократить до фактов: только то, что ответ обязан сказать
  m  критичный: один промах проваливает прогон; ещё раз — снять
  s  пропустить: к следующему примеру; об этом спросят снова
  b  назад: к предыдущему примеру
  q  выйти: всё сохранено
  (русская раскладка тоже годится: те же клавиши)""",
}
"""What each letter of `cases approve` does."""

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
    # cases approve
    "Nothing to look at: {} approved before.": "Смотреть нечего: уже одобрено {}.",
    "{:case is|cases are} not asked, {} the first: no suite reads them, or only as two forms of a checkpoint.": (
        "{:пример не задан|примера не заданы|примеров не задано}, первый — {}: их не читает ни один набор или читает "
        "лишь сравнение двух форм чекпоинта."
    ),
    "{:case|cases} to look at, {} approved before.": ("Посмотреть: {:пример|примера|примеров}; одобрено раньше: {}."),
    "{} of {}": "{} из {}",
    "critical": "критичный",
    "draft": "черновик",
    "customer": "клиент",
    "assistant": "модель",
    "document": "документ",
    "note": "помета",
    "from {}, row {}": "из {}, строка {}",
    "from {}, line {}": "из {}, строка {}",
    "from {}, item {}": "из {}, элемент {}",
    "answer:{}": "ответ:{}",
    "expected": "ожидание",
    "reply": "ответ",
    "{} of {} replies pass": "пройдено ответов: {} из {}",
    "… {:more character}": "… ещё {:знак|знака|знаков}",
    "[a]ccept [c]orrect [t]rim to facts [m]ark critical [s]kip [b]ack [q]uit? ": (
        "a — верно, c — исправить, t — сократить до фактов, m — критичный, s — пропустить, b — назад, q — выйти: "
    ),
    "What is right (an answer in words, or a check: number: 31; Enter: leave it)? ": (
        "Как верно (ответ словами или проверка: number: 31; Enter — оставить)? "
    ),
    "Must-have facts: `;` between them, `|` between ways to say one [{}]: ": (
        "Обязательные факты: между ними `;`, между вариантами одного `|` [{}]: "
    ),
    "  not taken: {}": "  не принято: {}",
    "  left as it is": "  оставлено как есть",
    "  written to {}": "  записано в {}",
    "  the file's header calls all of its cases draft: take that out by hand once they are approved": (
        "  черновиками все примеры файла называет его заголовок: уберите это вручную, когда они одобрены"
    ),
    "{} approved, {} changed, {} skipped; {} left. Go on with the same command.": (
        "одобрено {}, изменено {}, пропущено {}; осталось {}. Продолжить — той же командой."
    ),
    "{} approved, {} changed, {} skipped; all were looked at.": (
        "одобрено {}, изменено {}, пропущено {}; посмотрено всё."
    ),
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
