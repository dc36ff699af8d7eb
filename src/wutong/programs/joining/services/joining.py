"""Becoming a member: an account of one's own, the proven contact on record, the card at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.core.engagement.public import ActEntry, Subject
from wutong.core.engagement.public import record as write_act
from wutong.core.people.enums import Confidence, ContactKind, ContactStatus, SourceKind
from wutong.core.people.models import ContactPoint, Person
from wutong.core.people.public import Source, add_contact, confirm_contact
from wutong.kernel import clock
from wutong.platform.access.public import is_staff
from wutong.platform.accounts.models import User
from wutong.platform.audit.public import record
from wutong.platform.vault.public import keyed_hash
from wutong.programs.joining.errors import CannotJoinError
from wutong.programs.joining.services.warning import warn_other_channels
from wutong.programs.members.public import link_account

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.programs.joining.enums import Way

ACT = "member.joined"


NO_MAIL = "phone.invalid"
"""The domain of the addresses of accounts that were opened by a mobile number: nothing is sent
there (RFC 2606), and the number itself is not in it.
"""


def account_address(kind: str, value: str) -> str:
    """The address an account is known by: the e-mail address, or one that stands for a number."""
    if kind == ContactKind.EMAIL:
        return value
    return f"{keyed_hash('joining.account', value).hex()[:24]}@{NO_MAIL}"


def address_is_free(email: str, person_id: int | None) -> bool:
    """Whether an account for this address may become the person's: there is none, or it is
    theirs, or it belongs to nobody on record and to nobody in the office.
    """
    user = User.objects.filter(email=User.objects.normalise(email)).first()
    if user is None:
        return True
    owner = Person.objects.filter(user=user).values_list("pk", flat=True).first()
    if owner is not None:
        return owner == person_id
    return user.is_active and not is_staff(user)


@transaction.atomic
def join(
    *,
    actor: Actor,
    person_id: int,
    contact: str,
    language: str,
    way: Way,
    warn: bool,
    label: str,
    kind: str = ContactKind.EMAIL,
) -> User:
    """Open the account of a person who has proven ``contact``; the card follows at once.

    ``label`` says where the contact comes from. With ``warn`` the other channels of the record
    are told, each with a link that undoes it. Raises `CannotJoinError` where the address or the
    record is somebody else's.
    """
    email = account_address(kind, contact)
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.merged_into_id or person.deceased or not address_is_free(email, person_id):
        raise CannotJoinError(_("This record or this address belongs to an account already."))
    if person.user_id and User.objects.filter(pk=person.user_id, is_active=True).exists():
        raise CannotJoinError(_("This record or this address belongs to an account already."))
    user, made = User.objects.get_or_create(
        email=User.objects.normalise(email), defaults={"language": language}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    elif not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
    point, added = _prove_contact(actor, person_id, (kind, contact), label)
    link_account(actor=actor, user=user, person_id=person_id)
    record(
        actor=actor,
        verb="joining.joined",
        subject=f"person:{person_id}",
        subject_label=person.name,
        data={"way": str(way), "user": user.pk, "warned": warn},
    )
    write_act(
        actor=actor,
        entry=ActEntry(
            kind=ACT,
            subject=Subject.person(person_id),
            occurred_on=clock.today(),
            source_ref=f"user:{user.pk}",
            idempotency_key=f"joined:{person_id}:{user.pk}",
        ),
    )
    if warn:
        warn_other_channels(actor=actor, person_id=person_id, point=point, user=user, added=added)
    return user


def _prove_contact(
    actor: Actor, person_id: int, contact: tuple[str, str], label: str
) -> tuple[ContactPoint, bool]:
    kind, value = contact
    source = Source(kind=SourceKind.SELF, label=label, confidence=Confidence.A)
    point = ContactPoint.objects.filter(
        person=person_id, kind=kind, normalised=value, valid_to__isnull=True
    ).first()
    if point is not None:
        added = False
    else:
        point = add_contact(
            actor=actor, person_id=person_id, kind=ContactKind(kind), value=value, source=source
        )
        added = True
    if point.verified_at is None or point.status != ContactStatus.OK or not added:
        point = confirm_contact(actor=actor, contact_id=point.pk, source=source)
    return point, added
