"""A whole run of the lints, and how it is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from linting import chat, written

from harness.case_files import load_cases
from harness.lint.catalogue import known_rules
from harness.lint.lints import About
from harness.lint.output import as_json, as_sarif, lines
from harness.lint.preferences import PairOrders
from harness.lint.rows import Row
from harness.lint.run import BROKEN, LintReport, lint, rule_names
from harness.lint_settings import LintSettings
from harness.source import SourceError

TWICE = [chat("Where is it?", "In Riga.")] * 2


def run(tmp_path: Path, rows: list[Any], accepted: dict[str, str] | None = None, **severity: Any) -> LintReport:
    about = About(settings=LintSettings(severity={k.replace("_", "-"): v for k, v in severity.items()}))
    return lint([written(tmp_path, rows)], about, accepted=accepted)


def test_a_broken_row_is_an_error_with_its_line(tmp_path: Path) -> None:
    report = run(tmp_path, [chat("Where?", "In Riga."), {"prompt": "x"}])

    assert [(f.rule.name, f.places[0].line) for f in report.stopping] == [("broken-row", 2)]
    assert report.rows == 1


def test_of_one_rule_a_thousand_findings_are_kept_and_the_rest_counted(tmp_path: Path) -> None:
    """So that a million rows of one mistake need no memory; and it is said how many rows are read."""
    seen: list[int] = []
    file = written(tmp_path, [{"prompt": f"Q{i}?", "completion": ""} for i in range(4_100)])

    report = lint([file], About(), progress=seen.append)

    *told, rest = [f for f in report.findings if f.rule.name == "empty-answer"]
    assert (len(told), rest.message, rest.flagged) == (1_000, "the same 3100 more times", 3_100)
    assert "error empty-answer: 4100 findings" in [line for _, line in lines(report)]
    assert report.counts["empty-answer"] == 4_100
    assert seen == [2_000, 4_000]


def test_an_accepted_rule_stops_nothing_and_is_told_with_its_reason(tmp_path: Path) -> None:
    report = run(tmp_path, [chat("Where?", "In Riga."), {"prompt": "x"}], {"broken-row": "an old export"})

    assert not report.stopping
    assert "an old export" in "\n".join(line for _, line in lines(report))


def test_the_settings_change_how_grave_a_rule_is(tmp_path: Path) -> None:
    assert not run(tmp_path, TWICE).stopping
    assert [f.rule.name for f in run(tmp_path, TWICE, duplicate_row="error").stopping] == ["duplicate-row"]
    assert "duplicate-row" not in run(tmp_path, TWICE, duplicate_row="off").counts


def test_a_rule_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no rule is called 'duplicat-row'"):
        run(tmp_path, TWICE, {"duplicat-row": "why not"})


def test_the_json_says_what_was_read_and_found(tmp_path: Path) -> None:
    told = as_json(run(tmp_path, TWICE))

    (twice,) = [f for f in told["findings"] if f["rule"] == "duplicate-row"]
    assert (twice["severity"], twice["rows"], [p["line"] for p in twice["places"]]) == ("warning", 2, [1, 2])
    assert told["passed"] is True
    assert told["files"][0]["rows"] == 2
    json.dumps(told, allow_nan=False)


def test_the_sarif_names_each_rule_and_place_and_what_was_accepted(tmp_path: Path) -> None:
    made = as_sarif(run(tmp_path, TWICE, {"duplicate-row": "on purpose"}))

    (part,) = made["runs"]
    assert {rule["id"] for rule in part["tool"]["driver"]["rules"]} == rule_names()
    (twice,) = [r for r in part["results"] if r["ruleId"] == "duplicate-row"]
    assert part["tool"]["driver"]["rules"][twice["ruleIndex"]]["id"] == "duplicate-row"
    assert twice["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert len(twice["relatedLocations"]) == 1
    assert twice["suppressions"] == [{"kind": "external", "justification": "on purpose"}]


def test_the_sarif_has_what_a_code_host_asks_of_every_result(tmp_path: Path) -> None:
    """GitHub refuses the whole file for one result without a place; a place is a URI, whatever the file is called."""
    folder = tmp_path / "мои данные"
    folder.mkdir()
    made = as_sarif(run(folder, TWICE), tmp_path)

    results = made["runs"][0]["results"]
    assert "training-budget" in {result["ruleId"] for result in results}
    for result in results:
        (place,) = (location["physicalLocation"] for location in result["locations"])
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"(%[0-9A-F]{2})+/[\w.]+", uri)
        assert (tmp_path / unquote(uri)).is_file()
        assert place["region"]["startLine"] >= 1
        assert result["message"]["text"]
    elsewhere = as_sarif(run(folder, TWICE), tmp_path / "other")["runs"][0]["results"][0]["locations"][0]
    assert elsewhere["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///")


def test_every_rule_says_what_it_finds_and_what_to_do() -> None:

    rules = [BROKEN, *known_rules()]
    assert len({rule.name for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.what.endswith("."), rule.name
        assert len(rule.advice) > 20, rule.name


def test_a_file_without_a_row_is_no_clean_data(tmp_path: Path) -> None:
    assert [f.message for f in run(tmp_path, []).stopping] == ["the file holds no row"]


def test_half_a_surrogate_pair_and_a_megabyte_stop_nothing(tmp_path: Path) -> None:
    line = '{"prompt": "Where \\ud83d?", "completion": "\\ud83d ' + "x " * 500_000 + '"}\n'
    (tmp_path / "d.jsonl").write_text(line * 2, encoding="utf-8")

    report = lint([tmp_path / "d.jsonl"], About())

    assert report.rows == 2
    json.dumps(as_sarif(report), ensure_ascii=False).encode()


def test_personal_data_and_secrets_are_masked_wherever_they_are_quoted(tmp_path: Path) -> None:
    rows = [chat("I am anna@mail.example, where is it?", "Key AKIAIOSFODNN7EXAMPLQ opens it.")] * 2
    rows.append(chat("I am anna@mail.example, where is it?", "No."))

    told = json.dumps(as_json(run(tmp_path, rows)))

    assert "anna@" not in told
    assert "AKIAIOSFODNN7EXAMPLQ" not in told


def test_large_files_are_searched_for_cases_by_other_processes_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "May a customer who lost the receipt bring the lantern back to the desk in Riga?"
    (tmp_path / "cases.yaml").write_text(
        f"suite: own\nsplit: gate\ncases:\n- id: leaked\n  prompt: {asked}\n  expect: [{{max_words: 60}}]\n",
        encoding="utf-8",
    )
    about = About(cases=tuple(load_cases([tmp_path / "cases.yaml"])))
    data = written(tmp_path, [chat("Where is it?", "In Riga."), chat(f"Hello! {asked}", "Yes.")])
    small = lint([data], about)
    monkeypatch.setattr("harness.lint.run.LARGE", 0)

    assert sorted(map(str, lint([data], about).findings)) == sorted(map(str, small.findings))
    assert [f.places[0].line for f in small.stopping] == [2]


PAIRS = [
    {"prompt": "Where is it?", "chosen": "In Riga.", "rejected": "In Rome."},
    {"prompt": "Where is it?", "chosen": "In Rome.", "rejected": "In Riga."},
]


class Vanishing:
    """A lint that, once all rows are seen, takes the file away or writes it anew."""

    rules = (BROKEN,)

    def __init__(self, file: Path, left: bytes | None) -> None:
        self.file, self.left = file, left

    def __call__(self, about: About) -> Vanishing:
        return self

    def see(self, row: Row) -> tuple[()]:
        return ()

    def end(self) -> tuple[()]:
        if self.left is None:
            self.file.unlink()
        else:
            self.file.write_bytes(self.left)
        return ()


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (None, r"data.jsonl: can't be read: No such file or directory; put it back, and start again"),
        (b"", r"data.jsonl:1: is no more the row that was read before: lint again"),
        (b"{}\nno row\n", r"data.jsonl:1: is no more the row"),
    ],
)
def test_a_file_that_goes_away_or_changes_during_a_run_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: bytes | None, told: str
) -> None:
    """Preferences read rows once more to show them."""
    data = written(tmp_path, PAIRS)
    monkeypatch.setattr("harness.lint.run.LINTS", (Vanishing(data, left), PairOrders))

    with pytest.raises(SourceError, match=told):
        lint([data], About())


@pytest.mark.parametrize("step", ["stat", "open"])
@pytest.mark.parametrize("large", [0, 1 << 30])
def test_a_file_that_can_not_be_read_is_told_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, large: int
) -> None:
    (tmp_path / "cases.yaml").write_text(
        "suite: own\nsplit: gate\ncases:\n- {id: a, prompt: Where?, expect: [{max_words: 60}]}\n", encoding="utf-8"
    )
    about = About(cases=tuple(load_cases([tmp_path / "cases.yaml"])))
    data = written(tmp_path, TWICE)
    monkeypatch.setattr("harness.lint.run.LARGE", large)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, step, refused)

    with pytest.raises(SourceError, match=r"data.jsonl: can't be read: Permission denied; see that it may be read"):
        lint([data], about)


def test_half_a_surrogate_pair_is_said_since_a_trainer_stops_at_it(tmp_path: Path) -> None:
    line = '{"prompt": "Where is the lamp?", "completion": "It is \\ud83d in the hall."}\n'
    (tmp_path / "d.jsonl").write_text(line, encoding="utf-8")
    (found,) = [f for f in lint([tmp_path / "d.jsonl"], About()).findings if f.rule.name == "encoding-damage"]
    assert "half of a surrogate pair" in found.message


@pytest.mark.parametrize(
    "secret", ["ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "4111 1111 1111 1111", "ivan.petrov82@gmail.com"]
)
@pytest.mark.parametrize("before", range(40, 130, 6))
def test_what_is_cut_is_masked_first(tmp_path: Path, secret: str, before: int) -> None:
    """Two answers to one question with a secret at the edge of what is shown: no part of it is printed."""
    question = f"{'why ' * 40}"[:before] + f" my key {secret} does not work, is it mine?"
    rows = [{"prompt": question, "completion": answer} for answer in ("Yes.", "No.")]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = lint([tmp_path / "d.jsonl"], About())
    shown = json.dumps(as_sarif(report), ensure_ascii=False) + json.dumps(as_json(report), ensure_ascii=False)
    assert report.findings
    assert secret[:9] not in shown


def test_short_russian_without_the_commonest_letters_is_no_damage(tmp_path: Path) -> None:
    asked = [
        "Почему шумит чайник?",
        "Почему шумит душ?",
        "Почему шумит ключ?",
        "Чем мыть чайник?",
        "Почему кипит утюг?",
    ]
    rows = [{"prompt": question, "completion": "Это зависит от модели."} for question in asked]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert not [f for f in lint([tmp_path / "d.jsonl"], About()).findings if f.rule.name == "encoding-damage"]


def test_an_accepted_rule_of_which_nothing_is_found_is_told(tmp_path: Path) -> None:
    report = run(tmp_path, [chat("Where?", "In Riga.")], {"broken-row": "an old export", "contaminated-case": "known"})

    told = "\n".join(line for _, line in lines(report))
    assert "accepted and not found: broken-row (an old export)" in told
    assert "accepted and not found: contaminated-case" not in told  # without cases it was not sought
    assert as_json(report)["accepted"] == {"broken-row": "an old export", "contaminated-case": "known"}


def test_rules_that_are_turned_off_are_told(tmp_path: Path) -> None:
    report = run(tmp_path, TWICE, duplicate_row="off", rare_language="off")

    told = [line for _, line in lines(report)]
    assert "turned off by the settings, so not sought: duplicate-row, rare-language" in told
    assert told[-1].endswith("; 2 rules turned off")
    assert as_json(report)["off"] == ["duplicate-row", "rare-language"]
    assert "turned off" not in "".join(line for _, line in lines(run(tmp_path, TWICE)))


def test_production_without_cases_is_not_checked(tmp_path: Path) -> None:
    about = About(production=["Where is my order?"])

    report = lint([written(tmp_path, TWICE)], about)

    assert [u.rule for u in report.unchecked] == ["contaminated-case", "eval-misses-production"]
    assert "--production is compared with cases: none are given" in report.unchecked[1].why
