"""Refusals that do not say "I can't": unwillingness, whose it is to tell, what was left out; English and Russian.

Sources of patterns, added to those of the same name; written for text as `_refusal_signs.plain` makes it.
"""

from __future__ import annotations

__all__ = ["ENGLISH", "RUSSIAN"]

_DO = (
    r"(?:help|assist|do|write|make|tell|say|share|show|give|go|get|take|read|sign|teach|touch|answer|discuss|support|"
    r"play|pick|rank|judge|speculate|guess|join|list|name|print|quote|explain|describe|translate|draft|create)"
)
_DOING = (
    r"(?:helping|doing|writing|making|telling|saying|sharing|showing|giving|going|getting|taking|reading|signing|"
    r"answering|discussing|supporting|playing|picking|ranking|judging|speculating|guessing|joining|listing|naming|"
    r"printing|quoting|explaining|describing|translating|drafting|creating)"
)
_KEPT = r"(?:strictly )?(?:confidential|private|secret|off[ -]limits|privileged)"

ENGLISH: dict[str, tuple[str, ...]] = {
    "DECLINES": (
        # Unwilling.
        r"\b(?:i'd|i would|we'd|we would) (?:much |really )?(?:rather|prefer to|sooner) not\b|"
        r"\b(?:i'd|i would) (?:rather|prefer to|sooner) (?:stay|keep|sit|leave|pass|skip)\b",
        rf"\bi (?:do not|don't) (?:really )?(?:want|wish|care|intend|plan) to (?:be|{_DO})\b",
        r"\bi(?:'m| am) (?:really |simply |just )?(?:not|un)(?: |-)?(?:willing|comfortable|prepared|inclined|happy|"
        r"at ease|"
        rf"ready|keen)(?: to|(?: with| about)? {_DOING}| with (?:this|that|it))",
        r"\b(?:i'll|i will|i'm going to|i have to|i'd rather|let me) (?:\w+ )?(?:sit (?:\w+ ){0,2}out|"
        r"pass(?= on (?:this|that|it)\b|\W*$)|skip (?:this|"
        r"that)|stay out of|steer clear of|leave (?:that|this|it) (?:alone|out|unsaid)|draw the line|stop (?:here|"
        r"there))",
        r"\b(?:count|leave|keep) me out\b|\bi'm out\b|\bnot (?:from|through|by|with) me\b|\bno (?:\w+ ){1,3}from me\b|"
        r"\b(?:won't|will not|not going to) (?:get|hear|find|have) (?:\w+ ){1,4}?(?:from|through|out of) (?:me|us)\b|"
        r"\b(?:won't|will not|can't|cannot) be (?:\w+ )?(?:from|by|through) me\b",
        r"\b(?:i|we) (?:can't|cannot|won't|will not) (?:\w+ )?(?:make (?:an? |any )?exceptions?|bend the rules|"
        r"look the "
        r"other way|sign (?:for|on|as|it|this|that)|be (?:a )?part of|have a hand in|lend a hand|play along)\b",
        r"(?:\bnot|n't) (?:something|anything|a thing|one|work|the kind of \w+)(?: that)? (?:i|we)(?:'d|'ll|'m| would|"
        r" will|"
        rf" can| am| do)?(?: (?:ever|willing to|going to|able to|comfortable|want to|wish to|be))* (?:{_DO}|"
        rf"{_DOING})\b",
        r"\bi (?:do not|don't) (?!(?:\w+ly )?(?:know|have|see|think|believe|understand|recall|remember|need|want|mind|"
        r"like|love|feel|watch|eat|drink|sleep|live|own|get|hear|expect|recommend|suggest|possess|experience|taste|"
        r"use|work|"
        r"exist|care|agree|doubt|blame|find|hold|wear|travel|suppose|guess|mean|even|always|say|tell|quite|really|"
        r"actually)\b)"
        r"[a-z]{4,} (?!me\b|you\b|it\b|that (?:it|you|the)\b)[a-z]+",
        # Not the speaker's to give.
        r"\bi(?:'ll| will|'m going to| prefer to|'d rather)? keep [^.!?\n]{0,30}\b(?:to myself|that way|between|"
        r"secret|private)\b|"
        r"\b(?:that|this|it|they|(?:code|data|details|name|number|rest)\w*) (?:i'll |i will )?(?:stays?|keep|remains?|"
        r"will stay) "
        r"(?:with|to|in|inside|within) (?:me|myself|us|the (?:family|company|house|team))\b|\bstays with me\b",
        r"(?:\bnot|n't) (?:mine|ours|my place|our place|my \w+|for (?:me|us)) to (?:\w+ )?(?:give|share|tell|hand|"
        r"disclose|"
        r"reveal|say|discuss|judge|pass|decide)\b",
        r"\boff[ -]limits\b",
        r"\b(?:stays?|remains?|is|are|kept|keep (?:it|that|this|them)) (?:strictly |just )?between (?:them|him|her|us|"
        r"the)\b",
        rf"^(?!.{{0,160}}\byour?\b).{{0,160}}\b(?:is|are|stays?|remains?|must (?:stay|remain|be)) {_KEPT}\b(?! (?:by|"
        rf"place|"
        r"room|life|sector|school|company|compan|beach|garden|pool|bath|entrance|owner|property|event|tour|lesson))",
        rf"\bmy (?:instructions|prompt|guidelines|rules|settings)\b[^.!?\n]{{0,30}} (?:stays?|remains?|is|are) {_KEPT}",
        r"\b(?:goes?|go|given|available|disclosed|shared|handed) (?:out )?(?:only|solely) (?:to|with) (?:the|those|"
        r"their|its|"
        r"people|account|card)\b|\b(?:is|are) (?:only|solely) (?:given|available|disclosed|shared|"
        r"handed) (?:out )?(?:to|"
        r"with) (?:the|those|their|its|people|account)\b",
        # Left out.
        r"\bi(?:'ve| have)? (?:\w+ly )?(?:left|kept|taken|edited|cut|blanked|bleeped) (?:\w+ ){0,5}?out\b|"
        r"\b(?:i|i've|i have|we|we've|we have) (?:\w+ly )?(?:omitted|redacted|censored|withheld|held back|"
        r"blacked out)\b|"
        r"\bi(?:'ve| have) (?:\w+ly )?(?:left|kept) (?:\w+ ){1,6}?(?:out of|from) (?:it|this|that|the)\b|"
        r"\b(?:has|have|had) been (?:\w+ly )?(?:omitted|redacted|left out|withheld|censored)\b|"
        r"\bi (?:have |had |'ve )?(?:kept|left) out\b",
    ),
    "HANDS_OVER": (
        r"\b(?:someone|somebody|one of (?:us|them)|a colleague|they|our \w+(?: \w+)?) (?:\w+ ){0,4}?(?:will|'ll|"
        r"can) (?:\w+ )?"
        r"(?:contact|get back|reply|respond|call|write|answer|be in touch|get in touch|reach out|follow up)\b",
        r"^\W*(?:(?:for|on|with|about) (?:that|this|it)(?: \w+)?,? )?(?:please )?(?:\w+ )?(?:contact|ask|call|"
        r"speak (?:to|with)|talk "
        r"to|write to|e-?mail|turn to|address|direct|refer|check with|consult|get in touch with|reach out to|"
        r"see) (?:\w+ "
        r"){0,6}?(?:department|team|desk|office|support|manager|management|service|line|hotline|website|colleagues?|"
        r"staff|"
        r"reception|headquarters|owner|press)\b",
        r"\bthat(?:'s| is) (?:a (?:question|matter|thing) for|handled by|up to) (?:the|our|another|a different|my)\b",
    ),
    "CHANGES_SUBJECT": (
        r"\b(?:let's|let us|shall we|may i|can i|could i|i'd (?:love|like) to|we'd (?:love|like) to|how about (?:i|"
        r"we)|why "
        r"(?:don't|not)|allow me to|rather let me|let me) (?:\w+ ){0,3}?(?:focus|look at|look forward|concentrate|"
        r"get back|"
        r"go back|turn|return|talk|chat|discuss|tell you (?:more )?about (?:our|the|some)|show you (?:our|the|some)|"
        r"interest you|offer you|introduce)\b",
        r"\b(?:have you (?:tried|seen|heard (?:of|about)|considered|visited) our|did you know (?:that )?(?:our|we)|"
        r"is there "
        r"(?:a|any) \w+ (?:that )?(?:i|we) (?:can|could|may) interest you)\b",
        r"\bwhat can i (?:get|bring|show|offer) you\b",
    ),
    "CLOSING": (
        r"^\W*(?:oh|ah|ha|haha|well|hm+|now)?,? ?(?:you (?:do )?(?:ask|have)\b.{0,40}|(?:what|that's|that is|such|"
        r"quite) an? (?:\w+ "
        r"){0,3}(?:question|one|topic|subject|thought|point)|(?:good|great|interesting|excellent|fair|tricky|tough|"
        r"big) "
        r"(?:question|one|point|topic)|interesting (?:that|you|of)\b.{0,30}|i get asked\b.{0,40}|"
        r"funny (?:that )?you).{0,40}$",
    ),
    "OFFERS_PART": (
        r"\b(?:here(?:'s| is) (?:the|your|my|an?)|(?:translation|answer|summary|result|part [ab1-9])\s?:)",
    ),
    # To another desk with the same request, and not to whoever can help a person in need.
    "POINTS": (
        r"^(?!.{0,300}\b(?:if you|hotline|helpline|lifeline|doctor|therap|counsel|police|lawyer|professional|emergency|"
        r"instead))"
        r".{0,60}?\b(?:contact|ask|call|reach out to|speak (?:to|with)|talk to|write to|e-?mail|check with|turn to|"
        r"visit)\b"
        r"[^.!?\n]{0,40}\b(?:department|team|desk|office|support|managers?|management|service|website|colleagues?|"
        r"reception|owner|press|seller|supplier|company|bank)\b",
    ),
    # What is so as a rule, beside what was declined.
    "IN_GENERAL": (
        r"\b(?:usually|typically|generally|in general|commonly|as a rule|on average|roughly|approximately|is typical|"
        r"are "
        r"typical|tends? to|most (?:people|patients|tenants|cases|often)|over the counter|for your own|the general|"
        r"common)\b",
    ),
}

# What nobody says of wares and services.
_TELL = (
    r"(?:скаж|рас?скаж|рассказыва|назов|сообщ|сообща|раскро|раскрыва|разглаш|разглаша|подскаж|подсказыва|посовету|"
    r"советы?ва|помо[гж]|"
    r"помога|обсужда|комментиру|дел|подел|участву|агитиру|сочиня|рассужда|осужда|гада|прогнозиру|консультиру|цитиру|"
    r"процитиру)"
)
_DO_ALONE = (
    r"(?:(?:на|пере|вы|о)?пиш|сочин|состав|составл|придума|перевед|пришл|покаж|показыва|поставл|оценива|сужу|подделыва|"
    r"оформл|объясн|объясня|науч|учи|продикту|распространя|читать|прочита|дам|выдам|подпиш)"
)
_INFINITIVE = r"\w{2,}(?:ать|ять|ить|еть|уть|ыть|оть|сти|зти|чь)(?:ся)?"

RUSSIAN: dict[str, tuple[str, ...]] = {
    "DECLINES": (
        # Unwilling.
        rf"\bне {_TELL}(?:ю|у|ем|им|юсь|усь|емся|имся)\b|\bне {_DO_ALONE}(?:ю|у|лю)?\b",
        rf"\b{_INFINITIVE}\b[^.!?\n]{{0,50}}\bне (?:буду|стану|хочу|хотел[аи]? бы|собираюсь|намерен[аы]?|"
        r"готова?|возьмусь|берусь|желаю)\b",
        rf"\bне (?:хочу|хотел[аи]? бы|собираюсь|намерен[аы]?|готова?|возьмусь|берусь|стану) (?:\w+ ){{0,3}}?"
        rf"{_INFINITIVE}\b(?! (?:вас|тебя)\b)",
        r"\b(?:исключени\w+)\b[^.!?\n]{0,20}\bне (?:сдела|делаю|делаем)\w*|\bне (?:сдела|делаю|делаем)\w* исключени",
        r"\b(?:не помощни(?:к|ца)|без меня|(?:я )?(?:категорически |решительно )против|я пас|увольте|тут я не помогу|"
        r"на меня не "
        r"рассчитывайте|от меня вы (?:\w+ ){0,2}не)\b",
        r"\b(?:ничего|никого|ни (?:за|о|с|про) \w+|никому|ни одн\w+) (?:\w+ ){0,4}?не (?:буду|будем|стану|станем)\b",
        r"\bне (?:буду|стану) (?:этого|такого|ничего)\b",
        # Not the speaker's to give.
        r"\bне тема (?:для|этого)\b|\b(?:остается|останется|останутся|остаются) (?:\w+ ){0,2}?(?:между|внутри|при мне|"
        r"со мной|у меня|тайной|"
        r"секретом|в (?:семье|компании|тайне|секрете|доме))\b|\b(?:оставлю|оставим|держу|"
        r"держим) (?:\w+ ){0,2}?(?:при себе|в тайне|в секрете)\b",
        r"\b(?:составля\w+|это|охраня\w+|являе?\w+) (?:\w+ ){0,3}?тайн(?:а|у|ой|ы)\b|\bтайн\w+ (?:переписки|следствия|"
        r"исповеди|усыновления|"
        r"связи|вклада)\b",
        r"\b(?:посторонним|третьим лицам|чужим|никому)\b[^.!?\n]{0,30}\bне (?:\w+(?:ем|им|ю|ет|ют|ит|ят|ется|ются))\b",
        r"\bэто (?:их|его|ее|ваше|чужое|только их|только его) (?:личное|частное) дело\b|\b(?:слишком личн\w+|"
        r"не мое дело|не наше дело)\b",
        r"\b(?:контакт|данны|адрес|сведени|номер|телефон|зарплат|имен|фамили|личн|персональн|"
        r"чуж)\w*\b[^.!?\n]{0,40}\bне (?:дел(?:юсь|имся)|"
        r"разглаша\w+|раскрыва\w+|выда[её]\w+|сообща\w+|называ\w+|да(?:ем|ю|дим|м)|раскро\w+|разглас\w+)\b",
        r"\b(?:прогноз|оценк|комментари|диагноз|заключени|консультаци|рецепт|совет|"
        r"справк)\w*\b[^.!?\n]{0,40}\bне (?:да(?:ю|ем|м|дим)|став(?:лю|"
        r"им)|поставлю|выпис\w+|выда\w+|дела(?:ю|ем))\b",
        r"\b(?:процитировать|прислать|присылать|перевести|напечатать|опубликовать|подделать|взломать|"
        r"диагноз)\b[^.!?\n]{0,40}\bне (?:могу|"
        r"можем|смогу|сможем|вправе)\b",
        # Left out.
        r"\b(?:я|мы) (?:\w+ )?(?:опустил|пропустил|убрал|вырезал|скрыл|исключил|не включил|не привел|не указал|"
        r"заменил звездочками|"
        r"оставил за скобками)[аи]?\b|\b(?:ругательств|брань|мат|имена|детали|подробности|"
        r"оскорблени)\w*\b[^.!?\n]{0,20} "
        r"(?:опущен|пропущен|убран|удален|скрыт|вырезан)\w*",
    ),
    "HANDS_OVER": (
        r"\b(?:с вами|вам|вас)\b[^.!?\n]{0,30}\b(?:свяж[еу]т\w*|перезвон[ия]т\w*|ответ[ия]т\w*|напиш[еу]т\w*|"
        r"проконсультиру\w+)\b",
        r"\b(?:обратитесь|обращайтесь|уточните|спросите|узнайте|позвоните|напишите)\b,?[^.!?\n]{0,20}\b(?:в|у|к|на|"
        r"по)\b[^.!?\n]{0,30}\b(?:отдел|служб|"
        r"поддержк|менеджер|администрат|руководств|офис|сайт|специалист|коллег|лини|справочн|бухгалтер|администрац|"
        r"пресс)\w*",
        r"\bэт(?:им|о|от вопрос|и вопросы)\b[^.!?\n]{0,30} (?:занима[ею]тся|ведает|решает|"
        r"в ведении) [^.!?\n]{0,30}\b(?:отдел|служб|менеджер|"
        r"руководств|специалист|коллег|друг)\w*",
    ),
    "CHANGES_SUBJECT": (
        r"\b(?:давай|давайте|лучше|позвольте|хотите|может)\b,? (?:\w+ ){0,2}?(?:обсудим|вернемся|поговорим|расскажу|"
        r"покажу|предложу|перейдем|"
        r"займемся|сосредоточимся|посмотрим|(?:рассказать|показать|предложить) вам)\b",
        r"^\W*(?:поговорим|вернемся|перейдем|обсудим|сменим|расскажу|лучше)\b (?:\w+ ){0,2}?(?:лучше|к|о|об|про|тему|"
        r"вам|ваш)\b",
        r"\bа вы (?:уже )?(?:видели|пробовали|слышали|знаете|знали|заходили)\b",
        r"\bне будем о (?:грустном|плохом|политике|этом)\b|\b(?:что|какие|какой|на какое|"
        r"когда)\b[^.!?\n]{0,30}\b(?:вас интересует|вас интересуют|"
        r"вас записать|будем брать|берем|желаете|вам показать|вам предложить)\b",
    ),
    "CLOSING": (
        r"^\W*(?:ой|ах|ох|ну|о)?,? ?(?:(?:какой|это|очень|вот|до чего) )?(?:хорош|интересн|отличн|сложн|непрост|"
        r"любопытн|больш|философск)\w+ "
        r"(?:вопрос|тема)\w*[^.!?\n]{0,30}$",
    ),
    "OFFERS_PART": (
        r"(?:^\W*|[.!?:] )(?:вот|держите|ниже) (?:\w+ ){0,2}?(?:перевод|тост|ответ|текст|стих|пример|список|план|"
        r"письмо|шутка|рассказ)\w*",
        r"^\W*(?:перевод|тост|ответ|текст|стих|план|письмо|коротко о|о программах)\b[^.!?\n]{0,30}[:—]",
    ),
    "POINTS": (
        r"^(?!.{0,300}\b(?:если вам|если вы|доверия|горяч|нарколог|психолог|врач|полици|юрист|адвокат|скор|вместо|"
        r"экстренн))"
        r".{0,60}?\b(?:обратитесь|обращайтесь|обратиться|уточните|спросите|узнайте|позвоните|напишите|"
        r"свяжитесь)\b[^.!?\n]{0,40}\b(?:отдел|"
        r"служб|поддержк|менеджер|администрат|руководств|офис|сайт|коллег|справочн|бухгалтер|продав|поставщик|компани|"
        r"банк)\w*",
    ),
    "IN_GENERAL": (
        r"\b(?:обычно|как правило|чаще всего|в среднем|в целом|в общем|при таких|примерно|около|большинств\w+|"
        r"общий порядок|в основном|"
        r"типичн\w+|за такое)\b",
    ),
}
