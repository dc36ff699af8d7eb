"""When the office was last in touch, and what comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from wutong.core.interactions.models import ContactReport, KeyAlumnus
from wutong.kernel.clock import today
from wutong.platform.access.public import scope

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from wutong.platform.accounts.models import User

QUIET_DAYS = 90
"""So many days without contact, and the steward is reminded."""


def with_contact(rows: QuerySet[KeyAlumnus], user: User) -> QuerySet[Any]:
    """Each with ``last_contact``, ``next_step``, ``next_step_on`` and ``quiet_since``: the last
    contact, or the day on which they came on the list. Every contact counts, whoever may read
    what was said.
    """
    held = ContactReport.objects.filter(person=OuterRef("person"))
    steps = scope(user, ContactReport).filter(
        person=OuterRef("person"), step_done_on__isnull=True
    ).exclude(next_step="")  # fmt: skip
    coming = steps.order_by(F("next_step_on").asc(nulls_last=True), "pk")
    return rows.annotate(
        last_contact=Subquery(held.order_by("-held_on").values("held_on")[:1]),
        next_step=Subquery(coming.values("next_step")[:1]),
        next_step_on=Subquery(coming.values("next_step_on")[:1]),
    ).annotate(quiet_since=Coalesce("last_contact", "since"))


def quiet(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of rows ``with_contact`` those on the list, living, and without contact for too long."""
    return rows.filter(
        ended_on__isnull=True, person__deceased=False, quiet_since__lt=quiet_before()
    )


def quiet_before() -> date:
    """Who was in touch before this day is due."""
    return today() - timedelta(days=QUIET_DAYS)


def latest_reports(user: User, *, limit: int, **about: int) -> list[ContactReport]:
    """The newest reports about a person (``person=``) or organisation in ``user``'s sight."""
    rows = scope(user, ContactReport).filter(**about)
    return list(rows.select_related("by", "organisation", "person", "next_step_by")[:limit])


def days_quiet(rows: Iterable[Any]) -> None:
    """Give each its ``days``: how long there was no contact."""
    for row in rows:
        row.days = (today() - row.quiet_since).days
