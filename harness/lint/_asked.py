"""What a question is after: a time, an amount, a person or a place, yes or no; as far as its words say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from harness.checks._names import asks_who

__all__ = ["Asked", "asked"]

Asked = Literal["when", "how many", "who", "where", "whether", "other", "open", ""]

_I = re.IGNORECASE
_WHEN = re.compile(
    r"(?:when|(?:what|which) (?:year|date|day|month|time|century|decade)"
    r"|когда|в как(?:ом|ой) (?:году|месяце|день|веке)|как(?:ого|ой|ое|им) (?:числ[аоу]|год|день|датой?)"
    r"|во сколько|до скольки|со скольки)\b",
    _I,
)
_HOW_MANY = re.compile(
    r"(?:how (?:many|much|long|old|far|tall|high|big|large|deep|wide|fast|often|heavy|hot|cold|soon)"
    r"|(?:what|which) (?:is |are |was |were )?(?:the )?(?:(?!of\b)[\w'-]+ ){0,3}?"
    r"(?:percent(?:age)?|age|number|price|cost|fee|rate|population|distance|height|length|weight|size|limit|amount"
    r"|temperature|speed|discount|warranty|period|minimum|maximum|area|depth|width|score)"
    r"|сколько|(?:как|на сколько|насколько) (?:долго|часто|далеко|быстро|скоро|высок|велик)\w*"
    r"|(?:как(?:ой|ая|ова|ово|ое|ие|ую|ого|им)|каков\w*) (?:[\w-]+ ){0,2}?(?:цен|стоимост|срок|возраст|процент|размер"
    r"|населени|скидк|вес|высот|длин|глубин|площад|температур|скорост|количеств|числ|сумм|гаранти|комисси)\w*)\b",
    _I,
)
_WHERE = re.compile(
    r"(?:(?:from |in |to )?where|(?:what|which) (?:city|town|country|state|county|place|continent|river|island)"
    r"|где|куда|откуда|в как(?:ом|ой) (?:город|стран|штат|мест|област|районе)\w*)\b",
    _I,
)
_AMOUNT = re.compile(r"\b(?:price|cost|number of|цена|стоимость|количество)\b", _I)
_DATE = re.compile(r"\b(?:release date|date of|deadline|birthday|дата)\b", _I)
_WORD = re.compile(
    r"\b(?:what|which|why|how|who|whom|whose|where|when|что|чт[оу]|чем|чего|чему|как|почему|зачем|кто|кого|кому|где"
    r"|куда|когда|сколько|(?:в|на) как\w+|во сколько|до сколь\w+|со? сколь\w+|насколько"
    r"|как(?:ой|ая|ое|ие|им|ого|ую|их|ими|ому|ова|ово)|каков\w*)\b",
    _I,
)
_WHETHER = re.compile(
    r"(?:^|[.!?,:]\s*)(?:and |so |а |и )?(?:is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has"
    r"|have|had|am|можно|нужно|надо|нужен|нужна|нужны|могу|можете|есть|обязательно|будет)\b|\bли\b|\bwhether\b",
    _I,
)
_OPEN = re.compile(
    r"\W*(?:please |now |can you |could you |i (?:want|need|would like) you to |help me "
    r"|пожалуйста,? |можешь |помоги\w* )?"
    r"(?:write|compose|create|generate|design|draft|imagine|invent|make up|produce|rewrite|rephrase|paraphrase|edit"
    r"|summari[sz]e|translate|continue|brainstorm|suggest|recommend|propose|come up with|develop|describe|explain"
    r"|(?:на|пере|до)пиши|сочини|создай|сгенерируй|придумай|составь|опиши|объясни|перефразируй|переведи|продолжи"
    r"|предложи|посоветуй|порекомендуй|перескажи|(?:на|пере)писать|придумать|составить)(?:те)?\b",
    _I,
)
"""Tasks that have as many right answers as there are people."""


@lru_cache(maxsize=64)
def asked(question: str) -> Asked:
    """What its first question word is after.

    `other` for another question word, `open` for a task to write something, empty where nothing is asked.
    """
    if _OPEN.match(question):
        return "open"
    text = question[-400:]
    words = list(_WORD.finditer(text))
    if not words:
        signs: tuple[tuple[re.Pattern[str], Asked], ...] = (
            (_WHETHER, "whether"), (_AMOUNT, "how many"), (_DATE, "when")
        )  # fmt: skip
        return next((what for sign, what in signs if sign.search(text)), "")
    first = words[0]
    if len(words) > 1 and "," in text[first.end() : words[1].start()]:  # "When I order today, how long …"
        first = words[1]
    if _HOW_MANY.match(text, first.start()):
        return "how many"
    if _WHEN.match(text, first.start()):
        return "when"
    if _WHERE.match(text, first.start()):
        return "where"
    return "who" if asks_who(text[first.start() :]) else "other"
