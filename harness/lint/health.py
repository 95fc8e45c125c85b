"""Rows that would train nothing, or the wrong thing, whatever they say: roles, emptiness, tokens, damage, secrets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import ClassVar

from harness.checks.secrets import find_secrets
from harness.lint._damage import damage
from harness.lint._quoted import piece, quote
from harness.lint._said import said
from harness.lint._stopgaps import is_stopgap, may_be_stopgap
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.lints import About
from harness.lint.rows import Row

__all__ = ["Health", "Truncation"]

ROLES = Rule(
    "role-order",
    "error",
    "Messages out of order: an unknown role, no assistant at the end, two turns of one role, a system prompt inside.",
    "Put the system prompt first, then user and assistant in turns, the assistant last: that answer is what is learnt.",
)
EMPTY = Rule(
    "empty-answer",
    "error",
    "A question or an answer without a letter or a digit; a placeholder in an answer's place (TODO, [deleted]).",
    "Write it or take the row out: an empty answer teaches to say nothing.",
)
TOKENS = Rule(
    "special-token",
    "error",
    "A special token of some chat template stands in the text (<|im_end|>, </s>, [INST], <think>).",
    "Take it out: the template writes such tokens; in a text they end turns where none end.",
)
SECRET = Rule(
    "secret-in-data",
    "error",
    "A key, a password or a token stands in the data.",
    "Revoke it and take it out: what was trained on can be asked back.",
)
DAMAGE = Rule(
    "encoding-damage",
    "warning",
    "Text that was read in a wrong encoding (Ð¡Ð¿Ð°, Ã©), lost characters (U+FFFD, ????), or has escapes (&amp;quot;).",
    "Read the source again in its own encoding (UTF-8, Windows-1251), and unescape what is HTML or JSON.",
)
LANGUAGES = Rule(
    "mixed-languages",
    "warning",
    "Answers in another script than their questions, or with a sentence in it, where most rows keep to one.",
    "Answer in the language of the question, or say so in the system prompt.",
)
TRUNCATED = Rule(
    "truncated-answer",
    "warning",
    "Answers that break off in mid-sentence, or leave a code fence open, where nearly all others end properly.",
    "Complete them: a model learns to break off as well.",
)

_TURNS = {"user": "the question", "assistant": "the answer", "system": "the system prompt"}
_KNOWN = ("system", "user", "assistant")
_TOKEN = re.compile(
    r"<\|[\w ]{2,40}\|>|</?s>|\[/?INST\]|<</?SYS>>|</?think>|<(?:start|end)_of_(?:turn|utterance)>|"
    r"<(?:bos|eos|pad|unk|mask)>|<extra_id_\d{1,2}>|<0x[0-9A-F]{2}>|\[(?:CLS|SEP|MASK|PAD|UNK|BOS|EOS|TOOL_CALLS)\]|"
    r"<｜[^｜\n]{2,30}｜>|###\s?(?:Instruction|Response|Human|Assistant):|"
    r"\n\n(?:Human|Assistant): |\n(?:USER|ASSISTANT): |\n(?:Пользователь|User): [^\n]*\n+(?:Ассистент|Assistant): "
)
_TOKEN_SIGNS = ("<", "[", "#", "\n\nHuman", "\n\nAssistant", "\nUSER", "\nASSISTANT", "\nUser", "\nПользователь")
_LETTER = re.compile(r"\w")
_CYRILLIC, _LATIN = re.compile(r"[а-яё]", re.IGNORECASE), re.compile(r"[a-z]", re.IGNORECASE)
_READ = 20_000
"""Characters of a text that are looked through."""
_MIXED_SHARE = 0.05
_MOST_STOPGAPS = 10_000
_SENTENCE = 4
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
_ASIDE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|«[^«»\n]{0,500}»|“[^“”\n]{0,500}”|\"[^\"\n]{0,500}\"", re.DOTALL)
_ENDS = re.compile(r"[.!?…:;)\]}\"'»”’`*|>]\W*$|[\U0001f300-\U0001faff]\W*$")
_OPEN_LINE = re.compile(r"\n[ \t]*(?:[-*•]|\d+[.)])[^\n]*$|^[^\n]{0,40}$")


class Health:
    """What a row shows by itself, and the languages of all."""

    rules: ClassVar[tuple[Rule, ...]] = (ROLES, EMPTY, TOKENS, SECRET, DAMAGE, LANGUAGES)

    def __init__(self, about: About) -> None:
        self._rows = self._asked = 0
        self._mixed: list[Place] = []
        self._mixed_rows = 0
        self._stopgaps: list[Place] = []

    def see(self, row: Row) -> Iterator[Finding]:
        """The row's own mistakes."""
        if row.form == "chat" and (wrong := _order([*(turn.role for turn in row.turns), row.answered_by])):
            yield Finding(rule=ROLES, message=wrong, places=(place(row, row.prompt),))
        texts = [
            *(turn.content for turn in row.turns),
            row.answer,
            *([row.rejected] if row.rejected is not None else []),
        ]
        empty = next((i for i, text in enumerate(texts) if _LETTER.search(text) is None), None)
        if empty is not None:
            yield Finding(rule=EMPTY, message=_empty(row, empty, texts[empty]), places=(place(row, row.prompt),))
        elif is_stopgap(row.answer):
            yield _no_answer(place(row, row.answer))
        elif may_be_stopgap(row.answer) and len(self._stopgaps) < _MOST_STOPGAPS:
            self._stopgaps.append(place(row, row.answer))
        self._rows += 1
        for text in texts:
            yield from self._of_text(text[:_READ], row)
        self._count_languages(row)

    def _of_text(self, text: str, row: Row) -> Iterator[Finding]:
        if any(sign in text for sign in _TOKEN_SIGNS) and (token := _TOKEN.search(text)):
            near = piece(text, max(0, token.start() - 30), token.end() + 30)
            yield Finding(
                rule=TOKENS,
                message=said("{token} stands in the text", token=quote(token[0])),
                places=(place(row, near),),
            )
        for what, (start, end) in damage(text):
            near = piece(text, max(0, start - 20), end + 20)
            yield Finding(
                rule=DAMAGE,
                message=said("{text} {what}", text=quote(near), what=said(what)),
                places=(place(row, near),),
            )
        secret = next(iter(find_secrets(text)), None)
        if secret is not None:
            yield Finding(
                rule=SECRET, message=said("{what} stands in the data", what=said(secret.kind)), places=(place(row),)
            )

    def _count_languages(self, row: Row) -> None:
        if not row.prompt:
            return
        self._asked += 1
        asked, answered = _script(row.prompt[:_READ]), _script(row.answer[:_READ])
        if asked and (answered not in (asked, "") or _other_sentence(row.answer[:_READ], asked)):
            self._mixed_rows += 1
            if len(self._mixed) < 8:
                self._mixed.append(place(row, row.answer))

    def end(self) -> Iterator[Finding]:
        """Rows in two languages, and each answer like "N/A", where they are few: many are meant so."""
        said_by = Counter(one.quoted.casefold() for one in self._stopgaps)
        for one in self._stopgaps:
            if said_by[one.quoted.casefold()] <= max(1, _MIXED_SHARE * self._rows):
                yield _no_answer(one)
        if 0 < self._mixed_rows <= max(1, _MIXED_SHARE * self._asked):
            yield Finding(
                rule=LANGUAGES,
                message=said(
                    "{n:answer is in another script than its question, or has|answers are in another script than "
                    "their questions, or have} a sentence in it",
                    n=self._mixed_rows,
                ),
                places=tuple(self._mixed),
                rows=self._mixed_rows,
            )


def _order(roles: list[str]) -> str:
    if unknown := next((role for role in roles if role not in _KNOWN and role != "tool"), ""):
        return said("the role {role} is none of system, user and assistant", role=quote(unknown))
    if roles[-1] != "assistant":
        return said("the last message is the {role}'s: nothing is learnt from the row", role=roles[-1])
    turns = [role for role in (roles[1:] if roles[0] == "system" else roles) if role != "tool"]
    if "system" in turns:
        return said("a system prompt stands inside the conversation")
    if turns[0] == "assistant":
        return said("the conversation begins with the assistant")
    twice = next((a for a, b in pairwise(turns) if a == b), "")
    return said("two messages of the {role} in a row", role=twice) if twice and "tool" not in roles else ""


def _empty(row: Row, at: int, text: str) -> str:
    """Which of a row's texts says nothing: the turns in order, the answer, the rejected one."""
    if at < len(row.turns):
        which = said(_TURNS.get(row.turns[at].role, "the message"))
        if len(row.turns) > 1:
            which = said("{which} (message {at})", which=which, at=at + 1)
    elif at == len(row.turns):
        which = said({"document": "the text", "preference": "the chosen answer"}.get(row.form, "the answer"))
    else:
        which = said("the rejected answer")
    if text.strip():
        return said("{which} has no letter and no digit: {text}", which=which, text=quote(text))
    return said("{which} is empty", which=which)


def _no_answer(where: Place) -> Finding:
    return Finding(rule=EMPTY, message=said("{text} is no answer", text=quote(where.quoted)), places=(where,))


def _other_sentence(answer: str, asked: str) -> bool:
    """Whether a whole sentence of an answer, of four words and more, is in the other script; code and quotes aside."""
    own, other = (_CYRILLIC, _LATIN) if asked == "ru" else (_LATIN, _CYRILLIC)
    if other.search(answer) is None:
        return False
    plain = _ASIDE.sub(" ", answer)
    return any(
        len(sentence.split()) >= _SENTENCE and own.search(sentence) is None and other.search(sentence) is not None
        for sentence in _SENTENCES.split(plain)
    )


def _script(text: str) -> str:
    """`ru` or `en` where nearly all letters are of that script, else nothing."""
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic + latin < 12:
        return ""
    return "ru" if latin * 9 < cyrillic else "en" if cyrillic * 9 < latin else ""


class Truncation:
    """Answers that break off, where at least nine of ten of the longer ones end properly."""

    rules: ClassVar[tuple[Rule, ...]] = (TRUNCATED,)

    def __init__(self, about: About) -> None:
        self._long = self._rows = 0
        self._places: list[Place] = []

    def see(self, row: Row) -> Iterable[Finding]:
        """Count long answers and those that do not end."""
        answer = row.answer.rstrip()
        fence = answer.count("```") % 2 == 1
        if row.form == "document" or (len(answer) < 40 and not fence):
            return ()
        self._long += 1
        tail = answer[-200:]
        if fence or (not _ENDS.search(tail) and not _OPEN_LINE.search(tail)):
            self._rows += 1
            if len(self._places) < 8:
                self._places.append(place(row, piece(answer, max(0, len(answer) - 80), len(answer))))
        return ()

    def end(self) -> Iterator[Finding]:
        """One finding for all of them."""
        if self._rows and self._rows <= 0.1 * self._long:
            yield Finding(
                rule=TRUNCATED,
                message=said(
                    "{n:answer breaks off|answers break off} (of {of} long ones)", n=self._rows, of=self._long
                ),
                places=tuple(self._places),
                rows=self._rows,
            )
