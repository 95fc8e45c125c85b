"""The decision over others' results: every gate that the data allow, the worst word, and no damage that helps."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.deciding import STATUS, Decided, Rules, decide, decide_counts, undecided
from harness.gates import Decision, Paired, decide_paired
from harness.gates.sampled import decide_sampled
from harness.outcome import EXIT
from harness.pairs import Incomplete, Pair, read_table
from harness.pairs.pair import verdict
from harness.source import SourceError

# Wide, so that tables small enough to be quick can pass.
WIDE = Rules(margin=0.15, suite_margin=0.3)


def cases(both: int, broken: int, fixed: int, neither: int, *, suite: str | None = None, tags: str = "") -> list[Pair]:
    verdicts = [(1, 1)] * both + [(1, 0)] * broken + [(0, 1)] * fixed + [(0, 0)] * neither
    return [
        Pair(case=f"{suite}-{tags}-{i}", baseline=b, candidate=c, suite=suite, tags=tuple(tags.split()))
        for i, (b, c) in enumerate(verdicts)
    ]


def test_statuses_are_those_of_a_run() -> None:
    assert {decision.value: status for decision, status in STATUS.items()} == {k: EXIT[k] for k in STATUS}


def test_counts_and_pairs_decide_alike() -> None:
    counts = Paired(190, 2, 2, 6)
    by_counts, by_pairs = decide_counts(counts, Rules()), decide(cases(190, 2, 2, 6), Rules())
    assert by_counts.overall == by_pairs.overall
    assert by_counts.overall is not None
    assert by_counts.overall.gate == decide_paired(counts, 0.03)
    assert by_counts.decision is by_pairs.decision is Decision.PASS


def test_the_json_holds_the_gates_numbers() -> None:
    made = json.loads(json.dumps(decide_counts(Paired(190, 2, 2, 6), Rules(margin=0.025)).to_json()))
    gate = decide_paired(Paired(190, 2, 2, 6), 0.025)
    for name in ("n", "delta", "lower", "upper", "p_worse", "detectable"):
        assert made[name] == gate.numbers[name]
    assert made["lower"] < made["delta"] == 0 < made["upper"]
    assert made["counts"] == {"both_pass": 190, "broken": 2, "fixed": 2, "both_miss": 6}
    assert (made["decision"], made["margin"], made["alpha"]) == (gate.decision, 0.025, 0.05)


def test_a_broken_suite_fails_though_the_whole_passes() -> None:
    decided = decide(cases(400, 0, 8, 0, suite="big") + cases(32, 8, 0, 0, suite="small"), Rules())
    assert decided.overall is not None
    assert decided.overall.gate.decision is Decision.PASS
    assert decided.suites["small"].gate.decision is Decision.FAIL
    assert (decided.decision, decided.status) == (Decision.FAIL, 1)
    assert decided.sentence.startswith("suite small: Of 40 cases 8 got worse and 0 better")


def test_a_lost_tag_fails_though_whole_and_suites_pass() -> None:
    decided = decide(cases(280, 0, 8, 0, suite="s", tags="en") + cases(70, 8, 0, 0, suite="s", tags="ru"), Rules())
    assert [decided.overall and decided.overall.gate.decision, decided.suites["s"].gate.decision] == [Decision.PASS] * 2
    assert decided.decision is Decision.FAIL
    assert [lost.name for lost in decided.lost] == ["s/ru"]
    assert decided.to_json()["slices"]["lost"][0]["broken"] == 8
    assert "s/ru" in decided.sentence


def test_a_tag_and_a_suite_of_one_name_stay_two_slices() -> None:
    decided = decide(cases(5, 0, 0, 0, suite="a", tags="b/c") + cases(5, 0, 0, 0, suite="a/b", tags="c"), WIDE)
    assert decided.slices is not None
    assert decided.slices.numbers["slices"] == 4


def test_a_critical_miss_fails_without_statistics() -> None:
    pairs = cases(200, 0, 0, 0) + cases(0, 0, 0, 1, tags="critical")
    assert decide(pairs, Rules()).decision is Decision.FAIL
    assert decide(pairs, Rules()).sentence == "1 of 1 critical case misses: None-critical-0"
    share = Pair(case="x", baseline=1, candidate=0.75, tags=("critical",))
    assert decide([*cases(200, 0, 0, 0), share], Rules()).decision is Decision.FAIL


def test_a_small_suite_is_inconclusive_and_so_is_the_whole() -> None:
    decided = decide(cases(400, 0, 0, 0, suite="big") + cases(10, 0, 0, 0, suite="small"), Rules())
    assert (decided.decision, decided.status) == (Decision.INCONCLUSIVE, 10)
    assert decided.sentence.startswith("suite small: ")


def test_what_would_settle_it_is_more_than_there_is() -> None:
    part = decide_counts(Paired(170, 10, 10, 10), Rules()).overall
    assert part is not None
    assert part.gate.decision is Decision.INCONCLUSIVE
    assert (part.to_json()["cases_to_settle"] or 0) > 200
    passed = decide_counts(Paired(390, 2, 2, 6), Rules()).overall
    assert passed is not None
    assert passed.to_json()["cases_to_settle"] is None


def test_shares_and_clusters_go_by_the_sampled_rule() -> None:
    shares = [Pair(case=f"{i}", baseline=0.75, candidate=0.5 if i < 3 else 0.75) for i in range(100)]
    decided = decide(shares, WIDE)
    assert decided.overall is not None
    assert decided.overall.gate == decide_sampled([-0.25] * 3 + [0.0] * 97, range(100), WIDE.margin)
    assert (decided.overall.counts, decided.overall.clusters) == (None, None)
    grouped = [
        Pair(case=p.case, baseline=p.baseline, candidate=p.candidate, cluster=f"{i // 2}")
        for i, p in enumerate(cases(90, 6, 4, 0))
    ]
    part = decide(grouped, WIDE).overall
    assert part is not None
    d = [p.candidate - p.baseline for p in grouped]
    assert part.gate == decide_sampled(d, [p.cluster for p in grouped], WIDE.margin)
    assert (part.counts, part.clusters) == (Paired(90, 6, 4, 0), 50)


def test_relatives_that_break_together_are_one_witness_in_a_slice() -> None:
    """Eight cases of one document are no eight losses."""
    alone = cases(40, 8, 0, 0, tags="ru")
    together = [
        Pair(case=p.case, baseline=1, candidate=p.candidate, tags=p.tags, cluster="d" if p.candidate == 0 else p.case)
        for p in alone
    ]
    assert [len(decide(pairs, WIDE).lost) for pairs in (alone, together)] == [1, 0]


def test_thirds_that_cancel_are_no_direction() -> None:
    pairs = [
        Pair(case=f"{i}", baseline=b, candidate=c, cluster="x", tags=("t",))
        for i, (b, c) in enumerate([(0.1, 0.3), (0.7, 0.5)])
    ]
    decided = decide([*pairs, *cases(5, 0, 0, 0, tags="t")], WIDE)
    assert decided.slices is not None
    assert "0 got worse and 0 better" in decided.slices.reason


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9), st.integers(0, 4)).filter(sum), min_size=1, max_size=4)
)
@settings(max_examples=40)
def test_slices_are_named_as_lost_exactly_where_their_gate_fails(tags: list[tuple[int, int, int]]) -> None:
    pairs = [
        pair for i, (both, broken, fixed) in enumerate(tags) for pair in cases(both, broken, fixed, 0, tags=f"t{i}")
    ]
    decided = decide(pairs, WIDE)
    assert decided.slices is not None
    assert (decided.slices.decision is Decision.FAIL) == bool(decided.lost)
    assert decided.slices.numbers["lost"] == len(decided.lost)


def test_what_is_incomplete_is_no_verdict() -> None:
    made = undecided(["a.csv:3: candidate is missing", "a.csv:9: x"], 2, Rules())
    assert (made.status, made.to_json()["decision"]) == (11, "ERROR")
    assert made.to_json()["problems"] == ["a.csv:3: candidate is missing", "a.csv:9: x"]
    assert made.sentence.endswith("a.csv:3: candidate is missing (and 3 more)")
    assert decide_counts(Paired(0, 0, 0, 0), Rules()).status == 11


# From here on: damage. The rows of a table are drawn so that about half of the whole tables pass.

Table = list[tuple[str, str, str]]
HEADER = "case,baseline,candidate,suite"


@st.composite
def tables(draw: st.DrawFn) -> Table:
    flips = draw(st.lists(st.sampled_from([("1", "0"), ("1", "0"), ("0", "1")]), max_size=6))
    verdicts = draw(st.permutations(flips + [("1", "1")] * draw(st.integers(18, 40))))
    return [(*both, "ab"[i % 5 == 0]) for i, both in enumerate(verdicts)]


def lines(table: Table) -> list[str]:
    return [",".join((f"q{i}", *row)) for i, row in enumerate(table)]


def decision(text: str, expect: int | None) -> Decision | None:
    """None where the file can't be used at all."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "r.csv"
        file.write_bytes(text.encode())
        try:
            return decide(read_table(file, expect=expect).pairs, WIDE).decision
        except Incomplete:
            return Decision.ERROR
        except SourceError:
            return None


def whole(table: Table) -> Decision | None:
    return decision("\n".join([HEADER, *lines(table)]) + "\n", len(table))


def test_the_tables_of_these_tests_pass_and_do_not() -> None:
    assert whole([("1", "1", "a")] * 30 + [("1", "1", "b")] * 10) is Decision.PASS
    assert whole([("1", "1", "a")] * 22 + [("1", "0", "a")] * 6 + [("1", "1", "b")] * 10) is Decision.FAIL


@given(tables(), st.data())
@settings(max_examples=30)
def test_the_order_of_rows_decides_nothing(table: Table, data: st.DataObject) -> None:
    rows = data.draw(st.permutations(lines(table)))
    assert decision("\n".join([HEADER, *rows]), None) is whole(table)


@given(tables(), st.data())
@settings(max_examples=30)
def test_removed_rows_are_no_verdict_where_the_number_was_declared(table: Table, data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.integers(0, len(table) - 1), min_size=1))
    kept = [row for i, row in enumerate(lines(table)) if i not in gone]
    assert decision("\n".join([HEADER, *kept]), len(table)) is Decision.ERROR


@given(tables(), st.data())
@settings(max_examples=30)
def test_a_repeated_case_is_no_verdict(table: Table, data: st.DataObject) -> None:
    """Whatever the second row says, and even where another row made room for it."""
    rows = lines(table)
    at = data.draw(st.integers(0, len(rows) - 1))
    again = f"q{at},{data.draw(st.sampled_from('01'))},{data.draw(st.sampled_from('01'))},{table[at][2]}"
    where = data.draw(st.integers(0, len(rows)))
    if data.draw(st.booleans()):
        del rows[data.draw(st.sampled_from([i for i in range(len(rows)) if i != at]))]
    rows.insert(where, again)
    assert decision("\n".join([HEADER, *rows]), None) is Decision.ERROR


@given(tables(), st.text(st.characters(exclude_characters='\0"\n\r,'), max_size=5), st.data())
@settings(max_examples=40)
def test_an_unreadable_verdict_is_no_verdict(table: Table, garbage: str, data: st.DataObject) -> None:
    try:
        verdict(garbage)
        garbage = "?"
    except ValueError:
        pass
    at = data.draw(st.integers(0, len(table) - 1))
    arm = data.draw(st.integers(0, 1))
    hurt = [
        tuple(garbage if (i, j) == (at, arm) else cell for j, cell in enumerate(row)) for i, row in enumerate(table)
    ]
    text = "\n".join([HEADER, *(",".join((f"q{i}", *row)) for i, row in enumerate(hurt))])
    assert decision(text.encode("utf-8", "replace").decode(), None) is Decision.ERROR


@given(tables(), st.data())
@settings(max_examples=60)
def test_a_file_cut_off_anywhere_passes_only_if_it_is_whole(table: Table, data: st.DataObject) -> None:
    text = "\n".join([HEADER, *lines(table)])
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    assert decision(cut, len(table)) is not Decision.PASS


@given(tables(), st.characters(exclude_categories=["Cs", "Nd"]), st.data())
@settings(max_examples=100)
def test_no_overwritten_character_turns_another_decision_into_a_pass(
    table: Table, char: str, data: st.DataObject
) -> None:
    """Digits are left out: a 0 that became a 1 is a readable verdict, which only a digest of the file could tell."""
    text = "\n".join([HEADER, *lines(table)])
    at = data.draw(st.integers(0, len(text) - 1))
    hurt = decision(text[:at] + char + text[at + 1 :], len(table))
    assert hurt is not Decision.PASS or whole(table) is Decision.PASS


@pytest.mark.parametrize(
    "decided", [decide(cases(30, 1, 0, 0, suite="s", tags="t critical"), WIDE), undecided(["x"], 0, WIDE)]
)
def test_every_output_has_the_same_keys(decided: Decided) -> None:
    assert decided.to_json().keys() == decide_counts(Paired(1, 0, 0, 0), Rules()).to_json().keys()


@pytest.mark.parametrize("tag", ["critical", "Critical", " CRITICAL", "en critical"])
def test_a_critical_case_is_one_however_it_is_written(tag: str) -> None:
    """A table from a spreadsheet has capitals and stray spaces; a must may not hide behind them."""
    pairs = [*cases(200, 0, 0, 0), Pair(case="must", baseline=0, candidate=0, suite=None, tags=(tag,))]
    assert decide(pairs, Rules()).decision is Decision.FAIL
