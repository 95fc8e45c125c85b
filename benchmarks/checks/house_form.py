"""IFEval's instructions written in the checks that a house would use, which count as people do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["written"]

Kwargs = Mapping[str, Any]


def _bounds(relation: str, wanted: int) -> dict[str, int]:
    return {"at_least": wanted} if relation == "at least" else {"at_most": wanted - 1}


def _length(what: str) -> Callable[[Kwargs], tuple[str, Any]]:
    return lambda k: ("length", {what: _bounds(k["relation"], k[f"num_{what}"])})


_WRITTEN: Mapping[str, Callable[[Kwargs], tuple[str, Any]]] = {
    "keywords:existence": lambda k: ("mentions", {"all_of": k["keywords"]}),
    "keywords:frequency": lambda k: (
        "occurs",
        {"word": k["keyword"], "forms": "any", **_bounds(k["relation"], k["frequency"])},
    ),
    "keywords:forbidden_words": lambda k: ("mentions", {"none_of": k["forbidden_words"], "forms": "exact"}),
    "keywords:letter_frequency": lambda k: (
        "occurs",
        {"letter": k["letter"], **_bounds(k["let_relation"], k["let_frequency"])},
    ),
    "language:response_language": lambda k: ("language", k["language"]),
    "length_constraints:number_sentences": _length("sentences"),
    "length_constraints:number_words": _length("words"),
    "length_constraints:number_paragraphs": lambda k: ("parts", {"by": "***", "exactly": k["num_paragraphs"]}),
    "length_constraints:nth_paragraph_first_word": lambda k: (
        "starts_with",
        {"any_of": [k["first_word"]], "paragraph": k["nth_paragraph"]},
    ),
    "detectable_content:number_placeholders": lambda k: (
        "placeholders",
        {"count": {"at_least": k["num_placeholders"]}},
    ),
    "detectable_content:postscript": lambda k: ("postscript", k["postscript_marker"]),
    "detectable_format:number_bullet_lists": lambda k: ("markdown", {"bullets": k["num_bullets"]}),
    "detectable_format:constrained_response": lambda k: (
        "answer",
        ["My answer is yes", "My answer is no", "My answer is maybe"],
    ),
    "detectable_format:number_highlighted_sections": lambda k: (
        "markdown",
        {"highlights": {"at_least": k["num_highlights"]}},
    ),
    "detectable_format:multiple_sections": lambda k: (
        "occurs",
        {"word": k["section_spliter"], "at_least": k["num_sections"]},
    ),
    "detectable_format:json_format": lambda k: ("json_schema", {}),
    "detectable_format:title": lambda k: ("markdown", {"title": True}),
    "combination:two_responses": lambda k: ("parts", {"by": "******", "exactly": 2, "different": True}),
    "combination:repeat_prompt": lambda k: ("starts_with", [k["prompt_to_repeat"]]),
    "startend:end_checker": lambda k: ("ends_with", [k["end_phrase"]]),
    "change_case:capital_word_frequency": lambda k: (
        "occurs",
        {"capitals": True, **_bounds(k["capital_relation"], k["capital_frequency"])},
    ),
    "change_case:english_capital": lambda k: ("letter_case", "upper"),
    "change_case:english_lowercase": lambda k: ("letter_case", "lower"),
    "punctuation:no_comma": lambda k: ("punctuation", {"none_of": [","]}),
    "startend:quotation": lambda k: ("wrapped_in", ['""']),
}


def written(name: str, kwargs: Kwargs) -> tuple[str, Any]:
    """The check and its arguments, as a case would write them."""
    return _WRITTEN[name](kwargs)
