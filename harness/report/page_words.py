# ruff: noqa: E501 - a key is the page's own sentence
"""What the report's page and its script say in Russian, by the English."""

from __future__ import annotations

__all__ = ["PAGE", "SCRIPT"]

PAGE = {
    "Cases that are not what they were": "Изменённые примеры",
    "What would settle it": "Что решит дело",
    "Cases": "Примеры",
    "Search the cases": "Поиск по примерам",
    "Sort by": "Порядок",
    "worst first": "сначала худшее",
    "by name": "по имени",
    "longest replies first": "сначала длинные ответы",
    "shortest replies first": "сначала короткие ответы",
    "How to search, and the keys": "Как искать и какие есть клавиши",
    "How the cases came out": "Как вышли примеры",
    "The texts of other cases stand beside this page; keep the files together": (
        "Тексты остальных примеров лежат рядом; держите файлы вместе"
    ),
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
    "it passes": "пройдено",
    "it misses": "не пройдено",
    "no reply was scored": "ответ не оценивался",
    "{} token|{} tokens": "{} токен|{} токена|{} токенов",
    "{:token}": "{:токен|токена|токенов}",
    "cut at the limit": "обрезано по пределу",
    "{} of {} samples pass": "пройдено {} из {} повторов",
    "searching … {} %": "ищу … {} %",
    "No case fits the search.": "Под запрос не подходит ни один пример.",
    "{} case|{} cases": "{} пример|{} примера|{} примеров",
    "{} of {} cases": "{} из {} примеров",
    "The words were not sought in {} cases whose texts stand in the pages beside this one.": (
        "В {} примерах слова не искались: их тексты лежат на соседних страницах."
    ),
    "part of suite/id": "часть имени набор/пример",
    "part of the case file's name": "часть имени файла",
    "No case has {}.": "Ни у одного примера нет {}.",
    "There are: {}": "Есть: {}",
    "These replies differ in white space or capitals alone.": "Ответы различаются только пробелами или заглавными буквами.",
    "in {}": "в {}",
    "Its texts stand in": "Его тексты — в",
    "epoch": "эпоха",
    "pass rate, {} split": "доля пройденных, выборка {}",
    "target: the new task": "цель: новая задача",
    "base skills": "навыки базы",
    "Target and base skills by epoch": "Цель и навыки базы по эпохам",
    "training loss": "потери на обучении",
    "evaluation loss": "потери на проверке",
    "loss": "потери",
    "Losses by epoch": "Потери по эпохам",
    "Over epochs": "По эпохам",
    "Forgetting: the base skills fall while the target rises. Overfitting: the evaluation loss rises while the training loss still falls.": (
        "Забывание: навыки базы падают, пока цель растёт. Переобучение: потери на проверке растут, пока потери на "
        "обучении ещё падают."
    ),
    "Checkpoint": "Чекпоинт",
    "target": "цель",
    "Suites over epochs": "Наборы по эпохам",
    "Pass rates on the {} split.": "Доли пройденных на выборке {}.",
    "The figures": "Цифры",
    "Every line from {} to {}.": "Каждая линия — от {} до {}.",
    "Over releases": "По выпускам",
    "Each version's own record, as it was released; the candidate stands last. Cases may have changed between.": (
        "По записи, с которой выпущена каждая версия; последним стоит кандидат. Примеры между ними могли измениться."
    ),
    "in production": "в эксплуатации",
    "beaten by another": "уступают другим",
    "Pareto front": "фронт Парето",
    "chosen": "выбрано",
    "The sweep it comes from": "Подбор, из которого он взят",
    "Learning rate × epochs on the dev split: up is better at the new task, right is less forgotten.": (
        "Скорость обучения × эпохи на выборке dev: выше — лучше в новой задаче, правее — меньше забыто."
    ),
    "Target against base skills": "Цель против навыков базы",
    "rate × epochs": "скорость × эпохи",
    "Methods on the same cases": "Методы на тех же примерах",
    "Checkpoints that answered these cases against this baseline, the newest record of each.": (
        "Чекпоинты, отвечавшие на эти примеры против этой базы сравнения; по последней записи каждого."
    ),
    "They part": "Расходятся",
    "Missed by all": "Не пройдено никем",
    "Passed by all": "Пройдено всеми",
    "{} checkpoints side by side": "Чекпоинтов рядом: {}",
    "The first is what the others are compared with.": "С первым сравниваются остальные.",
    "{:case} that all of them were asked": "{:пример, заданный|примера, заданных|примеров, заданных} всем",
    "they part on {}": "расходятся на {}",
    "{:case} that not all were asked left out.": "{:пример|примера|примеров} пропущено: заданы не всем.",
    "Suites": "Наборы",
    "all of them": "все вместе",
    "Its own gate": "Собственная проверка",
    "Record": "Запись",
    "Differences to the first over the same cases, with two-sided 90 % intervals, in points. This page decides nothing.": (
        "Разница с первым на тех же примерах, с двусторонними 90 %-ми интервалами, в п. п. Эта страница ничего не решает."
    ),
    "{} more notes": "ещё заметок: {}",
    "Where it is going": "Куда всё идёт",
    "All pooled suites together": "Все наборы вместе",
    "all pooled suites": "все наборы вместе",
    "Asked": "Запрошено",
    "Beside the training data": "Рядом с обучающими данными",
    "Both models pass these.": "Эти примеры проходят обе модели.",
    "Broken": "Сломано",
    "Changed:": "Изменилось:",
    "Clopper–Pearson": "по Клопперу–Пирсону",
    "Contents": "Содержание",
    "Could show": "Различимо",
    "Could show: the loss that so many cases find four times out of five.": (
        "Различимо: потеря, которую столько примеров находят в четырёх случаях из пяти."
    ),
    "Decision": "Решение",
    "Deployment": "Окружение",
    "Differs from the baseline:": "Отличается от базы сравнения:",
    "Drift from the base model": "Отход от базовой модели",
    "Engine": "Движок",
    "Environment": "Версии",
    "Every gate with its reason; rates with their intervals beside the floor.": (
        "Каждая проверка с причиной; доли с интервалами рядом с порогом."
    ),
    "Exit status": "Код выхода",
    "Exploratory: slices of every suite, the surest losses first. q is the false discovery rate after Benjamini and Hochberg: of those marked ▼, at most one in ten is expected to be chance. They decide nothing; the slice gates above do.": (
        "Для разведки: срезы всех наборов, сначала самые верные потери. q — доля ложных находок по Бенджамини и "
        "Хохбергу: из отмеченных ▼ случайным ожидается не больше чем каждый десятый. Они ничего не решают; решают "
        "проверки срезов выше."
    ),
    "Files": "Файлы",
    "Fixed": "Исправлено",
    "Flips": "Сдвиги",
    "Forms of the checkpoint, word for word": "Формы чекпоинта, слово в слово",
    "Gates": "Проверки",
    "How it was made": "Как это получено",
    "How sure": "Насколько это надёжно",
    "Interval": "Интервал",
    "Neither model passes these.": "Эти примеры не проходит ни одна модель.",
    "No baseline was given.": "База сравнения не задана.",
    "No reply was scored; nothing that did not run counts as passed.": (
        "Ответ не оценивался; невыполненное никогда не считается пройденным."
    ),
    "No reply.": "Ответа нет.",
    "Not counted: not a whole run of the gate split.": "Не считается: выборка gate пройдена не целиком.",
    "Nothing differs from the baseline": "От базы сравнения ничем не отличается",
    "Pass rate": "Доля пройденных",
    "Path": "Путь",
    "Refusals the wrong way round": "Отказы не там, где надо",
    "Same word for word": "Слово в слово те же",
    "Several samples a case:": "Несколько повторов на пример:",
    "Show {}": "Показать {}",
    "Show {} more": "Показать ещё {}",
    "Slice": "Срез",
    "Suite": "Набор",
    "System prompt": "Системный промпт",
    "The baseline misses these, the candidate passes them.": "База сравнения их не проходит, кандидат проходит.",
    "The baseline passes these, the candidate misses them.": "База сравнения их проходит, кандидат — нет.",
    "The dev split: it chooses a checkpoint and decides nothing.": (
        "Выборка dev: по ней выбирают чекпоинт, она ничего не решает."
    ),
    "The same asked otherwise": "То же другими словами",
    "The training data": "Обучающие данные",
    "There is no baseline for these cases.": "Для этих примеров нет базы сравнения.",
    "This record holds no cases.": "В этой записи нет примеров.",
    "Trained on": "Обучен на",
    "Tries": "Попытки",
    "Usage": "Расход",
    "Weights": "Веса",
    "What stops it": "Что мешает выпуску",
    "What was compared": "Что сравнивалось",
    "up to {} characters": "до {} знаков",
    "{} to {} characters": "от {} до {} знаков",
    "over {} characters": "больше {} знаков",
    "Where it got worse": "Где стало хуже",
    "a model of its own": "самостоятельная модель",
    "adapter": "адаптер",
    "adapter on {}": "адаптер на {}",
    "against": "против",
    "and": "и",
    "and {} more in record.json": "и ещё {} в record.json",
    "and {} more, first in their groups below": "и ещё {}, первыми в своих группах ниже",
    "as they are": "как есть",
    "at least {}": "не меньше {}",
    "at least {} of the replies are the same": "не меньше {} ответов те же самые",
    "at least {} of the replies differ": "не меньше {} ответов отличаются",
    "bare: no deployment file": "без файла окружения",
    "baseline, each with its two-sided 90 % interval": "база сравнения; у каждой двусторонний 90 %-й интервал",
    "before marks and settings: this record can't release anything.": (
        "важнее меток и настроек: по этой записи ничего нельзя выпустить."
    ),
    "by a clustered t-bound": "t-граница по кластерам",
    "candidate minus baseline, with its interval": "кандидат минус база сравнения, с интервалом",
    "epoch {}": "эпоха {}",
    "full weights": "полные веса",
    "in fewer bits": "в меньшей разрядности",
    "its base": "своей базе",
    "kind": "вид",
    "language": "язык",
    "length": "длина",
    "likely worse": "похоже, хуже",
    "link": "ссылка",
    "lost: a gate says so": "потерян: так решила проверка",
    "lower bound {}": "нижняя граница {}",
    "method": "метод",
    "no deployment file": "без файла окружения",
    "no slice lost": "ни один срез не потерян",
    "no worse by more than {}": "хуже не больше чем на {}",
    "not used in": "не используется в",
    "of {}": "из {}",
    "points": "п. п.",
    "record {}": "запись {}",
    "same:": "то же:",
    "sampling": "генерация",
    "skill": "навык",
    "system prompt": "системный промпт",
    "tag": "тег",
    "the margin: an interval that lies wholly to its right passes": (
        "допуск: интервал, лежащий целиком правее, проходит"
    ),
    "trained questions no better by {}": "обученные вопросы лучше не больше чем на {}",
    "training data": "обучающие данные",
    "under {} of training answers memorized": "заучено меньше {} обучающих ответов",
    "weights": "веса",
    "what the test asserts": "то, что утверждает тест",
    "without a baseline": "без базы сравнения",
    "{:case} in {:suite}": "{:пример|примера|примеров}, наборов: {}",
    "{:checkpoint was|checkpoints were} tried against these cases and this baseline, this one included. Choosing is done on the dev split; these cases decide.": (
        "{:чекпоинт испытан|чекпоинта испытаны|чекпоинтов испытаны} на этих примерах против этой базы, считая этот. "
        "Выбирают на выборке dev; эти примеры решают."
    ),
    "{:critical case} missed": "Не пройдено: {:критический пример|критических примера|критических примеров}",
    "{:more character} in record.json": "ещё {:знак|знака|знаков} в record.json",
    "{:slice} lost": "Потеряно: {:срез|среза|срезов}",
    "{} % intervals": "{} %-е интервалы",
    "{} broken": "сломано {}",
    "{} fixed": "исправлено {}",
    "{} of {} are shown whole, {} more by name below; all stand in record.json.": (
        "целиком показано {} из {}, ещё {} — по имени ниже; все есть в record.json."
    ),
    "{} of {} are shown here; all stand in record.json.": "показано {} из {}; все есть в record.json.",
    "{} samples a case": "повторов на пример: {}",
    "{} split": "выборка {}",
    "{} took part in the decision; the SHA-256 of each stands in record.json.": (
        "В решении участвовало файлов: {}; SHA-256 каждого есть в record.json."
    ),
    "Δ with its interval against the margin": "Δ с интервалом относительно допуска",
}

SCRIPT = (
    "Newly broken", "Newly fixed", "Missed by both", "Passed by both", "Missed", "Passed", "Did not run", "They part", "Missed by all",
    "Passed by all", "critical",
    "Expected", "In other words", "{} more characters in record.json", "context", "user", "assistant", "system",
    "Candidate", "Baseline", "it passes", "it misses", "no reply was scored", "{} token|{} tokens", "cut at the limit",
    "{} of {} samples pass", "searching … {} %", "No case fits the search.", "{} case|{} cases", "{} of {} cases",
    "The words were not sought in {} cases whose texts stand in the pages beside this one.", "in {}",
    "No case has {}.", "There are: {}", "part of suite/id", "part of the case file's name", "These replies differ in white space or capitals alone.",
    "Its texts stand in",
)  # fmt: skip
"""What the script says."""
