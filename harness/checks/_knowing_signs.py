"""The words by which an admission of not knowing is told: a letter for each class of them, and patterns of letters.

A sentence becomes a string with a letter a word ("I do not know" is `S.NK`), so that a pattern says which kinds of
words follow one another, and how far apart.
"""

from __future__ import annotations

from functools import cache

import regex

from harness.checks._prefilter import sign
from harness.checks.text import listed

__all__ = ["ADMITTING", "DENYING", "GUESS", "HEDGED", "OFFERING", "POINTING", "letter"]

# A word stands in one class; the star stands for any ending.
_CLASSES = {
    "S": "i i'm we we're i've we've я мы мне нам меня нас",
    "N": "not don't doesn't didn't isn't aren't wasn't weren't can't cannot couldn't haven't hasn't won't "
    "never unable nowhere "
         "neither nor не ни",
    "L": "lack lacks lacked lacking",
    "O": "no nothing insufficient нет нету отсутству* недостаточно нехватает",
    # To know, to find out: what the speaker can't do.
    "K": "know knows sure certain aware find found see determine confirm verify locate identify establish figure tell "
         "familiar знать найти определить подсказать узнать выяснить установить уточнить подтвердить назвать",
    "W": "знаю знаем вижу видим нашел нашла нашли нахожу находим уверен уверена уверены курсе осведомлен* нашлось",
    "X": "say answer сказать ответить сообщить утверждать",
    "M": "могу можем смог смогла смогли смогу сможем удалось удается берусь получилось получается готов готова готовы",
    "H": "have has had contain contains include includes hold holds possess got provide provides give gives "
         "имею имеем имеется располага* облада* владе* содерж* хватает",
    "T": "state states specify specifies says tells indicate indicates list lists disclose describe "
         "describes explain explains cite cites reveal reveals discuss discusses",
    "P": "mentioned stated specified indicated disclosed noted known said named recorded determined listed revealed "
         "указ* сказано говорится упомян* упомин* сообща* привод* приведен* назван* раскрыва* уточня* "
    "обознач* отмечен* "
         "прописан* известно известна известен известны значится оговор*",
    "Q": "given provided included shown available published confirmed described covered contained present clear "
         "описан* найден* предостав* опубликован* перечислен* определен*",
    "D": "context document documents text texts passage passages article articles page description source "
    "sources notes note "
         "materials material manual excerpt paragraph snippet контекст* документ* текст* описани* стать* источник* "
         "материал* отрыв*",
    "F": "information info data detail details indication clue idea record records evidence knowledge reference access "
         "информаци* данных данные сведени* упоминани* ответа ответ указани* подробност* понятия представления",
    "Z": "mention mentions",
    "V": "price date time number name reason amount address colour color size weight answer cause year figure fee cost "
         "цена дата время номер имя причина сумма адрес цвет размер вес стоимость срок",
    "U": "unknown unclear unspecified undisclosed uncertain неизвестн* неясн* непонятн* неведом*",
    "J": "impossible hard difficult затрудн* сложно трудно нельзя невозможно",
    "G": "possible",
    "E": "is are was were remains remain be there there's contains has have",
    "R": "about on of regarding concerning whether when for in available о об обо про по в касательно относительно",
    "I": "it that this which",
    "C": "if unless whether when once если когда пока",
    "Y": "you they customers someone вы вам они кто-то",
}  # fmt: skip

_ADMITTING = (
    r"S.{0,3}N.{0,3}[KX](?!Y)",  # I do not really know, we're not sure, I am unable to say
    r"S.{0,3}N.{0,2}H.{0,4}F",  # I don't have that information
    r"S.{0,2}[HE]O.{0,3}F",  # we have no data
    r"S.?L.{0,3}F",  # I lack details
    r"^[^NS,C]{0,2}N[^SY,]{0,2}[KX](?!Y)",  # not sure; cannot determine
    r"^[^NS,C]{0,2}O.?F",  # no idea
    r"N.{0,2}P",  # is not mentioned, не указан
    r"[DFV].{0,6}N.{0,2}Q",  # the price isn't given
    r"N.{0,2}Q.{0,4}D",  # is not shown in the text
    r"D.{0,6}N.{0,2}[TXH]",  # the text does not say
    r"I.?N[TX]",  # it doesn't specify
    r"[TX].?O.?R",  # says nothing about
    r"[HEKXW].{0,2}O.{0,2}F",  # there is no information
    r"O.{0,2}F.{0,2}[RE]",  # no mention of
    r"D.{0,5}O.{0,2}F",  # в тексте нет ответа
    r"E.{0,2}U|^.{0,2}U|SU|U(?=[^,]{0,5}$)",  # is unknown, мне неизвестно
    r"J.{0,2}[KX]|N.?G.{0,2}[KX]",  # hard to say, невозможно определить
    r"NW|NM.{0,3}[KX](?!Y)",  # не знаю, не могу сказать
    r"NH.{0,4}F|F.?NH",  # не располагаю данными
    r"O[^,S]{0,3}F|F.{0,6}O",  # нет данных, сведения отсутствуют
    r"N[^,]{0,2}F.?[EHQ]",
)
ADMITTING = regex.compile(
    "|".join(_ADMITTING).replace("[TX", "[TXZ").replace("F", "[FZ]").replace("[D[FZ]V]", "[DFZV]")
)

DENYING = regex.compile(
    r"n['’]t\b|\b(?:not?|nothing|insufficient|cannot|never|unable|nowhere|neither|nor|lack\w*|un(?:known|clear|specified|"
    r"disclosed|certain)|impossible|hard|difficult|н[еи]|нет\w?|отсутству\w+|недостаточно|нехватает|не[ияв]\w+|непонятн\w+|"
    r"затрудн\w+|сложно|трудно|нельзя|невозможно)\b",
    regex.IGNORECASE,
)
"""Without one of these a clause admits nothing; most have none."""

GUESS = sign(
    r"\b(?:probably|likely|i (?:think|believe|guess|assume|suppose|suspect)|my (?:best )?guess|presumably|"
    r"i would (?:say|guess)|i'd (?:say|guess)|наверное|наверно|вероятно|скорее всего|думаю|полагаю|предположу|"
    r"предполагаю|кажется|видимо|"
    r"должно быть)\b",
    regex.IGNORECASE,
)
HEDGED = sign(r"\b(?:exactly|precisely|for (?:sure|certain)|точно|наверняка)\b", regex.IGNORECASE)
"""Who does not know *exactly* and goes on with a "but" tells what they do know …"""
OFFERING = sign(
    r"\b(?:(?:i|we)(?:['’]ll| will| can| could)|sorry|hope|glad|happy|depends|мог\w+|можем|постара\w+|попробу\w+|"
    r"узна\w+|уточн\w+|рад[аы]?|надеюсь|извините|простите|зависит)\b",
    regex.IGNORECASE,
)
"""… unless that is what they will do, or a courtesy."""
POINTING = sign(
    r"\b(?:contact|ask|check|call|visit|write|reach|consult|help|look|refer|see|try|let (?:me|us) know|"
    r"обра(?:титесь|щайтесь)|"
    r"уточните|посмотрите|позвоните|напишите|проверьте|спросите|помо\w+|подска\w+|сообщите)\b",
    regex.IGNORECASE,
)


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    whole: dict[str, str] = {}
    begun: dict[str, str] = {}
    for kind, words in _CLASSES.items():
        for word in listed(words):
            (begun if word.endswith("*") else whole).setdefault(word.rstrip("*"), kind)
    return whole, begun


def letter(word: str) -> str:
    """The class of a folded word; a point for all the others."""
    whole, begun = _known()
    if word in whole:
        return whole[word]
    beginnings = (word[:length] for length in range(min(len(word), 10), 3, -1))
    return next((begun[begin] for begin in beginnings if begin in begun), ".")
