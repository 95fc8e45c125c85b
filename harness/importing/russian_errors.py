"""What an import refuses, in Russian, by the English sentence's template: sources of its own, and other tools'."""

from __future__ import annotations

__all__ = ["ERRORS"]

_SOURCES = {
    "no such file": "нет такого файла",
    "can't be read: {why}": "не читается: {why}",
    "the file is empty": "файл пуст",
    "larger than {n} MB: import it in parts": "больше {n} МБ: импортируйте по частям",
    "more than {n} rows: import it in parts": "больше {n} строк: импортируйте по частям",
    "more than {n} cells: import it in parts": "больше {n} ячеек: импортируйте по частям",
    "more than {n} tests: import them in parts": "больше {n} тестов: импортируйте по частям",
    "more than {n} columns: is this a table?": "больше {n} столбцов: таблица ли это?",
    "more than {n} different keys: is this a table?": "больше {n} разных ключей: таблица ли это?",
    "can't be written: {why}; see that the folder takes files (--into names another)": (
        "не записать: {why}; проверьте, что в папку можно писать (--into называет другую)"
    ),
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

ERRORS = _SOURCES | _OTHER_TOOLS
