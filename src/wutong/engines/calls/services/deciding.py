"""What moderators do: take up, publish, decline, take down. Never with words of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.engines.calls.enums import WAITING, Act, EntryState
from wutong.engines.calls.errors import CallError, FindingsError, NoConsentError, OwnEntryError
from wutong.engines.calls.registry import programs
from wutong.engines.calls.services.stepping import leave_public, locked, step
from wutong.engines.calls.texts import text_to_check
from wutong.engines.wording.public import open_findings
from wutong.kernel import clock
from wutong.kernel.errors import ConflictError
from wutong.platform.accounts.models import User
from wutong.platform.vault.public import keyed_hash

if TYPE_CHECKING:
    from wutong.engines.calls.models import Entry
    from wutong.kernel.actors import Actor


@transaction.atomic
def take_up(*, actor: Actor, entry_id: int) -> Entry:
    """A colleague looks into it."""
    entry = _open(actor, entry_id)
    if entry.state == EntryState.MODERATION:
        return entry
    return step(actor, entry, Act.TAKEN_UP, EntryState.MODERATION)


@transaction.atomic
def publish(*, actor: Actor, entry_id: int, reason: str = "", version: int | None = None) -> Entry:
    """Everybody may read it from now on. What the lists found and nobody has answered needs a
    reason; without the writer's consent there is none.
    """
    entry = _open(actor, entry_id, version)
    if entry.call.purpose and not entry.agreed:
        raise NoConsentError
    if not reason.strip() and open_findings(text_to_check(entry)):
        raise FindingsError
    entry.published_on = clock.today()
    step(actor, entry, Act.PUBLISHED, EntryState.PUBLISHED, reason.strip()[:300])
    entry.act_id = programs.get(entry.call.program).published(actor, entry)
    entry.save(update_fields=["act_id"])
    return entry


@transaction.atomic
def decline(*, actor: Actor, entry_id: int, reason: str, version: int | None = None) -> Entry:
    """Not taken; the writer reads why."""
    entry = _open(actor, entry_id, version)
    if not reason.strip():
        raise CallError(_("Say why it is not taken: the writer reads it."))
    step(actor, entry, Act.DECLINED, EntryState.DECLINED, reason.strip()[:300])
    programs.get(entry.call.program).declined(actor, entry)
    return entry


@transaction.atomic
def take_down(*, actor: Actor, entry_id: int, reason: str) -> Entry:
    """Off the wall at once, and back to be looked at."""
    entry = locked(entry_id)
    if not entry.is_published:
        raise CallError(_("This text is not published."))
    if not reason.strip():
        raise CallError(_("Say why it is taken down."))
    leave_public(actor, entry, reason)
    return step(actor, entry, Act.TAKEN_DOWN, EntryState.MODERATION, reason.strip()[:300])


def _open(actor: Actor, entry_id: int, version: int | None = None) -> Entry:
    entry = locked(entry_id)
    if version is not None and version != entry.version:
        raise ConflictError(_("This text has changed in the meantime. Please read it again."))
    if entry.state not in (*WAITING, EntryState.DECLINED):
        raise CallError(_("This text is not waiting for a decision."))
    if is_own(actor, entry):
        raise OwnEntryError
    return entry


def is_own(actor: Actor, entry: Entry) -> bool:
    """Whether the one who would decide wrote it: by their record, or by the address proven."""
    if actor.user_id is None:
        return False
    if entry.person is not None:
        return entry.person.user_id == actor.user_id
    email = User.objects.filter(pk=actor.user_id).values_list("email", flat=True).first() or ""
    return bytes(entry.contact_hash or b"") == keyed_hash("email", email.casefold())
