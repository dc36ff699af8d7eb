"""Writers who are not on record: a code goes to the contact they give, and proves it (ID-1)."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wutong.core.people.public import contact_columns
from wutong.engines.calls.enums import Act, EntryState, Openness
from wutong.engines.calls.errors import ClosedError, CodeError, TooManyError
from wutong.engines.calls.models import Entry
from wutong.engines.calls.pictures import throw_away
from wutong.engines.calls.services.entering import arrive, begin, take_in
from wutong.engines.calls.services.stepping import locked
from wutong.kernel import clock
from wutong.platform.links.public import open_grant, token_for, within_limit
from wutong.platform.outbox.public import code_template, enqueue_code, enqueue_single
from wutong.platform.vault.public import keyed_hash

if TYPE_CHECKING:
    from wutong.engines.calls.models import Call
    from wutong.engines.calls.services.entering import Given
    from wutong.kernel.actors import Actor

OWN = "calls.own"
VALID_FOR = timedelta(days=3650)
"""A writer can correct and withdraw for as long as the words may stand."""
LASTS = timedelta(minutes=15)
KEPT_UNPROVEN = timedelta(days=1)
TRIES, IN_FIVE_MINUTES, FROM_ONE_ADDRESS = 5, 3, 20


def texts_possible() -> bool:
    """Whether a code can go to a mobile number here."""
    return code_template(get_language() or "zh-hans") is not None


def kind_of(contact: str) -> str:
    """A mobile number or an e-mail address, by its look."""
    return "email" if "@" in contact else "phone"


def own_token(entry: Entry, actor: Actor) -> str:
    """The key to one entry that is nobody's on record."""
    grant = open_grant(
        actor=actor, action=OWN, key=f"{entry.call.ref}:own", subject_kind="entry",
        valid_for=VALID_FOR,
    )  # fmt: skip
    return token_for(grant, entry.pk)


@transaction.atomic
def begin_unproven(
    *, actor: Actor, call: Call, given: Given, name: str, contact: str, visitor: str
) -> Entry:
    """Keep the words of a stranger for a day, seen by nobody, until the code comes back."""
    if call.openness != Openness.EVERYBODY:
        raise ClosedError
    columns = contact_columns(kind_of(contact), contact)
    if not within_limit("calls:visitor", visitor, limit=FROM_ONE_ADDRESS):
        raise TooManyError
    entry = begin(call, given)
    entry.name = " ".join(name.split())[:80]
    entry.contact_kind, entry.contact = columns.kind, columns.normalised
    entry.contact_hash = columns.value_hash
    arrive(actor, entry, given, proven=False)
    return send_code(actor=actor, entry_id=entry.pk)


@transaction.atomic
def send_code(*, actor: Actor, entry_id: int) -> Entry:
    """A new code; the one before is worth nothing any more."""
    entry = locked(entry_id)
    if entry.state != EntryState.UNPROVEN:
        return entry
    if not within_limit("calls:contact", entry.contact, limit=IN_FIVE_MINUTES):
        raise TooManyError
    code = f"{secrets.randbelow(10**6):06d}"
    entry.code_hash, entry.code_tries = _hash(entry, code), 0
    entry.code_until = clock.now() + LASTS
    entry.save(update_fields=["code_hash", "code_until", "code_tries"])
    language = get_language() or "zh-hans"
    if entry.contact_kind == "phone":
        enqueue_code(actor=actor, to=entry.contact, code=code, language=language)
        return entry
    english = language.startswith("en")
    words = {"code": code, "university": settings.UNIVERSITY["name_en" if english else "name_zh"]}
    enqueue_single(
        actor=actor, to=entry.contact, language=language,
        subject=_("%(code)s is your code · %(university)s") % words,
        text=_(
            "Your code is %(code)s\n\nIt is good for fifteen minutes and hands in what you wrote. "
            "If you wrote nothing, nothing needs to be done."
        )
        % words,
    )  # fmt: skip
    return entry


def prove(*, actor: Actor, entry_id: int, code: str) -> Entry:
    """The right code brings the entry into the queue. Raises `CodeError`; five tries a code."""
    with transaction.atomic():
        entry = locked(entry_id)
        if entry.state != EntryState.UNPROVEN:
            return entry
        alive = entry.code_until is not None and entry.code_until > clock.now()
        alive = alive and entry.code_tries < TRIES
        held = bytes(entry.code_hash or b"")
        right = secrets.compare_digest(held, _hash(entry, code.strip())) and alive
        entry.code_tries += 1
        if right:
            entry.code_hash = entry.code_until = None
            take_in(actor, entry, Act.RECEIVED)
        else:
            entry.save(update_fields=["code_tries"])
    if not right:
        raise CodeError  # after the try was counted
    return entry


def _hash(entry: Entry, code: str) -> bytes:
    return keyed_hash("calls.code", f"{entry.pk}:{code}")


def forget_unproven() -> int:
    """Delete what nobody proved within a day; how many."""
    old = Entry.objects.filter(
        state=EntryState.UNPROVEN, received_at__lt=clock.now() - KEPT_UNPROVEN
    )
    gone = 0
    for entry in old:
        throw_away(entry)
        gone += entry.delete()[0]
    return gone
