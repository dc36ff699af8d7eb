"""Chosen by the intake that made somebody an alumnus: what the first letter is addressed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.engines.audiences.registry import CriterionForm
from wutong.programs.graduation.models import Intake, IntakeMember

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "graduation.intake"


class IntakeForm(CriterionForm):
    """Which one."""

    intake = forms.ModelChoiceField(
        label=gettext_lazy("Graduates of"), queryset=Intake.objects.all(), required=False
    )

    def params(self) -> dict[str, Any]:
        """The intake by its key."""
        intake = self.cleaned_data.get("intake")
        return {"intake": intake.pk} if intake else {}


def to_q(params: Mapping[str, Any]) -> Q:
    """Those whom it took in."""
    rows = IntakeMember.objects.filter(intake=params.get("intake") or 0, person=OuterRef("pk"))
    return Q(Exists(rows))


def describe(params: Mapping[str, Any]) -> str:
    """Such as “Graduates of June 2026”."""
    found = Intake.objects.filter(pk=params.get("intake") or 0).values_list("title", flat=True)
    return _("Taken in with %(intake)s") % {"intake": found.first() or "–"}
