"""What this room holds about a person, the card of their copy, and how long it is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wutong.core.people.models import Person
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import (
    Attachment,
    Holding,
    RetentionRule,
    after_days,
    after_years,
    attachments,
    deletes,
    holdings,
    reads,
    retention_rules,
    table_of,
)
from wutong.programs.members.models import Card, Correction, DirectoryUse, RelayedLetter
from wutong.programs.members.selectors.fields import values_of
from wutong.programs.members.vcard import vcard

if TYPE_CHECKING:
    from datetime import datetime

    from wutong.platform.privacy.public import Subject

USE_DAYS, CORRECTION_YEARS = 90, 3
CARD_FIELDS = ("name", "study", "place", "work", "email", "phone", "wechat")

holdings.register(
    "members.cards",
    Holding(
        title=_("Alumni card"),
        purpose=_("To show that you are an alumnus."),
        fate=Fate.ERASE,
        read=reads(Card, "number", "issued_at", "revoked_at", "revoked_reason"),
        erase=deletes(Card),
        tables=("members_card",),
    ),
    order=10,
)
holdings.register(
    "members.corrections",
    Holding(
        title=_("Corrections you asked for"),
        purpose=_("To put your record right."),
        fate=Fate.ERASE,
        read=reads(Correction, "asked_at", "field", "shown", "said", "note", "state", "answer"),
        erase=deletes(Correction),
        tables=("members_correction",),
    ),
    order=10,
)
holdings.register(
    "members.directory",
    Holding(
        title=_("How much of the directory you read"),
        purpose=_("To notice when the directory is copied."),
        fate=Fate.ERASE,
        read=reads(DirectoryUse, "day", "pages", "profiles", "stopped_at"),
        erase=deletes(DirectoryUse),
        tables=("members_directoryuse",),
    ),
    order=10,
)


def _letters(subject: Subject) -> QuerySet[RelayedLetter]:
    ids = subject.ids("person")
    return RelayedLetter.objects.filter(Q(sender__in=ids) | Q(recipient__in=ids)).order_by("pk")


holdings.register(
    "members.letters",
    Holding(
        title=_("Letters through the office"),
        purpose=_("To keep somebody from writing too many; their words are not kept."),
        fate=Fate.ERASE,
        read=lambda subject: table_of(_letters(subject), "sent_at"),
        erase=lambda _actor, subject: _letters(subject).delete()[0],
        tables=("members_relayedletter",),
    ),
    order=10,
)


def own_card(subject: Subject) -> bytes | None:
    """Everything that has a place on a vCard 4.0."""
    ids = subject.ids("person")
    person = Person.objects.filter(pk__in=ids[:1]).select_related("region").first()
    return vcard(values_of(person, CARD_FIELDS)).encode() if person else None


attachments.register("members.vcard", Attachment("contact.vcf", own_card))


def _old_use(moment: datetime) -> QuerySet[DirectoryUse]:
    return DirectoryUse.objects.filter(day__lt=(moment - timedelta(days=USE_DAYS)).date())


retention_rules.register(
    "members.directory",
    RetentionRule(
        title=_("Who read how much of the directory"),
        purpose=_("To notice when the directory is copied"),
        period=after_days(USE_DAYS),
        due=lambda moment: _old_use(moment).count(),
        run=lambda _actor, moment: _old_use(moment).delete()[0],
    ),
    order=60,
)


def _old_corrections(moment: datetime) -> QuerySet[Correction]:
    before = moment - timedelta(days=365 * CORRECTION_YEARS)
    return Correction.objects.filter(decided_at__lt=before)


retention_rules.register(
    "members.corrections",
    RetentionRule(
        title=_("Corrections that were decided"),
        purpose=_("To say who asked for what"),
        period=after_years(CORRECTION_YEARS),
        due=lambda moment: _old_corrections(moment).count(),
        run=lambda _actor, moment: _old_corrections(moment).delete()[0],
    ),
    order=60,
)
