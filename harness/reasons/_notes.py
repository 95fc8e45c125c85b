# ruff: noqa: E501 - a key is a sentence as it was said
"""The notes of a record: what a reader should know of how it came to be."""

from __future__ import annotations

__all__ = ["CHANGES", "GATES", "NOTES", "SUITES", "UNCHECKED", "UNKNOWN", "WHY"]

GATES = {
    f"{kind} of {{suite}}": f"{russian} ({{suite}})"
    for kind, russian in {
        "creep": "сравнение с эталоном",
        "drift": "отход от базы",
        "floor": "порог",
        "gap": "разрыв с обучающими вопросами",
        "integrity": "целостность",
        "memorized": "заученное",
        "musts": "обязательное",
        "overall": "сравнение по всем примерам",
        "paired": "сравнение",
        "replies": "сами ответы",
        "rewards": "вознаграждение",
        "slices": "срезы",
    }.items()
}

SUITES = {"all suites": "все наборы вместе", "{text}": "{text}"}

UNKNOWN = {
    "weights": "веса",
    "tokenizer": "токенизатор",
    "chat template": "чат-шаблон",
    "precision": "точность",
    "server version": "версия сервера",
    "default sampling": "сэмплирование по умолчанию",
    "temperature": "температура",
    "seed": "seed",
    "log-probabilities": "логарифмы вероятностей",
    "{text}": "{text}",
}

CHANGES = {
    "base model": "базовая модель",
    "method": "метод",
    "training data": "обучающие данные",
    "system prompt": "системный промпт",
    "quantization": "квантизация",
    "form of documents": "форма документов",
    "{text}": "{text}",
}

WHY = {
    "how an adapter is loaded is no choice between checkpoints": "как загружен адаптер — не выбор между чекпоинтами",
    "the engine answers in one form alone": "движок отвечает только в одной форме",
    "no adapter is in production": "в проде нет адаптера",
    "no other adapter is in production": "в проде нет другого адаптера",
    "no other adapter on this base is in production": "в проде нет другого адаптера на этой базе",
    "{text} has no adapter": "у {text} нет адаптера",
    "{text} is a tuned prompt, which nothing merges": "{text} — обученный промпт, его ни с чем не слить",
    "{text} is an adapter of another kind": "{text} — адаптер другого вида",
    "the deployment says no `quantization:`, the weights are served as they are": (
        "в развёртывании нет `quantization:`, веса в проде как есть"
    ),
    "{text} is not here": "{text} здесь нет",
    "{text} has changed since {text2} was trained on it": "{text} изменился с тех пор, как на нём обучали {text2}",
    "{text} has no manifest that says what it was trained on": "у {text} нет манифеста, где сказано, на чём её обучали",
    "the manifest of {text} names no training data": "в манифесте {text} не названы обучающие данные",
    "{text} holds no conversation that ends with the assistant's answer": (
        "в {text} нет ни одного диалога, который кончается ответом ассистента"
    ),
}

_LUCK = "чем больше их пробуют, тем вероятнее, что какой-то пройдёт случайно. Выбирайте по --split=dev"

UNCHECKED = {
    "{text} ({why})": "{text} ({why})",
    "{text} ({text2})": "{text} ({text2})",
    "{text} ({why}); {unchecked}": "{text} ({why}); {unchecked}",
    "{text} ({text2}); {unchecked}": "{text} ({text2}); {unchecked}",
}

NOTES = {
    "{why}": "{why}",
    "not checked: {why}": "не проверено: {why}",
    "{text}: is not here": "{text}: файла здесь нет",
    "{text}: can't be read: {text2}": "{text}: не читается: {text2}",
    "{text}: has changed since the candidate was trained on it": (
        "{text}: изменился с тех пор, как на нём обучали кандидата"
    ),
    "{text}: sought by words alone: {text2}": "{text}: искали только по словам: {text2}",
    "the checkpoint holds no fingerprint of its training text, so no case was sought in it": (
        "в чекпоинте нет отпечатка обучающих текстов, и примеров в них не искали"
    ),
    "cases were sought in the fingerprint of its training text, word for word alone": (
        "примеры искали в отпечатке обучающих текстов, только дословно"
    ),
    'Passed as a warning only (inconclusive = "warn"), not shown: {gates}.': (
        'Пройдено только с предупреждением (inconclusive = "warn"), не доказано: {gates}.'
    ),
    "Worse by more than chance, though within the margin: {gates}.": (
        "Хуже больше, чем случайно, хотя и в пределах допуска: {gates}."
    ),
    "Not checked: {unchecked}.": "Не проверено: {unchecked}.",
    "In {text} the cases of one file moved together more than chance explains (design effect {number}): they show less "
    'than as many unrelated ones. Give cases of one template or document one `cluster:`, or set cluster = "file".': (
        "В {text} примеры одного файла меняются вместе чаще, чем случайно (design effect {number}): они показывают "
        "меньше, чем столько же независимых. Задайте примерам одного шаблона или документа общий `cluster:` или "
        'поставьте cluster = "file".'
    ),
    "Every one of {n} replies of {text} is empty.": "Пусты все ответы {text}, их {n}.",
    "Every one of {n} replies of {text} was cut at the length limit: no turn ended by itself.": (
        "Обрезаны по пределу длины все ответы {text}, их {n}: ни один не закончился сам."
    ),
    "Every one of {n} replies of {text} was held back by the server's filter: no turn ended by itself.": (
        "Задержаны фильтром сервера все ответы {text}, их {n}: ни один не закончился сам."
    ),
    "Of {text} is not known: {unknowns}.": "О {text} неизвестно: {unknowns}.",
    "{text} takes and does not follow: {unknowns}.": "{text} принимает и не исполняет: {unknowns}.",
    "{text} has no chat template: the turns were given to it as plain text. If it was trained on one, put that into its "
    "directory as chat_template.jinja.": (
        "У {text} нет чат-шаблона: реплики переданы простым текстом. Если её обучали с шаблоном, положите его в папку "
        "модели как chat_template.jinja."
    ),
    "The candidate is the baseline: comparing it with itself shows no difference.": (
        "Кандидат — это и есть база сравнения: сравнение с самим собой разницы не покажет."
    ),
    "The candidate is its own base model: comparing it with itself shows no difference.": (
        "Кандидат — это и есть его базовая модель: сравнение с самим собой разницы не покажет."
    ),
    "{n} checkpoints were tried against these cases and this baseline: the more are tried, the likelier one passes by "
    "luck. Choose with --split=dev.": (
        f"На этих примерах и с этой базой сравнения пробовали чекпоинтов: {{n}}; {_LUCK}."
    ),
    "{text} has no manifest: what it was made of and trained on is not known.": (
        "У {text} нет манифеста: из чего и на чём её сделали, неизвестно."
    ),
    "The cases shipped under golden/ describe the demo's shop; a model that was not made for that shop is not expected "
    "to know it. Put your own cases there.": (
        "Примеры в golden/ описывают магазин из демо; модель, сделанная не для него, знать его не обязана. Положите "
        "туда свои примеры."
    ),
    "{n} of {n2:case} are examples that `ckptgate init` wrote (tag `example`): they say little of this product. Put "
    "cases of your own in their place.": (
        "Написаны командой `ckptgate init` {n} из {n2:примера|примеров|примеров} (тег `example`): о вашем продукте они "
        "говорят мало. Замените их своими."
    ),
    "{n} of {n2:case} begin with a check that nobody has looked at (tag `draft`): ckptgate cases approve "
    "--model={text} --draft": (
        "Проверки ещё никто не смотрел у {n} из {n2:примера|примеров|примеров} (тег `draft`): ckptgate cases approve "
        "--model={text} --draft"
    ),
    "In production, and not compared with: {text}. {text2} says model: {text3}, and nothing of that name is; with "
    "model: {text4}@prod it is the baseline.": (
        "В проде, но сравнения с этим нет: {text}. В {text2} стоит model: {text3}, а под этим именем в проде ничего "
        "нет; с model: {text4}@prod это будет база сравнения."
    ),
    "{n} cases of {text} are in {text2}, and none of {text3}: `ckptgate init --languages en,ru` brings examples.": (
        "В {text} примеров на языке {text2}: {n}, а в {text3} — ни одного: образцы добавит `ckptgate init --languages "
        "en,ru`."
    ),
    "Changed at once against {text}: {changes}. Which of them made a difference can't be told from this comparison.": (
        "По сравнению с {text} изменено сразу: {changes}. Что из этого сыграло роль, по этому сравнению не сказать."
    ),
    "{text}: no question of the training data was asked: {why}.": "{text}: вопросов из обучающих данных не задано: {why}.",
    "{text}: cases with `choices:` were left out, no server tells which is likeliest.": (
        "{text}: примеры с `choices:` пропущены, ни один сервер не говорит, какой вариант вероятнее."
    ),
    "{text} is for models on this machine: it did nothing here, where an endpoint answers.": (
        "{text} — для моделей на этой машине: здесь, где отвечает сервер, не подействовало."
    ),
    "{text} is for endpoints: it did nothing here, where none is asked.": (
        "{text} — для серверов: здесь ни одного не спрашивают, и это не подействовало."
    ),
    "{text} is for endpoints: it did nothing here, where none is asked. vLLM does not serve {text2} ({text3}): "
    "transformers answered every arm of this run.": (
        "{text} — для серверов: здесь ни одного не спрашивают, и это не подействовало. vLLM не умеет {text2} ({text3}): "
        "за все модели прогона отвечал transformers."
    ),
    "vLLM does not serve {text} ({text2}): transformers answered every arm of this run.": (
        "vLLM не умеет {text} ({text2}): за все модели прогона отвечал transformers."
    ),
    "Scored on replies that were recorded until {text}: the model was not looked at.": (
        "Оценены ответы, сохранённые до {text}: на саму модель не смотрели."
    ),
    "What --recorded goes by could not be kept: {text}": "То, по чему работает --recorded, не сохранилось: {text}",
    "baseline and candidate are the same: nothing was compared": (
        "база сравнения и кандидат — одно и то же: сравнивать было нечего"
    ),
    "columns that play no part: {text}": "столбцы, которые не участвуют: {text}",
    "the logs hold no hashes: that both runs were asked the same is taken on trust": (
        "в логах нет хешей: что в обоих прогонах спрашивали одно и то же, принято на веру"
    ),
    "{text} is better where it is lower: 1 − {text2} was compared": (
        "{text} тем лучше, чем меньше: сравнивалось 1 − {text2}"
    ),
}
