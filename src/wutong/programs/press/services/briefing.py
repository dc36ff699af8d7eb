"""The briefing begun, gathered, edited, approved and issued."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.engines.wording.public import protocol_rank
from wutong.kernel.clock import now, today
from wutong.kernel.errors import WutongError
from wutong.kernel.ids import uuid7
from wutong.platform.approvals.public import (
    RequestState,
    Step,
    chain_of,
    request_approval,
    requests_for,
    withdraw,
)
from wutong.platform.audit.public import record
from wutong.platform.documents.public import issue_document
from wutong.programs.press.enums import BriefingState
from wutong.programs.press.errors import ChangedMeanwhileError, StateError
from wutong.programs.press.models import Briefing, BriefingItem
from wutong.programs.press.papers import KIND, draft_of
from wutong.programs.press.registry import SECTIONS, briefing_sources
from wutong.programs.press.services.honours import note_quotations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.core.reference.models import LegalBody
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.programs.press.registry import Line

APPROVED = Step("approval", "press.briefing.approve")
FIELDS = ("title", "lead", "since", "until")
_ORDER = list(SECTIONS)


class EmptyBriefingError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("Nothing is picked yet."))


def briefing_of(briefing_id: int, *states: BriefingState) -> Briefing:
    """Locked until the transaction ends. Raises `StateError` outside ``states``."""
    rows = Briefing.objects.select_for_update(of=("self",)).select_related("legal_body")
    briefing = rows.get(pk=briefing_id)
    if states and briefing.state not in states:
        raise StateError
    return briefing


def _note(actor: Actor, briefing: Briefing, verb: str, **data: Any) -> None:
    record(
        actor=actor, verb=verb, subject=briefing.ref, subject_label=str(briefing)[:120], data=data,
        body=briefing.legal_body_id,
    )  # fmt: skip


@transaction.atomic
def begin_briefing(
    *, actor: Actor, user: User, legal_body: LegalBody, fields: Mapping[str, Any]
) -> Briefing:
    """A draft with everything the rooms have for its days."""
    briefing = Briefing.objects.create(
        legal_body=legal_body, author_id=actor.user_id, language=fields["language"],
        **{name: fields[name] for name in FIELDS},
    )  # fmt: skip
    _note(actor, briefing, "press.briefing_begun")
    gather(actor=actor, user=user, briefing_id=briefing.pk)
    briefing.refresh_from_db()
    return briefing


@transaction.atomic
def gather(*, actor: Actor, user: User, briefing_id: int) -> Briefing:
    """Ask the rooms again: what is new is added, what nobody edited is brought up to date or
    goes, what somebody wrote stays. Names of leaders by protocol, then by day.
    """
    briefing = briefing_of(briefing_id, BriefingState.DRAFT)
    known = {row.key: row for row in briefing.items.select_for_update()}
    place = (briefing.items.aggregate(last=Max("position"))["last"] or 0) + 1
    fresh: list[BriefingItem] = []
    with translation.override(briefing.language):
        for section, line in _lines(briefing, user):
            row = known.pop(line.key, None)
            if row is None:
                fresh.append(
                    BriefingItem(
                        briefing=briefing,
                        section=section,
                        key=line.key,
                        text=line.text,
                        gathered=line.text,
                        on=line.on,
                        url=line.url,
                        picked=not line.careful,
                        people=list(line.people),
                        position=place + len(fresh),
                    )
                )
            elif not row.edited:
                row.text = row.gathered = line.text
                row.on, row.url, row.people = line.on, line.url, list(line.people)
                row.save()
    BriefingItem.objects.bulk_create(fresh)
    gone = [row.pk for row in known.values() if row.gathered and not row.edited]
    briefing.items.filter(pk__in=gone).delete()
    note_quotations(actor=actor, briefing=briefing)
    briefing.gathered_at = now()
    briefing.version += 1
    briefing.save()
    _note(actor, briefing, "press.briefing_gathered", new=len(fresh), gone=len(gone))
    return briefing


def _lines(briefing: Briefing, user: User) -> list[tuple[str, Line]]:
    found = []
    for source in briefing_sources.values():
        lines = list(source.lines(briefing.since, briefing.until, user))
        found += [(source.section, line) for line in lines]
    return sorted(
        found,
        key=lambda one: (
            _ORDER.index(one[0]), protocol_rank(one[1].text), one[1].on or briefing.until,
            one[1].key,
        ),
    )  # fmt: skip


@transaction.atomic
def save_briefing(
    *, actor: Actor, briefing_id: int, fields: Mapping[str, Any], version: int | None = None
) -> Briefing:
    """Title, days and opening words."""
    briefing = briefing_of(briefing_id, BriefingState.DRAFT)
    if version is not None and briefing.version != version:
        raise ChangedMeanwhileError
    for name in FIELDS:
        if name in fields:
            setattr(briefing, name, fields[name])
    briefing.version += 1
    briefing.save()
    _note(actor, briefing, "press.briefing_changed")
    return briefing


def _item(briefing: Briefing, item_id: int) -> BriefingItem:
    found = briefing.items.select_for_update().filter(pk=item_id).first()
    if found is None:
        raise StateError
    return found


@transaction.atomic
def change_item(*, actor: Actor, briefing_id: int, item_id: int, text: str) -> BriefingItem:
    """Other words for a line."""
    briefing = briefing_of(briefing_id, BriefingState.DRAFT)
    item = _item(briefing, item_id)
    item.text = text.strip()
    item.save(update_fields=["text"])
    note_quotations(actor=actor, briefing=briefing)
    _note(actor, briefing, "press.briefing_changed", item=item.key)
    return item


@transaction.atomic
def pick_item(*, actor: Actor, briefing_id: int, item_id: int, picked: bool) -> BriefingItem:
    """In or out."""
    briefing = briefing_of(briefing_id, BriefingState.DRAFT)
    item = _item(briefing, item_id)
    item.picked = picked
    item.save(update_fields=["picked"])
    note_quotations(actor=actor, briefing=briefing)
    _note(actor, briefing, "press.briefing_changed", item=item.key, picked=picked)
    return item


@transaction.atomic
def move_item(*, actor: Actor, briefing_id: int, item_id: int, up: bool) -> None:
    """One place up or down among the lines of its section."""
    briefing = briefing_of(briefing_id, BriefingState.DRAFT)
    item = _item(briefing, item_id)
    rows = list(briefing.items.filter(section=item.section).order_by("position", "pk"))
    at = next(place for place, row in enumerate(rows) if row.pk == item.pk)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for place, position in enumerate(sorted(row.position for row in rows)):
        rows[place].position = position
    BriefingItem.objects.bulk_update(rows, ["position"])
    _note(actor, briefing, "press.briefing_changed", item=item.key)


@transaction.atomic
def add_item(*, actor: Actor, briefing_id: int, section: str, text: str) -> BriefingItem:
    """A line written by hand."""
    briefing = briefing_of(briefing_id, BriefingState.DRAFT)
    place = (briefing.items.aggregate(last=Max("position"))["last"] or 0) + 1
    item = BriefingItem.objects.create(
        briefing=briefing, section=section, key=f"hand:{uuid7()}", text=text.strip(),
        position=place, on=None,
    )  # fmt: skip
    _note(actor, briefing, "press.briefing_changed", item=item.key)
    return item


@transaction.atomic
def discard_briefing(*, actor: Actor, briefing_id: int) -> None:
    """A draft that is not needed; what has a number stays."""
    briefing = briefing_of(briefing_id, BriefingState.DRAFT)
    _note(actor, briefing, "press.briefing_discarded")
    briefing.items.update(picked=False)
    note_quotations(actor=actor, briefing=briefing)
    briefing.delete()


def digest_of(briefing: Briefing) -> str:
    """What an approval is about: every word that would be printed."""
    picked = briefing.items.filter(picked=True).values_list("section", "text")
    said = [briefing.title, briefing.lead, str(briefing.since), str(briefing.until), list(picked)]
    return sha256(json.dumps(said, ensure_ascii=False, default=list).encode()).hexdigest()


@transaction.atomic
def hand_in(*, actor: Actor, user: User, briefing_id: int, note: str = "") -> Briefing:
    """Ask for approval; the text is fixed meanwhile."""
    briefing = briefing_of(briefing_id, BriefingState.DRAFT)
    if not briefing.items.filter(picked=True).exists():
        raise EmptyBriefingError
    briefing.state, briefing.digest = BriefingState.REVIEW, digest_of(briefing)
    briefing.version += 1
    briefing.save()
    request_approval(
        actor=actor, subject_ref=briefing.ref, title=str(briefing)[:200],
        url=reverse("office:press-briefing", args=[briefing.pk]), author=user,
        chain=chain_of("briefing", [APPROVED]), digest=briefing.digest, note=note.strip(),
    )  # fmt: skip
    return briefing


@transaction.atomic
def take_back(*, actor: Actor, briefing_id: int) -> Briefing:
    """Back to draft, before it has a number."""
    briefing = briefing_of(briefing_id, BriefingState.REVIEW, BriefingState.APPROVED)
    withdraw(actor=actor, subject_ref=briefing.ref)
    briefing.refresh_from_db()
    if briefing.state != BriefingState.DRAFT:
        _back(briefing)
    _note(actor, briefing, "press.briefing_taken_back")
    return briefing


def approval_closed(*, briefing_id: int, actor: Actor) -> None:
    """Approved, or back to its author with the comment."""
    briefing = briefing_of(briefing_id)
    if briefing.state != BriefingState.REVIEW:
        return
    newest = requests_for(briefing.ref)[0]
    if newest.state == RequestState.APPROVED and newest.digest == digest_of(briefing):
        briefing.state, briefing.approved_by_id = BriefingState.APPROVED, actor.user_id
        briefing.version += 1
        briefing.save()
    else:
        _back(briefing)


def _back(briefing: Briefing) -> None:
    briefing.state, briefing.digest, briefing.approved_by = BriefingState.DRAFT, "", None
    briefing.version += 1
    briefing.save()


@transaction.atomic
def issue_briefing(*, actor: Actor, briefing_id: int) -> Briefing:
    """The next number of the year; from here on it never changes."""
    briefing = briefing_of(briefing_id, BriefingState.APPROVED)
    if briefing.digest != digest_of(briefing):
        raise StateError
    day = today()
    document = issue_document(
        actor=actor, kind=KIND, body=briefing.legal_body_id, draft=draft_of(briefing, day=day),
        issued_on=day,
    )  # fmt: skip
    briefing.document, briefing.number_text = document, document.number_text
    briefing.state, briefing.issued_on = BriefingState.ISSUED, day
    briefing.version += 1
    briefing.save()
    note_quotations(actor=actor, briefing=briefing)
    _note(actor, briefing, "press.briefing_issued", number=briefing.number_text)
    return briefing
