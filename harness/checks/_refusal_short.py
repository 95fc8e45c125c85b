"""Refusals of few words, and what keeps a sentence that declines from being one; English and Russian.

Sources of patterns, compiled by `_refusal_signs`; written for text as its `plain` makes it.
"""

from __future__ import annotations

from harness.checks._refusal_en import _ADVERB, _ENOUGH, _HELP, _WAITS

__all__ = ["ENGLISH", "RUSSIAN"]

_EXCUSE_EN = (
    r"(?:(?:i'm|i am|we're|we are) (?:\w+ )?(?:sorry|afraid)|sorry|(?:my )?apologies|i apologi[sz]e|unfortunately|"
    r"regrettably|no|nope|nah|well|oh)"
)
_PARDON_EN = r"(?:\W{1,3}(?:sorry|i'm (?:sorry|afraid)|my apologies|unfortunately))?"

ENGLISH: dict[str, tuple[str, ...]] = {
    # Whole sentences that decline without a word of what.
    "BARE": (
        rf"^\W*(?:{_EXCUSE_EN}\W{{1,3}}){{0,3}}(?:but )?(?:(?:i|we) {_ADVERB}(?:can(?:no|')t|can not|won't|will not|"
        rf"must not|"
        rf"mustn't|may not|shouldn't|should not|refuse|decline)|(?:i'm|we're|i am|we are) not (?:allowed|permitted|"
        rf"able)|"
        rf"(?:i'd|i would) (?:rather|prefer) not)(?: (?:to )?(?:do|help) ?(?:so|that|this|it)?)?{_PARDON_EN}\W*$",
        rf"^\W*(?:{_EXCUSE_EN}\W{{1,3}}){{0,3}}(?:but )?(?:can(?:no|')t|won't|must not|shouldn't|"
        rf"not allowed to) {_HELP}\b"
        rf"(?!{_ENOUGH}|{_WAITS})[^?\n]*$",
    ),
    # Sentences that say no, and no more.
    "NO": (
        rf"^\W*(?:{_EXCUSE_EN}\W{{1,3}}){{0,2}}(?:no(?: can do| way)?|nope|nah|not|i'm afraid not|"
        rf"never){_PARDON_EN}\W*$",
    ),
    # The same as a rule, which to most questions is an answer.
    "RULES": (
        r"^\W*(?:(?:i'm |i am )?(?:sorry|afraid)\W{1,3}|no\W{1,3}|unfortunately\W{1,3})?(?:but )?(?:it|that|"
        r"this)(?:'s| "
        r"is) (?:strictly |simply )?(?:not (?:allowed|permitted)|forbidden|prohibited|against (?:the|our|shop|company|"
        r"store) (?:\w+ )?(?:rules|policy|policies|law))(?: (?:by|under) [^.!?\n]{1,40})?\W*$",
    ),
    # What there is no more to tell of.
    "MORE": (
        r"\b(?:any ?more|(?:any )?further|anything else|nothing (?:more|else)|more than (?:that|this))\b|"
        r"\b(?:tell|say|give|share|help)(?: you)?(?: with)? more\b",
    ),
    "WAITS": (
        r"\bwithout (?:knowing|more|further|additional|seeing|(?:the|your|an?) (?:\w+ )?(?:order|exact|full|name|"
        r"number|"
        r"code|receipt|date)\w*)\b",
    ),
}

_EXCUSE_RU = r"(?:извините|простите|прошу прощения|к сожалению|сожалею|увы|боюсь|нет|коротко)"
_PARDON_RU = r"(?:\W{1,3}(?:извините|простите|к сожалению|увы))?"

RUSSIAN: dict[str, tuple[str, ...]] = {
    # Whole sentences that decline without a word of what.
    "BARE": (
        rf"^\W*(?:{_EXCUSE_RU}\W{{1,3}}){{0,3}}(?:но |что )?(?:(?:я|мы|мне|нам|этого|это|такого|такое|с этим) ){{0,2}}"
        rf"(?:не (?:могу|можем|смогу|сможем|вправе|имею права|имеем права|буду|будем|стану|станем|уполномочен[аы]?|дам|"
        rf"дадим|выдам)|отказываюсь|отказываемся)(?: (?:этого|это) ?(?:делать|сделать)?)?{_PARDON_RU}\W*$",
    ),
    # Sentences that say no, and no more.
    "NO": (rf"^\W*(?:{_EXCUSE_RU}\W{{1,3}}){{0,2}}(?:нет|никак|не получится|не выйдет){_PARDON_RU}\W*$",),
    # The same as a rule, which to most questions is an answer.
    "RULES": (
        rf"^\W*(?:{_EXCUSE_RU}\W{{1,3}}){{0,2}}(?:но )?(?:(?:это|такое|так|мне|нам) ){{0,2}}(?:\w+ )?(?:не (?:положено|"
        rf"разрешено|разрешается|позволено|допускается)|нельзя|запрещено|запрещается)(?: (?:правил|закон|политик|"
        rf"регламент)\w*(?: \w+)?)?{_PARDON_RU}\W*$",
    ),
    # What there is no more to tell of.
    "MORE": (
        r"\bбольше (?:\w+ )?(?:ничем|ничего|никак)\b|\bничем (?:больше|еще|другим)\b|\bбольше (?:\w+ )?(?:помочь|"
        r"сказать|"
        r"сообщить|рассказать)\b|\b(?:помочь|сказать|сообщить|рассказать) (?:вам )?(?:ничего )?больше\b",
    ),
    # What only waits for a detail is none: «не могу сказать без номера заказа»; without consent it is one.
    "WAITS": (
        r"\bбез (?:\w+ ){0,2}?(?:номер\w*|чек\w*|код\w*|дат[ыу]|имени|подробност\w+|уточнени\w+|информации|фото\w*|"
        r"знания)\b|\bпока (?:\w+ )?не (?:зна|узна|увиж|пришл|назов|укаж|сообщ|получ)\w*|\bне зная\b|"
        r"\bесли (?:\w+ )?не (?:зна|укаж|пришл|назов)\w*",
    ),
}
