"""Which adapter is on, on which base and trained how: the line that every report begins with."""

from __future__ import annotations

from harness.figures import Lang
from harness.record import Arm

__all__ = ["weights_line"]

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
    base = " ".join(filter(None, (arm.base or words["base"], (arm.base_digest or "")[:12])))
    told = words["full"]
    if arm.adapter:
        told = words["adapter"].format(name=arm.name, kind=arm.kind or arm.method or "adapter", base=base)
    elif arm.method:
        method = words.get(f"method {arm.method}", arm.method)
        told += words["from" if arm.base else "pretrained"].format(method=method, base=base)
    return told + (words["bits"].format(bits=bits) if (bits := arm.deployment.quantization) else "")
