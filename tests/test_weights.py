"""Every report begins with which adapter is on, on which base; or that there is none."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from project import Project
from report.records import make_arm, make_record
from rich.console import Console

from harness.figures import Lang
from harness.record import Arm, DeploymentRef
from harness.report import html, summary, terminal
from harness.weights import weights_line

DIGEST = "3f2a91c07d55" + "0" * 52
ON: dict[str, Any] = {"base": "shop-base", "base_digest": DIGEST, "kind": "lora r16"}
IN_BITS = DeploymentRef(file=None, system=None, sampling={}, quantization="nf4", digest="d")


@pytest.mark.parametrize(
    ("arm", "english", "russian"),
    [
        (make_arm("faq", **ON), "adapter faq (lora r16) on shop-base 3f2a91c07d55",
         "адаптер faq (lora r16) на shop-base 3f2a91c07d55"),
        (make_arm("faq", **ON, deployment=IN_BITS), "adapter faq (lora r16) on shop-base 3f2a91c07d55, loaded in nf4",
         "адаптер faq (lora r16) на shop-base 3f2a91c07d55, загружено в nf4"),
        (make_arm("x", adapter=False, base="shop-base", base_digest=DIGEST),
         "no adapter: full weights, all tuned, from shop-base 3f2a91c07d55",
         "без адаптера: полные веса, обучены целиком, из shop-base 3f2a91c07d55"),
        (make_arm("x", adapter=False, method=None), "no adapter: full weights", "без адаптера: полные веса"),
        (make_arm("x", unknown=["weights"]), "a model behind a server: which adapter is on is not known",
         "модель за сервером: какой адаптер включён, неизвестно"),
    ],
)  # fmt: skip
def test_the_line(arm: Arm, english: str, russian: str) -> None:
    assert weights_line(arm) == english
    assert weights_line(arm, "ru") == russian


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_it_comes_first_in_every_report(lang: Lang) -> None:
    record = make_record([], [], production=None, decision="ERROR", candidate=make_arm("faq", **ON))
    line = weights_line(record.candidate, lang)
    out = io.StringIO()
    Console(file=out, width=100).print(terminal(record, directory=Path("r"), lang=lang))
    assert out.getvalue().splitlines()[0].strip() == line
    assert summary.render(record, Path("r"), lang).splitlines()[:2] == [summary.MARKER, line]
    page = html.render(record, lang)
    assert 0 < page.index(f">{line}</p>") < page.index('class="brand"')


def test_a_hostile_name_stays_text() -> None:
    record = make_record([], [], production=None, decision="ERROR", candidate=make_arm("[red]<b>`@all`\n# x", **ON))
    assert "<b>" not in html.render(record).split('class="brand"')[0].split("<header", 1)[1]
    line = summary.render(record, Path("r")).splitlines()[1]
    assert r"\<b\>\`@&#8203;all\`" in line


def test_the_record_has_it_near_its_beginning(
    project: Project, make_adapter: Callable[..., Path], strangers: dict[tuple[str, bool], Path]
) -> None:
    """A stranger's adapter says its kind itself; full weights say that there is none."""
    shutil.copytree(strangers["llama", True], project.root / "base")
    config = make_adapter(project.root / "one", project.root / "base") / "adapter_config.json"
    config.write_text(config.read_text().replace(str(project.root / "base"), "base"))
    project.simple(2)
    project.answer("one", "good")
    project.answer("base", "good")
    result = project.run("--model=one", "--baseline=none")
    assert project.record.weights.startswith("adapter one (lora r4) on base ")
    result.stdout.fnmatch_lines(["*= ckptgate =*", project.record.weights])
    project.run("--model=base", "--baseline=none")
    text = (project.root / "records" / project.record.id / "record.json").read_text(encoding="utf-8")
    assert text.splitlines()[2] == ' "weights": "no adapter: full weights",'
