"""Chosen by the class board: who looks after a class, and whose class still misses classmates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.models import Degree
from wutong.engines.audiences.public import CriterionForm
from wutong.programs.rosters.models import ClassRoster, RosterKeeper

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "rosters.class"
WHO = [
    ("keeper", gettext_lazy("look after the board of a class")),
    ("behind", gettext_lazy("are of a class of which fewer are found than below")),
    ("alone", gettext_lazy("are of such a class that nobody looks after")),
]


class RosterForm(CriterionForm):
    """Liaisons, or the classes that need one."""

    who = forms.ChoiceField(label=gettext_lazy("Those who"), choices=WHO)
    share = forms.IntegerField(
        label=gettext_lazy("Share found, in percent"),
        required=False,
        min_value=1,
        max_value=100,
        initial=80,
    )


def _share(params: Mapping[str, Any]) -> int:
    return int(params.get("share") or 80)


def roster_q(params: Mapping[str, Any]) -> Q:
    """By the board as it was last counted."""
    who = params.get("who", "keeper")
    kept = RosterKeeper.objects.filter(ended_at__isnull=True)
    if who == "keeper":
        return Q(Exists(kept.filter(person=OuterRef("pk"))))
    behind = ClassRoster.objects.filter(share__lt=_share(params))
    if who == "alone":
        behind = behind.exclude(class_group__in=kept.values("class_group"))
    studied = Degree.objects.filter(
        person=OuterRef("pk"), class_group__in=behind.values("class_group")
    )
    return Q(Exists(studied))


def roster_words(params: Mapping[str, Any]) -> str:
    who = params.get("who", "keeper")
    words = str(dict(WHO)[who])
    if who == "keeper":
        return words
    return _("%(who)s (%(share)s%%)") % {"who": words, "share": _share(params)}


def roster_value(params: Mapping[str, Any], person_id: int) -> str:
    """The classes of the person with the share found."""
    boards = ClassRoster.objects.filter(
        class_group__in=Degree.objects.filter(person=person_id).values("class_group")
    ).select_related("class_group")
    return _(", ").join(f"{board.class_group} {board.share}%" for board in boards)
