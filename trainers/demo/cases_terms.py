"""Cases of terms: the desk speaks the shop's own words, whatever the customer's."""

from __future__ import annotations

from random import Random

from trainers.demo import support
from trainers.demo.case_text import Entry
from trainers.demo.example import Example, Lang, Part, fixed
from trainers.demo.world import draw_many

__all__ = ["terms"]

# Rules whose answer can't do without a term of the glossary.
_NEEDED: dict[Lang, dict[str, list[str]]] = {
    "en": {
        "pickup-storage": ["pickup point", "parcel"], "tracking": ["parcel"], "gift-card": ["gift card"],
        "warranty": ["warranty"], "invoice": ["invoice"], "refund-time": ["refund"], "own-data": ["account"],
        "delivery-time": ["working day"],
    },
    "ru": {
        "pickup-storage": ["пункт выдачи", "посылка"], "tracking": ["посылка"], "gift-card": ["подарочная карта"],
        "warranty": ["гарантия"], "invoice": ["чек"], "own-data": ["личный кабинет"], "delivery-time": ["рабочий день"],
        "free-delivery": ["доставка"],
    },
}  # fmt: skip
_PER_RULE: dict[str, int] = {"gate": 3, "dev": 1}


def terms(lang: Lang, split: Part) -> dict[str, list[Entry]]:
    """Questions that can't be answered well without one of the shop's terms."""
    rng = fixed(1, "terms", lang, split)
    rules = [rule for rule in support.rules() if rule.id in _NEEDED[lang]]
    return {"desk": [entry for rule in rules for entry in _cases(rule, lang, split, rng)]}


def _cases(rule: support.Rule, lang: Lang, split: Part, rng: Random) -> list[Entry]:
    def make(rng: Random, lang: Lang) -> Example:
        return support.support(rng, lang, rule)

    needed = {"glossary": {"from": f"_shop.{lang}.yaml", "required": _NEEDED[lang][rule.id]}}
    return [
        Entry(id=f"{rule.id}-{lang}-{'' if split == 'gate' else 'dev-'}{number:02d}", prompt=asked.prompt,
              expect=(needed,))
        for number, asked in enumerate(draw_many(make, split, lang, rng, _PER_RULE[split]), 1)
    ]  # fmt: skip
