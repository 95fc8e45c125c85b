"""What records say in English, in the reader's language: reasons of verdicts, notes, and what kept a run from one.

Russian is made when they are shown: each English template stands here beside its Russian one, a file a family. A
sentence that no template made, a team's own or another program's, stays as it is.
"""

from __future__ import annotations

from functools import cache, lru_cache

from harness.figures import Lang
from harness.reasons._sentences import told_in_parts
from harness.reasons._templates import LONGEST, Tables, Templates

__all__ = ["named_reason_in", "note_in", "reason_in"]

_NOTES = {
    " (the reply was cut at the length limit)": " (ответ обрезан по пределу длины)",
    " (nothing was generated: the prompt does not fit the model's context)": (
        " (ничего не сгенерировано: запрос не помещается в контекст модели)"
    ),
}
_ASKED, _ASKED_END = "asked as “", "”: "
_PLACES = 20
"""Ends of the other wording that are tried, the first of which a reason follows being taken."""


def reason_in(lang: Lang, reason: str) -> str:
    """The reason of a verdict in that language; several are told one by one, each as far as we know it."""
    return reason if lang == "en" or not reason else _told(reason)


def named_reason_in(lang: Lang, text: str) -> str:
    """The same of a reason behind the name of its check: `max_words: 70 words, at most 60 allowed`."""
    name, colon, reason = text.partition(": ")
    return f"{name}{colon}{reason_in(lang, reason)}"


def note_in(lang: Lang, note: str) -> str:
    """A note of a record in that language, or what kept a run from its verdict."""
    return note if lang == "en" else _of_records().told(note) or note


@lru_cache(maxsize=4096)
def _told(text: str) -> str:
    if text.startswith(_ASKED) and len(text) <= LONGEST:
        return _asked_otherwise(text)
    return told_in_parts(text, _of_verdicts(), _NOTES)


def _asked_otherwise(text: str) -> str:
    """A reason behind the wording that was asked, in which signs of its end may stand."""
    first: str | None = None
    at = text.find(_ASKED_END, len(_ASKED))
    for _ in range(_PLACES):
        if at < 0:
            break
        reason = text[at + len(_ASKED_END) :]
        wording, told = text[len(_ASKED) : at], told_in_parts(reason, _of_verdicts(), _NOTES)
        whole = f"на вопрос {_quoted(wording)}: {told}"
        if told != reason:
            return whole
        first = first if first is not None else whole
        at = text.find(_ASKED_END, at + 1)
    return first if first is not None else text


def _quoted(text: str) -> str:
    return f"“{text}”" if "«" in text or "»" in text else f"«{text}»"


@cache
def _of_verdicts() -> Templates:
    """Read on first use: a run in English needs none of it."""
    from harness.reasons import _answers, _forms, _ifeval, _json, _policy

    tables = Tables()
    for name, russian in {
        "bounds": _forms.BOUNDS,
        "complaint": _json.COMPLAINTS,
        "count": _forms.COUNTS,
        "counted": _ifeval.COUNTED,
        "doubt": _answers.DOUBTS,
        "fault": _json.FAULTS,
        "kind": _policy.KINDS,
        "language": _forms.LANGUAGES,
        "marks": _forms.MARKS,
        "markup": _forms.MARKUP,
        "personal": _policy.PERSONAL,
        "promise": _policy.PROMISES,
        "role": _policy.ROLES,
        "secret": _policy.SECRETS,
        "sense": _answers.SENSES,
        "stance": _policy.STANCES,
        "thing": _policy.THINGS,
        "unread": _json.NOT_JSON,
        "where": _json.WHERE,
    }.items():
        tables[name] = Templates(russian, tables)
    tables["place"] = Templates(_PLACE, tables)
    every = {**_forms.FORMS, **_json.JSON, **_answers.ANSWERS, **_policy.POLICY, **_ifeval.IFEVAL}
    return Templates(every, tables)


_PLACE = {"line {n} column {n2} (char {n3})": "строка {n}, столбец {n2}"}


@cache
def _of_records() -> Templates:
    from harness.reasons import _notes, _troubles

    tables = Tables()
    for name, russian in {
        "access": _troubles.ACCESS,
        "broken": _troubles.BROKEN,
        "change": _notes.CHANGES,
        "difference": _troubles.DIFFERENCES,
        "ended": _troubles.ENDED,
        "ends": _troubles.ENDS,
        "gate": _notes.GATES,
        "last": _troubles.LAST,
        "phase": _troubles.PHASES,
        "step": _troubles.STEPS,
        "suite": _notes.SUITES,
        "trouble": _troubles.TROUBLES,
        "unchecked": _notes.UNCHECKED,
        "unknown": _notes.UNKNOWN,
        "why": _notes.WHY,
    }.items():
        tables[name] = Templates(russian, tables)
    return Templates({**_notes.NOTES, **_troubles.TROUBLES, **_troubles.WITHOUT_DECISION}, tables)
