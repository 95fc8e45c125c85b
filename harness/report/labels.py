"""The few fixed words around a decision, in Russian by their English ones."""

from __future__ import annotations

from harness.figures import Count
from harness.gates import Lang
from harness.report.page_words import PAGE

__all__ = ["label"]

_RUSSIAN = {
    # a build server
    "job {}: {}": "задача {}: {}",
    "{}: no such folder or record": "{}: нет такой папки или записи",
    "{}: a record that can't be read ({})": "{}: запись не читается ({})",
    "{} of {:record}": "записей: {} из {}",
    "{} newly broken": "{}: сломано",
    "{} missed": "{}: не пройдено",
    "{:further case} broken or missed: see the report": (
        "ещё {:пример|примера|примеров} сломано или не пройдено: см. отчёт"
    ),
    "{:more summary|more summaries} left out.": "Не поместилось: {:сводка|сводки|сводок}.",
    # the terminal
    "suite": "набор",
    "cases": "примеры",
    "cand. %": "канд. %",
    "base. %": "база %",
    "flips": "сдвиги",
    "overall": "вместе",
    "creep": "эталон",
    "drift": "отход",
    "forms": "формы",
    "replies": "ответы",
    "otherwise": "иначе",
    "training": "обучение",
    "data": "данные",
    "as it stands": "как есть",
    "other words": "другими словами",
    "typo": "с опечаткой",
    "small letters": "строчными буквами",
    "ё as е": "е вместо ё",
    "end signs": "другие знаки в конце",
    "greeting": "с приветствием",
    "preamble": "с длинным вступлением",
    "no system prompt": "без системного промпта",
    "pressed": "под нажимом",
    "one verdict every way": "один вердикт при любой формулировке",
    "the baseline in brackets": "в скобках база сравнения",
    "refusals": "отказы",
    "refused though it should serve": "отказ вместо помощи",
    "served though it must refuse": "помощь вместо отказа",
    "critical": "критично",
    "lost": "потеряно",
    "samples": "повторы",
    "flaky": "шаткие",
    "broken": "сломано",
    "not run": "не шли",
    "what missed": "что не пройдено",
    "newly broken: {}": "сломано: {}",
    "other misses: {}": "не пройдено и раньше: {}",
    "missed: {}": "не пройдено: {}",
    "… and {} more: {}": "… и ещё {}: {}",
    "{}, or here with `{}`": "{} или здесь с `{}`",
    "note": "заметка",
    "report": "отчёт",
    "and {} more": "и ещё {}",
    "base model": "базовая модель",
    "against {}": "против {}",
    "with nothing to compare it with yet": "— сравнить пока не с чем",
    "compared with nothing": "— ни с чем не сравнивается",
    "all stored, no model is loaded": "все сохранены, модель не загружается",
    "{} stored, {} to generate": "{} сохранено, {} предстоит получить",
    "{:case} of the {} split in {:suite}; {:reply|replies}: {}": (
        "{:пример|примера|примеров} выборки {}, {:набор|набора|наборов}; {:ответ|ответа|ответов}: {}"
    ),
    "stopped: {} of {:reply|replies} are kept, the next run goes on from there": (
        "остановлено: сохранено ответов: {} из {}, следующий запуск продолжит с этого места"
    ),
    "ended before a decision: {:test was|tests were} judged, the verdicts are in {}": (
        "закончено до решения: проверено тестов: {}, их вердикты лежат в {}"
    ),
    "the reply store was damaged and is set aside as {}: a new one begins, replies are generated anew": (
        "хранилище ответов повреждено и отложено как {}: начато новое, ответы будут получены заново"
    ),
    # the summary
    "candidate": "кандидат",
    "baseline": "база сравнения",
    "Δ, points": "Δ, п. п.",
    "fixed": "исправлено",
    "decision": "решение",
    "all pooled suites": "все наборы вместе",
    "{} against {}, {} split, record {}": "{} против {}, выборка {}, запись {}",
    "no baseline": "ничего: базы сравнения нет",
    " and ": " и ",
    "Critical cases missed": "Не пройдены критические примеры",
    "Slices lost": "Потерянные срезы",
    "; flakiest: ": "; самые шаткие: ",
    "{} of {}": "{} из {}",
    "Newly fixed": "Исправлено",
    "Newly broken": "Сломано",
    "Missed": "Не пройдено",
    "{}, {} of them here": "{}, здесь {}",
    "the worst {} of {}": "худшие: {} из {}",
    "Left out for want of room: {:part}.": "Не поместилось: {:часть|части|частей}.",
    "The whole report": "Весь отчёт",
    "Context": "Контекст",
    "Prompt": "Запрос",
    "Prompt, the last of {} turns": "Запрос, последняя из реплик: {}",
    "Candidate": "Кандидат",
    "Baseline": "База сравнения",
    "Base model": "Базовая модель",
    "Anchor": "Эталон",
    "passes": "— пройдено",
    "misses": "— не пройдено",
    "settle": "решит",
    "changed": "изменено",
    # gates by kind
    "integrity": "целостность",
    "musts": "обязательное",
    "floor": "порог",
    "paired": "сравнение",
    "slices": "срезы",
    "gap": "разрыв",
    "memorized": "заучено",
    "rewards": "вознаграждение",
    "Not every case of every suite ran: this record can't release anything.": (
        "Выполнены не все примеры всех наборов: по этой записи ничего нельзя выпустить."
    ),
}


def label(text: str, lang: Lang, *values: object) -> str:
    """The label in that language, its `{}` filled with the values; English where there is no other.

    A number whose place has forms (`{:case}`) is told with its word.
    """
    told = _RUSSIAN.get(text, PAGE.get(text, text)) if lang == "ru" else text
    return told.format(*(Count(v) if isinstance(v, int) else v for v in values)) if values else told
