"""Invitations: a link for one person at one address."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from wutong.core.people.models import Person
from wutong.core.people.public import best_email
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.audit.public import record
from wutong.platform.outbox.public import address_hash, enqueue_single
from wutong.platform.vault.errors import BadTokenError, ExpiredTokenError
from wutong.platform.vault.public import sign, unsign
from wutong.programs.joining.enums import InvitationState, Way
from wutong.programs.joining.errors import InvitationOverError, NoAddressError
from wutong.programs.joining.models import Invitation
from wutong.programs.joining.selectors.candidates import facts_fit
from wutong.programs.joining.services.joining import address_is_free, join

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wutong.platform.accounts.models import User
    from wutong.programs.joining.services.returning import Facts

PURPOSE = "joining.invitation"
LASTS = timedelta(days=60)
GUESSES = 5


@transaction.atomic
def invite(*, actor: Actor, person_id: int) -> Invitation:
    """Send a link to the person's best address; a former one ends with it.

    Raises `NoAddressError` for who has died, has an account, or cannot be written to.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    address = best_email(person_id)
    if address is None or person.merged_into_id or person.user_id:
        raise NoAddressError
    Invitation.objects.filter(person=person, state=InvitationState.SENT).update(
        state=InvitationState.REVOKED
    )
    row = Invitation.objects.create(
        person=person,
        address_hash=address_hash(address),
        sent_at=clock.now(),
        sent_by=actor.label[:120],
    )
    record(
        actor=actor,
        verb="joining.invited",
        subject=f"person:{person_id}",
        subject_label=person.name,
        data={"invitation": row.pk},
    )
    _write(actor, row, address)
    return row


def invite_many(*, actor: Actor, person_ids: Iterable[int], since: datetime) -> tuple[int, int]:
    """Invite each who has not been since; how many were written to, how many could not be."""
    ids = list(person_ids)
    known = Invitation.objects.filter(person__in=ids, sent_at__gte=since)
    done = set(known.values_list("person_id", flat=True))
    sent, left = len(done), 0
    for person_id in ids:
        if person_id in done:
            continue
        try:
            invite(actor=actor, person_id=person_id)
        except NoAddressError:
            left += 1
        else:
            sent += 1
    return sent, left


def invitation_address(row: Invitation) -> str:
    """The absolute address of the link."""
    return f"{settings.SITE_URL}/join/i/{sign(PURPOSE, {'i': row.pk}, LASTS)}/"


def read_invitation(token: str) -> Invitation:
    """The standing invitation behind a link. Raises `InvitationOverError`."""
    try:
        number = unsign(PURPOSE, token).get("i", 0)
    except (BadTokenError, ExpiredTokenError):
        raise InvitationOverError from None
    row = (
        Invitation.objects.filter(pk=number, state=InvitationState.SENT)
        .select_related("person__user")
        .first()
    )
    person = row.person if row else None
    if row is None or person is None or person.deceased or person.merged_into_id:
        raise InvitationOverError
    if person.user is not None and person.user.is_active:
        raise InvitationOverError
    return row


def address_of(row: Invitation) -> str:
    """The address the link went to, where it is still the person's best one and free."""
    address = best_email(row.person_id)
    if address is None or bytes(row.address_hash) != address_hash(address):
        raise InvitationOverError
    if not address_is_free(address, row.person_id):
        raise InvitationOverError
    return address


def fact_given(*, invitation_id: int, facts: Facts) -> bool:
    """Whether the facts fit; after five wrong guesses the link is withdrawn."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation_id)
        if row.state != InvitationState.SENT:
            return False
        if facts_fit(row.person_id, **asdict(facts)):
            return True
        row.guesses += 1
        if row.guesses >= GUESSES:
            row.state = InvitationState.REVOKED
        row.save(update_fields=["guesses", "state"])
    return False


@transaction.atomic
def accept_invitation(*, invitation_id: int, warn: bool) -> User:
    """The invited person comes in; the link is used up. Raises `InvitationOverError`."""
    row = Invitation.objects.select_for_update().get(pk=invitation_id)
    if row.state != InvitationState.SENT:
        raise InvitationOverError
    user = join(
        actor=Actor.link("joining.invitation", f"person:{row.person_id}"),
        person_id=row.person_id,
        contact=address_of(row),
        language=row.person.language,
        way=Way.INVITATION,
        warn=warn,
        label=str(_("invitation link")),
    )
    row.state, row.used_at = InvitationState.USED, clock.now()
    row.save(update_fields=["state", "used_at"])
    return user


def _write(actor: Actor, row: Invitation, address: str) -> None:
    person = row.person
    with override(person.language):
        english = person.language == "en"
        context = {
            "name": (person.name_latin or person.name) if english else person.name,
            "university": settings.UNIVERSITY["name_en" if english else "name_zh"],
            "url": invitation_address(row),
        }
        enqueue_single(
            actor=actor,
            to=address,
            to_name=person.name,
            subject=_("Your alumni card is ready"),
            text=render_to_string("joining/mail/invitation.txt", context),
            html=render_to_string("joining/mail/invitation.html", context),
            language=person.language,
            subject_ref=f"person:{person.pk}",
        )
