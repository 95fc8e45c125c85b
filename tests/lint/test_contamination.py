"""Evaluation cases that stand in the training data."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from linting import chat, found, told, written

from harness.case_files import load_cases
from harness.cases import Case
from harness.lint.contamination import Contamination, _expected
from harness.lint.lints import About
from harness.lint.overlap import Index, words_of

LONG = {
    "en": "A customer bought two lanterns last winter, lost the paper receipt, and now wants to bring one of them back "
    "because its glass is cracked: may she still do that at the desk in Riga?",
    "ru": "Покупательница прошлой зимой купила два фонаря, потеряла бумажный чек и теперь хочет вернуть один из них, "
    "потому что стекло треснуло: можно ли ей ещё сделать это в пункте выдачи в Риге?",
}
OTHER = ["How do I reach you by phone?", "Где мой заказ?", "I would like to order six chairs for the garden, please."]


def cases(tmp_path: Path, *prompts: str, split: str = "gate", **more: str) -> tuple[Case, ...]:
    file = tmp_path / f"{split}.yaml"
    lines = [f"suite: own\nsplit: {split}\ncases:\n"]
    for i, prompt in enumerate(prompts):
        lines.append(f"- id: c{i}\n  prompt: '{prompt}'\n  expect: [{{max_words: 60}}]\n")
        lines += [f"  {key}: {value}\n" for key, value in more.items()]
    file.write_text("".join(lines), encoding="utf-8")
    return tuple(load_cases([file]))


def lines(tmp_path: Path, prompts: list[str], *rows: str, **kind: str) -> dict[str, list[list[int]]]:
    about = About(cases=cases(tmp_path, *prompts, **kind))
    return found(
        Contamination,
        written(tmp_path, [chat(*row) if isinstance(row, tuple) else chat(row, "Yes.") for row in rows]),
        about,
    )


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    ("how", "row"),
    [
        ("as it is", lambda text: text),
        ("in other case and punctuation", lambda text: text.upper().replace(",", " —")),
        ("inside a longer text", lambda text: f"{OTHER[2]} {OTHER[1]} {text} {OTHER[0]} " + OTHER[2] * 200),
        ("with words left out", lambda text: " ".join(w for i, w in enumerate(text.split()) if i % 9 != 4)),
        ("with words changed", lambda text: " ".join("zzz" if i % 10 == 4 else w for i, w in enumerate(text.split()))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_case_is_found_as_it_is_embedded_and_edited(tmp_path: Path, lang: str, how: str, row: object) -> None:
    assert callable(row)

    assert lines(tmp_path, [LONG[lang]], *OTHER, row(LONG[lang])) == {"contaminated-case": [[4]]}


def test_it_is_found_in_an_answer_and_in_an_earlier_turn_and_not_in_a_system_prompt(tmp_path: Path) -> None:
    about = About(cases=cases(tmp_path, LONG["en"]))
    rows = [
        chat("What did she ask?", LONG["en"]),
        {"messages": [{"role": "user", "content": LONG["en"]}, {"role": "assistant", "content": "Yes."},
                      {"role": "user", "content": "And then?"}, {"role": "assistant", "content": "Then too."}]},
        chat("Hello!", "Hi.", system=LONG["en"]),
    ]  # fmt: skip

    assert found(Contamination, written(tmp_path, rows), about) == {"contaminated-case": [[1, 2]]}


def test_a_case_of_the_dev_split_is_a_warning(tmp_path: Path) -> None:
    assert lines(tmp_path, [LONG["en"]], LONG["en"], split="dev") == {"contaminated-dev-case": [[1]]}


def test_the_same_question_about_another_thing_is_no_contamination(tmp_path: Path) -> None:
    prompts = [
        f"May I bring the {thing} back to the desk in Riga?" for thing in ("lamp", "vase", "clock", "jug", "pan")
    ]

    told_of = lines(tmp_path, prompts[:1] + prompts[2:], prompts[1])

    assert "contaminated-case" not in told_of


def test_a_short_case_is_found_whole_and_is_said_to_be_short(tmp_path: Path) -> None:
    assert lines(tmp_path, ["Why?"], "why", "Tell me why you closed.") == {
        "contaminated-case": [[1]],
        "short-case": [[]],
    }


def test_a_question_with_documents_is_another_without_them(tmp_path: Path) -> None:
    prompt = "How much is the lamp with the green shade?"
    told_of = lines(tmp_path, [prompt], prompt, context="['All lamps, chairs and tables of our shop cost 24 euros.']")

    assert "contaminated-case" not in told_of


def test_the_finding_names_case_row_and_how_much_of_it_stands_there(tmp_path: Path) -> None:
    about = About(cases=cases(tmp_path, LONG["en"]))
    edited = LONG["en"].replace("last winter", "in autumn")

    ((finding,), unchecked) = told(
        Contamination, written(tmp_path, [chat(OTHER[0], "No."), chat(edited, "Yes.")]), about
    )

    assert "own/c0" in finding.message
    assert "with some words changed" in finding.message
    assert 0.8 < finding.data["coverage"] < 1
    assert not unchecked


def test_without_cases_nothing_is_clean(tmp_path: Path) -> None:
    _, unchecked = told(Contamination, written(tmp_path, [chat("Where?", "In Riga.")]))

    assert [u.rule for u in unchecked] == ["contaminated-case"]


def test_edits_of_a_tenth_of_the_words_are_found_among_many_texts() -> None:
    draw = random.Random(0)
    words = [
        f"{a}{b}"
        for a in ("ka", "li", "mo", "ру", "тан", "ве")
        for b in ("ron", "sil", "тик", "дор", "mem", "ula", "пак")
    ]
    texts = [" ".join(draw.choices(words, k=30)) for _ in range(100)]
    index = Index(texts)

    def edited(text: str) -> str:
        said = text.split()
        for at in draw.sample(range(len(said)), 3):
            said[at] = draw.choice(["", "zzz", f"{said[at]} zzz"])
        return " ".join(said)

    hits = {
        (o.item, o.text) for o in index.search([edited(text) for text in texts]) if o.kind in ("edited", "embedded")
    }
    assert {(i, i) for i in range(100)} <= hits
    assert len(hits) <= 101


def test_words_are_read_alike_in_both_scripts() -> None:
    assert words_of("Ёлка — 5€, «Зелёная»!") == ["елка", "5", "зеленая"]
    assert words_of("C++, e-mail & Co.") == ["c", "e", "mail", "co"]
    assert words_of("") == []


def test_a_long_document_is_searched_in_pieces_and_told_of_once() -> None:
    draw = random.Random(1)
    words = [f"слово{i}" for i in range(2_000)]
    texts = [" ".join(draw.choices(words, k=20)) for _ in range(100)]
    document = " ".join(draw.choices(words, k=10_000))
    began = time.process_time()

    hits = [o for o in Index(texts).search([f"{document} {texts[7]} {document}", document]) if o.kind != "paraphrased"]

    assert [(o.item, o.text, o.kind) for o in hits if o.kind in ("embedded", "edited")] == [(7, 0, "embedded")]
    assert time.process_time() - began < 60


@pytest.mark.parametrize(
    ("case", "row"),
    [
        ("My card keeps getting declined, why? Thanks", "My card keeps getting declined, why?"),
        ("Hello, could you tell me who repairs lamps?", "Who repairs lamps?"),
        ("Подскажите, пожалуйста, можно ли вернуть лампу?", "Здравствуйте! Можно ли вернуть лампу?"),
    ],
)
def test_greetings_and_thanks_make_no_other_question(tmp_path: Path, case: str, row: str) -> None:
    told_of = lines(tmp_path, [case], row)
    assert told_of.get("contaminated-case", []) == ([[1]] if len(words_of(row)) > 3 else [])


@pytest.mark.parametrize(
    ("case", "row"),
    [
        ("Tell me the colour of the sofa.", "The colour of the sofa is blue, as you see in the shop."),
        ("Скажите, пожалуйста, цвет нашего большого дивана.", "Цвет нашего большого дивана — синий."),
    ],
)
def test_what_is_left_of_a_question_without_its_verb_asks_nothing(tmp_path: Path, case: str, row: str) -> None:
    """A document about a thing is no copy of every question about it."""
    assert "contaminated-case" not in lines(tmp_path, [case], row)


def test_wordings_by_hand_and_earlier_messages_belong_to_the_case(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(
        "suite: own\nsplit: gate\ncases:\n"
        "- {id: worded, prompt: When do you open the shop?, variants: [From which hour may I come in?, auto],"
        " expect: [{max_words: 60}]}\n"
        "- {id: talked, messages: [{role: user, content: My lamp came without its bulb.},"
        " {role: assistant, content: I am sorry.}, {role: user, content: What now?}], expect: [{max_words: 60}]}\n",
        encoding="utf-8",
    )
    talk = ["My lamp came without its bulb.", "What now?"]
    turns = [{"role": role, "content": text} for text in talk for role in ("user", "assistant")]
    rows = [chat("From which hour may I come in?", "At nine."), {"messages": turns}, chat("What now?", "Wait.")]

    found_in = found(Contamination, written(tmp_path, rows), About(cases=tuple(load_cases([tmp_path / "c.yaml"]))))

    assert found_in["contaminated-case"] == [[1], [2]]


def test_an_expected_answer_is_sought_however_it_is_written() -> None:
    """As a text, a list, or under `any_of`; also where its meaning is enough."""
    long = "Send three photos of the damaged parcel and of its label"
    for arguments in (long, [long], {"any_of": [long], "fuzzy": 0.9}):
        assert long in list(_expected([("answer", arguments)]))
    assert list(_expected([("means", {"answer": [long], "at_least": 0.8})])) == [long]
    assert list(_expected([("max_words", 60)])) == []


def test_what_may_be_a_case_stands_beside_it(tmp_path: Path) -> None:
    prompts = ["How do I get the white lamp back to you by the post?", "How long may I keep the garden chairs to try?"]
    rows = [chat("How do I get the white table back to you by the post?", "So.")]
    rows += [chat("How long may I keep the garden tables to try?", "So.")]
    about = About(cases=cases(tmp_path, *prompts))

    one = [f for f in told(Contamination, written(tmp_path, rows[:1]), about)[0] if f.rule.name == "similar-case"]
    both = [f for f in told(Contamination, written(tmp_path, rows), about)[0] if f.rule.name == "similar-case"]

    assert one[0].message.startswith(
        "own/c0 “How do I get the white lamp back to you by the post?” may stand in the data"
    )
    assert "how do i get the white table back" in one[0].message
    assert both[0].message == "2 cases may stand in the data but for a word or two, the nearest first"
    assert all("(own/c" in where.quoted and "How " in where.quoted for where in both[0].places)


def test_each_way_in_which_a_case_stands_there_has_its_own_count(tmp_path: Path) -> None:
    text = LONG["en"]
    rows = [text, text.upper(), f"{OTHER[2]} {text} {OTHER[2]}", text.replace("last winter", "in autumn")]
    about = About(cases=cases(tmp_path, text))

    ((finding,), _) = told(Contamination, written(tmp_path, [chat(row, "Yes.") for row in rows]), about)

    assert finding.data["kinds"] == {"exact": 2, "embedded": 1, "edited": 1}
    assert "stands in 4 rows: as it is in 2, inside a longer text in 1, with some words changed (" in finding.message


def test_a_row_counts_once_however_often_it_holds_a_case(tmp_path: Path) -> None:
    about = About(cases=cases(tmp_path, LONG["en"]))

    ((finding,), _) = told(Contamination, written(tmp_path, [chat(LONG["en"], f"You ask: {LONG['en']}")]), about)

    assert (finding.rows, finding.data["kinds"]) == (1, {"exact": 1})


SHORT = {"en": "How do I return a broken lamp?", "ru": "Как вернуть треснувшую лампу обратно?"}


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_letters_of_another_alphabet_hide_nothing(tmp_path: Path, lang: str) -> None:
    other = dict(zip("aeocаеос", "аеосaeoc", strict=True))
    hidden = "".join(other.get(sign, sign) if i % 2 else sign for i, sign in enumerate(SHORT[lang]))
    assert hidden != SHORT[lang]

    assert lines(tmp_path, [SHORT[lang]], *OTHER, hidden) == {"contaminated-case": [[4]]}


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("en", "How do I retrun a brokn lamp?"),
        ("en", "Hello! How do I retrun a brokn lamp? It fell from the table in the hall."),
        ("ru", "Как вренуть треснувшуюю лампу обратно"),
    ],
)
def test_a_short_case_with_two_words_mistyped_is_the_case(tmp_path: Path, lang: str, row: str) -> None:
    assert lines(tmp_path, [SHORT[lang]], *OTHER, row) == {"contaminated-case": [[4]]}


@pytest.mark.parametrize(
    ("case", "row"),
    [
        ("How do I return a broken lamp?", "How do I return a broken vase?"),
        ("Как включить большую лампу в саду?", "Как выключить большую лампу в саду?"),
        ("Why did the prices increase so much?", "Why did the prices decrease so much?"),
        ("What did you sell in May 2019?", "What did you sell in May 2018?"),
    ],
)
def test_another_word_is_no_typing_mistake(tmp_path: Path, case: str, row: str) -> None:
    assert "contaminated-case" not in lines(tmp_path, [case, *OTHER], row)


def test_a_word_of_another_case_is_no_typing_mistake(tmp_path: Path) -> None:
    """The cases ask about chairs and chains: who asks about the one does not mistype the other."""
    assert "contaminated-case" not in lines(
        tmp_path, ["Do you mend a chair?", "I lost a chain."], "Do you mend a chain?"
    )


@pytest.mark.parametrize("text", [*SHORT.values(), *LONG.values()])
def test_a_case_over_two_turns_is_found(tmp_path: Path, text: str) -> None:
    words = text.split()
    first, second = " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])
    turns = [("user", first), ("assistant", "Yes?"), ("user", second), ("assistant", "You may.")]
    row = {"messages": [{"role": role, "content": content} for role, content in turns]}

    ((finding,), _) = told(Contamination, written(tmp_path, [row]), About(cases=cases(tmp_path, text)))

    assert (finding.rule.name, finding.data["kinds"]) == ("contaminated-case", {"split": 1})
    assert "over several turns" in finding.message
