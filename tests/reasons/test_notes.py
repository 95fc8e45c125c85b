# ruff: noqa: E501 - sentences as they are said
"""Notes of records, and what keeps a run from its verdict, as they are told in Russian."""

from __future__ import annotations

import pytest

from harness.reasons import note_in


@pytest.mark.parametrize(
    ("note", "told"),
    [
        (
            'Passed as a warning only (inconclusive = "warn"), not shown: paired of golden, floor of policy, overall of '
            "all suites.",
            'Пройдено только с предупреждением (inconclusive = "warn"), не доказано: сравнение (golden), порог (policy), '
            "сравнение по всем примерам (все наборы вместе).",
        ),
        (
            "Not checked: adapters (m has no adapter); adapters/merged, forms (the engine answers in one form alone).",
            "Не проверено: adapters (у m нет адаптера); adapters/merged, forms (движок отвечает только в одной форме).",
        ),
        ("Every one of 20 replies of m is empty.", "Пусты все ответы m, их 20."),
        ("Of openai:x#y is not known: weights, tokenizer.", "О openai:x#y неизвестно: веса, токенизатор."),
        (
            "3 of 40 cases are examples that `ckptgate init` wrote (tag `example`): they say little of this product. Put "
            "cases of your own in their place.",
            "Написаны командой `ckptgate init` 3 из 40 примеров (тег `example`): о вашем продукте они говорят мало. "
            "Замените их своими.",
        ),
        (
            "Changed at once against prod: method, training data. Which of them made a difference can't be told from "
            "this comparison.",
            "По сравнению с prod изменено сразу: метод, обучающие данные. Что из этого сыграло роль, по этому сравнению "
            "не сказать.",
        ),
        (
            "golden: no question of the training data was asked: data/train.jsonl is not here.",
            "golden: вопросов из обучающих данных не задано: data/train.jsonl здесь нет.",
        ),
        (
            "the budget of 2 requests is used up. Replies so far are kept; another run goes on from there.",
            "Бюджет в 2 запроса исчерпан. Полученные ответы сохранены; следующий запуск продолжит с этого места.",
        ),
        (
            "openai:http://x/v1#m gave no answer within 60 seconds, 3 tries: no answer in time. Replies so far are kept; "
            "another run goes on from there.",
            "openai:http://x/v1#m не отвечает: 60 секунд, 3 попытки; нет ответа вовремя. Полученные ответы сохранены; "
            "следующий запуск продолжит с этого места.",
        ),
        (
            "the engine's process died (status -9 — killed, as a machine without free memory does): it said nothing",
            "процесс движка умер (код −9: процесс убит, как бывает, когда на машине кончается память), ничего не сказав",
        ),
        (
            "1 reply that this run needs is not recorded: cases, prompts or the sampling are others than when the model "
            "was asked last. Run once without --recorded, where the model is",
            "нужного этому запуску не записано: 1 ответ; примеры, промпты или сэмплирование уже не те, с которыми модель "
            "спрашивали. Один раз выполните запуск без --recorded там, где есть модель",
        ),
        (
            "integrity: runs/m: the files are not those of manifest.json (changed: a, b; missing: c). Train it again or "
            "restore the files; a manifest is never edited to fit.",
            "целостность: runs/m: файлы не те, что в manifest.json (изменены: a, b; пропали: c). Обучите заново или "
            "восстановите файлы; манифест под файлы не правят.",
        ),
        ("one: failed in call: KeyError: 'x'", "one: ошибка в самом тесте: KeyError: 'x'"),
        (
            "Scored on replies that were recorded until 2026-11-27T03:48:12+00:00: the model was not looked at.",
            "Оценены ответы, сохранённые до 2026-11-27T03:48:12+00:00: на саму модель не смотрели.",
        ),
        ("No verdict: CUDA out of memory", "Решения нет: CUDA out of memory"),
        ("May not ship: a, b and 2 more failed.", "Выпускать нельзя: не прошли a, b и ещё 2."),
        ("a note of a newer version", "a note of a newer version"),
        ("", ""),
    ],
)
def test_notes_are_told_in_russian(note: str, told: str) -> None:
    assert note_in("ru", note) == told
    assert note_in("en", note) == note
