"""What the rooms of the platform hold. They lie below this one and know nobody by a foreign key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.kernel import masking
from wutong.platform.audit.models import AuditEntry
from wutong.platform.audit.registry import verbs
from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import delete_stored
from wutong.platform.links.models import LinkUse
from wutong.platform.outbox.enums import SuppressionReason
from wutong.platform.outbox.models import Delivery, InboundMessage, Stream, Suppression
from wutong.platform.outbox.public import address_hash, erase_subject, number_hash, suppress
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.reading import table_of
from wutong.platform.privacy.registry import Holding, Table, holdings
from wutong.platform.privacy.services.copying import KIND

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.registry import Subject

# messages


def _deliveries(subject: Subject) -> Table:
    rows = Delivery.objects.filter(subject_ref__in=subject.refs).order_by("-created_at")
    titles = dict(Stream.objects.filter(pk__in=rows.values("stream")).values_list("pk", "label"))
    columns = (
        ("sent", _("Sent")), ("what", _("Message")), ("address", _("Address")),
        ("state", _("State")),
    )  # fmt: skip
    return Table(
        columns,
        [
            [row.accepted_at or row.created_at, titles.get(row.stream, ""), row.address,
             str(row.get_state_display())]
            for row in rows
        ],
    )  # fmt: skip


def _erase_deliveries(actor: Actor, subject: Subject) -> int:
    hashes = [address_hash(address) for address in subject.values("email")]
    hashes += [number_hash(number) for number in subject.values("phone")]
    amount = Delivery.objects.filter(subject_ref__in=subject.refs).count()
    for ref in subject.refs:
        if ref.startswith("person:"):
            erase_subject(actor=actor, subject_ref=ref, hashes=hashes)
            hashes = []
    return amount


holdings.register(
    "outbox.deliveries",
    Holding(
        title=_("Messages sent to you"),
        purpose=_("To send each message once and to say what became of it."),
        fate=Fate.ANONYMISE,
        ground=_("That a message was sent is counted; your name, address and its words go."),
        read=_deliveries,
        erase=_erase_deliveries,
        tables=("outbox_delivery", "outbox_singlemail"),
    ),
    order=40,
)


def _suppressions(subject: Subject) -> Table:
    addresses = {address_hash(one): masking.email(one) for one in subject.values("email")}
    addresses |= {number_hash(one): masking.phone(one) for one in subject.values("phone")}
    found = {
        bytes(row.address_hash): str(row.get_reason_display())
        for row in Suppression.objects.filter(address_hash__in=list(addresses))
    }
    return Table(
        (("address", _("Address")), ("reason", _("Not written to because"))),
        [[shown, found.get(hashed)] for hashed, shown in addresses.items()],
    )


def _suppress(actor: Actor, subject: Subject) -> int:
    """The list holds a keyed hash, and nothing that leads back."""
    for address in subject.values("email"):
        suppress(actor=actor, address=address, reason=SuppressionReason.ERASED)
    for number in subject.values("phone"):
        suppress(actor=actor, hashed=number_hash(number), reason=SuppressionReason.ERASED)
    return len(subject.values("email")) + len(subject.values("phone"))


holdings.register(
    "outbox.suppressions",
    Holding(
        title=_("Addresses that must not be written to"),
        purpose=_("So that nobody writes to you again, even if the address is brought in anew."),
        fate=Fate.ANONYMISE,
        ground=_("Only a fingerprint of each address stays, from which nobody can read it."),
        read=_suppressions,
        erase=_suppress,
        tables=("outbox_suppression",),
    ),
    order=30,
)


def _inbound(subject: Subject) -> QuerySet[InboundMessage]:
    """What somebody sent, and machine mail that names one of their addresses."""
    named = Q(subject_ref__in=subject.refs)
    for address in subject.values("email"):
        named |= Q(address_hash=address_hash(address)) | Q(pk__in=_naming(address))
    for number in subject.values("phone"):
        named |= Q(address_hash=number_hash(number))
    return InboundMessage.objects.filter(named)


def _read_inbound(subject: Subject) -> Table:
    rows = _inbound(subject).order_by("pk")
    return table_of(rows, "received_at", "channel", "kind", "subject", "text")


def _naming(address: str) -> list[int]:
    rows = InboundMessage.objects.extra(
        where=["position(%s::bytea in raw) > 0"], params=[address.encode()]
    )
    return list(rows.values_list("pk", flat=True))


def _empty_inbound(actor: Actor, subject: Subject) -> int:
    return _inbound(subject).update(
        raw=b"", recipient="", detail="", address="", address_hash=None, name="", subject="",
        text="", subject_ref="erased",
    )  # fmt: skip


holdings.register(
    "outbox.inbound",
    Holding(
        title=_("What you wrote back, and messages that came back"),
        purpose=_("To answer you, and to notice when an address no longer works."),
        fate=Fate.ANONYMISE,
        ground=_("That a message came is counted; its text goes."),
        read=_read_inbound,
        erase=_empty_inbound,
        tables=("outbox_inboundmessage",),
    ),
    order=35,
)


# links


def _uses(subject: Subject) -> QuerySet[LinkUse]:
    return LinkUse.objects.filter(
        grant__subject_kind="person", subject_id__in=subject.ids("person")
    ).order_by("pk")


def _read_uses(subject: Subject) -> Table:
    columns = (("used_at", _("When")), ("action", _("What")), ("answer", _("Your answer")))
    return Table(
        columns,
        [
            [row.used_at, row.grant.action, ", ".join(f"{k}: {v}" for k, v in row.answer.items())]
            for row in _uses(subject).select_related("grant")
        ],
    )


def _empty_uses(actor: Actor, subject: Subject) -> int:
    return _uses(subject).update(answer={}, undo=None)


holdings.register(
    "links.uses",
    Holding(
        title=_("Answers given through a link"),
        purpose=_("To take an answer over once and to let you undo it."),
        fate=Fate.ANONYMISE,
        ground=_("That an answer was given is counted; its words go."),
        read=_read_uses,
        erase=_empty_uses,
        tables=("links_linkuse",),
    ),
    order=36,
)


# files and the trail


def _copies(subject: Subject) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(kind=KIND, owner_id__in=subject.ids("user")).order_by("pk")


def _delete_copies(actor: Actor, subject: Subject) -> int:
    found = list(_copies(subject))
    for stored in found:
        delete_stored(stored)
    return len(found)


holdings.register(
    "files.copies",
    Holding(
        title=_("Copies of your data that were made for you"),
        purpose=_("For you to fetch within seven days."),
        fate=Fate.ERASE,
        read=lambda subject: table_of(_copies(subject), "name", "size", "created_at"),
        erase=_delete_copies,
        tables=("files_storedfile",),
    ),
    order=37,
)


def _trail(subject: Subject) -> Table:
    rows = AuditEntry.objects.filter(subject_ref__in=subject.refs).order_by("at")
    return Table(
        (("at", _("When")), ("what", _("What")), ("reason", _("Why"))),
        [
            [row.at, str(verbs.find(row.verb) or row.verb), row.reason or row.data.get("reason")]
            for row in rows
        ],
    )


holdings.register(
    "audit.trail",
    Holding(
        title=_("Who looked at your data or changed it"),
        purpose=_("So that misuse can be found."),
        fate=Fate.LOCK,
        ground=_(
            "Logs must be kept for at least six months (Cybersecurity Law); nobody can change "
            "them, and they go by the retention rule."
        ),
        read=_trail,
        tables=("audit_auditentry",),
    ),
    order=5,
)
