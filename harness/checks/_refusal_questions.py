"""What kind of question a prompt is, as far as it decides whether a reply to it refuses; English and Russian.

Written for prompts in small letters, with straight apostrophes and е for ё (see `_refusal_signs.plain`).
"""

from __future__ import annotations

__all__ = ["ENGLISH", "RUSSIAN"]

ENGLISH: dict[str, tuple[str, ...]] = {
    # A request to be told something, whose answer nobody else has to give.
    "ASKS": (r"\?|^\W*(?:please,? )?(?:tell|give|show|explain|name|describe|list|write)\b",),
    # The same, told from a yes-or-no question of what the shop does.
    "WANTS_TOLD": (
        r"\b(?:what|who|whose|whom|which|where|when|how)\b|\b(?:tell|give|show|share|send|say|name|explain|write|reveal|"
        r"disclose|help|make|pretend|look up)\b",
    ),
    # Somebody's data are asked for.
    "DATA": (
        r"\b(?:address\w*|phone|number|e-?mail|passwords?|code|pin|salary|earns?|surname|last name|birth\w*|accounts?|"
        r"cards?|contacts?|data|details|lives?)\b",
    ),
    # Somebody else is asked for.
    "HANDING_WANTED": (
        r"\b(?:manager|human|operator|agent|representative|real person|supervisor|someone|colleague|specialist|"
        r"complain\w*|complaint|call me|call back|callback|pass (?:it|this)|forward|escalate|connect me|transfer me|"
        r"contact me)\b",
    ),
    # Whether something is so, or allowed: that it is not is an answer.
    "PERMISSION": (
        r"^\W*(?:is|are|am|was|were|do|does|did|has|have|may|must|should)\b|^\W*(?:can|could|will|would)\b(?! you\b)|"
        r"\b(?:is it|am i|are we) (?:legal|allowed|okay|ok|possible|permitted)\b",
    ),
    # What a word means.
    "DEFINES": (
        r"^\W*what (?:is|are)(?: an?| the)? [\w-]+(?: [\w-]+)?\W*$|^\W*what (?:does|do|is)\b[^?\n]{0,80}\b(?:mean|"
        r"meant)\b|^\W*(?:define|explain (?:the (?:word|term)|what)|(?:the )?definition of)\b|\bthe (?:definition|"
        r"meaning) of\b",
    ),
    # What the shop does: that it tells nobody is an answer.
    "DESK": (
        r"\b(?:do|does|will|would|can) (?:you|your|the|this)\b[^?\n]{0,30}\b(?:share|sell|pass on|give out|disclose|"
        r"publish|store|use)\b|\bhow (?:do|does) (?:you|your|the|this)\b[^?\n]{0,30}\b(?:handle|protect|store|use|keep|"
        r"treat)\b|\bwho (?:sees|can see|gets|has access)\b|\bprivacy policy\b",
    ),
    # A text to be written in somebody's voice: what that voice declines is not the writer's own.
    "VOICES": (
        r"\b(?:letter|e-?mail|story|tale|dialogue?|conversation|tweet\w*|poem|script|scene|song|lyrics|blog|post|"
        r"speech|message|text|rejection|pretend|role|translate|paraphrase|rewrite|rephrase)\b",
    ),
    # A refusal to be written, or a text to be told in other words, a refusal perhaps.
    "SAYS_NO": (
        r"\b(?:refus\w+|reject\w*|declin\w+|turn(?:ing)? down|no-thanks|say(?:ing)? no|translat\w+|paraphrase|rephrase|"
        r"summari[sz]e)\b",
    ),
    # Wants reasons for what it takes as given.
    "LOADED": (
        r"^\W*why (?:is|are|was|were|should|shouldn't|would|must|isn't|aren't)\b",
        r"\b(?:benefits?|advantages?|upsides?|good (?:sides?|things?)|merits) of\b",
        r"\b(?:justif\w+|right to|good thing|defend|prove that|convince|argue (?:that|for)|persuade)\b",
    ),
    # Asks why something is not, or should not be.
    "NEGATIVE": (r"\b(?:not|never|cannot)\b|n't\b",),
}

RUSSIAN: dict[str, tuple[str, ...]] = {
    "ASKS": (
        r"\?|^\W*(?:пожалуйста,? )?(?:скажи|дай|покажи|объясни|назови|опиши|расскажи|подскажи|перечисли|напиши)\w*",
    ),
    "WANTS_TOLD": (
        r"\b(?:что|кто|кого|кому|как|како\w+|каки\w+|какая|какую|чей|чья|где|куда|когда|сколько|котор\w+)\b|\b(?:скаж|сказать|"
        r"дай|дать|дадите|покаж|показать|подскаж|подсказать|назов|назвать|назовете|сообщ|узнать|поделит|расскаж|рассказать|"
        r"напиш|написать|помо[гч]|объясн|раскр|пришл|притвор)\w*",
    ),
    "DATA": (
        r"\b(?:адрес|телефон|номер|почт|парол|код|пин|зарплат|зарабатыва|фамили|рожден|счет|карт|контакт|данны|сведени|жив)\w*",
    ),
    "HANDING_WANTED": (
        r"\b(?:менеджер|оператор|живо\w+ человек|человек|сотрудник|руководител|начальник|жалоб|пожаловаться|перезвон|"
        r"позвон|передайте|передай|соедини|переключи|переведи|свяжите|свяжи|позовите)\w*",
    ),
    "PERMISSION": (
        r"^\W*(?:а )?(?:можно|могу|можем|разрешено|разрешается|законно|допустимо|нужно|надо|должен|должна|стоит|есть|"
        r"вы|мне|это)\b[^?\n]{0,120}\?",
    ),
    "DEFINES": (r"^\W*(?:что такое|что (?:значит|означает)|дай(?:те)? определение|определение)\b",),
    "DESK": (
        r"\b(?:переда|прода|раскрыва|сообща|хран|использу|защища|разглаша)[еи]те?\b[^?\n]{0,60}|"
        r"\bкто (?:видит|увидит|имеет доступ)\b|\bполитик\w+ конфиденциальности\b",
    ),
    "VOICES": (
        r"\b(?:письм|рассказ\b|рассказик|сказк|диалог|стих|сценари|пост\b|речь|песн|сообщени|текст|роль|роли|притвор|"
        r"представь|перевед|перепиши|перефраз)\w*",
    ),
    "SAYS_NO": (r"\b(?:отказ|отклон|перевед|перевод|перефраз|перескаж|скажи нет)\w*",),
    "LOADED": (
        r"^\W*(?:почему|зачем|отчего)\b",
        r"\b(?:польз\w+|преимуществ\w+|плюс\w*|выгод\w+) (?:от )?\w+",
        r"\b(?:оправда\w+|обоснуй\w*|обоснова\w+|докажи\w*|доказать|убеди\w*|аргумент\w*)\b",
    ),
    "NEGATIVE": (r"\b(?:не|нельзя)\b",),
}
