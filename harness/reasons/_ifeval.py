"""What `ifeval` says, and a check that gives no reason of its own."""

from __future__ import annotations

__all__ = ["COUNTED", "IFEVAL"]

COUNTED = {
    "{n} sentences": "{n:предложение|предложения|предложений}",
    "{n} words": "{n:слово|слова|слов}",
    "{n} placeholders": "{n:незаполненное место|незаполненных места|незаполненных мест}",
    "{n} highlights": "{n:выделение|выделения|выделений}",
    "{n} words in capitals": "{n:слово заглавными|слова заглавными|слов заглавными}",
    "{n} times {quote}": "{quote}: {n:раз|раза|раз}",
    "{n} sections {quote}": "разделов {quote}: {n}",
    "{n:paragraph} between ***": "{n:абзац|абзаца|абзацев} между ***",
}

IFEVAL = {
    "an empty reply follows nothing": "пустой ответ ничего не выполняет",
    "missing: {quotes}": "не сказано: {quotes}",
    "every keyword is there": "все слова на месте",
    "said: {quotes}": "сказано: {quotes}",
    "{counted}, {bounds} wanted": "{counted}, нужно {bounds}",
    "{counted}, {n} wanted": "{counted}, нужно {n}",
    "{n:bullet}, {n2} wanted": "{n:пункт|пункта|пунктов}, нужно {n2}",
    "no letters to tell a language by": "нет букв, по которым виден язык",
    "nothing stands between two dividers {text}": "между двумя разделителями {text} пусто",
    "there is no paragraph {n}": "абзаца {n} нет",
    "paragraph {n} of {n2} begins with {quote}": "абзац {n} из {n2} начинается с {quote}",
    "{text} is there": "{text} есть",
    "{text} is not there": "{text} нет",
    "none of the options is said": "не сказан ни один из вариантов",
    "{quote}": "{quote}",
    "not JSON: {unread}": "не JSON: {unread}",
    "the whole reply is JSON": "весь ответ — JSON",
    "the title is {quote}": "заглавие — {quote}",
    "no title in <<…>>": "нет заглавия в <<…>>",
    "{n:response}, {n2} different": "{n:ответ|ответа|ответов}, разных {n2}",
    "the reply begins with the request": "ответ начинается с самого запроса",
    "the reply does not begin with the request": "ответ не начинается с самого запроса",
    "the reply ends with {quote}": "ответ кончается на {quote}",
    "the reply does not end with {quote}": "ответ не кончается на {quote}",
    "all in capital letters": "всё заглавными",
    "all in small letters": "всё строчными",
    "not all in capital letters": "не всё заглавными",
    "not all in small letters": "не всё строчными",
    "{n} commas": "{n:запятая|запятые|запятых}",
    "the reply is wrapped in quotation marks": "весь ответ в кавычках",
    "the reply is not wrapped in quotation marks": "ответ не в кавычках",
    "the reply passes the check {text}": "ответ проходит проверку {text}",
    "the reply passes the check {text}, {quote}": "ответ проходит проверку {text}, {quote}",
    'the reply fails the check {text} (to say why, let it return harness.Verdict(False, "why"))': (
        'ответ не проходит проверку {text} (чтобы она говорила почему, пусть вернёт harness.Verdict(False, "почему"))'
    ),
    'the reply fails the check {text}, {quote} (to say why, let it return harness.Verdict(False, "why"))': (
        "ответ не проходит проверку {text}, {quote} "
        '(чтобы она говорила почему, пусть вернёт harness.Verdict(False, "почему"))'
    ),
}
