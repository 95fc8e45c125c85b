"""The conversation of `ckptgate cases approve`: a case at a time, a letter a decision, saved as it is made."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

from harness.case_files import load_cases
from harness.cases import CRITICAL, DRAFT, Case
from harness.checks import CheckError
from harness.curating.approvals import Approvals
from harness.curating.asking_once import Asked
from harness.curating.case_editing import CaseFile
from harness.curating.correcting import corrected, edited, facts_of, proposed_facts, trimmed
from harness.curating.rescoring import OfTexts, missed
from harness.curating.review_errors import errors
from harness.curating.review_words import KEYS, told
from harness.curating.yaml_lines import expectation
from harness.error_words import in_russian_words
from harness.gates import Lang
from harness.line_input import ask
from harness.reasons import reason_in
from harness.record import Answer
from harness.report.text import clip, visible
from harness.scoring import bind_case
from harness.source import SourceError

__all__ = ["Review"]

_FROM = re.compile(r"from (.+), (row|line|item) (\d+)")
_LONGEST = 4_000
_INDENT = " " * 12

_RUSSIAN_KEYS = str.maketrans("фсеьыий", "actmsbq")
"""What the keys of those letters type where the keyboard is set to Russian."""


class Review:
    """What was asked, and where the person is in it."""

    def __init__(self, asked: Sequence[Asked], approvals: Approvals, lang: Lang, vectors: OfTexts | None) -> None:
        self.asked, self.approvals, self.lang, self.vectors = list(asked), approvals, lang, vectors
        self.cases = {(a.case.file, a.case.id): a.case for a in asked}
        self.at = 0
        self.approved: set[int] = set()
        self.changed: set[int] = set()
        self.skipped: set[int] = set()

    def go(self) -> None:
        """Until the last case, `q`, or the end of what is typed."""
        try:
            self._ask()
        except KeyboardInterrupt:
            print_line("")
            self._end()
            raise
        self._end()

    def _ask(self) -> None:
        letters: dict[str, Callable[[], None]] = {
            "a": self._accept,
            "c": self._correct,
            "t": self._trim,
            "m": self._mark,
            "s": self._skip,
            "b": self._back,
        }
        shown = -1
        while self.at < len(self.asked):
            if shown != self.at:
                self._show()
                shown = self.at
            letter = ask(self._told("[a]ccept [c]orrect [t]rim to facts [m]ark critical [s]kip [b]ack [q]uit? "))
            if letter is None:
                break
            typed = letter.strip().lower()
            typed = typed.translate(_RUSSIAN_KEYS) if len(typed) == 1 else typed
            if typed == "q":
                break
            act = letters.get(typed)
            if act is None:
                if typed:
                    print_line(KEYS[self.lang])
                continue
            try:
                act()
            except (SourceError, CheckError) as e:
                why = in_russian_words(e, errors()) if self.lang == "ru" and isinstance(e, SourceError) else e
                self._say("  not taken: {}", visible(str(why)))

    @property
    def case(self) -> Case:
        """The case that is looked at, as its file has it now."""
        one = self.asked[self.at].case
        return self.cases[one.file, one.id]

    # What a letter does.

    def _accept(self) -> None:
        case = self.case
        if DRAFT in case.tags:
            file = CaseFile.open(case.file)
            file.tag(case.id, DRAFT, on=False)
            if DRAFT in file.save(case.id).tags:
                self._say(
                    "  the file's header calls all of its cases draft: take that out by hand once they are approved"
                )
            self._reread(case)
        self.approvals.add(self.case)
        self.approved.add(self.at)
        self.skipped.discard(self.at)
        self.at += 1

    def _correct(self) -> None:
        if (os.environ.get("VISUAL") or os.environ.get("EDITOR")) and sys.stdin.isatty():
            wanted = edited(self._written(), visible(f"{self.case.prompt}\n{self._answer.reply}"))
        else:
            line = ask(self._told("What is right (an answer in words, or a check: number: 31; Enter: leave it)? "))
            wanted = corrected(self._written(), line) if line and line.strip() else None
        self._write(wanted)

    def _trim(self) -> None:
        notes = CaseFile.open(self.case.file).notes(self.case.id)
        proposed = "; ".join(proposed_facts(self.case, notes))
        line = ask(
            self._told("Must-have facts: `;` between them, `|` between ways to say one [{}]: ", visible(proposed))
        )
        facts = facts_of(line.strip() or proposed) if line is not None else []
        self._write(trimmed(self._written(), facts) if facts else None)

    def _mark(self) -> None:
        file = CaseFile.open(self.case.file)
        file.tag(self.case.id, CRITICAL, on=not self.case.critical)
        self._saved(file)

    def _skip(self) -> None:
        self.skipped.add(self.at)
        self.at += 1

    def _back(self) -> None:
        self.at = max(0, self.at - 1)

    def _write(self, wanted: list[dict[str, Any]] | None) -> None:
        if wanted is None or wanted == self._written():
            self._say("  left as it is")
            return
        file = CaseFile.open(self.case.file)
        file.put(self.case.id, ("expect",), wanted)
        bind_case(file.read_back(self.case.id, wanted))
        self._saved(file)

    def _written(self) -> list[dict[str, Any]]:
        return CaseFile.open(self.case.file).expectation(self.case.id)

    def _saved(self, file: CaseFile) -> None:
        file.save(self.case.id)
        self._reread(self.case)
        self.changed.add(self.at)
        self._say("  written to {}", " · ".join([self.case.place, *self._marks()]))
        self._show_verdict()

    def _reread(self, case: Case) -> None:
        """An edit moves the lines of the cases behind it."""
        self.cases |= {(c.file, c.id): c for c in load_cases([case.file]) if (c.file, c.id) in self.cases}

    # What is shown.

    @property
    def _answer(self) -> Answer:
        answer = self.asked[self.at].result.candidate
        assert answer is not None
        return answer

    def _show(self) -> None:
        case = self.case
        where = self._told("{} of {}", self.at + 1, len(self.asked))
        print_line(f"\n── {where} ── {' · '.join([f'{case.suite}/{case.id}', case.place, *self._marks()])}")
        for document in case.context:
            self._part("document", document)
        for message in case.messages:
            self._part("customer" if message.role == "user" else "assistant", message.content)
        if notes := CaseFile.open(case.file).notes(case.id):
            self._part("note", "\n".join(map(self._note, notes)))
        self._show_verdict()

    def _note(self, line: str) -> str:
        """A comment of the case; what an import wrote there is said in the person's language."""
        if found := _FROM.fullmatch(line):
            return self._told(f"from {{}}, {found[2]} {{}}", found[1], found[3])
        answer = line.removeprefix("answer:")
        return self._told("answer:{}", answer) if answer != line else line

    def _marks(self) -> list[str]:
        return [self._told(mark) for mark in (CRITICAL, DRAFT) if mark in self.case.tags]

    def _show_verdict(self) -> None:
        """What is expected, what was said, and whether that is it by the expectation as it is now."""
        case, answer = self.case, self._answer
        self._part("expected", "\n".join(expectation({name: value}) for name, value in case.expect))
        self._part("reply", answer.reply)
        verdicts = self._verdicts()
        reasons = [reason for reason in verdicts if reason is not None]
        word = (
            f"✗ {self._told('misses')}: {reason_in(self.lang, reasons[0])}" if reasons else f"✓ {self._told('passes')}"
        )
        if len(verdicts) > 1:
            word += f" ({self._told('{} of {} replies pass', len(verdicts) - len(reasons), len(verdicts))})"
        print_line(f"  {visible(word)}")

    def _verdicts(self) -> list[str | None]:
        """By the suite's own test as long as the case is as it was asked, else by the case's checks."""
        one, answer = self.asked[self.at], self._answer
        samples = [(s.reply, None if s.passed else s.reason) for s in answer.samples]
        samples = samples or [(answer.reply, None if answer.passed else answer.reason)]
        if self.case.expect == one.case.expect:
            return [reason for _, reason in samples]
        told_now = (missed(self.case, reply, one.system, self.vectors) for reply, _ in samples)
        return ["; ".join(reason for _, reason in found) or None for found in told_now]

    def _part(self, name: str, text: str) -> None:
        start, left = clip(text, _LONGEST)
        lines = visible(start).splitlines() or [""]
        lines += [self._told("… {:more character}", left)] if left else []
        head = f"  {self._told(name)}:".ljust(len(_INDENT))
        print_line(f"\n{_INDENT}".join([f"{head}{lines[0]}", *lines[1:]]))

    def _end(self) -> None:
        counts = len(self.approved), len(self.changed), len(self.skipped - self.approved)
        left = len(self.asked) - len(self.approved | self.skipped)
        if left:
            self._say("{} approved, {} changed, {} skipped; {} left. Go on with the same command.", *counts, left)
        else:
            self._say("{} approved, {} changed, {} skipped; all were looked at.", *counts)

    def _told(self, text: str, *values: object) -> str:
        return told(text, self.lang, *values)

    def _say(self, text: str, *values: object) -> None:
        print_line(self._told(text, *values))


def print_line(text: str) -> None:
    """A line on standard output; what its encoding lacks is escaped."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
