"""How long a reply is, in whatever the house counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import regex

from harness.checks._blocks import paragraphs
from harness.checks._count import Count, HowMany
from harness.checks.registry import Verdict, check
from harness.checks.text import count_words, sentences
from harness.figures import counted

__all__ = ["length"]


def _something(**bounds: Count | None) -> None:
    if not any(bounds.values()):
        raise ValueError("give chars, words, sentences, lines or paragraphs")


@check("length", validate=_something)
def length(
    text: str,
    chars: HowMany | None = None,
    words: HowMany | None = None,
    sentences: HowMany | None = None,
    lines: HowMany | None = None,
    paragraphs: HowMany | None = None,
) -> Verdict:
    r"""So many characters, words, sentences, lines or paragraphs; each a number or at_least, at_most, exactly.

    Characters are counted without those around the reply, words as in max_words; a sentence ends in . ! ? … or at the
    end of its line, «т. е.» and "e.g." aside; lines and paragraphs count where they hold a letter or a digit. A
    paragraph ends at a blank line or a divider; a heading is none, a list, a table, a block of code is one each.

    Passes: {"length": {"words": {"at_least": 3, "at_most": 9}, "sentences": 2}} on "Да, можно. Срок — 30 дней."
    Passes: {"length": {"paragraphs": {"exactly": 2}}} on "# Returns\n\nYou have 30 days.\n\n- shoes\n- bags"
    Misses: {"length": {"sentences": {"at_most": 1}}} on "Yes. Bring the receipt."
    Misses: {"length": {"chars": {"at_most": 10}}} on "Да, в течение 30 дней."
    """
    wanted = {"character": chars, "word": words, "sentence": sentences, "line": lines, "paragraph": paragraphs}
    counts = {what: _COUNTED[what](text) for what, bounds in wanted.items() if bounds is not None}
    for what, count in counts.items():
        bounds = wanted[what]
        if bounds is not None and not bounds.holds(count):
            return Verdict(False, f"{counted(count, what)}, {bounds} wanted")
    return Verdict(True, ", ".join(counted(count, what) for what, count in counts.items()))


_SAYS = regex.compile(r"[^\W_]")

_COUNTED: Mapping[str, Callable[[str], int]] = {
    "character": lambda text: len(text.strip()),
    "word": count_words,
    "sentence": lambda text: sum(_SAYS.search(text, start, end) is not None for start, end in sentences(text)),
    "line": lambda text: sum(_SAYS.search(line) is not None for line in text.split("\n") if line),
    "paragraph": lambda text: len(paragraphs(text)),
}
