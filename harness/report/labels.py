"""The few fixed words around a decision, in Russian by their English ones."""

from __future__ import annotations

from harness.figures import Count
from harness.gates import Lang

__all__ = ["label", "ui_words"]

_RUSSIAN = {
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
    # the report's page
    "Cases": "Примеры",
    "Search the cases": "Поиск по примерам",
    "Sort by": "Порядок",
    "worst first": "сначала худшее",
    "by name": "по имени",
    "longest replies first": "сначала длинные ответы",
    "shortest replies first": "сначала короткие ответы",
    "How to search, and the keys": "Как искать и какие есть клавиши",
    "How the cases came out": "Как вышли примеры",
    "The texts of other cases stand beside this page": "Тексты остальных примеров лежат рядом",
    "All cases": "Все примеры",
    "The chosen case": "Выбранный пример",
    "Close": "Закрыть",
    'Words and "phrases" have to stand in the case; ! before a term means not. Terms of one key are alternatives, different keys all have to hold.': (
        "Слова и «фразы в кавычках» должны стоять в примере; ! перед условием означает «не». Условия с одним ключом — "
        "варианты, с разными ключами должны выполняться все."
    ),
    "next and previous case": "следующий и предыдущий пример",
    "next and previous flip": "следующий и предыдущий сдвиг",
    "search": "поиск",
    "this help": "эта справка",
    "leave the search": "выйти из поиска",
    "Further cases, page {} of {}": "Остальные примеры, страница {} из {}",
    "The report": "Отчёт",
    "These cases are shown by a script; all of them stand in record.json too.": (
        "Эти примеры показывает скрипт; все они есть и в record.json."
    ),
    "Missed by both": "Не пройдено обеими",
    "Passed by both": "Пройдено обеими",
    "Passed": "Пройдено",
    "Did not run": "Не выполнялись",
    "Expected": "Ожидалось",
    "In other words": "Другими словами",
    "{} more characters in record.json": "ещё {} знаков в record.json",
    "context": "документ",
    "user": "клиент",
    "assistant": "ассистент",
    "system": "система",
    "no reply was scored": "ответ не оценивался",
    "{} tokens": "{} токен|{} токена|{} токенов",
    "cut at the limit": "обрезано по пределу",
    "{} of {} samples pass": "пройдено {} из {} повторов",
    "searching … {} %": "ищу … {} %",
    "No case fits the search.": "Под запрос не подходит ни один пример.",
    "{} case|{} cases": "{} пример|{} примера|{} примеров",
    "{} of {} cases": "{} из {} примеров",
    "The words were not sought in {} cases whose texts stand in the pages beside this one.": (
        "В {} примерах слова не искались: их тексты лежат на соседних страницах."
    ),
    "in {}": "в {}",
    "Its texts stand in": "Его тексты — в",
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
    told = _RUSSIAN.get(text, text) if lang == "ru" else text
    return told.format(*(Count(v) if isinstance(v, int) else v for v in values)) if values else told


_SCRIPT = (
    "Newly broken", "Newly fixed", "Missed by both", "Passed by both", "Missed", "Passed", "Did not run", "critical",
    "Expected", "In other words", "{} more characters in record.json", "context", "user", "assistant", "system",
    "Candidate", "Baseline", "passes", "misses", "no reply was scored", "{} tokens", "cut at the limit",
    "{} of {} samples pass", "searching … {} %", "No case fits the search.", "{} case|{} cases", "{} of {} cases",
    "The words were not sought in {} cases whose texts stand in the pages beside this one.", "in {}",
    "Its texts stand in",
)  # fmt: skip


def ui_words(lang: Lang) -> dict[str, str]:
    """What the report's own script says, by the English; empty for English."""
    return {text: _RUSSIAN[text] for text in _SCRIPT} if lang == "ru" else {}
