"""Dev and gate: stable, and never a question on both sides."""

from __future__ import annotations

from pathlib import Path

from importing.sources import asked, cases_in, imported

from harness.importing.splitting import side

QUESTIONS = [
    (f"What is the price of article {i} in {city}?", f"{i * 3 + 7} euros")
    for i in range(20)
    for city in ("Riga", "Oslo")
]


def test_the_share_is_met_and_the_side_hangs_on_the_id_alone() -> None:
    dev = sum(side(f"case-{i}", 0.2) == "dev" for i in range(2_000)) / 2_000
    assert 0.17 < dev < 0.23
    assert {side(f"case-{i}", 0.0) for i in range(50)} == {"gate"}
    assert all(side(f"case-{i}", 0.3) == "dev" for i in range(200) if side(f"case-{i}", 0.2) == "dev")


def test_a_case_stays_on_its_side_whatever_stands_around_it(tmp_path: Path) -> None:
    imported(asked(tmp_path, QUESTIONS), into=tmp_path / "all")
    imported(asked(tmp_path, QUESTIONS[10:20]), into=tmp_path / "some")

    whole, some = cases_in(tmp_path / "all"), cases_in(tmp_path / "some")
    assert {case.split for case in whole.values()} == {"dev", "gate"}
    assert all(whole[prompt].split == case.split and whole[prompt].id == case.id for prompt, case in some.items())


def test_paraphrases_stand_on_one_side_as_one_cluster(tmp_path: Path) -> None:
    pairs = []
    for thing in ("lamp", "sofa", "kettle", "carpet", "mirror", "shelf", "radio", "vase"):
        pairs += [(f"How many days do I have to return the {thing}?", f"30 days for a {thing}")]
        pairs += [(f"Hello, please: how many days have I got to return a {thing}", f"30 days for a {thing}")]
    imported(asked(tmp_path, pairs), into=tmp_path / "golden", dev=0.5)

    cases = cases_in(tmp_path / "golden")
    for (one, _), (other, _) in zip(pairs[::2], pairs[1::2], strict=True):
        assert cases[one].cluster == cases[other].cluster is not None
        assert cases[one].split == cases[other].split
    assert len({case.cluster for case in cases.values()}) == 8


def test_questions_of_one_template_are_no_paraphrases(tmp_path: Path) -> None:
    made = imported(asked(tmp_path, QUESTIONS), into=tmp_path / "golden")
    assert not any(draft.cluster for draft in made.drafts)


def test_a_paraphrase_of_a_case_that_is_there_goes_to_its_side(tmp_path: Path) -> None:
    first = [
        (f"Which documents do I need to register a {thing}?", "passport, receipt, form")
        for thing in ("boat", "car", "van")
    ]
    imported(asked(tmp_path, first), into=tmp_path / "golden", dev=0.5)
    before = cases_in(tmp_path / "golden")
    more = [
        (f"Hello! Which documents to register a {thing}", "passport, receipt, form") for thing in ("boat", "car", "van")
    ]
    imported(asked(tmp_path, more, "more.jsonl"), into=tmp_path / "golden", dev=0.5)

    after = cases_in(tmp_path / "golden")
    assert len(after) == 6
    assert [after[new].split for new, _ in more] == [before[old].split for old, _ in first]
