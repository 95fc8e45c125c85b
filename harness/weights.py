"""Which adapter is on, on which base and trained how: the line that every report begins with."""

from __future__ import annotations

from harness.figures import Lang
from harness.record import Arm

__all__ = ["describe", "weights_line"]

_WORDS: dict[Lang, dict[str, str]] = {
    "en": {
        "adapter": "adapter {name} ({kind}) on {base}",
        "bits": ", loaded in {bits}",
        "full": "no adapter: full weights",
        "from": ", {method}, from {base}",
        "method full": "all tuned",
        "method merged": "an adapter merged in",
        "pretrained": ", {method}",
        "unknown": "a model behind a server: which adapter is on is not known",
        "base": "its base",
    },
    "ru": {
        "adapter": "адаптер {name} ({kind}) на {base}",
        "bits": ", загружено в {bits}",
        "full": "без адаптера: полные веса",
        "from": ", {method}, из {base}",
        "method full": "обучены целиком",
        "method merged": "адаптер влит",
        "pretrained": ", {method}",
        "unknown": "модель за сервером: какой адаптер включён, неизвестно",
        "base": "своей базе",
    },
}


def weights_line(arm: Arm, lang: Lang = "en") -> str:
    """`adapter faq (lora r16) on shop-base 3f2a91c07d55`, or `no adapter: full weights`, with how they came to be."""
    words = _WORDS[lang]
    if arm.unknown:
        return words["unknown"]
    kind = (arm.kind or arm.method or "adapter") if arm.adapter else ""
    told = describe(arm.name, kind=kind, method=arm.method, base=arm.base, base_digest=arm.base_digest, lang=lang)
    return told + (words["bits"].format(bits=bits) if (bits := arm.deployment.quantization) else "")


def describe(
    name: str, *, kind: str, method: str | None, base: str | None, base_digest: str | None, lang: Lang = "en"
) -> str:
    """The same of weights that nobody has asked anything yet; `kind` is empty where there is no adapter."""
    words = _WORDS[lang]
    stands = " ".join(filter(None, (base or words["base"], (base_digest or "")[:12])))
    if kind:
        return words["adapter"].format(name=name, kind=kind, base=stands)
    if not method:
        return words["full"]
    how = words.get(f"method {method}", method)
    return words["full"] + words["from" if base else "pretrained"].format(method=how, base=stands)
