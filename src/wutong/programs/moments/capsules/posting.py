"""The day a letter to the future is due, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.people.models import Degree
from wutong.engines.outreach.models import Recipient
from wutong.kernel import clock
from wutong.platform.outbox.enums import DeliveryState
from wutong.platform.outbox.public import deliveries_of
from wutong.programs.moments.enums import CapsuleState, MomentKind
from wutong.programs.moments.models import Arrival, Capsule, Occurrence

if TYPE_CHECKING:
    from datetime import date

    from wutong.engines.outreach.models import Campaign

WATCHED = timedelta(days=30)
"""So long after a sending a returned letter still makes its recipient wait for it again."""
LOST = (DeliveryState.BOUNCED, DeliveryState.REFUSED, DeliveryState.CANCELLED)


@transaction.atomic
def lay_out(today: date) -> int:
    """Name those for whom the letters due today or earlier are; each only once."""
    due = Capsule.objects.select_for_update(of=("self",)).filter(
        state=CapsuleState.SEALED, opens_on__lte=today, arrivals__isnull=True
    )
    wanted = [
        Arrival(capsule=capsule, person_id=person)
        for capsule in due
        for person in _readers(capsule)
    ]
    Arrival.objects.bulk_create(wanted, ignore_conflicts=True)
    return len(wanted)


def _readers(capsule: Capsule) -> set[int]:
    """The writer, or the whole class, the writer among them."""
    if capsule.class_group_id is None:
        return {capsule.writer_id}
    classmates = Degree.objects.filter(
        class_group=capsule.class_group_id, person__merged_into__isnull=True
    )
    return {capsule.writer_id, *classmates.values_list("person_id", flat=True)}


def hold_for(campaign: Campaign, on: date) -> None:
    """Letters that go with ``campaign`` are under way: tomorrow's sending leaves them out."""
    gets = Recipient.objects.filter(campaign=campaign, reason="").values("person_id")
    Arrival.objects.filter(
        arrived_on__isnull=True, campaign__isnull=True, capsule__opens_on__lte=on,
        person__in=gets,
    ).update(campaign=campaign)  # fmt: skip


def settle() -> None:
    """Read what became of the sendings of the last weeks: arrived, or to be tried again as soon
    as there is an address that works. What is uncertain waits for the colleague who decides it.
    """
    since = clock.today() - WATCHED
    rows = Occurrence.objects.filter(
        moment__kind=MomentKind.CAPSULE, on__gte=since, campaign__isnull=False
    )
    for row in rows.select_related("campaign").order_by("on"):
        if row.campaign is not None and row.campaign.gone_out:
            _settle(row, row.campaign)


@transaction.atomic
def _settle(row: Occurrence, campaign: Campaign) -> None:
    states: dict[int, str] = {}
    for ref, state in deliveries_of(campaign.ref).values_list("subject_ref", "state"):
        states[int(ref.partition(":")[2] or 0)] = state
    came = {person for person, state in states.items() if state == DeliveryState.ACCEPTED}
    lost = {person for person, state in states.items() if state in LOST}
    due = Arrival.objects.filter(capsule__opens_on__lte=row.on)
    fresh = due.filter(person__in=came, arrived_on__isnull=True)
    capsules = set(fresh.values_list("capsule_id", flat=True))
    fresh.update(arrived_on=row.on, campaign=campaign)
    Capsule.objects.filter(pk__in=capsules, state=CapsuleState.SEALED).update(
        state=CapsuleState.DELIVERED
    )
    gone = due.filter(campaign=campaign, opened_at__isnull=True, person__in=lost)
    gone.update(campaign=None, arrived_on=None)
    if campaign.finished_at is not None:
        left = due.filter(campaign=campaign, arrived_on__isnull=True)
        left.exclude(person__in=states).update(campaign=None)
