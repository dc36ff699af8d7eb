"""What this room holds about a person: what they asked, and what was answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
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
    holdings,
    retention_rules,
    table_of,
)
from wutong.programs.servicedesk.models import Case, CaseNote

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from wutong.platform.privacy.public import Subject, Table

YEARS = 5


def _hashes(subject: Subject) -> list[bytes]:
    found = []
    for address in subject.values("email"):
        try:
            found.append(contact_columns("email", address).value_hash)
        except WutongError:
            continue
    return found


def _cases(subject: Subject) -> QuerySet[Case]:
    """Those of the person, and those of nobody on record with one of their addresses."""
    mine = Q(person__in=subject.ids("person"))
    mine |= Q(person__isnull=True, contact_hash__in=_hashes(subject))
    return Case.objects.filter(mine).order_by("pk")


def forget(rows: QuerySet[Case]) -> int:
    """The words, names, contacts and files of cases; number, kind and days stay."""
    keys = list(rows.values_list("pk", flat=True))
    notes = CaseNote.objects.filter(case__in=keys)
    for stored in StoredFile.objects.filter(pk__in=notes.values("file")):
        delete_stored(stored)
    notes.update(text="", by_label="")
    return Case.objects.filter(pk__in=keys).update(
        subject="–", question="", answer="", who_name="", contact="", contact_masked="",
        contact_hash=None, rating_words="",
    )  # fmt: skip


def _read(subject: Subject) -> Table:
    return table_of(
        _cases(subject), "number", "kind", "channel", "subject", "question", "contact", "state",
        "opened_at", "settled_at", "answer", "rating", "rating_words",
    )  # fmt: skip


def _read_notes(subject: Subject) -> Table:
    notes = CaseNote.objects.filter(case__in=_cases(subject).values("pk"))
    return table_of(notes.order_by("case_id", "at"), "at", "kind", "by_label", "text")


holdings.register(
    "servicedesk.notes",
    Holding(
        title=_("The history of what you asked the alumni office"),
        purpose=_("To answer what you asked."),
        fate=Fate.ANONYMISE,
        ground=_("That something was done is kept, without words or files."),
        read=_read_notes,
        erase=lambda _actor, subject: CaseNote.objects.filter(
            case__in=_cases(subject).values("pk")
        ).count(),
        tables=("servicedesk_casenote",),
    ),
    order=44,
)
holdings.register(
    "servicedesk.cases",
    Holding(
        title=_("What you asked the alumni office"),
        purpose=_("To answer what you asked."),
        fate=Fate.ANONYMISE,
        ground=_("Cases stay counted, without name, words, contact or files."),
        read=_read,
        erase=lambda _actor, subject: forget(_cases(subject)),
        tables=("servicedesk_case",),
    ),
    order=45,
)


def _old(moment: datetime) -> QuerySet[Case]:
    before = moment - timedelta(days=365 * YEARS)
    return Case.objects.filter(settled_at__lt=before).exclude(subject="–")


retention_rules.register(
    "servicedesk.cases",
    RetentionRule(
        title=_("Words of settled cases"),
        purpose=_("To answer what was asked, and to look it up later."),
        period=after_years(YEARS),
        due=lambda moment: _old(moment).count(),
        run=lambda _actor, moment: forget(_old(moment)),
    ),
)
