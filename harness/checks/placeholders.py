"""Blanks of a template that nobody filled in."""

from __future__ import annotations

from functools import cache

import regex

from harness.checks._count import Count, HowMany
from harness.checks.registry import Verdict, check
from harness.checks.text import quote

__all__ = ["placeholders"]

_CODE = regex.compile(r"```.*?(?:```|\Z)", regex.DOTALL)
_TAGS = regex.compile(
    r"</?(?:a|b|br|code|div|em|h[1-6]|hr|i|img|li|ol|p|pre|s|span|strong|sub|sup|table|td|th|tr|u|ul)\b",
    regex.IGNORECASE,
)


NONE = Count(exactly=0)


@cache
def _blank() -> regex.Pattern[str]:
    return regex.compile(
        r"\{\{[^{}\n]{1,80}\}\}|\$\{[^{}\n]{1,80}\}"
        r"|(?<![\w\]!])\[(?![ xXхХ✓✔-]?\])(?![\^\"']|\d[\d,\s–-]*\])[^\[\]\n]{0,79}\p{L}[^\[\]\n]{0,79}\](?![(\[:])"
        r"|(?<![\w{$%\"])\{\p{L}[\p{L}\p{N} _.-]{0,60}\}"
        r"|(?<!<)<(?!(?:https?:|mailto:))\p{L}[\p{L}\p{N}]*(?:[ _-][\p{L}\p{N}]+){0,8}>(?!</|>)"
        r"|(?<!\w)%(?:[sd]|\(\w{1,40}\)s)(?!\w)"
        r"|_{4,}|(?<![\w*.])[XХ]{2,}(?:[XХ]{2,}|[-:./][XХ]{2,})(?![\w*])"
        r"|(?-i:(?<![\w*.])(?:XXX|ХХХ)(?![\w*])(?! (?:\p{Lu}|лет|зим|век)))"
        r"|(?-i:(?<![\w$])\$(?:[A-ZА-ЯЁ]{2,}(?:_[A-ZА-ЯЁ]+)+|[A-ZА-ЯЁ]{6,}|NAME|USER|ORDER|PRICE|DATE|TIME|EMAIL|PHONE|CITY|ITEM"
        r"|TOTAL|SUM|ИМЯ|ФИО|ДАТА|ЦЕНА|СУММА|АДРЕС|ГОРОД)(?!\w))"
        r"|(?-i:(?<![\w%])%[A-ZА-ЯЁ]{3,}(?:_[A-ZА-ЯЁ]+)*%(?!\w))"
        r"|(?<!\w)(?:TODO|TBD|lorem ipsum|insert[ _]\w+[ _]here|(?:your|company|customer)_name)(?!\w)"
        r"|(?<!\w)(?:вставьте|впишите|укажите)[ _]\w{1,40}[ _](?:здесь|сюда)(?!\w)",
        regex.IGNORECASE,
    )


@check("placeholders")
def placeholders(text: str, count: HowMany = NONE) -> Verdict:
    r"""So many blanks of a template are left, none without `count`: a number or at_least, at_most, exactly.

    A blank is [your name], {name}, {{order}}, ${sum}, $NAME, %NAME%, <имя клиента>, %s, ____, XX-XX,
    XXX, TODO, lorem ipsum. A link's
    [text](…), a note's [1], a box [x] to tick, a masked card, HTML tags and blocks of code are none.

    Passes: {"placeholders": 0} on "Здравствуйте, Анна! См. [правила](https://shop.example) [1]."
    Passes: {"placeholders": {"count": {"at_least": 2}}} on "Dear [name], order {order_id} is packed."
    Misses: {"placeholders": 0} on "Здравствуйте, [имя клиента]!"
    Misses: {"placeholders": 0} on "Best regards,\n[Your Name]"
    """
    plain = _CODE.sub(lambda code: " " * len(code[0]), text)
    found = [blank.span() for blank in _blank().finditer(plain) if not _TAGS.match(blank[0])]
    if count.holds(len(found)):
        return Verdict(True, f"{len(found)} blanks, {count} wanted")
    shown = ", ".join(quote(text, span) for span in found[:3])
    said = f"{len(found)} blanks, {count} wanted" + (f": {shown}" if shown else "")
    return Verdict(False, said, found[0] if found else None)
