"""What people say around a question: greetings, thanks, "could you tell me"."""

from __future__ import annotations

import re

__all__ = ["without_courtesies"]

_BEFORE = re.compile(
    r"\W*(?:(?:hello|hi|hey|there|good (?:morning|afternoon|evening|day)|excuse me|sorry|please"
    r"|(?:can|could|would) you (?:please |kindly )?tell me|tell me|i(?:['’]d| would) like to (?:know|ask)"
    r"|i have a question|здравствуйте|привет|добрый (?:день|вечер)|доброе утро|доброго времени суток|подскажите|скажите"
    r"|подскажи|скажи|будьте добры|будьте любезны|пожалуйста|извините|простите|хотела? бы (?:узнать|спросить)"
    r"|у меня вопрос|а|и)\b\W*)+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:(?:please|(?:thanks|thank you)(?: (?:a lot|so much|very much|in advance))?|cheers"
    r"|пожалуйста|подскажите|скажите|(?:большое |заранее )?(?:спасибо|благодар(?:ю|ны?|на))(?: большое| заранее)?)"
    r"\b\W*)+$",
    re.IGNORECASE,
)


def without_courtesies(question: str) -> str:
    """The question without what is said before and after it; as it is where nothing else is said."""
    first = _BEFORE.match(question)
    asked = question[first.end() :] if first else question
    asked = _AFTER.sub("", asked).rstrip()
    return asked or question
