"""Who takes back the consent to be published is unpublished in the same breath."""

from __future__ import annotations

from wutong.engines.calls.enums import Act, EntryState
from wutong.engines.calls.models import Entry
from wutong.engines.calls.services.stepping import leave_public, locked, step
from wutong.kernel import clock
from wutong.kernel.actors import Actor


class ConsentEnds:
    """Told by the consent ledger, inside the transaction of the withdrawal."""

    def withdrawn(self, person_id: int, topic: str) -> None:
        """Every entry that rests on that consent leaves the public."""
        resting = Entry.objects.filter(
            person=person_id, call__purpose=topic, consent_at__isnull=False,
            consent_ended_at__isnull=True,
        )  # fmt: skip
        actor = Actor.system("consent")
        for key in list(resting.values_list("pk", flat=True)):
            entry = locked(key)
            leave_public(actor, entry, "consent withdrawn")
            entry.consent_ended_at = clock.now()
            over = entry.state in (EntryState.WITHDRAWN, EntryState.DECLINED)
            state = EntryState(entry.state) if over else EntryState.MODERATION
            step(actor, entry, Act.CONSENT_ENDED, state)
