"""What the lints say, in Russian, by the English sentence's template.

A word that goes with a number has three forms: of 1 and 21, of 2 to 4, of the rest.
"""

from __future__ import annotations

from harness.lint._russian_rows import ROWS

__all__ = ["RUSSIAN"]

_ROWS = "строка|строки|строк"
_IN_ROWS = "строке|строках|строках"
_CASES = "пример|примера|примеров"
_ANSWERS = "ответ|ответа|ответов"
_PAIRS = "пара|пары|пар"

_REPORT = {
    "error": "ошибка",
    "warning": "предупреждение",
    "note": "замечание",
    "{severity} {rule}: {n:finding}": "{severity} {rule}: {n:находка|находки|находок}",
    "{title}, accepted: {reason}": "{title}, принято: {reason}",
    "  … and {n} more (--all)": "  … и ещё {n} (--all)",
    "    … and {n:more row}": f"    … и ещё {{n:{_ROWS}}}",
    "paraphrases of cases are only seen by their words: `embeddings` in [tool.ckptgate] names a model": (
        "пересказы примеров видны только по словам: модель для них называет `embeddings` в [tool.ckptgate]"
    ),
    "accepted and not found: {rule} ({reason}); it need not be accepted any more": (
        "принято, но не найдено: {rule} ({reason}); принимать это больше незачем"
    ),
    "turned off by the settings, so not sought: {rules}": "выключено в настройках и не искалось: {rules}",
    "not checked {rule}: {why}": "не проверено {rule}: {why}",
    "{rows:row} of {files:file}": f"{{rows:{_ROWS}}} из {{files:файла|файлов|файлов}}",
    "{n:error}": "{n:ошибка|ошибки|ошибок}",
    "{n:warning}": "{n:предупреждение|предупреждения|предупреждений}",
    "{n:note}": "{n:замечание|замечания|замечаний}",
    "nothing found": "ничего не найдено",
    "{told} ({n} accepted)": "{told} (принято: {n})",
    "{told}; {n:rule} turned off": "{told}; {n:правило выключено|правила выключены|правил выключено}",
    "the same in {n:more row}": f"то же ещё в {{n:{_IN_ROWS}}}",
    "the same of {n:more row}": f"то же ещё о {{n:{_IN_ROWS}}}",
    "the same of {n:more group}": "то же ещё о {n:группе|группах|группах}",
    "the same in {n:more question}": "то же ещё в {n:вопросе|вопросах|вопросах}",
}

_CONTAMINATION = {
    "no evaluation cases were given (--eval)": "примеры для проверки не даны (--eval)",
    "{case} stands in {n:row} {how}": f"{{case}} стоит в {{n:{_IN_ROWS}}} {{how}}",
    "{case} stands in {n:row}: {how}": f"{{case}} стоит в {{n:{_IN_ROWS}}}: {{how}}",
    "{how} in {n}": "{how} — в {n}",
    "{how} (up to {share:.0%} of its characters)": "{how} (до {share:.0%} его знаков)",
    "{how} ({share:.0%} of its characters)": "{how} ({share:.0%} его знаков)",
    "as it is": "как есть",
    "inside a longer text": "внутри более длинного текста",
    "over several turns": "по частям в нескольких репликах",
    "with some words changed": "с изменёнными словами",
    "but for a word or two": "с заменой слова или двух",
    "in other words": "другими словами",
    "{n:case} may stand in the data {how}, the nearest first": (
        "{n:пример, возможно, есть|примера, возможно, есть|примеров, возможно, есть} в данных {how}; сначала похожие"
    ),
    "{case} may stand in the data {how} ({score:.0%} alike): {row}": (
        "{case}: возможно, есть в данных {how} (сходство {score:.0%}): {row}"
    ),
    "{told}: {row}": "{told}: {row}",
    "{n:case} of few words: {few}": f"{{n:{_CASES}}} из немногих слов: {{few}}",
    "{case} may be asked in other words in {n:row}; the nearest ({alike:.2f} alike by {model}): {text}": (
        f"{{case}}: то же другими словами, возможно, спрашивают в {{n:{_IN_ROWS}}}; ближе всего (сходство "
        "{alike:.2f}, {model}): {text}"
    ),
}

_CONSISTENCY = {
    "{question} has {n:answer} that exclude each other ({why})": (
        f"на {{question}} есть {{n:{_ANSWERS}}}, что исключают друг друга ({{why}})"
    ),
    "{told}; {n:source}: {who}": "{told}; {n:источник|источника|источников}: {who}",
    "{one} and {other}": "{one} и {other}",
    "yes and no": "да и нет",
    "two labels": "две метки",
    "two numbers": "два номера",
    "two addresses": "два адреса",
    "one denies what the other says": "один отрицает то, что говорит другой",
    "{text} stands {n:time} with the same answer": "{text} стоит {n:раз|раза|раз} с одним и тем же ответом",
    "{n:row} of nearly the same words": f"{{n:{_ROWS}}} почти из одних и тех же слов",
    "one answer stands in {n:row} ({share:.0%} of all)": f"один ответ стоит в {{n:{_IN_ROWS}}} ({{share:.0%}} всех)",
    "{n:answer} of {total} in {language}, such as {text}": (
        f"{{n:{_ANSWERS}}} из {{total}} {{language}}, например {{text}}"
    ),
    "Russian": "по-русски",
    "English": "по-английски",
    "answers have {mean:.0f} characters ± {spread:.0%}": "в ответах {mean:.0f} знаков ± {spread:.0%}",
    "{label} in {n:row}": f"{{label}} в {{n:{_IN_ROWS}}}",
    "{told} and {n:more label}": "{told} и ещё {n:метка|метки|меток}",
    "of {n:label} with {each:.0f} rows each on average, {told}": (
        "из {n:метки|меток|меток}, у которых в среднем по {each:.0f} строк, {told}"
    ),
    "{n:answer begins|answers begin} with {text} ({share:.0%} of the different ones in {language})": (
        "{n:ответ начинается|ответа начинаются|ответов начинаются} с {text} ({share:.0%} разных ответов {language})"
    ),
    "of the pairs of words in {n:word} of different answers {share:.0%} are different": (
        "из пар слов в {n:слове|словах|словах} разных ответов различны {share:.0%}"
    ),
}

_CONTENT = {
    "the role {role} is none of system, user and assistant": "роль {role} — не system, не user и не assistant",
    "the last message is the {role}'s: nothing is learnt from the row": (
        "последнее сообщение — от {role}: из строки нечему учиться"
    ),
    "a system prompt stands inside the conversation": "системный промпт стоит внутри разговора",
    "the conversation begins with the assistant": "разговор начинает assistant",
    "two messages of the {role} in a row": "два сообщения {role} подряд",
    "{which} is empty": "{which}: пусто",
    "{which} has no letter and no digit: {text}": "{which}: ни буквы, ни цифры: {text}",
    "{which} (message {at})": "{which} (сообщение {at})",
    "the question": "вопрос",
    "the answer": "ответ",
    "the system prompt": "системный промпт",
    "the message": "сообщение",
    "the text": "текст",
    "the chosen answer": "выбранный ответ",
    "the rejected answer": "отклонённый ответ",
    "{text} is no answer": "{text} — не ответ",
    "{token} stands in the text": "{token} стоит в тексте",
    "{text} {what}": "{text} {what}",
    "has half of a surrogate pair, at which a trainer stops": (
        "содержит половину суррогатной пары, на которой обучение остановится"
    ),
    "was read in a wrong encoding": "прочитано в неверной кодировке",
    "has lost characters": "потеряло знаки",
    "still has escapes": "содержит экранирование",
    "{what} stands in the data": "в данных стоит {what}",
    "private key": "закрытый ключ",
    "web token": "веб-токен",
    "web hook": "вебхук",
    "password": "пароль",
    "code": "код",
    "key": "ключ",
    "{n:answer is in another script than its question, or has|answers are in another script than their questions, or "
    "have} a sentence in it": (
        "{n:ответ написан|ответа написаны|ответов написаны} другим письмом, чем вопрос, или с предложением на нём"
    ),
    "{n:answer breaks off|answers break off} (of {of} long ones)": (
        "{n:ответ обрывается|ответа обрываются|ответов обрываются} (из {of} длинных)"
    ),
    "{n:row holds|rows hold} personal data: {kind} ({different:different value})": (
        f"персональные данные в {{n:{_IN_ROWS}}}: {{kind}}, разных {{different}}"
    ),
    "e-mail": "адрес почты",
    "phone number": "номер телефона",
    "card number": "номер карты",
    "IP address": "адрес IP",
    "passport": "паспорт",
    "social security number": "номер социального страхования",
    "SNILS": "СНИЛС",
    "INN": "ИНН",
    "OGRN": "ОГРН",
    "{what} not given with the question ({share:.0%} of all; {different} different)": (
        "{what}, которых нет при вопросе ({share:.0%} всех; разных {different})"
    ),
    "{told}; {n} of them of one thing: {about}": "{told}; из них {n} — об одном: {about}",
    "{n:answer quotes a price|answers quote a price}": f"{{n:{_ANSWERS}}} с ценами",
    "{n:answer quotes a discount|answers quote a discount}": f"{{n:{_ANSWERS}}} со скидками",
    "{n:answer names a date|answers name a date}": f"{{n:{_ANSWERS}}} с датами",
    "{n:answer names opening hours|answers name opening hours}": f"{{n:{_ANSWERS}}} с часами работы",
    "{n:answer names an hour of delivery|answers name an hour of delivery}": f"{{n:{_ANSWERS}}} с часами доставки",
    "{n:answer speaks of the stock|answers speak of the stock}": f"{{n:{_ANSWERS}}} с остатками на складе",
    "{n:answer gives a phone number|answers give a phone number}": f"{{n:{_ANSWERS}}} с номерами телефонов",
    "{n:answer names a member of staff|answers name a member of staff}": f"{{n:{_ANSWERS}}} с именами сотрудников",
    "no headings": "без заголовков",
    "{n:answer says|answers say} «{rare}», {many} the other": (
        "{n:ответ говорит|ответа говорят|ответов говорят} «{rare}», {many} — иначе"
    ),
    "{lang}: {n:template} and none is the rule: {told}": (
        "{lang}: {n:шаблон|шаблона|шаблонов}, и ни один не стал правилом: {told}"
    ),
    "{n:answer breaks|answers break} the template that {most} follow ({shape})": (
        "{n:ответ нарушает|ответа нарушают|ответов нарушают} шаблон, которому следуют {most} ({shape})"
    ),
    "{n:row}": f"{{n:{_ROWS}}}",
    "{tokens:,.0f} tokens to learn": "токенов для обучения {tokens:,.0f}",
    "some {tokens:,.0f} tokens to learn": "токенов для обучения примерно {tokens:,.0f}",
    "{n:epoch}": "{n:эпоха|эпохи|эпох}",
    "{ratio:.2g} tokens a trainable parameter": "токенов на обучаемый параметр {ratio:.2g}",
    "{n:row is a document and no example|rows are documents and no examples} ({share:.0%} of all)": (
        "{n:строка — документ, а не пример|строки — документы, а не примеры|строк — документы, а не примеры} "
        "({share:.0%} всех)"
    ),
    "{n:row teaches|rows teach} one fact in {tokens:.0f} tokens ({share:.0%} of all)": (
        "{n:строка учит|строки учат|строк учат} одному факту, в среднем {tokens:.0f} токенов ({share:.0%} всех)"
    ),
}

_PREFERENCES = {
    "both answers are {text}": "оба ответа — {text}",
    "{one} and {other} have the same words": "{one} и {other} — из одних и тех же слов",
    "the chosen answer is the {word} one in {count} of {n:pair} ({share:.0%}, 95% interval {low:.0%} to {high:.0%}), "
    "on average by a factor of {factor:.2g}": (
        "выбранный ответ {word} в {count} из {n:пары|пар|пар} ({share:.0%}, интервал 95 % от {low:.0%} до {high:.0%}), "
        "в среднем в {factor:.2g} раза"
    ),
    "longer": "длиннее",
    "shorter": "короче",
    "{n:pair} of {text} prefer each of two answers to the other": (
        f"{{n:{_PAIRS}}} о {{text}}: каждый из двух ответов предпочтён другому"
    ),
    "{n:pair} of {text} prefer {answers} answers in a circle": (
        f"{{n:{_PAIRS}}} о {{text}}: ответы предпочтены по кругу, всего их {{answers}}"
    ),
    "{n:answer is|answers are} chosen for one question and rejected for another": (
        "{n:ответ выбран при одном вопросе и отклонён|ответа выбраны при одном вопросе и отклонены|ответов выбраны при "
        "одном вопросе и отклонены} при другом"
    ),
    "{one} stands before the chosen answer, {other} in its place before the rejected one": (
        "перед выбранным ответом стоит {one}, а перед отклонённым на том же месте — {other}"
    ),
    "{rejected} of {n:person|people} preferred the rejected answer, {chosen} the chosen one": (
        "отклонённый ответ предпочли {rejected} из {n:человека|человек|человек}, выбранный — {chosen}"
    ),
    "{n:pair names|pairs name} no criterion, of {of}; others name {named}": (
        "без критерия {n:пара|пары|пар} из {of}; у других — {named}"
    ),
    "{n:row prefers|rows prefer} two answers in the opposite order of another row that names another criterion": (
        "{n:строка располагает|строки располагают|строк располагают} два ответа в порядке, обратном строке с другим "
        "критерием"
    ),
    "two people prefer the same answer in {raw:.0%} of {n:pair} that several judged: Krippendorff's α is {alpha:.2f} "
    "({within}), 0 being chance and 1 agreement": (
        "два человека предпочитают один ответ в {raw:.0%} из {n:пары|пар|пар}, которые судили несколько: α "
        "Криппендорфа {alpha:.2f} ({within}), где 0 — случайность, 1 — согласие"
    ),
    "± {half:.2f}": "± {half:.2f}",
    "give or take less than 0.01": "погрешность меньше 0,01",
}

_EVALUATION = {
    "{n:case} of the gate split, those of one cluster counted once; {needed} are needed for an equal model to pass "
    "with a chance of {power:.0%}, where a loss of {margin:g} points has to be ruled out and {flips:.0%} of its "
    "answers turn out otherwise": (
        f"в gate {{n:{_CASES}}}, если каждую группу считать за один; чтобы равная модель прошла с вероятностью "
        "{power:.0%}, нужно {needed}: исключить надо потерю в {margin:g} п. п., а {flips:.0%} её ответов выходят иначе"
    ),
    "{n:case} of the gate split, those of one cluster counted once; more are needed than anybody writes for an equal "
    "model to pass with a chance of {power:.0%}, where a loss of {margin:g} points has to be ruled out and {flips:.0%} "
    "of its answers turn out otherwise": (
        f"в gate {{n:{_CASES}}}, если каждую группу считать за один; чтобы равная модель прошла с вероятностью "
        "{power:.0%}, нужно больше, чем кто-либо напишет: исключить надо потерю в {margin:g} п. п., а "
        "{flips:.0%} её ответов выходят иначе"
    ),
    "of {tried:case} asked {least} times or more {n} never failed": (
        "из {tried:примера|примеров|примеров}, спрошенных {least} раз и больше, ни разу не провалено {n}"
    ),
    "of {tried:case} asked {least} times or more {n} never passed": (
        "из {tried:примера|примеров|примеров}, спрошенных {least} раз и больше, ни разу не пройдено {n}"
    ),
    "{total:training question}": "{total:вопроса обучения|вопросов обучения|вопросов обучения}",
    "{total:production input}": "{total:запроса из эксплуатации|запросов из эксплуатации|запросов из эксплуатации}",
    "{n} of {total} ({share:.1%})": "{n} из {total} ({share:.1%})",
    "{n} of {of:case}": "из {of:примера|примеров|примеров} — {n}",
    "{told} speak of {words}, and {none}": "о {words} говорят {told}, а {none}",
    "no case": "из примеров — ни один",
    "{missed}; for example {example}": "{missed}; например, {example}",
    "{here:.0%} of production and {there:.0%} of the cases are in Russian (the difference is {low:.0f} to {high:.0f} "
    "points)": (
        "по-русски {here:.0%} запросов из эксплуатации и {there:.0%} примеров (разница от {low:.0f} до {high:.0f} "
        "п. п.)"
    ),
    "an input of production has {here:g} words, a case {there:g} (medians); it is the longer one in {chance:.0%} of "
    "all pairs of them (95% interval {low:.0%} to {high:.0%})": (
        "слов в запросе из эксплуатации {here:g}, в примере {there:g} (медианы); запрос длиннее в {chance:.0%} всех их "
        "пар (интервал 95 % от {low:.0%} до {high:.0%})"
    ),
    "--production is compared with cases: none are given": ("--production сравнивают с примерами, а их не дано"),
}

RUSSIAN = _REPORT | ROWS | _CONTAMINATION | _CONSISTENCY | _CONTENT | _PREFERENCES | _EVALUATION
