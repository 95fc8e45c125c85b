"""What the checks of form say: headings, length, language, Markdown, beginnings and ends, case, signs, repeats."""

from __future__ import annotations

__all__ = ["BOUNDS", "COUNTS", "FORMS", "LANGUAGES", "MARKS", "MARKUP"]

BOUNDS = {
    "exactly {n}": "ровно {n}",
    "at least {n}": "не меньше {n}",
    "at most {n}": "не больше {n}",
    "less than {n}": "меньше {n}",
    "{n} to {n2}": "от {n} до {n2}",
}

COUNTS = {
    "{n:character}": "{n:знак|знака|знаков}",
    "{n:word}": "{n:слово|слова|слов}",
    "{n:sentence}": "{n:предложение|предложения|предложений}",
    "{n:line}": "{n:строка|строки|строк}",
    "{n:paragraph}": "{n:абзац|абзаца|абзацев}",
    "{n:heading}": "{n:заголовок|заголовка|заголовков}",
    "{n:bullet}": "{n:пункт|пункта|пунктов}",
    "{n:numbered item}": "{n:нумерованный пункт|нумерованных пункта|нумерованных пунктов}",
    "{n:table}": "{n:таблица|таблицы|таблиц}",
    "{n:row}": "{n:строка таблицы|строки таблицы|строк таблицы}",
    "{n:column}": "{n:столбец|столбца|столбцов}",
    "{n:highlight}": "{n:выделение|выделения|выделений}",
    "{n:link}": "{n:ссылка|ссылки|ссылок}",
    "{n:code block}": "{n:блок кода|блока кода|блоков кода}",
    "{n:blank}": "{n:незаполненное место|незаполненных места|незаполненных мест}",
    "{n} blanks": "{n:незаполненное место|незаполненных места|незаполненных мест}",
}

MARKUP = {
    "a heading": "заголовок",
    "a block of code": "блок кода",
    "a table": "таблица",
    "a bullet *": "пункт со звёздочкой",
    "a link": "ссылка",
    "a highlight": "выделение",
    "code": "код",
}

MARKS = {marks: marks for marks in ("«»", "“”", "„“", '""')}

LANGUAGES = {
    "Arabic": "арабский",
    "Armenian": "армянский",
    "Bengali": "бенгальский",
    "Bulgarian": "болгарский",
    "Chinese": "китайский",
    "Czech": "чешский",
    "Danish": "датский",
    "Dutch": "нидерландский",
    "English": "английский",
    "Finnish": "финский",
    "French": "французский",
    "Georgian": "грузинский",
    "German": "немецкий",
    "Greek": "греческий",
    "Gujarati": "гуджарати",
    "Hebrew": "иврит",
    "Hindi": "хинди",
    "Hungarian": "венгерский",
    "Indonesian": "индонезийский",
    "Italian": "итальянский",
    "Japanese": "японский",
    "Kannada": "каннада",
    "Kazakh": "казахский",
    "Korean": "корейский",
    "Malayalam": "малаялам",
    "Marathi": "маратхи",
    "Nepali": "непальский",
    "Norwegian": "норвежский",
    "Persian": "персидский",
    "Polish": "польский",
    "Portuguese": "португальский",
    "Punjabi": "панджаби",
    "Romanian": "румынский",
    "Russian": "русский",
    "Spanish": "испанский",
    "Swahili": "суахили",
    "Swedish": "шведский",
    "Tamil": "тамильский",
    "Telugu": "телугу",
    "Thai": "тайский",
    "Turkish": "турецкий",
    "Ukrainian": "украинский",
    "Urdu": "урду",
    "Vietnamese": "вьетнамский",
    "another language in Cyrillic letters": "другой язык на кириллице",
}

_HEADINGS = {
    "heading {quote} is missing": "нет заголовка {quote}",
    "heading {quote} stands {n} times": "заголовок {quote} стоит {n:раз|раза|раз}",
    "nothing stands under heading {quote}": "под заголовком {quote} ничего нет",
    "headings stand in the order {text}": "порядок заголовков не тот: {text}",
    "{n:heading}, each with its text": "{n:заголовок|заголовка|заголовков}, под каждым свой текст",
}

_LENGTH = {
    "{n:word}, at most {n2} allowed": "{n:слово|слова|слов}, можно не больше {n2}",
    "{n:word}, at least {n2} needed": "{n:слово|слова|слов}, нужно не меньше {n2}",
    "{n:character}, at most {n2} allowed": "{n:знак|знака|знаков}, можно не больше {n2}",
    "{counts}": "{counts}",
    "{count}, {bounds} wanted": "{count}, нужно {bounds}",
    "{count}, {bounds} wanted: {quotes}": "{count}, нужно {bounds}: {quotes}",
    "nothing matches {text}": "ничего не подходит под {text}",
    "{quote} matches {text}": "{quote} подходит под {text}",
}

_LANGUAGE = {
    "numbers alone are in any language": "одни числа сходят за любой язык",
    "no words to tell a language by": "нет слов, по которым виден язык",
    "written in neither Cyrillic nor Latin letters: {quote}": "написано не кириллицей и не латиницей: {quote}",
    "no Russian words in {quote}": "нет русских слов: {quote}",
    "no English words in {quote}": "нет английских слов: {quote}",
    "{n:word} of Latin text against {n2} of Cyrillic": ("{n:слово|слова|слов} текста латиницей против {n2} кириллицей"),
    "{n} Cyrillic words against {n2} Latin": "слов кириллицей {n}, латиницей {n2}",
    "Russian: {n} Cyrillic words, {n2} Latin": "русский: слов кириллицей {n}, латиницей {n2}",
    "{language}, not {language2}: {quote}": "{language}, а не {language2}: {quote}",
    "not English: {quote}": "не английский: {quote}",
    "hardly an English function word among {n:word}": (
        "английских служебных слов почти нет: всего {n:слово|слова|слов}"
    ),
    "English: {n:function word} among {n2:word}": (
        "английский: {n:служебное слово|служебных слова|служебных слов} из {n2}"
    ),
    "{n} of {n2:letter} are of {language}: {quote}": ("нужен {language}, а его букв {n} из {n2}: {quote}"),
    "{language}: {n} of {n2:letter}": "{language}: {n} из {n2:буквы|букв|букв}",
    "Han characters with kana": "иероглифы с каной",
    "Han characters without kana": "иероглифы без каны",
    "hardly a word that tells {language} among {n}": "почти нет слов, по которым виден {language}: всего слов {n}",
    "{language}, by the words and letters of {quote}": "{language}, судя по словам и буквам: {quote}",
}

_MARKDOWN = {
    "no title in {quote}": "ответ не начинается с заголовка: {quote}",
    "every table is as wanted": "все таблицы такие, как нужно",
    "the reply has its title": "ответ начинается с заголовка",
    "no table in {quote}": "нет таблицы: {quote}",
    "a row of {n:cell} under {n2}: {quote}": ("в строке {n:ячейка|ячейки|ячеек}, в шапке таблицы {n2}: {quote}"),
    "columns {quote}, {text} wanted": "столбцы {quote}, нужны {text}",
    "{markup}: {quote}": "{markup}: {quote}",
    "no Markdown": "Markdown нет",
}

_EDGES = {
    "{n:paragraph}, so no paragraph {n2}": "{n:абзац|абзаца|абзацев}, абзаца {n2} нет",
    "begins with {quote}": "начинается с {quote}",
    "begins with {quote}, not {quotes}": "начинается с {quote}, а не с {quotes}",
    "ends with {quote}": "кончается на {quote}",
    "ends with {quote}, not {quotes}": "кончается на {quote}, а не на {quotes}",
    "wrapped in {text}": "стоит внутри {text}",
    "{quote} to {quote2} is not wrapped in {texts}": "от {quote} до {quote2} — не внутри {texts}",
    "no postscript": "нет постскриптума",
    "no postscript {text}": "нет постскриптума {text}",
    "nothing stands after the postscript's mark": "после пометы постскриптума ничего нет",
    "{n} lines follow {quote}": "после {quote} идёт ещё {n:строка|строки|строк}",
    "nothing stands between two dividers {text}": "между двумя разделителями {text} пусто",
    "two parts between {text} are the same": "две части с разделителем {text} одинаковы",
    "{n:part} between {text}, {bounds} wanted": "{n:часть|части|частей} с разделителем {text}, нужно {bounds}",
}

_WRITING = {
    "no letters to tell a case by": "нет букв, по которым виден регистр",
    "all in upper case": "всё заглавными",
    "all in lower case": "всё строчными",
    "{quote} is not in upper case": "{quote} — не заглавными",
    "{quote} is not in lower case": "{quote} — не строчными",
    "{quote} is shouted": "{quote} — сплошные заглавные",
    "{quote} begins with a small letter": "{quote} начинается со строчной буквы",
    "written in sentence case": "заглавные стоят как обычно",
    "{quote} in {quote2}": "{quote} стоит в {quote2}",
    "{quote} is not in {marks}": "{quote} — не те кавычки, нужны {marks}",
    "never closed: {quote}": "не закрыто: {quote}",
    "no end sign after {quote}": "в конце нет знака: {quote}",
    "punctuated as wanted": "знаки стоят как нужно",
    "{quote} is stuck": "{quote} — заело",
    "{quote} is said more than {n:time}": "{quote} сказано больше {n:раза|раз|раз}",
    "{quote} follows itself {n:time}": "{quote} стоит подряд {n:раз|раза|раз}",
    "{share} of the words were said before, as {quote} was": "уже было сказано {share} слов, например {quote}",
    "the reply does not go round in circles": "ответ не зацикливается",
    "{quote} is not repeated": "{quote} не повторено",
    "{quote} is not repeated at the start": "{quote} не повторено в начале",
    "the message is repeated": "сообщение повторено",
    "{quote} is the customer's own": "{quote} — слова самого клиента",
    "the message is not given back": "ответ не повторяет сообщение клиента",
}

FORMS = {**_HEADINGS, **_LENGTH, **_LANGUAGE, **_MARKDOWN, **_EDGES, **_WRITING}
