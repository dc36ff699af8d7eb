"""A member's own record. Everything here starts from the signed-in account and reaches one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.core.people.enums import ContactStatus
from wutong.core.people.models import ContactPoint, Degree, Employment, Person, Provenance
from wutong.core.people.registry import timeline
from wutong.core.rights.public import accesses_to

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from wutong.core.people.registry import TimelineEvent
    from wutong.core.rights.public import Access
    from wutong.platform.accounts.models import User

EVENTS = 30
LOOKS = 20


@dataclass(frozen=True)
class Contact:
    """One way to be reached; ``value`` is masked unless it was asked for."""

    kind: _StrOrPromise
    value: str
    icon: str
    preferred: bool
    trouble: _StrOrPromise


@dataclass(frozen=True)
class Kept:
    """One kind of thing the office keeps, with how many and where the last came from."""

    label: str
    amount: int


ICONS = {"email": "mail", "phone": "phone", "address": "pin", "wechat": "people"}


def own_person(user: User) -> Person | None:
    """The person behind an account; None for an account of the office alone."""
    return (
        Person.objects.select_related("region")
        .defer("search_tokens")
        .filter(user_id=user.pk, merged_into__isnull=True)
        .first()
    )


def studies(person: Person) -> list[Degree]:
    """Times of study, youngest first."""
    rows = Degree.objects.filter(person=person).select_related("unit", "class_group")
    return list(rows.order_by("-leave_year", "-entry_year", "-id"))


def work(person: Person) -> Employment | None:
    """Where the person works as far as we know."""
    rows = Employment.objects.filter(person=person, to_date__isnull=True)
    return rows.order_by("-as_of", "-from_date", "-id").first()


def contacts(person: Person, *, shown: bool) -> list[Contact]:
    """Current contact points, masked unless ``shown``."""
    rows = ContactPoint.objects.filter(person=person, valid_to__isnull=True)
    return [
        Contact(
            kind=row.get_kind_display(),
            value=row.value if shown else row.masked,
            icon=ICONS.get(row.kind, "info"),
            preferred=row.is_primary,
            trouble="" if row.status == ContactStatus.OK else row.get_status_display(),
        )
        for row in rows.order_by("kind", "-is_primary", "id")
    ]


def events(person: Person, viewer: User) -> list[TimelineEvent]:
    """What happened, from every room that knows something, youngest first."""
    found = [
        event
        for source in timeline.values()
        for event in source.events(person.pk, viewer, before=None, limit=EVENTS)
    ]
    found.sort(key=lambda event: event.when, reverse=True)
    return found[:EVENTS]


def looks(person: Person) -> list[Access]:
    """Who looked at the record unmasked or changed it, youngest first (个人信息保护法 第四十五条)."""
    return accesses_to(person.pk, account=person.user_id, limit=LOOKS)


def kept(person: Person) -> list[Kept]:
    """What the office keeps, by kind."""
    counted = [
        (_("Times of study"), Degree.objects.filter(person=person).count()),
        (_("Ways to reach you"), ContactPoint.objects.filter(person=person).count()),
        (_("Places of work"), Employment.objects.filter(person=person).count()),
        (_("Notes of where it comes from"), Provenance.objects.filter(person=person).count()),
    ]
    return [Kept(label, amount) for label, amount in counted if amount]


def sources(person: Person) -> list[str]:
    """Where the record comes from, in the words of those who entered it."""
    rows = Provenance.objects.filter(person=person).exclude(source_label="")
    return list(
        dict.fromkeys(rows.order_by("-recorded_at").values_list("source_label", flat=True)[:20])
    )[:5]
