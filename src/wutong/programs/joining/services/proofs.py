"""Whether a contact is the visitor's: a code of six digits, sent there, good for ten minutes.

The page answers every address alike; what is on record is looked up only after the code came
back. A channel is a kind of contact with a way to send there: e-mail, and mobile numbers where a
gateway for text messages is set up.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wutong.core.people.public import contact_columns
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.links.public import within_limit
from wutong.platform.outbox.public import code_template, enqueue_code, enqueue_single
from wutong.platform.vault.public import keyed_hash
from wutong.programs.joining.errors import CodeWrongError, TooManyCodesError
from wutong.programs.joining.models import ContactProof
from wutong.programs.joining.registry import CodeChannel, code_channels

if TYPE_CHECKING:
    from uuid import UUID

LASTS = timedelta(minutes=10)
TRIES = 5
A_DAY = 10
IN_FIVE_MINUTES = 3
FROM_ONE_ADDRESS = 30


def send_by_email(address: str, code: str) -> None:
    """The code as a letter of three lines."""
    name = settings.UNIVERSITY["name_en" if (get_language() or "").startswith("en") else "name_zh"]
    enqueue_single(
        actor=Actor.system("joining"),
        to=address,
        subject=_("%(code)s is your code · %(university)s") % {"code": code, "university": name},
        text=_(
            "Your code is %(code)s\n\nIt is good for ten minutes. Whoever knows it can open a "
            "record in your name, so give it to nobody, the alumni office included.\n\n"
            "If you did not ask for it, nothing needs to be done."
        )
        % {"code": code},
        language=get_language() or "zh-hans",
    )


def send_by_text(number: str, code: str) -> None:
    """The code as a text message. Raises the outbox's NoGatewayError and AddressError."""
    enqueue_code(
        actor=Actor.system("joining"),
        to=number,
        code=code,
        language=get_language() or "zh-hans",
    )


code_channels.register("email", CodeChannel(send_by_email))
code_channels.register("phone", CodeChannel(send_by_text))


def texts_possible() -> bool:
    """Whether a code can go to a mobile number here."""
    return code_template(get_language() or "zh-hans") is not None


@transaction.atomic
def send_code(*, purpose: str, kind: str, value: str, visitor: str) -> ContactProof:
    """Send a code to a contact, whoever's it is. ``visitor`` is the network address.

    Raises `TooManyCodesError`, and people's `ContactNotUnderstoodError`.
    """
    columns = contact_columns(kind, value)
    now = clock.now()
    today = ContactProof.objects.filter(
        value_hash=columns.value_hash, sent_at__gt=now - timedelta(days=1)
    )
    calm = within_limit("join:visitor", visitor, limit=FROM_ONE_ADDRESS)
    calm = within_limit("join:contact", columns.normalised, limit=IN_FIVE_MINUTES) and calm
    if not calm or today.count() >= A_DAY:
        raise TooManyCodesError
    code = f"{secrets.randbelow(10**6):06d}"
    proof = ContactProof(
        purpose=purpose, kind=kind, value=columns.normalised, value_hash=columns.value_hash,
        sent_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    proof.code_hash = _hash(proof.pk, code)
    proof.save(force_insert=True)
    code_channels.get(kind).send(columns.normalised, code)
    return proof


def check_code(*, proof_id: UUID, code: str) -> ContactProof:
    """The proven proof. Raises `CodeWrongError`; after five tries the code is dead."""
    with transaction.atomic():
        proof = ContactProof.objects.select_for_update().filter(pk=proof_id).first()
        if proof is None:
            raise CodeWrongError
        alive = proof.tries < TRIES and proof.proven_at is None and proof.expires_at > clock.now()
        right = secrets.compare_digest(bytes(proof.code_hash), _hash(proof.pk, code.strip()))
        if alive and right:
            proof.proven_at = clock.now()
        proof.tries += 1
        proof.save(update_fields=["proven_at", "tries"])
    if not (alive and right):
        raise CodeWrongError  # after the try was counted
    return proof


def _hash(proof_id: UUID, code: str) -> bytes:
    return keyed_hash("joining.code", f"{proof_id}:{code}")


def forget_proofs() -> int:
    """Delete proofs older than a day; how many."""
    old = ContactProof.objects.filter(sent_at__lt=clock.now() - timedelta(days=1))
    return int(old.delete()[0])
