"""What every change of an entry has in common: its step, its audit, its place in public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.engines.calls.enums import EntryState
from wutong.engines.calls.models import Entry, EntryStep
from wutong.engines.calls.registry import programs
from wutong.kernel import clock
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from wutong.engines.calls.enums import Act
    from wutong.kernel.actors import Actor


def locked(entry_id: int) -> Entry:
    """The entry, held until the transaction ends."""
    rows = Entry.objects.select_for_update(of=("self",)).select_related("call", "person")
    return rows.get(pk=entry_id)


def leave_public(actor: Actor, entry: Entry, reason: str) -> None:
    """Take a published entry out of everybody's sight at once."""
    if not entry.is_published:
        return
    on, act_id = entry.published_on, entry.act_id
    entry.state, entry.published_on, entry.act_id = EntryState.MODERATION, None, None
    entry.save(update_fields=["state", "published_on", "act_id"])
    programs.get(entry.call.program).gone(actor, entry, on=on, act_id=act_id, reason=reason)


def step(actor: Actor, entry: Entry, act: Act, state: EntryState, reason: str = "") -> Entry:
    """Bring an entry to ``state``, with the step in its log and in the audit trail."""
    entry.state, entry.version = state, entry.version + 1
    if actor.user_id is not None:
        entry.decided_at, entry.decided_by_id, entry.reason = clock.now(), actor.user_id, reason
    entry.save()
    EntryStep.objects.create(
        entry=entry, act=act, by=actor.label[:200], reason=reason, text=entry.text, at=clock.now()
    )
    record(
        actor=actor,
        verb=f"calls.entry_{act}",
        subject=f"person:{entry.person_id}" if entry.person_id else entry.ref,
        subject_label=entry.shown_as,
        data={"entry": entry.pk, "call": entry.call.slug, "reason": reason},
    )
    return entry
