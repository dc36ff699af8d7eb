"""Many appointments at once: checked line by line, then made chunk by chunk in the background.

Each chunk is one transaction: appointments, numbers, ledger and audit stand or fall together,
and a run that was killed goes on with the lines that have no appointment yet.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.core.organisations.enums import (
    AppointmentRole,
    AppointmentState,
    BatchState,
    Verdict,
)
from wutong.core.organisations.errors import BatchError, TermError
from wutong.core.organisations.models import Appointment, AppointmentBatch, Candidate
from wutong.core.organisations.services.appointments import issue_letters, tell_accepted
from wutong.core.people.models import Degree, Person
from wutong.kernel.clock import now, today
from wutong.platform.audit.public import record
from wutong.platform.documents.public import ensure_file, letter_setter
from wutong.platform.jobs.public import advance, defer, finish, start_progress, stopping

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from wutong.core.organisations.services.appointments import Office
    from wutong.core.organisations.services.reading_lists import Found
    from wutong.kernel.actors import Actor
    from wutong.platform.jobs.models import Progress
    from wutong.platform.jobs.public import Task

CHUNK = 250
TOLD_EVERY = 50


def ref(batch_id: int) -> str:
    """How audit and progress name a batch."""
    return f"appointment_batch:{batch_id}"


def _serving(office: dict[str, Any], person_ids: Iterable[int]) -> set[int]:
    """Who holds the same office already. A liaison's office is that of any class."""
    rows = Appointment.objects.filter(
        person__in=list(person_ids),
        role=office["role"],
        organisation=office["organisation"],
        state__in=(AppointmentState.PROPOSED, AppointmentState.APPOINTED),
    )
    if office["role"] != AppointmentRole.LIAISON:
        rows = rows.filter(unit=office["unit"])
    return set(rows.values_list("person_id", flat=True))


@transaction.atomic
def prepare_batch(
    *, actor: Actor, title: str, office: Office, people: Sequence[Found], source: str,
    appointed_on: Any = None,
) -> AppointmentBatch:  # fmt: skip
    """Check every line and keep the verdicts; nobody is appointed yet."""
    if office.term_to is not None and office.term_to < office.term_from:
        raise TermError
    if not people:
        raise BatchError(_("The list is empty."))
    fields = office.fields()
    fields.pop("class_group")
    batch = AppointmentBatch.objects.create(
        title=title.strip()[:120],
        source=source[:200],
        appointed_on=min(appointed_on or today(), today()),
        created_by_id=actor.user_id,
        **fields,
    )
    keys = {found.person_id for found in people if found.person_id}
    dead = set(Person.objects.filter(pk__in=keys, deceased=True).values_list("pk", flat=True))
    serving = _serving(fields, keys)
    seen: set[int] = set()
    candidates = []
    for place, found in enumerate(people, 1):
        key = found.person_id
        verdict = found.verdict or Verdict.OK
        if key is not None:
            if key in dead:
                verdict = Verdict.DECEASED
            elif key in seen:
                verdict = Verdict.TWICE
            elif key in serving:
                verdict = Verdict.SERVING
            seen.add(key)
        candidates.append(
            Candidate(batch=batch, place=place, line=found.text, person_id=key, verdict=verdict)
        )
    Candidate.objects.bulk_create(candidates, batch_size=1000)
    batch.counts = dict(Counter(str(candidate.verdict) for candidate in candidates))
    batch.save(update_fields=["counts"])
    record(
        actor=actor,
        verb="appointment.batch_checked",
        subject=ref(batch.pk),
        subject_label=batch.title,
        data=batch.counts,
        body=batch.legal_body_id,
    )
    return batch


@transaction.atomic
def start_batch(*, actor: Actor, batch_id: int, job: Task[Any]) -> Progress:
    """Queue the batch; progress counts every letter twice: when it is numbered and when it is
    set.
    """
    batch = AppointmentBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state != BatchState.CHECKED:
        raise BatchError(_("This batch was started or put away already."))
    count = batch.counts.get(Verdict.OK, 0)
    if not count:
        raise BatchError(_("Nobody in this batch can be appointed."))
    progress = start_progress(
        kind="appointments.batch",
        title=_("Appointments: %(title)s") % {"title": batch.title},
        owner=actor,
        subject_ref=ref(batch.pk),
        url=reverse("office:appointments-batch", args=[batch.pk]),
        total=2 * count,
    )
    batch.state = BatchState.RUNNING
    batch.progress_id = progress.pk
    batch.save(update_fields=["state", "progress_id"])
    record(
        actor=actor,
        verb="appointment.batch_started",
        subject=ref(batch.pk),
        subject_label=batch.title,
        data={"count": count},
        body=batch.legal_body_id,
    )
    defer(
        job,
        lock=ref(batch.pk),
        batch_id=batch.pk,
        progress_id=str(progress.pk),
        user_id=actor.user_id,
    )
    return progress


@transaction.atomic
def cancel_batch(*, actor: Actor, batch_id: int) -> None:
    """Put a batch away that was not started."""
    batch = AppointmentBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state != BatchState.CHECKED:
        raise BatchError(_("This batch was started or put away already."))
    batch.state = BatchState.CANCELLED
    batch.save(update_fields=["state"])
    record(
        actor=actor,
        verb="appointment.batch_cancelled",
        subject=ref(batch.pk),
        subject_label=batch.title,
    )


def run_batch(*, actor: Actor, batch_id: int, progress_id: UUID) -> bool:
    """Appoint everybody the batch holds and set their letters; False where the worker is to
    stop and the rest is left for the next run.
    """
    total = 2 * Candidate.objects.filter(batch=batch_id, verdict=Verdict.OK).count()
    done = Appointment.objects.filter(batch=batch_id).count()
    while count := _appoint_chunk(actor, batch_id):
        done += count
        advance(progress_id, done=done, total=total, message=_("Giving numbers"))
        if stopping():
            return False
    if not _set_letters(batch_id, progress_id, done, total):
        return False
    made = Appointment.objects.filter(batch=batch_id).count()
    AppointmentBatch.objects.filter(pk=batch_id).update(state=BatchState.DONE, finished_at=now())
    finish(
        progress_id,
        message=_("%(count)s letters are ready.") % {"count": made},
        url=reverse("office:appointments-batch", args=[batch_id]),
        count=made,
    )
    return True


@transaction.atomic
def _appoint_chunk(actor: Actor, batch_id: int) -> int:
    batch = (
        AppointmentBatch.objects.select_for_update(of=("self",))
        .select_related("organisation", "unit", "legal_body")
        .get(pk=batch_id)
    )
    waiting = list(
        Candidate.objects.filter(batch=batch, verdict=Verdict.OK, appointment__isnull=True)
        .select_related("person")
        .order_by("place")[:CHUNK]
    )
    if not waiting:
        return 0
    fields = {
        name: getattr(batch, name)
        for name in (
            "role", "office_title", "organisation", "unit", "legal_body", "term_from", "term_to",
        )
    }  # fmt: skip
    taken = _serving(fields, (item.person_id for item in waiting if item.person_id))
    for item in waiting:
        if item.person_id in taken:  # appointed by somebody else since the batch was checked
            item.verdict = Verdict.SERVING
    late = [item for item in waiting if item.verdict != Verdict.OK]
    Candidate.objects.bulk_update(late, ["verdict"])
    chosen = [item for item in waiting if item.verdict == Verdict.OK]
    if chosen:
        _make(actor, batch, chosen, fields)
    return len(waiting)


def _make(
    actor: Actor, batch: AppointmentBatch, chosen: list[Candidate], fields: dict[str, Any]
) -> None:
    liaison = batch.role == AppointmentRole.LIAISON
    classes = _classes(item.person_id for item in chosen if item.person_id) if liaison else {}
    appointments = [
        Appointment(
            person=item.person,
            class_group=classes[item.person_id].class_group if item.person_id in classes else None,
            batch=batch,
            state=AppointmentState.APPOINTED,
            appointed_on=batch.appointed_on,
            **fields,
        )
        for item in chosen
    ]
    Appointment.objects.bulk_create(appointments)
    issue_letters(actor=actor, appointments=appointments, day=batch.appointed_on)
    for item, appointment in zip(chosen, appointments, strict=True):
        item.appointment = appointment
    Candidate.objects.bulk_update(chosen, ["appointment"])
    tell_accepted(actor, appointments)
    record(
        actor=actor,
        verb="appointment.made_many",
        subject=ref(batch.pk),
        subject_label=batch.title,
        data={"count": len(appointments)},
        body=batch.legal_body_id,
    )


def _classes(person_ids: Iterable[int]) -> dict[int, Degree]:
    rows = (
        Degree.objects.filter(person__in=list(person_ids), class_group__isnull=False)
        .select_related("class_group")
        .order_by("person_id", "-leave_year", "-id")
        .distinct("person_id")
    )
    return {row.person_id: row for row in rows}


def _set_letters(batch_id: int, progress_id: UUID, done: int, total: int) -> bool:
    waiting = Appointment.objects.filter(
        Q(document__isnull=False), batch=batch_id, document__file__isnull=True
    ).select_related("document")
    with letter_setter() as setter:
        for place, appointment in enumerate(waiting.order_by("document__number"), 1):
            assert appointment.document is not None
            ensure_file(appointment.document, setter)
            if place % TOLD_EVERY == 0:
                advance(
                    progress_id, done=done + place, total=total, message=_("Setting the letters")
                )
                if stopping():
                    return False
    return True
