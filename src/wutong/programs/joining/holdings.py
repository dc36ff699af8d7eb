"""What joining holds about a person, and how long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wutong.core.people.public import contact_columns
from wutong.kernel.errors import WutongError
from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import delete_stored
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import (
    Holding,
    RetentionRule,
    after_years,
    deletes,
    holdings,
    reads,
    retention_rules,
    table_of,
)
from wutong.programs.joining.models import Application, ContactProof, Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject

YEARS = 3


def _hashes(subject: Subject) -> list[bytes]:
    found = []
    for address in subject.values("email"):
        try:
            found.append(contact_columns("email", address).value_hash)
        except WutongError:
            continue
    return found


def _applications(subject: Subject) -> QuerySet[Application]:
    """Those of the person, and those made with one of their addresses."""
    mine = Q(person__in=subject.ids("person")) | Q(contact_hash__in=_hashes(subject))
    return Application.objects.filter(mine).order_by("pk")


def forget_applications(rows: QuerySet[Application]) -> int:
    """Delete applications with their papers; how many."""
    for stored in StoredFile.objects.filter(pk__in=rows.values("papers__file")):
        delete_stored(stored)
    return int(rows.delete()[0])


def _erase(_actor: Actor, subject: Subject) -> int:
    proofs = ContactProof.objects.filter(value_hash__in=_hashes(subject)).delete()[0]
    return forget_applications(_applications(subject)) + proofs


holdings.register(
    "joining.applications",
    Holding(
        title=_("Applications to join"),
        purpose=_("To find your record and let you in."),
        fate=Fate.ERASE,
        read=lambda subject: table_of(
            _applications(subject), "asked_at", "way", "name", "student_no", "unit", "entry_year",
            "class_name", "certificate_no", "contact_masked", "note", "state", "answer",
        ),
        erase=_erase,
        tables=("joining_application", "joining_applicationpaper", "joining_contactproof"),
    ),
    order=10,
)  # fmt: skip
holdings.register(
    "joining.invitations",
    Holding(
        title=_("Invitations to join"),
        purpose=_("To let you in by a link."),
        fate=Fate.ERASE,
        read=reads(Invitation, "sent_at", "state", "used_at"),
        erase=deletes(Invitation),
        tables=("joining_invitation",),
    ),
    order=10,
)


def _old(moment: datetime) -> QuerySet[Application]:
    return Application.objects.filter(decided_at__lt=moment - timedelta(days=365 * YEARS))


retention_rules.register(
    "joining.applications",
    RetentionRule(
        title=_("Applications that were decided"),
        purpose=_("To say who was let in and why"),
        period=after_years(YEARS),
        due=lambda moment: _old(moment).count(),
        run=lambda _actor, moment: forget_applications(_old(moment)),
    ),
    order=60,
)
