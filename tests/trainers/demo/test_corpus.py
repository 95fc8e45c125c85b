"""The base's corpus: nothing of it is held out, and it is the same each time."""

from __future__ import annotations

from functools import cache

from harness.case_files import case_files, load_cases
from harness.deployment import load_deployment
from trainers.demo.corpus import Row, corpus, corpus_digest
from trainers.demo.example import LANGS, part_of
from trainers.demo.make_cases import GOLDEN
from trainers.demo.skills import held_out
from trainers.demo.training import Settings
from trainers.demo.world import SKILLS, system_prompt


@cache
def shipped() -> tuple[Row, ...]:
    """The very rows that the shipped base was trained on."""
    return tuple(corpus(Settings().seed, Settings().rows))


def test_no_prompt_of_the_corpus_is_held_out():
    assert all(part_of(row.prompt) == "train" for row in shipped() if row.prompt is not None)


def test_no_golden_prompt_and_no_prompt_of_the_skill_report_is_in_the_corpus():
    """Compared as texts, without the partition: a mistake in it would show here.

    A case with documents asks of what was learnt on purpose: what the model reads is held out, the bare question not.
    """
    deployed = load_deployment(GOLDEN.parent / "deployment.yaml")
    trained = {" ".join(row.prompt.casefold().split()) for row in shipped() if row.prompt is not None}
    cases = load_cases(case_files(GOLDEN, ["*/*.yaml"]))
    golden = {deployed.with_context(c.context, c.prompt) if c.context else c.prompt for c in cases}
    reported = {example.prompt for skill in SKILLS for lang in LANGS for example in held_out(skill, lang)}
    assert {p for p in golden | reported if " ".join(p.casefold().split()) in trained} == set()


def test_the_house_template_is_left_to_the_fine_tune():
    """A base that knew it would have nothing to learn: no answer stands under all three house headings."""
    for row in shipped():
        assert not ("Short:" in row.answer and "Details:" in row.answer and "Next step:" in row.answer)
        assert not ("Коротко:" in row.answer and "Подробно:" in row.answer and "Следующий шаг:" in row.answer)


def test_a_good_part_of_support_and_few_base_skills_come_with_the_system_prompt():
    rows = [row for row in shipped() if row.prompt is not None]
    with_system = [row for row in rows if row.system is not None]
    assert {row.system for row in with_system} == {system_prompt()}
    assert 0.1 < len(with_system) / len(rows) < 0.3


def test_the_same_seed_gives_the_same_rows():
    one, again, other = (corpus_digest(list(corpus(seed, 300))) for seed in (1, 1, 2))
    assert one == again != other
