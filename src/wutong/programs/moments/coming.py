"""Letters to the future: those somebody has under seal, and those that have come."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.core.people.registry import Ahead
from wutong.platform.links.public import address_for, open_grant
from wutong.programs.moments.capsules.button import ARRIVED
from wutong.programs.moments.enums import CapsuleState
from wutong.programs.moments.models import Arrival, Capsule
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wutong.kernel.actors import Actor


def letters_to_the_future(person_id: int, today: date) -> Iterator[Ahead]:
    """Two queries, and no word of a letter."""
    come = Arrival.objects.filter(
        person=person_id, arrived_on__isnull=False, opened_at__isnull=True
    ).exclude(capsule__state=CapsuleState.WITHDRAWN)
    if come.exists():
        yield Ahead(
            key="arrived",
            title=_("A letter to the future has arrived for you"),
            todo=_("Break the seal when you have a quiet minute."),
            asks=True,
            start=partial(_opening, person_id),
            button=_("Open the letter"),
            icon="mail",
        )
    sealed = Capsule.objects.filter(
        writer=person_id, state=CapsuleState.SEALED, opens_on__gt=today
    ).defer("text")
    for row in sealed.select_related("class_group").order_by("opens_on", "pk"):
        whole = row.class_group_id is not None
        yield Ahead(
            key=str(row.pk),
            title=_("Your letter to the future reaches your class")
            if whole
            else _("Your letter to the future comes back to you"),
            todo=_("Nothing to do but keep your address right."),
            when=row.opens_on,
            button=_("About the letter"),
            lines=(
                _("Written on %(day)s, encrypted, read by nobody before its day.")
                % {"day": as_day(row.written_on)},
                _("To another day, or not at all: tell the office, which cannot read it either."),
            ),
            icon="mail",
        )


def _opening(person_id: int, actor: Actor) -> str:
    grant = open_grant(actor=actor, action=ARRIVED, key=f"{ARRIVED}:signed-in")
    return address_for(grant, person_id)
