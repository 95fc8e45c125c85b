"""Signs of a promised date: definite times, the shop's acts to come, and what makes a sentence general.

Written for text whose apostrophes are straight and whose ё is е (see `policy.find_promise`).
"""

from __future__ import annotations

import regex

from harness.checks._prefilter import sign
from harness.checks._times import ORDINALS_EN, ORDINALS_RU

__all__ = [
    "ASKS_BARELY",
    "ASKS_OF_RULES",
    "ASKS_OF_US",
    "ASKS_WHEN",
    "COMMIT",
    "DENIED",
    "GENERAL",
    "LEAD",
    "MAY_DATE",
    "TIME",
    "TURN",
]

_COUNT_EN = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|a couple of|a few|several|"
    r"\d{1,3}(?: ?(?:-|–|to) ?\d{1,3})?)"
)
_UNIT_EN = r"(?:minutes?|hours?|(?:business |working |calendar )?days?|weeks?|fortnight|months?)"
_DAY_EN = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH_EN = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|"
    r"jul|aug|sept?|oct|nov|dec)"
)
_NTH_EN = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{ORDINALS_EN})"
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?"
_TIME_EN = (
    rf"(?:{_DAY_EN}(?!s)|(?:on|by|before|until|till|this|next) (?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b|"
    r"today|tonight|tomorrow|the day after tomorrow|"
    r"(?:this|next) (?:morning|afternoon|evening|week|weekend|month|day)|the end of (?:the|this|"
    r"next) (?:\w+ )?(?:day|week|month)|"
    r"(?:by|before|until|till|over|on|at) the (?:coming |next )?weekend|"
    rf"(?:in|within|after|inside|no later than|not later than) (?:the (?:next|coming) )?{_COUNT_EN} {_UNIT_EN}|"
    r"(?:in|within|over) the (?:next|coming) (?:few |couple of )?(?:hours|days|weeks)|"
    r"(?:in half an|within half an|within the) hour|"
    rf"take (?:only |just |exactly )?{_COUNT_EN} {_UNIT_EN}|"
    rf"(?:won't|will not|not|no) (?:be |take )?(?:any )?(?:longer|more|later) than {_COUNT_EN} {_UNIT_EN}|"
    rf"{_MONTH_EN}\.? (?:\d{{1,2}}(?:st|nd|rd|th)?|the {_NTH_EN}|{ORDINALS_EN})|"
    rf"(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?|{ORDINALS_EN})(?: of)? {_MONTH_EN}|"
    rf"(?:on|by|before|until|till) the {_NTH_EN}|"
    rf"(?:by|before|at|no later than|not later than) (?:{_CLOCK} ?(?:[ap]\.?m\b|o'clock)|"
    r"\d{1,2}:\d{2}|noon|midnight)|"
    r"(?:by|before|until|till|in time for) (?:christmas(?: eve)?|(?:the )?new year(?:'s)?(?: (?:eve|day))?|easter|"
    r"thanksgiving|the holidays)|"
    r"(?:on|by|before|until|till|no later than|not later than) \d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|"
    r"\d{4}-\d{2}-\d{2})\b"
)  # fmt: skip

_WEEKDAY_RU = (
    r"(?:понедельник[уа]?|вторник[уа]?|сред[уыае]|четверг[уа]?|пятниц[уыае]|суббот[уыае]|воскресень[еюя]|"
    r"(?:пн|вт|ср|чт|пт|сб|вс)\b)"
)
_COUNT_RU = (
    r"(?:один|одного|одной|два|две|двух|три|трех|четыре|четырех|пять|пяти|шесть|шести|семь|семи|восемь|восьми|"
    r"десять|десяти|пару|пары|пол|полтора|полутора|несколько|нескольких|\d{1,3}(?: ?[-–] ?\d{1,3})?)"
)
_UNIT_RU = (
    r"(?:рабочих |рабочего |календарных )?(?:минут\w*|час\w{0,2}|получас\w?|полчаса|дн\w{1,2}|день|сут\w{1,2}|"
    r"недел\w{1,2}|месяц\w{0,2})"
)
_MONTH_RU = r"(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
_SOON_RU = r"(?:эт[уио]\w? |этот |следующ\w+ |ближайш\w+ )"
_TIME_RU = (
    r"(?:сегодня|завтра|послезавтра|на днях|"
    rf"(?:в|во|к|ко|до|на|не (?:позднее|позже)(?: чем)?(?: в| во)?) {_SOON_RU}?{_WEEKDAY_RU}|"
    rf"(?:к|ко|до) {_SOON_RU}?выходны[мх]|(?:в|во|на) {_SOON_RU}выходны[ех]|"
    rf"в (?:ближайш|следующ)\w+ (?:{_COUNT_RU} )?(?:час\w{{0,2}}|дни|дней|дня|сутки|недел\w{{1,2}})|"
    r"(?:до|к|в) кон(?:ца|цу|це) (?:\w+ )?(?:дня|недели|месяца)|на (?:этой|следующей|будущей|ближайшей) неделе|"
    r"в (?:этом|следующем) месяце|(?:к|до) (?:нового года|новому году|рождества|рождеству|праздник(?:ов|ам)|пасх[еи])|"
    r"(?<=(?:приед|прид|прибуд|привез|заед|будут? у вас)\w* )с \d{1,2}(?:[:.]\d{2})? до \d{1,2}|"
    rf"(?:через|в течение|в течении|за|не позднее|не позже|спустя|не (?:более|больше|дольше)(?: чем)?) (?:ближайших |"
    rf"следующих |чем через )?(?:{_COUNT_RU} )?{_UNIT_RU}|"
    rf"займет (?:всего |ровно )?{_COUNT_RU} {_UNIT_RU}|"
    rf"(?:\d{{1,2}}(?:-?го)?|{ORDINALS_RU}) {_MONTH_RU}|(?:\d{{1,2}}-?го|{ORDINALS_RU}) числа|\d{{1,2}}-го|"
    r"(?:до|к|на|не (?:позднее|позже)) \d{1,2}\.\d{2}(?:\.\d{2,4})?|"
    # Hours of work ("с 9:00 до 18:00", «доставляем до 18:00») name no appointment.
    r"(?:к|ко|в|не (?:позднее|позже)|(?<!\d |озим |[ая]ем )до) (?:\d{1,2}:\d{2}|"
    r"\d{1,2} (?:час(?:ам|ов|а)|утра|вечера)))\b"
)  # fmt: skip

_DO_EN = (
    r"(?:arrive|come|reach|deliver|ship|send|get|receive|refund|return|reply|respond|answer|call|contact|dispatch|"
    r"bring|process|have (?:it|them|your)|visit|pick (?:it|them|up)|collect (?:it|them)|repair|install|mend|"
    r"resolve|fix|replace|email|write|restock|land|show up|hear|take (?!a look|care)|credit|"
    r"be (?:delivered|shipped|there|here|sent|ready|with you|refunded|returned|processed|back|available|dispatched|"
    r"at your|in stock|"
    r"yours|credited|replaced|repaired|fixed|resolved|in touch|picked up|on your))"
)
_THINGS_EN = (
    r"(?:parcel|package|order|delivery|shipment|lamp|courier|driver|technician|engineer|repair|refund|replacement|"
    r"exchange|money|it|this|that|he|she|they)"
)
_COMMIT_EN = (
    rf"(?:(?:will|shall|should|'ll|(?:is|are|am|'re|'m|'s) going to) (?:(?!not |never )\w+ ){{0,3}}?|"
    rf"we(?:'re| are)? (?:aim|plan|intend|expect|aiming|planning|hoping|hope) to ){_DO_EN}|"
    r"(?:won't|will not) (?:be|take) (?:any )?(?:longer|more|later) than\b|"
    r"(?:we|I) (?:\w+ly )?(?:guarantee|promise|deliver|ship|refund|reply|respond|answer|send|dispatch)\b|"
    r"(?:we|I)(?:'re| are|'m| am) (?:delivering|shipping|sending|dispatching|refunding|bringing)\b|"
    r"expect (?:it|them|your|the|a|delivery|our)\b|(?:is|are|(?:it|he|she|that)'s|they're) (?:scheduled|due|expected|"
    r"set|arriving|coming|being (?:delivered|sent|shipped))\b|"
    rf"{_THINGS_EN} (?:takes? until|(?:comes|visits|gets (?:here|there)|gets? back|is (?:here|there|yours|with you|"
    r"ready)|goes out)(?: to)?(?: you)? (?=(?:on|by|before|in|within|this|next|today|tonight|tomorrow)\b))|"
    r"(?:arrives|ships)\b|delivery (?:is|will be)\b|"
    r"(?:delivery|shipping|dispatch|arrival|repair|refund)(?: date| day)?(?: is|:| ?[—–]| -)(?= )"
)  # fmt: skip
_ACTS_RU = (
    r"(?:доставить|привезти|отправить|отгрузить|выслать|прислать|вернуть|возвратить|зачислить|перечислить|передать|"
    r"вручить|отремонтировать|починить|заменить|обработать|ответить|позвонить|перезвонить|связаться|собрать|"
    r"подготовить|прийти|приехать|дойти|доехать|поступить|появиться|прибыть)"
)
_DONE_RU = r"(?:доставлен|отправлен|готов|передан|выслан|возвращен|зачислен|обработан|отремонтирован|собран|починен)"
_COMMIT_RU = (
    r"(?<!\bне )(?:доставим|доставят|доставит|привез[еу]м|привез[еу]т|приедет|приедут|придет|придут|прибудет|прибудут|"
    r"буд(?:ет|ут) (?:у вас|на карте|на счет[уе]|здесь|на месте)|"
    r"(?:заказ|посылка|курьер|мастер|товар|лампа|он|она|оно|они|все) у вас буд(?:ет|ут)|"
    rf"буд(?:ет|ут) (?:\w+ )?{_DONE_RU}\w*|"
    rf"(?:планиру(?:ем|ю)|собираемся|намерены|рассчитываем|надеемся|постара(?:емся|юсь)|должн[аоы]?|должен|успеем|"
    rf"сможем) (?:\w+ ){{0,2}}?{_ACTS_RU}|"
    r"отправим|отправят|отправит|отгрузим|"
    r"вышлем|вышлют|пришлем|пришлют|вернем|вернут|вернутся|возвратим|зачислим|зачислят|перечислим|поступит|поступят|"
    r"перезвоним|перезвонит|позвоним|позвонит|отремонтиру(?:ем|ют)|почин(?:им|ят)|соберем|соберут|подготовим|"
    r"приготовим|установим|установят|заберем|заберет|выдадим|заедет|подъедет|"
    r"ответим|ответит|отвечу|свяжемся|свяжется|напишем|получите|получишь|передадим|дойдет|дойдут|решим|обработаем|"
    r"заменим|доедет|займет|ждать (?=не (?:больше|более|дольше))|"
    r"гарантируем|гарантирую|обещаем|обещаю|доставляем|отправляем|возвращаем|отвечаем|привозим|ждите|ожидайте|"
    r"ожидается|вручим|завезем|"
    r"появится|появятся|рассмотрим|сообщим|доставка (?:будет|состоится|назначена|запланирована)|"
    r"(?:срок|дата|день) (?:доставки|отправки|отгрузки|ремонта|прибытия|готовности|поставки|получения|возврата денег)"
    r"(?: заказа| посылки| товара)?(?= ?[—–:-])|(?:доставка|отправка|отгрузка)(?: заказа| посылки)?(?= ?[—–:-]))(?!\w)"
)  # fmt: skip

# Usual practice, repeated days, possibility, or a promise denied.
GENERAL = sign(
    r"\b(?:usually|typically|normally|generally|on average|as a rule|often|in most cases|may|might|could|depends|"
    r"depending|"
    r"(?:can(?:no|')t|can not|won't|don't|do not|unable to|not able to|never|nor) (?:\w+ ){0,2}?(?:promise|"
    r"guarantee|say|tell|name|give|commit|"
    r"confirm|know|predict)|no (?:promise|guarantee)s?|you (?:asked|wanted to know) (?:whether|if)|"
    r"вы (?:спросили|спрашива(?:ете|ли)|хотели знать),? [^.!?\n]{0,40}\bли|"
    rf"(?:every|each) (?:\w+ )?(?:day|{_DAY_EN})|daily|"
    rf"{_DAY_EN}(?: ?[-–] ?| to | through | till ){_DAY_EN}|"
    r"ежедневно|каждый день|с понедельника по|по будням|"
    r"обычно|как правило|в среднем|чаще всего|зачастую|в большинстве случаев|может|могут|возможно|зависит|"
    r"не (?:\w+ ){0,2}?(?:обещ\w+|гарантир\w+|назвать|назовем|сказать|знаем|знаю)|нельзя (?:обещать|гарантировать|"
    r"назвать))\b",
    regex.IGNORECASE,
)  # fmt: skip
# "May 5" is a date, and no possibility.
MAY_DATE = sign(r"\bmay (?=\d)|(?<=\d )may\b|(?<=\d(?:st|nd|rd|th) )may\b", regex.IGNORECASE)

# Behind the letters that they can begin with: most words of a reply are passed over at once.
TIME = regex.compile(rf"\b(?:(?=[\dabdfijlmnostuw])(?:{_TIME_EN})|(?=[\dвдзкнопстчш])(?:{_TIME_RU}))", regex.IGNORECASE)
COMMIT = sign(rf"\b(?:(?=['acdehilmoprstw])(?:{_COMMIT_EN})|(?=[бвгдежзклмнопрсту])(?:{_COMMIT_RU}))", regex.IGNORECASE)
TURN = regex.compile(r"[;]|,? \b(?:but|however|though|although|но|однако|зато)\b", regex.IGNORECASE)

ASKS_WHEN = sign(
    r"\b(?:when|how soon|how (?:much )?long(?:er)?|what (?:day|date|time)|which day|by when|когда|какого числа|"
    r"в какой день|скоро ли|как скоро|как быстро|как долго|сколько (?:еще )?(?:мне |нам )?ждать|"
    r"долго (?:еще |ли |мне ){0,3}ждать|через сколько|во сколько|к какому)\b",
    regex.IGNORECASE,
)
# Nothing else: what should come was named before.
ASKS_BARELY = sign(
    r"\W*(?:(?:and|so|but|ok|well|ну|и|а|так|но)[, ]+)*(?:when|how soon|когда|через сколько|во сколько)"
    r"(?:,? (?:exactly|then|please|именно|же|точно|конкретно|примерно))?\W*",
    regex.IGNORECASE,
)
ASKS_OF_US = sign(
    r"\b(?:arriv|deliver|ship|order|parcel|package|refund|courier|driver|technician|reply|answer|money|dispatch|"
    r"repair|fix|достав|привез|прид|приед|заказ|"
    r"посылк|курьер|мастер|деньги|ответ|перезвон|позвон|свяж|жд[аеу]|отправ|верне|дойд|доед|прибуд|поступ|приш[лие]|"
    r"получ|готов|почин|ремонт|успе[ею])\w*|"
    r"\b(?:it|he|she|they|that|this) (?:be|come|get|reach|arrive|land)\b|\b(?:get|expect|have|receive|see) (?:it|them|"
    r"my|the|this|that)\b|\b(?:hear|call(?:ed)?|write) (?:me )?back\b|\bhear from\b|\bsen(?:d|ding|t)\b|\bready\b|"
    r"\b(?:be|get|come|back) (?:here|there|in stock)\b|\bбуд(?:ет|ут) (?:у меня|здесь|тут|в наличии)\b",
    regex.IGNORECASE,
)
ASKS_OF_RULES = sign(
    r"\b(?:can i|may i)\b(?! (?:expect|get|have|receive))|\b(?:(?:must|should) i|i return|exchange|cancel|pay|open|"
    r"close|returns?\b(?! (?:my|the) money)|можно|нужно|могу|вернуть|обмен|отмен|"
    r"оплат|работает|открыт|закрыт)\w*|"
    # What has come already.
    r"\b(?:when|how long|what (?:day|date|time)|which day) (?:did|was|were)\b|\bcome out\b|"
    r"\bкогда (?:\w+ ){0,2}?(?:доставили|отправили|привезли|приш(?:ел|ла|ло|ли)|приехал\w?)\b",
    regex.IGNORECASE,
)
# A bare time in a clause with one of these is when nothing comes.
DENIED = regex.compile(
    r"n't\b|\b(?:not|no)\b(?! (?:later|longer|more) than)|\bnever\b|\b(?:не|нет|нельзя)\b(?! (?:позднее|позже|"
    r"более|больше|дольше)\b)",
    regex.IGNORECASE,
)
LEAD = regex.compile(
    r"[\W_]*(?:\w+(?: \w+)?:[\W_]*)?(?:(?:yes|sure|of course|да|конечно),? )?"
    r"(?:(?:on|by|before|only|уже|прямо|к|до|на|в) )?",
    regex.IGNORECASE,
)
