"""The duty directory: who is in it, asked each quarter, printed as numbered copies."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.core.interactions.enums import DutyKind
from wutong.core.interactions.errors import ChangedMeanwhileError
from wutong.core.interactions.models import DutyEntry
from wutong.core.organisations.models import Appointment
from wutong.core.organisations.public import in_office
from wutong.core.people.public import best_email, contact_columns
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import AcademicUnit
from wutong.kernel.actors import Actor
from wutong.kernel.clock import first_of_quarter, today
from wutong.platform.access.models import RoleAssignment
from wutong.platform.audit.public import record
from wutong.platform.documents.public import Draft, issue_documents, typeset
from wutong.platform.files.public import store
from wutong.platform.links.public import address_for, open_grant
from wutong.platform.outbox.public import enqueue_single
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from wutong.platform.files.models import StoredFile

ACTION = "interactions.duty"
# Nine o'clock on campus, from the eighth (after the National Day week) to the end of each
# quarter's first month: a day on which the house stood still is made up for.
CRON = "0 1 8-28 1,4,7,10 *"
COPY = "duty_directory"
FIELDS = ("kind", "name", "title", "organisation", "unit", "email", "hours")
KEPT_FOR = timedelta(days=7)
VALID_FOR = timedelta(days=60)


def quarter_of(day: date) -> str:
    """``2026Q4``."""
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


@transaction.atomic
def save_entry(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    phone: str | None = None,
    entry_id: int | None = None,
    version: int | None = None,
) -> DutyEntry:
    """Put somebody in the directory, or change an entry; ``phone`` None leaves the number."""
    if entry_id is None:
        entry = DutyEntry()
    else:
        entry = DutyEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)
        if version is not None and entry.version != version:
            raise ChangedMeanwhileError
        entry.version += 1
    for name in FIELDS:
        if name in fields:
            setattr(entry, name, fields[name])
    if phone is not None:
        set_phone(entry, phone)
    entry.save()
    _noted(actor, entry, "duty.added" if entry_id is None else "duty.changed")
    return entry


def set_phone(entry: DutyEntry, phone: str) -> None:
    """Check and keep the number, encrypted, with its mask; "" takes it away. Not saved yet."""
    entry.previous_phone = entry.phone
    if not phone.strip():
        entry.phone = entry.masked = ""
        return
    columns = contact_columns("phone", phone)
    entry.phone, entry.masked = columns.value, columns.masked


@transaction.atomic
def end_entry(*, actor: Actor, entry_id: int) -> None:
    """Out of the directory as of today."""
    entry = DutyEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    if entry.ended_on is None:
        entry.ended_on = today()
        entry.version += 1
        entry.save(update_fields=["ended_on", "version"])
        _noted(actor, entry, "duty.ended")


@transaction.atomic
def take_in_officers(*, actor: Actor) -> tuple[int, int]:
    """Whoever holds an office in an alumni organisation, and the coordinators of colleges, come
    in; who left office goes out. How many came and went.
    """
    held = in_office(
        today(), Appointment.objects.filter(role="officer", organisation__isnull=False)
    )
    held = held.filter(person__grade__lt=Grade.SENSITIVE, person__deceased=False)
    current = {row.pk: row for row in held.select_related("person", "organisation")}
    entries = DutyEntry.objects.filter(ended_on__isnull=True)
    gone = entries.filter(kind=DutyKind.OFFICER).exclude(appointment__in=current)
    went = gone.update(ended_on=today())
    known = set(DutyEntry.objects.values_list("appointment_id", flat=True))
    made = [
        DutyEntry(
            kind=DutyKind.OFFICER, name=row.person.name, title=row.office, person=row.person,
            appointment=row, organisation=row.organisation, email=best_email(row.person_id) or "",
        )
        for key, row in current.items()
        if key not in known
    ]  # fmt: skip
    units = {unit.code: unit for unit in AcademicUnit.objects.all()}
    there = set(entries.filter(kind=DutyKind.COORDINATOR).values_list("email", "unit__code"))
    made += [
        DutyEntry(
            kind=DutyKind.COORDINATOR, name=str(row.user), title=_("coordinator"),
            unit=units[row.scope_ref], email=row.user.mailbox,
        )
        for row in RoleAssignment.objects.filter(
            role="coordinator", scope_kind="college", user__is_active=True
        ).select_related("user")
        if row.scope_ref in units and (row.user.mailbox, row.scope_ref) not in there
    ]  # fmt: skip
    DutyEntry.objects.bulk_create(made)
    record(actor=actor, verb="duty.taken_in", data={"came": len(made), "went": went})
    return len(made), went


def link_of(entry: DutyEntry, *, actor: Actor) -> str:
    """The address by which ``entry`` is confirmed this quarter."""
    grant = open_grant(
        actor=actor,
        action=ACTION,
        key=f"{ACTION}:{quarter_of(today())}",
        subject_kind="duty",
        valid_for=VALID_FOR,
    )
    return address_for(grant, entry.pk)


@transaction.atomic
def ask_all(*, actor: Actor) -> tuple[int, int]:
    """Write to everybody in the directory who has not confirmed this quarter; who has no e-mail
    address is asked by their link, by hand. How many were written to, how many were not.
    """
    first = first_of_quarter(today())
    rows = DutyEntry.objects.select_for_update(of=("self",)).filter(ended_on__isnull=True)
    written = left = 0
    for entry in rows.select_related("organisation", "unit", "person"):
        if entry.confirmed_on and entry.confirmed_on >= first:
            continue
        if entry.asked_on and entry.asked_on >= first:
            continue
        if not entry.email:
            left += 1
            continue
        _write_to(actor, entry)
        entry.asked_on = today()
        entry.save(update_fields=["asked_on"])
        written += 1
    record(actor=actor, verb="duty.asked", data={"written": written, "by_hand": left})
    return written, left


def ask_in_the_new_quarter() -> tuple[int, int]:
    """The same without anybody asking for it; nothing once all were written to."""
    first = first_of_quarter(today())
    rows = DutyEntry.objects.filter(ended_on__isnull=True).exclude(email="")
    if not rows.exclude(confirmed_on__gte=first).exclude(asked_on__gte=first).exists():
        return 0, 0
    return ask_all(actor=Actor.system("duty"))


def _write_to(actor: Actor, entry: DutyEntry) -> None:
    language = entry.person.language if entry.person else "zh-hans"
    with translation.override(language):
        words = {
            "name": entry.name,
            "title": entry.title,
            "place": entry.place,
            "url": link_of(entry, actor=actor),
        }
        enqueue_single(
            actor=actor,
            to=entry.email,
            to_name=entry.name,
            subject=_("Please confirm your entry in the duty directory"),
            text=_(
                "Dear %(name)s,\n\nyou are in our duty directory as %(title)s, %(place)s. Please "
                "open this link once on your phone and confirm it; a new number can be given "
                "there:\n\n%(url)s\n\nIt works without a password. Thank you."
            )
            % words,
            html=render_to_string("interactions/mail/duty.html", words),
            language=language,
            subject_ref=f"person:{entry.person_id}" if entry.person_id else "",
        )


@transaction.atomic
def print_copies(*, actor: Actor, holders: Sequence[str], body: str) -> StoredFile:
    """The directory as numbered copies, one for each of ``holders``, in one PDF that is kept for a
    week. What is in it is logged, its number and holder stand on every page.
    """
    entries = list(
        DutyEntry.objects.filter(ended_on__isnull=True).select_related("organisation", "unit")
    )
    entries.sort(key=lambda entry: (entry.kind != DutyKind.COORDINATOR, entry.place, entry.pk))
    language = translation.get_language() or "zh-hans"
    drafts = [
        Draft(
            subject_ref=f"duty:{quarter_of(today())}",
            subject_label=holder,
            data={"facts": {"holder": holder, "entries": len(entries)}},
            language=language,
        )
        for holder in holders
    ]
    documents = issue_documents(actor=actor, kind=COPY, body=body, drafts=drafts)
    data = {
        "lang": "zh" if language.startswith("zh") else "en",
        "title": _("Duty directory"),
        "day": as_day(today()),
        "heads": [
            pgettext("duty directory", "Where"), pgettext("duty directory", "Office"),
            _("Name"), _("Phone"), _("When to call"), _("Confirmed"),
        ],
        "keep": _("For duty only. Do not copy; return or destroy the old copy."),
        "holder": _("Holder"),
        "copies": [[one.number_text, one.subject_label] for one in documents],
        "rows": [
            [
                entry.place or entry.get_kind_display(), entry.title, entry.name, entry.phone,
                entry.hours, as_day(entry.confirmed_on) if entry.confirmed_on else "–",
            ]
            for entry in entries
        ],
    }  # fmt: skip
    template = files("wutong.core.interactions").joinpath("typst/duty.typ")
    stored = store(
        BytesIO(typeset(template.read_text(encoding="utf-8"), data)),
        owner=actor,
        kind="duty",
        name=f"{data['title']} {documents[0].number_text}.pdf",
        expires_after=KEPT_FOR,
    )
    record(
        actor=actor,
        verb="duty.printed",
        data={
            "entries": len(entries),
            "copies": [one.number_text for one in documents],
            "holders": list(holders),
        },
        sensitive=True,
    )
    return stored


def _noted(actor: Actor, entry: DutyEntry, verb: str) -> None:
    record(actor=actor, verb=verb, subject=f"duty:{entry.pk}", subject_label=entry.name)
