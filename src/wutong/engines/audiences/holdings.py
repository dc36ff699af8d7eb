"""What this room holds about a person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wutong.engines.audiences.enums import LineVerdict
from wutong.engines.audiences.models import ListLine
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import (
    Holding,
    RetentionRule,
    after_days,
    deletes,
    holdings,
    reads,
    retention_rules,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

holdings.register(
    "audiences.lists",
    Holding(
        title=_("Lists you are on"),
        purpose=_("To write to those an organiser or a college named."),
        fate=Fate.ERASE,
        read=reads(ListLine, "people_list", "matched_by"),
        erase=deletes(ListLine),
        tables=("audiences_listline",),
    ),
    order=20,
)


def _unread(moment: datetime) -> QuerySet[ListLine]:
    """Lines nobody was recognised by, of lists read long ago."""
    old = moment - timedelta(days=settings.IMPORT_KEEP_DAYS)
    lines = ListLine.objects.exclude(verdict=LineVerdict.MATCHED).exclude(text="")
    return lines.filter(people_list__created_at__lt=old)


retention_rules.register(
    "audiences.lines",
    RetentionRule(
        title=_("Lines of lists by which nobody was recognised"),
        purpose=_("To find out later who was meant"),
        period=after_days(settings.IMPORT_KEEP_DAYS),
        due=lambda moment: _unread(moment).count(),
        run=lambda _actor, moment: _unread(moment).update(text="", candidates=[]),
    ),
    order=55,
)
