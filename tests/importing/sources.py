"""Sources for the tests of imports: small files of each kind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.case_files import load_cases
from harness.cases import Case
from harness.importing.filing import write
from harness.importing.run import Imported, bring, read_source

RUSSIAN = """Тема;Вопрос клиента;Эталонный ответ;Другие варианты
Возврат;Сколько дней на возврат?;30 дней;месяц
Возврат;Можно вернуть обувь?;Нет, обувь не возвращаем;
Доставка;Сколько стоит доставка в Ригу?;500 ₽;
Доставка;Чем можно платить?;картой, наличными, по СБП;
Доставка;Do you deliver on Sundays?;No;
"""


def csv_file(folder: Path, text: str = RUSSIAN, name: str = "questions.csv", encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def jsonl(folder: Path, rows: Iterable[Mapping[str, Any]], name: str = "rows.jsonl") -> Path:
    file = folder / name
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def asked(folder: Path, pairs: Sequence[tuple[str, str]], name: str = "rows.jsonl") -> Path:
    return jsonl(folder, [{"question": question, "answer": answer} for question, answer in pairs], name)


def imported(*files: Path, into: Path, columns: Sequence[str] = (), dev: float = 0.2, update: bool = False) -> Imported:
    """Import and write."""
    made = bring([read_source(f, columns=columns) for f in files], into, suite="golden", dev=dev, update=update)
    write(made.filed)
    return made


def cases_in(folder: Path) -> dict[str, Case]:
    """The cases of all files of a folder, by what they ask."""
    return {case.prompt: case for case in load_cases(sorted(folder.glob("*.yaml")))}
