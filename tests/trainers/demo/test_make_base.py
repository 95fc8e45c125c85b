"""The shipped base: small, made by this code from this corpus, and as good as its report says."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from rich.console import Console

from harness.manifest import digest_of, read_manifest, verify
from trainers.demo.corpus import corpus, corpus_digest
from trainers.demo.make_base import BASE, make, manifest
from trainers.demo.skills import AVERAGE, FLOOR, PROMPTS, Generator, held_out
from trainers.demo.training import Settings
from trainers.demo.world import SKILLS


def test_it_is_whole_and_at_most_ten_megabytes():
    shipped = read_manifest(BASE)
    assert shipped is not None
    verify(BASE, shipped)
    assert sum(file.stat().st_size for file in BASE.iterdir()) <= 10_000_000


def test_its_manifest_names_this_configuration_and_this_corpus():
    """A changed setting or sentence of the world makes another base: make it again."""
    shipped = read_manifest(BASE)
    assert shipped is not None
    assert shipped.recipe_digest == digest_of(asdict(Settings()))
    assert shipped.data[0].sha256 == corpus_digest(list(corpus(Settings().seed, Settings().rows)))


def test_its_report_reaches_the_average():
    """At least 88 % on average, every skill reported."""
    found = json.loads((BASE / "skills.json").read_text(encoding="utf-8"))
    assert set(found["skills"]) == set(SKILLS)
    assert found["prompts"] == PROMPTS
    assert found["average"] >= AVERAGE


def test_no_skill_is_under_the_floor():
    """No skill under 70 %."""
    found = json.loads((BASE / "skills.json").read_text(encoding="utf-8"))
    assert min(by["both"] for by in found["skills"].values()) >= FLOOR


def test_it_answers_as_the_report_says():
    """A sample generated now: the report is not of some other weights."""
    generator = Generator(BASE)
    right = total = 0
    for skill in ("copy", "recall", "support", "refusals"):
        for lang in ("en", "ru"):
            examples = held_out(skill, lang)[:10]
            replies = generator.replies([e.prompt for e in examples], limit=48)
            right += sum(reply == e.answer for reply, e in zip(replies, examples, strict=True))
            total += len(examples)
    assert right / total >= 0.85


def test_the_script_makes_a_base_that_loads_and_the_same_one_again(tmp_path: Path):
    """Two steps of a small one, twice: equal bytes, and a manifest that holds."""
    settings = replace(Settings(), steps=2, rows=400, tokens=256, hidden=32, layers=1, heads=2, mlp=32)
    digests = []
    for name in ("one", "two"):
        directory = tmp_path / name
        made = make(directory, settings, Console(quiet=True))
        vouched = manifest(directory, settings, made, 1)
        verify(directory, vouched)
        digests.append(vouched.files)
    assert digests[0] == digests[1]
    assert len(Generator(tmp_path / "one").replies(["Hello!", "Привет!"], limit=4)) == 2
