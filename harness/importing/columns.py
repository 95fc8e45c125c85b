"""Which column is what: by its heading in English or Russian, else by what stands in it, or as a person says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from harness.importing.rows import Column, Grid, Row, Table
from harness.lint._said import said
from harness.source import SourceError

__all__ = ["ROLES", "Roles", "by_language", "guess", "headed", "role_of"]

ROLES = ("question", "answer", "alternatives", "id", "subject", "tags", "context", "language")
"""What a column can be; of alternatives and tags there may be several columns."""
_SEVERAL = ("alternatives", "tags")
_TRANSLATED = ("question", "answer", "alternatives")
"""What a table may have a column of for each language."""
Roles = Mapping[str, tuple[Column, ...]]

_HEADINGS: dict[str, str] = {
    "id": r"id|ids|key|case id|question id|идентификатор|ид|ключ|код вопроса|id вопроса|id кейса",
    "alternatives": r"(?:alternative|other|alt|accepted|acceptable|also|synonym)\w*(?: (?:answers?|replies))?(?: \d+)?"
    r"|(?:answer|reply|response) (?:[2-9]|1\d)|aliases|answers\.aliases"
    r"|(?:друг\w+|альтернативн\w+|допустим\w+|ещ[её]) (?:вариант\w*(?: ответ\w*)?|ответ\w*)(?: \d+)?"
    r"|вариант\w* ответ\w*(?: \d+)?|синоним\w*|ответ (?:[2-9]|1\d)|альтернатив\w*",
    "question": r"questions?|q|prompts?|query|queries|ask|asked|input|utterance|user(?: (?:message|question|input))?"
    r"|customer(?: (?:message|question|asks))?|client question|request|question text|instruction"
    r"|вопрос\w*(?: (?:клиент\w*|пользовател\w*|покупател\w*))?|текст вопроса|запрос\w*(?: клиент\w*)?"
    r"|обращени\w*(?: клиент\w*)?|сообщени\w*(?: клиент\w*)?|промпт|промт|фраза клиента|что спрашивают",
    "answer": r"answers?|a|expected(?: (?:answer|output|reply|response|result)s?)?"
    r"|(?:correct|right|reference|ideal|gold(?:en)?|good|model|target) (?:answers?|reply|response|output)"
    r"|gold|target|reference|output|ground truth|completion|reply"
    r"|response|label|solution|answers\.text|answer\.value|accepted answers|possible answers"
    r"|ответы?(?: (?:оператора|эксперта|поддержки|1))?"
    r"|(?:правильн|верн|ожидаем|эталонн|образцов|идеальн|корректн)\w* ответ\w*"
    r"|эталон\w*|ожидани\w*|ожидаемый результат|что ответить|текст ответа|образец(?: ответа)?",
    "subject": r"category|categories|topic|subject|theme|section|intent|area|domain|group|тем[аы]|тематика|категори[яи]"
    r"|раздел\w*|рубрика|интент|группа|направление",
    "tags": r"tags?|labels|keywords|priority|тег\w*|метк[аи]|теги|приоритет",
    "context": r"contexts?|documents?|passages?|docs?|article|knowledge|source text|background|контекст\w*|документ\w*"
    r"|фрагмент\w*|база знаний|выдержка|статья|отрывок",
    "language": r"lang|languages?|locale|язык|локаль",
}
_COMPILED = {role: re.compile(rf"(?:{pattern})") for role, pattern in _HEADINGS.items()}
_LANGUAGE = re.compile(
    r"\b(?:на )?(?:(?P<en>en|eng|english|in english|англ|англ\w+)|(?P<ru>ru|rus|russian|in russian|рус|русск\w+))\b\.?"
)
_SIGNS = re.compile(r"[^\w. ]+|_")
_TRIED = 12
"""Lines in which the head is sought: a sheet may begin with a title and who made it."""
_HEADING_CHARS = 60
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def role_of(heading: str) -> str:
    """What a column with this heading is; empty where the heading does not say."""
    text = " ".join(_SIGNS.sub(" ", heading.casefold().replace("ё", "е")).split())
    if not text or len(text) > _HEADING_CHARS:
        return ""
    for one in (text, " ".join(_LANGUAGE.sub(" ", text).split())):
        found = next((role for role, pattern in _COMPILED.items() if pattern.fullmatch(one)), "")
        if found:
            return found
    # "Вопрос (как спрашивает клиент)", "Expected answer, short".
    first = " ".join(re.split(r"[(\[,:/—–-]", heading.casefold().replace("ё", "е"), maxsplit=1)[0].split())
    return role_of(first) if first and first != heading.casefold() else ""


def headed(grid: Grid) -> tuple[tuple[Column, ...], list[Row], int]:
    """The columns by the line that names most of them, the rows below it, and how many lines above it are no rows.

    Without such a line the first one is a head where it asks nothing and nothing below it is as short; else there is
    none.
    """
    lines = grid.lines
    width = max((len(cells) for _, cells, _ in lines), default=0)
    known = [
        (len({role for cell in cells if (role := role_of(cell))}), -i) for i, (_, cells, _) in enumerate(lines[:_TRIED])
    ]
    best, at = max(known, default=(0, 0))
    head = -at if best >= 2 or (best and at == 0) else (0 if _heads(lines) else -1)
    names = list(lines[head][1]) if head >= 0 else []
    columns = [Column(letter(i), " ".join(names[i].split()) if i < len(names) else "") for i in range(width)]
    rows = []
    for number, cells, faults in lines[head + 1 :]:
        beyond = [cell for cell in cells[len(names) :] if cell] if names and grid.unit == "line" else []
        fault = (
            said(
                "{n:cell} under {heads:heading}: a cell that holds the delimiter has to stand in quotes",
                n=len(cells),
                heads=len(names),
            )
            if beyond
            else ""
        )
        rows.append(
            Row(
                number=number,
                cells={columns[i].key: cell for i, cell in enumerate(cells)},
                fault=fault,
                faults={columns[i].key: why for i, why in faults.items() if i < len(columns)},
            )
        )
    used = {key for row in rows for key, cell in row.cells.items() if cell} | {k for row in rows for k in row.faults}
    return tuple(column for column in columns if column.key in used or column.name), rows, max(head, 0)


def _heads(lines: Sequence[tuple[int, Sequence[str], Mapping[int, str]]]) -> bool:
    if len(lines) < 2:
        return False
    first, rest = lines[0][1], lines[1:50]
    if any("?" in cell or len(cell) > _HEADING_CHARS for cell in first) or not all(first[:2]):
        return False
    lengths = sorted(max(map(len, cells), default=0) for _, cells, _ in rest)
    return max(map(len, first)) < lengths[len(lengths) // 2]


def letter(index: int) -> str:
    """A column's letter as spreadsheets have it: 0 is A, 26 is AA."""
    return (letter(index // 26 - 1) if index >= 26 else "") + _LETTERS[index % 26]


def guess(table: Table, told_by: Iterable[str] = ()) -> dict[str, tuple[Column, ...]]:
    """What each column is. `told_by` are a person's own words for it, which go first: `question=B`, `answer=Ответ`.

    An empty right side (`tags=`) says that there is none.

    Raises:
        SourceError: a role or a column that is not there; no column that could be the question or the answer.
    """
    told = _told(table, told_by)
    taken = {column for columns in told.values() for column in columns}
    roles = dict(told)
    for column in table.columns:
        role = role_of(column.name)
        if role and role not in told and column not in taken and (role in _SEVERAL or role not in roles):
            roles[role] = (*roles.get(role, ()), column)
            taken.add(column)
    left = [column for column in table.columns if column not in taken]
    if "question" not in roles and (found := _asking(table, left)) is not None:
        roles["question"] = (found,)
        left.remove(found)
    if (
        "answer" not in roles
        and "question" in roles
        and (found := _answering(table, left, roles["question"])) is not None
    ):
        roles["answer"] = (found,)
    if "answer" not in roles and roles.get("alternatives"):
        first, *rest = roles["alternatives"]
        roles["answer"], roles["alternatives"] = (first,), tuple(rest)
    for role in ("question", "answer"):
        if not roles.get(role):
            raise SourceError(
                said(
                    "no column looks like the {role}; say which one: --column {name}=NAME (there are: {there})",
                    role=said(role),
                    name=role,
                    there=", ".join(map(str, table.columns)),
                ),
                file=table.file,
            )
    return {role: roles[role] for role in ROLES if roles.get(role)}


def by_language(table: Table, roles: Roles, told_by: Iterable[str] = ()) -> dict[str, Roles]:
    """The columns by language where a table has a question and an answer in each: “Question EN”, “Question RU”.

    Empty where it has not, or where a person said which columns are which.
    """
    if any(one.partition("=")[0].strip() in ("question", "answer") for one in told_by):
        return {}
    made: dict[str, Roles] = {}
    for code in ("en", "ru"):
        its = [column for column in table.columns if _language(column) == code]
        found = {role: tuple(column for column in its if role_of(column.name) == role) for role in _TRANSLATED}
        if not (found["question"] and found["answer"]):
            return {}
        shared = {role: columns for role, columns in roles.items() if role not in _TRANSLATED}
        ours = {role: columns if role in _SEVERAL else columns[:1] for role, columns in found.items() if columns}
        made[code] = {role: (shared | ours)[role] for role in ROLES if role in shared or role in ours}
    return made


def _language(column: Column) -> str:
    """By the language that its heading names, else by the heading's own letters."""
    if role_of(column.name) not in _TRANSLATED:
        return ""
    name = column.name.casefold().replace("ё", "е")
    found = _LANGUAGE.search(" ".join(_SIGNS.sub(" ", name).split()))
    return (found.lastgroup or "") if found is not None else "ru" if re.search("[а-я]", name) else "en"


def _told(table: Table, told_by: Iterable[str]) -> dict[str, tuple[Column, ...]]:
    told: dict[str, tuple[Column, ...]] = {}
    for one in told_by:
        role, sign, name = one.partition("=")
        role = role.strip().casefold()
        if not sign or role not in ROLES:
            raise SourceError(
                said(
                    "--column takes one of {roles} and a column, as question=B; not “{one}”",
                    roles=", ".join(ROLES),
                    one=one,
                )
            )
        if not name.strip():
            told[role] = ()
            continue
        found = _named(table, name.strip())
        if found is None:
            there = ", ".join(map(str, table.columns))
            what = said("--column {one}: there is no such column (there are: {there})", one=one, there=there)
            raise SourceError(what, file=table.file)
        told[role] = (*told.get(role, ()), found) if role in _SEVERAL else (found,)
    return told


def _named(table: Table, name: str) -> Column | None:
    same = [column for column in table.columns if column.name.casefold() == name.casefold()]
    same += [column for column in table.columns if column.key.casefold() == name.casefold()]
    return next(iter(same), None)


def _texts(table: Table, column: Column) -> list[str]:
    return [cell for row in table.rows[:500] if isinstance(cell := row.cells.get(column.key, ""), str) and cell]


def _asking(table: Table, columns: Sequence[Column]) -> Column | None:
    """The column in which most cells ask something."""

    def share(column: Column) -> float:
        texts = _texts(table, column)
        return sum("?" in text for text in texts) / len(texts) if texts else 0.0

    best = max(columns, key=share, default=None)
    return best if best is not None and share(best) >= 0.5 else None


def _answering(table: Table, columns: Sequence[Column], question: tuple[Column, ...]) -> Column | None:
    """The first column behind the question that is nearly full, has no heading that is known, and repeats little."""
    order = list(table.columns)
    behind = order.index(question[0]) if question and question[0] in order else -1
    for column in columns:
        texts = _texts(table, column)
        if order.index(column) > behind and len(texts) >= 0.8 * min(500, len(table.rows)) and texts:
            return column
    return None
