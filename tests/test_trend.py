"""What stands beside a record: the run's other epochs, releases, the sweep, other methods."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from project import Project

from harness.manifest import MANIFEST, Manifest, canonical, hash_files, write_manifest
from harness.past import FIGURES, Figures, figures_of, past_figures, record_figures
from harness.record import Record
from harness.report.trend import drawn
from harness.report.view import rate
from harness.settings import load_settings
from harness.trend import trend_of


def epoch(project: Project, n: int, loss: float) -> Path:
    folder = project.checkpoint(f"runs/support/ckpt-{n}", manifest=False)
    curves = [{"epoch": i, "train_loss": loss + n - i, "eval_loss": loss + 0.1} for i in range(1, n + 1)]
    manifest = Manifest(name=f"support/ckpt-{n}", method="lora", epoch=n, curves=curves, files=hash_files(folder))
    write_manifest(folder, manifest)
    return folder


def gated(project: Project, n: int, replies: str = "good") -> Record:
    project.answer(f"support/ckpt-{n}", replies)
    project.run(f"--model=support/ckpt-{n}", "--baseline=none")
    return project.record


def test_the_run_s_epochs_stand_in_order_with_their_losses(project: Project) -> None:
    project.simple(20)
    for n, loss in ((1, 2.0), (2, 1.5), (3, 1.2)):
        epoch(project, n, loss)
    gated(project, 1, "bad")
    record = gated(project, 3)
    trend = trend_of(record, root=project.root, settings=load_settings(project.root))
    assert [(e.name, e.candidate) for e in trend.epochs] == [
        ("support/ckpt-1", False),
        ("support/ckpt-2", False),
        ("support/ckpt-3", True),
    ]
    assert [e.train_loss for e in trend.epochs] == pytest.approx([2.0, 1.5, 1.2])
    assert trend.split == "gate"
    assert [e.target for e in trend.epochs] == [0.0, None, 1.0]
    part, suites = drawn(trend)
    assert len(part.charts) == 2
    assert part.chosen == {2}
    assert suites.rows == [["greet", rate(0.0), "–", rate(1.0)]]
    assert [(one.name, one.told) for one in suites.small] == [("greet", f"{rate(0.0)} → {rate(1.0)}")]


def test_what_select_measured_goes_before_records(project: Project) -> None:
    """Where it measured these very weights; of retrained ones it says nothing."""
    project.simple(20)
    for n in (1, 2):
        epoch(project, n, 1.0)
    record = gated(project, 2)
    told = {
        "epochs": [
            {"name": f"support/ckpt-{n}", "digest": d, "target": 0.5, "skills": 0.9, "suites": {"greet": 0.75}}
            for n, d in ((1, "x"), (2, record.candidate.digest))
        ]
    }
    project.write("runs/support/select.json", json.dumps(told))
    settings = load_settings(project.root)
    epochs = trend_of(record, root=project.root, settings=settings).epochs
    assert [(e.skills, e.rates) for e in epochs] == [(0.9, {"greet": 0.75})] * 2
    told["epochs"][1]["digest"] = "another"
    project.write("runs/support/select.json", json.dumps(told))
    assert trend_of(record, root=project.root, settings=settings).split == "gate"


def test_the_report_of_a_run_shows_it_in_both_languages(project: Project) -> None:
    project.simple(20)
    for n in (1, 2):
        epoch(project, n, 1.0)
    record = gated(project, 2)
    html = (project.root / "records" / record.id / "report.html").read_text(encoding="utf-8")
    assert "Where it is going" in html
    assert "Losses by epoch" in html
    project.run("--model=support/ckpt-2", "--baseline=none", "--lang=ru")
    newest = project.root / "records" / project.record.id / "report.html"
    assert "Потери по эпохам" in newest.read_text(encoding="utf-8")


def test_figures_are_the_record_s_and_can_be_had_without_the_file(project: Project) -> None:
    project.simple(20)
    epoch(project, 1, 1.0)
    record = gated(project, 1)
    directory = project.root / "records" / record.id
    assert record_figures(directory) == figures_of(record)
    (directory / FIGURES).write_text("{damaged")
    assert list(past_figures(project.root / "records")) == []
    assert record_figures(directory) == figures_of(record)
    shutil.rmtree(directory)
    assert record_figures(directory) is None


def test_methods_are_compared_on_the_same_question_alone(project: Project) -> None:
    project.simple(20)
    epoch(project, 1, 1.0)
    record = gated(project, 1)
    mine = figures_of(record)
    for id, method, question in (("a", "full", mine.question), ("b", "ia3", "another"), ("c", "qlora", mine.question)):
        other = mine.model_copy(
            update={
                "id": id,
                "name": f"{method}/ckpt-1",
                "method": method,
                "question": question,
                "created": f"2020-{id}",
            }
        )
        project.write(f"records/{id}/{FIGURES}", other.model_dump_json())
    trend = trend_of(record, root=project.root, settings=load_settings(project.root))
    assert [(o.method, o.candidate) for o in trend.others] == [("full", False), ("qlora", False), ("lora", True)]


def test_a_sweep_of_this_recipe_is_plotted(project: Project) -> None:
    project.simple(20)
    epoch(project, 1, 1.0)
    record = gated(project, 1)
    rows = [
        {"learning_rate": rate, "epochs": 2, "target": t, "skills": s, "front": f, "checkpoints": ["support/ckpt-1"]}
        for rate, t, s, f in ((3e-4, 0.7, 0.94, True), (6e-3, 0.9, 0.87, True), (1e-2, 0.8, None, False))
    ]
    told = {"rows": rows, "chosen": {"learning_rate": 6e-3, "epochs": 2}}
    project.write("runs/support-sweep/sweep.json", json.dumps(told))
    trend = trend_of(record, root=project.root, settings=load_settings(project.root))
    assert [(p.name, p.chosen) for p in trend.sweep] == [("0.0003 × 2", False), ("0.006 × 2", True)]
    assert "Pareto" in str(drawn(trend)[-1].charts[0])


def test_damaged_neighbours_are_left_out(project: Project) -> None:
    """Nothing beside a record can keep its report from being written."""
    project.simple(20)
    epoch(project, 1, 1.0)
    epoch(project, 2, 1.0)
    record = gated(project, 2)
    project.write("runs/support/select.json", '{"epochs": 3}')
    project.write("runs/support/ckpt-1/manifest.json", "{")
    project.write("runs/support-sweep/sweep.json", '{"rows": [1, {"target": "x", "checkpoints": 3}], "chosen": []}')
    project.write("releases/journal.jsonl", "junk\n")
    project.write(f"records/odd/{FIGURES}", canonical({"format": "ckptgate.figures/9"}).decode())
    trend = trend_of(record, root=project.root, settings=load_settings(project.root))
    assert not trend
    assert isinstance(figures_of(record), Figures)
    assert (project.root / "runs/support/ckpt-2" / MANIFEST).is_file()
