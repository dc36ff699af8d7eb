"""Letters that leave the house, and what comes back."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.engagement.public import ActEntry, Subject, acts_of_source
from wutong.core.engagement.public import record as record_act
from wutong.core.engagement.public import reverse as reverse_act
from wutong.core.people.public import best_email
from wutong.kernel import masking
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.files.public import keep_upload
from wutong.platform.outbox.public import enqueue_message, single_key
from wutong.programs.correspondence.enums import LetterState, Way
from wutong.programs.correspondence.errors import DayError, NoAddressError
from wutong.programs.correspondence.papers import as_pdf, file_stem
from wutong.programs.correspondence.services.signing import obstacle_to
from wutong.programs.correspondence.services.writing import letter_of, note_letter

if TYPE_CHECKING:
    from datetime import date

    from wutong.kernel.actors import Actor
    from wutong.programs.correspondence.models import FormalLetter

ANSWERED = "letters.answered"
FILES = "letter-answer"


@transaction.atomic
def send_letter(
    *,
    actor: Actor,
    letter_id: int,
    way: str,
    address: str = "",
    note: str = "",
    on: date | None = None,
) -> FormalLetter:
    """It leaves: by e-mail with the PDF at once, or by post or hand on the day ``on``.

    Somebody may have died since it was sealed: raises what `obstacle_to` says, `NoAddressError`
    where no address is known or given, `DayError` for a day before the seal or to come.
    """
    letter = letter_of(letter_id, LetterState.SEALED)
    obstacle = obstacle_to(letter)
    if obstacle is not None:
        raise obstacle
    day = today() if way == Way.EMAIL else on or today()
    if day > today() or (letter.sealed_on and day < letter.sealed_on):
        raise DayError(_("The day lies before the seal or is still to come."))
    if way == Way.EMAIL:
        to = address.strip() or (best_email(letter.person_id) if letter.person_id else None)
        if not to:
            raise NoAddressError
        letter.mail_key = _mail(actor, letter, to)
        note = masking.email(to)
    letter.state, letter.sent_on = LetterState.SENT, day
    letter.sent_by, letter.sent_note = way, note.strip()[:200]
    letter.version += 1
    letter.save()
    note_letter(actor, letter, "letter.sent", way=way)
    return letter


@transaction.atomic
def take_sent_back(*, actor: Actor, letter_id: int) -> FormalLetter:
    """It came back: it is sealed and waits to be sent again, to another address or another way."""
    letter = letter_of(letter_id, LetterState.SENT)
    before = letter.sent_by
    letter.state, letter.sent_on, letter.mail_key = LetterState.SEALED, None, ""
    letter.sent_by, letter.sent_note = "", ""
    letter.version += 1
    letter.save()
    note_letter(actor, letter, "letter.came_back", way=before)
    return letter


def _mail(actor: Actor, letter: FormalLetter, to: str) -> str:
    """Queue it; the key of the mail. Raises `NoAddressError`."""
    body = letter.legal_body
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    with translation.override(letter.language):
        words: dict[str, Any] = {
            "letter": letter,
            "number": letter.number_text,
            "signature": str(body),
            "page_language": "en" if letter.language == "en" else "zh-Hans",
        }
        message = EmailMultiAlternatives(
            subject=_("%(title)s (%(number)s)")
            % {"title": letter.title, "number": letter.number_text},
            body=render_to_string("correspondence/mail/letter.txt", words),
            from_email=formataddr((str(body), sender)),
            to=[to],
        )
        message.attach_alternative(
            render_to_string("correspondence/mail/letter.html", words), "text/html"
        )
        message.attach(f"{file_stem(letter)}.pdf", as_pdf(letter), "application/pdf")
    about = f"person:{letter.person_id}" if letter.person_id else letter.ref
    key = enqueue_message(actor=actor, message=message, subject_ref=about)
    if key is None:
        raise NoAddressError
    return single_key(key)


@transaction.atomic
def note_answer(
    *, actor: Actor, letter_id: int, on: date, words: str, file: Any = None
) -> FormalLetter:
    """What came back, when, and the paper itself. A living addressee on record has done
    something by answering, and so it is in the ledger.
    """
    letter = letter_of(letter_id, LetterState.SENT)
    if on > today() or (letter.sent_on and on < letter.sent_on):
        raise DayError(_("The day lies before the letter was sent or is still to come."))
    if not words.strip() and file is None:
        raise WutongError(_("Say what the answer was, or add it as a file."))
    letter.state, letter.answered_on, letter.answer = LetterState.ANSWERED, on, words.strip()
    if file is not None:
        letter.answer_file = keep_upload(actor=actor, file=file, kind=FILES)
    letter.version += 1
    letter.save()
    person = letter.person
    if person is not None and not person.deceased:
        record_act(
            actor=actor,
            entry=ActEntry(
                kind=ANSWERED,
                subject=Subject.person(person.pk),
                occurred_on=on,
                source_ref=letter.ref,
                idempotency_key=f"answered:{letter.ref}:{letter.version}",
                legal_body=letter.legal_body_id,
            ),
        )
    note_letter(actor, letter, "letter.answered", on=on.isoformat())
    return letter


@transaction.atomic
def take_answer_back(*, actor: Actor, letter_id: int) -> FormalLetter:
    """The answer was another letter's: the letter is sent and nothing more, the act reversed."""
    letter = letter_of(letter_id, LetterState.ANSWERED)
    for act in acts_of_source(letter.ref).filter(kind=ANSWERED, voided_at__isnull=True):
        reverse_act(
            actor=actor, occurred_on=act.occurred_on, act_id=act.id, reason=_("Noted by mistake")
        )
    letter.state, letter.answered_on, letter.answer = LetterState.SENT, None, ""
    letter.answer_file = None
    letter.version += 1
    letter.save()
    note_letter(actor, letter, "letter.answer_taken_back")
    return letter
