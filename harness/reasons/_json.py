"""What `json_schema` says, the sentences of the validator and of Python's own reader of JSON among it."""

from __future__ import annotations

__all__ = ["COMPLAINTS", "FAULTS", "JSON", "NOT_JSON", "WHERE"]

JSON = {
    "no JSON in {quote}": "в ответе нет JSON: {quote}",
    "JSON ({where}) fits the schema": "JSON ({where}) подходит под схему",
    "JSON ({where}) does not fit the schema: {fault}": "JSON ({where}) не подходит под схему: {fault}",
    "several JSON documents, none told to be meant: {quote} and {quote2}": (
        "несколько JSON, и неясно, какой имелся в виду: {quote} и {quote2}"
    ),
}

WHERE = {
    "the first of {n}, {where}": "первый из {n}, {where}",
    "the whole reply": "весь ответ",
    "in a code fence": "в блоке кода",
    "embedded in text": "внутри текста",
}

FAULTS = {
    "the key {text} stands twice in one object": "ключ {text} дважды стоит в одном объекте",
    "nested too deeply to be checked": "вложенность слишком глубока для проверки",
    "{text}: {complaint}": "{text}: {complaint}",
    "{text}: {text2}": "{text}: {text2}",
}

COMPLAINTS = {
    "{text} is a required property": "нет обязательного поля {text}",
    "{text} must not be there": "здесь не должно быть {text}",
    "{text} has repeated items": "есть одинаковые элементы: {text}",
    "{text} is a dependency of {text2}": "вместе с {text2} нужно и поле {text}",
    "Additional properties are not allowed ({text} was unexpected)": "лишнее поле {text}",
    "Additional properties are not allowed ({text} were unexpected)": "лишние поля {text}",
    "Unevaluated properties are not allowed ({text} was unexpected)": "лишнее поле {text}",
    "Unevaluated properties are not allowed ({text} were unexpected)": "лишние поля {text}",
    "Additional items are not allowed ({text} was unexpected)": "лишний элемент {text}",
    "Additional items are not allowed ({text} were unexpected)": "лишние элементы {text}",
    "Unevaluated items are not allowed ({text} was unexpected)": "лишний элемент {text}",
    "Unevaluated items are not allowed ({text} were unexpected)": "лишние элементы {text}",
    "Unevaluated properties are not valid under the given schema ({text} was unevaluated and invalid)": (
        "поле {text} не подходит под схему"
    ),
    "Unevaluated properties are not valid under the given schema ({text} were unevaluated and invalid)": (
        "поля {text} не подходят под схему"
    ),
    "{text} does not match any of the regexes: {text2}": "поле {text} не подходит ни под одно из выражений {text2}",
    "{text} do not match any of the regexes: {text2}": "поля {text} не подходят ни под одно из выражений {text2}",
    "Expected at most {n} item but found {n2} extra: {text}": "элементов больше {n} на {n2}: лишнее {text}",
    "Expected at most {n} items but found {n2} extra: {text}": "элементов больше {n} на {n2}: лишнее {text}",
    "Expected at most {n} item but found {n2} undesired: {text}": "элементов больше {n} на {n2}: лишнее {text}",
    "Expected at most {n} items but found {n2} undesired: {text}": "элементов больше {n} на {n2}: лишнее {text}",
    "{text} was expected": "должно быть {text}",
    "{text} is not of type {text2}": "тип {text} не тот, нужен {text2}",
    "{text} is not one of {text2}": "{text} — не из списка {text2}",
    "{text} is too short": "{text} — слишком коротко",
    "{text} is too long": "{text} — слишком длинно",
    "{text} should be non-empty": "{text} — пусто, а пустым быть не должно",
    "{text} is expected to be empty": "{text} — не пусто, а должно быть пустым",
    "{text} does not have enough properties": "полей слишком мало: {text}",
    "{text} has too many properties": "полей слишком много: {text}",
    "{text} has non-unique elements": "есть одинаковые элементы: {text}",
    "{text} does not match {text2}": "{text} не подходит под {text2}",
    "{text} is not a {text2}": "{text} — не {text2}",
    "{text} is less than the minimum of {text2}": "{text} меньше наименьшего, {text2}",
    "{text} is less than or equal to the minimum of {text2}": "{text} не больше предела {text2}",
    "{text} is greater than the maximum of {text2}": "{text} больше наибольшего, {text2}",
    "{text} is greater than or equal to the maximum of {text2}": "{text} не меньше предела {text2}",
    "{text} is not a multiple of {text2}": "{text} не кратно {text2}",
    "{text} is not valid under any of the given schemas": "{text} не подходит ни под одну из схем",
    "{text} is valid under each of {text2}": "{text} подходит сразу под несколько схем: {text2}",
    "{text} should not be valid under {text2}": "{text} не должно подходить под {text2}",
    "{text} does not contain items matching the given schema": "нет элемента, подходящего под схему: {text}",
    "None of {text} are valid under the given schema": "нет элемента, подходящего под схему: {text}",
    "Too many items match the given schema (expected at most {n})": "под схему подходит больше элементов, чем {n}",
    "Too few items match the given schema (expected at least {n} but only {n2} matched)": (
        "под схему подходит {n2} элементов, нужно не меньше {n}"
    ),
    "{text} is disallowed for {text2}": "{text} здесь запрещено: {text2}",
    "False schema does not allow {text}": "схема не допускает здесь ничего, а стоит {text}",
}

NOT_JSON = {
    "Expecting value: {place}": "ожидалось значение: {place}",
    "Extra data: {place}": "после конца стоит ещё что-то: {place}",
    "Expecting property name enclosed in double quotes: {place}": "ожидалось имя поля в двойных кавычках: {place}",
    "Expecting '{text}' delimiter: {place}": "ожидался знак {text}: {place}",
    "Unterminated string starting at: {place}": "строка не закрыта, начало: {place}",
    "Invalid control character at: {place}": "недопустимый управляющий знак: {place}",
    "Invalid \\escape: {place}": "недопустимое сочетание с обратной косой чертой: {place}",
    "Invalid \\uXXXX escape: {place}": "недопустимое сочетание \\uXXXX: {place}",
    "Illegal trailing comma before end of object: {place}": "лишняя запятая в конце объекта: {place}",
    "Illegal trailing comma before end of array: {place}": "лишняя запятая в конце списка: {place}",
    "{text}": "{text}",
}
