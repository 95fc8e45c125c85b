"""What the commands that review cases refuse, in Russian, by the English sentence's template."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["errors"]

_ERRORS = {
    # accept
    "the reason can't be kept: {why}": "причину записать не удалось: {why}",
    '--reason "…" says why the expectation was wrong: a reviewer reads it': (
        '--reason "…" говорит, почему ожидание было неверным: её прочтёт рецензент'
    ),
    "{name}: its own checks pass; what it misses is asked by its test ({why})": (
        "{name}: собственные проверки примера пройдены; не пройдено то, что требует тест ({why})"
    ),
    "{name} would still miss: {why}": "{name}: и так не будет пройден: {why}",
    "an expectation is one check: `number: 31`, or a list of such": (
        "ожидание — это одна проверка: `number: 31`, или список таких"
    ),
    "--record: no record “{name}”": "--record: нет записи «{name}»",
    "no record holds a reply to {name}: run `pytest --model=…`": (
        "ни в одной записи нет ответа на {name}: запустите `pytest --model=…`"
    ),
    "record {record} holds no reply to {name}": "в записи {record} нет ответа на {name}",
    "{name} passes in record {record}: there is nothing to accept": (
        "{name} в записи {record} пройден: принимать нечего"
    ),
    "{name} is another case since record {record}: run `pytest --model={model}` (its replies are stored), "
    "then accept": (
        "{name} изменился после записи {record}: запустите `pytest --model={model}` (ответы сохранены), затем примите"
    ),
    "several expectations miss ({names}): give --expect a list, the case's whole expectation": (
        "не пройдено несколько проверок ({names}): дайте --expect списком, всё ожидание примера"
    ),
    "--wording: “{words}” does not stand in the reply": "--wording: в ответе нет слов «{words}»",
    '--expect "{name}: …" says what is right': 'как верно, говорит --expect "{name}: …"',
    'the reply is longer than {n:word}: --wording "…" names those that are right; or {how}': (
        'ответ длиннее {n:слова|слов|слов}: верные назовёт --wording "…"; или {how}'
    ),
    "{case}: {name} can't be widened by itself ({why}): {how}": (
        "{case}: проверку {name} саму расширить нельзя ({why}): {how}"
    ),
    # approve
    "--split is gate or dev, not {split}": "--split — gate или dev, а не {split}",
    "no such file or folder": "нет такого файла или папки",
    "no case stands there: cases stand under {folder}/": "примеров там нет: они лежат в {folder}/",
    "not a list of approved cases: move it aside to begin anew": (
        "не список одобренных примеров: уберите его, чтобы начать заново"
    ),
    "the editor “{name}” failed: {why}": "редактор «{name}» не сработал: {why}",
    # incident
    "--from FILE names whole complaints: say the rest there": (
        "--from ФАЙЛ называет жалобы целиком: остальное пишите там"
    ),
    "nothing is written: the good reply would miss: {why}": "ничего не записано: хороший ответ не прошёл бы: {why}",
    "nothing is written: say by its number, or with --expect or --never, what a reply has to be": (
        "ничего не записано: укажите номер или скажите в --expect или --never, каким должен быть ответ"
    ),
    "there are {n} proposals, and “{answer}” names another": "предложено: {n}, а «{answer}» называет другое",
    "nothing is written: the bad reply passes all of it": "ничего не записано: плохой ответ всё это проходит",
    "what would catch it:": "что его поймало бы:",
    '--never "words" forbids words of it; a check of your own takes a decorator (docs/reference.md)': (
        '--never "слова" запрещает слова из него; своя проверка — это функция с декоратором (docs/reference.md)'
    ),
    '{option} "…" is needed': 'нужно {option} "…"',
    "check “{name}” takes an embedding model; an incident is proven without one: take another check": (
        "проверке «{name}» нужна модель эмбеддингов, а инцидент доказывается без неё: возьмите другую проверку"
    ),
    "--suite says which suite the case belongs to: {names}": "в какой набор пример, говорит --suite: {names}",
    "--suite says which suite the case belongs to: there is none yet": (
        "в какой набор пример, говорит --suite: пока нет ни одного"
    ),
    "--suite {suite}: no suite that reads case files is called so (there are: {names})": (
        "--suite {suite}: такого набора с файлами примеров нет (есть: {names})"
    ),
    "--file says which file under {folder} (the suite reads {patterns})": (
        "какой файл в {folder}, говорит --file (набор читает {patterns})"
    ),
    "--id {name}: the suite {suite} has a case of that id": "--id {name}: такой пример в наборе {suite} уже есть",
    "holds cases of {suite}, {split} split: name another --file": (
        "здесь примеры набора {suite}, выборки {split}: назовите другой --file"
    ),
    # all of them
    "this folder is in no project of ckptgate: no pyproject.toml with [tool.ckptgate] at or above it. "
    "`ckptgate init` begins one": (
        "эта папка не в проекте ckptgate: ни в ней, ни выше нет pyproject.toml с [tool.ckptgate]. Начать — "
        "`ckptgate init`"
    ),
    "{name} is a case of several suites: {cases}": "{name} — пример нескольких наборов: {cases}",
    "no case is called “{name}”: did you mean “{near}”?": "нет примера «{name}»: может быть, «{near}»?",
    "no case is called “{name}”": "нет примера «{name}»",
    "cases are added to YAML files: name one that ends in .yaml": (
        "примеры добавляются в файлы YAML: назовите файл с концом .yaml"
    ),
    "`cases:` has to be a list, an item a line": "`cases:` должен быть списком, пункт на строку",
    "the case “{name}” can't be edited in place: write it by hand": (
        "пример «{name}» на месте не исправить: запишите вручную"
    ),
    "can't be written: {why}": "записать не удалось: {why}",
    "no case “{name}” stands here": "примера «{name}» здесь нет",
    "`{key}:` can't be taken away here: do it by hand": "`{key}:` здесь не убрать: сделайте это вручную",
    "the file is empty": "файл пуст",
}


def errors() -> Mapping[str, str]:
    """The Russian templates by the English ones."""
    return _ERRORS
