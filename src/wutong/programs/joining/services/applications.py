"""An application from its first word to the decision."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from wutong.core.people.enums import Confidence, ContactKind, SourceKind
from wutong.core.people.models import Person
from wutong.core.people.public import Source, add_person, save_degree
from wutong.core.reference.models import ClassGroup
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.kernel.clock import working_days_after
from wutong.kernel.hanzi import fold
from wutong.platform.audit.public import record
from wutong.platform.files.models import StoredFile
from wutong.platform.outbox.public import enqueue_single
from wutong.platform.vault.public import sign
from wutong.programs.joining.deciding import Verdict, decide
from wutong.programs.joining.enums import WAITING, Reason, State, Way
from wutong.programs.joining.errors import AlreadyDecidedError, CannotJoinError
from wutong.programs.joining.models import Application, ContactProof
from wutong.programs.joining.selectors.candidates import Claim, candidates_for
from wutong.programs.joining.services.joining import account_address, address_is_free, join
from wutong.ui.signin.public import connect_identity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from wutong.platform.accounts.models import User
    from wutong.programs.joining.deciding import Candidate

WORKING_DAYS = 3
"""What the page promises."""
PAPERS_KEPT = timedelta(days=30)
STATUS_PURPOSE = "joining.status"
STATUS_LASTS = timedelta(days=120)


@transaction.atomic
def begin_application(
    *, given: Mapping[str, Any], proof: ContactProof, language: str, way: Way, masked: str
) -> Application:
    """Keep what somebody gave until the code comes back; nobody sees it before.

    ``given`` has the fields of the form; ``campus_provider``, ``campus_uid`` and ``vouched``
    where the university's log-in stands behind it.
    """
    unit = given.get("unit")
    return Application.objects.create(
        way=way,
        language=language,
        name=fold(given["name"]),
        student_no=fold(given.get("student_no", "")),
        unit=unit,
        entry_year=given.get("entry_year"),
        class_name=fold(given.get("class_name", "")),
        certificate_no=fold(given.get("certificate_no", "")),
        contact_kind=proof.kind,
        contact=proof.value,
        contact_hash=proof.value_hash,
        contact_masked=masked,
        campus_provider=given.get("campus_provider", ""),
        campus_uid=given.get("campus_uid", ""),
        vouched=bool(given.get("vouched")),
        asked_at=clock.now(),
    )


def claim_of(application: Application) -> Claim:
    """What was given, for comparing."""
    return Claim.of(
        name=application.name,
        contact_hash=bytes(application.contact_hash),
        student_no=application.student_no,
        college=application.unit_id,
        entry_year=application.entry_year,
        class_name=application.class_name,
    )


@transaction.atomic
def settle(*, application_id: UUID) -> tuple[Application, User | None]:
    """The contact is proven: join at once where the rules say so, else hand it to the office.

    Returns the application and, where somebody joined, their account.
    """
    row = Application.objects.select_for_update().get(pk=application_id)
    if row.state != State.PROVING:
        return row, None
    candidates = candidates_for(claim_of(row))
    verdict = decide(candidates, vouched=row.vouched)
    own = _own_account(row, candidates) if verdict.reasons == (Reason.HAS_ACCOUNT,) else None
    if own is not None:
        _close(row, State.JOINED, person_id=own[1])
        return row, own[0]
    address = account_address(row.contact_kind, row.contact)
    if verdict.person_id is not None and not address_is_free(address, verdict.person_id):
        verdict = Verdict(reasons=(Reason.ADDRESS_TAKEN,))
    row.candidates = [one.person_id for one in candidates][:20]
    actor = Actor(user_id=None, label=f"join:{row.way}")
    if verdict.person_id is not None:
        user = _join(actor, row, verdict.person_id, warn=verdict.warn)
        return row, user
    row.state, row.reasons = State.OPEN, [str(reason) for reason in verdict.reasons]
    if row.certificate_no:
        row.reasons.append(str(Reason.PAPERS))
    row.due_on = working_days_after(clock.today(), WORKING_DAYS)
    row.save()
    record(
        actor=actor,
        verb="joining.applied",
        subject=f"application:{row.pk}",
        subject_label=row.name,
        data={"reasons": row.reasons},
    )
    _write(actor, row, "received")
    return row, None


def _own_account(row: Application, candidates: list[Candidate]) -> tuple[User, int] | None:
    """Somebody who has joined before and joins again with the address of their account."""
    meant = [one.person_id for one in candidates if one.meant]
    person = Person.objects.filter(
        pk__in=meant, user__email=account_address(row.contact_kind, row.contact)
    ).select_related("user")
    found = person.first()
    return (found.user, found.pk) if found is not None and found.user is not None else None


def _join(actor: Actor, row: Application, person_id: int, *, warn: bool) -> User:
    user = join(
        actor=actor,
        person_id=person_id,
        contact=row.contact,
        kind=row.contact_kind,
        language=row.language,
        way=Way(row.way),
        warn=warn,
        label=str(_("given when joining")),
    )
    if row.campus_provider:
        connect_identity(user=user, provider=row.campus_provider, uid=row.campus_uid)
    _close(row, State.JOINED, person_id=person_id)
    return user


def _close(row: Application, state: State, *, person_id: int | None = None) -> None:
    row.state, row.person_id, row.decided_at = state, person_id, clock.now()
    row.contact = ""
    row.save()
    StoredFile.objects.filter(pk__in=row.papers.values("file")).update(
        expires_at=clock.now() + PAPERS_KEPT
    )


def _waiting(application_id: UUID) -> Application:
    row = Application.objects.select_for_update().get(pk=application_id)
    if row.state not in WAITING:
        raise AlreadyDecidedError
    return row


@transaction.atomic
def accept_as(
    *, actor: Actor, user: User, application_id: UUID, person_id: int, answer: str = ""
) -> Application:
    """The applicant is this person: account, card, and a letter that says how to come in."""
    row = _waiting(application_id)
    row.decided_by, row.answer = user, answer
    address = row.contact
    _join(actor, row, person_id, warn=True)
    _decided(actor, row, "joining.accepted")
    _write(actor, row, "accepted", to=address)
    return row


@transaction.atomic
def accept_as_new(
    *, actor: Actor, user: User, application_id: UUID, level: str, completion: str, answer: str = ""
) -> Application:
    """Put the applicant on record with what they proved, then as above.

    Raises `CannotJoinError` where the application names no college.
    """
    row = _waiting(application_id)
    if row.unit is None:
        raise CannotJoinError(_("The application names no college. Please ask for it first."))
    label = str(_("application to join"))
    source = Source(kind=SourceKind.SELF, label=label, confidence=Confidence.A)
    person = add_person(
        actor=actor, fields={"name": row.name, "language": row.language}, source=source
    )
    groups = ClassGroup.objects.filter(name=row.class_name, unit=row.unit)
    save_degree(
        actor=actor,
        person_id=person.pk,
        fields={
            "unit": row.unit,
            "class_group": groups.first() if row.class_name else None,
            "level": level,
            "completion": completion,
            "student_no": row.student_no,
            "entry_year": row.entry_year,
        },
        source=source,
    )
    return accept_as(
        actor=actor, user=user, application_id=application_id, person_id=person.pk, answer=answer
    )


@transaction.atomic
def decline(*, actor: Actor, user: User, application_id: UUID, answer: str) -> Application:
    """Refuse, with the reason that the applicant reads."""
    row = _waiting(application_id)
    row.decided_by, row.answer = user, answer
    address = row.contact
    _close(row, State.DECLINED)
    _decided(actor, row, "joining.declined")
    _write(actor, row, "declined", to=address)
    return row


@transaction.atomic
def ask_for_more(*, actor: Actor, user: User, application_id: UUID, answer: str) -> Application:
    """Ask the applicant something; the link in the letter takes the papers and the answer."""
    row = _waiting(application_id)
    row.state, row.decided_by, row.answer = State.ASKED, user, answer
    row.save(update_fields=["state", "decided_by", "answer"])
    _decided(actor, row, "joining.asked")
    _write(actor, row, "asked")
    return row


@transaction.atomic
def answer_more(*, application_id: UUID, note: str) -> Application:
    """The applicant answered, or handed in papers: it is with the office again."""
    row = _waiting(application_id)
    if note:
        row.note = f"{row.note}\n{note}".strip()[:600]
    if row.state == State.ASKED:
        row.state, row.due_on = State.OPEN, working_days_after(clock.today(), WORKING_DAYS)
    row.save(update_fields=["note", "state", "due_on"])
    return row


@transaction.atomic
def withdraw(*, application_id: UUID) -> Application:
    """The applicant thinks better of it."""
    row = _waiting(application_id)
    _close(row, State.WITHDRAWN)
    _decided(Actor(user_id=None, label="join:applicant"), row, "joining.withdrawn")
    return row


def _decided(actor: Actor, row: Application, verb: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"application:{row.pk}",
        subject_label=row.name,
        data={"person": row.person_id, "answer": row.answer},
    )


def status_address(row: Application) -> str:
    """Where the applicant sees how far it is; the address is the permission."""
    token = sign(STATUS_PURPOSE, {"application": str(row.pk)}, STATUS_LASTS)
    return f"{settings.SITE_URL}/join/s/{token}/"


SUBJECTS = {
    "received": lambda: _("We have your application"),
    "accepted": lambda: _("Welcome back: your alumni account is open"),
    "declined": lambda: _("About your application"),
    "asked": lambda: _("A question about your application"),
}


def _write(actor: Actor, row: Application, kind: str, *, to: str = "") -> None:
    address = to or row.contact
    if row.contact_kind != ContactKind.EMAIL or not address:
        return
    with override(row.language):
        context = {
            "name": row.name,
            "kind": kind,
            "answer": row.answer,
            "due": row.due_on,
            "status_url": status_address(row),
            "enter_url": f"{settings.SITE_URL}/join/back/",
        }
        enqueue_single(
            actor=actor,
            to=address,
            to_name=row.name,
            subject=SUBJECTS[kind](),
            text=render_to_string("joining/mail/application.txt", context),
            html=render_to_string("joining/mail/application.html", context),
            language=row.language,
            subject_ref=f"person:{row.person_id}" if row.person_id else "",
        )


def forget_unproven() -> int:
    """Delete what was begun and never proven, after a day; how many."""
    old = Application.objects.filter(
        state=State.PROVING, asked_at__lt=clock.now() - timedelta(days=1)
    )
    return int(old.delete()[0])
