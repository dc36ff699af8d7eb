"""Chosen because a day is theirs: what the sending of a day is addressed by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.people.models import Person
from wutong.engines.audiences.public import Condition, CriterionForm, Group, Use, dumps, loads
from wutong.platform.access.public import scope
from wutong.programs.moments.models import Moment
from wutong.programs.moments.office.addresses import moment_url
from wutong.programs.moments.whose import whose
from wutong.ui.design.typography import as_day
from wutong.ui.office.fields import DayInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.platform.accounts.models import User

KEY = "moments.day"
NOBODY = Q(pk__in=[])


def _plans() -> list[tuple[str, str]]:
    return [(str(row.pk), row.title) for row in Moment.objects.only("pk", "title").order_by("pk")]


class DayForm(CriterionForm):
    """A plan and a day."""

    moment = forms.ChoiceField(label=pgettext_lazy("moment", "Plan"), choices=_plans)
    on = forms.DateField(label=pgettext_lazy("moment", "Day"), widget=DayInput)


def _read(params: Mapping[str, Any]) -> tuple[Moment | None, date | None]:
    try:
        on = date.fromisoformat(str(params.get("on", "")))
        key = int(params.get("moment", 0))
    except ValueError:
        return None, None
    return Moment.objects.filter(pk=key).first(), on


def day_q(params: Mapping[str, Any]) -> Q:
    """Those whose day it is; nobody where the plan is gone."""
    moment, on = _read(params)
    return whose(moment, on) if moment is not None and on is not None else NOBODY


def day_words(params: Mapping[str, Any]) -> str:
    moment, on = _read(params)
    if moment is None or on is None:
        return "–"
    return _("%(moment)s on %(day)s") % {"moment": moment.title, "day": as_day(on)}


def day_value(params: Mapping[str, Any], person_id: int) -> str:
    """Whether it is theirs; the day of birth itself is not told."""
    mine = Person.objects.filter(day_q(params), pk=person_id).exists()
    return _("it is their day") if mine else _("it is not their day")


def definition_on(moment: Moment, on: date) -> dict[str, Any]:
    """The approved segment, and of it those whose day it is."""
    root = loads(moment.definition) if moment.definition else Group()
    theirs = Condition(KEY, {"moment": str(moment.pk), "on": on.isoformat()})
    if root.op == "all":
        return dumps(Group("all", [theirs, *root.items]))
    return dumps(Group("all", [theirs, root]))


def uses_in_moments(segment_id: int, user: User) -> list[Use]:
    """Plans for a segment."""
    seen = set(scope(user, Moment).values_list("pk", flat=True))
    return [
        Use(
            gettext_lazy("Calendar of moments"),
            row.title if row.pk in seen else "–",
            moment_url(row.pk) if row.pk in seen else "",
        )
        for row in Moment.objects.filter(segment=segment_id).order_by("pk")
    ]
