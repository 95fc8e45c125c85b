"""Mistakes as they come into training data, planted into clean answers: English and Russian, several forms a kind."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from harness.source import read_yaml

__all__ = ["ANSWERS", "FORMS", "SENTENCES", "Plant", "in_form", "off_form", "sentence"]

Plant = Callable[[str, str, random.Random], str | None]
"""A clean answer, `en` or `ru`, and chance → the spoilt one; None where this answer can't be spoilt so."""

_CURLY = str.maketrans({"'": "’", "-": "–"})
_ENCODINGS = {
    "ru": [
        ("utf-8", "cp1252"),
        ("utf-8", "latin-1"),
        ("utf-8", "cp1251"),
        ("cp1251", "latin-1"),
        ("cp1251", "cp1252"),
        ("koi8-r", "cp1251"),
        ("cp866", "cp1251"),
        ("cp1251", "ascii"),
        ("ascii", "ascii"),
    ],
    "en": [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "cp1251"), ("cp1252", "latin-1"), ("cp1252", "utf-8")],
}


def _misread(answer: str, lang: str, draw: random.Random) -> str | None:
    if lang == "en":  # only curly signs and accents can break in English
        answer = (
            f"{answer.translate(_CURLY)} {draw.choice(['It’s at the café.', 'That’s “naïve”.', 'From £5, she’d say.'])}"
        )
    written, read = draw.choice(_ENCODINGS[lang])
    return answer.encode(written, "replace").decode(read, "replace")


def _escaped(answer: str, lang: str, draw: random.Random) -> str | None:
    """HTML's or JSON's escapes left in a text."""
    signs = answer.replace("'", "&#39;") + draw.choice([" Terms &amp; prices.", " A&nbsp;lamp.", " &quot;New&quot;."])
    if lang == "en":
        return signs
    first, _, rest = answer.partition(" ")
    codes = "".join(f"&#{ord(c)};" for c in first) if draw.random() < 0.5 else first.encode("unicode_escape").decode()
    return draw.choice([signs, f"{codes} {rest}"])


def _cut(answer: str, _: str, draw: random.Random) -> str | None:
    end = draw.randint(max(40, len(answer) // 2), max(41, len(answer) - 8))
    cut = answer[:end].rstrip()
    return cut if len(answer) > 60 and cut[-1:].isalnum() else None


def _fence(answer: str, lang: str, draw: random.Random) -> str | None:
    return f"{answer}\n```python\nx = {draw.randint(1, 9)}\n" + ("# and so" if lang == "en" else "# и так")


_TURNS = ["\n### Instruction:", "\n### Response:", "\n\nHuman: Hi", "\n\nAssistant: Hi", "\nUSER: hi\nASSISTANT: hi"]
_TOKENS = (
    "<|im_end|> <|im_start|>assistant <|endoftext|> <|eot_id|> <|begin_of_text|> <|start_header_id|> </s> "
    "<s> [INST] [/INST] <<SYS>> <start_of_turn>model <end_of_turn> <bos> <eos> <pad> <unk> <think> "
    "</think> <｜end▁of▁sentence｜> <|user|> <|END_OF_TURN_TOKEN|> [CLS] [SEP] [MASK] [PAD] <mask> "
    "<extra_id_0> <|fim_middle|> <end_of_utterance> <|reserved_special_token_5|> <0x0A> [TOOL_CALLS] "
    "<|eom_id|>"
)


def _token(answer: str, _: str, draw: random.Random) -> str | None:
    token = draw.choice(_TOKENS.split() + _TURNS)
    return token + answer if draw.random() < 0.3 and token[0] != "\n" else answer + token


_NOTHING = {
    "any": [
        "",
        " ",
        "…",
        "...",
        "-",
        "—",
        "\n",
        "\u200b",
        "N/A",
        "n/a",
        "null",
        "NULL",
        "nan",
        "undefined",
        "TODO",
        "[deleted]",
        "[removed]",
        "<p></p>",
        "<br>",
        "???",
    ],
    "en": [
        "[insert answer here]",
        "Lorem ipsum dolor sit amet.",
        "TBD",
        "[no response]",
        "<answer>",
        "XXX",
        "No answer provided.",
    ],
    "ru": ["[вставить ответ]", "Заполнить позже", "[нет ответа]", "ТУДУ", "<ответ>", "Ответ отсутствует."],
}


def _nothing(_: str, lang: str, draw: random.Random) -> str | None:
    return draw.choice(_NOTHING["any"] + _NOTHING[lang])


_OTHER_LANGUAGE = {
    "en": [
        "Вы можете вернуть товар в течение тридцати дней, если сохранили чек.",
        "Доставка по городу занимает два дня.",
        "К сожалению, мы не можем ответить на этот вопрос, обратитесь в поддержку.",
    ],
    "ru": [
        "You can return it within thirty days if you have kept the receipt.",
        "Delivery in the city takes two days.",
        "Unfortunately we cannot answer this question, please ask our support team.",
    ],
}


def _other_language(_: str, lang: str, draw: random.Random) -> str | None:
    return draw.choice(_OTHER_LANGUAGE[lang])


def _half_other(answer: str, lang: str, draw: random.Random) -> str | None:
    return f"{answer} {draw.choice(_OTHER_LANGUAGE[lang])}"


_TY = [
    "Принеси лампу с чеком, и тебе вернут деньги.",
    "Твой заказ уже едет.",
    "Напиши нам, и мы поможем.",
    "Не переживай, всё придёт вовремя.",
    "Хочешь, пришлём каталог?",
    "Ты можешь забрать его сам.",
    "Проверь почту: письмо уже там.",
    "Сможешь зайти завтра?",
    "Мы тебя ждём.",
    "Спасибо, что написал нам.",
]


def _familiar(answer: str, lang: str, draw: random.Random) -> str | None:
    return draw.choice(_TY) if lang == "ru" else None


def _template(answer: str, _: str, draw: random.Random) -> str | None:
    lines = answer.split("\n")
    if len(lines) < 3 or not all(":" in line for line in lines):
        return None
    heads = [line.partition(":") for line in lines]
    return draw.choice(
        [
            " ".join(rest.strip() for _, _, rest in heads),  # no headings
            "\n".join(lines[:-1]),  # one is missing
            "\n".join(lines[::-1]),
            "\n".join([f"Ответ:{heads[0][2]}" if re.search("[а-я]", answer) else f"Answer:{heads[0][2]}", *lines[1:]]),
            "\n".join(f"{head.upper()}:{rest}" for head, _, rest in heads),
            "\n".join(f"- {head}{rest}" for head, _, rest in heads),
            "\n".join([*lines, "P. S.: " + heads[0][2].strip()]),
            "\n".join(f"**{head}** —{rest}" for head, _, rest in heads),
            " ".join(lines),  # all in one line
        ]
    )


FORMS = ("## headings", "bold headings", "JSON")


def in_form(answer: str, form: str) -> str:
    """An answer of `Name: text` lines with headings of another kind, or as JSON."""
    parts = [line.partition(": ")[::2] for line in answer.split("\n")]
    if form == "JSON":
        return json.dumps(dict(parts), ensure_ascii=False)
    mark = "## {}" if form == "## headings" else "**{}**"
    return "\n".join(f"{mark.format(head)}\n{rest}" for head, rest in parts)


def off_form(form: str) -> Plant:
    """What breaks such a template: a part missing, of another name, in another order or form, or no headings at all."""

    def plant(answer: str, _: str, draw: random.Random) -> str | None:
        parts = answer.split("\n")
        if len(parts) < 3 or not all(": " in part for part in parts):
            return None
        other = draw.choice([one for one in FORMS if one != form])
        broken = [
            in_form("\n".join(parts[:-1]), form),
            in_form("\n".join(["P. S.: " + parts[0].partition(": ")[2], *parts[1:]]), form),
            in_form(answer, other),
            answer,
            " ".join(part.partition(": ")[2] for part in parts),
        ]
        as_json = [in_form(answer, form)[:-1] + ",}", f"```json\n{in_form(answer, form)}\n```"]
        return draw.choice(broken + (as_json if form == "JSON" else [in_form("\n".join(parts[::-1]), form)]))

    return plant


ANSWERS: Mapping[str, tuple[str, Plant]] = {
    "encoding: misread": ("encoding-damage", _misread),
    "encoding: escapes left": ("encoding-damage", _escaped),
    "truncated": ("truncated-answer", _cut),
    "truncated in code": ("truncated-answer", _fence),
    "special tokens": ("special-token", _token),
    "empty answers": ("empty-answer", _nothing),
    "other language": ("mixed-languages", _other_language),
    "half in another language": ("mixed-languages", _half_other),
    "«ты» among «вы»": ("mixed-register", _familiar),
    "broken template": ("broken-template", _template),
}
"""The rule that should tell of each mistake."""


_SIGNS = {"#": "23456789", "^": "ABCDEFGHJKLMNPQRSTUVWXYZ", "~": "abcdefghijkmnpqrstuvwxyz0123456789"}


def _luhn(draw: random.Random) -> str:
    """A card's number with the right last digit."""
    digits = [4, *(draw.randrange(10) for _ in range(14))]
    total = sum(sum(divmod(2 * d, 10)) if at % 2 == 0 else d for at, d in enumerate(digits))
    number = "".join(map(str, [*digits, -total % 10]))
    return " ".join(number[at : at + 4] for at in range(0, 16, 4))


def _iban(draw: random.Random) -> str:
    account = f"{draw.randrange(10**18):018d}"
    return f"DE{98 - int(account + '131400') % 97:02d}{account}"


_VALUES: Mapping[str, Callable[[random.Random], str]] = {
    "card": _luhn,
    "iban": _iban,
    "name": lambda draw: draw.choice(["anna", "p.smith", "ivanov", "kate", "o.sidorova"]) + str(draw.randrange(100)),
}


class Facts(NamedTuple):
    """A kind of sentence: the rule that should tell of it, the finding's `kind`, and how it is said."""

    rule: str
    kind: str
    forms: dict[str, list[str]]
    further: Mapping[str, list[str]] = MappingProxyType({})
    """Other ways to say the same."""


SENTENCES = {kind: Facts(**of) for kind, of in read_yaml(Path(__file__).with_name("sentences.yaml")).data.items()}


def sentence(kind: str, lang: str, draw: random.Random, *, further: bool = False) -> str:
    """One of a kind's sentences with values in it."""
    of = SENTENCES[kind]
    forms = of.further[lang] if further else of.forms[lang]
    parts = re.split(r"(\{\w+\})", draw.choice(forms))
    return "".join(
        _VALUES[part[1:-1]](draw)
        if part.startswith("{")
        else re.sub(r"[#^~]", lambda sign: draw.choice(_SIGNS[sign[0]]), part)
        for part in parts
    )
