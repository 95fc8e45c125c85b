"""How a reply begins and ends, and what its parts are."""

from __future__ import annotations

from typing import Annotated

import regex
from annotated_types import Ge, MinLen

from harness.checks._blocks import paragraphs
from harness.checks._count import Count
from harness.checks.registry import Verdict, check
from harness.checks.text import Phrase, Words, fold, quote
from harness.figures import counted

__all__ = ["ends_with", "parts", "postscript", "starts_with", "wrapped_in"]

Phrases = Annotated[list[Annotated[Phrase, MinLen(1)]], MinLen(1)]

_ROOM = 4
"""How many characters of a reply are read for one of the phrase: it may be spread by Markdown and spaces."""
_LEAST_READ = 1_000
"""So many are read for any phrase: the words of most replies, which other checks have read too."""


@check("starts_with")
def starts_with(text: str, any_of: Phrases, paragraph: Annotated[int, Ge(1)] = 1) -> Verdict:
    r"""The reply, or its n-th paragraph, begins with one of these words or phrases.

    Case, ё/е, punctuation and Markdown make no difference; words are whole. What holds no letter ("{", "<<") is taken
    as it is. A paragraph is what `length` counts as one, except that a heading at its top is skipped.

    Passes: {"starts_with": ["Здравствуйте", "Добрый день"]} on "**Добрый день!** Ваш заказ собран."
    Passes: {"starts_with": {"any_of": ["However"], "paragraph": 2}} on "Yes.\n\nHowever, bring the receipt."
    Misses: {"starts_with": ["Yes", "No"]} on "Nothing is lost."
    Misses: {"starts_with": ["Да"]} on "Нет, нельзя."
    """
    found = paragraphs(text) if paragraph > 1 else [(0, len(text))]
    if paragraph > len(found):
        return Verdict(False, f"{counted(len(found), 'paragraph')}, so no paragraph {paragraph}")
    start, end = found[paragraph - 1]
    for phrase in any_of:
        wanted = Words.of(phrase).words
        piece = text[start : min(end, start + max(_LEAST_READ, _ROOM * len(phrase) + 200))]
        words = Words.of(piece.replace("_", " "))
        if wanted and words.words[: len(wanted)] == wanted:
            span = words.span(0, len(wanted) - 1)
            return Verdict(True, f"begins with {quote(piece, span)}", (start + span[0], start + span[1]))
        if not wanted and piece.lstrip().startswith(phrase.strip()):
            return Verdict(True, f"begins with {quote(phrase)}")
    return Verdict(False, f"begins with {quote(text, (start, min(end, start + 60)))}, not {_either(any_of)}")


@check("ends_with")
def ends_with(text: str, any_of: Phrases) -> Verdict:
    r"""The reply ends with one of these words or phrases; nothing but signs and Markdown follows.

    Case, ё/е and punctuation make no difference; words are whole. What holds no letter ("?", "```") is taken as it is.

    Passes: {"ends_with": ["Чем ещё могу помочь?"]} on "Готово! **Чем еще могу помочь?** 🙂"
    Passes: {"ends_with": ["?"]} on "Shall I cancel it?"
    Misses: {"ends_with": ["Thank you"]} on "Thank you for your order."
    """
    for phrase in any_of:
        wanted = Words.of(phrase).words
        start = max(0, len(text) - max(_LEAST_READ, _ROOM * len(phrase) + 200))
        words = Words.of(text[start:].replace("_", " "))
        if wanted and words.words[-len(wanted) :] == wanted:
            first, last = words.span(len(words.words) - len(wanted), len(words.words) - 1)
            return Verdict(
                True, f"ends with {quote(text, (start + first, start + last))}", (start + first, start + last)
            )
        if not wanted and text.rstrip().endswith(phrase.strip()):
            return Verdict(True, f"ends with {quote(phrase)}")
    return Verdict(False, f"ends with {quote(text.rstrip()[-60:])}, not {_either(any_of)}")


def _either(phrases: list[str]) -> str:
    return " or ".join(map(quote, phrases))


@check("wrapped_in")
def wrapped_in(text: str, any_of: Annotated[list[Annotated[str, MinLen(2)]], MinLen(1)]) -> Verdict:
    r"""The whole reply stands between two signs: quotes ("«»"), brackets ("[]"), a fence ("``````").

    Each of `any_of` is the opening sign and the closing one, a half each.

    Passes: {"wrapped_in": ["«»", "\"\""]} on "«Возврат бесплатный.»"
    Misses: {"wrapped_in": ["\"\""]} on "\"Yes\", we said."
    """
    bare = text.strip()
    for pair in any_of:
        opening, closing = pair[: len(pair) // 2], pair[len(pair) // 2 :]
        if len(bare) >= len(pair) and bare.startswith(opening) and bare.endswith(closing):
            return Verdict(True, f"wrapped in {pair}")
    return Verdict(False, f"{quote(bare[:40])} to {quote(bare[-40:])} is not wrapped in {' or '.join(any_of)}")


_POSTSCRIPT = regex.compile(
    r"^[ \t*_#>]*(?:P\.?[ \t]?(?:P\.?[ \t]?)?S(?:\.|\b)|З\.?[ \t]?Ы(?:\.|\b)|П\.[ \t]?С\.|Постскриптум|Postscript)"
    r"[ \t:.*_—–-]*(?P<body>.*)",
    regex.IGNORECASE | regex.MULTILINE,
)


@check("postscript")
def postscript(text: str, marker: str = "") -> Verdict:
    r"""A postscript stands at the end: a line that begins with its mark, with a text, in the last quarter of the lines.

    Without `marker` P.S., P.P.S., PS, «З.Ы.», «Постскриптум» are marks.

    Passes: {"postscript": {}} on "Заказ собран.\n\nP. S. Чек внутри."
    Misses: {"postscript": {"marker": "P.P.S."}} on "Done.\n\nP.S. The receipt is inside."
    """
    found = list(_POSTSCRIPT.finditer(text))
    wanted = fold(marker).replace(" ", "")
    marked = [m for m in found if not wanted or fold(m[0]).replace(" ", "").lstrip("*_#>").startswith(wanted)]
    if not marked:
        return Verdict(False, f"no postscript {marker}".rstrip())
    last = marked[-1]
    if not _says(last["body"]) and not _says(text[last.end() : last.end() + 200]):
        return Verdict(False, "nothing stands after the postscript's mark", last.span())
    before, after = text[: last.start()].count("\n"), text[last.end() :].rstrip().count("\n")
    if after > max(3, before // 3):
        return Verdict(False, f"{after} lines follow {quote(text, last.span())}", last.span())
    return Verdict(True, f"ends with {quote(text, last.span())}", last.span())


def _says(piece: str) -> bool:
    return any(letter.isalnum() for letter in piece)


def _counted(
    by: str,
    at_least: int | None = None,
    at_most: int | None = None,
    exactly: int | None = None,
    different: bool = False,
) -> None:
    Count(at_least=at_least, at_most=at_most, exactly=exactly)


@check("parts", validate=_counted)
def parts(
    text: str,
    by: Annotated[str, MinLen(1)],
    at_least: int | None = None,
    at_most: int | None = None,
    exactly: int | None = None,
    different: bool = False,
) -> Verdict:
    r"""The reply is of so many parts with this divider between them, none of them empty.

    `by`: the divider as it is written ("***", "---"); one at the very beginning or end is fine. How many: at_least,
    at_most or exactly. `different`: no two parts say the same.

    Passes: {"parts": {"by": "***", "exactly": 2}} on "Да, можно.\n***\nНет, нельзя."
    Misses: {"parts": {"by": "******", "exactly": 2, "different": true}} on "Yes.\n******\nYes."
    Misses: {"parts": {"by": "---", "at_least": 2}} on "Yes."
    """
    bounds = Count(at_least=at_least, at_most=at_most, exactly=exactly)
    pieces = [piece.strip() for piece in text.split(by)]
    if not all(pieces[1:-1]):
        return Verdict(False, f"nothing stands between two dividers {by}")
    said = [piece for piece in pieces if piece]
    if different and len(set(map(fold, said))) < len(said):
        return Verdict(False, f"two parts between {by} are the same")
    return Verdict(bounds.holds(len(said)), f"{counted(len(said), 'part')} between {by}, {bounds} wanted")
