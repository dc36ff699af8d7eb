"""Cases opened, changed, given away, noted on, closed, joined."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Q

from wutong.core.people.public import contact_columns, standing_id
from wutong.kernel.clock import now, today, working_days_after
from wutong.platform.audit.public import record
from wutong.platform.files.public import keep_upload
from wutong.platform.links.public import revoke_grant
from wutong.platform.outbox.models import InboundMessage
from wutong.platform.outbox.public import assign, close
from wutong.programs.servicedesk.enums import OPEN, CaseState, NoteKind
from wutong.programs.servicedesk.errors import (
    CaseThereError,
    ChangedMeanwhileError,
    JoinError,
    NotSettledError,
    SettledError,
    WordsMissingError,
)
from wutong.programs.servicedesk.models import Case, CaseKind, CaseNote, Desk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model, QuerySet

    from wutong.kernel.actors import Actor

FIELDS = ("kind", "channel", "subject", "question", "desk", "assignee", "due_on", "who_name")
REPEAT_WITHIN = timedelta(days=60)
FILES = "case"


def case_of(case_id: int, *, only_open: bool = True) -> Case:
    """The case, locked until the transaction ends. Raises `SettledError` where it must be open."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("person", "kind", "desk")
    case = rows.get(pk=case_id)
    if only_open and not case.is_open:
        raise SettledError
    return case


def put_contact(case: Case, contact: str) -> None:
    """How to reach whoever asks: an e-mail address, else a phone number. Raises what
    `contact_columns` says of one that cannot be.
    """
    if not contact.strip():
        case.contact, case.contact_masked, case.contact_hash = "", "", None
        return
    columns = contact_columns("email" if "@" in contact else "phone", contact)
    case.contact, case.contact_masked = columns.normalised, columns.masked
    case.contact_hash = columns.value_hash


@transaction.atomic
def open_case(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    person_id: int | None = None,
    contact: str = "",
    message_id: int | None = None,
) -> Case:
    """A case with the usual department and deadline of its kind, unless the fields say otherwise.

    The message it is opened from is done with: the case takes it from here. Raises
    `CaseThereError` where one was opened from it already.
    """
    case = Case(person_id=standing_id(person_id) if person_id else None, opened_by_id=actor.user_id)
    for name in FIELDS:
        if fields.get(name) is not None:
            setattr(case, name, fields[name])
    kind: CaseKind = case.kind
    case.desk = case.desk or kind.desk
    case.due_on = case.due_on or working_days_after(today(), kind.days)
    case.opened_at = now()
    put_contact(case, contact)
    if message_id is not None:
        _take_message(actor, case, message_id)
    case.number = _next_number()
    case.save(force_insert=True)
    note_case(actor, case, "case.opened", kind=kind.name_zh, channel=case.channel)
    return case


def _take_message(actor: Actor, case: Case, message_id: int) -> None:
    """Tie the message to the case, close it, and put it into the hands of whose case it is."""
    InboundMessage.objects.select_for_update().get(pk=message_id)
    other = Case.objects.filter(message_id=message_id).first()
    if other is not None:
        raise CaseThereError(other.number)
    case.message_id = message_id
    if case.assignee_id is not None:
        assign(actor=actor, message_id=message_id, user_id=case.assignee_id)
    close(actor=actor, message_id=message_id)


def _next_number() -> str:
    """``2026-00012``: one after the other within a year, under a lock."""
    year = today().year
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"servicedesk:{year}"]
        )
    last = Case.objects.filter(number__startswith=f"{year}-").order_by("-number").first()
    return f"{year}-{(int(last.number[5:]) if last else 0) + 1:05d}"


@transaction.atomic
def change_case(
    *,
    actor: Actor,
    case_id: int,
    fields: Mapping[str, Any],
    version: int | None = None,
    contact: str | None = None,
    person_id: int | None = None,
) -> Case:
    """Put a case right; ``person_id`` ties it to somebody on record. Raises `SettledError`,
    `ChangedMeanwhileError`.
    """
    case = case_of(case_id)
    if version is not None and case.version != version:
        raise ChangedMeanwhileError
    changed = [name for name in FIELDS if name in fields and getattr(case, name) != fields[name]]
    for name in changed:
        setattr(case, name, fields[name])
    if contact is not None:
        put_contact(case, contact)
    if person_id is not None and person_id != case.person_id:
        case.person_id = standing_id(person_id)
        changed.append("person")
    _saved(case)
    note_case(actor, case, "case.changed", fields=changed)
    return case


@transaction.atomic
def take_case(*, actor: Actor, case_id: int) -> Case:
    """It is mine from now on."""
    case = case_of(case_id)
    case.assignee_id = actor.user_id
    if case.state == CaseState.NEW:
        case.state = CaseState.WORK
    _saved(case)
    note_case(actor, case, "case.taken")
    return case


@transaction.atomic
def add_note(
    *, actor: Actor, case_id: int, text: str, file: Any = None, waits: bool = False
) -> CaseNote:
    """A note or a file; with ``waits`` the case waits for the alumnus from here on."""
    if not text.strip() and file is None:
        raise WordsMissingError
    case = case_of(case_id, only_open=waits)
    stored = keep_upload(actor=actor, file=file, kind=FILES) if file is not None else None
    note = say(actor, case, NoteKind.NOTE, text, file=stored)
    if waits:
        case.state = CaseState.WAITING
    elif case.state == CaseState.NEW:
        case.state = CaseState.WORK
    _saved(case)
    note_case(actor, case, "case.noted", file=bool(stored))
    return note


@transaction.atomic
def close_case(*, actor: Actor, case_id: int, reason: str) -> Case:
    """Closed without an answer: withdrawn, nonsense, settled elsewhere."""
    if not reason.strip():
        raise WordsMissingError
    case = case_of(case_id)
    say(actor, case, NoteKind.CLOSED, reason)
    settle(actor, case, CaseState.CLOSED)
    note_case(actor, case, "case.closed", reason=reason.strip()[:200])
    return case


@transaction.atomic
def reopen_case(*, actor: Actor, case_id: int, reason: str = "") -> Case:
    """Open again, due within the days of its kind from today."""
    case = case_of(case_id, only_open=False)
    if case.is_open:
        raise NotSettledError
    case.state, case.settled_at, case.joined_to = CaseState.WORK, None, None
    case.due_on = working_days_after(today(), case.kind.days)
    _saved(case)
    say(actor, case, NoteKind.REOPENED, reason)
    note_case(actor, case, "case.reopened")
    return case


def repeats_of(case: Case, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Of ``rows`` the other open cases of the last weeks by the same person or contact."""
    same = Q(pk__in=[])
    if case.person_id:
        same |= Q(person=case.person_id)
    if case.contact_hash:
        same |= Q(contact_hash=bytes(case.contact_hash))
    return rows.filter(same, state__in=OPEN, opened_at__gte=case.opened_at - REPEAT_WITHIN).exclude(
        pk=case.pk
    )


@transaction.atomic
def join_case(*, actor: Actor, case_id: int, into_id: int) -> Case:
    """A repeat becomes part of another open case; both histories stay readable."""
    if case_id == into_id:
        raise JoinError
    pair = {
        row.pk: row
        for row in Case.objects.select_for_update(of=("self",))
        .filter(pk__in=(case_id, into_id))
        .order_by("pk")
    }
    if len(pair) != 2 or not all(row.is_open for row in pair.values()):
        raise JoinError
    case, kept = pair[case_id], pair[into_id]
    say(actor, kept, NoteKind.JOINED, f"{case.number} {case.subject}\n{case.question}".strip())
    case.joined_to = kept
    settle(actor, case, CaseState.JOINED)
    note_case(actor, case, "case.joined", into=kept.number)
    return kept


def settle(actor: Actor, case: Case, state: CaseState) -> None:
    """The case needs nothing more; the department's link ends."""
    case.state, case.settled_at = state, now()
    end_link(actor, case)
    _saved(case)


def end_link(actor: Actor, case: Case) -> None:
    """Whoever had it before can no longer answer."""
    if case.grant_id is not None:
        revoke_grant(actor=actor, grant_id=case.grant_id)
        case.grant_id = None


def _saved(case: Case) -> None:
    case.version += 1
    case.save()


def say(
    actor: Actor, case: Case, kind: NoteKind, text: str, *, label: str = "", file: Any = None
) -> CaseNote:
    """A line of the history."""
    return CaseNote.objects.create(
        case=case, kind=kind, by_id=actor.user_id, by_label=label[:120], text=text.strip(),
        file=file, at=now(),
    )  # fmt: skip


def note_case(actor: Actor, case: Case, verb: str, **data: Any) -> None:
    """One line of the audit trail; what was asked is not repeated there."""
    about = f"person:{case.person_id}" if case.person_id else ""
    record(
        actor=actor, verb=verb, subject=case.ref, subject_label=case.number,
        data={"about": about, **data},
    )  # fmt: skip


@transaction.atomic
def save_setup(
    *,
    actor: Actor,
    model: type[CaseKind | Desk],
    fields: Mapping[str, Any],
    row_id: int | None = None,
    version: int | None = None,
) -> Model:
    """A kind or a department, new or changed. Raises `ChangedMeanwhileError`."""
    row = model() if row_id is None else model.objects.select_for_update().get(pk=row_id)
    if row_id is not None:
        if version is not None and row.version != version:
            raise ChangedMeanwhileError
        row.version += 1
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    record(
        actor=actor, verb="case.setup_saved",
        subject=f"{model._meta.model_name}:{row.pk}", subject_label=str(row),
    )  # fmt: skip
    return row
