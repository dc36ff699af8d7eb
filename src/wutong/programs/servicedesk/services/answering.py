"""A case handed to a department by link, answered to the alumnus, rated by link."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.people.public import best_email
from wutong.core.reference.models import LegalBody
from wutong.engines.inbox.public import answer_message
from wutong.kernel.ids import uuid7
from wutong.platform.links.models import LinkGrant
from wutong.platform.links.public import address_for, open_grant
from wutong.platform.outbox.public import enqueue_single
from wutong.programs.servicedesk.enums import CaseState, NoteKind
from wutong.programs.servicedesk.errors import DeskMailError, NoMailError, WordsMissingError
from wutong.programs.servicedesk.services.cases import case_of, end_link, note_case, say, settle
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.programs.servicedesk.models import Case, Desk

DEPARTMENT, RATE = "servicedesk.department", "servicedesk.rate"
DEPARTMENT_VALID, RATE_VALID = timedelta(days=60), timedelta(days=60)
BODY = "department"


@transaction.atomic
def hand_over(
    *, actor: Actor, case_id: int, desk: Desk, words: str = "", by_mail: bool = True
) -> Case:
    """Give the case to a department: it gets a link of its own, whoever had it before loses
    theirs. Raises `DeskMailError` where there is no address to write to.
    """
    case = case_of(case_id)
    if by_mail and not desk.email:
        raise DeskMailError
    end_link(actor, case)
    grant = open_grant(
        actor=actor, action=DEPARTMENT, key=f"{DEPARTMENT}:{case.pk}:{uuid7()}",
        params={"desk": desk.pk}, subject_kind="case", valid_for=DEPARTMENT_VALID,
    )  # fmt: skip
    case.desk, case.state, case.grant_id = desk, CaseState.HANDED, grant.pk
    case.version += 1
    case.save()
    say(actor, case, NoteKind.HANDED, words, label=desk.name_zh)
    if by_mail:
        _write_to_desk(actor, case, desk, words)
    note_case(actor, case, "case.handed", desk=desk.name_zh, by_mail=by_mail)
    return case


def department_link(case: Case) -> str:
    """The address by which the department answers, or ""."""
    grant = LinkGrant.objects.filter(pk=case.grant_id or 0).first()
    return address_for(grant, case.pk) if grant is not None else ""


def _write_to_desk(actor: Actor, case: Case, desk: Desk, words: str) -> None:
    with translation.override("zh-hans"):
        values = {
            "case": case,
            "desk": desk,
            "words": words.strip(),
            "due": as_day(case.due_on),
            "url": department_link(case),
            "signature": str(LegalBody.objects.get(pk=BODY)),
        }
        enqueue_single(
            actor=actor,
            to=desk.email,
            to_name=desk.contact or desk.name_zh,
            subject=_("Alumni service %(number)s: %(subject)s")
            % {"number": case.number, "subject": case.subject},
            text=render_to_string("servicedesk/mail/department.txt", values),
            html=render_to_string("servicedesk/mail/department.html", values),
            language="zh-hans",
            subject_ref=case.ref,
        )


def address_of(case: Case) -> str:
    """Where an answer by mail goes: the address on record, else the one that was given."""
    found = best_email(case.person_id) if case.person_id else None
    return found or (case.contact if "@" in case.contact else "")


@transaction.atomic
def answer_case(
    *, actor: Actor, case_id: int, words: str, by_mail: bool = True, by_message: bool = False
) -> Case:
    """The answer goes to the alumnus with a link to rate it; without mail it was told another
    way, or goes ``by_message`` the way the message came. Raises `WordsMissingError`,
    `NoMailError`, or what the box says of the words.
    """
    if not words.strip():
        raise WordsMissingError
    case = case_of(case_id)
    to = address_of(case) if by_mail else ""
    if by_mail and not to:
        raise NoMailError
    if by_message and case.message_id:
        answer_message(actor=actor, message_id=case.message_id, text=words)
    case.answer = words.strip()
    say(actor, case, NoteKind.ANSWER, words)
    settle(actor, case, CaseState.ANSWERED)
    if by_mail:
        _write_to_alumnus(actor, case, to)
    note_case(actor, case, "case.answered", by_mail=by_mail, by_message=by_message)
    return case


def rating_link(actor: Actor, case: Case) -> str:
    """The address by which the alumnus rates this answer; the same one however often asked."""
    grant = open_grant(
        actor=actor, action=RATE, key=f"{RATE}:{case.pk}:{case.settled_at}", subject_kind="case",
        params={}, valid_for=RATE_VALID,
    )  # fmt: skip
    return address_for(grant, case.pk)


def language_of(case: Case) -> str:
    """The language of whoever asked."""
    return case.person.language if case.person else "zh-hans"


def _write_to_alumnus(actor: Actor, case: Case, to: str) -> None:
    language = language_of(case)
    with translation.override(language):
        name = case.who
        if case.person is not None and language == "en":
            name = case.person.name_latin or case.person.name
        values: dict[str, Any] = {
            "case": case,
            "name": name,
            "url": rating_link(actor, case),
            "signature": str(LegalBody.objects.get(pk=BODY)),
        }
        enqueue_single(
            actor=actor,
            to=to,
            to_name=name,
            subject=_("Our answer: %(subject)s") % {"subject": case.subject},
            text=render_to_string("servicedesk/mail/answer.txt", values),
            html=render_to_string("servicedesk/mail/answer.html", values),
            language=language,
            subject_ref=f"person:{case.person_id}" if case.person_id else case.ref,
        )
