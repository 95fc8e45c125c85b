"""Registering and binding checks: every mistake is told at load, in words that say what to write."""

from __future__ import annotations

from typing import Annotated

import pytest
from annotated_types import Ge

from harness.checks import CheckError, Given, Vectors, Verdict, bind, check, examples, registered, registry


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it."""
    monkeypatch.setattr(registry, "_checks", dict(registry._checks))


def test_a_teams_function_is_a_check_in_one_line() -> None:
    """A bool is a verdict; its reason names the check, says what it asks for, and how it could say why."""

    @check("polite")
    def polite(text: str) -> bool:
        """Says please."""
        return "please" in text

    assert bind("polite").judge("please wait") == Verdict(True, "the reply passes the check polite, “Says please.”")
    assert bind("polite", True).judge("wait") == Verdict(
        False,
        'the reply fails the check polite, “Says please.” (to say why, let it return harness.Verdict(False, "why"))',
    )
    assert polite("please")  # the function itself stays callable


def test_without_a_docstring_the_name_has_to_do() -> None:
    @check("short")
    def short(text: str) -> bool:
        return len(text) < 3

    assert bind("short").judge("long").reason.startswith("the reply fails the check short (to say why, let it return")


def test_the_shipped_checks_are_listed_with_a_line_each() -> None:
    """The listing is sorted and every check explains itself."""
    names = [found.name for found in registered()]
    assert names == sorted(names)
    assert {"answer", "equals", "json_schema", "keywords", "language", "matches", "max_chars", "max_words"} < set(names)
    shipped = [found for found in registered() if found.function.__module__.startswith("harness.")]
    assert len(shipped) > 40
    assert all(found.doc.endswith(".") for found in shipped)


def test_an_unknown_check_names_the_nearest() -> None:
    """A typo is answered with the check that was meant."""
    with pytest.raises(CheckError, match=r"unknown check 'max_word': did you mean 'max_words'\?"):
        bind("max_word", 3)


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("max_words", "60", "limit: Input should be a valid integer"),
        ("max_words", True, "limit: Input should be a valid integer"),
        ("max_words", 0, "greater than or equal to 1"),
        ("max_words", None, "needs limit"),
        ("answer", {"anyof": ["x"]}, "unknown argument 'anyof': did you mean 'any_of'"),
        ("answer", {"any_of": ["x"], "fuzy": 0.9}, "unknown argument 'fuzy': did you mean 'fuzzy'"),
        ("answer", "Париж", r"any_of: Input should be a list .*: write `- answer: \[Париж\]`"),
        ("facts", "the receipt, please", r"write `- facts: \['the receipt, please'\]`"),
        ("no_personal_data", {"allow": "@shop"}, r"write `allow: \['@shop'\]`"),
        ("glossary", {"preferred": {"карта": "карточка"}}, r"preferred\.карта: .*: write \[карточка\]"),
        ("number", "19,90", r"write 19\.90"),
        ("number", "1 000", "write 1000"),
        ("number", "1,000", r"\(got '1,000'\)$"),
        ("max_words", "60", r"\(got '60'\): write 60"),
        ("max_words", "many", r"\(got 'many'\)$"),
        ("length", {"words": "3"}, "words: Input should be a mapping .*: write 3"),
        ("punctuation", {"end_sign": "да"}, "write true"),
        ("equals", True, "write 'true', in quotes"),
        ("number:30", None, "a space is missing after the colon: write `- number: 30`"),
        ("language", "RU", "write `ru`"),
        ("language", "en-US", "write `en`"),
        ("language", "русский", "write `ru`"),
        ("answer", [], "at least 1 item"),
        ("answer", ["  "], "must not be empty"),
        ("answer", {"any_of": ["x"], "fuzzy": 1.5}, "less than or equal to 1"),
        ("keywords", {}, "at least one word"),
        ("keywords", ["a*b"], "may only end a word"),
        ("number", {"tolerance": 1}, "needs value"),
        ("number", {"value": 1, "tolerance": -1}, "greater than or equal to 0"),
        ("matches", "(", "not a regular expression"),
        ("language", "xx", "known: ar, bg"),
        ("sections", ["A", "A"], "must differ"),
        ("refuses", "yes", "none of true, false"),
        ("no_promised_dates", 3, "unknown argument|takes no arguments"),
        ("refuses", "yess", "none of true, false, none, partial, .* deflection, or a list of the words .got .yess.."),
        ("equals", {1, 2}, "not a JSON value"),
        ("json_schema", {"type": "objec"}, "not a valid JSON Schema"),
        ("json_schema", {"type": "object", "requried": ["a"]}, "'requried' is no keyword .* did you mean 'required'"),
        ("json_schema", {"properties": {"чай": {"minlength": 2}}}, "did you mean 'minLength'"),
        ("json_schema", {"anyOf": [{"item": {}}]}, "did you mean 'items'"),
        ("glossary", {"preferred": {"карта": ["карта"]}}, "'карта' is to be said, and stands among its own variants"),
        ("glossary", {"preferred": {"card": ["plastic", "cards"]}}, "stands among its own variants"),
        ("json_schema", {"$schema": "https://example.org/own"}, "no draft known"),
        ("json_schema", {"$ref": "https://example.org/x.json"}, "leads out of the schema"),
        ("json_schema", {"$ref": "#/$defs/none"}, "leads nowhere"),
        ("json_schema", {"pattern": "("}, "regular expression|not a"),
    ],
)
def test_wrong_arguments_are_refused_at_load(name: str, arguments: object, says: str) -> None:
    """Nothing wrong waits for the first reply to be found out."""
    with pytest.raises(CheckError, match=says):
        bind(name, arguments)


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"requried": {"type": "string"}, "typ": True}, "required": ["typ"]},
        {"x-requird": 1, "$requird": 1, "example": 1, "nullable": True, "unit": "kg", "note": "n", "title": "t"},
        {"default": {"requried": 1}, "enum": [{"typ": 1}], "deprecated": True, "contentEncoding": "base64"},
    ],
)
def test_words_of_ones_own_are_let_be_in_a_schema(schema: dict[str, object]) -> None:
    """Names of properties, data and annotations are no misspelt keywords."""
    assert bind("json_schema", schema).arguments == {"schema": schema}


def test_a_mapping_binds_by_name_or_is_the_first_argument() -> None:
    """`{any_of: …}` names arguments; a JSON Schema is itself the argument, even with a key called like one."""
    assert bind("answer", {"any_of": ["x"]}).arguments == {"any_of": ["x"]}
    assert bind("answer", ["x"]).arguments == {"any_of": ["x"]}
    assert bind("json_schema", {"type": "object"}).arguments == {"schema": {"type": "object"}}
    assert bind("json_schema", {}).arguments == {"schema": {}}
    assert bind("json_schema", {"schema": {"type": "object"}}).arguments == {"schema": {"type": "object"}}


def test_arguments_are_held_to_the_type_hints_of_a_teams_function() -> None:
    """Annotated bounds, tuples and defaults work as for shipped checks."""

    @check("signed")
    def signed(text: str, names: tuple[str, ...], times: Annotated[int, Ge(1)] = 1) -> bool:
        return sum(text.count(name) for name in names) >= times

    assert bind("signed", ["Anna", "Ivan"]).judge("Anna").passed
    assert not bind("signed", {"names": ["Anna"], "times": 2}).judge("Anna").passed
    with pytest.raises(CheckError, match=r"names\.0: Input should be a valid string"):
        bind("signed", [1])


def test_prompt_is_filled_with_the_last_user_message_and_is_no_argument() -> None:
    """A case can't set it."""

    @check("echoes")
    def echoes(text: str, prompt: str) -> bool:
        return prompt in text

    assert bind("echoes").judge("you said hi", "hi").passed
    with pytest.raises(CheckError, match="takes no arguments"):
        bind("echoes", {"prompt": "x"})


def test_given_is_filled_with_all_that_the_model_had() -> None:
    """System prompt, documents, earlier turns and the message: each by itself, and as one text."""

    @check("quotes")
    def quotes(text: str, given: Given) -> bool:
        return text in given.text and text not in given.prompt

    given = Given(prompt="How much?", context="It is 9.", system="Be brief.", earlier="Hello")
    assert [bind("quotes").judge(t, given).passed for t in ("9", "brief", "Hello", "much")] == [True] * 3 + [False]
    assert not bind("quotes").judge("much", "How much?").passed


def test_vectors_are_handed_in_with_the_reply() -> None:
    """A check that takes them says of which texts beside the reply; without them it judges nothing."""

    @check("near", compares=lambda other: [other])
    def near(text: str, other: str, *, vectors: Vectors) -> bool:
        return vectors.of[text] == vectors.of[other]

    bound = bind("near", "b")
    assert bound.compared == ("b",)
    assert bound.judge("a", vectors=Vectors(model="m", of={"a": [1.0], "b": [1.0]})).passed
    with pytest.raises(CheckError, match="add `embeddings = "):
        bound.judge("a")
    with pytest.raises(CheckError, match="unknown argument 'vectors'"):
        bind("near", {"other": "b", "vectors": {}})


def test_vectors_and_what_they_are_of_belong_together() -> None:
    with pytest.raises(CheckError, match="belong together"):
        check("blind", compares=lambda: ["x"])(lambda text: True)
    with pytest.raises(CheckError, match="belong together"):
        check("idle")(lambda text, vectors: True)


def test_examples_may_show_all_that_was_given() -> None:
    @check("shown")
    def shown(text: str) -> bool:
        """Shown.

        Passes: "shown" on "9" asked "How much?" told "It is 9."
            under "Be brief." after "Hello"
        """
        return True

    [example] = examples(next(c for c in registered() if c.name == "shown"))
    assert example.given == Given(prompt="How much?", context="It is 9.", system="Be brief.", earlier="Hello")


def test_a_check_that_raises_is_an_error_that_names_it() -> None:
    """Never a silent pass, never a miss of the model's."""

    @check("breaks")
    def breaks(text: str) -> bool:
        raise KeyError("oops")

    with pytest.raises(CheckError, match=r"check 'breaks' \(.*test_registry\.py:\d+\) failed: KeyError") as caught:
        bind("breaks").judge("x")
    assert isinstance(caught.value.__cause__, KeyError)


def test_a_check_that_returns_nothing_is_an_error() -> None:
    """A forgotten `return` does not count as false."""

    @check("forgets")
    def forgets(text: str) -> bool:
        "please" in text  # type: ignore[return]  # noqa: B015

    with pytest.raises(CheckError, match="returned NoneType; return a bool or a Verdict"):
        bind("forgets").judge("x")


def test_a_name_has_one_owner_but_the_same_function_may_come_again() -> None:
    """A conftest imported twice is no clash; two functions are."""

    def load() -> None:
        @check("own")
        def own(text: str) -> bool:
            return True

    load()
    load()
    with pytest.raises(CheckError, match="is taken by"):

        @check("own")
        def other(text: str) -> bool:
            return False

    with pytest.raises(CheckError, match="is taken by"):

        @check("answer")
        def answer(text: str) -> bool:
            return False


def test_functions_that_cannot_be_checks_are_refused() -> None:
    """No text parameter, starred parameters, a name that YAML would trip over."""
    with pytest.raises(CheckError, match="must take the reply's text"):
        check("none")(lambda: True)
    with pytest.raises(CheckError, match="can't be given by name"):
        check("many")(lambda text, *rest: True)
    with pytest.raises(CheckError, match="lower-case letters"):
        check("Very polite")(lambda text: True)


def test_an_unreadable_example_is_an_error() -> None:
    """A docstring example that is no JSON does not go untested."""

    @check("shown")
    def shown(text: str) -> bool:
        """Shows.

        Passes: "shown" on unquoted
        """
        return True

    with pytest.raises(CheckError, match="example that can't be read"):
        examples(bind("shown").check)
