"""Coming back with a code alone: opens what is fresh, asks a fact of what is dormant (ID-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from wutong.core.people.models import ContactPoint, Person
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.access.public import is_staff
from wutong.platform.audit.public import record
from wutong.programs.joining.deciding import Opening, opening
from wutong.programs.joining.enums import Way
from wutong.programs.joining.errors import CannotJoinError, FactWrongError, TooManyCodesError
from wutong.programs.joining.models import ContactProof
from wutong.programs.joining.selectors.candidates import facts_fit, holders_of
from wutong.programs.joining.services.joining import join
from wutong.programs.joining.services.warning import warn_other_channels

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

GUESSES = 3
HOLDS = timedelta(minutes=30)
"""How long a proven contact may be used on the next page."""


@dataclass(frozen=True)
class Facts:
    """What somebody says of their studies."""

    student_no: str = ""
    entry_year: int | None = None
    class_name: str = ""


def what_opens(proof: ContactProof) -> Opening:
    """What the proven contact alone opens."""
    return opening(holders_of(bytes(proof.value_hash)), clock.today())


@transaction.atomic
def come_back(*, proof: ContactProof, facts: Facts | None = None) -> User:
    """The account behind a proven contact, made where the person had none.

    Without ``facts`` only what `what_opens` calls a record. With facts the one record they fit;
    its other channels are told. Raises `FactWrongError`, `TooManyCodesError`, and
    `CannotJoinError` where the account belongs to the office or the address to somebody else.
    """
    row = ContactProof.objects.select_for_update().get(pk=proof.pk)
    fresh = row.proven_at is not None and row.proven_at > clock.now() - HOLDS
    if not fresh or row.spent_at is not None:
        raise FactWrongError
    holders = [one.person_id for one in holders_of(bytes(row.value_hash))]
    if facts is None:
        if what_opens(row) is not Opening.RECORD:
            raise FactWrongError
        chosen = holders
    else:
        chosen = [one for one in holders if _fits(one, facts)]
    if len(chosen) != 1:
        raise FactWrongError
    row.spent_at = clock.now()
    row.save(update_fields=["spent_at"])
    return _open(row, chosen[0], warn=facts is not None)


def count_guess(proof: ContactProof) -> None:
    """Three guesses a contact and day, so that a new code buys no new ones.

    Raises `TooManyCodesError`. Call it before `come_back`, in a transaction of its own.
    """
    lately = ContactProof.objects.filter(
        value_hash=bytes(proof.value_hash), sent_at__gt=clock.now() - timedelta(days=1)
    )
    if (lately.aggregate(made=Sum("guesses"))["made"] or 0) >= GUESSES:
        raise TooManyCodesError
    ContactProof.objects.filter(pk=proof.pk).update(guesses=F("guesses") + 1)


def _fits(person_id: int, facts: Facts) -> bool:
    return facts_fit(
        person_id,
        student_no=facts.student_no,
        entry_year=facts.entry_year,
        class_name=facts.class_name,
    )


def _open(proof: ContactProof, person_id: int, *, warn: bool) -> User:
    actor = Actor(user_id=None, label="join:back", subject_ref=f"person:{person_id}")
    person = Person.objects.select_related("user").get(pk=person_id)
    user = person.user
    if user is None or not user.is_active:
        return join(
            actor=actor, person_id=person_id, contact=proof.value, kind=proof.kind,
            language=person.language, way=Way.REGISTER, warn=warn, label="code",
        )  # fmt: skip
    if is_staff(user):
        raise CannotJoinError(
            _("This account works in the office; please sign in with its password.")
        )
    record(
        actor=actor,
        verb="joining.came_back",
        subject=f"person:{person_id}",
        subject_label=person.name,
        data={"asked": warn},
    )
    point = (
        ContactPoint.objects.filter(person=person_id, value_hash=bytes(proof.value_hash))
        .order_by("valid_to")
        .first()
    )
    if warn and point is not None:
        warn_other_channels(actor=actor, person_id=person_id, point=point, user=user, added=False)
    return user
