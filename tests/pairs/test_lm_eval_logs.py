"""Sample logs of two lm-evaluation-harness runs: joined by question, refused where the questions differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.pairs import Incomplete, Pairs, read_lm_eval
from harness.source import SourceError

Rows = list[dict[str, Any]]


def row(doc_id: int, filter_: str = "none", **metrics: Any) -> dict[str, Any]:
    """One line as `lm_eval --log_samples` 0.4.9 writes it."""
    question = f"Question {doc_id}?"
    hashed = {
        n: hashlib.sha256(f"{n}{doc_id}".encode()).hexdigest() for n in ("doc_hash", "prompt_hash", "target_hash")
    }
    return {
        "doc_id": doc_id,
        "doc": {"question": question, "answer": "#### 42"},
        "target": "#### 42",
        "arguments": {"gen_args_0": {"arg_0": question, "arg_1": {"until": ["\n\n"], "do_sample": False}}},
        "resps": [["The answer is 42."]],
        "filtered_resps": ["42"],
        "filter": filter_,
        "metrics": list(metrics),
        **hashed,
        **metrics,
    }


def log(file: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return file


def both(tmp: Path, baseline: Rows, candidate: Rows, **options: Any) -> Pairs:
    return read_lm_eval(log(tmp / "a.jsonl", baseline), log(tmp / "b.jsonl", candidate), **options)


def problem(tmp: Path, baseline: Rows, candidate: Rows, **options: Any) -> str:
    with pytest.raises(Incomplete) as caught:
        both(tmp, baseline, candidate, **options)
    return "\n".join(p.removeprefix(f"{tmp.as_posix()}/") for p in caught.value.problems)


def test_answers_pair_by_document_whatever_their_order(tmp_path: Path) -> None:
    """Runs on several devices write them in another one."""
    theirs = [row(0, acc=1.0), row(1, acc=0.0), row(2, acc=1.0)]
    ours = [row(2, acc=0.0), row(0, acc=True), row(1, acc=1)]
    read = both(tmp_path, theirs, ours)
    assert [(p.case, p.baseline, p.candidate, p.suite, p.line) for p in read.pairs] == [
        ("0", 1, 1, None, 2),
        ("1", 0, 1, None, 3),
        ("2", 1, 0, None, 1),
    ]
    assert read.notices == ()


def test_several_filters_are_several_verdicts_on_one_answer_and_one_is_chosen(tmp_path: Path) -> None:
    rows = [
        row(i, f, exact_match=float(f == "flexible-extract"))
        for f in ("strict-match", "flexible-extract")
        for i in (0, 1)
    ]
    with pytest.raises(SourceError, match="--filter 'flexible-extract' or 'strict-match'"):
        both(tmp_path, rows, rows)
    assert [p.baseline for p in both(tmp_path, rows, rows, filter_="strict-match").pairs] == [0, 0]
    with pytest.raises(SourceError, match="no filter 'none'; there is 'flexible-extract', 'strict-match'"):
        both(tmp_path, rows, rows, filter_="none")
    with pytest.raises(SourceError, match=r"b\.jsonl: its filter is not that"):
        both(tmp_path, rows[:2], rows[2:])


def test_the_metric_is_the_only_one_or_the_usual_one_or_chosen(tmp_path: Path) -> None:
    rows = [row(0, acc=1.0, acc_norm=0.0)]
    read = both(tmp_path, rows, rows)
    assert read.pairs[0].baseline == 1
    assert read.notices == ("compared by acc; --metric chooses among 'acc', 'acc_norm'",)
    assert both(tmp_path, rows, rows, metric="acc_norm").pairs[0].baseline == 0
    with pytest.raises(SourceError, match="no metric 'f1'; there is 'acc', 'acc_norm'"):
        both(tmp_path, rows, rows, metric="f1")
    ifeval = [row(0, prompt_level_strict_acc=True, prompt_level_loose_acc=True, inst_level_strict_acc=[True, False])]
    with pytest.raises(SourceError, match="--metric 'prompt_level_strict_acc' or 'prompt_level_loose_acc'"):
        both(tmp_path, ifeval, ifeval)


def test_a_metric_over_all_answers_is_no_verdict(tmp_path: Path) -> None:
    """Corpus metrics log what they will be computed from: references and replies."""
    rows = [row(0, f1=["DATE: today", ["DATE: today"]])]
    with pytest.raises(SourceError, match="no metric is a verdict case by case"):
        both(tmp_path, rows, rows)
    assert "f1 ['list'] is no verdict" in problem(tmp_path, rows, rows, metric="f1")


def test_logs_of_old_versions_name_neither_filter_nor_metrics(tmp_path: Path) -> None:
    gone = {"filter", "metrics", "doc_hash", "prompt_hash", "target_hash"}
    rows = [{k: v for k, v in row(i, acc=float(i)).items() if k not in gone} for i in (0, 1)]
    read = both(tmp_path, rows, rows)
    assert [p.baseline for p in read.pairs] == [0, 1]
    assert read.notices == ("the logs hold no hashes: that both runs were asked the same is taken on trust",)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"doc_hash": "other"}, "b.jsonl:2: doc_id 1: another question, doc_hash, than in "),
        (
            {"prompt_hash": "other"},
            "b.jsonl:2: doc_id 1: another prompt (--prompts-differ accepts it), prompt_hash, than",
        ),
        ({"target_hash": "other"}, "b.jsonl:2: doc_id 1: another right answer, target_hash, than in "),
        (
            {"arguments": {"gen_args_0": {"arg_0": "Question 1?", "arg_1": {"until": ["\n"], "max_gen_toks": 2}}}},
            "b.jsonl:2: doc_id 1: other choices or generation settings (--prompts-differ accepts it), arguments, than",
        ),
        ({"doc_hash": None}, "b.jsonl:2: a hash that is no text"),
        ({"acc": None}, "b.jsonl:2: doc_id 1: acc is missing"),
        ({"acc": "n/a"}, "b.jsonl:2: doc_id 1: acc 'n/a' is no verdict"),
        ({"doc_id": 0}, "b.jsonl:2: doc_id 0 stands in line 1 already"),
        ({"doc_id": None}, "b.jsonl:2: doc_id is missing: not a line of a sample log"),
        ({"doc_id": 7}, "b.jsonl:2: doc_id 7 is not in "),
        ({"filter": 1}, "b.jsonl:2: 'filter' has to be a name"),
    ],
)
def test_what_does_not_match_is_named_by_line(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    theirs = [row(i, acc=1.0) for i in range(3)]
    ours = [row(0, acc=1.0), {**row(1, acc=1.0), **change}, row(2, acc=1.0)]
    assert problem(tmp_path, theirs, ours).startswith(says)


def test_prompts_of_two_templates_are_accepted_when_said(tmp_path: Path) -> None:
    ours = [{**row(0, acc=1.0), "prompt_hash": "other"}]
    assert len(both(tmp_path, [row(0, acc=1.0)], ours, prompts_differ=True).pairs) == 1


def test_a_missing_answer_is_named_in_the_log_that_has_it(tmp_path: Path) -> None:
    rows = [row(i, acc=1.0) for i in range(3)]
    assert problem(tmp_path, rows, rows[:2]).startswith("a.jsonl:3: doc_id 2 is not in ")
    assert problem(tmp_path, rows[:2], rows).startswith("b.jsonl:3: doc_id 2 is not in ")
    assert "b.jsonl: no answer" in problem(tmp_path, rows, [])
    assert "b.jsonl: 3 cases, 4 are expected" in problem(tmp_path, rows, rows, expect=4)


def test_a_log_cut_off_in_the_middle_is_incomplete(tmp_path: Path) -> None:
    rows = [row(i, acc=1.0) for i in range(3)]
    baseline, candidate = log(tmp_path / "a.jsonl", rows), log(tmp_path / "b.jsonl", rows)
    candidate.write_bytes(candidate.read_bytes()[:-40])
    with pytest.raises(Incomplete, match=r"b\.jsonl:3: not readable as JSON"):
        read_lm_eval(baseline, candidate)


def test_folders_pair_task_by_task(tmp_path: Path) -> None:
    """The model's folder and the time in the names differ; each task becomes a suite."""
    for model, date in (("old", "2026-01-16T15-23-47.285735"), ("new", "2026-02-01T10-00-00.000001")):
        for task in ("arc_easy", "gsm8k"):
            log(tmp_path / model / f"samples_{task}_{date}.jsonl", [row(0, acc=1.0)])
    read = read_lm_eval(tmp_path / "old", tmp_path / "new")
    assert [(p.suite, p.case) for p in read.pairs] == [("arc_easy", "0"), ("gsm8k", "0")]
    (tmp_path / "new/samples_gsm8k_2026-02-01T10-00-00.000001.jsonl").unlink()
    with pytest.raises(Incomplete, match="new: no log of the task 'gsm8k'"):
        read_lm_eval(tmp_path / "old", tmp_path / "new")
    log(tmp_path / "new/samples_arc_easy_2026-02-02T10-00-00.000001.jsonl", [])
    with pytest.raises(SourceError, match="two logs of the task 'arc_easy'"):
        read_lm_eval(tmp_path / "old", tmp_path / "new")
    with pytest.raises(SourceError, match="no samples_TASK"):
        read_lm_eval(tmp_path / "old", (tmp_path / "none").mkdir() or tmp_path / "none")  # type: ignore[func-returns-value]


def tasks(folder: Path, **logs: Rows) -> Path:
    for task, rows in logs.items():
        log(folder / f"samples_{task}_2026-01-16T15-23-47.285735.jsonl", rows)
    return folder


def test_in_folders_a_filter_and_a_metric_choose_where_they_are(tmp_path: Path) -> None:
    """gsm8k beside hellaswag: one has two filters, the other two metrics."""
    generated = [row(0, f, exact_match=float(f == "strict-match")) for f in ("strict-match", "flexible-extract")]
    chosen = [row(0, acc=1.0, acc_norm=0.0)]
    folders = [tasks(tmp_path / name, gen=generated, mc=chosen) for name in ("old", "new")]
    read = read_lm_eval(*folders, filter_="strict-match")
    assert [(p.suite, p.baseline) for p in read.pairs] == [("gen", 1), ("mc", 1)]
    assert read.notices == ("mc: compared by acc; --metric chooses among 'acc', 'acc_norm'",)
    read = read_lm_eval(*folders, filter_="flexible-extract", metric="acc_norm")
    assert [p.baseline for p in read.pairs] == [0, 0]
    for option, says in (({"filter_": "none at all"}, "no filter"), ({"metric": "f1"}, "no metric 'f1'; there is")):
        with pytest.raises(SourceError, match=says):
            read_lm_eval(*folders, **option)  # type: ignore[arg-type]


def test_a_metric_that_is_better_where_lower_is_turned_round(tmp_path: Path) -> None:
    """By the results file beside the log: what counts mistakes would else pass a model that makes more."""
    folders = [tasks(tmp_path / "old", t=[row(0, wrong=0.0)]), tasks(tmp_path / "new", t=[row(0, wrong=1.0)])]
    assert read_lm_eval(*folders).pairs[0].baseline == 0
    results = folders[0] / "results_2026-01-16T15-23-47.285735.json"
    results.write_text('{"higher_is_better": {"t": {"wrong": false}}}', encoding="utf-8")
    read = read_lm_eval(*folders)
    assert (read.pairs[0].baseline, read.pairs[0].candidate) == (1, 0)
    assert read.notices == ("t: wrong is better where it is lower: 1 − wrong was compared",)
    results.write_text("[", encoding="utf-8")
    assert read_lm_eval(*folders).pairs[0].baseline == 0


def test_a_known_name_tells_the_direction_where_no_results_lie(tmp_path: Path) -> None:
    rows = [row(0, brier_score=0.25)]
    assert both(tmp_path, rows, rows).pairs[0].baseline == 0.75


def test_the_metric_is_chosen_by_all_lines_not_by_the_first(tmp_path: Path) -> None:
    rows = [row(0, em100=0, acc=1.0), row(1, em100=100, acc=1.0)]
    assert both(tmp_path, rows, rows).notices == ()


def test_one_log_twice_is_told(tmp_path: Path) -> None:
    file = log(tmp_path / "a.jsonl", [row(0, acc=1.0)])
    assert read_lm_eval(file, file).notices == ("baseline and candidate are the same: nothing was compared",)


@pytest.mark.parametrize(
    ("baseline", "candidate", "says"),
    [
        ("a.jsonl", "none.jsonl", r"none\.jsonl: no such file or folder"),
        ("a.jsonl", "folder", "not one of each"),
        ("folder", "nowhere", "nowhere: no such file or folder"),
        ("a.jsonl", "b.gz", r"b\.gz: a compressed file"),
        ("a.jsonl", "results.json", r"results\.json: no line is one of a sample log: give samples_TASK"),
        ("a.jsonl", "other.jsonl", r"share no metric: .*a\.jsonl has 'acc'; .*other\.jsonl has 'f1'"),
        ("a.jsonl", "bare.jsonl", r"share no metric: .*bare\.jsonl has none"),
    ],
)
def test_what_is_no_pair_of_logs_is_told_as_what_it_is(
    tmp_path: Path, baseline: str, candidate: str, says: str
) -> None:
    log(tmp_path / "a.jsonl", [row(0, acc=1.0)])
    log(tmp_path / "other.jsonl", [row(0, f1=1.0)])
    log(tmp_path / "bare.jsonl", [row(0)])
    tasks(tmp_path / "folder", t=[row(0, acc=1.0)])
    (tmp_path / "b.gz").write_bytes(b"\x1f\x8b\x08\x00 and more")
    (tmp_path / "results.json").write_text('{\n  "results": {\n  }\n}\n', encoding="utf-8")
    with pytest.raises(SourceError, match=says):
        read_lm_eval(tmp_path / baseline, tmp_path / candidate)


@given(
    st.lists(st.booleans(), min_size=2, max_size=8), st.sampled_from(["remove", "repeat", "hash", "verdict"]), st.data()
)
@settings(max_examples=40)
def test_no_damage_to_one_log_goes_unnoticed(passed: list[bool], damage: str, data: st.DataObject) -> None:
    rows = [row(i, exact_match=float(p)) for i, p in enumerate(passed)]
    at = data.draw(st.integers(0, len(rows) - 1))
    hurt = [dict(r) for r in rows]
    if damage == "remove":
        del hurt[at]
    elif damage == "repeat":
        hurt.insert(
            data.draw(st.integers(0, len(rows))), {**hurt[at], "exact_match": data.draw(st.sampled_from([0.0, 1.0]))}
        )
    elif damage == "hash":
        hurt[at][data.draw(st.sampled_from(["doc_hash", "prompt_hash", "target_hash"]))] = data.draw(
            st.text(max_size=4)
        )
    else:
        hurt[at]["exact_match"] = data.draw(st.none() | st.just([1.0]) | st.just(7) | st.just("1.0.0"))
    order = data.draw(st.permutations(hurt))
    logs = (rows, order) if data.draw(st.booleans()) else (order, rows)
    with TemporaryDirectory() as folder, pytest.raises((Incomplete, SourceError)):
        both(Path(folder), *logs, metric="exact_match")
