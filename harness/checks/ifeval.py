"""The 25 kinds of instruction of IFEval (Zhou et al. 2023, arXiv:2311.07911), each judged as its program judges it.

For comparing a checkpoint with published figures. A case that says what the house wants is better served by the checks
that people read (`length`, `markdown`, `occurs`, …): IFEval takes "**" for two highlights and "Mr. X" for a sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from harness.checks._language import LANGUAGES, judge_language
from harness.checks._punkt import capital_words, count_sentences, count_word_runs
from harness.checks.registry import Verdict, check
from harness.checks.text import quote
from harness.figures import counted

__all__ = ["ifeval"]

_RELATIONS = {"less than": int.__lt__, "at least": int.__ge__}
_ANSWERS = re.compile(
    r"My answer is (?:yes|no|maybe)\.|Мой ответ(?:\s*[:—–-])?\s+(?:да|нет|возможно|может быть)\.", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"\[[^\]\n]*\]")
_BULLET = re.compile(r"^[^\S\n]*(?:\*[^*].*|-.*)$", re.MULTILINE)
_BOLD = re.compile(r"\*\*([^\n*]*)\*\*")
_MARKED = re.compile(r"\*([^\n*]*)\*")
_DIVIDER = re.compile(r"\s?\*\*\*\s?")
_POSTSCRIPTS = {"P.P.S": r"p\.\s?p\.\s?s", "P.S.": r"p\.\s?s\."}


class Instruction(NamedTuple):
    """One kind of instruction: the arguments it needs, and what says whether a reply follows it, and why."""

    needs: Mapping[str, type]
    follows: Callable[..., tuple[bool, str]]


def _known(instruction: str, kwargs: dict[str, Any] = {}, loose: bool = False) -> None:  # noqa: B006 - never changed
    name = _name(instruction)
    if name not in INSTRUCTIONS:
        raise ValueError(f"no instruction of IFEval: {instruction!r}; known: {', '.join(sorted(INSTRUCTIONS))}")
    needs, given = INSTRUCTIONS[name].needs, _given(kwargs)
    if odd := set(given) - set(needs):
        raise ValueError(f"{name} takes {', '.join(needs) or 'no kwargs'}, not {', '.join(sorted(odd))}")
    for key, kind in needs.items():
        if not isinstance(given.get(key), kind) or isinstance(given.get(key), bool) or not given.get(key):
            raise ValueError(f"{name} needs {key}, a {kind.__name__}")
        if key.endswith("relation") and given[key] not in _RELATIONS:
            raise ValueError(f"{key} is one of {', '.join(_RELATIONS)}")
    if given.get("language", "en") not in LANGUAGES:
        raise ValueError(f"no known language: {given['language']}; known: {', '.join(LANGUAGES)}")
    if len(given.get("letter", "a")) > 1:
        raise ValueError(f"letter is one letter, not {given['letter']!r}")


@check("ifeval", validate=_known)
def ifeval(
    text: str,
    instruction: str,
    kwargs: dict[str, Any] = {},  # noqa: B006 - never changed
    loose: bool = False,
) -> Verdict:
    r"""An instruction of IFEval is followed, by the verdict of IFEval's own program.

    `instruction` and `kwargs` are a row's `instruction_id_list` and `kwargs`. `loose` passes what would pass without
    its first line, its last line, both, or its asterisks. Russian replies are judged alike, ё being е: letters, words
    and case are Unicode's, «…» wraps as "…" does, and «Мой ответ — да.» answers as "My answer is yes." does. Two
    departures: the language is told by our own detector, and a letter that is none (#) is counted, not replaced by
    one drawn at random.

    Passes: {"ifeval": {"instruction": "punctuation:no_comma"}} on "Yes. You have 30 days."
    Passes: {"ifeval": {"instruction": "keywords:frequency", "kwargs": {"keyword": "счёт", "frequency": 2,
             "relation": "at least"}}} on "Счет выставлен. Оплатите счёт сегодня."
    Misses: {"ifeval": {"instruction": "length_constraints:number_words", "kwargs": {"relation": "at least",
             "num_words": 5}}} on "We open at nine."
    Misses: {"ifeval": {"instruction": "startend:quotation"}} on "Да, можно."
    """
    rule, given = INSTRUCTIONS[_name(instruction)], _given(kwargs)
    reason = "an empty reply follows nothing"
    for reply in _loosely(text) if loose else [text]:
        if reply.strip():
            followed, why = rule.follows(reply, **given)
            if followed or reply is text:
                reason = why
            if followed:
                return Verdict(True, reason)
    return Verdict(False, reason)


def _name(instruction: str) -> str:
    return ":".join(instruction.split(":")[-2:])


def _given(kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments that are there: the published rows name all of them, most as null."""
    return {key: value for key, value in kwargs.items() if value is not None}


def _loosely(text: str) -> Iterator[str]:
    """The reply and what is left of it without its first line, its last, both; each with and without asterisks."""
    lines = text.split("\n")
    whole = [text, *("\n".join(some).strip() for some in (lines[1:], lines[:-1], lines[1:-1]))]
    yield from dict.fromkeys([*whole, *(reply.replace("*", "") for reply in whole)])


def _compared(count: int, what: str, relation: str, wanted: int) -> tuple[bool, str]:
    return _RELATIONS[relation](count, wanted), f"{count} {what}, {relation} {wanted} wanted"


def _alike(text: str) -> str:
    return text.lower().replace("ё", "е")


def _occurrences(text: str, keyword: str) -> int:
    # The reference takes a keyword for a pattern; in the published rows none holds a sign that means something in one.
    return len(re.findall(re.escape(_alike(keyword.strip())), _alike(text)))


def _existence(text: str, keywords: list[str]) -> tuple[bool, str]:
    missing = [word for word in keywords if not _occurrences(text, word)]
    return not missing, f"missing: {', '.join(map(quote, missing))}" if missing else "every keyword is there"


def _frequency(text: str, keyword: str, frequency: int, relation: str) -> tuple[bool, str]:
    return _compared(_occurrences(text, keyword), f"times {quote(keyword)}", relation, frequency)


def _forbidden(text: str, forbidden_words: list[str]) -> tuple[bool, str]:
    said = [word for word in forbidden_words if re.search(rf"\b{re.escape(_alike(word))}\b", _alike(text))]
    return not said, f"said: {', '.join(map(quote, said))}" if said else "no forbidden word is said"


def _letters(text: str, letter: str, let_frequency: int, let_relation: str) -> tuple[bool, str]:
    return _compared(_alike(text).count(_alike(letter)), f"times {quote(letter)}", let_relation, let_frequency)


def _language(text: str, language: str) -> tuple[bool, str]:
    if not any(letter.isalpha() for letter in text):
        return True, "no letters to tell a language by"
    verdict = judge_language(text, language)
    return verdict.passed, verdict.reason


def _sentences(text: str, num_sentences: int, relation: str) -> tuple[bool, str]:
    return _compared(count_sentences(text), "sentences", relation, num_sentences)


def _words(text: str, num_words: int, relation: str) -> tuple[bool, str]:
    return _compared(count_word_runs(text), "words", relation, num_words)


def _paragraphs(text: str, num_paragraphs: int) -> tuple[bool, str]:
    parts = _DIVIDER.split(text)
    inner = [part.strip() for part in parts[1:-1]]
    if not all(inner):
        return False, "nothing stands between two dividers ***"
    count = len(parts) - sum(not part.strip() for part in {0: parts[0], len(parts) - 1: parts[-1]}.values())
    return count == num_paragraphs, f"{counted(count, 'paragraph')} between ***, {num_paragraphs} wanted"


def _first_word(text: str, num_paragraphs: int, nth_paragraph: int, first_word: str) -> tuple[bool, str]:
    parts = text.split("\n\n")
    count = sum(bool(part.strip()) for part in parts)
    if nth_paragraph > count or not parts[nth_paragraph - 1].strip():
        return False, f"there is no paragraph {nth_paragraph}"
    word = re.split(r"[.,?!'\"]", parts[nth_paragraph - 1].split()[0].lstrip("'").lstrip('"'))[0]
    same = _alike(word) == _alike(first_word)
    return same and count == num_paragraphs, f"paragraph {nth_paragraph} of {count} begins with {quote(word)}"


def _placeholders(text: str, num_placeholders: int) -> tuple[bool, str]:
    return _compared(len(_PLACEHOLDER.findall(text)), "placeholders", "at least", num_placeholders)


def _postscript(text: str, postscript_marker: str) -> tuple[bool, str]:
    marker = postscript_marker.strip()
    found = re.search(_POSTSCRIPTS.get(marker) or re.escape(_alike(marker)), _alike(text)) is not None
    return found, f"{marker} {'is' if found else 'is not'} there"


def _bullets(text: str, num_bullets: int) -> tuple[bool, str]:
    count = len(_BULLET.findall(text))
    return count == num_bullets, f"{counted(count, 'bullet')}, {num_bullets} wanted"


def _answers(text: str) -> tuple[bool, str]:
    found = _ANSWERS.search(text)
    english = found and found[0].isascii()
    exact = found and (not english or found[0] in ("My answer is yes.", "My answer is no.", "My answer is maybe."))
    return bool(exact), quote(found[0]) if found else "none of the options is said"


def _highlights(text: str, num_highlights: int) -> tuple[bool, str]:
    # A bold piece counts twice where asterisks pair up so; the program's own way.
    count = sum(bool(found.strip()) for pattern in (_MARKED, _BOLD) for found in pattern.findall(text))
    return _compared(count, "highlights", "at least", num_highlights)


def _sections(text: str, section_spliter: str, num_sections: int) -> tuple[bool, str]:
    count = len(re.findall(re.escape(section_spliter.strip()) + r"\s?\d+", text))
    return _compared(count, f"sections {quote(section_spliter)}", "at least", num_sections)


def _json(text: str) -> tuple[bool, str]:
    bare = text.strip()
    for fence in ("```json", "```Json", "```JSON", "```"):
        bare = bare.removeprefix(fence)
    try:
        json.loads(bare.removesuffix("```").strip())
    except (ValueError, RecursionError) as e:
        return False, f"not JSON: {e}"
    return True, "the whole reply is JSON"


def _title(text: str) -> tuple[bool, str]:
    for line in text.split("\n"):
        start, end = line.find("<<"), line.rfind(">>")
        if end >= start + 3 > 2 and line[start:end].lstrip("<").rstrip(">").strip():
            return True, f"the title is {quote(line[start : end + 2])}"
    return False, "no title in <<…>>"


def _two(text: str) -> tuple[bool, str]:
    parts = [part.strip() for part in text.split("******")]
    if not all(parts[1:-1]):
        return False, "nothing stands between two dividers ******"
    said = [part for part in parts if part]
    return len(said) == 2 and said[0] != said[1], f"{counted(len(said), 'response')}, {len(set(said))} different"


def _repeats(text: str, prompt_to_repeat: str) -> tuple[bool, str]:
    begins = text.strip().lower().startswith(prompt_to_repeat.strip().lower())
    return begins, f"the reply {'begins' if begins else 'does not begin'} with the request"


def _ends(text: str, end_phrase: str) -> tuple[bool, str]:
    ends = _alike(text.strip().strip('"')).endswith(_alike(end_phrase.strip()))
    return ends, f"the reply {'ends' if ends else 'does not end'} with {quote(end_phrase)}"


def _capitals(text: str) -> tuple[bool, str]:
    return _cased(text, text.isupper(), "capital")


def _smalls(text: str) -> tuple[bool, str]:
    return _cased(text, text.islower(), "small")


def _cased(text: str, right: bool, letters: str) -> tuple[bool, str]:
    if not right:
        return False, f"not all in {letters} letters"
    english = judge_language(text.lower(), "en")
    return english.passed or judge_language(text.lower(), "ru").passed, f"all in {letters} letters; {english.reason}"


def _capital_words(text: str, capital_frequency: int, capital_relation: str) -> tuple[bool, str]:
    return _compared(capital_words(text), "words in capitals", capital_relation, capital_frequency)


def _no_comma(text: str) -> tuple[bool, str]:
    return "," not in text, f"{text.count(',')} commas"


def _quoted(text: str) -> tuple[bool, str]:
    bare = text.strip()
    wrapped = len(bare) > 1 and (bare[0], bare[-1]) in (('"', '"'), ("«", "»"))
    return wrapped, f"the reply {'is' if wrapped else 'is not'} wrapped in quotation marks"


INSTRUCTIONS: Mapping[str, Instruction] = {
    "keywords:existence": Instruction({"keywords": list}, _existence),
    "keywords:frequency": Instruction({"keyword": str, "frequency": int, "relation": str}, _frequency),
    "keywords:forbidden_words": Instruction({"forbidden_words": list}, _forbidden),
    "keywords:letter_frequency": Instruction({"letter": str, "let_frequency": int, "let_relation": str}, _letters),
    "language:response_language": Instruction({"language": str}, _language),
    "length_constraints:number_sentences": Instruction({"num_sentences": int, "relation": str}, _sentences),
    "length_constraints:number_paragraphs": Instruction({"num_paragraphs": int}, _paragraphs),
    "length_constraints:number_words": Instruction({"num_words": int, "relation": str}, _words),
    "length_constraints:nth_paragraph_first_word": Instruction(
        {"num_paragraphs": int, "nth_paragraph": int, "first_word": str}, _first_word
    ),
    "detectable_content:number_placeholders": Instruction({"num_placeholders": int}, _placeholders),
    "detectable_content:postscript": Instruction({"postscript_marker": str}, _postscript),
    "detectable_format:number_bullet_lists": Instruction({"num_bullets": int}, _bullets),
    "detectable_format:constrained_response": Instruction({}, _answers),
    "detectable_format:number_highlighted_sections": Instruction({"num_highlights": int}, _highlights),
    "detectable_format:multiple_sections": Instruction({"section_spliter": str, "num_sections": int}, _sections),
    "detectable_format:json_format": Instruction({}, _json),
    "detectable_format:title": Instruction({}, _title),
    "combination:two_responses": Instruction({}, _two),
    "combination:repeat_prompt": Instruction({"prompt_to_repeat": str}, _repeats),
    "startend:end_checker": Instruction({"end_phrase": str}, _ends),
    "change_case:capital_word_frequency": Instruction(
        {"capital_frequency": int, "capital_relation": str}, _capital_words
    ),
    "change_case:english_capital": Instruction({}, _capitals),
    "change_case:english_lowercase": Instruction({}, _smalls),
    "punctuation:no_comma": Instruction({}, _no_comma),
    "startend:quotation": Instruction({}, _quoted),
}
