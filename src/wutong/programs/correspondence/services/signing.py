"""Signed off by others, then numbered and sealed; and made void when it must be."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.core.reference.enums import Grade
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.approvals.public import (
    RequestState,
    Step,
    chain_of,
    request_approval,
    requests_for,
    withdraw,
)
from wutong.platform.documents.public import issue_document, void_document
from wutong.programs.correspondence.enums import NUMBERED, LetterState
from wutong.programs.correspondence.errors import EmptyLetterError, OpenPlaceError, StaleTitleError
from wutong.programs.correspondence.merging import open_place
from wutong.programs.correspondence.papers import KIND, draft_of
from wutong.programs.correspondence.services.writing import (
    letter_of,
    note_letter,
    refuse_the_dead,
)
from wutong.programs.correspondence.titles import is_fresh, positions_of

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.programs.correspondence.models import FormalLetter

CHECKED = Step("check", "letters.record.check")
SIGNED_OFF = Step("sign-off", "letters.record.approve")
TEXT = ("title", "salutation", "body", "closing", "addressee", "legal_body_id", "language")


def digest_of(letter: FormalLetter) -> str:
    """What a sign-off is about: every word of the letter and whose it is."""
    said = json.dumps([getattr(letter, name) for name in TEXT], ensure_ascii=False)
    return sha256(said.encode()).hexdigest()


def obstacle_to(letter: FormalLetter) -> WutongError | None:
    """Why the letter may not leave as it is now, or None: it is asked again at every step."""
    try:
        refuse_the_dead(letter)
    except WutongError as error:
        return error
    if not letter.body.strip():
        return EmptyLetterError()
    text = f"{letter.title}\n{letter.salutation}\n{letter.body}\n{letter.closing}"
    place = open_place(text)
    if place:
        return OpenPlaceError(place)
    if letter.person_id and letter.person is not None and not letter.person.deceased:
        for position in positions_of(letter.person_id):
            if not position.fresh and position.title in text:
                return StaleTitleError(position)
    if letter.position and letter.position in text and not is_fresh(letter.position_on):
        return WutongError(
            _("The title “%(title)s” was confirmed more than 12 months ago. Take it out.")
            % {"title": letter.position}
        )
    return None


def _refuse(letter: FormalLetter) -> None:
    obstacle = obstacle_to(letter)
    if obstacle is not None:
        raise obstacle


@transaction.atomic
def hand_in(
    *, actor: Actor, user: User, letter_id: int, check_first: bool = False, note: str = ""
) -> FormalLetter:
    """Ask for sign-off; with ``check_first`` a colleague checks it before. The text is fixed
    meanwhile. Raises what `obstacle_to` says.
    """
    letter = letter_of(letter_id, LetterState.DRAFT)
    _refuse(letter)
    letter.state, letter.digest = LetterState.REVIEW, digest_of(letter)
    letter.version += 1
    letter.save()
    request_approval(
        actor=actor,
        subject_ref=letter.ref,
        title=_named(letter),
        url=reverse("office:letters-detail", args=[letter.pk]),
        author=user,
        chain=chain_of("letter", [CHECKED, SIGNED_OFF] if check_first else [SIGNED_OFF]),
        digest=letter.digest,
        note=note.strip(),
    )
    return letter


def _named(letter: FormalLetter) -> str:
    """What the request is called; the audit trail is read by those who are not cleared, too."""
    person = letter.person
    if person is not None and person.grade == Grade.SENSITIVE:
        return letter.title
    return f"{letter.title} · {letter.addressee}"[:200]


@transaction.atomic
def take_back(*, actor: Actor, letter_id: int) -> FormalLetter:
    """Back to draft, before it has a number."""
    letter = letter_of(letter_id, LetterState.REVIEW, LetterState.APPROVED)
    withdraw(actor=actor, subject_ref=letter.ref)
    letter.refresh_from_db()
    if letter.state != LetterState.DRAFT:
        _back_to_draft(letter)
    note_letter(actor, letter, "letter.taken_back")
    return letter


def sign_off_closed(*, letter_id: int, actor: Actor) -> None:
    """What the decision means: signed off, or back to its author with the comment."""
    letter = letter_of(letter_id)
    if letter.state != LetterState.REVIEW:
        return
    newest = requests_for(letter.ref)[0]
    same = newest.digest == digest_of(letter)
    if newest.state == RequestState.APPROVED and same:
        letter.state, letter.signed_off_by_id = LetterState.APPROVED, actor.user_id
        letter.version += 1
        letter.save()
    else:
        _back_to_draft(letter)


def _back_to_draft(letter: FormalLetter) -> None:
    letter.state, letter.digest = LetterState.DRAFT, ""
    letter.signed_off_by = None
    letter.version += 1
    letter.save()


@transaction.atomic
def seal_letter(*, actor: Actor, letter_id: int, copies: int = 1, note: str = "") -> FormalLetter:
    """The next number of the legal body's series, and the seal on so many copies. From here on
    the paper never changes. Raises what `obstacle_to` says: somebody may have died since.
    """
    letter = letter_of(letter_id, LetterState.APPROVED)
    _refuse(letter)
    if letter.digest != digest_of(letter):
        raise WutongError(_("The text is not the one that was signed off."))
    day = today()
    document = issue_document(
        actor=actor, kind=KIND, body=letter.legal_body_id, draft=draft_of(letter, day=day),
        issued_on=day,
    )  # fmt: skip
    letter.document, letter.number_text = document, document.number_text
    letter.state, letter.sealed_on, letter.sealed_by_id = LetterState.SEALED, day, actor.user_id
    letter.copies, letter.seal_note = copies, note.strip()
    letter.version += 1
    letter.save()
    note_letter(actor, letter, "letter.sealed", copies=copies, number=letter.number_text)
    return letter


@transaction.atomic
def void_letter(*, actor: Actor, letter_id: int, reason: str) -> FormalLetter:
    """The paper no longer holds; its number stays used, and who checks it is told."""
    letter = letter_of(letter_id, *NUMBERED)
    if letter.document_id is not None:
        void_document(actor=actor, document_id=letter.document_id, reason=reason)
    letter.state, letter.void_reason = LetterState.VOID, reason.strip()[:300]
    letter.version += 1
    letter.save()
    note_letter(actor, letter, "letter.voided", reason=letter.void_reason)
    return letter
