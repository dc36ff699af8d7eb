"""Changes of what somebody receives, in the timeline of their record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.consent.selectors import changes_of
from wutong.core.consent.wording import change_in_words
from wutong.core.people.registry import TimelineEvent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User


class WishSource:
    """Subscriptions, unsubscriptions, pauses; one query."""

    label: _StrOrPromise = gettext_lazy("What they receive")

    def events(
        self,
        person_id: int,
        viewer: User,
        *,
        before: datetime | None,
        limit: int,
    ) -> Sequence[TimelineEvent]:
        """Youngest first; a change that was taken back says so."""
        rows = changes_of(person_id)
        if before is not None:
            rows = rows.filter(changed_at__lt=before)
        return [
            TimelineEvent(
                when=row.changed_at,
                kind="wish",
                title=change_in_words(row),
                detail=_("%(method)s, taken back later") % {"method": row.get_method_display()}
                if row.undone_at
                else row.get_method_display(),
                icon="mail",
                source_grade="A",
            )
            for row in rows[:limit]
        ]
