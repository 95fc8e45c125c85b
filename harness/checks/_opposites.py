"""Words that exclude each other: who says one where the answer has the other says something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

__all__ = ["opposed"]

# A group a line; its members are told apart by "|", forms of one member stand together.
_GROUPS = """
before prior | after
above over | below under beneath
inside within | outside
left | right
upper top | lower bottom
north northern | south southern | east eastern | west western
increase increases increased rise rises rising | decrease decreases decreased fall falls falling
more | less fewer
most maximum | least minimum
early | late
new newer newest | old older oldest former
male man men boy father brother son husband he | female woman women girl mother sister daughter wife she
with | without
positive | negative
open opened | closed shut
always | never
all everyone | none nobody
true | false
yes | no
hot warm | cold
free | paid
allowed permitted | forbidden prohibited
black | white | red | blue | green | yellow | orange | brown | purple | pink | grey
monday | tuesday | wednesday | thursday | friday | saturday | sunday
january | february | march | april | june | july | august | september | october | november | december
до | после
выше над | ниже под
внутри | снаружи вне
левый слева левой левая | правый справа правой правая
верхний верхняя верхнее сверху | нижний нижняя нижнее снизу
север северный северная северное северной севере | юг южный южная южное южной юге | восток восточный восточная восточной востоке | запад западный западная западной западе
увеличивается растет рост увеличение | уменьшается падает падение снижение
больше более | меньше менее
рано ранний раньше | поздно поздний позже
новый новая новое новые новых новым новую нового новой | старый старая старое старые старых старым старую старого старой прежний прежняя прежние прежних
мужчина отец брат сын муж | женщина мать сестра дочь жена
с | без
всегда | никогда
все | никто
да | нет
бесплатно бесплатная бесплатный | платно платная платный
можно разрешено | нельзя запрещено
черный черная черное | белый белая белое | красный красная красное | синий синяя синее | зеленый зеленая зеленое | желтый желтая желтое
понедельник понедельника | вторник вторника | среда среду среды | четверг четверга | пятница пятницу пятницы | суббота субботу субботы | воскресенье воскресенья
январь января | февраль февраля | март марта | апрель апреля | май мая | июнь июня | июль июля | август августа | сентябрь сентября | октябрь октября | ноябрь ноября | декабрь декабря
"""  # noqa: E501


@cache
def _members() -> Mapping[str, tuple[int, int]]:
    """By word: its group and its member of it."""
    return {
        word: (group, member)
        for group, line in enumerate(_GROUPS.strip().splitlines())
        for member, forms in enumerate(line.split("|"))
        for word in forms.split()
    }


def opposed(answer: Sequence[str], reply: Sequence[str]) -> str | None:
    """The word of the reply that excludes one of the answer's, where the reply does not say the answer's as well."""
    members = _members()
    wanted = [members[word] for word in answer if word in members]
    if not wanted:
        return None
    said = {members[word]: word for word in reply if word in members}
    for group, member in wanted:
        if (group, member) not in said:
            for (other, its), word in said.items():
                if other == group and its != member:
                    return word
    return None
