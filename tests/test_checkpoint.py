"""What --model= finds, and what it refuses."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest
from project import Project

from harness.checkpoint import UnknownModel, base_of, load_checkpoint, resolve_checkpoint
from harness.manifest import BaseRef, IntegrityError, Manifest, hash_files, weights_digest, write_manifest


def adapter(project: Project, name: str, base: str | None, *, manifest: bool = True) -> None:
    folder = project.root / name
    project.write(f"{name}/adapter_model.safetensors", f"adapter {name}")
    project.write(f"{name}/adapter_config.json", json.dumps({"base_model_name_or_path": base}))
    if manifest:
        digest = load_checkpoint(project.root / str(base), name=str(base), root=project.root).digest
        ref = BaseRef(name=str(base), path=str(base), digest=digest)
        write_manifest(folder, Manifest(name=name, method="lora", base=ref, files=hash_files(folder)))


def resolve(project: Project, name: str):
    return resolve_checkpoint(name, runs=project.root / "runs", root=project.root)


def test_a_name_under_runs_short_and_long(project: Project) -> None:
    project.checkpoint("runs/support/ckpt-3")
    assert resolve(project, "ckpt-3").name == "support/ckpt-3"
    assert resolve(project, "support/ckpt-3").digest == resolve(project, "ckpt-3").digest


def test_a_directory_without_manifest_is_no_checkpoint_of_a_run(project: Project) -> None:
    """The manifest is written last: a half-written checkpoint is not found by name."""
    project.checkpoint("runs/support/ckpt-3", manifest=False)
    with pytest.raises(UnknownModel, match="none under runs/"):
        resolve(project, "ckpt-3")


def test_the_digest_is_the_content_not_the_name(project: Project) -> None:
    project.checkpoint("a", weights="same")
    shutil.copytree(project.root / "a", project.root / "elsewhere/b")
    assert resolve(project, "a").digest == resolve(project, "elsewhere/b").digest
    project.write("a/README.md", "a note changes no reply")
    assert resolve(project, "a").digest == resolve(project, "elsewhere/b").digest


@pytest.mark.parametrize(
    "name", ["model.safetensors", "tokenizer_config.json", "config.json", "generation_config.json"]
)
def test_every_file_that_can_change_a_reply_is_in_the_digest(project: Project, name: str) -> None:
    folder = project.checkpoint("a", manifest=False)
    before = resolve(project, "a").digest
    (folder / name).write_text('{"chat_template": "other {{ messages[0].content }}"}')
    assert resolve(project, "a").digest != before


def test_an_adapter_brings_its_base(project: Project) -> None:
    project.checkpoint("base")
    adapter(project, "runs/s/ckpt-1", "base")
    found = resolve(project, "ckpt-1")
    assert found.adapter
    assert found.base is not None
    assert found.base.name == "base"
    assert found.template.source is not None
    assert found.tokenizer_path == (project.root / "base").resolve()
    assert base_of(found, project.root) == found.base


def test_a_strangers_adapter_finds_its_base_by_the_config(project: Project) -> None:
    project.checkpoint("base", manifest=False)
    adapter(project, "theirs", "base", manifest=False)
    assert resolve(project, "theirs").adapter
    project.write("theirs/adapter_config.json", '{"base_model_name_or_path": "nobody/knows"}')
    with pytest.raises(UnknownModel, match="nobody/knows"):
        resolve(project, "theirs")


def test_another_base_of_the_same_shape_is_noticed(project: Project) -> None:
    """peft loads an adapter onto any base of the same shape without a word."""
    project.checkpoint("base")
    adapter(project, "runs/s/ckpt-1", "base")
    project.checkpoint("base", weights="retrained")
    with pytest.raises(IntegrityError, match="An adapter on another base is another model"):
        resolve(project, "ckpt-1")


def test_a_template_that_is_not_that_of_the_training_is_noticed(project: Project) -> None:
    """An adapter trained on a template of its own and saved without it would be asked in its base's."""
    project.checkpoint("base")
    base = load_checkpoint(project.root / "base", name="base", root=project.root)
    folder = project.root / "runs/s/ckpt-1"
    adapter(project, "runs/s/ckpt-1", "base")
    ref = BaseRef(name="base", path="base", digest=base.digest)
    assert base.template.source is not None
    for template, fits in ((base.template.source, True), ("{{ messages }}", False)):
        digest = hashlib.sha256(template.encode()).hexdigest()
        made = Manifest(name="x", method="lora", base=ref, template_digest=digest, files=hash_files(folder))
        write_manifest(folder, made)
        if fits:
            assert resolve(project, "ckpt-1").template.source == template
        else:
            with pytest.raises(IntegrityError, match="put the one of its training into ckpt-1/chat_template"):
                resolve(project, "ckpt-1")


def test_pickled_weights_are_never_loaded(project: Project) -> None:
    project.write("m/pytorch_model.bin", "pickle")
    project.write("m/config.json", "{}")
    with pytest.raises(UnknownModel, match="pickle"):
        resolve(project, "m")


def test_a_run_directory_names_its_checkpoints(project: Project) -> None:
    project.checkpoint("runs/support/ckpt-1")
    with pytest.raises(UnknownModel, match="ckpt-1"):
        resolve(project, "runs/support")


def test_a_base_of_ours_is_its_own_base_a_strangers_is_unknown(project: Project) -> None:
    project.checkpoint("ours")
    project.checkpoint("theirs", manifest=False)
    ours = resolve(project, "ours")
    assert base_of(ours, project.root) == ours
    assert base_of(resolve(project, "theirs"), project.root) is None


def test_an_added_file_that_could_change_a_reply_is_noticed(project: Project) -> None:
    folder = project.checkpoint("a")
    (folder / "notes.txt").write_text("harmless")
    resolve(project, "a")
    (folder / "chat_template.jinja").write_text("hostile")
    with pytest.raises(IntegrityError, match=r"added: chat_template\.jinja"):
        resolve(project, "a")


def test_the_weights_digest_depends_on_the_base() -> None:
    files = {"adapter_model.safetensors": "1"}
    assert weights_digest(files, "a") != weights_digest(files, "b")
