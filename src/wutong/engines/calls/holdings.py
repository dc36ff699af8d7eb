"""What this room holds about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.engines.calls.enums import EntryState
from wutong.engines.calls.models import Entry, EntryStep
from wutong.engines.calls.pictures import throw_away
from wutong.engines.calls.services.stepping import leave_public
from wutong.kernel import clock
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, holdings, reads

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject


def _erase(actor: Actor, subject: Subject) -> int:
    """The words go everywhere at once, in the log too; that something came in is still counted."""
    found = Entry.objects.filter(person__in=subject.ids("person")).select_related("call")
    entries = list(found.select_for_update(of=("self",)))
    for entry in entries:
        leave_public(actor, entry, "erased")
        throw_away(entry)
        EntryStep.objects.filter(entry=entry).update(text="", reason="")
        entry.person = entry.college = entry.class_year = entry.consent_text = None
        entry.text = entry.shown_as = entry.name = entry.contact = entry.reason = ""
        entry.contact_hash = None
        entry.consent_ended_at = entry.consent_ended_at or clock.now()
        entry.state = EntryState.WITHDRAWN
        entry.save()
    return len(entries)


holdings.register(
    "calls.entries",
    Holding(
        title=_("What you wrote for our calls"),
        purpose=_("To publish it as you agreed to, and to show that you did."),
        fate=Fate.ANONYMISE,
        ground=_("That a text came in is counted; the text, your name and the picture go."),
        read=reads(
            Entry, "call", "text", "shown_as", "college", "class_year", "reach", "state", "reason",
            "received_at", "published_on", "consent_at", "consent_ended_at",
        ),
        erase=_erase,
        tables=("calls_entry",),
    ),
    order=47,
)  # fmt: skip
