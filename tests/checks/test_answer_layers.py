"""In which sense is it the answer? Other writings of the same, what people let pass, and what is not given at all."""

from __future__ import annotations

import pytest

from harness.checks import Verdict, bind
from harness.checks.registry import CheckError


def judge(arguments: object, text: str, prompt: str = "") -> Verdict:
    return bind("answer", arguments).judge(text, prompt)


@pytest.mark.parametrize(
    ("accepted", "text", "how"),
    [
        ("twenty-one", "He is 21.", "in other writing"),
        ("21", "Twenty one of them came.", "in other writing"),
        ("the third season", "It was in the 3rd season.", "in other writing"),
        ("nineteen eighty-four", "Written in 1984.", "in other writing"),
        ("two and a half million", "two and a half million", None),
        ("$5 million", "They paid 5,000,000 dollars.", "in other writing"),
        ("5 млн долларов", "It cost US$5 million.", "in other writing"),
        ("20 percent", "about 20% off", "in other writing"),
        ("12.9-kilometre", "It is 12.9 km long.", "in other writing"),
        ("160 km/h", "at 160 kilometres per hour", "in other writing"),
        ("the United States", "In the U.S. of course.", "in other writing"),
        ("USA", "the United States of America", "in other writing"),
        ("США", "В Соединённых Штатах.", "in other writing"),
        ("1979–80", "the 1979-1980 season", "in other writing"),
        ("World War II", "during the Second World War", None),
        ("Ghostbusters 2", "Ghostbusters II", None),
        ("James Rodríguez", "James Rodriguez scored.", "in other writing"),
        ("Department of Motor Vehicles (DMV)", "At the Department of Motor Vehicles.", "in other writing"),
        ("December 14, 1972", "It was the 14th of December 1972.", "as a date"),
        ("14 декабря 1972 года", "On December 14, 1972.", "as a date"),
        ("1972-12-14", "14.12.1972", "as a date"),
        ("December 1972", "On December 14, 1972.", "as a date"),
        ("228 minutes", "3 hours and 48 minutes", "as an amount"),
        ("2 km", "2000 metres", "as an amount"),
        ("1,5 кг", "1500 г", "as an amount"),
    ],
)
def test_the_same_in_another_writing_is_the_answer(accepted: str, text: str, how: str | None) -> None:
    """Without being asked for, and the reason says in which sense; None where the writings are not taken as one."""
    verdict = judge([accepted], text)
    assert verdict.passed is (how is not None) or text == accepted, verdict.reason
    assert how is None or verdict.reason.endswith(how)


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        ("Wilhelm Conrad Röntgen", "It went to Wilhelm Röntgen."),
        ("Wilhelm Röntgen", "Röntgen, Wilhelm"),
        ("Wilhelm Röntgen", "W. C. Röntgen"),
        ("John Ernest Crawford", "Johnny Crawford played him."),
        ("Joanne Wheatley", "Jo Wheatley won."),
        ("Лев Толстой", "Leo Tolstoy wrote it."),
        ("Pyotr Tchaikovsky", "Балет написан Петром Чайковским."),
        ("Martin Luther King Jr.", "It was Martin King."),
    ],
)
def test_who_is_a_person_by_any_form_of_the_name(accepted: str, text: str) -> None:
    """Where the question asks who; elsewhere a row of words with capitals may be anything."""
    assert judge([accepted], text, "Who was it?").reason.endswith("as the same person")
    assert not judge([accepted], text, "Which shirt is it?").passed or accepted.split()[0] in ("Лев", "Pyotr", "John")


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        ("Samantha Hill", "It was Samantha Barks."),
        ("CeCe Drake", "It was Alex Drake."),
        ("John Young", "John D. Loudermilk"),
        ("Лев Толстой", "Алексей Толстой"),
        ("December 14, 1972", "December 15, 1972"),
        ("December 14, 1972", "March 1972"),
        ("within 30 days", "within 60 days"),
        ("14 days", "14 months"),
        ("5 kg", "5 pounds"),
        ("$300", "300 euros"),
        ("George VI", "George V"),
        ("before it is sent", "after it is sent"),
        ("southern France", "in the north of France"),
        ("free of charge", "It is paid."),
        ("Black Sea", "the Red Sea"),
        ("Oxford University", "Cambridge University"),
        ("blue cotton shirt", "a red cotton shirt"),
    ],
)
@pytest.mark.parametrize("like", ["writing", "people"])
def test_another_thing_of_the_kind_is_not_the_answer(like: str, accepted: str, text: str) -> None:
    """Another person, day, amount, unit, direction: in neither way of reading, although words agree."""
    verdict = judge({"any_of": [accepted], "like": like}, text, "Who, when, where or what was it?")
    assert not verdict.passed, verdict.reason


@pytest.mark.parametrize(
    ("accepted", "text", "prompt", "how"),
    [
        ("Albert Einstein", "It was Einstein.", "Who found it?", "by the surname"),
        ("August 5, 1937", "In 1937.", "When was it founded?", "as the year of the date"),
        ("August 5, 1937", "In August 1937.", "When was it founded?", "as the month of the date"),
        ("the 1970s", "In 1975.", "When was it?", "within the decade"),
        ("8 miles", "about 12.9 kilometres", "How long is it?", "as a converted amount"),
        ("200 to 500 mg", "up to 500 mg", "How much?", "within the range"),
        ("Sedimentary rock", "sedimentary rocks", "What is it?", "in other forms of its words"),
        ("Uralic languages", "Uralic", "Which family of languages is it?", "in other forms of its words"),
        ("vascular cambium", "the cambium", "Where do they arise?", "(cambium)"),
        ("Long Island of 1922", "Long Island", "Where does it take place?", "(long, island)"),
    ],
)
def test_people_let_more_pass(accepted: str, text: str, prompt: str, how: str) -> None:
    """`like: people` takes it and says in which sense; the default does not."""
    verdict = judge({"any_of": [accepted], "like": "people"}, text, prompt)
    assert verdict.passed
    assert verdict.reason.endswith(how)
    assert not judge([accepted], text, prompt).passed


def test_a_year_that_the_question_names_is_no_answer() -> None:
    """It says nothing that was not given."""
    people = {"any_of": ["15 December 2017"], "like": "people"}
    assert judge(people, "Some time in 2017.", "When did it come out?").passed
    assert not judge(people, "Some time in 2017.", "When in 2017 did it come out?").passed


def test_a_day_that_no_answer_names_overrules_the_year() -> None:
    """Beside "June 11, 2004" an accepted "2004" does not take "August 27, 2004" along."""
    accepted = ["June 11, 2004", "2004"]
    assert judge({"any_of": accepted, "like": "people"}, "In 2004.", "When?").passed
    assert not judge({"any_of": accepted, "like": "people"}, "On August 27, 2004.", "When?").passed


def test_the_questions_own_words_are_no_answer() -> None:
    """A reply that only repeats them has said nothing of the answer."""
    people = {"any_of": ["the Noahic covenant"], "like": "people"}
    assert not judge(people, "The first covenant is a covenant.", "What is the first covenant?").passed


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Paris or Lyon.", "offered beside “Lyon”"),
        ("Lyon or Paris.", "offered beside “Lyon”"),
        ("Paris, Nice or Lyon.", "offered beside"),
        ("Either Paris or Lyon", "offered beside"),
        ("Paris. No, wait: it is Lyon.", "taken back"),
        ("Paris. Actually, it's Lyon.", "taken back"),
        ("Paris… I was wrong, it is Lyon.", "taken back"),
        ("Paris is not the capital.", "denied"),
        ("I don't think it is Paris.", "denied"),
        ("Lyon rather than Paris.", "denied"),
        ("Is it Paris? I would say Lyon.", "only asked"),
    ],
)
def test_an_answer_that_is_not_given_does_not_count(text: str, why: str) -> None:
    """Hedged, taken back, denied, asked; the reason says which."""
    verdict = judge(["Paris"], text, "What is the capital of France?")
    assert not verdict.passed
    assert f"“Paris” is {why}" in verdict.reason


@pytest.mark.parametrize(
    ("accepted", "text", "prompt"),
    [
        ("Paris", "Paris or, as the Romans called it, Lutetia.", ""),
        ("Sam", "He was called Sam or Sammy.", ""),
        ("a bank", "At a bank or a post office.", ""),
        ("Paris", "Paris. Actually, it's a big city.", ""),
        ("card", "Pay by card. Wait for the e-mail.", ""),
        ("Paris", "Is it Lyon? No. It is Paris.", ""),
        ("Paris", "What is Paris?", ""),
        ("Pluto", "Pluto is not a planet.", "Which of them is not a planet?"),
        ("Париж", "Париж. Нет, это не Лион.", ""),
        ("белый", "Белый — не чёрный.", "Какого он цвета?"),
    ],
)
def test_what_only_looks_like_a_doubt_does_not_hide_an_answer(accepted: str, text: str, prompt: str) -> None:
    """Other names, remarks, questions before the answer, and questions that ask what is not so."""
    verdict = judge([accepted], text, prompt)
    assert verdict.passed, verdict.reason


def test_two_accepted_answers_may_be_offered_together() -> None:
    """ "Paris or Lutetia" is settled where both would do."""
    assert judge(["Paris", "Lutetia"], "Paris or Lutetia").passed


def facts(arguments: object, text: str) -> Verdict:
    return bind("facts", arguments).judge(text)


def test_all_facts_have_to_be_said() -> None:
    """A fact may have several wordings; the missing one is named."""
    wanted = [["30 days", "a month"], "receipt"]
    assert facts(wanted, "Within thirty days, with the receipt.").passed
    verdict = facts(wanted, "Within a month.")
    assert not verdict.passed
    assert verdict.reason.startswith("“receipt” is not in the reply")
    assert "denied" in facts(wanted, "Within 30 days, without receipt.").reason


def test_facts_in_order() -> None:
    """Each after the one before it; the span is that of the one out of place."""
    wanted = {"all_of": ["Mercury", "Venus", "Earth"], "in_order": True}
    assert facts(wanted, "Mercury, Venus, Earth, Mars").passed
    assert facts(wanted, "Earth is the third: Mercury, Venus, Earth").passed
    verdict = facts(wanted, "Mercury, Earth, Venus")
    assert not verdict.passed
    assert verdict.reason == "“Earth” comes before “Venus”, not after it"
    assert facts({"all_of": ["Mercury", "Venus", "Earth"]}, "Mercury, Earth, Venus").passed


def test_facts_are_read_as_answers_are() -> None:
    """As people read, and numbers with a tolerance."""
    wanted = {"all_of": [{"number": 30, "tolerance": 1, "unit": "days"}, "original packaging"], "like": "people"}
    assert facts(wanted, "Within 31 days, in the original package.").passed
    assert not facts(wanted, "Within 31 months, in the original package.").passed


@pytest.mark.parametrize(
    ("amount", "text", "passed"),
    [
        ({"number": 12.9, "tolerance": 0.1, "unit": "km"}, "It is 13,000 metres long.", True),
        ({"number": 12.9, "tolerance": 0.1, "unit": "км"}, "Его длина 12,8 километра.", True),
        ({"number": 12.9, "tolerance": 0.1, "unit": "km"}, "It is 13.1 km long.", False),
        ({"number": 12.9, "tolerance": 0.1, "unit": "km"}, "It is 12.9 miles long.", False),
        ({"number": 21}, "двадцать один", True),
        ({"number": 21, "tolerance": 1}, "not 21", False),
        ({"number": 300, "unit": "рублей"}, "Доставка стоит 300 ₽.", True),
        ({"number": 300, "unit": "рублей"}, "Доставка стоит 300 $.", False),
        ({"number": 5, "unit": "stars"}, "It has five stars.", True),
        ({"number": 5, "unit": "stars"}, "It has five rooms.", False),
    ],
)
def test_a_number_with_tolerance_and_unit_is_an_answer(amount: object, text: str, passed: bool) -> None:
    """In digits or words; known units are converted, others have to be said."""
    assert judge([amount], text).passed is passed


def test_without_contains_another_writing_may_be_the_whole_reply() -> None:
    """And nothing beside it."""
    whole = {"any_of": ["December 14, 1972"], "contains": False}
    assert judge(whole, "14 December 1972.").passed
    assert not judge(whole, "On 14 December 1972 or so.").passed


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("facts", {"all_of": ["x"], "in_order": True}, "in_order needs two or more"),
        ("facts", [[]], "at least 1 item"),
        ("answer", {"any_of": ["x"], "like": "nobody"}, "like"),
        ("answer", [{"number": 1, "tolerance": -1}], "greater than or equal to 0"),
        ("answer", [{"nummer": 1}], "any_of"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(name: str, arguments: object, message: str) -> None:
    """At load."""
    with pytest.raises(CheckError, match=message):
        bind(name, arguments)


def test_other_writings_are_looked_for_at_the_beginning_of_a_long_reply() -> None:
    """Plain words anywhere, other writings in the first 10,000 characters."""
    far = "word " * 3_000
    assert judge(["twenty-one"], far + "twenty-one").passed
    assert judge(["twenty-one"], "21 " + far).passed
    assert not judge(["twenty-one"], far + "21").passed
