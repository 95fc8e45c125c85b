"""A product runs its own suites on its own adapter, held to its own line of releases and to the base it declares."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from project import Project

from harness.checkpoint import load_checkpoint
from harness.manifest import BaseRef, Manifest, hash_files, read_manifest, write_manifest

Run = Callable[..., tuple[int, str]]

SETTINGS = """[tool.ckptgate]
deployment = "deployment.yaml"
margin = 0.2
suite_margin = 0.2
creep_margin = 0.2

[[tool.ckptgate.adapters]]
name = "faq"
base = "base"
adapter = "faq/ckpt-1"
purpose = "answers questions"
suites = ["greet"]

[[tool.ckptgate.adapters]]
name = "letters"
base = "base"
adapter = "letters/ckpt-1"
purpose = "writes letters"
"""


def tuned(project: Project, name: str, base: str = "base") -> None:
    """An adapter trained on a base, with little in its files: nothing is loaded."""
    folder = project.root / f"runs/{name}"
    project.write(f"runs/{name}/adapter_config.json", '{"peft_type": "LORA", "r": 4}')
    project.write(f"runs/{name}/adapter_model.safetensors", f"weights of {name}")
    digest = load_checkpoint(project.root / base, name=base, root=project.root).digest
    ref = BaseRef(name=base, path=base, digest=digest)
    write_manifest(folder, Manifest(name=name, method="lora", base=ref, files=hash_files(folder)))


def full(project: Project, name: str) -> None:
    """Full weights that were trained from the base."""
    folder = project.checkpoint(f"runs/{name}", manifest=False)
    digest = load_checkpoint(project.root / "base", name="base", root=project.root).digest
    ref = BaseRef(name="base", path="base", digest=digest)
    write_manifest(folder, Manifest(name=name, method="full", base=ref, files=hash_files(folder)))


@pytest.fixture
def shop(project: Project) -> Project:
    """Two products on one base, two suites of which one has a critical case, replies to all of it."""
    project.write("pyproject.toml", SETTINGS)
    project.write("deployment.yaml", "model: support@prod\n")
    project.checkpoint("base")
    for name in ("faq/ckpt-1", "faq/ckpt-2", "letters/ckpt-1"):
        tuned(project, name)
    project.simple(suite="greet")
    project.suite("write")
    cases = [
        {"id": f"w{i}", "prompt": f"w{i}?", "expect": [{"matches": "good"}], "tags": ["critical"]} for i in range(16)
    ]
    project.cases("write", cases)
    for name in ("faq/ckpt-1", "faq/ckpt-2", "letters/ckpt-1"):
        project.answer(name, "good")
    return project


def test_a_product_asks_its_own_suites_and_is_decided_by_them(shop: Project) -> None:
    result = shop.run("--model=faq")
    assert result.ret == 0, str(result.stdout)
    record = shop.record
    assert [suite.name for suite in record.suites] == ["greet"]
    assert record.complete
    assert record.product is not None
    assert (record.product.name, record.product.purpose, record.product.suites) == (
        "faq",
        "answers questions",
        ["greet"],
    )
    assert (record.candidate.name, record.candidate.path) == ("faq", "runs/faq/ckpt-1")
    result.assert_outcomes(passed=21, deselected=1)


def test_without_suites_of_its_own_all_are_asked(shop: Project) -> None:
    assert shop.run("--model=letters").ret == 0
    assert [suite.name for suite in shop.record.suites] == ["greet", "write"]


def test_workers_ask_the_same_suites(shop: Project) -> None:
    assert shop.run("--model=faq", "-n2").ret == 0
    assert [suite.name for suite in shop.record.suites] == ["greet"]


def test_the_checkpoint_by_its_own_name_is_no_product(shop: Project) -> None:
    assert shop.run("--model=faq/ckpt-1").ret == 0
    assert shop.record.product is None
    assert [suite.name for suite in shop.record.suites] == ["greet", "write"]


def test_a_mistake_in_another_products_cases_does_not_stop_it(shop: Project) -> None:
    shop.write("golden/write/a.yaml", "suite: write\ncases: nonsense\n")
    assert shop.run("--model=faq").ret == 0
    assert shop.run("--model=letters").ret == 2


def test_each_product_has_a_line_of_releases_of_its_own(shop: Project, run: Run) -> None:
    """What is in production under another name, the deployment's too, is none of its business."""
    for name in ("faq", "letters"):
        shop.run(f"--model={name}")
        status, said = run("release", name, "--as", f"{name}@1.0.0")
        assert status == 0, said
        assert "another name" not in said
    tuned(shop, "faq/ckpt-2")
    shop.write("pyproject.toml", SETTINGS.replace("faq/ckpt-1", "faq/ckpt-2"))
    assert shop.run("--model=faq").ret == 0
    assert shop.record.production is not None
    assert shop.record.anchor is not None
    assert (shop.record.production.name, shop.record.anchor.name) == ("faq@1.0.0", "faq@1.0.0")
    assert run("release", "faq", "--as", "faq@1.1.0")[0] == 0
    assert shop.run("--model=letters").ret == 0
    assert shop.record.production is not None
    assert shop.record.production.name == "letters@1.0.0"


def test_a_products_record_releases_nothing_under_another_name(shop: Project, run: Run) -> None:
    """Its suites alone were asked; the rest of the gate was not."""
    assert shop.run("--model=faq").ret == 0
    status, said = run("release", "faq/ckpt-1", "--as", "support@1.0.0")
    assert status == 1
    assert "is of the product faq, which asks its own suites alone" in said
    status, said = run("release", "faq/ckpt-1", "--as", "faq@1.0.0")
    assert status == 0, said


def test_other_suites_than_were_asked_void_its_record_and_another_products_words_do_not(
    shop: Project, run: Run
) -> None:
    assert shop.run("--model=faq").ret == 0
    shop.write("pyproject.toml", SETTINGS.replace('suites = ["greet"]', 'suites = ["greet", "write"]'))
    status, said = run("release", "faq", "--as", "faq@1.0.0")
    assert status == 1
    assert "[[tool.ckptgate.adapters]] faq changed since" in said
    shop.write("pyproject.toml", SETTINGS.replace("writes letters", "writes long letters"))
    status, said = run("release", "faq", "--as", "faq@1.0.0")
    assert status == 0, said


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        (('adapter = "faq/ckpt-1"', 'adapter = "faq/ckpt-9"'), 4,
         "pyproject.toml:10: [[tool.ckptgate.adapters]] adapter: 'faq/ckpt-9' can't be used: no checkpoint is called"),
        (('"faq/ckpt-1"', '"faq@prod"'), 4, "adapter: 'faq@prod' can't be used: there is no release"),
        (('base = "base"', 'base = "nowhere"'), 4, "toml:9: [[tool.ckptgate.adapters]] base: 'nowhere' can't"),
        (('base = "base"', 'base = "other"'), 12, "pyproject.toml:9: [[tool.ckptgate.adapters]] base: declares other "),
        (('["greet"]', '["grete"]'), 4,
         "pyproject.toml:12: [[tool.ckptgate.adapters]] suites: 'grete' is no suite here; there is: greet, write"),
        (('["greet"]', '["test_grete.py", "greet"]'), 4, "suites: 'test_grete.py' is no suite here"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_with_its_line(
    shop: Project, change: tuple[str, str], status: int, says: str
) -> None:
    shop.checkpoint("other")
    shop.write("pyproject.toml", SETTINGS.replace(*change, 1))
    result = shop.run("--model=faq")
    assert result.ret == status
    assert says in " ".join((str(result.stdout) + str(result.stderr)).split())


def test_full_weights_are_no_products_adapter(shop: Project) -> None:
    """They stand on no base; by their own name they are gated as ever."""
    full(shop, "whole/ckpt-1")
    shop.answer("whole/ckpt-1", "good")
    shop.write("pyproject.toml", SETTINGS.replace("faq/ckpt-1", "whole/ckpt-1"))
    result = shop.run("--model=faq")
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*pyproject.toml:10: *'whole/ckpt-1' is no adapter but full weights*"])
    assert shop.run("--model=whole/ckpt-1").ret == 0


def test_a_name_that_means_two_things_is_refused_and_both_are_named(shop: Project) -> None:
    shop.checkpoint("faq")
    result = shop.run("--model=faq")
    assert result.ret == 4
    result.stderr.fnmatch_lines(
        ["*pyproject.toml:8: *'faq' is two things, this product and the checkpoint in faq*./faq*"]
    )
    shop.answer("./faq", "good")
    assert shop.run("--model=./faq").ret == 0


def test_a_product_whose_adapter_lies_under_its_name_is_one_thing(shop: Project) -> None:
    shop.write("pyproject.toml", SETTINGS.replace("faq/ckpt-1", "faq"))
    tuned(shop, "faq/ckpt-1")
    (shop.root / "runs/faq/ckpt-1").rename(shop.root / "faq")
    assert shop.run("--model=faq").ret == 0


def test_an_unknown_name_lists_the_products(shop: Project) -> None:
    result = shop.run("--model=fqa")
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*Products: faq, letters."])


def test_a_reward_model_is_no_candidate(shop: Project) -> None:
    """It ranks and answers nothing; loaded as a language model it would babble."""
    folder = shop.root / "runs/faq/ckpt-1"
    manifest = read_manifest(folder)
    assert manifest is not None
    write_manifest(folder, manifest.model_copy(update={"objective": "reward"}))
    result = shop.run("--model=faq/ckpt-1")
    assert result.ret == 4
    (line,) = [line for line in result.stderr.lines if "reward model" in line]
    assert "it ranks answers and gives none" in line
    assert "rl.model" in line
