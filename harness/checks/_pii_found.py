"""What personal data in a text is, and the checksums that tell a true number from any other."""

from __future__ import annotations

from dataclasses import dataclass

import regex

__all__ = [
    "ABOUT_AN_ORDER",
    "WHOSE",
    "Found",
    "digits_of",
    "iban_holds",
    "inn_holds",
    "luhn_holds",
    "ogrn_holds",
    "snils_holds",
]

# Words that make the number behind them one of the shop's own: an order, a ticket, an article, an account.
ABOUT_AN_ORDER = regex.compile(
    r"(?:[№#]|\b(?:orders?|invoice|tracking|track|parcel|shipment|article|item|sku|ticket|claim|reference|ref|receipt|"
    r"serial|contract|barcode|isbn|ean|imei|account|model|licen[cs]e|policy|member|id|vin|flight|zip|box|case)\b|\b(?:заказ|трек|накладн|артикул|посылк|отправлени|"
    r"обращени|заявк|тикет|чек|квитанц|договор|счет|счёт|штрихкод|штрих-код|серийн|модел|прав|полис|рейс|индекс|код|карт|дел|бик|кпп|окпо|р/с|к/с)\p{L}*)"
    r"[^\d\n]{0,15}$",
    regex.IGNORECASE,
)
# What stands between a value and the label behind it: "… is his IP", «… — её СНИЛС».
WHOSE = (
    r"[ \u00a0]?[—–(-]?[ \u00a0]?(?:(?:is|was|это|the|his|her|their|my|your|our|its|его|е[её]|их|мой|"
    r"моя|ваш\p{L}?|наш\p{L}?|"
    r"\p{Lu}\p{L}{1,20}'s) ){0,3}"
)
_NO_DIGIT = regex.compile("[^0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Personal data in a text: what it is, where it stands, and its value in comparable form."""

    kind: str
    start: int
    end: int
    key: str


def digits_of(value: str) -> str:
    """The ASCII digits of a value, without what stands between them."""
    return _NO_DIGIT.sub("", value)


def luhn_holds(digits: str) -> bool:
    """ISO/IEC 7812-1: every second digit from the right doubled, the digits' sum divisible by ten."""
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0 and len(set(digits)) > 1


def iban_holds(value: str) -> bool:
    """ISO 13616: moved by four, letters as 10…35, the number is 1 modulo 97."""
    return int("".join(str(int(sign, 36)) for sign in value[4:] + value[:4])) % 97 == 1


def snils_holds(digits: str) -> bool:
    """The Russian insurance number's checksum: Σ digit × (9…1), modulo 101, 100 as 0; eleven digits."""
    if len(digits) != 11:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return total % 101 % 100 == int(digits[9:])


def inn_holds(digits: str) -> bool:
    """The Russian taxpayer number's checksum, of 10 digits (organisations) or 12 (people)."""
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)

    def control(count: int) -> bool:
        used = weights[len(weights) - count :]
        return sum(int(d) * w for d, w in zip(digits, used, strict=False)) % 11 % 10 == int(digits[count])

    return control(9) if len(digits) == 10 else len(digits) == 12 and control(10) and control(11)


def ogrn_holds(digits: str) -> bool:
    """The Russian state registration number's checksum: 13 digits modulo 11 (OGRN), 15 modulo 13 (OGRNIP)."""
    modulus = {13: 11, 15: 13}.get(len(digits))
    return modulus is not None and int(digits[:-1]) % modulus % 10 == int(digits[-1])
