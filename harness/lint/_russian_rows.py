"""What is wrong with files and rows that can't be read, in Russian, by the English sentence's template."""

from __future__ import annotations

__all__ = ["ROWS"]

ROWS = {
    "the file holds no row": "в файле нет ни одной строки с данными",
    "{what} ({n:line}, from {first} on)": "{what} ({n:строка|строки|строк}, начиная с {first})",
    "{name}: is missing": "{name}: отсутствует",
    "{name}: is empty": "{name}: пусто",
    "{name}: is no text ({kind})": "{name}: не текст ({kind})",
    "{name}: is no list of messages": "{name}: не список сообщений",
    "{name}: content of message {at}": "{name}: content сообщения {at}",
    "{where}: {what}": "{where}: {what}",
    "{name}: message {at} is no object with a role and a content": (
        "{name}: сообщение {at} — не объект с role и content"
    ),
    "{name}: message {at} is ShareGPT's: write 'role' and 'content' (human: user, gpt: assistant)": (
        "{name}: сообщение {at} — в форме ShareGPT: пишите 'role' и 'content' (human — user, gpt — assistant)"
    ),
    "completion: is missing, and the row of line {line} has its answer": (
        "completion: отсутствует, а у строки {line} ответ есть"
    ),
    "label: is {value}: write true for a wanted answer, false for an unwanted one, without quotes": (
        "label: {value}; пишите true для хорошего ответа и false для плохого, без кавычек"
    ),
    "label: is the text {label}: write true or false without quotes": (
        "label: текст {label}; пишите true или false без кавычек"
    ),
    "byte {at} of the line is not UTF-8: save the file as UTF-8": (
        "байт {at} строки — не UTF-8: сохраните файл в UTF-8"
    ),
    "not a JSON object: {why}": "не объект JSON: {why}",
    "a row is an object, as {example}": "строка данных — объект, например {example}",
    "a row has 'messages', 'prompt' with 'completion' or 'chosen' and 'rejected', or 'text'; this: {has}": (
        "в строке данных есть 'messages', 'prompt' с 'completion' или с 'chosen' и 'rejected', или 'text'; здесь: {has}"
    ),
    "nothing": "ничего",
    "{what}: a row is a line of JSON, as {row}; this begins with {first}": (
        "{what}: строка данных — строка JSON, например {row}; файл начинается с {first}"
    ),
    "a binary file: a row is a line of JSON, as {row}": "двоичный файл: строка данных — строка JSON, например {row}",
    "lines that end in CR alone: end them in line feeds, tr '\\r' '\\n' < {file} > NEW.jsonl": (
        "строки кончаются одним CR: замените его переводом строки, tr '\\r' '\\n' < {file} > NEW.jsonl"
    ),
    "no JSON lines": "не строки JSON",
    "a Python program": "программа на Python",
    "a table with commas": "таблица с запятыми",
    "a table with tabs": "таблица с табуляцией",
    "plain text": "простой текст",
    "Markdown": "Markdown",
    "XML": "XML",
    "HTML": "HTML",
    "compressed by gzip: unpack it, gunzip {file}": "сжато gzip: распакуйте, gunzip {file}",
    "compressed by bzip2: unpack it, bunzip2 {file}": "сжато bzip2: распакуйте, bunzip2 {file}",
    "compressed by xz: unpack it, unxz {file}": "сжато xz: распакуйте, unxz {file}",
    "compressed by zstd: unpack it, unzstd {file}": "сжато zstd: распакуйте, unzstd {file}",
    "a zip archive: unpack it, unzip {file}, and name the files in it": (
        "архив zip: распакуйте, unzip {file}, и назовите файлы из него"
    ),
    "a Parquet file under another name: call it *.parquet": "файл Parquet под другим именем: назовите его *.parquet",
    "an Arrow file: name the folder that `datasets` saved, or write Parquet": (
        "файл Arrow: назовите папку, которую сохранила `datasets`, или запишите Parquet"
    ),
    "an SQLite database: write its rows as JSON lines": "база SQLite: запишите её строки строками JSON",
    "UTF-32: write it as UTF-8, iconv -f UTF-32 -t UTF-8 {file} > NEW.jsonl": (
        "UTF-32: перекодируйте в UTF-8, iconv -f UTF-32 -t UTF-8 {file} > NEW.jsonl"
    ),
    "UTF-16: write it as UTF-8, iconv -f UTF-16 -t UTF-8 {file} > NEW.jsonl": (
        "UTF-16: перекодируйте в UTF-8, iconv -f UTF-16 -t UTF-8 {file} > NEW.jsonl"
    ),
    "UTF-16: write it as UTF-8, iconv -f {encoding} -t UTF-8 {file} > NEW.jsonl": (
        "UTF-16: перекодируйте в UTF-8, iconv -f {encoding} -t UTF-8 {file} > NEW.jsonl"
    ),
    "one JSON array: write each row on a line of its own, jq -c '.[]' {file} > NEW.jsonl": (
        "один массив JSON: запишите каждую запись отдельной строкой, jq -c '.[]' {file} > NEW.jsonl"
    ),
    "JSON over several lines: write each row on one line, jq -c . {file} > NEW.jsonl": (
        "JSON на нескольких строках: запишите каждую запись одной строкой, jq -c . {file} > NEW.jsonl"
    ),
    "{key} is ShareGPT's form: write 'messages', a list of objects with 'role' and 'content', where 'from' is the role "
    "(human: user, gpt: assistant) and 'value' the content": (
        "{key} — форма ShareGPT: пишите 'messages', список объектов с 'role' и 'content', где 'from' — роль "
        "(human — user, gpt — assistant), а 'value' — текст"
    ),
    "the instruction": "инструкция",
    "the instruction, with 'input' behind it": "инструкция, за ней 'input'",
    "'instruction' and {answer} are Alpaca's form: write 'prompt' ({whole}) and 'completion'": (
        "'instruction' и {answer} — форма Alpaca: пишите 'prompt' ({whole}) и 'completion'"
    ),
    "{one} and {other}: write them as 'prompt' and 'completion'": (
        "{one} и {other}: пишите их как 'prompt' и 'completion'"
    ),
    "holds parts of the kind {kinds}, and text alone is trained on: take the row out": (
        "части вида {kinds}, а учат только на тексте: уберите строку"
    ),
    "is a list of parts: write their texts as one text": "список частей: запишите их тексты одним текстом",
    "is missing: the message calls a tool, and calls are not trained on; write the call as text, or take the row out": (
        "отсутствует: сообщение вызывает инструмент, а вызовам не учат; запишите вызов текстом или уберите строку"
    ),
}
