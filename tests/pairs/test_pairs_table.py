"""Tables of results: read as written, bad rows named by their line, nothing unreadable ever a verdict."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness.pairs import Incomplete, Pair, Pairs, read_table
from harness.pairs.pair import label, verdict
from harness.source import SourceError

WORDS = {
    1.0: ["1", "true", "TRUE", "pass", "Passed", "yes", "да", "1.0", " 1 "],
    0.0: ["0", "False", "fail", "нет", "0,0"],
}
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=12).filter(
    str.strip
)


def table(tmp: Path, text: str | bytes, name: str = "results.csv", *, expect: int | None = None) -> Pairs:
    file = tmp / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_table(file, expect=expect)


def refused(tmp: Path, text: str | bytes, name: str = "results.csv", *, expect: int | None = None) -> tuple[str, ...]:
    """The problems of incomplete results, without the folder."""
    with pytest.raises(Incomplete) as caught:
        table(tmp, text, name, expect=expect)
    return tuple(problem.partition(f"{name}:")[2] for problem in caught.value.problems)


def test_a_row_is_a_pair_with_its_line(tmp_path: Path) -> None:
    read = table(tmp_path, "case,baseline,candidate,suite,tags,cluster\nq1,1,0,billing,ru; critical,t1\n")
    assert read.notices == ()
    assert read.pairs == (
        Pair(case="q1", baseline=1, candidate=0, suite="billing", tags=("ru", "critical"), cluster="t1", line=2),
    )


@pytest.mark.parametrize(
    ("word", "value"),
    [(word, value) for value, words in WORDS.items() for word in words] + [("0.75", 0.75), (".5", 0.5)],
)
def test_every_way_to_write_a_verdict(word: str, value: float) -> None:
    assert verdict(word) == value


@pytest.mark.parametrize(
    "word",
    ["", "  ", "2", "-1", "1.5", "nan", "inf", "1e-1", "maybe", "=1", "0.", "0 0", "1%", "²", "١", "None", "n/a", "y"],
)
def test_what_is_no_verdict(word: str) -> None:
    with pytest.raises(ValueError, match=r"verdict|missing|0\.\.1"):
        verdict(word)


@pytest.mark.parametrize(
    "value", [None, float("nan"), float("inf"), -0.1, 2, [1], {}, pytest.param(10**5000, id="a huge integer")]
)
def test_what_is_no_verdict_in_json(value: object) -> None:
    with pytest.raises(ValueError, match=r"verdict|missing|0\.\.1"):
        verdict(value)


@given(st.text(max_size=8))
def test_a_verdict_is_within_zero_and_one_or_refused(word: str) -> None:
    try:
        assert 0 <= verdict(word) <= 1
    except ValueError:
        assert word.strip().casefold() not in {w.strip().casefold() for words in WORDS.values() for w in words}


@given(NAMES)
@example("\u202egnp.exe")
@example("\x1b[31mred")
def test_a_name_drives_no_terminal(name: str) -> None:
    """What shows nothing, turns the direction of its neighbours or starts a command is written as an escape."""
    try:
        shown = label(name)
    except ValueError:
        assert not name.split()
    else:
        assert shown.isprintable()


@given(
    rows=st.lists(
        st.tuples(NAMES, st.sampled_from([0.0, 1.0]), st.sampled_from([0.0, 1.0]), NAMES), min_size=1, max_size=6
    ),
    delimiter=st.sampled_from([",", ";", "\t"]),
    ends=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    data=st.data(),
)
@settings(max_examples=40)
def test_csv_in_any_dialect_is_read_as_written(
    rows: list[tuple[str, float, float, str]], delimiter: str, ends: str, encoding: str, data: st.DataObject
) -> None:
    """Delimiter, line ends, byte order mark, quoted delimiters and newlines, words for verdicts, other columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ends)
    writer.writerow(["prompt", "Candidate", " case", "baseline"])
    lines = []
    for i, (name, baseline, candidate, prompt) in enumerate(rows):
        lines.append(1 + len(io.StringIO(out.getvalue(), newline="").readlines()))
        words = [data.draw(st.sampled_from(WORDS[value])) for value in (candidate, baseline)]
        writer.writerow([prompt, words[0], f"{i}-{name}", words[1]])
    with TemporaryDirectory() as folder:
        read = table(Path(folder), out.getvalue().encode(encoding), expect=len(rows))
    assert [(p.baseline, p.candidate, p.line) for p in read.pairs] == [
        (b, c, line) for (_, b, c, _), line in zip(rows, lines, strict=True)
    ]
    assert [p.case for p in read.pairs] == [label(f"{i}-{row[0]}") for i, row in enumerate(rows)]
    assert read.notices == ("columns that play no part: 'prompt'",)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"baseline": st.sampled_from([True, 0, 1.0, 0.25, "да"]), "candidate": st.sampled_from([False, 1, "fail"])},
            optional={"prompt": st.text(max_size=5)},
        ),
        min_size=1,
        max_size=6,
    )
)
def test_jsonl_is_read_as_written(rows: list[dict[str, object]]) -> None:
    """A line separator of Unicode within a string ends no line."""
    text = "\n".join(json.dumps({"case": i, **row}, ensure_ascii=False) for i, row in enumerate(rows))
    with TemporaryDirectory() as folder:
        read = table(Path(folder), text.encode("utf-8", "replace"), "results.jsonl")
    assert [(p.case, p.baseline, p.candidate, p.line) for p in read.pairs] == [
        (str(i), verdict(row["baseline"]), verdict(row["candidate"]), i + 1) for i, row in enumerate(rows)
    ]


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda t: ("case,baseline,candidate\n" + t).encode()))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        for name in ("a.csv", "a.jsonl"):
            try:
                read = table(Path(folder), data, name)
            except (SourceError, Incomplete):
                continue
            assert read.pairs
            assert len({p.case for p in read.pairs}) == len(read.pairs)


def test_bad_rows_are_named_by_their_line_and_counted(tmp_path: Path) -> None:
    """The line is that where the row begins, though rows before it go over several."""
    text = (
        'case,baseline,candidate,note\r\nq1,1,1,"two\r\nlines"\r\nq2,,1,\r\nq1,0,0,\r\nq3,1,maybe,\r\nq4,1\r\n,1,1,\r\n'
        "q5,2,1,\r\nq6,1,x,\r\n"
    )
    assert refused(tmp_path, text) == (
        "4: baseline is missing",
        "5: case 'q1' stands in line 2 already",
        "6: candidate 'maybe' is no verdict (1/0, true/false, pass/fail, yes/no, да/нет or a share 0..1)",
        "7: 2 cells, the header has 4",
        "8: case is missing",
    )
    with pytest.raises(Incomplete, match="and 2 more"):
        table(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ""),
        ("case,baseline,candidate\n", ""),
        ('case,baseline,candidate\nq1,1,1\nq2,1,"1\n', "3: not readable as CSV from here: unexpected end of data"),
        ('case,baseline,candidate\nq1,"1"x,1\n', "2: not readable as CSV from here: ',' expected after '\"'"),
        ("case,baseline,candidate\nq1,1,1\n,,\nq2,1,1\n", "3: the row is empty"),
        ("case,baseline,candidate,suite\nq1,1,1,\n", "2: suite is missing"),
        ("case,baseline,candidate,cluster\nq1,1,1,a\nq2,1,1,\n", "3: cluster is missing"),
        (
            f"case,baseline,candidate\nq1,1,{'1' * 200_000}\n",
            "2: not readable as CSV from here: field larger than field",
        ),
        ("case,baseline,candidate\nq1,1,=SUM(A1)\n", "2: candidate '=SUM(A1)' is no verdict"),
        ("case;baseline;candidate\nq1;1,1\n", "2: 2 cells, the header has 3"),
    ],
)
def test_what_is_incomplete_in_csv(tmp_path: Path, text: str, problem: str) -> None:
    assert refused(tmp_path, text)[0].startswith(problem)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"case": "b", "baseline": 1}', "2: candidate is missing"),
        ('{"case": "b", "baseline": 1, "candidate": null}', "2: candidate is missing"),
        ('{"case": "b", "baseline": 1, "candidate": NaN}', "2: candidate nan is not within 0..1"),
        ('{"case": "b", "baseline": 1, "baseline": 0, "candidate": 1}', "2: a key stands twice in one object"),
        ('{"case": "b", "baseline": 1, "cand', "2: not readable as JSON"),
        ("[1, 2]", "2: not a JSON object"),
        ('{"case": true, "baseline": 1, "candidate": 1}', "2: case True is no name"),
        ('{"case": "b", "baseline": 1, "candidate": 1, "tags": [["x"]]}', "2: tags ['x'] is no name"),
        ("[" * 100_000, "2: nested too deeply"),
    ],
)
def test_what_is_incomplete_in_jsonl(tmp_path: Path, line: str, problem: str) -> None:
    first = '{"case": "a", "baseline": 1, "candidate": 1}'
    assert refused(tmp_path, f"{first}\n{line}\n", "r.jsonl")[0].startswith(problem)


def test_a_suite_that_some_rows_have_all_must_have(tmp_path: Path) -> None:
    rows = [{"case": "a", "baseline": 1, "candidate": 1, "suite": "x"}, {"case": "b", "baseline": 1, "candidate": 1}]
    assert refused(tmp_path, "\n".join(map(json.dumps, rows)), "r.jsonl") == ("2: suite is missing",)


def test_empty_rows_at_the_end_are_a_spreadsheets_habit(tmp_path: Path) -> None:
    assert len(table(tmp_path, "case;baseline;candidate\nq1;1;1\n;;\n;;\n\n").pairs) == 1


@pytest.mark.parametrize("expect", [1, 3])
def test_another_number_of_cases_than_declared_is_incomplete(tmp_path: Path, expect: int) -> None:
    assert refused(tmp_path, "case,baseline,candidate\na,1,1\nb,1,1\n", expect=expect) == (
        f" 2 cases, {expect} {'is' if expect == 1 else 'are'} expected",
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"case,baseline\na,1\n", r"r.csv:1: the first line names no columns case, baseline, candidate"),
        (b"case,baseline,candidate,baseline\n", r"r.csv:1: the column 'baseline' stands twice"),
        (b"case,baseline,candidate,suit\na,1,1,x\n", r"did you mean 'suite'"),
        ("case,baseline,candidate\nа,1,да\n".encode("cp1251"), r"r.csv:2: not UTF-8 text"),
        ("case,baseline,candidate\na,1,1\n".encode("utf-16-le"), r"r.csv:1: holds NUL"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xfe", r"r.csv:1: not UTF-8 text"),
    ],
)
def test_a_file_that_is_no_such_table(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        table(tmp_path, data, "r.csv")


def test_no_such_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(SourceError, match="can't be read"):
        read_table(tmp_path)


def test_sizes_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at the true bounds, which take seconds to write."""
    monkeypatch.setattr("harness.pairs.table.MOST_BYTES", 2**20)
    monkeypatch.setattr("harness.pairs.table.MOST_CASES", 10)
    monkeypatch.setattr("harness.pairs.pair.MOST_CASES", 10)
    with pytest.raises(SourceError, match="larger than 1 MB"):
        table(tmp_path, b"x" * (2**20 + 1))
    rows = ["case,baseline,candidate", *(f"{i},1,1" for i in range(11))]
    assert len(table(tmp_path, "\n".join(rows[:-1])).pairs) == 10
    with pytest.raises(SourceError, match="more than 10 cases"):
        table(tmp_path, "\n".join(rows))
