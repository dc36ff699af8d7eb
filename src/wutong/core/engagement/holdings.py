"""What this room holds about a person: acts, which an erasure leaves without who did them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, Table, holdings

from .models import Act
from .registry import kinds
from .services import erase_subject

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject


def _acts(subject: Subject) -> Table:
    rows = Act.objects.filter(person_id__in=subject.ids("person"), voided_at__isnull=True)
    columns = (
        ("occurred_on", _("Day")), ("kind", _("What")), ("quantity", _("Quantity")),
        ("legal_body", _("Legal body")), ("source_grade", _("Source grade")), ("note", _("Note")),
    )  # fmt: skip
    return Table(
        columns,
        [
            [row.occurred_on, str(found.label if (found := kinds.find(row.kind)) else row.kind),
             row.quantity, row.legal_body, row.source_grade, row.note]
            for row in rows.order_by("occurred_on", "id")
        ],
    )  # fmt: skip


def _erase(actor: Actor, subject: Subject) -> int:
    return sum(erase_subject(actor=actor, person_id=pk) for pk in subject.ids("person"))


holdings.register(
    "engagement.acts",
    Holding(
        title=_("What you took part in"),
        purpose=_("To count the engagement of alumni, and for your own timeline."),
        fate=Fate.ANONYMISE,
        ground=_(
            "Published figures must stay what they were: each act keeps a random key in place of "
            "you, from which nobody leads back."
        ),
        read=_acts,
        erase=_erase,
        tables=("engagement_act",),
    ),
    order=62,
)
