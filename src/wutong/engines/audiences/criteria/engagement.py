"""Chosen by what people did with us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.models import Act
from wutong.engines.audiences.criteria.words import span
from wutong.engines.audiences.registry import CriterionForm
from wutong.kernel import clock

Params = Mapping[str, Any]


class EngagementForm(CriterionForm):
    """Acts in a period; without dates the last twelve months."""

    mode = forms.ChoiceField(
        label=gettext_lazy("Kind of engagement"),
        choices=[("", gettext_lazy("any")), *CaseMode.choices],
        required=False,
    )
    since = forms.DateField(
        label=pgettext_lazy("period", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    at_least = forms.IntegerField(
        label=gettext_lazy("At least so often"), required=False, min_value=1, max_value=999
    )


def engagement_q(params: Params) -> Q:
    """Has standing acts (not taken back) in the period, at least so many."""
    since = params.get("since") or (clock.today() - timedelta(days=365)).isoformat()
    acts = Act.objects.filter(
        person=OuterRef("pk"),
        occurred_on__gte=since,
        occurred_on__lte=params.get("until") or clock.today().isoformat(),
        reverses__isnull=True,
        voided_at__isnull=True,
    )
    if mode := params.get("mode"):
        acts = acts.filter(case_mode=mode)
    least = int(params.get("at_least") or 1)
    if least == 1:
        return Q(Exists(acts))
    often = acts.order_by().values("person").annotate(times=Count("id")).filter(times__gte=least)
    return Q(Exists(often))


def engagement_words(params: Params) -> str:
    mode = params.get("mode")
    name = CaseMode(mode).label if mode else _("any engagement")
    when = span(params.get("since"), params.get("until")) or _("in the last twelve months")
    times = int(params.get("at_least") or 1)
    if times > 1:
        return _("%(name)s, %(when)s, at least %(times)s times") % {
            "name": name,
            "when": when,
            "times": times,
        }
    return _("%(name)s, %(when)s") % {"name": name, "when": when}
