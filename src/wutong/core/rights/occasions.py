"""What this house does that calls for an impact assessment, read off what is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from wutong.core.consent.enums import Separate
from wutong.core.consent.models import ConsentRecord
from wutong.core.consent.public import purposes
from wutong.core.people.models import Merge, PersonDocument
from wutong.core.rights.enums import Trigger
from wutong.core.rights.models import Transfer
from wutong.core.rights.registry import Occasion, occasions
from wutong.kernel.clock import now, today
from wutong.platform.access.models import PermissionGrant
from wutong.platform.privacy.models import Processor

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPORT = "people.record.export"


def by_processors() -> Iterator[Occasion]:
    """Whoever handles data under a contract in force."""
    running = Processor.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today()))
    for row in running.order_by("pk"):
        facts = [row.get_kind_display(), row.purpose, row.data_types, row.safeguards]
        if row.abroad:
            facts.append(_("Data leaves the country: %(country)s.") % {"country": row.abroad})
        yield Occasion(
            key=f"processor:{row.pk}",
            trigger=Trigger.ABROAD if row.abroad else Trigger.SHARING,
            title=_("%(name)s handles data for us") % {"name": row.name},
            facts="\n".join(facts),
        )


def by_documents() -> Iterator[Occasion]:
    """Numbers of identity documents."""
    if PersonDocument.objects.exists():
        yield Occasion(
            "documents",
            Trigger.SENSITIVE,
            _("Numbers of identity documents are kept"),
            _(
                "Encrypted; shown for a reason that is logged; compared by a keyed hash when "
                "duplicates are looked for; never taken out in bulk."
            ),
        )


def by_rule() -> Iterator[Occasion]:
    """Records that the house itself takes for one person."""
    if Merge.objects.filter(automatic=True).exists():
        yield Occasion(
            "merging",
            Trigger.AUTOMATED,
            _("Records of one person are merged by rule"),
            _(
                "Only with evidence beside the score, at most a thousand a night; everything can "
                "be taken back; precision is measured."
            ),
        )


def by_publishing() -> Iterator[Occasion]:
    """Names that stand where everybody reads them."""
    codes = [code for code, item in purposes.items() if item.kind == Separate.PUBLISH]
    if ConsentRecord.objects.filter(topic__in=codes, withdrawn_at__isnull=True).exists():
        yield Occasion(
            "publishing",
            Trigger.PUBLISHING,
            _("Names of alumni are published"),
            _("Only of those who agreed to it separately; withdrawn by one tap."),
        )


def by_lists() -> Iterator[Occasion]:
    """Lists that officers of alumni organisations may take out."""
    live = PermissionGrant.objects.filter(
        permission=EXPORT, withdrawn_at__isnull=True, expires_at__gt=now()
    )
    if live.exists():
        yield Occasion(
            "lists",
            Trigger.SHARING,
            _("Officers of alumni organisations take lists of members out"),
            _(
                "Allowed to one account for a time and a reason, masked, marked with whose copy it "
                "is, gone after seven days."
            ),
        )


def by_transfers() -> Iterator[Occasion]:
    """What leaves the country this year, whoever the recipient."""
    year = today().year
    if Transfer.objects.filter(happened_on__year=year).exists():
        yield Occasion(
            f"abroad:{year}",
            Trigger.ABROAD,
            _("Data leave the country in %(year)s") % {"year": year},
            _("Each recipient is on the register of transfers abroad, with numbers by country."),
        )


for _key, _found in (
    ("processors", by_processors), ("documents", by_documents), ("merging", by_rule),
    ("publishing", by_publishing), ("lists", by_lists), ("transfers", by_transfers),
):  # fmt: skip
    occasions.register(_key, _found)
