"""What leaves the country: noted by hand or by itself, and counted by calendar year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wutong.core.organisations.enums import AlumniType
from wutong.core.organisations.models import Organisation
from wutong.core.rights.enums import AbroadBasis
from wutong.core.rights.models import Transfer
from wutong.kernel.clock import today
from wutong.kernel.errors import ConflictError
from wutong.platform.access.models import RoleAssignment
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor
    from wutong.platform.audit.models import AuditEntry

FIELDS = (
    "happened_on", "recipient", "destination", "people", "sensitive", "data_types", "purpose",
    "basis",
)  # fmt: skip
# 促进和规范数据跨境流动规定 (2024): from 1 January, added up over all recipients.
FREE_BELOW = 100_000
CONTRACT_BELOW, SENSITIVE_BELOW = 1_000_000, 10_000
WARN_FROM = 0.8


@dataclass(frozen=True)
class YearAbroad:
    """How many people's data left in a calendar year. ``lines`` are (country, people, of them with
    sensitive data). Whoever was given twice counts twice: rather too many than too few.
    """

    year: int
    plain: int
    sensitive: int
    lines: list[tuple[str, int, int]]

    @property
    def share(self) -> int:
        """Of what is free, in whole percent, rounded down."""
        return 100 * self.plain // FREE_BELOW

    @property
    def level(self) -> str:
        """What the year's sum calls for: "free", "near", "contract" or "assessment"."""
        if self.plain >= CONTRACT_BELOW or self.sensitive >= SENSITIVE_BELOW:
            return "assessment"
        if self.plain >= FREE_BELOW or self.sensitive:
            return "contract"
        return "near" if self.plain >= FREE_BELOW * WARN_FROM else "free"


def year_abroad(year: int) -> YearAbroad:
    """The sums of a calendar year; one query."""
    rows = (
        Transfer.objects.filter(happened_on__year=year)
        .values("destination")
        .annotate(all=Sum("people"), touchy=Sum("people", filter=Q(sensitive=True), default=0))
        .order_by("-all", "destination")
    )
    lines = [(row["destination"], row["all"], row["touchy"]) for row in rows]
    touchy = sum(line[2] for line in lines)
    return YearAbroad(year, sum(line[1] for line in lines) - touchy, touchy, lines)


@transaction.atomic
def save_transfer(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    transfer_id: int | None = None,
    version: int | None = None,
) -> Transfer:
    """Note one or put one right; `ConflictError` when somebody was quicker."""
    if transfer_id is None:
        row = Transfer(noted_by_id=actor.user_id)
    else:
        row = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
        if version is not None and row.version != version:
            raise ConflictError(gettext_lazy("Somebody else has changed this entry meanwhile."))
        row.version += 1
    changed = [name for name in FIELDS if name in fields and getattr(row, name) != fields[name]]
    for name in changed:
        setattr(row, name, fields[name])
    row.save()
    record(
        actor=actor, verb="transfer.noted", subject=row.ref, subject_label=row.recipient,
        data={"fields": changed, "people": row.people},
    )  # fmt: skip
    return row


def note_file(entry: AuditEntry) -> None:
    """A list that an officer of an organisation abroad took out is a transfer; in the act's own
    transaction.
    """
    rows = entry.data.get("rows", 0) if entry.verb == "export.made" else 0
    if not rows or not entry.sensitive or entry.actor_id is None:
        return
    refs = RoleAssignment.objects.filter(user=entry.actor_id, scope_kind="organisation")
    keys = [int(ref) for ref in refs.values_list("scope_ref", flat=True) if ref.isdecimal()]
    body = (
        Organisation.objects.filter(pk__in=keys, alumni_type=AlumniType.OVERSEAS)
        .select_related("region")
        .order_by("pk")
        .first()
    )
    if body is None:
        return
    Transfer.objects.get_or_create(
        source=entry.subject_ref[:60],
        defaults={
            "happened_on": today(), "recipient": str(body)[:160], "people": rows,
            "destination": str(body.region or pgettext("country", "not known"))[:80],
            "data_types": _("list of members, contact points masked"),
            "purpose": entry.reason[:300] or _("taken out by an officer"),
            "basis": AbroadBasis.EXEMPT, "noted_by_id": entry.actor_id,
        },
    )  # fmt: skip
