"""Signs of a refusal: who declines which act of help, in English and Russian.

Written for text whose apostrophes are straight and whose ё is е (see `refusals.find_refusal`). `STRONG` signs decline
in any sentence; `OPENING` ones only at the head of a reply, since later on they are advice and not its stance.
"""

from __future__ import annotations

import regex

__all__ = ["NO_ACCESS", "OPENING", "PRIVACY", "STRONG", "TRIGGERS"]

_CANNOT = (
    r"(?:can(?:no|')t|can not|could(?: not|n't)|(?:am|'m|are|'re) (?:\w+ )?(?:not able to|unable to)|"
    r"(?:will not|won't|would not|wouldn't)(?: be able to)?|(?:must|have to|'ll have to) (?:\w+ )?(?:decline|"
    r"refuse) to|"
    r"(?:decline|refuse) to|(?:am|'m|are|'re) not (?:comfortable|permitted|allowed|authori[sz]ed|programmed|"
    r"designed|going|"
    r"willing|here|in a position)(?: to)?|(?:would|'d) (?:rather|prefer) not(?: to)?)"
)
_ADVERB = (
    r"(?:(?:also|really|simply|just|therefore|however|ethically|legally|currently|personally|actually|directly|"
    r"in good conscience) )?"
)
_HELP = (
    r"(?:help|assist|aid|provide|give|offer|share|show|disclose|reveal|tell|say|answer|respond|reply|fulfil+|"
    r"satisfy|comply|"
    r"complet\w+|discuss|engage|suggest|recommend|advise|encourage|endorse|promote|condone|support|facilitate|"
    r"participate|"
    r"contribute|create|generate|write|produce|teach|instruct|explain|describe|speculate|confirm or deny|comment|"
    r"make (?:statements|assumptions|such)|predict|do (?:that|this|it|so)|justify|go into|talk about|accommodate|"
    r"continue with|entertain|role-?play|take part)"
)
# "We don't provide gift wrapping" is a rule of the shop; "we don't share customers' details" declines.
_NEVER_TELLS = (
    r"(?:do not|don't) (?:ever )?(?:share|disclose|reveal|discuss|give out|help with|assist with|comply|engage in|"
    r"comment|"
    r"condone|promote|encourage|speculate|(?:provide|give|offer|tell|answer|write|"
    r"create)\b[^.!?\n]{0,40}\b(?:information|details|"
    r"data|passwords?|advice|numbers?|instructions|guidance|opinions?|that|such|others?|other customers?))"
)
_PROPER = (
    r"(?:appropriate|ethical|acceptable|respectful|legal|lawful|safe|okay|ok|right|moral|fair|advisable|productive|"
    r"allowed)"
)

_STRONG_EN = (
    rf"\b(?:I|we)(?: |(?=')){_ADVERB}{_CANNOT} {_ADVERB}{_HELP}\b(?! but\b| (?:\w+ ){{0,3}}enough\b)",
    rf"\b(?:I|we) {_ADVERB}{_NEVER_TELLS}\b",
    r"\b(?:I|we) (?:must|have to|will have to|am going to have to) (?:respectfully |politely )?(?:decline|refuse)\b",
    r"\bit(?:'s| is| would be| goes| would go)? (?:not within|outside(?: of)?|beyond|against) (?:my|our) "
    r"(?:\w+ ){0,2}(?:programming|guidelines|policy|policies|capabilities|principles|rules)\b",
    r"\b(?:can(?:no|')t|can not) (?:fulfil+|satisfy|comply with|assist with|help (?:you )?with) (?:your|this|that|"
    r"the|such)\b",
    rf"\b(?:not (?:something|a (?:topic|subject|question))|(?:something|a (?:topic|subject|"
    rf"question)) (?:that )?(?:I|we) (?:can(?:no|')t|won't|do not|don't))"
    rf" (?:(?:that )?(?:I|we) (?:can|am able to|will|do) )?{_HELP}\b",
    r"\b(?:I|we)(?: can|'m able to| am able to| are able to)? only (?:help|assist|answer)(?: you)? (?:with\b|"
    r"questions\b)",
    r"\b(?:this|that|your) request (?:is|has been) (?:declined|refused|denied)\b",
)  # fmt: skip

_OPENING_EN = (
    r"^\W*(?:(?:I'm|I am) (?:very |so |really )?(?:sorry|afraid)|sorry|I apologi[sz]e|my apologies|unfortunately|"
    r"regrettably)\b"
    rf"[^.!?\n]{{0,60}}?\b(?:I|we)\b[^.!?\n]{{0,20}}?\b(?:can(?:no|')t|can not|unable|not able|won't|"
    rf"will not)\b[^.!?\n]{{0,25}}\b(?:{_HELP}|that|request)\b",
    r"^\W*(?:(?:I'm|I am) (?:sorry|afraid)|sorry|unfortunately)\b[^.!?\n]{0,30}\b(?:is|"
    r"are) (?:\w+ )?(?:confidential|private)\b",
    rf"^\W*(?:\w+[,:]? ){{0,4}}?(?:it(?:'s| is| would be)|that(?:'s| is)|this is|is) (?:\w+ )?(?:not|never|"
    rf"neither) (?:\w+ )?"
    rf"(?:\w+,? (?:or|nor|and) )?{_PROPER}(?: (?:or|nor|and) \w+)* (?:to|for (?:me|us|anyone|people) to)\b",
    rf"^\W*(?:no, )?I (?:do not|don't|am not sure|'m not sure)(?: think| believe| feel| agree)?(?: that)?(?: it|"
    rf" that| this)?"
    rf"(?:'s| is| would be) (?:an? )?(?:\w+,? (?:or|nor|and) )?{_PROPER}\b",
    r"^\W*(?:no, )?I (?:do not|don't) (?:think|believe)(?: that)? [^.!?\n]{0,60}\bshould\b",
    r"^\W*(?:no, )?I (?:strongly |firmly |must |have to )*(?:condemn|disagree with|object to|oppose|reject)\b",
    r"^\W*(?:it(?:'s| is)|this is) (?:illegal|unethical|immoral|inappropriate|wrong|against the law)\b",
    r"^\W*\w+ing\b[^.!?\n]{0,80} is (?:\w+ ){0,2}(?:illegal|unethical|immoral|wrong|"
    r"a (?:serious )?crime)\b(?! in some)",
    r"^[^.!?\n]{0,120}\b(?:is|are|was|were) (?:not|never|neither) (?:an? )?(?:morally |ethically |legally |ever |"
    r"in any way )?"
    r"(?:justified|justifiable|right (?:to|in|for)|acceptable|okay to|the answer|an? (?:appropriate|acceptable))\b",
    r"^\W*(?:first, )?it(?:'s| is) (?:very |also )?(?:important|crucial|essential) to (?:\w+ )?that\b[^.!?\n]{0,160}"
    r"\b(?:is|are) (?:\w+ )?(?:illegal|unethical|immoral|against the law|never|not (?:an? )?(?:appropriate|"
    r"acceptable|ethical|legal))\b",
    r"^[^.!?\n]{0,160}\bnot only (?:illegal|unethical|immoral|wrong)\b",
    r"\bas an AI\b[^.!?\n]{0,60}\b(?:can(?:no|')t|not|unable|don't)\b",
    r"\bI(?:'m| am) (?:just |only )?an AI\b[^.!?\n]{0,80}\b(?:can(?:no|')t|not|unable|don't)\b",
    r"^\W*there (?:is|are|was|were|can be) (?:absolutely |simply )?(?:no|never any?) (?:\w+ )?(?:reasons?|"
    r"justifications?|excuses?|circumstances|benefits?)\b",
    r"^[^.!?\n]{0,120}\b(?:should|must|can) (?:not|never) be (?:\w+ )?(?:discriminated|justified|subjected|"
    r"encouraged|tolerated|excused)\b",
    r"^[^.!?\n]{0,60}\bdeserves? (?:to be treated|equal|the same|respect)\b",
)  # fmt: skip

_TELL_RU = (
    r"(?:помо[чг]\w*|предостав\w+|подсказ\w+|ответить|отвечать|дать|давать|дам|сообщ\w+|раскры\w+|разглаша\w+|"
    r"раздавать|выполн\w+|"
    r"обсужда\w+|обсудить|советовать|посоветовать|рекомендовать|поддержать|поддержив\w+|поделиться|делиться|"
    r"показ\w+|сказать|"
    r"говорить|рассказ\w+|писать|написать|участвовать|содействовать|объясн\w+|комментировать|назвать|называть|"
    r"передать|передавать|"
    r"выдать|выдавать|этого делать|это сделать|это делать|сделать этого|делать этого|такое|продолжать|давать советы)"
)
_FILLER_RU = (
    r"(?: (?:вам|вас|тебе|тут|здесь|этого|это|с этим|об этом|никому|просто|также|пока|такого|такую|такие|никак|"
    r"ничем|ни с кем))*"
)
_SECRETS_RU = (
    r"(?:данны\w+|информаци\w+|сведени\w+|персональн\w+|личн\w+|чуж\w+|парол\w+|телефон\w*|контакт\w*|совет\w*|"
    r"консультаци\w+|"
    r"рекомендаци\w+|инструкци\w+)"
)

_STRONG_RU = (
    rf"\bне (?:могу|можем|смогу|сможем|буду|будем|вправе|готова?|готовы|имею права|имеем права|уполномочен[аы]?|"
    rf"в состоянии|умею|"
    rf"стану|станем|хочу|хотел[аи]? бы){_FILLER_RU} {_TELL_RU}\b",
    rf"\b{_TELL_RU}(?: \w+){{0,4}} не (?:могу|можем|смогу|сможем|вправе|имею права|буду|будем)\b",
    r"\bс этим\b[^.!?\n]{0,20} не (?:помогу|поможем|помогаю|помогаем|смогу|сможем)\b",
    r"\bне (?:разглаша(?:ю|ем)|раскрыва(?:ю|ем)|сообща(?:ю|ем)|обсужда(?:ю|ем)|делюсь|делимся|скажу|скажем|расскажу|"
    r"расскажем|"
    r"подскажу|подскажем|раскрою|раскроем|назову|назовем)\b",
    rf"\b{_SECRETS_RU} [^.!?\n]{{0,40}}?\bне (?:предоставля(?:ю|ем)|да(?:ю|ем|м|дим)|выда(?:ю|ем)|переда(?:ю|ем|"
    rf"дим))\b",
    rf"\bне (?:предоставля(?:ю|ем)|да(?:ю|ем|м|дим)|выда(?:ю|ем)|переда(?:ю|ем|дим))\b[^.!?\n]{{0,30}}\b{_SECRETS_RU}",
    r"\bвопрос\w*\b[^.!?\n]{0,30} не (?:отвечаю|отвечаем|отвечу|ответим)\b|\bне (?:отвечаю|отвечаем|отвечу|"
    r"ответим) на [^.!?\n]{0,20}вопрос",
    r"\b(?:вынужден[аы]?|должен|должна|приходится|придется) (?:вам )?отказать\b|\bотказываюсь\b|"
    r"\bотказываемся (?!от)|\bоткажусь\b",
    r"\bэто (?:противоречит|нарушает|выходит за рамки) (?:\w+ ){0,2}(?:правил|политик|закон|принцип|возможност|этик|"
    r"приватност)",
    r"\b(?:могу|можем|помогаю|помогаем|отвечаю|отвечаем)(?: помочь| ответить| отвечать)? только (?:с|на|"
    r"по) (?:вопрос|тем)",
    rf"\b(?:у меня|у нас) нет (?:права|прав|возможности|разрешения) (?:{_TELL_RU})\b",
)  # fmt: skip

_OPENING_RU = (
    r"^\W*(?:все |так )?(?:это|так (?:делать|поступать))? ?(?:недопустимо|неэтично|незаконно|противозаконно|"
    r"неприемлемо)\b",
    r"^\W*(?:извините|простите|к сожалению|сожалею|прошу прощения|увы)\b[^.!?\n]{0,60}\b(?:с этим|этого|это|такое|"
    r"запрос\w*|просьб\w+)\b"
    r"[^.!?\n]{0,30}\bне (?:могу|можем|смогу|сможем|получится|помогу|выйдет)\b",
    r"^[^.!?\n]{0,60}\b(?:конфиденциальн\w+|не подлежит разглашению|не подлежат разглашению|не разглаша\w+|"
    r"не раскрыва\w+)\b",
)  # fmt: skip


def _any(*groups: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{sign})" for group in groups for sign in group), regex.IGNORECASE)


STRONG = _any(_STRONG_EN, _STRONG_RU)
# Every strong sign holds one of these; looking for them first makes long replies cheap.
TRIGGERS = (
    *("not", "n't", "unable", "declin", "refus", "denied", "outside", "beyond", "against", "only"),
    *("не ", "отказ", "это ", "только", "нет "),
)
OPENING = _any(_OPENING_EN, _OPENING_RU)

# Having no access is a plain fact, until privacy is given as the reason.
NO_ACCESS = _any((r"\b(?:I|we) (?:do not|don't) have access to\b", r"\b(?:у меня|у нас) нет доступа\b"))
PRIVACY = _any(
    (
        r"\b(?:privacy|confidential\w*|private|consent|permission|sensitive)\b",
        r"\b(?:конфиденциальн|приватн|личн|персональн)\w+",
    )
)
