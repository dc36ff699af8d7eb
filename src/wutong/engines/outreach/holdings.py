"""What this room holds about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.engines.outreach.enums import Dimension
from wutong.engines.outreach.models import Recipient, Reply, ResultCount, ResultRow
from wutong.engines.outreach.services.files import UNSAVED_FOR, orphans, throw_orphans_away
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import (
    Holding,
    RetentionRule,
    Table,
    after_days,
    blanks,
    holdings,
    reads,
    retention_rules,
)

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject


def _received(subject: Subject) -> Table:
    rows = Recipient.objects.filter(person__in=subject.ids("person")).select_related("campaign")
    columns = (
        ("greeting", _("Greeting")), ("sent_at", _("Sent")), ("address", _("Address")),
        ("reason", _("Left out because")),
    )  # fmt: skip
    return Table(
        columns,
        [
            [row.campaign.title, row.campaign.sent_at, row.address,
             str(row.get_reason_display()) if row.reason else ""]
            for row in rows.order_by("campaign_id")
        ],
    )  # fmt: skip


def _forget_address(actor: Actor, subject: Subject) -> int:
    """The address goes, and results that may name its domain are counted again."""
    rows = Recipient.objects.filter(person__in=subject.ids("person"))
    ResultRow.objects.filter(
        campaign__in=rows.values("campaign"), dimension=Dimension.PROVIDER
    ).delete()
    ResultCount.objects.filter(campaign__in=rows.values("campaign")).delete()
    return blanks(Recipient, address="", address_hash=None)(actor, subject)


holdings.register(
    "outreach.recipients",
    Holding(
        title=_("Greetings you were chosen for"),
        purpose=_("To explain why you got a greeting or did not."),
        fate=Fate.ANONYMISE,
        ground=_("The number of recipients stays; your address goes."),
        read=_received,
        erase=_forget_address,
        tables=("outreach_recipient",),
    ),
    order=25,
)
holdings.register(
    "outreach.replies",
    Holding(
        title=_("What you answered to greetings"),
        purpose=_("For colleagues to read it."),
        fate=Fate.ANONYMISE,
        ground=_("That somebody answered is counted; your words go."),
        read=reads(Reply, "campaign", "kind", "text", "replied_at"),
        erase=blanks(Reply, text=""),
        tables=("outreach_reply",),
    ),
    order=25,
)
retention_rules.register(
    "outreach.orphans",
    RetentionRule(
        title=_("Pictures and files that no letter carries"),
        purpose=_("They were handed in for a letter that was never saved, or taken out of it."),
        period=after_days(UNSAVED_FOR.days),
        due=lambda moment: len(orphans(moment)),
        run=throw_orphans_away,
    ),
    order=60,
)
