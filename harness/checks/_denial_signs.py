"""How replies deny an answer that stands in them, beyond a "not" right before it, and how they take one back."""

from __future__ import annotations

from functools import cache

import regex

from harness.checks._prefilter import Sign, sign

__all__ = ["asks_what_is_not", "bounded", "denied_after", "denied_in_clause", "put_aside", "required"]
__all__ += ["required_after", "supposed", "taken_back", "yet"]

# Read backwards from the answer: forwards, each character before it would be tried as a beginning.
_BACKWARDS = regex.IGNORECASE | regex.REVERSE

_OPENED = r"(?:(?:the|an?|in|at|by|on|в|на|у)\s+)?[\"'“«*_]*$"
_NOT = r"(?:(?:do|does|is|are)(?: not|n['’]t))"
_CANNOT = r"(?:can(?:no|['’])t|can not|could(?: not|n['’]t)|(?:may|must|will) not|won['’]t|(?:do|does)(?: not|n['’]t))"


@cache
def put_aside() -> Sign:
    """Right before an answer: that it is not meant, or not believed."""
    return sign(
        r"\b(?:instead of|rather than|unlike|other than|as opposed to"
        r"|it(?: is|['’]s) (?:not true|untrue|false|wrong|not the case) that(?: [\p{L}'’]+){0,3}?"
        r"|(?:do not|don['’]t|would not|wouldn['’]t) (?:think|believe|say)(?: that)?(?: it(?: is|['’]s| was))?"
        r"|(?:(?<!\bnot? |n['’]t )doubt|not sure|not certain|unlikely)(?: that| if| whether)?"
        r"(?: it| this| the \w+)?(?: is|['’]s| was)?"
        r"|unlikely to be|hardly"
        r"|вместо|в отличие от|(?:неверно|неправда|неправильно),? что(?: [а-яё]+){0,3}?|а не"
        r"|(?:не (?:думаю|считаю|уверен[аы]?|факт|похоже)|(?<!\bне )сомневаюсь),? что(?: это)?"
        r"|(?:вряд ли|едва ли)(?: (?:это|это был[аои]?|может быть))?)"
        rf"\s+{_OPENED}",
        _BACKWARDS,
    )


_OFFERED = r"(?:available|possible|allowed|accepted|offered|supported|permitted|provided|required|needed|necessary)"
_WRONG = (
    r"(?:wrong|incorrect|false|mistaken|impossible|unavailable|forbidden|prohibited|unsupported|unnecessary"
    r"|out of the question)"
)
_REFUSED = (
    r"(?:нельзя|(?:невозмож|недоступ|запрещ)[её]?н(?:о|а|ы|ен)?|не\s?(?:нужн[оаы]|нужен|обязател(?:ен|ьн[оаы])"
    r"|(?:требу|принима|поддержива|предоставля)[ею]тся|да[её]тся|понадобится|подходит|получится|выйдет|работает"
    r"|осуществляется|действует|предусмотрен[оаы]?|доступ(?:ен|н[оаы])|может быть)|(?:у нас |здесь |пока )?нет(?!,)"
    r"|неверно|неправильно)\b"
)


@cache
def denied_after() -> Sign:
    """Right behind an answer: that it is not so. `what`: that it is no such thing, which may be no denial."""
    return sign(
        r"[\"'”»*_]*\s+(?:(?:is|was|are|were)(?:\s+not|n['’]t)\b(?!\s+(?:only|just|merely))"
        rf"|(?:[a-z]+ )?(?:(?:is|are|was|were)(?: not|n['’]t) {_OFFERED}|(?:is|are|was|were) {_WRONG}"
        r"|does(?: not|n['’]t) (?:work|count|apply))\b"
        rf"|(?:(?!(?:и|а|но|или|что|не|нет)\b)[а-яё]+ ){{0,2}}?{_REFUSED}(?! (?:только|лишь|ли|больше|позже|дольше))"
        r"|(?:[-—–]\s*)?(?:это\s+)?не\s+(?:является|был[аои]?)\b"
        r"|[-—–]\s+(?:это )?(?:неверн|неправильн|ошибочн)\w+"
        r"|[-—–]\s+(?:это\s+)?не\s+(?P<what>\w{4,}))",
        regex.IGNORECASE,
    )


@cache
def bounded() -> regex.Pattern[str]:
    """Before an answer: that what follows is a limit. "After 30 days it is not possible" says 30 days."""
    return regex.compile(
        r"\b(?:after|beyond|over|above|under|below|without|than|past|until|before|после|через|спустя|без|свыше|более"
        r"|больше|менее|меньше|дольше|старше|младше|выше|ниже|до|раньше|позже|позднее|чем|от)\s+[$€£]?$",
        _BACKWARDS,
    )


# Between a negated verb and the answer: it limits, adds or asks, and the answer itself is not denied.
_LIMITS = (
    r"(?:only|just|merely|but|until|till|unless|except|otherwise|without|after|before|more|less|fewer|later|longer"
    r"|earlier|sooner|than|exceed\w*|over|beyond|from|since|if|when|while|because|who|which|that|what|where|how|why|and"
    r"|know|forget|lose|miss|hesitate|worry|throw|discard|doubt|other|charge|cost|limit|restrict|exclude|refuse|change"
    r"|affect|stop|prevent|только|лишь|просто|но|а|и|кроме|без|после|до|более|больше|менее|меньше|позже|позднее"
    r"|ранее|раньше|дольше|чем|превыша\w*|свыше|если|когда|пока|котор\w+|кто|что|где|как|почему|зна\w+|забуд\w*"
    r"|забыва\w*|теря\w*|потеря\w*|выбрасыва\w*|волну\w*|беспоко\w*|сомнева\w*|стесня\w*|пропус\w*|упус\w*|взима\w*"
    r"|бер[её]\w*|ограничива\w*|исключа\w*|отказыва\w*|меня\w*|отменя\w*|влия\w*|меша\w*|от|из|с|со|друг\w+|иначе)\b"
)


# Without one of these no clause denies: it spares nearly every answer a closer look.
_CLAUSE = regex.compile(r"[\p{L}\s'’\"“«*_]+$", regex.REVERSE)
_CUE = regex.compile(
    r"not?\b|n['’]t\b|impossible|unable|forbidden|but\b|except|apart|не |нельзя|невозможно|кроме|исключением",
    regex.IGNORECASE,
)


def denied_in_clause(before: str, within: str) -> regex.Match[str] | None:
    """A negated verb that governs what follows ("we do not accept payment by"), or an exception.

    None is a condition ("if you do not like it within"), nor "not anything but", which is "only".
    """
    clause = _CLAUSE.search(before)
    found = _clause_denies().search(before, within=within) if clause and _CUE.search(clause[0]) else None
    return None if found is None or _CONDITION.search(before, 0, found.start()) else found


_CONDITION = regex.compile(
    r"\b(?:if|when|whenever|unless|until|если|когда|пока)\b[^.,;:!?\n—–]*$|\b(?:not|\p{L}{2,8}n['’]t)\s(?:\p{L}+\s)?$",
    regex.IGNORECASE,
)


@cache
def _clause_denies() -> Sign:
    words = rf"(?:(?!{_LIMITS})[\p{{L}}'’]+\s+)"
    return sign(
        rf"\b(?:(?:{_CANNOT}|(?:unable|impossible|not (?:possible|allowed|able)|forbidden) to)\s+{words}{{1,5}}?"
        rf"|(?:нельзя|невозможно|не (?:нужн[оаы]|нужен|обязательн[оаы]))\s+{words}{{0,4}}?"
        rf"|не (?!{_LIMITS})[а-яё]+(?:[еёи]м|[её]т|ит|[еи]те|[еиё]шь|[уюая]т|ть|ся)\s+{words}{{0,4}}?"
        r"|no (?:payments?|deliver(?:y|ies)|returns?|refunds?|shipping|discounts?)"
        r"(?: (?:by|in|within|with|for|of|via))?\s+"
        r"|(?:any\w+|every\w+|nothing|all) (?:but|except)\s+|except(?: for)?\s+|apart from\s+"
        rf"|кроме\s+|за исключением\s+|что угодно,? (?:только|но) не\s+){_OPENED}",
        _BACKWARDS,
    )


_NEGATED = regex.compile(
    r"\b(?:not|no|never|cannot|except|neither|nor|impossible|\p{L}{2,8}n['’]t|не|ни|нет|нельзя|невозможно|кроме)\b",
    regex.IGNORECASE,
)
_YES_OR_NO = regex.compile(
    r"\W*(?:can|could|may|do|does|did|is|are|was|were|will|would|should|must|have|has)\b|.{0,60}?\bли\b"
    r"|\W*(?:можно|могу|правда|разве|неужели)\b",
    regex.IGNORECASE | regex.DOTALL,
)


def asks_what_is_not(prompt: str) -> bool:
    """ "Which is not a planet?": there a denial is the answer; not so where yes or no is asked."""
    return _NEGATED.search(prompt, 0, 10_000) is not None and _YES_OR_NO.match(prompt) is None


@cache
def required() -> Sign:
    """Before an answer: "can't … without the"; what can't be done without it is a must."""
    return sign(
        rf"\b(?:{_CANNOT}|{_NOT}|no|not|impossible|нельзя|невозможно|не [а-яё]+|нет)\b[^.;:!?\n]{{0,60}}"
        r"\b(?:without|без)\s+(?:(?:the|an?|your|its)\s+)?[\"'“«]?$",
        _BACKWARDS,
    )


@cache
def required_after() -> Sign:
    """Behind what stands after a "without": «Без чека вернуть нельзя»."""
    return sign(
        rf"[\"'”»]?,?\s(?:[^\s.;:!?]+\s){{0,5}}?(?:{_CANNOT}|{_NOT}|impossible|нельзя|невозможн\w+|не [а-яё]+)\b",
        regex.IGNORECASE,
    )


@cache
def supposed() -> Sign:
    """Before an answer: that it was so, or that others say so; a "but" behind it puts it aside (`yet`)."""
    return sign(
        r"\b(?:used to be|(?:many|most|some|people|they)(?: people)?(?: often| mistakenly)?"
        r" (?:say|think|believe|assume)(?: that)?(?: it(?: is|['’]s))?|it was|раньше(?: это)? был[аои]?"
        r"|(?:многие|некоторые|часто|обычно|иногда)"
        rf" (?:думают|считают|говорят|полагают),? (?:что|будто)(?: это)?)\s+{_OPENED}",
        _BACKWARDS,
    )


@cache
def yet() -> Sign:
    """Behind a supposed answer: what is so instead."""
    return sign(
        r"[\"'”»]?,\s+(?:but|however|though|yet|но|однако|хотя|а)\b[^.!?\n]{0,40}?\b(?:now|in fact|actually|really"
        r"|right|correct|true|today|теперь|сейчас|на самом деле|в действительности|правильн\w+|верн\w+)\b",
        regex.IGNORECASE,
    )


_ANOTHER = r"(?-i:(?:the )?[«\"“]?[\p{Lu}\d])"
_ANOTHER_ALONE = r"(?-i:(?:the )?[«\"“]?(?:\p{Lu}[\w'’-]*(?:\s\p{Lu}[\w'’-]*){0,2}|\d[\d.,]*)[»\"”]?\s*(?:[.!]|$))"


@cache
def taken_back() -> Sign:
    """Somewhere behind an answer: that it was a slip."""
    return sign(
        r"(?:(?:^|[.!?…—–\n]\s*)(?:(?:oh|oops|ah|hmm|ой|ах|ох),?\s+)?(?:wait(?:,|\s*[-—–…]|\s+(?:no|a (?:minute|second"
        r"|moment)|it(?: is|['’]s)))|correction[:,]|scratch that|my (?:mistake|bad)"
        r"|(?:actually, |sorry, )?i (?:was wrong|made a mistake|misspoke|meant)\b|no, (?:actually|wait|sorry)\b"
        rf"|(?:no|actually|sorry),? it(?:['’]s| is| was) {_ANOTHER}|actually, (?:no\b|the (?:correct |right )?answer)"
        rf"|поправка[:,]|вернее,|(?:я )?(?:ошиб(?:ся|лась)|оговорил(?:ся|ась))\b|стоп[,.!]"
        r"|(?:извините|простите|прошу прощения),? ошиб|нет, (?:вернее|точнее|ошиб|погоди|подожди|вс[её]-таки)"
        rf"|(?:нет|на самом деле|извините|простите|прошу прощения),? это {_ANOTHER}"
        rf"|(?:no|sorry|нет|извините|простите|прошу прощения),\s+{_ANOTHER_ALONE})"
        rf"|(?:^|[.,!?…—–\n]\s*)(?:хотя,? нет\b|(?:точнее|вернее|or rather),?\s+{_ANOTHER_ALONE}))",
        regex.IGNORECASE,
    )
