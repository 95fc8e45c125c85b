"""How answers quote facts that change, in English and Russian: a pattern a kind, bounded, read without case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

__all__ = ["KINDS", "OF_DELIVERY", "OF_PLACE", "likely", "patterns"]

KINDS: dict[str, str] = {
    "price": "{n:answer quotes a price|answers quote a price}",
    "discount": "{n:answer quotes a discount|answers quote a discount}",
    "date": "{n:answer names a date|answers name a date}",
    "hours": "{n:answer names opening hours|answers name opening hours}",
    "delivery": "{n:answer names an hour of delivery|answers name an hour of delivery}",
    "stock": "{n:answer speaks of the stock|answers speak of the stock}",
    "phone": "{n:answer gives a phone number|answers give a phone number}",
    "staff": "{n:answer names a member of staff|answers name a member of staff}",
}
"""What one answer does, and what several do."""

_CURRENCY = (
    r"(?:(?:тыс(?:яч[аи]?|\.)?|млн\.?|thousand|million|k)\s)?(?:euros?|eur|dollars?|usd|pounds?|gbp|rub|roubles?|rubles?|bucks|"
    r"cents|евро|доллар\w{0,4}|рубл\w{1,3}|руб|р|коп\w{0,4})(?![a-zа-яё])\.?"
)
_NUMBER = r"\d[\d \u00a0\u202f.,']{0,12}"
_WORDED = (
    r"\b(?=[a-zа-я])(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|one|один|одну|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|"
    r"двух|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти|десяти|двадцати|тридцати|сорока|пятидесяти|"
    r"[а-я]{2,7}надцат[ьи]|двадцать|тридцать|сорок|пят\w{0,2}десят|шестьдесят|семьдесят|восемьдесят|девяносто|сто|двести|триста|"
    r"[а-я]{4,6}ста|[а-я]{3,6}сот|тысяч[аиу]?)[ -]){1,5}"
)
_MONTHS = (
    r"(?=[jfmasondянфмаисод])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьяюе]|(?:март|август)[ауе]?|"
    r"ма[йяюе])\b\.?"
)
_YEAR = r"(?:,? (?:in )?\d{4}(?!\d))"
_HOUR_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|час[ау]?|двух|тр[её]х|четыр[её]х|пят[ьи]|шест[ьи]|"
    r"сем[ьи]|вос[еь]м[ьи]|девят[ьи]|десят[ьи]|одиннадцат[ьи]|двенадцат[ьи])"
)
_OF_DAY = r"(?:утра|вечера|ночи|in the (?:morning|afternoon|evening)|at night)\b"
_DAY = (
    r"(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun)(?:day)?s?|пн|вт|ср|чт|пт|сб|вс|понедельник\w?|вторник\w?|сред[аыу]|четверг\w?|"
    r"пятниц\w|суббот\w|воскресень\w"
)
_OPEN = (
    r"\b(?=[ochrdweрозпчдмбжнек])(?:open|closed?|hours|reception|doors|desk|weekdays|weekends|daily|every day|works?|"
    r"работа\w{1,3}|откры\w{1,7}|закры\w{1,8}|при[её]м\w{0,2}|часы|будн\w{1,3}|обед\w{0,2}|ждём|на месте|ежедневно|"
    r"каждый день)\b[^.!?\n\d]{0,30}?"
)
_LATIN_NAME, _CYRILLIC_NAME = r"[A-Z][a-z]+ [A-Z][a-z]+", r"[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+"
_NOBODY = (
    r"(?:Customer|Client|Support|Service|Services|Team|Desk|Center|Centre|Office|Department|Care|Help|Sales|Security|Human|"
    r"Resources|Emergency|Poison|Local|National|City|Police|Google|Apple|Microsoft|Amazon|The|Your|Our|This|It|If|You|We)\b"
)
_PERSON = rf"(?!{_NOBODY})[A-Z][a-z]+ (?!{_NOBODY})[A-Z][a-z]+(?! [A-Z])"
_ASK = (
    r"(?:[Aa]sk(?: for)?|[Ss]peak (?:to|with)|[Tt]alk (?:to|with)|[Cc]ontact(?: (?:person )?is)?|[Cc]all|"
    r"[Ee]-?mail|[Ww]rite to|[Rr]each out to|[Ss]ay hi to)"
)
_DOES = (
    r"(?:handles|manages|looks after|takes care of|is in charge of|is responsible for|is (?:your|our) [a-z]{3,15}|"
    r"(?:will|can) (?:help|assist|handle|call|contact|advise|show))\b"
)
_TITLE = (
    r"(?:[Mm]anager|[Dd]irector|CEO|CTO|CFO|[Ff]ounder|[Oo]wner|[Aa]ccountant|[Aa]dministrator|[Ss]upervisor|"
    r"[Rr]eceptionist|[Hh]ead of \w{1,30}|[Bb]oss|[Cc]oordinator|[Tt]echnician|[Rr]epresentative|[Ss]pecialist|"
    r"(?:[Tt]eam|[Ss]upport|[Ss]ales) [Ll]ead|[Aa]ssistant|[Cc]onsultant)"
)
_TITLE_RU = (
    r"(?:[Мм]енеджер|[Дд]иректор|[Рр]уковод|[Нн]ачальник|[Уу]правляющ|[Зз]аведующ|[Аа]дминистратор|[Бб]ухгалтер|"
    r"[Кк]онсультант|[Вв]ладел|[Оо]снователь?|[Пп]родав)[а-яё]{0,5}"
)
_NOT_HOURS = r"(?!\d)(?! ?(?:[%№]|дн|лет|год|мес|нед|минут|days?|weeks?|years?|(?:to|till|until|до) \d))"

_FORMS: dict[str, tuple[str, ...]] = {
    "price": (
        rf"[$€£₽]\s?{_NUMBER}",
        rf"\b(?:EUR|USD|GBP|RUB)\s?{_NUMBER}",
        rf"{_NUMBER}\s?(?:[$€£₽]|{_CURRENCY})",
        rf"{_WORDED}{_CURRENCY}",
        r"\b(?:costs?|priced at|price is|price:|fee is|стоит|стоят|цена|цену|стоимость(?: \w{1,12})?)"
        r"(?: is| —|:| всего| only| just| от)?"
        rf" {_NUMBER}(?=[.,;!?)]?(?:\s|$))(?! ?(?:[a-zа-я]|%))",
    ),
    "discount": (
        r"\d{1,2}\s?(?:%|percent|процент\w*)[^.!?\n]{0,40}(?:off\b|discount|скидк|less\b|cheaper|дешевле)",
        r"\b(?:discount|скидк|уценк|reduced by|снижен|дешевле на)\w{0,20}[^.!?\n]{0,40}\d{1,4}\s?"
        r"(?:%|percent|процент|[$€£₽]|рубл|евро|euro|dollar)",
        r"\b(?:save|take|minus|минус) [$€£]?\d{1,4}\s?(?:%|percent\b|процент\w*|off\b)",
        r"[$€£]\d{1,4} off\b|\bскидыва\w{1,4} \d{1,6} ?(?:рубл|евро|₽|р\b)",
        r"\bhalf(?: the)? price\b|\bполцены\b",
        rf"\b(?:скидк|уценк|снижен|дешевле на)\w{{0,20}}[^.!?\n]{{0,40}}?{_WORDED}процент",
        rf"{_WORDED}процент\w*[^.!?\n]{{0,40}}(?:скидк|дешевле)",
        rf"{_WORDED}per ?cent\b[^.!?\n]{{0,40}}(?:off\b|discount|less\b|cheaper)",
        rf"\b(?:discount|reduced by)\w{{0,20}}[^.!?\n]{{0,40}}?{_WORDED}per ?cent",
        r"\b(?:reduced|cut|снизили|снижены)\b[^.!?\n]{0,20}(?:by a third|by half|на треть|вдвое)",
        r"\b(?:promo|coupon|discount) ?code:? \S{3,20}|\b(?:промокод|купон)\w{0,2}:? «?\S{0,20}\d",
        r"\b(?:coupon|voucher) \w{0,20}\d",
        r"\bbuy (?:one|two|\d),? get\b|\b(?:two|три|два|две|three|\d) (?:for the price of|по цене) \w+",
    ),
    "date": (
        r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)\b",
        rf"\b\d{{1,2}}(?:st|nd|rd|th|-?го|-?е)? (?:of )?{_MONTHS}{_YEAR}?",
        rf"\b{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?\b{_YEAR}?",
        rf"\b{_MONTHS}{_YEAR}",
        rf"\b(?:(?:end|beginning|middle) of |(?:mid|early|late)[- ]){_MONTHS}",
        rf"\b(?:конца|концу|начала|начале|конце|середин[аеы]) {_MONTHS}",
        r"\b(?:до|по|с) (?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\b(?!\.\d)",
        r"\bon the \d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}(?:-?го)? числа\b",
    ),
    "hours": (
        r"\b\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b",
        r"\b(?:from|с|до|until|till|between|at|by|before|after|после|в|к)\s\d{1,2}:\d\d|\b\d{1,2}:\d\d\s?[-–—]\s?\d{1,2}:\d\d",
        r"\b\d{1,2} o['’]clock\b|\b\d{1,2} (?:час\w{0,2} (?:утра|вечера|ночи|дня)|утра|вечера)\b",
        r"\b(?:с|до|к|после) \d{1,2} (?:дня|ночи)\b",  # "за 2 дня" is two days
        rf"\b(?:с|до|к|в|после|from|at|until|till|by) {_HOUR_WORD} (?:час\w{{0,2}} (?:дня\b)?)?{_OF_DAY}",
        r"\b(?:с|до|после) (?:двух|тр[её]х|четыр[её]х) дня\b",
        rf"{_OPEN}\b(?:до|until|till) {_HOUR_WORD}(?=\s*(?:[.,;!?)]|$))",
        rf"\bс {_HOUR_WORD}(?: утра)? до {_HOUR_WORD}\b"
        r"(?=[^.!?\n]{0,20}(?:вечера|выходн|обед|будн|ежедневно|каждый день))",
        rf"{_OPEN}\b(?:from |at |с |до |until |в )\d{{1,2}}(?:[.:]\d\d)?(?: (?:to|till|до) \d{{1,2}})?{_NOT_HOURS}",
        rf"{_OPEN}(?:\bat |\bfrom )?\b\d{{1,2}}(?:[:.]\d\d)?\s?[-–—]\s?\d{{1,2}}\b{_NOT_HOURS}",
        rf"{_OPEN}\b(?:from|с|в|at) {_HOUR_WORD}(?: утра)?(?: (?:to|till|until|до) {_HOUR_WORD}| утра| вечера)",
        r"\b24/7\b|\baround the clock\b|\bкруглосуточно\b",
        rf"\b(?:{_DAY})\.?,? (?:from |с )?\d{{1,2}}(?::\d\d)?\s?(?:[-–—]|to|до)\s?\d{{1,2}}\b",
    ),
    "stock": (
        r"\b(?:(?:in|out of) stock|sold out|(?:currently|temporarily) unavailable|no longer available|restocked)\b",
        r"\b(?:only|just|have) \d{1,4} (?:of (?:them|it|these) |\w{1,20} )?(?:left|remaining)\b",
        r"\bin (?:our|the) warehouse\b",
        r"\b(?:(?:нет )?в наличии|распродан\w*|раскупили|разобрали|закончил\w*с[ья]|на складе|нет в продаже)\b",
        r"\b(?:остал(?:ось|ся|ась|ись)|есть ещё|в остатке) (?:всего |только )?\d{1,4}\b|\bпоявятся в продаже\b",
    ),
    "phone": (
        r"(?<![\w.])\+?\d(?:[ ()-]{0,2}\d){8,13}(?!\w|\.\d)",
        r"\b(?:call|dial|ring|phone|number|звонит\w{0,2}|тел|телефон\w{0,2}|номер\w{0,2})\b\W{0,3}(?:is |us at )?"
        r"\d{2,3}[- ]\d{2}[- ]?\d{2}(?![\d-])",
    ),
    "staff": (
        rf"(?-i:\b{_TITLE}(?: is| —|,|:)? {_LATIN_NAME})",
        rf"(?-i:\b{_LATIN_NAME}, (?:our |the )?(?:[a-z]{{2,15}} )?{_TITLE})",
        rf"(?-i:\b{_LATIN_NAME} (?:from|in|at|runs|leads) (?:our |the )?"
        r"(?:accounting|sales|support|billing|marketing|logistics|front desk|workshop|team)\b)",
        rf"(?-i:\b{_ASK} {_PERSON})",
        rf"(?-i:\b{_ASK} (?P<given>[A-Z][a-z]{{2,15}}))(?!(?-i: [A-Z])|['’\w])",
        rf"(?-i:\b{_PERSON} {_DOES})",
        rf"(?-i:\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][a-z]+(?: [A-Z][a-z]+)? {_DOES})",
        rf"(?-i:\b{_TITLE_RU}(?: [а-яё]{{3,15}}){{0,2}}(?: —|,|:)? {_CYRILLIC_NAME})",
        rf"(?-i:\b{_CYRILLIC_NAME}, (?:наш\w{{0,2}} )?{_TITLE_RU})",
    ),
}
_WORDS = {
    "price": "$ € £ ₽ eur usd gbp rub roubl dollar pound buck cent cost pric fee евро доллар руб коп стоит стоят "
    "цен стоимост",
    "discount": "off discount скид save take minus минус price полцены code промокод buy цене less cheaper дешевле "
    "уцен reduced cut сниз купон coupon voucher",
    "date": "jan feb mar apr may jun jul aug sep oct nov dec янв фев мар апр ма июн июл авг сен окт ноя дек числа",
    "hours": "morning afternoon evening night daily every ежедневно каждый месте выходн "
    "am pm a.m p.m clock 24/7 круглосуточно утра вечера ночи дня open close hours reception работа открыт "
    "открыв закры прием приём часы mon tue wed thu fri sat sun пн вт ср чт пт сб вс вторник четверг "
    "пятниц суббот doors desk weekday weekend работ будн обед ждём",
    "stock": "stock sold unavailable available left remaining warehouse наличии распродан раскупили разобрали "
    "закончил складе остал остатке ещё продаже",
    "phone": "",
    "staff": "manager director ceo cto cfo founder owner accountant administrator supervisor receptionist head "
    "boss from runs leads front ask speak talk contact call mail write reach hi coordinator technician representative "
    "specialist lead assistant consultant handles manages charge responsible will can looks takes "
    "менеджер директор руковод начальник управляющ заведующ администратор "
    "бухгалтер консультант владел основател продав",
}
_SIGNS = {kind: tuple(words.split()) for kind, words in _WORDS.items()}
_FIGURES = {
    "price": re.compile(r"\d ?р"),
    "date": re.compile(r"\d[./-]\d|on the \d"),
    "hours": re.compile(r"\d[:.]\d"),
    "phone": re.compile(r"(?:\d[ ()-]{0,2}){7}"),
}


def likely(text: str) -> Iterator[str]:
    """The kinds of which a text has a sign at all: the patterns of the others need not be tried."""
    low = text.lower()
    for kind, words in _SIGNS.items():
        if any(word in low for word in words) or (kind in _FIGURES and _FIGURES[kind].search(low)):
            yield kind


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The compiled patterns by kind."""
    return {kind: re.compile("|".join(forms), re.IGNORECASE) for kind, forms in _FORMS.items()}


OF_PLACE = re.compile(
    r"\b(?:stor(?:e|es|ed|ing)|keep\w*|kept|hold\w*|held|collect\w*|pick\w*|locat\w+|works?|working|pack\w*|check\w*"
    r"|(?:по)?держ\w+|хран\w+|лежит|лежат|забер\w+|забира\w+|забрать|получить|получите|самовывоз\w*|находи\w+|работа\w+"
    r"|упаков\w+|провер\w+|приним\w+|собира\w+)\b",
    re.IGNORECASE,
)
"""What is done in a warehouse: "на складе" is a place then, and says nothing of the stock."""
OF_DELIVERY = re.compile(
    r"\b(?:deliver(?:y|ed|s|ing|ies)?|couriers?|ship(?:s|ped|ping|ment)?|dispatch(?:ed|es)?|arrives?|"
    r"доставк\w{1,2}|достав(?:им|ят|ляем|ляют|ит)|курьер\w{0,3}|отправ(?:им|ляем|ят|ляют|ка|ки)|привез[её]\w{1,2})\b",
    re.IGNORECASE,
)
"""What makes an hour one of delivery, in the same sentence."""
