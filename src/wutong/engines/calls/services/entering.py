"""What writers do: hand in, correct, withdraw. Each takes effect at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.core.consent.public import (
    Method,
    purposes,
    record_consent,
    text_of,
    withdraw_consent,
)
from wutong.core.people.public import standing_id
from wutong.engines.calls.enums import Act, EntryState, Reach
from wutong.engines.calls.errors import CallError, ClosedError
from wutong.engines.calls.models import Call, Entry
from wutong.engines.calls.pictures import keep_picture, throw_away
from wutong.engines.calls.services.stepping import leave_public, locked, step
from wutong.engines.wording.public import check, imitates_office
from wutong.kernel import clock
from wutong.kernel.hanzi import fold, plain_text

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from wutong.kernel.actors import Actor


@dataclass(frozen=True)
class Given:
    """What a writer hands in."""

    text: str
    shown_as: str
    college_id: int | None = None
    class_year: int | None = None
    reach: Reach = Reach.SITE
    agreed: bool = False
    language: str = "zh-hans"
    picture: UploadedFile[bytes] | None = None
    drop_picture: bool = False


def entries_of(person_id: int, *, program: str) -> list[Entry]:
    """Everything somebody wrote for the calls of a programme, the latest first."""
    rows = Entry.objects.filter(person=standing_id(person_id), call__program=program)
    return list(rows.select_related("call", "person", "college").order_by("-received_at"))


@transaction.atomic
def hand_in(*, actor: Actor, call: Call, given: Given, person_id: int) -> Entry:
    """The words of a person on record; a second text for the same call replaces the first.

    Raises `CallError` for what does not fit.
    """
    person_id = standing_id(person_id)
    Call.objects.select_for_update().get(pk=call.pk)  # a double click waits for the first
    standing = Entry.objects.filter(call=call, person=person_id)
    earlier = standing.exclude(state=EntryState.WITHDRAWN).first()
    if earlier is not None:
        return correct(actor=actor, entry_id=earlier.pk, given=given)
    entry = begin(call, given)
    entry.person_id = person_id
    return arrive(actor, entry, given)


def begin(call: Call, given: Given) -> Entry:
    """An entry not yet saved."""
    if not call.is_open:
        raise ClosedError
    return Entry(call=call, received_at=clock.now(), received_on=clock.today())


def arrive(actor: Actor, entry: Entry, given: Given, *, proven: bool = True) -> Entry:
    """Keep what was handed in; looked through by the lists, and by nobody yet."""
    _take(actor, entry, given)
    if not proven:
        entry.state = EntryState.UNPROVEN
        entry.save()
        return entry
    return take_in(actor, entry, Act.RECEIVED)


def take_in(actor: Actor, entry: Entry, act: Act) -> Entry:
    """Into the queue: held where the lists found something."""
    held = look(entry)
    entry.save()
    agree(actor, entry)
    return step(actor, entry, act, EntryState.MODERATION if held else EntryState.RECEIVED)


@transaction.atomic
def correct(*, actor: Actor, entry_id: int, given: Given) -> Entry:
    """Other words: they are looked at anew, and until then nobody reads the old ones either."""
    entry = locked(entry_id)
    if entry.state in (EntryState.WITHDRAWN, EntryState.UNPROVEN):
        raise CallError(_("This text was withdrawn. You can write a new one."))
    leave_public(actor, entry, "corrected by its writer")
    entry.reason = ""
    _take(actor, entry, given)
    return take_in(actor, entry, Act.CORRECTED)


@transaction.atomic
def withdraw(*, actor: Actor, entry_id: int) -> Entry:
    """The writer takes it back: it leaves the wall now, and its picture is thrown away."""
    entry = locked(entry_id)
    if entry.state == EntryState.WITHDRAWN:
        return entry
    leave_public(actor, entry, "withdrawn by its writer")
    throw_away(entry)
    if entry.agreed:
        entry.consent_ended_at = clock.now()
    step(actor, entry, Act.WITHDRAWN, EntryState.WITHDRAWN)
    _last_consent(actor, entry)
    return entry


def _last_consent(actor: Actor, entry: Entry) -> None:
    """A consent that carries nothing any more ends with its last entry."""
    purpose = entry.call.purpose
    if not purpose or entry.person_id is None:
        return
    others = Entry.objects.filter(
        person=entry.person_id, call__purpose=purpose, consent_at__isnull=False,
        consent_ended_at__isnull=True,
    )  # fmt: skip
    if not others.exists():
        withdraw_consent(actor=actor, person_id=entry.person_id, topic=purpose, method=Method.LINK)


def look(entry: Entry) -> bool:
    """Count what the lists find; whether there is anything."""
    found = check(f"{entry.text}\n{entry.shown_as}", language=entry.language, public=True)
    entry.findings, entry.grave = len(found), any(one.grave for one in found)
    return bool(found)


def agree(actor: Actor, entry: Entry) -> None:
    """Write the consent down: for a person in the ledger, too."""
    if not entry.call.purpose or not entry.agreed:
        return
    if entry.person_id is not None:
        row = record_consent(
            actor=actor, person_id=entry.person_id, topic=entry.call.purpose, method=Method.LINK,
            evidence=f"{entry.ref} {entry.reach}",
        )  # fmt: skip
        entry.consent_text = row.text


def _take(actor: Actor, entry: Entry, given: Given) -> None:
    call = entry.call
    text, shown = plain_text(given.text), " ".join(fold(given.shown_as).split())[:40]
    if not call.shortest <= len(text) <= call.longest:
        raise CallError(
            ngettext(
                "Please write between %(least)s and %(most)s characters; this is %(now)s.",
                "Please write between %(least)s and %(most)s characters; these are %(now)s.",
                len(text),
            ) % {"least": call.shortest, "most": call.longest, "now": len(text)}
        )  # fmt: skip
    if not shown:
        raise CallError(_("Please say under which name it may stand."))
    if imitates_office(shown):
        raise CallError(_("Please choose a name that does not look like an office or its head."))
    if call.purpose:
        if not given.agreed:
            raise CallError(_("It can only be published if you agree to it."))
        entry.consent_text = text_of(purposes.get(call.purpose))
        entry.consent_at, entry.consent_ended_at = clock.now(), None
    entry.text, entry.shown_as, entry.language = text, shown, given.language
    entry.college_id, entry.class_year = given.college_id, given.class_year
    entry.reach = given.reach
    if given.drop_picture or given.picture is not None:
        throw_away(entry)
    if given.picture is not None:
        entry.picture = keep_picture(actor, given.picture)
