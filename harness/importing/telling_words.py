"""Words of a text that tell it from others: rare among the answers, new to the question, and of no set phrase."""

from __future__ import annotations

import re

from harness.checks._lemmas import lemmas, parses
from harness.checks._stems import STOPWORDS
from harness.checks.text import fold, listed
from harness.importing.rarity import Rarity

__all__ = ["telling_words"]

_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")
_PLAIN = listed(
    "please thank thanks hello dear customer customers need want like make take give find have been other others more "
    "most some many much very just only also well good best great usually always often here there your yours ours must "
    "should shall because through after before within without while until once still even every each both such same "
    "different various several however therefore including include includes information question answer help order "
    "able need needs using used uses provide provides important number time times things thing people person way ways "
    "cannot under unless except choose short valid special inside outside again between quite rather almost together "
    "click write compare costs that this with from they what when then them were will would there into over like "
    "ever never back down away made took come came goes gone gave keep kept look onto upon next last said says tell "
    "told know known case kind sort part else thus hence okay sure true does done about above along around whether "
    "which whose whom than though although since being those these used said must might could would "
    "and the for you our are can may not but all any new one two get use how who why its has had was via per day let "
    "see say set put yes now out off own too did due him her his she nor yet far few lot ago "
    "течение случай день раз время вид образ помощь возможность вопрос ответ человек место часть число количество "
    "момент пора сторона дело способ условие порядок сожаление основа сумма пара ряд счет пожалуйста"
)
_PHRASES = re.compile(
    r"\b(?:в течение|в случае|в связи|по причине|в виде|таким образом|с помощью|при помощи|от руки|на руки|в том числе"
    r"|в зависимости|на протяжении|по возможности|в качестве|в рамках|к сожалению|по крайней мере|за счет|за наш счет"
    r"|free of charge|in case|at least|as long as|in addition|on top|of course|for example|as well|in advance|at all"
    r"|in order to|instead of|due to|up to)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"[^,.;:!?\n]*\b(?:not|no|never|cannot|\w+n['’]t|without|except|unless|не|ни|нет|нельзя|без|кроме)\b[^,.;:!?\n]*",
    re.IGNORECASE,
)
"""A clause that denies: its words are what is not so."""
_EARLIER = 0.06
"""How much rarer a word has to be than one before it, a word: an answer says first what matters."""


def telling_words(prompt: str, text: str, rarity: Rarity, most: int) -> list[str]:
    """The words in their order, as a dictionary has them; English nouns and what may be one."""
    asked: frozenset[str] = frozenset().union(*(lemmas(word) for word in _WORD.findall(prompt)))
    text = _PHRASES.sub(lambda found: " " * len(found[0]), text.replace("ё", "е"))
    plain = _DENIED.sub(lambda found: " " * len(found[0]), text)
    return _best(asked, plain, rarity, most) or _best(asked, text, rarity, most)


def _best(asked: frozenset[str], text: str, rarity: Rarity, most: int) -> list[str]:
    best: dict[str, float] = {}
    for place, found in enumerate(_WORD.finditer(text)):
        word = found[0]
        if not rarity.tells(word):
            continue
        if (base := _noun(word)) and base not in best and lemmas(base).isdisjoint(asked):
            best[base] = rarity.of(word) - _EARLIER * place
    chosen = sorted(best, key=best.__getitem__, reverse=True)[:most]
    return [word for word in best if word in chosen]


def _noun(word: str) -> str:
    """The dictionary form of a noun, or of an English word that may be one; empty of another."""
    folded = fold(word)
    if folded in STOPWORDS or folded in _PLAIN or len(folded) > 30:
        return ""
    if folded.isascii():
        return folded if not folded.endswith(("ly", "ing", "ed")) else ""
    if not re.fullmatch(r"[а-я-]+", folded):
        return folded if len(folded) >= 5 else ""
    likely = parses(folded)[0]
    if "NOUN" not in likely.tag or (len(folded) < 4 and not likely.is_known):
        return ""
    sure = likely.is_known and not {"Name", "Surn", "Patr"} & set(likely.tag.grammemes)
    base = str(fold(likely.normal_form)) if sure else folded  # of a strange word the form may be none
    return "" if base in _PLAIN else base
