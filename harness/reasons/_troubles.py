# ruff: noqa: E501 - a key is a sentence as it was said
"""What keeps a run from its verdict: engines, endpoints, checkpoints, stores, and tests that failed."""

from __future__ import annotations

__all__ = [
    "ACCESS",
    "BROKEN",
    "DIFFERENCES",
    "ENDED",
    "ENDS",
    "LAST",
    "PHASES",
    "STEPS",
    "TROUBLES",
    "WITHOUT_DECISION",
]

_KEPT = "Полученные ответы сохранены; следующий запуск продолжит с этого места."
_RECORDED = "выполните запуск без --recorded там, где есть модель"

_ENDPOINTS = {
    "the budget of {n:request} is used up. Replies so far are kept; another run goes on from there.": (
        f"Бюджет в {{n:запрос|запроса|запросов}} исчерпан. {_KEPT}"
    ),
    "the budget of {n:token} is used up ({n2} were used). Replies so far are kept; another run goes on from there.": (
        f"Бюджет в {{n:токен|токена|токенов}} исчерпан (израсходовано {{n2}}). {_KEPT}"
    ),
    "{trouble}. Replies so far are kept; another run goes on from there.": f"{{trouble}}. {_KEPT}",
    "{text} gave no answer within {n:second}, {n2:try|tries}: {last}": (
        "{text} не отвечает: {n:секунда|секунды|секунд}, {n2:попытка|попытки|попыток}; {last}"
    ),
    "{text} answers, but with no completion: {text2}": "{text} отвечает, но ответа модели нет: {text2}",
    "{text} answers with no completion: {text2}": "{text} отвечает, но ответа модели нет: {text2}",
    "{text} refuses: {text2}": "{text} отказывает: {text2}",
    "{text} refuses: {text2}; is the key in OPENAI_API_KEY the right one?": (
        "{text} отказывает: {text2}; тот ли ключ в OPENAI_API_KEY?"
    ),
    "{text} refuses: {text2}; set OPENAI_API_KEY": "{text} отказывает: {text2}; задайте OPENAI_API_KEY",
    "{text} refuses: {text2}. It was asked: {quote}": "{text} отказывает: {text2}. Вопрос был: {quote}",
    "{text} refuses: {text2}; is the key in OPENAI_API_KEY the right one?. It was asked: {quote}": (
        "{text} отказывает: {text2}; тот ли ключ в OPENAI_API_KEY? Вопрос был: {quote}"
    ),
    "{text} refuses: {text2}; set OPENAI_API_KEY. It was asked: {quote}": (
        "{text} отказывает: {text2}; задайте OPENAI_API_KEY. Вопрос был: {quote}"
    ),
    "{text} can't be reached: {text2}": "до {text} не достучаться: {text2}",
    "{text} did not answer eight short questions within {n:second}": (
        "{text} не ответил на восемь коротких вопросов за {n:секунду|секунды|секунд}"
    ),
    "{text} serves no {text2}; it serves {text3}": "{text} не знает модели {text2}; знает {text3}",
    "{text} wants a key: set OPENAI_API_KEY": "{text} требует ключ: задайте OPENAI_API_KEY",
    "OPENAI_API_KEY holds a character that no key has: a space, a line's end, a letter of no ASCII": (
        "в OPENAI_API_KEY стоит знак, которого в ключах не бывает: пробел, конец строки или буква не из ASCII"
    ),
    "{text} can't be asked which of given `choices` is likeliest: no server tells that of a conversation. Leave such "
    "suites out (--deselect), or evaluate the model's files": (
        "{text} нельзя спросить, какой из `choices` вероятнее: о диалоге этого не говорит ни один сервер. Исключите "
        "такие наборы (--deselect) или проверяйте файлы модели"
    ),
    "{text} gives no vectors: {text2}": "{text} не даёт векторов: {text2}",
    "{text} gives {n:vector} for {n2:text}": "{text} даёт {n:вектор|вектора|векторов} на {n2:текст|текста|текстов}",
    "{text} gives something that is no vector: {text2}": "{text} даёт что-то, что не вектор: {text2}",
    "{text} gives a vector without a direction: all zeros, or not finite": (
        "{text} даёт вектор без направления: одни нули или бесконечность"
    ),
    "the endpoint serves no {text}; it serves {text2}": "сервер не знает модели {text}; знает {text2}",
}

_ENGINES = {
    "the engine's process died ({ended}): {text}": "процесс движка умер ({ended}): {text}",
    "the engine's process died ({ended}): it said nothing": "процесс движка умер ({ended}), ничего не сказав",
    "{text} is an endpoint: this engine loads models from files": "{text} — сервер, а этот движок загружает файлы",
    "{text} is a directory: the engine openai asks endpoints": "{text} — папка, а движок openai спрашивает серверы",
    "--engine-arg is passed on to vLLM: give --engine=vllm": "--engine-arg передаётся vLLM: задайте --engine=vllm",
    "the engine stopped before it had answered everything": "движок остановился, не ответив на всё",
    "the engine left {n} of {n2:request} without a reply": (
        "движок оставил без ответа {n} из {n2:запроса|запросов|запросов}"
    ),
    "vllm is not installed: pip install 'ckptgate[vllm]' (on a CPU see docs/reference.md)": (
        "vllm не установлен: pip install 'ckptgate[vllm]' (для CPU см. docs/reference.ru.md)"
    ),
    "{text} is not installed: pip install 'ckptgate[hf]'": "{text} не установлен: pip install 'ckptgate[hf]'",
    "quantization: {text} needs bitsandbytes: pip install 'ckptgate[quant]'": (
        "quantization: для {text} нужен bitsandbytes: pip install 'ckptgate[quant]'"
    ),
    "vLLM serves an adapter in one form: forms are compared by --engine=transformers": (
        "vLLM держит адаптер в одной форме: формы сравнивают с --engine=transformers"
    ),
    "a case asks for a guided reply, and transformers guides none: give --engine=vllm, or ask an endpoint": (
        "пример требует управляемого ответа, а transformers так не умеет: задайте --engine=vllm или спросите сервер"
    ),
    "the tokenizer in {text} can't be loaded: {text2}": "токенизатор в {text} не загружается: {text2}",
    "the tokenizer in {text} makes no tokens of a prompt: are its files all there?": (
        "токенизатор в {text} не делает из запроса токенов: все ли его файлы на месте?"
    ),
    "the tokenizer in {text} makes no tokens of a text: are its files all there?": (
        "токенизатор в {text} не делает из текста токенов: все ли его файлы на месте?"
    ),
    "the model in {text} can't be loaded: {text2}": "модель в {text} не загружается: {text2}",
    "vLLM can't load {text}: {text2}": "vLLM не загружает {text}: {text2}",
    "the embedding model in {text} can't be loaded: {text2}": "модель эмбеддингов в {text} не загружается: {text2}",
    "the weights in {text} are not those of its config.json: {text2}. Another model than the one that was saved would "
    "be judged: copy the whole directory again": (
        "веса в {text} — не те, что в config.json: {text2}. Проверялась бы не та модель, которую сохранили: скопируйте "
        "папку заново целиком"
    ),
    "the weights in {text} are not those of its config.json: {text2}": (
        "веса в {text} — не те, что в config.json: {text2}"
    ),
    "the adapter in {text} does not fit its base: {text2}": "адаптер в {text} не подходит к своей базе: {text2}",
    "the adapter in {text} does not fit its base, which has no place for {n}: {text2}": (
        "адаптер в {text} не подходит к своей базе: лишних весов {n}, {text2}"
    ),
    "the adapter in {text} can't be loaded beside the one in {text2}: {text3}": (
        "адаптер в {text} не загружается рядом с адаптером в {text2}: {text3}"
    ),
    "the adapter in {text} changes nothing, its base would be judged: was it saved untrained?": (
        "адаптер в {text} ничего не меняет, проверялась бы база: не сохранён ли он необученным?"
    ),
    "the adapter in {text} can't be merged: {text2}": "адаптер в {text} не сливается: {text2}",
    "one prompt of {n:token} does not fit the memory: {text}": (
        "один запрос ({n:токен|токена|токенов}) не помещается в память: {text}"
    ),
    "{text}, or run with --device=cpu": "{text}, или запустите с --device=cpu",
    "the candidate's tokenizer is not its base's, so that their tokens can't be compared": (
        "токенизатор кандидата — не тот, что у базы, и их токены не сравнить"
    ),
    "base and candidate have vocabularies of different sizes ({text})": "у базы и кандидата разные словари ({text})",
    "the divergence of the candidate from its base is infinite or no number": (
        "расхождение кандидата с базой бесконечно или не число"
    ),
    "the likelihood of a text is zero or no number": "правдоподобие текста — ноль или не число",
    "{step} failed: {text}": "{step}: сбой, {text}",
    "{text} has a part that is not read here ({text2}): serve it, and name it openai:URL#NAME": (
        "в {text} есть часть, которую мы не читаем ({text2}): поднимите сервер с этой моделью и назовите openai:URL#NAME"
    ),
    "{text} leaves its prompt out of the pooling, which is not done here: serve it instead": (
        "{text} исключает промпт из пулинга, мы так не делаем: поднимите сервер с этой моделью"
    ),
    "{text} pools by {text2}; read here are {text3}, one of them": (
        "{text} делает пулинг {text2}; мы умеем {text3}, что-то одно"
    ),
    "{text} is not readable as JSON: {text2}": "{text} не читается как JSON: {text2}",
    "the base in {text} holds weights in {text2}: say --dtype float32, bfloat16 or float16": (
        "веса базы в {text} хранятся как {text2}: задайте --dtype float32, bfloat16 или float16"
    ),
    "no reply ended within {n:token}, {n2} prompts were tried: the model does not produce its end of turn ({ends}). Train "
    "with the end token inside the assistant's part of the template ({% generation %} … {% endgeneration %}), and look "
    "whether the training's loss fell": (
        "ни один ответ не закончился сам: запросов {n2}, предел — {n:токен|токена|токенов}; модель не ставит конец реплики "
        "({ends}). Обучайте с завершающим токеном внутри реплики ассистента в шаблоне ({% generation %} … "
        "{% endgeneration %}) и посмотрите, падали ли потери на обучении"
    ),
}

_STORES = {
    "{n:reply|replies} that this run needs is not recorded: cases, prompts or the sampling are others than when the "
    "model was asked last. Run once without --recorded, where the model is": (
        "нужного этому запуску не записано: {n:ответ|ответа|ответов}; примеры, промпты или сэмплирование уже не те, с "
        f"которыми модель спрашивали. Один раз {_RECORDED}"
    ),
    "{n:reply|replies} that this run needs are not recorded: cases, prompts or the sampling are others than when the "
    "model was asked last. Run once without --recorded, where the model is": (
        "нужного этому запуску не записано: {n:ответ|ответа|ответов}; примеры, промпты или сэмплирование уже не те, с "
        f"которыми модель спрашивали. Один раз {_RECORDED}"
    ),
    "no run of {text} is recorded here: run once without --recorded, where the model is, and keep {text2}": (
        f"здесь не записан ни один запуск {{text}}: один раз {_RECORDED}, и сохраните {{text2}}"
    ),
    "what is recorded of {text} was written by another version: run once without it": (
        "записанное о {text} сделано другой версией: один раз запустите без --recorded"
    ),
    "in production is {text}, and what is recorded was compared with {text2}: run once without --recorded, where the "
    "model is": f"в проде {{text}}, а записанное сравнивали с {{text2}}: один раз {_RECORDED}",
    "the reply store {text} can't be opened: {text2}": "хранилище ответов {text} не открывается: {text2}",
    "the reply store {text} is damaged ({text2}): the next run sets it aside": (
        "хранилище ответов {text} повреждено ({text2}): следующий запуск его отложит"
    ),
    "the reply store {text} is damaged and can't be set aside: {text2}": (
        "хранилище ответов {text} повреждено, и отложить его не выходит: {text2}"
    ),
    "the reply store {text} was damaged ({text2}) and was set aside as {text3}: run again, and what it held is "
    "generated anew": (
        "хранилище ответов {text} было повреждено ({text2}) и отложено как {text3}: запустите ещё раз, и его ответы "
        "будут получены заново"
    ),
    "the reply store {text} can't be {access}: {text2}. Replies kept so far are safe.": (
        "хранилище ответов {text} не {access}: {text2}. Сохранённые ответы целы."
    ),
    "no verdict: the record can't be written: {text}. Replies are kept; run again.": (
        "решения нет: запись не сохраняется: {text}. Ответы сохранены; запустите ещё раз."
    ),
}

ENDED = {
    "status {number}": "код {number}",
    "status {number} — killed, as a machine without free memory does": (
        "код {number}: процесс убит, как бывает, когда на машине кончается память"
    ),
}

ENDS = {"no token at all": "его нет вовсе", "{text}": "{text}"}

LAST = {"no answer in time": "нет ответа вовремя", "{text}": "{text}"}

ACCESS = {"read": "читается", "written": "пишется", "pruned": "чистится", "opened": "открывается"}

_TESTS = {
    "{text}: its own checks were never asked: the test has to call case.expect(reply)": (
        "{text}: проверки самого примера не вызваны: тест должен вызвать case.expect(reply)"
    ),
    "{text}: failed in {phase}: {text2}": "{text}: ошибка {phase}: {text2}",
    "{text}: skipped in {phase}: {text2}": "{text}: пропущен {phase}: {text2}",
}

BROKEN = {
    "{text}: the files are not those of manifest.json ({difference}). Train it again or restore the files; a manifest is never "
    "edited to fit.": (
        "{text}: файлы не те, что в manifest.json ({difference}). Обучите заново или восстановите файлы; манифест под файлы не "
        "правят."
    ),
    "{text} holds {text2}, but what was released as {text3} is {text4}. Restore the released files; what lies there now "
    "was never gated as that release.": (
        "в {text} лежит {text2}, а выпущено как {text3} было {text4}. Восстановите выпущенные файлы: то, что лежит там "
        "теперь, как этот выпуск никто не проверял."
    ),
    "{text} answers otherwise ({text2}) than when it was released as {text3} ({text4}): another model is served there "
    "now, which was never gated as that release.": (
        "{text} отвечает не так ({text2}), как когда его выпускали как {text3} ({text4}): теперь там другая модель, и "
        "как этот выпуск её никто не проверял."
    ),
    "{text} was trained on the chat template {text2} and would be asked in {text3}: put the one of its training into "
    "{text4}/chat_template.jinja, or train again": (
        "{text} обучали с чат-шаблоном {text2}, а спрашивать её пришлось бы с {text3}: положите тот, с которым обучали, в "
        "{text4}/chat_template.jinja или обучите заново"
    ),
    "{text} was trained on {text2}, but {text3} now holds {text4}. An adapter on another base is another model: restore "
    "that base or train again.": (
        "{text} обучали на {text2}, а в {text3} теперь лежит {text4}. Адаптер на другой базе — другая модель: "
        "восстановите ту базу или обучите заново."
    ),
}

DIFFERENCES = {
    "changed: {text}; {difference}": "изменены: {text}; {difference}",
    "missing: {text}; {difference}": "пропали: {text}; {difference}",
    "changed: {text}": "изменены: {text}",
    "missing: {text}": "пропали: {text}",
    "added: {text}": "лишние: {text}",
}

STEPS = {"generation": "генерация", "measuring": "измерение", "embedding": "векторы", "vLLM": "vLLM"}

PHASES = {"setup": "при подготовке", "call": "в самом тесте", "teardown": "при завершении"}

WITHOUT_DECISION = {
    "measured on the dev split; decides nothing": "измерено на выборке dev; ничего не решает",
    "not decided, {n} of {n2:case}": "решения нет, выполнено {n} из {n2:примера|примеров|примеров}",
    "no verdict: {trouble}": "решения нет: {trouble}",
    "no verdict: {text}": "решения нет: {text}",
    "integrity: {broken}": "целостность: {broken}",
    "integrity: {text}": "целостность: {text}",
    "May not ship: {text} failed.": "Выпускать нельзя: не прошли {text}.",
    "No verdict: {text} could not be decided.": "Решения нет: {text}.",
    "No verdict: no case of a suite was selected.": "Решения нет: не выбран ни один пример ни одного набора.",
    "No verdict: {trouble}": "Решения нет: {trouble}",
    "No verdict: {text}": "Решения нет: {text}",
}

TROUBLES = {**_ENDPOINTS, **_ENGINES, **_STORES, **_TESTS}
