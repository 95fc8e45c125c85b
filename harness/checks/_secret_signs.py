"""Forms of secrets: keys by their provider's shape, tokens, connection strings, passwords by their label."""

from __future__ import annotations

import regex

from harness.checks._prefilter import sign

__all__ = ["BESIDE", "LABELLED", "NO_VALUE", "PAIR", "SHAPES", "SHORT_CODE", "URL"]

# Prefixes and lengths as the providers document them.
SHAPES = tuple(
    (kind, sign(rf"(?<![\w-])(?:{shape})(?![\w])"))
    for kind, shape in (
        ("private key", r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----"),
        ("AWS key", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}"),
        ("GitHub token", r"gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255}"),
        ("GitLab token", r"gl(?:pat|dt|rt|ptt)-[\w-]{20,64}"),
        ("Anthropic key", r"sk-ant-[\w-]{20,255}"),
        ("OpenAI key", r"sk-(?:proj-|svcacct-|admin-)?(?=[\w-]{0,255}\d)[A-Za-z0-9_-]{20,255}"),
        ("Stripe key", r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}|whsec_[A-Za-z0-9]{24,255}"),
        ("Slack token", r"xox[abeoprs]-[A-Za-z0-9-]{10,255}|xapp-\d-[A-Za-z0-9-]{10,255}"),
        ("Google key", r"AIza[\w-]{35}|ya29\.[\w-]{20,255}|GOCSPX-[\w-]{28}"),
        ("Telegram bot token", r"\d{8,10}:[A-Za-z0-9_-]{35}"),
        ("Twilio key", r"(?:AC|SK)[0-9a-f]{32}"),
        ("SendGrid key", r"SG\.[\w-]{22}\.[\w-]{43}"),
        ("npm token", r"npm_[A-Za-z0-9]{36}"),
        ("PyPI token", r"pypi-[\w-]{50,255}"),
        ("Hugging Face token", r"hf_[A-Za-z0-9]{30,64}"),
        ("DigitalOcean token", r"do[opr]_v1_[a-f0-9]{64}"),
        ("Shopify token", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
        ("Yandex key", r"AQVN[\w-]{35,38}|t1\.[\w-]{10,255}={0,2}\.[\w-]{86}={0,2}|y[0-3]_[\w-]{50,128}"),
        ("web token", r"eyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{8,1000}"),
        ("web hook", r"https://hooks\.slack\.com/services/\w{6,15}/\w{6,15}/\w{16,40}"),
        ("web hook", r"https://discord(?:app)?\.com/api/webhooks/\d{10,25}/[\w-]{30,100}"),
    )
)
# A password between the user's name and the host, or among the parts of a connection string.
URL = sign(
    r"(?<!\w)[a-z][a-z0-9+.-]{1,20}://[^\s:/@\"'<>]{0,64}:(?P<value>[^\s@/\"'<>]{1,128})@[\w.-]{1,253}|"
    r"(?<!\w)(?:password|pwd|accountkey|sharedaccesskey)=(?P<value>[^\s;\"'&]{3,256})(?=;|$|\s|[\"'&])",
    regex.IGNORECASE,
)

_QUOTES = "\"'«»“”„`*"
_NAME = (
    r"(?:password|passcode|passphrase|passwd|pwd|login code|wi-?fi key|пароль|парол(?:я|ем|и)|кодов(?:ое|"
    r"ым) слов(?:о|ом))"
)
_LOCKED = r"(?:door|gate|entrance|lock|safe|alarm|locker|building|house|garage|card|account|app|vault|room|office)"
_LOCKED_RU = r"(?:домофона|замка|сейфа|двери|подъезда|сигнализации|ворот|шлагбаума|калитки)"
_PIN = (
    rf"(?:code(?:(?<={_LOCKED} code)| (?:to|for|of) "
    rf"(?:(?:the|your|his|her|my|our|front|back|main|side|\w+'s) ){{0,2}}{_LOCKED})|"
    rf"код(?:а|ом)? {_LOCKED_RU}|"
    r"pin(?:[ -]?code)?|cvv2?|cvc2?|access code|security code|door code|пин(?:[ -]?код\w*)?|код доступа|"
    r"cvv-?код|код(?:а|ом)? (?:из|от|к) \w+)"
)
_KEY = (
    r"(?:api[ -]?(?:key|token)|access[ -](?:key|token)|secret(?:[ -]key)?|auth(?:entication)?[ -]token|"
    r"bearer(?: token)?|private key|token|(?:секретн\w+ |api-?|апи-?)?ключ(?: api| доступа)?|токен(?: доступа|"
    r" api)?|секрет)"
)
# These need nothing between them and the value: "PIN 4821", «ваш пин-код 4821».
_SHORT = rf"(?:pin(?:[ -]?code)?|cvv2?|cvc2?|пин(?:[ -]?код\w{{0,2}})?|cvv-?код|passcode|код {_LOCKED_RU})"
# Whose it is may stand between the word and its value: "the password for Ivan's account is …".
_OF = r"(?:[ _-](?!is\b|are\b|must\b|should\b|это\b)[\p{L}\d'’]{1,20}){0,4}?"
_IS = r"(?: ?(?:is|was|=|:=?|—|–|->|→)| - | это| будет| такой)(?: ?[:—–-])?(?: now| still| set to| сейчас)?\s{0,2}"
_OPEN = rf"(?P<open>[{_QUOTES}(]{{0,3}})"
LABELLED = tuple(
    (
        kind,
        sign(rf"(?<![\p{{L}}\d]){name}(?!\p{{L}}){_OF}{_IS}(?P<open>[{_QUOTES}(]{{0,3}})(?P<value>{value})", regex.I),
    )
    for kind, name, value in (
        ("password", _NAME, r"[^\s«»“”\"`]{3,64}"),
        ("code", _PIN, r"\d{3,8}(?![\d.,:]*\d)"),
        ("key", _KEY, r"[A-Za-z0-9+/_=.-]{12,512}"),
    )
)
SHORT_CODE = sign(
    rf"(?<![\p{{L}}\d]){_SHORT}[ \u00a0]№?(?P<open>[{_QUOTES}(]{{0,3}})(?P<value>\d{{3,8}})(?!\d|[.,:/]\d)"
    r"(?=\s*(?:[.,;!?#)»”\"'\n]|\Z|(?:for|from|and|to|для|от|и|к)\b))",
    regex.IGNORECASE,
)
# What is no word needs nothing between: "with the password q7hs5390", «логин admin, пароль b4wx7if2».
BESIDE = sign(
    rf"(?<![\p{{L}}\d]){_NAME}[ \u00a0](?P<open>[{_QUOTES}(]{{0,3}})"
    r"(?P<value>(?!sha-?\d|md5|utf-?8|base64|\d+[- ])(?=[^\s\d]{0,62}\d)(?=\S{0,62}\d\S{0,60}[\da-z])"
    r"(?=[^\sa-z]{0,62}[a-z])[a-z\d!@#$%^&*_+=-]{6,64})"
    r"(?=[.,;!?)»”\"'`]{0,3}(?:\s|\Z))",
    regex.IGNORECASE,
)
# A user's name with a password behind it: "Log in with admin / admin123".
PAIR = sign(
    r"\b(?:log ?in|sign ?in|credentials?|username|access|войдите|войти|вход\w?|логин\w?|учетн\w+ данн\w+|доступ\w?)\b"
    r"[^\n.!?/|]{0,30}?(?:\b(?:with|as|using|are|is|под|как|с)|[:—–-]) ?[\"'«“`]?[\w@-]{2,40}[\"'»”`]? ?[/|:] ?"
    r"(?P<open>[\"'«“`]?)(?P<value>[^\s/|\"'»”`]{4,64})",
    regex.IGNORECASE,
)
# What is said of a password and is none.
NO_VALUE = regex.compile(
    r"(?:[<\[{(].*|[*•.x…_-]+|\p{L}*(?:ed|ing|able|ible|ive|ory|ally|ful)|your\w*|my\w*|the|a|an|not|no|in|on|"
    r"at|by|to|of|"
    r"only|case(?:-\p{L}+)?|too|very|wrong|incorrect|invalid|weak|strong|secret|private|safe|secure|optional|unique|long|"
    r"short|correct|"
    r"confidential|missing|empty|new|old|here|there|something|what|that|this|never|always|so|sent|kept|known|"
    r"lost|for|up|"
    r"at|least|minimum|between|from|it|we|you|if|when|because|password|passwords|example|placeholder|changeme|"
    r"\p{L}*(?:ый|ой|ий|ая|ое|ен|ён|ена|ены|ан|ана|но|ть|ться|тся|ются|ют|ет|ит|ат|ят|ешь|ите|айте|ым|ом)|"
    r"не|нет|ваш\w*|мой|моя|в|на|по|из|от|для|как|что|это|то|так|уже|если|только|всегда|никому|пароль|пароля|секрет|"
    r"личная|минимум|должен|должна|можно|нужно|нельзя|надо|он|его|мы|вы|через)[.,!?;:)»\"'*`]*",
    regex.IGNORECASE,
)
