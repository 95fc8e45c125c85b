"""What an import says, in Russian, by the English sentence's template.

A word that goes with a number has three forms: of 1 and 21, of 2 to 4, of the rest.
"""

from __future__ import annotations

from harness.importing.russian_errors import ERRORS
from harness.lint._russian import RUSSIAN as _LINT

__all__ = ["RUSSIAN"]

_ROWS = "строка|строки|строк"

_TABLES = {
    "column": "столбец",
    "is the": "принят за",
    "as in": "например",
    "what is right": "что верно",
    "not used": "не используется",
    "question": "вопрос",
    "answer": "ответ",
    "alternatives": "другие ответы",
    "id": "идентификатор",
    "subject": "тема",
    "tags": "теги",
    "context": "контекст",
    "language": "язык",
    "answers": "ответы",
    "cases": "примеров",
    "begin with": "начинают с",
    "because": "потому что",
    "not taken": "не взято",
    "rows": "строк",
    "for instance": "например",
    "stood at": "где стояло",
    "why it was left out": "почему не взято",
    "{n:row}": f"{{n:{_ROWS}}}",
    "{n:line}": f"{{n:{_ROWS}}}",
    "{n:item}": "{n:элемент|элемента|элементов}",
    "row {number}": "строка {number}",
    "line {number}": "строка {number}",
    "item {number}": "элемент {number}",
}

_KINDS = {
    "the source's own": "своё в источнике",
    "choice": "выбор",
    "number": "число",
    "amount": "количество",
    "date": "дата",
    "time": "время",
    "yes or no": "да или нет",
    "contact": "контакт",
    "list": "список",
    "refusal": "отказ",
    "label": "метка",
    "short fact": "короткий факт",
    "must-have facts": "обязательные факты",
    "must-have words": "обязательные слова",
    "likeness": "сходство",
    "as the source says": "как в источнике",
    "the source names its checks": "проверки называет сам источник",
    "the source gives the choices: the model picks one": "варианты даёт источник: модель выбирает один",
    "the answer is a number and nothing else": "ответ — число и ничего больше",
    "a number with its unit: any writing of it will do": "число с единицей измерения: годится любая запись",
    "a date: in any order and language": "дата: в любом порядке и на любом языке",
    "a time of day: 18:00, 6 pm": "время суток: 18:00, 6 вечера",
    "the answer is yes or no": "ответ — да или нет",
    "an address, a link or a phone number: letter by letter": "адрес, ссылка или телефон: знак в знак",
    "the answer is JSON: its keys and values have to be there": "ответ — JSON: нужны его ключи и значения",
    "a list: every item has to be said, in any order": "список: нужно назвать каждый пункт, порядок любой",
    "the answer declines": "в ответе отказ",
    "nearly all answers come again, as labels do: in this writing": (
        "почти все ответы повторяются, как метки: именно в этой записи"
    ),
    "a few words: as people would take them": "несколько слов: засчитывается то, что засчитал бы человек",
    "a text: its figures, dates, addresses and names have to be said": (
        "текст: нужно назвать его числа, даты, адреса и имена"
    ),
    "a text without figures: its telling words, in any form": "текст без чисел: его характерные слова в любой форме",
    "a text with nothing that tells it from others: half of its words": (
        "текст, который ничем не отличается от других: половина его слов"
    ),
}

_OUTCOME = {
    "Reading …": "Читаю …",
    "Choosing checks …": "Подбираю проверки …",
    "Write this (y, n)? [y] ": "Записать (д, н)? [д] ",
    "{n:file} written": "{n:файл записан|файла записано|файлов записано}",
    "Written:": "Записано:",
    "To be written:": "Будет записано:",
    "({n} new)": "(новых: {n})",
    "(changed)": "(изменён)",
    "  … and {n} more": "  … и ещё {n}",
    "  … and {n:more file}": "  … и ещё {n:файл|файла|файлов}",
    "{n:new case}": "{n:новый пример|новых примера|новых примеров}",
    "{n} unchanged": "{n} без изменений",
    "{n} changed": "{n} изменилось",
    "{n} joined to another's case": "{n} добавлено к другому примеру",
    "{n} left out": "{n} не взято",
    "{gate} gate, {dev} dev; {languages}": "{gate} в gate, {dev} в dev; {languages}",
    "{of}; {n:group} of paraphrases, each on one side": (
        "{of}; {n:группа пересказов|группы пересказов|групп пересказов}, каждая с одной стороны"
    ),
    "{rows} of {source}, with the reasons: {file}": "{rows} из {source}, с причинами: {file}",
    "{rows} of {source}, with the reasons: {file} (to be written)": (
        "{rows} из {source}, с причинами: {file} (будет записан)"
    ),
    "Next, look at each with a model's reply beside it: ckptgate cases approve --draft --model=NAME": (
        "Дальше — посмотреть каждый пример рядом с ответом модели: ckptgate cases approve --draft --lang=ru --model=ИМЯ"
    ),
    "Next, make a gate of this folder: ckptgate init; then look at each: ckptgate cases approve --draft --model=NAME": (
        "Дальше — сделать из этой папки проект: ckptgate init; затем посмотреть каждый пример: ckptgate cases approve "
        "--draft --lang=ru --model=ИМЯ"
    ),
    "{n:case} changed in the source ({then}):": (
        "{n:пример изменился|примера изменились|примеров изменилось} в источнике ({then}):"
    ),
    "overwritten": "перезаписано",
    "left as it is; --update overwrites it": "оставлено как есть; --update перезапишет",
    "asked “{was}”, asks “{now}”": "было «{was}», теперь спрашивается «{now}»",
    "said “{was}”, says “{now}”": "было «{was}», стало «{now}»",
    "expects something else than would be imported now": "ожидание не то, что было бы импортировано сейчас",
    "{n:case} of these sources that they ask no more; delete what is not meant to stay:": (
        "{n:пример|примера|примеров} из этих источников, о которых там больше не спрашивают; лишнее удалите:"
    ),
}

_DOUBTS = {
    "“{asked}” has answers that can't both be right ({why})": (
        "«{asked}»: ответы не могут быть верны одновременно ({why})"
    ),
    "“{asked}”: both answers are accepted": "«{asked}»: принимаются оба ответа",
    "nearly the same question has answers that can't both be right ({why}); both are taken": (
        "почти один вопрос, а ответы не могут быть верны одновременно ({why}); взяты оба"
    ),
    "{one} and {other}": "{one} и {other}",
    "… and {n:more question} with two answers": "… и ещё {n:вопрос|вопроса|вопросов} с двумя ответами",
    "… and {n:more reason}": "… и ещё {n:причина|причины|причин}",
    "in part: {why}": "частично: {why}",
    "contradicts another row": "противоречит другой строке",
    "contradicts {at} ({why}): ask who is right, and keep that row": (
        "противоречит: {at} ({why}); узнайте, кто прав, и оставьте эту строку"
    ),
    "the same question and answer as another row": "те же вопрос и ответ, что в другой строке",
    "the same question and answer as {at}": "те же вопрос и ответ: {at}",
    "asked already by a case that is there": "об этом уже спрашивает имеющийся пример",
    "asked already by the case {name} at {place}": "об этом уже спрашивает пример {name}, {place}",
    "asks what another row asks, with another answer": "тот же вопрос, что в другой строке, с другим ответом",
    "asks what {at} asks, with another answer: write one row that says both": (
        "тот же вопрос: {at}, а ответ другой; запишите одну строку с обоими"
    ),
    "asks what another row asks, with other checks": "тот же вопрос, что в другой строке, с другими проверками",
    "asks what {at} asks, with other checks: keep one of them": (
        "тот же вопрос: {at}, а проверки другие; оставьте одну строку"
    ),
    "the id “{name}” stands at {at} too, with another question": (
        "идентификатор «{name}» стоит и у другого вопроса: {at}"
    ),
    "its check can't be used: {why}": "проверку применить нельзя: {why}",
}

_ROWS_LEFT = {
    "no question": "нет вопроса",
    "no answer": "нет ответа",
    "neither a question nor an answer": "ни вопроса, ни ответа",
    "no answer, but “{text}” in its place": "вместо ответа — «{text}»",
    "the question: {why}": "вопрос: {why}",
    "the answer: {why}": "ответ: {why}",
    "the {what} has {n:character}, {most} at most are taken": (
        "{what} длиной {n:знак|знака|знаков}, а берётся не больше {most}"
    ),
    "the {what} holds {code}, which is no character of a text": "{what} содержит {code}, такого знака в тексте нет",
    "the {what} is damaged: it holds U+FFFD, which stands for a lost letter": (
        "{what} повреждён: в нём U+FFFD, знак потерянной буквы"
    ),
    "the {what} is damaged: it was read in a wrong encoding (“{piece}”); save the source as UTF-8": (
        "{what} повреждён: прочитан не в той кодировке («{piece}»); сохраните источник в UTF-8"
    ),
    "the {what} is damaged: it has lost characters (“{piece}”)": "{what} повреждён: в нём потеряны знаки («{piece}»)",
    "the question has no letter and no digit": "в вопросе нет ни буквы, ни цифры",
    "the answer has no letter and no digit": "в ответе нет ни буквы, ни цифры",
    "the formula's value is an error, {error}": "значение формулы — ошибка {error}",
    "the formula has no value stored with it: open the workbook in a spreadsheet program, and save it": (
        "у формулы нет сохранённого значения: откройте книгу в табличном редакторе и сохраните"
    ),
    "{n:cell} under {heads:heading}: a cell that holds the delimiter has to stand in quotes": (
        "{n:ячейка|ячейки|ячеек} под {heads:заголовком|заголовками|заголовками}: ячейка, в которой есть разделитель, "
        "должна стоять в кавычках"
    ),
    "not JSON: {why}": "не JSON: {why}",
    "no object, as {example}": "не объект, как {example}",
    "a conversation of several turns: write it as a case with `messages:`": (
        "разговор из нескольких реплик: запишите его примером с `messages:`"
    ),
}

_NOTES = {
    "{encoding}, columns apart by {signs}": "{encoding}, столбцы через {signs}",
    "commas": "запятую",
    "semicolons": "точку с запятой",
    "tabs": "табуляцию",
    "bars": "вертикальную черту",
    "UTF-8 with a byte order mark": "UTF-8 с меткой порядка байтов",
    "UTF-16 without a byte order mark": "UTF-16 без метки порядка байтов",
    "DOS, code page 866": "DOS, кодовая страница 866",
    "the sheet “{name}”": "лист «{name}»",
    "{n:merged cell} filled": (
        "{n:объединённая ячейка заполнена|объединённые ячейки заполнены|объединённых ячеек заполнено}"
    ),
    "read up to row {last}: {n:empty row} follow": (
        "прочитано до строки {last}: дальше {n:пустая строка|пустые строки|пустых строк}"
    ),
    "not read: {names}": "не прочитаны: {names}",
    "“{name}” (empty)": "«{name}» (пуст)",
    "“{name}” (hidden)": "«{name}» (скрыт)",
    "“{name}” (no questions and answers)": "«{name}» (без вопросов и ответов)",
    "{what} above the headings passed over": "над заголовками пропущено: {what}",
    "a system prompt stands in the rows; it belongs to the deployment and is not taken": (
        "в строках есть системный промпт; он относится к развёртыванию и не взят"
    ),
    "{n:row} in {codes}, each language counted": f"{{n:{_ROWS}}} на {{codes}}, каждый язык считается",
    "the data set {name}": "набор данных {name}",
    "its examples (few-shot) are not taken": "его образцы (few-shot) не взяты",
    "its description belongs to the deployment and is not taken": (
        "его описание (`description`) относится к развёртыванию и не взято"
    ),
    "its process_docs and process_results are code and were not run: look at the cases": (
        "его process_docs и process_results — код, он не запускался: посмотрите примеры"
    ),
    "several prompts: a case holds what the customer writes, and prompts belong to the deployment": (
        "промптов несколько: в примере стоит то, что пишет клиент, а промпты относятся к развёртыванию"
    ),
    "`scenarios:` are not read": "`scenarios:` не читаются",
}

RUSSIAN = _LINT | _TABLES | _KINDS | _OUTCOME | _DOUBTS | _ROWS_LEFT | _NOTES | ERRORS
