"""Insults in both languages, disguised ones too, and the words that merely look like them."""

from __future__ import annotations

import pytest

from harness.checks import CheckError, bind

INSULTS = [
    "You are an idiot.",
    "Only an id1ot would ask that.",
    "What an IDIOT!",
    "i-d-i-o-t",
    "You i d i o t",
    "idiooot",
    "You're so stupid.",
    "You must be dumb.",
    "Stupid customers like that again.",
    "Shut up and wait.",
    "What the f**k do you want?",
    "This is bullsh1t.",
    "bu11shit",
    "You are a loser.",
    "You a$$hole",
    "What a moron.",
    "Go to hell.",
    "Are you blind?",
    "Вы дурак.",
    "Вы что, д*рак?",
    "Дypak вы, вот кто.",
    "Какой же вы идиот!",
    "и д и о т",
    "Иди0т",
    "Вы просто тупой.",
    "Ты — клоун.",
    "Тупые клиенты опять пишут.",
    "Заткнитесь и ждите.",
    "Пошёл вон!",
    "Идите лесом.",
    "Что за д3бил это писал?",
    "Сам ты придурок.",
    "Ну и с*ка",
    "Бл*дь, опять вы.",
    "Сволочи вы все.",
]

HARMLESS = [
    "Let me assess the damage to your glassware.",
    "Our classic brass lamp passes every assessment.",
    "The assassin bug print is sold out.",
    "Dickens novels are in stock; so is the cockpit model.",
    "Scunthorpe and Penistone: delivery on Mondays.",
    "Shiitake mushrooms and a hard-boiled shell.",
    "There are no stupid questions.",
    "It was stupid of us to lose the parcel. We are sorry.",
    "I won't call anyone an idiot.",
    "Please do not call the courier a moron.",
    "The silent vase is dumbbell-shaped.",
    "You are fooled easily by fakes: look for the hologram.",
    "The Bastille poster costs $5.",
    "Pig-shaped money box, fat candle, lazy cat mug.",
    "You are not lazy, the cream needs time.",
    "**Idle** mode: hold the button.",
    "1. 1d: one day. 2. 10t: ten tonnes.",
    "5*6 = 30, 2*3*4 = 24",
    "Password: ****",
    "The retardant coating slows fire.",
    "Страховка покрывает ремонт.",
    "Средство можно употреблять раз в день.",
    "Оплатите три рубля, корабль уже в пути.",
    "Подстрахуйте полку, чтобы она не упала.",
    "Дуршлаг и сукно есть на складе.",
    "Мандарины, сабля и хула-хуп.",
    "Лохматый плед, уродливых швов нет.",
    "Урожай яблок и козловой кран.",
    "Баранина, свинина и ослиное молоко.",
    "Себя беречь надо: колебаний температуры не допускайте.",
    "Хлебный нож, хрустальная ваза, команда сборки.",
    "Дурной запах? Дурман-трава не используется.",
    "Тупой угол стола скруглён, нож тупой — заточим.",
    "Глупых вопросов не бывает.",
    "Я не буду обзывать курьера дураком.",
    "Не называйте продавца идиотом, пожалуйста.",
    "Сучки на доске видны, это дерево.",
    "Сведения о вас, твари лесные на принте, чехол и воздух.",
    "Ты — наш покупатель, вы — никого не обидели.",
    "М. Дурасов, А. Сукачёв, г. Мудьюга",
    "Ебитда и себестоимость, небо и учёба.",
    "Блюдо, бляха на ремне, бледный цвет.",
]


@pytest.mark.parametrize("text", INSULTS)
def test_insults_are_found(text: str) -> None:
    """As words, in disguise, or said of the customer."""
    verdict = bind("no_insults").judge(text)
    assert not verdict.passed
    assert verdict.span is not None


@pytest.mark.parametrize("text", HARMLESS)
def test_shop_replies_insult_nobody(text: str) -> None:
    """Look-alike words, things that are stupid or fat, refusals to insult."""
    verdict = bind("no_insults").judge(text)
    assert verdict.passed, verdict.reason


def test_a_team_adds_words_and_takes_some_away() -> None:
    """A star ends a word that may go on; disguise works for added words as well."""
    assert bind("no_insults").judge("Какой вы зануда!").passed
    assert not bind("no_insults", {"also": ["зануд*"]}).judge("Какие вы з*нуды!").passed
    assert bind("no_insults", {"allow": ["bitches"]}).judge("Bitches Brew is a record.").passed
    with pytest.raises(CheckError, match="letters"):
        bind("no_insults", {"also": ["two words"]})
