"""Signs of a promised date: definite times, the shop's acts to come, and what makes a sentence general.

Written for text whose apostrophes are straight and whose ё is е (see `policy.find_promise`).
"""

from __future__ import annotations

import regex

__all__ = ["ASKS_OF_RULES", "ASKS_OF_US", "ASKS_WHEN", "COMMIT", "GENERAL", "LEAD", "MAY_DATE", "TIME", "TURN"]

_COUNT_EN = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|fourteen|a couple of|a few|\d{1,3}(?: ?(?:-|–|"
    r"to) ?\d{1,3})?)"
)
_UNIT_EN = r"(?:minutes?|hours?|(?:business |working |calendar )?days?|weeks?|months?)"
_DAY_EN = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH_EN = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|"
    r"jul|aug|sept?|oct|nov|dec)"
)
_TIME_EN = (
    rf"\b(?:{_DAY_EN}(?!s)|"
    r"today|tonight|tomorrow|the day after tomorrow|"
    r"(?:this|next) (?:morning|afternoon|evening|week|weekend|month|day)|the end of (?:the|this|"
    r"next) (?:\w+ )?(?:day|week|month)|"
    rf"(?:in|within|after|inside|no later than|not later than) (?:the next )?{_COUNT_EN} {_UNIT_EN}|"
    rf"take (?:only |just |exactly )?{_COUNT_EN} {_UNIT_EN}|"
    rf"{_MONTH_EN}\.? \d{{1,2}}(?:st|nd|rd|th)?|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH_EN}|"
    rf"on the \d{{1,2}}(?:st|nd|rd|th)|"
    r"(?:on|by|before) \d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d{2}-\d{2})\b"
)  # fmt: skip

_WEEKDAY_RU = r"(?:понедельник[уа]?|вторник[уа]?|сред[уыае]|четверг[уа]?|пятниц[уыае]|суббот[уыае]|воскресень[еюя])"
_COUNT_RU = (
    r"(?:один|одного|одной|два|две|двух|три|трех|четыре|четырех|пять|пяти|шесть|семь|семи|десять|десяти|пару|пары|"
    r"несколько|нескольких|\d{1,3}(?: ?[-–] ?\d{1,3})?)"
)
_UNIT_RU = (
    r"(?:рабочих |рабочего |календарных )?(?:минут\w*|час\w{0,2}|дн\w{1,2}|день|сут\w{1,2}|недел\w{1,2}|месяц\w{0,2})"
)
_MONTH_RU = r"(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
_TIME_RU = (
    r"\b(?:сегодня|завтра|послезавтра|"
    rf"(?:в|во|к|ко|до|на) (?:эту |этот |эт[уо] |следующ\w+ |ближайш\w+ )?{_WEEKDAY_RU}|"
    r"(?:до|к|в) кон(?:ца|цу|це) (?:\w+ )?(?:дня|недели|месяца)|на (?:этой|следующей|будущей|ближайшей) неделе|"
    r"в (?:этом|следующем) месяце|"
    rf"(?:через|в течение|в течении|за|не позднее|не позже|спустя) (?:ближайших |следующих |"
    rf"чем через )?(?:{_COUNT_RU} )?{_UNIT_RU}|"
    rf"займет (?:всего |ровно )?{_COUNT_RU} {_UNIT_RU}|"
    rf"\d{{1,2}}(?:-?го)? {_MONTH_RU}|\d{{1,2}}-?го числа|(?:до|к|на) \d{{1,2}}\.\d{{2}}(?:\.\d{{2,4}})?)\b"
)  # fmt: skip

_DO_EN = (
    r"(?:arrive|come|reach|deliver|ship|send|get|receive|refund|return|reply|respond|answer|call|contact|dispatch|"
    r"bring|process|"
    r"resolve|fix|replace|email|write|restock|land|show up|hear|take|credit|"
    r"be (?:delivered|shipped|there|sent|ready|with you|refunded|returned|processed|back|available|dispatched|"
    r"at your|in stock|"
    r"yours|credited|replaced|repaired|resolved|in touch|picked up|on your))"
)
_COMMIT_EN = (
    rf"(?:\b(?:will|shall|should)|'ll|\b(?:is|are|am) going to) (?:(?!not |never )\w+ ){{0,3}}?{_DO_EN}\b|"
    r"\b(?:we|I) (?:\w+ly )?(?:guarantee|promise|deliver|ship|refund|reply|respond|answer|send|dispatch)\b|"
    r"\bexpect (?:it|them|your|the|a|delivery|our)\b|\b(?:is|are) (?:scheduled|due|expected|set|arriving|coming|"
    r"being (?:delivered|sent|shipped))\b|"
    r"\b(?:arrives|ships)\b|\bdelivery (?:is|date is|will be)\b"
)  # fmt: skip
_COMMIT_RU = (
    r"(?<!\bне )\b(?:доставим|доставят|привез[еу]м|привезут|приедет|приедут|придет|придут|прибудет|прибудут|"
    r"буд(?:ет|ут) у вас|"
    r"буд(?:ет|ут) (?:\w+ )?(?:доставлен|отправлен|готов|передан|выслан|возвращен|зачислен|обработан)\w*|отправим|"
    r"отправят|отгрузим|"
    r"вышлем|вернем|вернут|вернутся|возвратим|зачислим|зачислят|перечислим|поступит|поступят|перезвоним|перезвонит|"
    r"позвоним|позвонит|"
    r"ответим|ответит|отвечу|свяжемся|свяжется|напишем|получите|получишь|передадим|дойдет|дойдут|решим|обработаем|"
    r"заменим|доедет|займет|"
    r"гарантируем|гарантирую|обещаем|обещаю|доставляем|отправляем|возвращаем|отвечаем|привозим|ждите|ожидайте|"
    r"ожидается|вручим|завезем|"
    r"появится|появятся|рассмотрим|сообщим|доставка (?:будет|состоится|назначена|запланирована))\b"
)  # fmt: skip

# Usual practice, repeated days, possibility, or a promise denied.
GENERAL = regex.compile(
    r"\b(?:usually|typically|normally|generally|on average|as a rule|often|in most cases|may|might|could|depends|"
    r"depending|"
    r"(?:can(?:no|')t|can not|won't|don't|do not|unable to|not able to|never|nor) (?:\w+ ){0,2}?(?:promise|"
    r"guarantee|say|tell|name|give|commit|"
    r"confirm|know|predict)|no (?:promise|guarantee)s?|"
    rf"(?:every|each) (?:\w+ )?(?:day|{_DAY_EN})|daily|"
    rf"{_DAY_EN}(?: ?[-–] ?| to | through | till ){_DAY_EN}|"
    r"ежедневно|каждый день|с понедельника по|по будням|"
    r"обычно|как правило|в среднем|чаще всего|зачастую|в большинстве случаев|может|могут|возможно|зависит|"
    r"не (?:\w+ ){0,2}?(?:обещ\w+|гарантир\w+|назвать|назовем|сказать|знаем|знаю)|нельзя (?:обещать|гарантировать|"
    r"назвать))\b",
    regex.IGNORECASE,
)  # fmt: skip
# "May 5" is a date, and no possibility.
MAY_DATE = regex.compile(r"\bmay (?=\d)|(?<=\d )may\b|(?<=\d(?:st|nd|rd|th) )may\b", regex.IGNORECASE)

TIME = regex.compile(f"{_TIME_EN}|{_TIME_RU}", regex.IGNORECASE)
COMMIT = regex.compile(f"{_COMMIT_EN}|{_COMMIT_RU}", regex.IGNORECASE)
TURN = regex.compile(r"[;]|,? \b(?:but|however|though|although|но|однако|зато)\b", regex.IGNORECASE)

ASKS_WHEN = regex.compile(
    r"\b(?:when|how soon|how long|what (?:day|date)|which day|by when|когда|какого числа|в какой день|как скоро|"
    r"как быстро|сколько ждать|"
    r"к какому)\b",
    regex.IGNORECASE,
)
ASKS_OF_US = regex.compile(
    r"\b(?:arriv|deliver|ship|order|parcel|package|refund|courier|reply|answer|money|достав|привез|прид|приед|заказ|"
    r"посылк|курьер|деньги|"
    r"ответ|перезвон)\w*",
    regex.IGNORECASE,
)
ASKS_OF_RULES = regex.compile(
    r"\b(?:can i|may i|must i|should i|return|exchange|cancel|pay|open|close|можно|нужно|могу|вернуть|обмен|отмен|"
    r"оплат|работает|открыт|закрыт)\w*",
    regex.IGNORECASE,
)
LEAD = regex.compile(
    r"[\W_]*(?:\w+(?: \w+)?:[\W_]*)?(?:(?:yes|sure|of course|да|конечно),? )?(?:(?:on|by|before|only|уже|прямо) )?",
    regex.IGNORECASE,
)
