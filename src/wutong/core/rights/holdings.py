"""What this room holds about a person, and how long requests are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.rights.models import Assessment, Case, Transfer
from wutong.core.rights.services.closing import due_closures, run_closures
from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import delete_stored
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import (
    Holding,
    RetentionRule,
    after_years,
    holdings,
    reads,
    retention_rules,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject

KEPT_YEARS = 3


def _blank(actor: Actor, subject: Subject) -> int:
    rows = Case.objects.filter(person__in=subject.ids("person"))
    for stored in StoredFile.objects.filter(pk__in=rows.values("file_id")):
        delete_stored(stored)
    return rows.update(applicant="", contact="", words="", answer="", identity_how="")


holdings.register(
    "rights.cases",
    Holding(
        title=_("Requests about your data"),
        purpose=_("To answer each request in time, and to be able to show it."),
        fate=Fate.ANONYMISE,
        ground=_(
            "That a request was made and answered in time has to be shown for three years; your "
            "words and ours go."
        ),
        read=reads(
            Case, "kind", "received_on", "via", "words", "state", "answer", "due_on", "closed_at"
        ),
        erase=_blank,
        tables=("rights_case",),
    ),
    order=65,
)


def _old(moment: datetime) -> QuerySet[Case]:
    return Case.objects.filter(closed_at__lt=moment - timedelta(days=365 * KEPT_YEARS))


retention_rules.register(
    "rights.closures",
    RetentionRule(
        title=_("Records whose owners asked for it"),
        purpose=_("Kept during the cooling-off, in which it can be undone"),
        period=lambda: _("until the day the person was told"),
        due=lambda moment: due_closures(moment).count(),
        run=run_closures,
        ground=_("PIPL 47; GDPR 17"),
    ),
    order=5,
)
retention_rules.register(
    "rights.cases",
    RetentionRule(
        title=_("Requests about personal data that are closed"),
        purpose=_("To show that they were answered in time"),
        period=after_years(KEPT_YEARS),
        due=lambda moment: _old(moment).count(),
        run=lambda _actor, moment: _old(moment).delete()[0],
    ),
    order=70,
)


def _decided_long_ago(moment: datetime) -> QuerySet[Assessment]:
    """Looked at anew since, or of something that is done no more."""
    return Assessment.objects.filter(decided_at__lt=moment - timedelta(days=365 * 2 * KEPT_YEARS))


def _given_long_ago(moment: datetime) -> QuerySet[Transfer]:
    return Transfer.objects.filter(happened_on__lt=moment - timedelta(days=365 * KEPT_YEARS + 366))


for _key, _title, _old_rows, _years in (
    ("rights.assessments", _("Impact assessments"), _decided_long_ago, 2 * KEPT_YEARS),
    ("rights.transfers", _("Register of transfers abroad"), _given_long_ago, KEPT_YEARS + 1),
):
    retention_rules.register(
        _key,
        RetentionRule(
            title=_title,
            purpose=_("To show what was thought through and what was given"),
            period=after_years(_years),
            due=lambda moment, rows=_old_rows: rows(moment).count(),  # type: ignore[misc]
            run=lambda _actor, moment, rows=_old_rows: rows(moment).delete()[0],  # type: ignore[misc]
            ground=_("At least three years (PIPL 56; Network Data Regulations 12)"),
        ),
        order=72,
    )
