"""A cell's value as a person sees it in the spreadsheet: 0.2 under `0%` is 20%, a date by its format."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

__all__ = ["shown"]

_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.'
    r"|(?P<mask>[#0?][#0?,. \u00a0]*[#0?]|[#0?])|(?P<sign>.)"
)
_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
_TOKEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|AM/PM|am/pm|y+|m+|d+|h+|s+|.', re.IGNORECASE)


def shown(value: Any, code: str, *, russian: bool = False) -> str:
    """The text in a cell of this number format; thousands and decimals as the language of the sheet writes them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("ИСТИНА" if value else "ЛОЖЬ") if russian else str(value).upper()
    if isinstance(value, int | float):
        return _number(value, code, russian)
    if isinstance(value, datetime | date | time):
        return _moment(value, code, russian)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _number(value: float, code: str, russian: bool) -> str:
    """By the format's digits, thousands, per cent and the texts around; fractions and powers are written plain."""
    sections = code.split(";")
    negative = value < 0 and len(sections) > 1 and bool(sections[1])
    parts = list(_PART.finditer(sections[1] if negative else sections[0]))
    masks = [i for i, part in enumerate(parts) if part["mask"]]
    signs = [part["sign"] or "" for part in parts]
    if code in ("General", "@", "") or len(masks) != 1 or {"/", "E", "e", ","} & set(signs) or not abs(value) < 1e15:
        return _general(value, russian)
    amount = Decimal(str(abs(value) if negative else value)) * (100 if "%" in signs else 1)
    written = _masked(amount, parts[masks[0]]["mask"], russian)
    around = [
        part["quoted"] or part["escaped"] or part["currency"] or (part["sign"] or "").strip("()") for part in parts
    ]
    before, after = "".join(around[: masks[0]]), "".join(around[masks[0] + 1 :])
    minus = "-" if negative and ("(" in signs or "-" not in before) else ""
    return f"{minus}{before}{written}{after}".strip()


def _masked(amount: Decimal, mask: str, russian: bool) -> str:
    whole, _, decimals = mask.partition(".")
    quantum = Decimal(1).scaleb(-len(decimals))
    grouped = "," in whole or " " in whole.strip()
    written = f"{amount.quantize(quantum, ROUND_HALF_UP):{',' if grouped else ''}f}"
    if spare := decimals.count("#"):
        number, _, rest = written.partition(".")
        rest = rest[: len(rest) - spare] + rest[len(rest) - spare :].rstrip("0")
        written = f"{number}.{rest}" if rest else number
    if re.fullmatch("0{2,}", mask):  # 007
        written = written.zfill(len(mask))
    return written.replace(",", "\u00a0").replace(".", ",") if russian else written


def _general(value: float, russian: bool) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    # Excel shows 15 digits at most: 0.1 + 0.2 is 0.3.
    text = f"{Decimal(f'{value:.11g}'):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if russian else text


def _moment(value: datetime | date | time, code: str, russian: bool) -> str:
    """By the format's own order of day, month and year; what a system's locale would decide is written as ISO."""
    has_time = isinstance(value, time) or (isinstance(value, datetime) and (value.hour, value.minute) != (0, 0))
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}" + (f":{value.second:02}" if value.second else "")
    part = re.sub(r"\[[^\]]*\]", "", code.split(";")[0])
    letters = re.sub(r'"[^"]*"|\\.', "", part).casefold()
    if part == "mm-dd-yy" or not ("d" in letters or "y" in letters):
        written = value.strftime("%Y-%m-%d")
        return f"{written} {value:%H:%M}" if has_time and isinstance(value, datetime) else written
    out, hours = [], False
    for piece in _TOKEN.findall(part):
        kind = piece[0].casefold()
        if piece.startswith('"'):
            out.append(piece[1:-1])
        elif piece.startswith("\\"):
            out.append(piece[1])
        elif kind == "y":
            out.append(f"{value:%Y}")  # two digits are no year that a person would test by
        elif kind == "m" and hours:
            out.append(f"{getattr(value, 'minute', 0):02}")
        elif kind == "m":
            names = {1: f"{value.month}", 2: f"{value.month:02}", 3: f"{value:%b}"}
            out.append(names.get(len(piece), _MONTHS[value.month - 1] if russian else f"{value:%B}"))
        elif kind == "d":
            out.append({1: f"{value.day}", 2: f"{value.day:02}", 3: f"{value:%a}"}.get(len(piece), f"{value:%A}"))
        elif kind == "h":
            hours = True
            out.append(f"{getattr(value, 'hour', 0):0{min(len(piece), 2)}}")
        elif kind == "s":
            out.append(f"{getattr(value, 'second', 0):02}")
        elif piece not in "@_*":
            out.append(piece)
    return "".join(out).strip()
