"""How somebody stands in the verification with the colleges: a column and a filter of the list of
people, and something to choose people by. Only lists that were signed count.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from wutong.engines.audiences.registry import CriterionForm
from wutong.kernel.clock import now
from wutong.programs.verification.enums import Answer
from wutong.programs.verification.models import Line
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

KEY = "verification"
LABEL = pgettext_lazy("person", "Verification")
A_YEAR = timedelta(days=365)
VERIFIED, UNKNOWN, OLDER, NEVER = "verified", "unknown", "older", "never"
CHOICES = (
    (VERIFIED, pgettext_lazy("verification", "verified within a year")),
    (UNKNOWN, pgettext_lazy("verification", "unknown to the college")),
    (OLDER, pgettext_lazy("verification", "last looked at more than a year ago")),
    (NEVER, pgettext_lazy("verification", "never verified")),
)


def _answered(**about: Any) -> QuerySet[Line]:
    lines = Line.objects.filter(unit_list__signed_at__isnull=False, **about)
    return lines.exclude(answer=Answer.OPEN)


def standing(choice: str) -> Q:
    """Those who stand so. Where several colleges said something within the year, one that knows
    the person outweighs one that does not.
    """
    ever = _answered(person=OuterRef("pk"))
    lately = ever.filter(unit_list__signed_at__gte=now() - A_YEAR)
    known = Exists(lately.filter(answer__in=(Answer.RIGHT, Answer.CHANGED)))
    return {
        VERIFIED: Q(known),
        UNKNOWN: Q(~known, Exists(lately)),
        OLDER: Q(~Exists(lately), Exists(ever)),
        NEVER: Q(~Exists(ever)),
    }[choice]


def last_words(person_ids: Sequence[int]) -> dict[int, str]:
    """What a college said last, and when it signed; one query."""
    rows = (
        _answered(person__in=person_ids)
        .order_by("person_id", "-unit_list__signed_at", "-pk")
        .distinct("person_id")
        .values_list("person_id", "answer", "unit_list__signed_at")
    )
    return {
        person_id: f"{Answer(answer).label} \u00b7 {as_day(signed_at)}"
        for person_id, answer, signed_at in rows
        if signed_at is not None
    }


class StandingForm(CriterionForm):
    """How they stand."""

    state = forms.ChoiceField(label=LABEL, choices=CHOICES)


def to_q(params: Mapping[str, Any]) -> Q:
    """Those who stand so."""
    return standing(params.get("state", VERIFIED))


def describe(params: Mapping[str, Any]) -> str:
    """In the words of the choice."""
    return str(dict(CHOICES)[params.get("state", VERIFIED)])


def value(_params: Mapping[str, Any], person_id: int) -> str:
    """What a college said last of one person."""
    return last_words([person_id]).get(person_id, "")
