"""What was found about two records, in a clerk's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

SENTENCES: dict[str, _StrOrPromise] = {
    "document.same": gettext_lazy("same identity document"),
    "document.differs": gettext_lazy("another identity document of the same kind"),
    "number.same": gettext_lazy("same student number %(number)s"),
    "number.swapped": gettext_lazy("student numbers differ in the order of digits only"),
    "number.differs": gettext_lazy("another student number for the same study"),
    "reach.phone": gettext_lazy("same phone number"),
    "reach.email": gettext_lazy("same e-mail address"),
    "reach.phone_email": gettext_lazy("same phone number and e-mail address"),
    "name.same": gettext_lazy("same name"),
    "name.former": gettext_lazy("the name of one is a former or foreign name of the other"),
    "name.pinyin": gettext_lazy("names written differently, equal in pinyin"),
    "name.character": gettext_lazy("names differ in one character"),
    "name.differs": gettext_lazy("different names"),
    "birth.same": gettext_lazy("same date of birth"),
    "birth.swapped": gettext_lazy("day and month of birth swapped"),
    "birth.rounded": gettext_lazy("same year of birth, one day looks filled in"),
    "birth.year_off": gettext_lazy("dates of birth a year apart"),
    "birth.nearly": gettext_lazy("dates of birth a day or a month apart"),
    "birth.differs": gettext_lazy("different dates of birth"),
    "study.class": gettext_lazy("same class"),
    "study.same": gettext_lazy("same college, level and year of entry"),
    "study.year": gettext_lazy("same year of entry or leaving"),
    "study.follows": gettext_lazy("one study follows the other at the same college"),
    "study.later": gettext_lazy("one study came after the other"),
    "study.overlaps": gettext_lazy("studied at the same time in different places"),
    "study.elsewhere": gettext_lazy("different colleges"),
    "sex.differs": gettext_lazy("sex differs"),
    "work.same": gettext_lazy("same employer"),
    "accounts.both": gettext_lazy("both have an account of their own"),
}


@dataclass(frozen=True)
class Said:
    """A finding as a screen shows it; `weight` as in `findings.Weight`."""

    text: str
    weight: int

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return {2: "good", 1: "info", 0: "neutral"}.get(self.weight, "danger")


def in_words(evidence: list[Mapping[str, Any]]) -> list[Said]:
    """The findings as sentences, in their order."""
    return [
        Said(str(SENTENCES.get(one["code"], _("something in common"))) % one, one["weight"])
        for one in evidence
    ]
