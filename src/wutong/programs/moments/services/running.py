"""The day's work: what falls on today becomes a sending, once."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wutong.engines.audiences.public import loads, people_in
from wutong.engines.outreach.public import send_approved
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.kernel.clock import CAMPUS
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.programs.moments.capsules.posting import hold_for, lay_out, settle
from wutong.programs.moments.criterion import definition_on
from wutong.programs.moments.dates import is_personal, is_solemn_plan, served_on, silences
from wutong.programs.moments.enums import OPEN, MomentKind, OccurrenceState
from wutong.programs.moments.models import LAST_HOUR, Moment, Occurrence, Skip
from wutong.programs.moments.services.plans import locked
from wutong.programs.moments.words import letter_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wutong.engines.outreach.models import Campaign

ACTOR = Actor.system("moments")


def keep_today() -> int:
    """Make what falls on today and is not made yet; how many sendings that was.

    Safe to run at any hour, again, and by several workers at once.
    """
    today = clock.today()
    settle()
    lay_out(today)
    made = 0
    for moment in Moment.objects.filter(paused=False).order_by("pk"):
        recent = Occurrence.objects.filter(moment=moment, on__gte=today - timedelta(days=9))
        done = recent.exclude(state__in=OPEN).values_list("on", flat=True)
        for on in served_on(moment, today, done):
            made += _keep(moment.pk, on)
    return made


def _keep(moment_id: int, on: date) -> bool:
    """One plan on one day; what goes wrong is written down and does not stop the others."""
    try:
        return make_occurrence(moment_id=moment_id, on=on)
    except IntegrityError:
        return False  # another worker was faster
    except WutongError as error:
        with transaction.atomic():
            _write(locked(moment_id), on, OccurrenceState.FAILED, problem=str(error)[:300])
        return False


@transaction.atomic
def make_occurrence(*, moment_id: int, on: date) -> bool:
    """The sending of a plan's day, in one transaction with the row that says it was made. Whether
    one was made now.
    """
    moment = locked(moment_id)
    known = Occurrence.objects.filter(moment=moment, on=on).first()
    if known is not None and known.state not in OPEN:
        return False
    today = clock.today()
    if moment.paused or _rests(moment, today):
        return False
    state = _hindrance(moment, on, today)
    if state is None:
        at = _hour_of(moment, today)
        if at is None:
            state = OccurrenceState.MISSED
    if state is not None:
        _write(moment, on, state)
        return False
    assert at is not None
    definition = definition_on(moment, on)
    if not people_in(loads(definition), moment.author).exists():
        _write(moment, on, OccurrenceState.NOBODY)
        return False
    campaign = _sending(moment, on, definition, at)
    if campaign is None:
        _write(moment, on, OccurrenceState.NOBODY)
        return False
    made = _write(moment, on, OccurrenceState.MADE)
    made.campaign = campaign
    made.save(update_fields=["campaign"])
    if moment.kind == MomentKind.CAPSULE:
        hold_for(campaign, on)
    return True


def _sending(
    moment: Moment, on: date, definition: Mapping[str, Any], at: datetime
) -> Campaign | None:
    """The day's sending, unless the pre-flight leaves nobody: then none was made."""
    with transaction.atomic():
        campaign = send_approved(
            actor=ACTOR, author=moment.author, approver=moment.approver,
            values=letter_of(moment, on), definition=definition, at=at,
        )  # fmt: skip
        if (campaign.counts or {}).get(""):
            return campaign
        transaction.set_rollback(True)
    return None


def _rests(moment: Moment, today: date) -> bool:
    """A plan that nobody has approved yet is no news, and of people's own days the plan itself
    says that its approval has run out; a festival that passes without a letter is written down.
    """
    return not moment.approved_on(today) and (moment.approved_until is None or is_personal(moment))


def _hindrance(moment: Moment, on: date, today: date) -> OccurrenceState | None:
    """Why nothing is made today, or None. A day of silence does not use up somebody's own day:
    it is kept on the first day after.
    """
    if Skip.objects.filter(moment=moment, on=on).exists():
        return OccurrenceState.SKIPPED
    if silences(today, today) and not is_solemn_plan(moment):
        return OccurrenceState.SILENT
    if not moment.approved_on(today):
        return OccurrenceState.HELD
    if not can(moment.author, "moments.change"):
        raise WutongError(
            _("Its author no longer works here: somebody else has to hand the plan in.")
        )
    return None


def _hour_of(moment: Moment, today: date) -> datetime | None:
    """When it leaves: at its hour, or after the waiting time when that is over; None when people
    would be disturbed.
    """
    wanted = datetime.combine(today, time(moment.hour), tzinfo=CAMPUS)
    soonest = clock.now() + timedelta(minutes=settings.OUTREACH_UNDO_MINUTES)
    at = max(wanted, soonest)
    latest = datetime.combine(today, time(LAST_HOUR, 59), tzinfo=CAMPUS)
    return at if at <= latest else None


def _write(moment: Moment, on: date, state: OccurrenceState, *, problem: str = "") -> Occurrence:
    row, _made = Occurrence.objects.update_or_create(
        moment=moment, on=on,
        defaults={"state": state, "problem": problem, "made_at": clock.now()},
    )  # fmt: skip
    return row
