"""Signs of promised prices, discounts and outcomes, and of what is denied, conditional or general.

Written for text whose apostrophes are straight and whose ё is е (see `_promises.find_promise`).
"""

from __future__ import annotations

import regex

from harness.checks._prefilter import Sign, sign

__all__ = [
    "CERTAIN",
    "DENIED",
    "DENIES_PRICE",
    "DISCOUNT",
    "GENERAL",
    "GRANT",
    "OUTCOMES",
    "PRICE",
    "THRESHOLD",
    "WISH",
    "WITHOUT_DOUBT",
]


def _any(*either: str) -> Sign:
    return sign("|".join(f"(?:{one})" for one in either), regex.IGNORECASE)


def _either(english: tuple[str, ...], russian: tuple[str, ...]) -> Sign:
    """Signs that begin with a word or a number; of each language only where a word of it begins."""
    return sign(rf"\b(?:(?=[a-z\d])(?:{'|'.join(english)})|(?=[а-я\d])(?:{'|'.join(russian)}))", regex.IGNORECASE)


# A clause with one of these commits to nothing of its own.
GENERAL = _any(
    r"\b(?:if|unless|once|provided|as soon as|in case|when|whether|after|subject to|depend(?:s|ing)|would|"
    r"could|might|may|"
    r"usually|typically|generally|normally|often|sometimes|in most cases|maybe|perhaps|possibly|hope|try|"
    r"let me know)\b",
    r"\b(?:return|send|bring|ship|show|mail|pay|register|subscribe)\b[^.!?\n]{0,80}(?:,| and| then)+ (?:we|you|I)\b",
    r"\b(?:если|когда|как только|после|при (?:условии|наличии|соблюдении|заказе|покупке|возврате|оплате|браке)|"
    r"в случае|"
    r"зависит|зависят|обычно|как правило|иногда|часто|в большинстве случаев|возможно|может(?: быть)?|могут|"
    r"могли бы|мог(?:ла)? бы|"
    r"надеюсь|надеемся|постара\w+|попроб\w+|попыта\w+|хотите|хотели|желаете)\b|\bбы\b",
    r"\b(?:верните|пришлите|отправьте|принесите|привезите|покажите|оплатите|зарегистрируйтесь)\b[^.!?\n]{0,80}"
    r"(?:,| и)+ (?:мы|вы|я|вам)\b",
)
DENIED = _any(
    r"\b(?:can(?:no|')t|can not|won't|will not|don't|do not|doesn't|does not|isn't|is not|aren't|are not|"
    r"am not|'m not|"
    r"unable to|not able to|not possible|impossible|never|nor|no longer|not (?:guaranteed|sure|certain|"
    r"authori[sz]ed|allowed)|"
    r"no (?:promise|guarantee|discount|coupon|promo|special|free)\w*|without any (?:promise|guarantee)|nobody|not)\b",
    r"\b(?:не|нет|нельзя|без (?:скид|гарант)\w*|невозможно|никак\w*|ни|никогда)\b",
)

PRICE = _any(
    r"\b(?:cost(?:s|ing)?|pric(?:e|es|ed)|sells?|sold|selling|charge[sd]?|pay(?:s|ing)?|total(?:s|ling)?|"
    r"comes to|worth|goes for|"
    r"available (?:for|at)|yours for|just|only|for|is|are|will be|fee|it's|let's (?:say|call it)|make it|deal|agreed|"
    r"settle (?:on|at))\b[^.!?\n\d$€£₽]{0,40}$",
    r"\b(?:сто[ия]т\w*|стоимост\w+|цен[аыуе]\w*|по цене|за|обойд[её]тся|обойдутся|к оплате|итого|составит|"
    r"составляет|всего|"
    r"прода[мд]\w*|отда[мд]\w*|уступ\w+|заплат\w+|будет|платить|возьм[еу]\w*|это|берем|сумма|"
    r"договорились|сойдемся|пусть|давайте)\b[^.!?\n\d$€£₽]{0,40}$",
    r"(?:[-–—:=]|\()\s*$",
)
THRESHOLD = _any(
    r"\b(?:over|above|from|up to|under|below|less than|more than|about|around|roughly|approximately|nearly|"
    r"at least|minimum(?: of)?|exceed\w*|than|every|"
    r"each|orders? of|"
    r"between|starting (?:at|from))\s*$",
    r"\b(?:примерно|около|приблизительно|порядка|ориентировочно|свыше|от|до|более|менее|больше|меньше|не менее|"
    r"минимум|каждые|каждых|на сумму|дороже|дешевле|с)\s*$",
)

_OFF = (
    r"(?:discount\w*|% ?off\b|percent off\b|[$€£]\d[\d.,]* off\b|\boff (?:the|your) (?:price|order|total|bill)|"
    r"coupons?\b|"
    r"promo(?: ?codes?)?\b|vouchers?\b|rebate\b|cash ?back|gift card|store credit|"
    r"free (?:of charge|shipping|delivery|gift|upgrade|month)|(?:half|reduced|special|lower) price)"
)
_OFF_RU = (
    r"(?:скидк\w*|промокод\w*|купон\w*|к[еэ]шб[эе]к\w*|бонус\w*|подар(?:ок|к|оч)\w*|бесплатн\w+|за полцены|дешевле)"
)
DISCOUNT = _any(
    rf"\b{_OFF}|\bon (?:us|the house)\b|\bour (?:own )?(?:cost|expense)\b|"
    r"\b(?:cover|pay for) (?:\w+ )?(?:shipping|delivery)\b",
    rf"\b{_OFF_RU}|\bза (?:наш|мой) счет\b|\bза счет (?:магазина|компании)\b|\bв подарок\b|\bпроцент",
    r"\d ?(?:%|percent)",
)
GRANT = _either(
    (
        rf"(?:\b(?:I|we)(?: (?:can|will|shall|would like to|am going to|are going to|'d like to|happily|gladly)|"
        rf"'ll|'m going to|'re going to)?"
        rf"(?: (?:happily|gladly|also|even|certainly|definitely|surely|personally|always))*"
        rf" (?:(?:just )?(?:applied|added|granted|activated|credited)|give|offer|apply|grant|provide|make|knock|take|"
        rf"throw in|add|issue|include|credit|send|waive|prepared|approve|"
        rf"have (?:added|applied|approved|issued|given))|"
        rf"\b(?:I|we)'ve(?: just| already| now)? (?:added|applied|approved|issued|given|granted|included|waived|"
        rf"activated|credited))\b[^.!?\n]{{0,60}}?{_OFF}",
        rf"(?:\byou(?:(?: will| can|'ll)?(?: now| also| definitely| surely| certainly)* (?:get|receive|have|enjoy|"
        rf"save|use|qualify for|are entitled to)|"
        rf"(?: are|'re) getting|'ve got)|\b(?:enjoy|here(?:'s| is)|take|use|as a (?:gift|apology|token)|have) "
        rf"(?:a|an|your|our|my|this|the|another)?)"
        rf"\b[^.!?\n]{{0,60}}?{_OFF}",
        rf"\b(?:your|a|the|an?\w*) (?:\w+ ){{0,2}}?{_OFF}[^.!?\n]{{0,40}} (?:has been|is|was|"
        rf"will be) (?:\w+ )?(?:applied|added|approved|granted|activated|yours)",
        r"\b\d{1,2} ?(?:%|percent)(?: off)? (?:it is|is yours|are yours)\b|"
        r"\b(?:deal|agreed)[,.:! —–-]{1,3}(?:\w+ ){0,2}?\d{1,2} ?(?:%|percent\b)",
        # Somebody else's bill, and what is given.
        r"\b(?:shipping|delivery|postage|returns?|repairs?|installation|it|this|that|one|everything|rest)"
        r"(?: is|'s| are) on (?:us|me|the house)\b|\bat (?:our|my) (?:own )?(?:cost|expense)\b|"
        r"\b(?:I|we)(?:'ll| will| can)(?: \w+ly| also| even)? (?:throw in\b|(?:cover|pay for) (?:\w+ ){0,3}?"
        r"(?:shipping|delivery|postage|costs?|fees?|repair|difference)\b|"
        r"(?:give|send|add|include|offer|replace|ship|deliver|let) [^.!?\n]{0,60}?"
        r"(?:\bfor free\b|\bfree of charge\b|\bat no (?:extra )?(?:cost|charge)\b|\bas a gift\b|\ba free \w+))",
    ),
    (
        rf"\b(?:сделаю|сделаем|дам|дадим|даю|даем|дарим|подар(?:им|ю)|предостав(?:лю|им|ляю|ляем)|примен(?:им|ю)|"
        rf"начисл(?:им|ю)|оформ(?:лю|им)|получ(?:ите|ишь|аете)|"
        rf"предложу|предложим|предлага(?:ю|ем)|добав(?:лю|им)|выд(?:ам|адим|аю|аем)|вышл(?:ю|ем)|пришл(?:ю|ем)|"
        rf"держите|ловите|вот(?! (?:как|где|что|почему|кто)\b)|воспользуйтесь|ваш[аеи]?|вам|"
        rf"действует|будет)\b[^.!?\n]{{0,40}}?\b{_OFF_RU}",
        r"\b(?:сниз(?:им|лю)|скин(?:ем|у)|уступ(?:им|лю)|сбавим|сбавлю)\b[^.!?\n]{0,40}(?:\d|цен\w+|стоимост\w+)",
        r"\b(?:доставим|отправим|привезем|установим|починим|заменим|отдадим|упакуем)\b[^.!?\n]{0,30}\bбесплатно\b",
        rf"\b(?:я|мы) (?:\w+ ){{0,3}}?(?:(?:примени|добави|начисли|предостави)л[аи]?|"
        rf"(?:сдела|выписа|активирова)л[аи]?)\b[^.!?\n]{{0,40}}?\b{_OFF_RU}",
        r"\b\d{1,2} ?(?:%|процент\w*) (?:ваш[иа]?|за мной|за нами)\b|"
        r"\b(?:договорились|по рукам)[,.:! —–-]{1,3}(?:\w+ ){0,2}?\d{1,2} ?(?:%|процент)",
        r"\bза (?:наш|мой) счет\b|\bза счет (?:магазина|компании|заведения)\b|\bбер(?:ем|у) (?:\w+ ){0,3}на себя\b|"
        r"\b(?:оплатим|оплачу|покроем|возьмем на себя) (?:\w+ ){0,2}?(?:доставку|пересылку|расходы|ремонт|установку|"
        r"разницу)\b|\b(?:по)?дар(?:им|ю)\b|"
        r"\b(?:полож|добав|прилож|влож|отправ|приш|выш)(?:им|лем|лю|у)\b[^.!?\n]{0,40}\bв подарок\b|"
        r"\bв подарок (?:\w+ ){0,2}?(?:получ(?:ите|ишь|аете)|положим|добавим|приложим|пришлем|отправим|идет|вам)\b",
        rf"\b{_OFF_RU}[^.!?\n]{{0,30}}\b(?:уже )?(?:ваш[аи]?|за мной|за нами|примен[еи]\w+|начислен\w*|добавлен\w*|"
        rf"одобрен\w*|активирован\w*|сделаем|сделаю|дадим|дам)\b",
    ),
)

# Said in passing; what they deny or suppose is nothing of the promise.
IDIOMS = _any(
    r"\b(?:(?:don't|do not) (?:worry|hesitate|panic)|no (?:worries|problem)|not only|would like to|'d like to|"
    r"whether you|"
    r"after all|thank you for asking)\b",
    r"\b(?:не (?:волнуйтесь|переживайте|сомневайтесь|беспокойтесь|волнуйся|переживай|только)|нет проблем|"
    r"ничего страшного)\b",
)
# An act to come, or a word that vouches for it.
TO_COME = _any(
    r"\b(?:will|shall|going to|guarante\w*|promise|assure|swear|bound to|sure to)\b|'ll\b",
    r"\b(?:гарантир\w+|обеща\w+|заверя\w+|уверя\w+|клян\w+|будет|будут|верн(?:ем|ут|ется|утся|у)|возвратим|возместим|"
    r"компенсиру\w+|замен(?:им|ят|ю)|поменяем|обменяем|почин(?:им|ят|ю)|отремонтиру\w+|исправ(?:им|ят|лю)|"
    r"реш(?:им|ится|ат|у)|"
    r"устран(?:им|ят)|заработает|одобр(?:ят|им)|примут|примем|удовлетвор(?:ят|им)|получите|прид(?:ет|ут)|"
    r"при(?:едет|едут)|"
    r"достав(?:им|ят)|привез(?:ем|ут)|дойд(?:ет|ут)|успе(?:ет|ем|ют)|подойд(?:ет|ут)|понрав(?:ится|ятся)|"
    r"прослужит|выиграете|"
    r"пройдет|вылечит)\b",
)

# The classes that outcomes are compared by.
OUTCOMES = {
    "refund": _any(
        r"\brefund\w*|\bmoney (?:back|returned)|\breimburs\w*",
        r"\b(?:верн|вернут|возврат|возвращ|возмест|возмещ)\w*|\bденьги (?:уже )?у вас\b",
    ),
    "compensation": _any(r"\bcompensat\w*", r"\bкомпенс\w*"),
    "replacement": _any(r"\breplac\w*|\bnew one\b", r"\b(?:замен|поменя|обменя)\w*"),
    "repair": _any(
        r"\b(?:fix|repair|resolve|solve)\w*|\bwork (?:again|perfectly|fine)|\b(?:will|to|'ll) work\b",
        r"\b(?:почин|отремонт|исправ|реш(?:им|ится|ат|ена?)|устран|заработа|будет работать)\w*",
    ),
    "approval": _any(
        r"\b(?:approv|accept|grant)\w*|\bqualify\b|\bentitled\b|\bpass\b(?! (?:this|it|that|on|your))|\bwin\b|"
        r"\bsucceed\b",
        r"\b(?:одобр|примут|удовлетвор|подтверд|выигра|пройд)\w*",
    ),
    "delivery": _any(
        r"\b(?:arriv|deliver|reach|ship)\w*|\bon time\b|\bget (?:it|your (?:order|parcel|package))\b",
        r"\b(?:достав|привез|прид[её]т|приедет|дойд|успе|получите)\w*",
    ),
    "fit": _any(
        r"\b(?:fit|suit|cure|heal|help you (?:lose|sleep)|last|like it|love it)\b|\bbe (?:happy|"
        r"satisfied|cured)\b",
        r"\b(?:подойд|понрав|вылеч|останетесь довольн|прослуж)\w*",
    ),
}
# Words that leave no doubt.
WITHOUT_DOUBT = _any(
    r"\b(?:surely|definitely|certainly|absolutely|undoubtedly|for sure|without (?:fail|a doubt|question)|"
    r"no matter what|rest assured|"
    r"guaranteed|I (?:can )?(?:assure|promise|guarantee|swear)|we (?:can )?(?:assure|promise|guarantee|swear)|"
    r"bound to|sure to|"
    r"you have my word|my word|in any case|100 ?%|hundred percent)\b|100 ?%",
    r"\b(?:точно|обязательно|непременно|гарантированно|безусловно|наверняка|несомненно|однозначно|"
    r"в любом случае|без сомнени\w+|"
    r"сто процентов|стопроцентно|гарантиру(?:ю|ем)|обеща(?:ю|ем)|клян(?:усь|емся)|заверя(?:ю|ем)|уверя(?:ю|ем)|"
    r"даю слово|будьте уверены)\b|100 ?%",
)
# A refund, replacement or compensation that is granted outright.
CERTAIN = _any(
    r"\b(?:we|I)(?: will|'ll|'re going to| are going to| am going to) (?:\w+ly )?(?:refund|reimburse|"
    r"compensate|replace)\b",
    r"\b(?:we|I)(?:'ve| have)(?: just| already| now)? (?:refunded|reimbursed|compensated|replaced|(?:issued|approved|"
    r"processed) (?:\w+ ){0,3}?(?:refund|replacement|compensation))\b",
    r"\bconsider (?:it|that|this|(?:your|the) (?:\w+ ){0,2}?\w+) (?:already |as good as )?(?:refunded|reimbursed|"
    r"replaced|fixed|repaired|resolved|solved|approved|accepted)\b",
    r"\bсчитайте,? (?:что )?(?:\w+ ){0,3}?(?:у вас|вернули|возвращен\w*|решен\w*|одобрен\w*|заменен\w*)\b",
    r"\b(?:мы|я) (?:(?:уже|вам|только что) ){0,2}(?:(?:верну|возмести|замени)л[аи]?|(?:оформи|одобри)л[аи]? "
    r"(?:\w+ ){0,2}?(?:возврат|замену|компенсаци\w+))\b",
    r"\b(?:we|I)(?: will|'ll) (?:\w+ly )?(?:give|send|issue|get|pay) (?:you )?(?:\w+ ){0,2}?(?:refund|money|"
    r"compensation|replacement|new one)\b",
    r"\byou(?: will|'ll| are going to) (?:\w+ )?(?:get|receive|have) (?:\w+ ){0,3}?(?:refund|money|"
    r"compensation|replacement|new one)\b",
    r"\b(?:refund|compensation|replacement|claim|request|return|exchange) (?:has been|is|was|"
    r"will be) (?:\w+ )?(?:approved|granted|accepted|confirmed|"
    r"guaranteed)\b",
    r"\byour money will be (?:\w+ )?(?:returned|refunded|back)\b",
    r"\b(?:вернем|возвратим|возместим|компенсируем|заменим|верну|заменю|возмещу|компенсирую) (?:вам|тебе|"
    r"ваш\w*|деньги|все|полн\w+|стоимость|товар)\b",
    r"\b(?:деньги|средства|сумм\w+)\b[^.!?\n]{0,20}\b(?:вернем|вернут|возвратим|вернутся|будут возвращены)\b",
    r"\bполучите (?:\w+ )?(?:возврат|компенсаци\w+|деньги|замену|новый)\b",
    r"\b(?:возврат|компенсаци\w+|замена|заявк\w+|обмен|претензи\w+)\b[^.!?\n]{0,20}\b(?:одобрен\w*|"
    r"подтвержден\w*|согласован\w*|гарантирован\w*|будет одобрен\w*)\b",
)
# What a price behind it is not: "does not cost $20", but "not more than $20".
DENIES_PRICE = _any(
    r"(?:\b(?:not|never|no longer)|n't)(?: (?!more\b|less\b|over\b|only\b|above\b)[a-z]+){0,2} $",
    r"\bне(?: (?!более|больше|менее|меньше|дороже|дешевле|только|выше|свыше)[а-я]+){0,2} $",
)
# The customer's wish states nothing.
WISH = _any(
    r"\b(?:want|need|give|let's|deal|agree|confirm|promise|say|make|would like|demand|can you|please|insist|"
    r"must|should|i'll pay)\b",
    r"\b(?:хочу|хотел\w*|дайте|дай|сделайте|сделай|прошу|давайте|договорились|подтвердите|обещайте|скажите|"
    r"требую|должны|согласн\w+|пожалуйста|"
    r"отдайте|продайте|заплачу)\b",
)
