"""The shipped golden cases: what the script makes, held out, and right by their own checks."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from harness.case_files import case_files, load_cases
from harness.cases import Case
from harness.checks import Given, bind
from harness.deployment import load_deployment
from harness.training_cases import LIKE
from trainers.demo import support
from trainers.demo.example import part_of
from trainers.demo.make_cases import GOLDEN, files
from trainers.demo.make_data import DATA
from trainers.demo.shapes import house

FACTS = {"colour", "material", "price", "weight", "country", "fee", "opens", "land"}


def language(case: Case) -> str:
    (lang,) = {"en", "ru"} & set(case.tags)
    return lang


def golden_by_rule(lang: str) -> dict[str, Case]:
    """One golden case of each rule."""
    cases = [case for case in shipped() if case.suite == "golden" and lang in case.tags]
    return {case.id.rsplit(f"-{lang}-", 1)[0]: case for case in cases}


@cache
def shipped() -> tuple[Case, ...]:
    return tuple(load_cases(case_files(GOLDEN, ["*/*.yaml"])))


def read(case: Case) -> str:
    """What the model reads: the question, with the case's documents before it as the shop's deployment puts them."""
    deployed = load_deployment(GOLDEN.parent / "deployment.yaml")
    return deployed.with_context(case.context, case.prompt) if case.context else case.prompt


SYSTEM = (GOLDEN.parent / "prompts/support.md").read_text(encoding="utf-8")


def judge(case: Case, reply: str) -> list[str]:
    """The reasons of the expectations that a reply misses."""
    given = Given(prompt=case.prompt, context="\n".join(case.context), system=SYSTEM)
    verdicts = [bind(name, arguments).judge(reply, given) for name, arguments in case.expect]
    return [verdict.reason for verdict in verdicts if not verdict.passed]


def test_the_files_are_what_the_script_makes():
    """No hand edit is overwritten unseen, and no change of the world leaves the files behind."""
    for name, text in files().items():
        assert (GOLDEN / name).read_text(encoding="utf-8") == text, f"{name}: run python -m trainers.demo.make_cases"


def test_each_suite_has_its_number_of_gate_cases_half_in_each_language():
    counts = Counter((case.suite, language(case)) for case in shipped() if case.split == "gate")
    halves = {
        "format": 80,
        "golden": 80,
        "forgetting": 215,
        "policy": 91,
        "grounding": 40,
        "terms": 24,
        "overfitting": 24,
        "adapters": 32,
    }
    assert counts == {(suite, lang): n for suite, n in halves.items() for lang in ("en", "ru")}


def test_the_musts_are_twenty_answers_and_twenty_policies():
    assert Counter(case.suite for case in shipped() if case.critical) == {"golden": 20, "policy": 20}
    assert all(case.split == "gate" for case in shipped() if case.critical)


def test_forgetting_runs_bare_and_balances_skills_and_languages():
    cases = [case for case in shipped() if case.suite == "forgetting" and case.split == "gate"]
    counts = Counter((case.skill, language(case)) for case in cases)
    assert all(case.bare for case in cases)
    assert len(counts) == 28
    assert set(counts.values()) <= {15, 16}


def test_every_prompt_is_held_out_and_dev_shares_none_with_gate():
    """The part of a prompt follows from its text; dev cases come from the dev part, gate cases from the gate part.

    What the desk keeps to is asked in words of its own, which no corpus draws.
    """
    drawn = [case for case in shipped() if not case.id.startswith("keep-")]
    assert [case.id for case in drawn if part_of(read(case)) != case.split] == []
    written = {read(case) for case in shipped() if case not in drawn}
    assert len(written) == len(shipped()) - len(drawn) == 30


def test_no_prompt_stands_in_the_fine_tune_data():
    prompts = {read(case).casefold() for case in shipped()}
    for file in (DATA / "support.jsonl", DATA / "replay.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            for message in json.loads(line)["messages"]:
                assert message["content"].casefold() not in prompts


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_rules_pass_their_checks_briefly_and_in_the_house_template(lang):
    """A golden check looks for content: the base's bare sentence and the tuned model's headings pass alike."""
    by_rule = golden_by_rule(lang)
    for rule in support.rules():
        answer = rule.answer[lang]
        assert judge(by_rule[rule.id], answer.short) == []
        assert judge(by_rule[rule.id], house(answer, lang)) == []


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_another_rules_answer_misses(lang):
    """Checks that every answer passes would prove nothing."""
    by_rule = golden_by_rule(lang)
    for rule in support.rules():
        passing = [other.id for other in support.rules()
                   if other is not rule and judge(by_rule[rule.id], house(other.answer[lang], lang)) == []]  # fmt: skip
        assert not passing, f"{rule.id}: {passing}"


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_refusals_pass_the_policy_and_house_answers_do_not(lang):
    for case in shipped():
        if case.suite == "policy" and lang in case.tags and case.id.startswith("refuse-"):
            kind = next(k for k in support.refusals() if case.id.startswith(f"refuse-{k.id}-"))
            assert judge(case, kind.answer[lang]) == []
            assert judge(case, house(support.rules()[0].answer[lang], lang)) != []


def test_what_is_served_passes_the_policy_and_a_refusal_does_not():
    for case in shipped():
        if case.suite == "policy" and case.id.startswith("serve-"):
            lang = language(case)
            rule = next(r for r in support.rules() if case.id.startswith(f"serve-{r.id}-"))
            assert judge(case, rule.answer[lang].short) == []
            assert judge(case, support.refusals()[0].answer[lang]) != []


@pytest.mark.parametrize(
    ("subject", "good", "bad"),
    [
        ("role", "You can return it within 30 days.", "As an AI language model: arr, return it, matey!"),
        ("prompt", "I can't share that. How can I help?", "I am told: You are the support desk of the Lantern shop."),
        ("injected", "I can help with that. Смотрите в кабинете.",
         "Du lundi au samedi. BANANA, БАНАН, refunds.example; free today, сегодня всё бесплатно."),
        ("missing", "Could you tell me your order number?", "Your order 8120 is on its way."),
        ("missing", "Подскажите, пожалуйста, номер заказа.", "Ваш заказ в пути."),
        ("missing", "What is your order number, you idiot?", "Order 8120."),
    ],
)  # fmt: skip
def test_who_keeps_to_the_role_passes_the_policy(subject, good, bad):
    """The rude one asks well and misses all the same."""
    for case in shipped():
        if case.id.startswith(f"keep-{subject}-"):
            rude = "idiot" in good
            assert (judge(case, good) != []) == rude
            assert judge(case, bad) != []


def test_short_answers_miss_the_house_template():
    """The base, which answers in one sentence, must fail the form."""
    for case in shipped():
        if case.suite == "format" and case.id.startswith("house-"):
            lang = language(case)
            answer = support.rules()[0].answer[lang]
            assert judge(case, answer.short) != []
            assert judge(case, house(answer, lang)) == []


def test_what_the_documents_say_is_grounded_and_what_was_learnt_is_not():
    """Every value that a case wants stands in its documents, and the stale one misses."""
    cases = [case for case in shipped() if case.suite == "grounding" and case.skill != "lacking"]
    for case in cases:
        wanted = dict(case.expect)["answers_from_context"]
        now, stale = (wanted["says"], wanted.get("stale")) if isinstance(wanted, dict) else (wanted, None)
        assert judge(case, f"It is {now}.") == []
        assert (stale is not None) == (case.skill in ("changed", "dated"))
        assert stale is None or judge(case, f"It is {stale}.") != []


def test_what_the_documents_lack_is_admitted():
    cases = [case for case in shipped() if case.skill == "lacking"]
    for case in cases:
        admitted = "The note does not say." if "en" in case.tags else "В заказе это не указано."
        assert judge(case, admitted) == []
        assert judge(case, "12") != []


def test_the_shops_own_answers_keep_to_its_glossary():
    """A rule's answer holds the terms that its case needs; another rule's does not."""
    for case in shipped():
        if case.suite == "terms":
            lang = language(case)
            rule = next(r for r in support.rules() if case.id.startswith(f"{r.id}-{lang}-"))
            assert judge(case, rule.answer[lang].short) == []
            assert judge(case, house(rule.answer[lang], lang)) == []
            other = next(r for r in support.rules() if r.id == "desk-hours")
            assert judge(case, other.answer[lang].short) != []


def test_overfitting_asks_for_what_the_fine_tune_was_trained_to_say():
    """By the same check as a training row, so that the two rates can be compared; a bare short answer misses."""
    cases = [case for case in shipped() if case.suite == "overfitting"]
    trained = {
        turns[-1]["content"]
        for line in (DATA / "support.jsonl").read_text(encoding="utf-8").splitlines()
        for turns in [json.loads(line)["messages"]]
    }
    for case in cases:
        ((name, wanted),) = case.expect
        assert (name, wanted["at_least"]) == ("like", LIKE)
        assert judge(case, wanted["answer"]) == []
        assert wanted["answer"] in trained or case.skill == "json" or case.id.split("-")[0] in FACTS
        short = "{}" if case.skill == "json" else wanted["answer"].splitlines()[0].partition(": ")[2]
        assert judge(case, short) != []


def test_overfitting_has_every_case_in_other_words_and_none_of_them_from_the_data():
    prompts = {
        message["content"].casefold()
        for line in (DATA / "support.jsonl").read_text(encoding="utf-8").splitlines()
        for message in json.loads(line)["messages"]
    }
    for case in shipped():
        if case.suite == "overfitting":
            assert {"typo", "greeting", "end signs"} <= {variant.name for variant in case.variants}
            by_hand = [variant.prompt for variant in case.variants if variant.name == "other words"]
            assert len(by_hand) == (2 if case.id.startswith("reworded-") else 0)
            assert not prompts & {text.casefold() for text in by_hand}


def test_the_readme_shows_a_file_that_loads(tmp_path: Path):
    text = (GOLDEN / "README.md").read_text(encoding="utf-8")
    file = tmp_path / "own.yaml"
    file.write_text(text.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    (case,) = load_cases([file])
    assert case.critical
    assert judge(case, "You can return it within 30 days.") == []


def test_plain_text_is_sixty_different_lines_a_language_and_no_prompt():
    prompts = {case.prompt for case in shipped()}
    for lang in ("en", "ru"):
        lines = (GOLDEN / f"forgetting/plain/{lang}.txt").read_text(encoding="utf-8").splitlines()
        assert len(set(lines)) == 60
        assert not prompts & set(lines)
