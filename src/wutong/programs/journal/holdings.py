"""What this room holds about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, blanks, holdings, reads
from wutong.programs.journal.models import Copy, Credit, Judged, ReturnedCopy

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject


def _forget_copies(actor: Actor, subject: Subject) -> int:
    people = subject.ids("person")
    gone = Judged.objects.filter(person__in=people).delete()[0]
    return gone + Copy.objects.filter(person__in=people).update(contact_id=None)


holdings.register(
    "journal.copies",
    Holding(
        title=_("Issues of the alumni journal you got"),
        purpose=_("To count copies and to send none twice."),
        fate=Fate.ANONYMISE,
        ground=_("The number of copies stays; which address they went to goes."),
        read=reads(Copy, "issue", "channel", "state", "sent_on", "arrived_on", "opened_on"),
        erase=_forget_copies,
        tables=("journal_copy", "journal_judged"),
    ),
    order=48,
)
holdings.register(
    "journal.returned",
    Holding(
        title=_("Copies of the journal that came back"),
        purpose=_("To stop posting to an address that is wrong."),
        fate=Fate.ANONYMISE,
        ground=_("That a copy came back is counted; which address it was goes."),
        read=reads(ReturnedCopy, "issue", "reason", "noted_at"),
        erase=blanks(ReturnedCopy, contact_id=None, before=None),
        tables=("journal_returnedcopy",),
    ),
    order=48,
)
holdings.register(
    "journal.credits",
    Holding(
        title=_("What you wrote or photographed for the journal"),
        purpose=_("To name who made an article."),
        fate=Fate.ANONYMISE,
        ground=_("The name stands in the printed issue; it no longer leads to your record."),
        read=reads(Credit, "article", "role", "name"),
        erase=blanks(Credit, person=None),
        tables=("journal_credit",),
    ),
    order=48,
)
