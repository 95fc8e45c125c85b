"""`ckptgate cases import`, from a source to case files and back to it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from importing.sources import RUSSIAN, cases_in, csv_file, jsonl

from harness.cli import main

FOLDER = Path("golden/answers")
Run = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def told(*args: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["ckptgate", "cases", "import", *args])
        with pytest.raises(SystemExit) as e:
            main()
        captured = capsys.readouterr()
        return int(e.value.code or 0), captured.out + captured.err

    return told


def files() -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*"))}


def test_a_sheet_becomes_case_files_that_load(here: Path, run: Run) -> None:
    csv_file(here)
    status, out = run("questions.csv")

    assert status == 0
    cases = cases_in(FOLDER)
    assert len(cases) == 5
    case = cases["Сколько дней на возврат?"]
    assert re.fullmatch(r"skolko-dney-na-vozvrat-[0-9a-f]{8}", case.id)
    assert case.expect == (("answer", {"any_of": ["30 дней", "месяц"], "like": "people"}),)
    assert {"ru", "vozvrat", "draft"} <= set(case.tags)
    assert "en" in cases["Do you deliver on Sundays?"].tags
    assert all(re.fullmatch(r"questions\.(ru|en)\.(dev|gate)\.yaml", case.file.name) for case in cases.values())
    assert "  # from questions.csv, line 2\n  # answer: 30 дней | месяц\n" in files()[case.file.name]
    for said in ("B “Вопрос клиента”", "question", "5 lines = 5 new cases + 0 left out", "a number with its unit"):
        assert said in out


def test_importing_twice_changes_nothing(here: Path, run: Run) -> None:
    csv_file(here)
    run("questions.csv")
    before = {file: (text, (FOLDER / file).stat().st_mtime_ns) for file, text in files().items()}
    _, out = run("questions.csv")

    assert {file: (text, (FOLDER / file).stat().st_mtime_ns) for file, text in files().items()} == before
    assert "0 new cases + 5 unchanged + 0 left out" in out


def test_an_edited_sheet_adds_what_is_new_shows_what_changed_and_overwrites_nothing(here: Path, run: Run) -> None:
    csv_file(here)
    run("questions.csv")
    before = cases_in(FOLDER)
    csv_file(
        here,
        "Тема;Вопрос клиента;Эталонный ответ;Другие варианты\nНовое;Где вы находитесь?;В Риге;\n"
        + RUSSIAN.partition("\n")[2]
        .replace("500 ₽", "700 ₽")
        .replace("картой, наличными, по СБП", "Картой, наличными,  по СБП"),
    )
    _, out = run("questions.csv")

    after = cases_in(FOLDER)
    assert set(after) == {*before, "Где вы находитесь?"}
    assert all(after[prompt].digest == case.digest for prompt, case in before.items())
    assert "1 case changed in the source (left as it is; --update overwrites it)" in out
    assert "said “500 ₽”, says “700 ₽”" in out
    assert "1 new case + 4 unchanged + 1 changed + 0 left out" in out

    _, out = run("questions.csv", "--update")
    changed = cases_in(FOLDER)["Сколько стоит доставка в Ригу?"]
    assert changed.expect == (("answer", {"any_of": ["700 ₽"], "like": "people"}),)
    assert changed.id == before["Сколько стоит доставка в Ригу?"].id
    assert "0 new cases + 6 unchanged" in run("questions.csv")[1]


def test_what_people_did_to_a_case_stays(here: Path, run: Run) -> None:
    csv_file(here)
    run("questions.csv")
    prompt = "Сколько стоит доставка в Ригу?"
    file = cases_in(FOLDER)[prompt].file
    text = file.read_text(encoding="utf-8")
    mended = text.replace(
        f"  prompt: {prompt}\n  expect:\n  - answer: {{any_of: [500 ₽], like: people}}\n  tags: [dostavka, draft]\n",
        f"  # asked by the boss\n  title: Price\n  prompt: {prompt}\n  expect:\n  - number: 500\n"
        "  kind: fact\n  tags: [critical]\n\n",
    )
    assert mended != text
    file.write_text(mended, encoding="utf-8")

    assert "5 unchanged" in run("questions.csv")[1]
    assert file.read_text(encoding="utf-8") == mended

    csv_file(here, RUSSIAN.replace("500 ₽", "700 ₽"))
    run("questions.csv", "--update")
    case = cases_in(FOLDER)[prompt]
    assert (case.title, case.kind, case.critical) == ("Price", "fact", True)
    assert "draft" in case.tags
    after = file.read_text(encoding="utf-8")
    assert "  # asked by the boss\n" in after
    start = mended.index("# asked by the boss")
    assert after.startswith(mended[: mended.rindex("- id:", 0, start)])


def test_a_question_that_the_sheet_no_longer_has_is_named_and_stays(here: Path, run: Run) -> None:
    csv_file(here)
    run("questions.csv")
    csv_file(here, RUSSIAN.replace("Сколько дней на возврат?", "Сколько дней на обмен?"))
    _, out = run("questions.csv")

    assert "1 case of these sources that they ask no more" in out
    assert "skolko-dney-na-vozvrat" in out
    assert len(cases_in(FOLDER)) == 6


def test_a_question_that_a_case_asks_already_under_another_id_is_left_out(here: Path, run: Run) -> None:
    FOLDER.mkdir(parents=True)
    (FOLDER / "own.ru.gate.yaml").write_text(
        "suite: golden\nsplit: gate\ncases:\n- id: window\n  prompt: сколько дней на возврат\n"
        "  expect: [{number: 30}]\n",
        encoding="utf-8",
    )
    csv_file(here)
    _, out = run("questions.csv")

    assert "4 new cases + 1 left out" in out
    assert "asked already by the case window at golden/answers/own.ru.gate.yaml:4" in Path(
        "questions.left-out.csv"
    ).read_text("utf-8-sig")


def test_rows_that_are_not_taken_go_to_a_file_and_the_counts_add_up(here: Path, run: Run) -> None:
    csv_file(here, RUSSIAN + "Возврат;Сколько дней на возврат;14 дней;\nX;Когда?;;\nX;=HYPERLINK(1);TODO;\n;;;\n")
    status, out = run("questions.csv")

    with Path("questions.left-out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert status == 0
    assert rows[0] == [
        "stood at",
        "why it was left out",
        "Тема",
        "Вопрос клиента",
        "Эталонный ответ",
        "Другие варианты",
    ]
    assert [row[0] for row in rows[1:]] == ["line 2", "line 7", "line 8", "line 9"]
    assert rows[2][2:5] == ["Возврат", "Сколько дней на возврат", "14 дней"]
    assert rows[4][3] == "'=HYPERLINK(1)"
    assert "8 lines = 4 new cases + 4 left out" in out
    assert "questions.csv, line 7: 14 дней" in out


def test_the_left_out_rows_can_be_mended_and_imported(here: Path, run: Run) -> None:
    csv_file(here, RUSSIAN + "X;Когда вы открываетесь?;;\n")
    run("questions.csv")
    file = Path("questions.left-out.csv")
    file.write_text(
        file.read_text("utf-8-sig").replace("Когда вы открываетесь?;;", "Когда вы открываетесь?;10:00;"), "utf-8-sig"
    )
    _, out = run("questions.left-out.csv")

    assert "1 line = 1 new case + 0 left out" in out
    assert cases_in(FOLDER)["Когда вы открываетесь?"].expect == (("answer", ["10:00"]),)


def test_a_dry_run_writes_nothing(here: Path, run: Run) -> None:
    csv_file(here, RUSSIAN + "X;Когда?;;\n")
    status, out = run("questions.csv", "--dry-run")

    assert status == 0
    assert "To be written" in out
    assert sorted(p.name for p in here.iterdir()) == ["questions.csv"]


def test_subjects_become_files_where_they_are_no_crumbs(here: Path, run: Run) -> None:
    rows = "".join(
        f"{topic};Вопрос номер {i} про {topic}?;{i * 7} рублей\n" for topic in ("Возврат", "Оплата") for i in range(8)
    )
    csv_file(here, f"Тема;Вопрос;Ответ\n{rows}")
    run("questions.csv", "--dev", "0")

    assert sorted(files()) == ["oplata.ru.gate.yaml", "vozvrat.ru.gate.yaml"]
    assert "tags: [ru, oplata]" in files()["oplata.ru.gate.yaml"]


def test_ids_context_language_and_tags_are_taken_from_their_columns(here: Path, run: Run) -> None:
    row = {
        "id": "Case 7",
        "question": "Quid est?",
        "answer": "Roma",
        "context": "Roma est.",
        "lang": "it",
        "tags": ["a b", "C"],
    }
    jsonl(here, [row, {**row, "question": "Other?"}, {"question": "x y?", "answer": "z", "id": 12}])
    _, out = run("rows.jsonl", "--into", "cases", "--suite", "latin", "--dev", "0")

    cases = cases_in(Path("cases"))
    case = cases["Quid est?"]
    assert (case.id, case.context, case.suite) == ("case-7", ("Roma est.",), "latin")
    assert {"it", "a-b", "c", "draft"} <= set(case.tags)
    assert cases["x y?"].id == "rows-12"
    assert "the id “case-7” stands at line 1 too" in out


def test_choices_of_a_task_are_written_and_load(here: Path, run: Run) -> None:
    jsonl(here, [{"q": "2+2?", "c": ["3", "4"], "a": 1}], "data.jsonl")
    Path("task.yaml").write_text(
        "task: t\ndataset_path: json\ndataset_kwargs: {data_files: data.jsonl}\noutput_type: multiple_choice\n"
        "doc_to_text: q\ndoc_to_choice: c\ndoc_to_target: a\n",
        encoding="utf-8",
    )
    assert run("task.yaml")[0] == 0
    case = cases_in(FOLDER)["2+2?"]
    assert (case.choices, case.expect) == (("3", "4"), (("equals", "4"),))


def test_nothing_to_take_is_a_failure(here: Path, run: Run) -> None:
    csv_file(here, "question,answer\nWhy?,\n")
    assert run("questions.csv")[0] == 1
    assert not FOLDER.exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["no.csv"], "no.csv: no such file"),
        (["questions.doc"], "not read here: save it as .xlsx or .csv"),
        (["questions.csv", "questions.csv"], "a source is named twice"),
        (["questions.csv", "--column", "answer=Z"], "there is no such column"),
        (["questions.csv", "--sheet", "A"], "--sheet goes with .xlsx"),
        (["questions.csv", "--suite", "Мой"], "--suite takes small Latin letters"),
        (["questions.csv", "--into", "questions.csv"], "is no folder"),
    ],
)
def test_mistakes_are_said(here: Path, run: Run, args: list[str], said: str) -> None:
    csv_file(here)
    (here / "questions.doc").write_text("x")
    status, out = run(*args)
    assert status == 4
    assert said in out


def test_a_file_that_can_not_be_added_to_is_left_as_it_is(here: Path, run: Run) -> None:
    csv_file(here, "question,answer\nHow long is it?,30 days\n")
    FOLDER.mkdir(parents=True)
    text = "cases: [{id: a, prompt: b c d, expect: [{number: 1}]}]\nsuite: golden\nsplit: gate\n"
    (FOLDER / "questions.en.gate.yaml").write_text(text, encoding="utf-8")
    status, out = run("questions.csv", "--dev", "0")

    assert status == 4
    assert "golden/answers/questions.en.gate.yaml: can't be added to" in out
    assert files()["questions.en.gate.yaml"] == text


def test_terminal_codes_in_a_source_stay_there(here: Path, run: Run) -> None:
    jsonl(here, [{"question": "a\u202eb [red]?", "answer": "ok then"}, {"question": "\x1b[31mred?", "answer": "x"}])
    _, out = run("rows.jsonl")
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[red]" in out


def test_several_sources_are_one_import(here: Path, run: Run) -> None:
    csv_file(here, "question,answer\nHow long is it?,30 days\nWhy?,\n", "a.csv")
    jsonl(here, [{"question": "How long is it", "answer": "30 days"}, {"question": "Who?", "answer": ""}], "a.jsonl")
    _, out = run("a.csv", "a.jsonl", "--into", "g")

    assert "4 lines = 1 new case + 3 left out" in out
    assert {p.name for p in here.glob("*left-out*")} == {"a.csv.left-out.csv", "a.jsonl.left-out.csv"}


def test_an_answer_of_json_is_held_to_its_keys(here: Path, run: Run) -> None:
    jsonl(here, [{"question": "Order?", "answer": json.dumps({"id": 1, "имя": "Анна"}, ensure_ascii=False)}])
    run("rows.jsonl", "--dev", "0")
    (case,) = cases_in(FOLDER).values()
    ((name, schema),) = case.expect
    assert name == "json_schema"
    assert schema["properties"]["имя"] == {"const": "Анна"}


def test_a_folder_that_takes_no_files_is_one_line(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("harness.importing.filing.write_atomic", refused)
    csv_file(here)
    status, out = run("questions.csv", "--yes")
    assert status == 4
    assert "can't be written: Read-only file system; see that the folder takes files" in out


def test_it_says_what_to_do_next(here: Path, run: Run) -> None:
    csv_file(here)
    assert "make a gate of this folder: ckptgate init" in run("questions.csv")[1]
    (here / "pyproject.toml").write_text("[tool.ckptgate]\n", encoding="utf-8")
    csv_file(here, RUSSIAN + "Доставка;Где вы?;В Риге;\n")
    assert "Next, look at each with a model's reply beside it: ckptgate cases approve" in run("questions.csv")[1]


def test_of_many_files_ten_are_named(here: Path, run: Run) -> None:
    rows = [f"T{i:02}x;Question number {i}{k}?;Answer {i}{k}\n" for i in range(30) for k in "abcd"]
    csv_file(here, "Topic;Question;Answer\n" + "".join(rows))
    _, out = run("questions.csv")
    assert re.search(r"… and \d+ more files", out)
    assert len(re.findall(r"\(\d+ new\)", out)) == 10


def test_texts_read_in_a_wrong_encoding_are_left_out(here: Path, run: Run) -> None:
    csv_file(here, "Вопрос;Ответ\nÐ¡ÐºÐ¾Ð»ÑŒÐºÐ¾ там?;Пять\nГде вы?;Ð\x9fÑ\x8fÑ\x82Ñ\x8c Ð´Ð¾Ð¼Ð¾Ð²\nКто?;Анна\n")
    _, out = run("questions.csv")
    assert "1 new case + 2 left out" in out
    assert "it was read in a wrong encoding" in Path("questions.left-out.csv").read_text("utf-8-sig")
