"""The arms of a run: who is compared with whom, each in its own deployment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from project import Project

from harness.arms import Arm
from harness.case_files import load_cases
from harness.cases import Case
from harness.checkpoint import UnknownModel
from harness.deployment import Deployment
from harness.engines.transformers import TransformersEngine
from harness.resolving import resolve_arms
from harness.settings import load_settings
from harness.source import SourceError


@pytest.fixture
def shop(project: Project) -> Project:
    project.write("pyproject.toml", '[tool.ckptgate]\ndeployment = "deployment.yaml"\n')
    project.write("deployment.yaml", "model: support@prod\nsystem: s.md\nsampling: {max_new_tokens: 9}\n")
    project.write("s.md", "Be brief.\n")
    project.checkpoint("m")
    project.checkpoint("b")
    return project


def arms(project: Project, model: str, baseline: str | None = None) -> dict[str, Arm]:
    return dict(resolve_arms(model, baseline, root=project.root, settings=load_settings(project.root)))


def case(project: Project, head: str = "", of: str = "{id: x, prompt: Hi, expect: [no_promised_dates]}") -> Case:
    text = f"suite: s\nsplit: gate\n{head}cases:\n- {of}\n"
    (made,) = load_cases([project.write("c.yaml", text)])
    return made


def test_a_case_is_rendered_with_the_deployments_system_prompt_and_bare_without(shop: Project) -> None:
    engine = TransformersEngine(device="cpu").identity
    arm = arms(shop, "m")["candidate"]
    assert arm.request(case(shop), engine).prompt == "[system]Be brief.[user]Hi[assistant]"
    assert arm.request(case(shop, "bare: true\n"), engine).prompt == "[user]Hi[assistant]"
    assert arm.request(case(shop), engine).sampling.max_new_tokens == 9


def test_a_deployment_file_brings_its_model_and_its_prompt(shop: Project) -> None:
    shop.write("other/d.yaml", "model: b\nsystem: p.md\n")
    shop.write("other/p.md", "Be kind.")
    arm = arms(shop, "other/d.yaml")["candidate"]
    assert (arm.about.name, arm.deployment.system) == ("b", "Be kind.")
    shop.write("other/e.yaml", "model: other/d.yaml\n")
    with pytest.raises(UnknownModel, match="another deployment file"):
        arms(shop, "other/e.yaml")


def test_documents_stand_before_the_question_in_the_deployments_form(shop: Project) -> None:
    """Also where the model spoke before: only the last message brings them."""
    engine = TransformersEngine(device="cpu").identity
    arm = arms(shop, "m")["candidate"]
    told = case(shop, of="{id: x, prompt: How much?, context: [A lamp costs 9., No refunds.], expect: [refuses]}")
    assert arm.request(told, engine).prompt.endswith("[user]A lamp costs 9.\nNo refunds.\n\nHow much?[assistant]")
    shop.write("d.yaml", 'model: m\ncontext: "Read: {context} Asked: {question}"\n')
    other = arms(shop, "d.yaml")["candidate"]
    assert "[user]Read: A lamp costs 9.\nNo refunds. Asked: How much?[assistant]" in other.request(told, engine).prompt
    turns = "[{role: user, content: Hi}, {role: user, content: How much?}]"
    talk = case(shop, of=f"{{id: x, messages: {turns}, context: It is 9., expect: [refuses]}}")
    assert "It is 9." not in arm.request(talk, engine).prompt
    assert arm.request(talk, engine, said=("Hello",)).prompt.endswith(
        "[assistant]Hello[user]It is 9.\n\nHow much?[assistant]"
    )


def test_the_form_of_documents_belongs_to_the_deployment(shop: Project) -> None:
    """To its digest, where it is not the usual one, and to what a release keeps of it."""
    shop.write("d.yaml", 'model: m\ncontext: "{context} {question}"\n')
    shop.write("e.yaml", 'model: m\ncontext: "{context}\\n\\n{question}"\n')
    usual, other = arms(shop, "e.yaml")["candidate"].deployment, arms(shop, "d.yaml")["candidate"].deployment
    assert usual.digest == replace(usual, file=None).digest != other.digest
    assert "context" not in usual.to_json()
    assert Deployment.from_json(other.to_json()).digest == other.digest
    assert Deployment.from_json({**usual.to_json(), "context": None}).digest == usual.digest  # as a record keeps it


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('model: m\ncontext: "{question}"\n', r"d\.yaml:2: .*needs {context} and {question}"),
        ("model: m\nretrieve: {top: 3}\n", r"d\.yaml:2: unknown key 'retrieve'"),
        ("model: m\nsystem: nowhere.md\n", r"d\.yaml:2: system: no such file"),
        ("model: m\nsampling: {top_k: 1}\n", "unknown key"),
        ("system: s.md\n", "'model' is missing"),
    ],
)
def test_a_mistake_in_a_deployment_names_its_line(shop: Project, text: str, what: str) -> None:
    shop.write("d.yaml", text)
    with pytest.raises(SourceError, match=what):
        arms(shop, "d.yaml")


def test_each_arm_keeps_its_prompt_and_all_sample_alike(shop: Project) -> None:
    shop.write("d.yaml", "model: b\nsystem: q.md\nsampling: {max_new_tokens: 500}\n")
    shop.write("q.md", "Be kind.")
    both = arms(shop, "m", "d.yaml")
    assert both["production"].deployment.system == "Be kind."
    assert both["production"].deployment.sampling == both["candidate"].deployment.sampling


def test_before_the_first_release_there_is_no_production_arm(shop: Project) -> None:
    assert set(arms(shop, "m")) == {"candidate", "base"}


def test_an_arm_travels_to_a_worker_whole(shop: Project) -> None:
    arm = arms(shop, "m")["candidate"]
    there = Arm.from_json(arm.to_json())
    assert there.to_json() == arm.to_json()
    engine = TransformersEngine(device="cpu").identity
    assert there.request(case(shop), engine) == arm.request(case(shop), engine)


def test_a_model_of_a_hub_is_not_fetched(shop: Project) -> None:
    with pytest.raises(UnknownModel, match="fetch it into a directory first"):
        arms(shop, "hf:org/name")


def test_a_release_that_is_not_there_says_so(shop: Project) -> None:
    with pytest.raises(SourceError, match="nothing is released yet"):
        arms(shop, "support@prod")
