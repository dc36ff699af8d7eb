"""Chosen by what people did with us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.models import Act
from wutong.core.engagement.public import kinds
from wutong.core.reference.enums import Grade
from wutong.engines.audiences.criteria.words import listed, span
from wutong.engines.audiences.registry import CriterionForm
from wutong.kernel import clock
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from django.db.models import QuerySet

Params = Mapping[str, Any]
HOW = [
    ("did", gettext_lazy("took part")),
    ("never", gettext_lazy("did not take part")),
]
WHEN = [
    ("year", gettext_lazy("in the last twelve months")),
    ("ever", gettext_lazy("at any time")),
    ("dates", gettext_lazy("between the days below")),
]


def _kind_choices() -> list[tuple[str, Any]]:
    return [(kind.code, kind.label) for kind in kinds]


class EngagementForm(CriterionForm):
    """Acts in a period: at least so many, or none."""

    how = forms.ChoiceField(label=gettext_lazy("Whether"), choices=HOW, required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("In what"),
        choices=_kind_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: whatever it was."),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Kind of engagement"),
        choices=[("", gettext_lazy("any")), *CaseMode.choices],
        required=False,
    )
    when = forms.ChoiceField(label=gettext_lazy("When"), choices=WHEN, required=False)
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


def _span_of(params: Params) -> tuple[str | None, str | None]:
    """First and last day; a day that was entered counts even where nobody chose "between"."""
    today = clock.today()
    since, until = params.get("since"), params.get("until")
    when = params.get("when") or ("dates" if since or until else "year")
    if when == "ever":
        return None, None
    if when == "dates":
        return since, until
    return (today - timedelta(days=365)).isoformat(), today.isoformat()


def _acts(params: Params, person: Any = None) -> QuerySet[Act]:
    """Standing acts (not taken back) of those kinds in the period, of one person or of anybody. Acts graded sensitive choose
    nobody: a segment is shared with those who must not know of them.
    """
    whose = {"person__isnull": False} if person is None else {"person": person}
    acts = Act.objects.filter(
        **whose, reverses__isnull=True, voided_at__isnull=True, grade__lt=Grade.SENSITIVE
    )
    first, last = _span_of(params)
    if first:
        acts = acts.filter(occurred_on__gte=first)
    if last:
        acts = acts.filter(occurred_on__lte=last)
    if mode := params.get("mode"):
        acts = acts.filter(case_mode=mode)
    if codes := params.get("kinds"):
        acts = acts.filter(kind__in=codes)
    return acts


def engagement_q(params: Params) -> Q:
    """At least so many such acts, or not one."""
    acts = _acts(params, OuterRef("pk"))
    if params.get("how") == "never":
        return ~Q(Exists(acts))
    least = int(params.get("at_least") or 1)
    if least == 1:
        return Q(Exists(acts))
    # Counted once for all: a count for each of 300,000 people takes a hundred times as long.
    often = _acts(params).order_by().values("person").annotate(times=Count("id"))
    return Q(pk__in=often.filter(times__gte=least).values("person"))


def engagement_words(params: Params) -> str:
    what = [str(kind.label) for code in params.get("kinds", []) if (kind := kinds.find(code))]
    if mode := params.get("mode"):
        what.append(str(CaseMode(mode).label))
    first, last = _span_of(params)
    if params.get("since") or params.get("until"):
        when = span(first, last)
    else:
        when = str(dict(WHEN)["year" if first else "ever"])
    parts = [listed(what) or _("any engagement"), when]
    times = int(params.get("at_least") or 1)
    if params.get("how") == "never":
        return _("not once: %(what)s") % {"what": _(", ").join(parts)}
    if times > 1:
        parts.append(_("at least %(times)s times") % {"times": times})
    return _(", ").join(parts)


def engagement_value(params: Params, person_id: int) -> str:
    """How often in that period, and what came last."""
    acts = _acts(params, person_id)
    last = acts.order_by("-occurred_on").first()
    if last is None:
        return _("nothing in this period")
    count = acts.count()
    found = kinds.find(last.kind)
    return ngettext(
        "once: %(what)s, %(day)s", "%(count)s times, last: %(what)s, %(day)s", count
    ) % {
        "count": count,
        "what": found.label if found else last.kind,
        "day": as_day(last.occurred_on),
    }
