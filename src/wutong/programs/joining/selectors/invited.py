"""What an invitation link alone opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.people.models import ContactPoint
from wutong.core.people.public import best_email
from wutong.kernel.clock import today
from wutong.programs.joining.deciding import Opening, opening
from wutong.programs.joining.selectors.candidates import holders_of

if TYPE_CHECKING:
    from wutong.programs.joining.models import Invitation


def invitation_opens(invitation: Invitation) -> Opening:
    """A link that went to a dormant or shared address asks a fact, as a code would (ID-4)."""
    point = ContactPoint.objects.filter(
        person=invitation.person_id, kind="email", normalised=best_email(invitation.person_id) or "",
        valid_to__isnull=True,
    ).first()  # fmt: skip
    return opening(holders_of(bytes(point.value_hash)), today()) if point else Opening.NOTHING
