"""The model card: what the hub reads, what people read, and nothing that others wrote becomes markup."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt
from project import Project
from report.records import SAMPLES, make_arm, make_case, make_record, make_suite

from harness.card import make_card, write_card
from harness.checkpoint import load_checkpoint
from harness.comparison import Comparison, Side, compared_with_full
from harness.manifest import BaseRef, DataRef, IntegrityError, Linted, Manifest, hash_files, read_manifest, verify
from harness.record import Record, write_record

Run = Callable[..., tuple[int, str]]
BASE = BaseRef(name="shop-base", path="models/base", digest="3f2a91c07d55" + "0" * 52)
ADAPTER = '{"peft_type": "LORA", "r": 16}'


def make_manifest(**more: Any) -> Manifest:
    fields: dict[str, Any] = {
        "name": "support/ckpt-4",
        "base": BASE,
        "method": "lora",
        "parameters": {"r": 16, "alpha": 32.0, "rows": {"trained": 520}},
        "data": [DataRef(file="data/support.jsonl", sha256="ab" * 32, rows=520, used=500)],
        "lint": Linted(
            rows=520, findings={"duplicate": 2}, accepted={"duplicate": "a small shop"}, unchecked={"pii": "why"}
        ),
        "recipe": {"training": {"learning_rate": 1.5e-3, "epochs": 4}},
        "seed": 0,
        "epoch": 4.0,
        "curves": [{"epoch": 1, "train_loss": 1.9}, {"epoch": 4, "train_loss": 0.51, "kl_to_base": 0.75}],
        "warnings": ["the loss rose at the end"],
        "files": {"adapter_model.safetensors": "c" * 64},
    }
    return Manifest(**fields | more)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "adapter_config.json").write_text(ADAPTER)
    return tmp_path


def front(card: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(card.split("---\n")[1])
    return found


def test_the_hub_reads_its_front_matter(folder: Path) -> None:
    """By its own library: base, task, tags, data, and each suite's rate with n and interval."""
    huggingface_hub = pytest.importorskip("huggingface_hub")
    record = SAMPLES["refused"]()
    card = huggingface_hub.ModelCard(make_card(folder, make_manifest(), record))
    told = card.data
    assert (told.base_model, told.library_name, told.pipeline_tag) == ("shop-base", "peft", "text-generation")
    assert (told.tags, told.datasets) == (["ckptgate", "lora", "sft"], ["data/support.jsonl"])
    assert [(r.dataset_name, r.metric_value) for r in told.eval_results] == [
        (s.name, round(s.candidate.rate, 6)) for s in record.suites if s.candidate
    ]
    first, rate = told.eval_results[0], record.suites[0].candidate
    assert rate is not None
    assert first.metric_args == {
        "n": rate.n, "passed": rate.passed, "lower": round(rate.lower, 6), "upper": round(rate.upper, 6), "level": 0.9,
    }  # fmt: skip


def test_people_read_all_of_it(folder: Path) -> None:
    """What it is, data with digests and lints, method, the curves' last values, gates, known misses, limits."""
    record = SAMPLES["refused"]()
    text = make_card(folder, make_manifest(rewards=["max_words"]), record)
    missed = sum(1 for case in record.cases if case.candidate and not case.candidate.passed)
    for part in (
        "# support/ckpt-4",
        "weights digest `3f2a91c07d55",
        "After epoch 4",
        f"| data/support.jsonl | {'ab' * 32} | 520 | 500 |",
        "The lints read 520 rows: 2 findings.",
        "- duplicate: 2 findings, accepted: a small shop",
        "- pii: not judged, why",
        "| rows.trained | 520 |",
        r"| training.learning\_rate | 0.0015 |",
        r"| train\_loss | 0.51 |",
        "- Warning: the loss rose at the end",
        "**FAIL** (gate)",
        "Record `20260301-120000-3f9a`",
        f"{missed} of {len(record.cases)} cases were missed",
        r"These checks were its reward and so show nothing by themselves: max\_words.",
    ):
        assert part in text
    assert "1.9" not in text
    for suite in record.suites:
        assert f"| {suite.name} | {suite.candidate.passed} | {suite.candidate.n} |" in text  # type: ignore[union-attr]
        assert all(gate.kind in text for gate in suite.gates)


def test_before_a_gate_it_says_that_none_has_decided(folder: Path) -> None:
    text = make_card(folder, make_manifest(lint=None, data=[]))
    assert "**adapter support/ckpt-4 (lora r16) on shop-base 3f2a91c07d55**" in text.replace("\\", "")
    assert "No gate had decided on these weights when this card was written." in text
    assert "The manifest names no data." in text
    assert "Nothing was linted" in make_card(folder, make_manifest(lint=None))
    assert "model-index" not in front(text)


@pytest.mark.parametrize(
    ("changes", "adapter", "expected"),
    [
        ({"method": "full"}, False, ("transformers", "text-generation", "finetune")),
        ({"method": "merged"}, False, ("transformers", "text-generation", "finetune")),
        ({"method": "lora", "objective": "reward"}, True, ("peft", "text-classification", "adapter")),
    ],
)
def test_the_library_and_task_are_those_of_the_method(
    tmp_path: Path, changes: dict[str, Any], adapter: bool, expected: tuple[str, ...]
) -> None:
    if adapter:
        (tmp_path / "adapter_config.json").write_text(ADAPTER)
    told = front(make_card(tmp_path, make_manifest(**changes)))
    assert (told["library_name"], told["pipeline_tag"], told["base_model_relation"]) == expected


HOSTILE = "x\n---\nevil: yes\n# h <script>1</script> | @all [a](https://evil.example) `t` \u202e \x1b[2J {{ x }} *b*"


def test_nothing_that_others_wrote_becomes_markup(folder: Path) -> None:
    """Names, reasons, paths, notices: shown, and never YAML, HTML, a heading, a link or a mention."""
    record = make_record(
        [make_case(suite=HOSTILE, id=HOSTILE)],
        [make_suite(HOSTILE, [make_case(suite=HOSTILE, id=HOSTILE)], [])],
        candidate=make_arm(HOSTILE, kind=HOSTILE, base=HOSTILE), notices=[HOSTILE], sentence=HOSTILE,
        unchecked={HOSTILE: HOSTILE}, id=HOSTILE, created=HOSTILE,
    )  # fmt: skip
    manifest = make_manifest(
        name=HOSTILE, base=BaseRef(name=HOSTILE, path="p", digest=HOSTILE), method=HOSTILE, objective=HOSTILE,
        parameters={HOSTILE: HOSTILE}, warnings=[HOSTILE], rewards=[HOSTILE], revision=HOSTILE,
        curves=[{HOSTILE: HOSTILE}],
        data=[DataRef(file=HOSTILE, sha256=HOSTILE, rows=1, used=1)],
        lint=Linted(rows=1, findings={HOSTILE: 1}, accepted={HOSTILE: HOSTILE}, unchecked={HOSTILE: HOSTILE}),
    )  # fmt: skip
    card = make_card(folder, manifest, record)
    assert "evil" not in front(card)
    _, yaml_part, body = card.split("---\n", 2)
    assert yaml.safe_load(yaml_part)["library_name"] == "peft"
    assert not [c for c in card if not c.isprintable() and c not in "\n\u00a0"]
    clean = make_card(folder, make_manifest(), make_record([make_case()], [make_suite("golden", [make_case()], [])]))
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    assert not [t for t in tokens if t.type == "html_block"]
    inner = [child for t in tokens for child in t.children or ()]
    assert not {"html_inline", "link_open", "image", "em_open"} & {child.type for child in inner}
    assert not [child.content for child in inner if child.type == "text" and "@all" in child.content]
    headings = sum(t.type == "heading_open" for t in tokens)
    ours = MarkdownIt("commonmark").enable("table").parse(clean.split("---\n", 2)[2])
    assert headings == sum(t.type == "heading_open" for t in ours)


FULL = Side(name="full/ckpt-3", digest="f" * 64, method="full", base=BASE.digest, data=["ab" * 32])


def compared(records: Path, **full: Any) -> None:
    mine = FULL.model_copy(update={"name": "support/ckpt-4", "digest": "d" * 64, "method": "lora"})
    made = Comparison(
        id="c1",
        created="2026-11-27T00:00:00Z",
        one=mine,
        other=FULL.model_copy(update=full),
        sentence="LoRA loses 4 points.",
    )
    (records / "c1").mkdir(parents=True, exist_ok=True)
    (records / "c1/comparison.json").write_text(made.model_dump_json())


def test_an_adapter_is_not_compared_with_full_tuning_until_somebody_did(folder: Path) -> None:
    records, manifest = folder / "records", make_manifest()
    assert compared_with_full(records, "d" * 64, manifest) is None
    assert "**Not compared with full tuning on this data.**" in make_card(folder, manifest)
    compared(records)
    found = compared_with_full(records, "d" * 64, manifest)
    assert found is not None
    text = make_card(folder, manifest, comparison=found)
    assert "Compared with full tuning on this data (`c1`): LoRA loses 4 points." in text
    assert "Not compared" not in text
    assert "full tuning" not in make_card(folder / "records", make_manifest(method="full"))


@pytest.mark.parametrize(
    "full", [{"data": ["cd" * 32]}, {"data": ["ab" * 32, "cd" * 32]}, {"base": "e" * 64}, {"method": "qlora"}]
)
def test_a_comparison_on_other_data_or_another_base_or_of_no_full_tuning_is_none(
    folder: Path, full: dict[str, Any]
) -> None:
    compared(folder / "records", **full)
    assert compared_with_full(folder / "records", "d" * 64, make_manifest()) is None


def test_a_comparison_of_other_weights_or_that_can_not_be_read_is_none(folder: Path) -> None:
    compared(folder / "records")
    assert compared_with_full(folder / "records", "9" * 64, make_manifest()) is None
    (folder / "records/c1/comparison.json").write_text("{}")
    assert compared_with_full(folder / "records", "d" * 64, make_manifest()) is None


def test_a_card_written_after_the_record_breaks_nothing(project: Project, run: Run) -> None:
    """Neither the digest nor the manifest's nor a record or release changes by it; a changed weight still does."""
    project.checkpoint("runs/support/ckpt-1")
    project.write("pyproject.toml", "[tool.ckptgate]\n")
    project.simple()
    project.answer("ckpt-1", "good")
    folder = project.root / "runs/support/ckpt-1"
    before = load_checkpoint(folder, name="x", root=project.root)
    assert project.run("--model=ckpt-1").ret == 0
    status, said = run("card", "ckpt-1", "--out", str(folder))
    assert status == 0, said
    assert f"record {project.record.id} (PASS)" in said
    assert "**PASS** (gate)" in (folder / "README.md").read_text(encoding="utf-8")
    after = load_checkpoint(folder, name="x", root=project.root)
    assert (before.digest, before.manifest_digest) == (after.digest, after.manifest_digest)
    assert run("release", "ckpt-1", "--as", "support@1.0.0")[0] == 0
    (folder / "model.safetensors").write_text("other")
    with pytest.raises(IntegrityError):
        load_checkpoint(folder, name="x", root=project.root)


def test_a_card_that_an_older_manifest_lists_may_change_too(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("as it was")
    (tmp_path / "model.safetensors").write_text("w")
    manifest = Manifest(name="m", method="full", files={**hash_files(tmp_path), "README.md": "a" * 64})
    verify(tmp_path, manifest)
    write_card(tmp_path, manifest)
    verify(tmp_path, manifest)


def test_the_command_prints_a_card_and_says_what_has_none(project: Project, run: Run) -> None:
    project.checkpoint("runs/support/ckpt-1")
    project.checkpoint("stranger", manifest=False)
    status, said = run("card", "ckpt-1")
    assert status == 0
    assert said.startswith("---\nlibrary_name: transformers\n")
    assert not (project.root / "runs/support/ckpt-1/README.md").exists()
    status, said = run("card", "stranger")
    assert status == 4
    assert "has no manifest" in said
    assert run("card", "nobody")[0] == 4


def test_the_record_of_a_whole_gate_goes_before_a_newer_part(project: Project, run: Run) -> None:
    """A narrowed run or the dev split says less than the gate that decided."""
    project.checkpoint("runs/support/ckpt-1")
    project.simple()
    project.answer("ckpt-1", "good")
    project.run("--model=ckpt-1")
    whole: Record = project.record
    project.run("--model=ckpt-1", "-k", "case-001")
    assert project.record.id != whole.id
    assert f"`{whole.id}`" in run("card", "ckpt-1")[1]
    part = project.record.model_copy(update={"id": "only"})
    for file in project.root.glob("records/*/record.json"):
        file.unlink()
    write_record(part, project.root / "records/only")
    assert "Not every case of every suite ran." in run("card", "ckpt-1")[1]


def test_it_is_listed_in_no_manifest(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_text("w")
    write_card(tmp_path, make_manifest())
    assert list(hash_files(tmp_path)) == ["model.safetensors"]
    assert read_manifest(tmp_path) is None
    assert json.dumps(front((tmp_path / "README.md").read_text(encoding="utf-8")))
