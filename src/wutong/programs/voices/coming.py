"""Calls somebody may answer, and words of theirs that are under way."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from wutong.core.people.registry import Ahead
from wutong.engines.calls.enums import WAITING, EntryState
from wutong.engines.calls.models import Call, Entry
from wutong.platform.links.public import address_for, open_grant
from wutong.programs.voices.names import PROGRAM, VALID_FOR, WRITE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wutong.kernel.actors import Actor

AT_MOST = 10


def calls_and_entries(person_id: int, today: date) -> Iterator[Ahead]:
    """Open calls without an entry, entries that are read, and those that came back; two queries."""
    open_now = Q(opens_on__lte=today) & (Q(closes_on__isnull=True) | Q(closes_on__gte=today))
    calls = list(
        Call.objects.filter(open_now, program=PROGRAM).order_by("closes_on", "pk")[:AT_MOST]
    )
    rows = Entry.objects.filter(
        Q(state__in=WAITING) | Q(call__in=calls), person=person_id, call__program=PROGRAM
    )
    mine = {entry.call_id: entry for entry in rows.select_related("call").order_by("received_at")}
    yield from (_under_way(one, person_id) for one in mine.values() if one.state in WAITING)
    for call in calls:
        entry = mine.get(call.pk)
        if entry is None or entry.state in (EntryState.DECLINED, EntryState.WITHDRAWN):
            yield _open(call, entry, person_id)


def _under_way(entry: Entry, person_id: int) -> Ahead:
    return Ahead(
        key=f"entry-{entry.pk}",
        title=_("Your lines for: %(call)s") % {"call": entry.call},
        todo=_("A colleague reads them before they are published. You can still change them."),
        start=partial(_writers_page, entry.call, person_id),
        button=_("Read or change my lines"),
        icon="edit",
    )


def _open(call: Call, entry: Entry | None, person_id: int) -> Ahead:
    came_back = entry is not None and entry.state == EntryState.DECLINED
    return Ahead(
        key=f"call-{call.pk}",
        title=str(call),
        todo=_("Your lines were not taken. You may write others.")
        if came_back
        else _("Write a few lines, if you like."),
        when=call.closes_on,
        until=True,
        start=partial(_writers_page, call, person_id),
        button=_("Write a few lines"),
        lines=[call.asked, *([entry.reason] if came_back and entry and entry.reason else [])],
        icon="edit",
    )


def _writers_page(call: Call, person_id: int, actor: Actor) -> str:
    """One grant a call for everybody who comes from their own page."""
    grant = open_grant(
        actor=actor, action=WRITE, key=f"{call.ref}:signed-in", params={"call": call.pk},
        valid_for=VALID_FOR,
    )  # fmt: skip
    return address_for(grant, person_id)
