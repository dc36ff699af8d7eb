"""Testimonials as a programme of calls: what publishing one means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.engagement.public import ActEntry, Subject, reverse
from wutong.core.engagement.public import record as record_act
from wutong.programs.voices.models import Quoted
from wutong.programs.voices.names import AREA, PUBLISHED_ACT
from wutong.programs.voices.telling import tell_declined
from wutong.ui.site.public import content_changed

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from wutong.engines.calls.models import Entry
    from wutong.kernel.actors import Actor


class Testimonials:
    """A published testimonial is an act of its writer; what is gone from the wall is no act."""

    label = _("Testimonials")

    def published(self, actor: Actor, entry: Entry) -> UUID | None:
        """On the wall, and in the ledger where the writer is on record."""
        content_changed(AREA, entry.ref)
        if entry.person_id is None or entry.published_on is None:
            return None
        return record_act(
            actor=actor,
            entry=ActEntry(
                kind=PUBLISHED_ACT,
                subject=Subject.person(entry.person_id),
                occurred_on=entry.published_on,
                source_ref=entry.ref,
                idempotency_key=f"voice:{entry.ref}:{entry.version}",
            ),
        )

    def gone(
        self, actor: Actor, entry: Entry, *, on: date | None, act_id: UUID | None, reason: str
    ) -> None:
        """Off the wall and the home page, out of the search, out of the ledger."""
        Quoted.objects.filter(entry=entry).delete()
        content_changed(AREA, entry.ref)
        if act_id is not None and on is not None:
            reverse(actor=actor, occurred_on=on, act_id=act_id, reason=reason)

    def declined(self, actor: Actor, entry: Entry) -> None:
        """The writer reads why, and can mend it by their own link."""
        tell_declined(actor, entry)
