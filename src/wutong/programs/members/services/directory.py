"""Reading the directory is counted, writing to somebody goes through the office."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.people.models import Person
from wutong.core.people.public import best_email
from wutong.kernel import clock
from wutong.platform.audit.public import record, viewed_sensitive
from wutong.platform.outbox.public import enqueue_single
from wutong.platform.vault.public import sign, unsign
from wutong.programs.members.errors import (
    NotReachableHereError,
    TooManyLettersError,
    TooMuchReadError,
)
from wutong.programs.members.models import DirectoryUse, RelayedLetter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.kernel.actors import Actor

PAGES_A_DAY, PROFILES_A_DAY = 150, 60
LETTERS_A_DAY = 10
ANSWER_WITHIN = timedelta(days=60)
LETTER = "members.letter"
LONGEST_LETTER = 2000


def count_use(*, actor: Actor, person_id: int, pages: int = 0, profiles: int = 0) -> None:
    """Count what is read; raises `TooMuchReadError` from the day's limit on.

    The first time somebody goes over it is written to the trail, where the office watches.
    """
    with transaction.atomic():
        use, _made = DirectoryUse.objects.select_for_update().get_or_create(
            person_id=person_id, day=clock.today()
        )
        DirectoryUse.objects.filter(pk=use.pk).update(
            pages=F("pages") + pages, profiles=F("profiles") + profiles
        )
        over = use.pages + pages > PAGES_A_DAY or use.profiles + profiles > PROFILES_A_DAY
        if over and use.stopped_at is None:
            DirectoryUse.objects.filter(pk=use.pk).update(stopped_at=clock.now())
            record(
                actor=actor,
                verb="directory.stopped",
                subject=f"person:{person_id}",
                data={"pages": use.pages + pages, "profiles": use.profiles + profiles},
                sensitive=True,
            )
    if over:
        raise TooMuchReadError


def note_contacts_seen(*, actor: Actor, person: Person, fields: Iterable[str]) -> None:
    """The owner of a number can read who saw it."""
    seen = sorted(set(fields) & {"email", "phone", "wechat"})
    if seen:
        viewed_sensitive(
            actor=actor,
            subject=f"person:{person.pk}",
            subject_label=person.name,
            fields=seen,
            reason="directory",
        )


@transaction.atomic
def write_letter(
    *, actor: Actor, sender: Person, recipient_id: int, text: str, answers: int | None = None
) -> RelayedLetter:
    """Send ``text`` to somebody without telling either address to the other.

    The caller has checked that the recipient takes letters from the sender, or that this answers
    one. Raises `TooManyLettersError` and `NotReachableHereError`.
    """
    day_ago = clock.now() - timedelta(days=1)
    Person.objects.select_for_update().get(pk=sender.pk)
    if RelayedLetter.objects.filter(sender=sender, sent_at__gt=day_ago).count() >= LETTERS_A_DAY:
        raise TooManyLettersError
    address = best_email(recipient_id)
    if address is None:
        raise NotReachableHereError
    recipient = Person.objects.get(pk=recipient_id)
    letter = RelayedLetter.objects.create(
        sender=sender, recipient=recipient, answers_id=answers, sent_at=clock.now()
    )
    with translation.override(recipient.language):
        subject = _("%(name)s writes to you through the alumni office") % {"name": sender.name}
        body = _(
            "Dear %(name)s,\n\n%(sender)s, an alumnus, writes to you:\n\n%(text)s\n\n"
            "To answer, open this page; neither address is told to the other:\n%(url)s\n\n"
            "You can switch off letters through the office on your page at any time."
        ) % {
            "name": recipient.name,
            "sender": sender.name,
            "text": "\n".join(f"> {line}" for line in text[:LONGEST_LETTER].splitlines()),
            "url": f"{settings.SITE_URL}{reverse('members-answer', args=[_answer_token(letter)])}",
        }
    enqueue_single(
        actor=actor,
        to=address,
        to_name=recipient.name,
        subject=subject,
        text=body,
        language=recipient.language,
        subject_ref=f"person:{recipient.pk}",
    )
    record(
        actor=actor,
        verb="letter.relayed",
        subject=f"person:{recipient.pk}",
        subject_label=recipient.name,
        data={"letter": letter.pk},
    )
    return letter


def _answer_token(letter: RelayedLetter) -> str:
    return sign(LETTER, {"letter": letter.pk}, ANSWER_WITHIN)


def letter_to_answer(token: str) -> RelayedLetter:
    """The letter a link answers; raises the vault's `BadTokenError` or `ExpiredTokenError`."""
    pk = unsign(LETTER, token)["letter"]
    return RelayedLetter.objects.select_related("sender", "recipient").get(pk=pk)
