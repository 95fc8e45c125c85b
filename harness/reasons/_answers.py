"""What the checks of content say: answers, numbers, facts, words, likeness and meaning."""

from __future__ import annotations

__all__ = ["ANSWERS", "DOUBTS", "SENSES"]

DOUBTS = {
    "denied": "отрицается",
    "no number": "— здесь не число",
    "only asked": "— здесь только вопрос",
    "offered beside {quote}": "предложено наравне с {quote}",
    "one of two on offer": "— одно из двух на выбор",
    "taken back": "взято назад",
    "not what answers": "— здесь не ответ",
    "another number here": "— здесь другое число",
    "a part of another amount": "— часть другой величины",
    "another bound here": "— здесь другая граница",
}

SENSES = {
    "in other writing": "в другой записи",
    "as a date": "как дата",
    "as a time": "как время",
    "as an amount": "как величина",
    "as the same person": "как тот же человек",
    "by the surname": "по фамилии",
    "as the month of the date": "как месяц этой даты",
    "as the year of the date": "как год этой даты",
    "within the decade": "как год этого десятилетия",
    "as a converted amount": "в пересчёте",
    "within the range": "внутри диапазона",
    "within {number}": "с погрешностью {number}",
    "in other forms of its words": "в другой форме слов",
    "by {n} of the {n2} words that count ({text})": "по значимым словам: {n} из {n2} ({text})",
}

_ANSWER = {
    "the reply is {quote}": "ответ — {quote}",
    "the reply is {quote}, not {quote2}": "ответ — {quote}, а не {quote2}",
    "{quote} is the answer {quote2}": "{quote} — это ответ {quote2}",
    "{quote} is the answer {quote2} {sense}": "{quote} — это ответ {quote2}, {sense}",
    "{quote} is {doubt}: {quote2}": "{quote} {doubt}: {quote2}",
    "{quote} is {doubt}": "{quote} {doubt}",
    "{quotes} is not in the reply {quote}": "в ответе нет {quotes}: {quote}",
    "{quotes} is not the reply {quote}": "ответ — не {quotes}: {quote}",
    "{quote} comes before {quote2}, not after it": "{quote} стоит до {quote2}, а не после",
    "all said: {quotes}": "всё сказано: {quotes}",
    "{quote} is {number}": "{quote} — это {number}",
    "{quote} is {number} within {number2}": "{quote} — это {number} с погрешностью {number2}",
    "{number} is not in the reply {quote}": "в ответе нет числа {number}: {quote}",
    "{number} within {number2} is not in the reply {quote}": (
        "в ответе нет числа {number} с погрешностью {number2}: {quote}"
    ),
}

_WORDS = {
    "{quote} must not be said": "{quote} говорить нельзя",
    "{quotes} missing in {quote}": "не сказано {quotes}: {quote}",
    "none of {quotes} in {quote}": "ничего из {quotes} не сказано: {quote}",
    "found {quotes}": "сказано {quotes}",
    "no forbidden word is said": "ни одного запретного слова не сказано",
    "{quote}: {n:time}, {bounds} wanted": "{quote}: {n:раз|раза|раз}, нужно {bounds}",
    "the letter {quote}: {n:time}, {bounds} wanted": "буква {quote}: {n:раз|раза|раз}, нужно {bounds}",
    "words in capitals: {n:time}, {bounds} wanted": "слова заглавными: {n:раз|раза|раз}, нужно {bounds}",
}

_ALIKE = {
    "{share} of the words are those of {quote}": "{share} слов — те же, что в {quote}",
    "{share} of the words are those of {quote}, wanted {share2}: {quote2}": (
        "{share} слов — те же, что в {quote}, нужно {share2}: {quote2}"
    ),
    "the reply says nothing": "ответ ничего не говорит",
    "in meaning the reply is {number} like {quote} (bar {number2}, by {text})": (
        "близость по смыслу к {quote} — {number} (порог {number2}, модель {text})"
    ),
    "in meaning the reply is {number} like {quote} (bar {number2}, by {text}): {quote2}": (
        "близость по смыслу к {quote} — {number} (порог {number2}, модель {text}): {quote2}"
    ),
    "in meaning the reply is {number} like {quote} (bar {number2}, by {text}), and {number3} like {quote2}: {quote3}": (
        "близость по смыслу к {quote} — {number} (порог {number2}, модель {text}), а к {quote2} — {number3}: {quote3}"
    ),
    "the model read its beginning alone": "модель прочла только его начало",
    "the model read its beginning alone: {quote}": "модель прочла только его начало: {quote}",
    "the model read its beginning alone, and {number} like {quote}: {quote2}": (
        "модель прочла только его начало, а к {quote} близость — {number}: {quote2}"
    ),
}

ANSWERS = {**_ANSWER, **_WORDS, **_ALIKE}
