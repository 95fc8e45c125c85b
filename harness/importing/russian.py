"""What an import says, in Russian, by the English sentence's template.

A word that goes with a number has three forms: of 1 and 21, of 2 to 4, of the rest.
"""

from __future__ import annotations

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
    "the source's own": "из источника",
    "choice": "выбор",
    "number": "число",
    "amount": "величина",
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
    "part of a test: {why}": "часть теста: {why}",
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

_ERRORS = {
    "no such file": "нет такого файла",
    "can't be read: {why}": "не читается: {why}",
    "the file is empty": "файл пуст",
    "larger than {n} MB: import it in parts": "больше {n} МБ: импортируйте по частям",
    "more than {n} rows: import it in parts": "больше {n} строк: импортируйте по частям",
    "more than {n} tests: import them in parts": "больше {n} тестов: импортируйте по частям",
    "more than {n} columns: is this a table?": "больше {n} столбцов: таблица ли это?",
    "more than {n} different keys: is this a table?": "больше {n} разных ключей: таблица ли это?",
    "a source is named twice": "источник назван дважды",
    "--suite takes small Latin letters, digits, dots and dashes, not “{name}”": (
        "--suite: строчные латинские буквы, цифры, точки и дефисы, а не «{name}»"
    ),
    "--column and --sheet go with tables, and this is YAML": "--column и --sheet — для таблиц, а это YAML",
    "--column takes one of {roles} and a column, as question=B; not “{one}”": (
        "--column берёт одно из {roles} и столбец, например question=B, а не «{one}»"
    ),
    "--column {one}: there is no such column (there are: {there})": (
        "--column {one}: такого столбца нет (есть: {there})"
    ),
    "no column looks like the {role}; say which one: --column {name}=NAME (there are: {there})": (
        "ни один столбец не похож на {role}; скажите, какой это: --column {name}=ИМЯ (есть: {there})"
    ),
    "--sheet goes with .xlsx; this has no sheets": "--sheet — для .xlsx; здесь листов нет",
    "there is no row below the headings": "под заголовками нет ни одной строки",
    "no sheet is called “{name}” (there are: {there})": "нет листа «{name}» (есть: {there})",
    "no sheet holds anything": "на листах ничего нет",
    "no sheet holds anything; hidden, and so not read: {names} (--sheet NAME reads one)": (
        "на листах ничего нет; скрыты и потому не прочитаны: {names} (--sheet ИМЯ прочтёт)"
    ),
    "several sheets hold tables: say which one, --sheet NAME ({there})": (
        "таблицы на нескольких листах: скажите, какой взять, --sheet ИМЯ ({there})"
    ),
    "not read here (read are {kinds})": "такое здесь не читается (читаются {kinds})",
    "not read here: save it as .xlsx or .csv (read are {kinds})": (
        "такое здесь не читается: сохраните как .xlsx или .csv (читаются {kinds})"
    ),
    "the sheet “{name}” can't be read: {why}; save the workbook again": (
        "лист «{name}» не читается: {why}; сохраните книгу заново"
    ),
    "not readable as .xlsx: {why}; open it, and save it again": (
        "не читается как .xlsx: {why}; откройте и сохраните заново"
    ),
    "an old .xls or a workbook with a password: open it, and save it as .xlsx without one": (
        "старый .xls или книга с паролем: откройте и сохраните как .xlsx без пароля"
    ),
    "unpacks to more than {n} MB, which is not read": "распаковывается больше чем в {n} МБ, такое не читается",
    "{part} unpacks to more than {n} MB": "{part} распаковывается больше чем в {n} МБ",
    "{part} declares entities, which no spreadsheet does": "{part} объявляет сущности, чего в таблицах не бывает",
    "a quote that opens here is never closed": "кавычка, открытая здесь, не закрыта",
    "not readable: {why}": "не читается: {why}",
    "{what}; a quote inside a cell is written twice, and the cell stands in quotes": (
        "{what}; кавычку внутри ячейки пишут дважды, а ячейку берут в кавычки"
    ),
    "no text: it holds zero bytes; is it a spreadsheet under another name?": (
        "не текст: внутри нулевые байты; не таблица ли это под другим именем?"
    ),
    "neither UTF-8 (byte {place}) nor UTF-16 nor a Russian or Western 8-bit encoding: save it as UTF-8": (
        "не UTF-8 (байт {place}), не UTF-16 и не русская или западная 8-битная кодировка: сохраните в UTF-8"
    ),
    "begins as {name}, and byte {place} is not: save it as UTF-8": (
        "начинается как {name}, а байт {place} не такой: сохраните в UTF-8"
    ),
    "no list of questions: write {example}": "не список вопросов: пишите {example}",
    "is no folder: --into names one": "не папка: --into называет папку",
    "is of suite {old} and split {its}, and new cases are of {suite} and {split}: import into another "
    "folder (--into)": (
        "относится к набору {old}, выборке {its}, а новые примеры — к {suite}, {split}: импортируйте в другую папку "
        "(--into)"
    ),
    "can't be added to: {why}; is its list of cases in block style?": (
        "дополнить нельзя: {why}; записаны ли примеры списком, по строкам?"
    ),
    "can't be added to without changing “{name}”: mend it by hand": (
        "нельзя дополнить, не изменив «{name}»: исправьте вручную"
    ),
    "the id “{name}” stands twice in the suite {suite}: first at {place}": (
        "идентификатор «{name}» стоит в наборе {suite} дважды: впервые — {place}"
    ),
    "--update changes YAML only: change this case by hand": "--update меняет только YAML: измените пример вручную",
    "the case “{name}” is no longer where it was: start again": "пример «{name}» уже не там, где был: начните заново",
}

_OTHER_TOOLS = {
    "neither a promptfoo configuration (`tests:`) nor an lm-eval task (`doc_to_text:`)": (
        "не настройка promptfoo (`tests:`) и не задача lm-eval (`doc_to_text:`)"
    ),
    "its tests stand in {name}: import that file, if it is CSV or YAML": (
        "тесты лежат в {name}: импортируйте этот файл, если это CSV или YAML"
    ),
    "`tests:` is no list": "`tests:` — не список",
    "no test: a test has `vars:` and `assert:`": "не тест: в тесте есть `vars:` и `assert:`",
    "its `vars:` stand elsewhere: write them out": "его `vars:` лежат в другом месте: выпишите их здесь",
    "a variable is read from a file or a package: write its value out": (
        "переменная читается из файла или пакета: выпишите её значение"
    ),
    "no variable is called question (or prompt, query, input), there are several, and no prompt says more": (
        "нет переменной question (prompt, query, input), переменных несколько, и по промпту вопрос не понять"
    ),
    "no `assert:`: nothing says what a good answer is": "нет `assert:`: неизвестно, какой ответ хорош",
    "none of its assertions is taken: {why}": "ни одна из его проверок не взята: {why}",
    "no assertion: it has no `type:`": "не проверка: нет `type:`",
    "assertions of type {kind} are not taken": "проверки вида {kind} не берутся",
    "a model judges it ({kind})": "об этом судит модель ({kind})",
    "it is code, which is not run ({kind})": "это код, он не запускается ({kind})",
    "it is no matter of what the reply says ({kind})": "это не о том, что сказано в ответе ({kind})",
    "it transforms the reply by code, which is not run": "она преобразует ответ кодом, он не запускается",
    "its value is read from a file: write it out": "её значение читается из файла: выпишите его",
    "its value: {why}": "её значение: {why}",
    "it can't be used: {why}": "применить нельзя: {why}",
    "it has no value": "у неё нет значения",
    "it names no text": "в ней не назван текст",
    "its value is no JSON Schema": "её значение — не JSON Schema",
    "the denial of a JSON value is not taken": "отрицание значения JSON не берётся",
    "that a reply is no JSON is not asked for here": "что ответ — не JSON, здесь не проверяется",
    "a group of tasks: import each task's own file": "группа задач: импортируйте файл каждой задачи",
    "`include:` is not followed: write the task out": "`include:` не подставляется: выпишите задачу целиком",
    "{part}: {value} is Python code, which is not run: write it as a template": (
        "{part}: {value} — код на Python, он не запускается: запишите шаблоном"
    ),
    "`{part}:` is missing": "нет `{part}:`",
    "its data set lies in several files: import a task for each": (
        "набор данных лежит в нескольких файлах: импортируйте по задаче на файл"
    ),
    "its data set “{name}” is neither in its folder nor in this one": (
        "набора данных «{name}» нет ни в папке задачи, ни в этой"
    ),
    "its data set “{name}” is not on this disk": "набора данных «{name}» нет на этом диске",
    "its data set “{name}” is not on this disk: `dataset_path: json` and {files} name one that is": (
        "набора данных «{name}» нет на этом диске: имеющийся называют `dataset_path: json` и {files}"
    ),
    "no object of JSON": "не объект JSON",
    "no question: doc_to_text is empty": "нет вопроса: doc_to_text пуст",
    "no answer: doc_to_target is empty": "нет ответа: doc_to_target пуст",
    "doc_to_choice gives no list of different choices": "doc_to_choice не даёт списка разных вариантов",
    "doc_to_target “{value}” is none of the choices": "doc_to_target «{value}» — ни один из вариантов",
    "its templates take too long to render": "его шаблоны выполняются слишком долго",
    "its templates take too much time or memory to render": "его шаблонам нужно слишком много времени или памяти",
    "its templates can't be rendered: {why}": "его шаблоны не выполняются: {why}",
    "no template: {why}": "не шаблон: {why}",
    "it renders to more than {why} characters": "выходит больше {why} знаков",
    "it can't be rendered: {why}": "не выполняется: {why}",
}

RUSSIAN = _LINT | _TABLES | _KINDS | _OUTCOME | _DOUBTS | _ROWS_LEFT | _NOTES | _ERRORS | _OTHER_TOOLS
