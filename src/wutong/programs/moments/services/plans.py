"""Plans: written, handed in, approved for a year, paused, a day left out."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.engines.audiences.public import loads
from wutong.engines.outreach.public import check_words, discard_campaign
from wutong.kernel import clock
from wutong.kernel.errors import ConflictError
from wutong.platform.approvals.public import (
    RequestState,
    chain_of,
    request_approval,
    requests_for,
    withdraw,
)
from wutong.platform.audit.public import record
from wutong.programs.moments.criterion import definition_on
from wutong.programs.moments.dates import falls_on
from wutong.programs.moments.enums import MomentKind, OccurrenceState
from wutong.programs.moments.errors import GoneOutError, MomentError, PastDayError
from wutong.programs.moments.models import Moment, Occurrence, Skip
from wutong.programs.moments.texts import BIRTHDAY_TOPIC
from wutong.programs.moments.words import letter_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

WHAT = (
    "kind", "festival", "month", "day", "days_before", "years", "days_after", "legal_body_id",
    "topic", "channel", "signature_id", "ornament", "subject_zh", "subject_en", "body_zh",
    "body_en", "hour",
)  # fmt: skip
"""What an approval is about, besides the segment."""
YEAR = timedelta(days=364)


def locked(moment_id: int) -> Moment:
    """The plan, locked."""
    rows = Moment.objects.select_for_update(of=("self",))
    return rows.select_related("legal_body", "signature", "segment", "author").get(pk=moment_id)


def note(actor: Actor, moment: Moment, verb: str, **data: Any) -> None:
    """Into the trail."""
    record(
        actor=actor, verb=verb, subject=moment.ref, subject_label=moment.title, data=data,
        body=moment.legal_body_id,
    )  # fmt: skip


def digest_of(moment: Moment, definition: Mapping[str, Any] | None) -> str:
    """What is approved: occasion, words, hour and audience."""
    parts: dict[str, Any] = {name: getattr(moment, name) for name in WHAT}
    text = json.dumps([parts, definition], sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def audience_now(moment: Moment) -> dict[str, Any] | None:
    """The segment's tree as it is; None for everybody."""
    return moment.segment.definition if moment.segment else None


@transaction.atomic
def save_moment(
    *,
    actor: Actor,
    author: User,
    values: Mapping[str, Any],
    moment: Moment | None = None,
    version: int | None = None,
) -> Moment:
    """Write a plan, new or changed. Whatever changes what was approved ends the approval.

    Raises ConflictError, and MarkupError for the words.
    """
    if moment is None:
        moment = Moment(author=author, version=0)
    else:
        moment = locked(moment.pk)
        if version is not None and version != moment.version:
            raise ConflictError(
                _("Somebody else changed this plan in the meantime. Please look again.")
            )
    for name, value in values.items():
        setattr(moment, name, value)
    if moment.kind == MomentKind.BIRTHDAY:
        moment.topic = BIRTHDAY_TOPIC
    check_words(letter_of(moment, clock.today()))
    if moment.digest and moment.digest != digest_of(moment, audience_now(moment)):
        _end_approval(moment)
    if moment.waiting:
        moment.waiting = False
        withdraw(actor=actor, subject_ref=moment.ref)
    moment.version += 1
    moment.updated_at = clock.now()
    moment.about = None
    moment.save()
    note(actor, moment, "moments.saved", version=moment.version)
    return moment


def _end_approval(moment: Moment) -> None:
    moment.approver = moment.approved_from = moment.approved_until = None
    moment.digest, moment.definition = "", None


@transaction.atomic
def hand_in(*, actor: Actor, user: User, moment_id: int, note_text: str = "") -> Moment:
    """Ask for a year's approval of the plan as it is now, with the segment as it is now.

    An approval that still runs goes on until the new one is given. The recipients are chosen in
    the sight of whoever hands it in.
    """
    moment = locked(moment_id)
    check_words(letter_of(moment, clock.today()))
    definition = audience_now(moment)
    if definition is not None:
        moment_definition, moment.definition = moment.definition, definition
        loads(definition_on(moment, clock.today()))
        moment.definition = moment_definition
    moment.author, moment.waiting = user, True
    moment.version += 1
    moment.save(update_fields=["author", "waiting", "version"])
    request_approval(
        actor=actor, subject_ref=moment.ref, title=moment.title,
        url=reverse("office:moments-detail", args=[moment.pk]), author=user,
        chain=chain_of("moment"), digest=digest_of(moment, definition), note=note_text,
    )  # fmt: skip
    return moment


@transaction.atomic
def approval_closed(*, moment_id: int, actor: Actor) -> None:
    """Approved for a year from today, unless something changed since it was handed in."""
    moment = locked(moment_id)
    if not moment.waiting:
        return
    moment.waiting = False
    latest = requests_for(moment.ref)[0]
    definition = audience_now(moment)
    approved = latest.state == RequestState.APPROVED
    if approved and latest.digest == digest_of(moment, definition):
        today = clock.today()
        moment.approver_id = actor.user_id
        moment.approved_from, moment.approved_until = today, today + YEAR
        moment.digest, moment.definition = latest.digest, definition
        note(actor, moment, "moments.approved", until=moment.approved_until.isoformat())
    elif approved:
        note(actor, moment, "moments.approval_void")
    moment.version += 1
    moment.save()


@transaction.atomic
def take_back(*, actor: Actor, moment_id: int) -> None:
    """Ask no longer."""
    moment = locked(moment_id)
    withdraw(actor=actor, subject_ref=moment.ref)
    Moment.objects.filter(pk=moment.pk).update(waiting=False)


@transaction.atomic
def set_paused(*, actor: Actor, moment_id: int, paused: bool) -> Moment:
    """Nothing is made while it is paused; the approval runs on."""
    moment = locked(moment_id)
    if moment.paused != paused:
        moment.paused = paused
        moment.version += 1
        moment.save(update_fields=["paused", "version"])
        note(actor, moment, "moments.paused" if paused else "moments.resumed")
    return moment


@transaction.atomic
def discard(*, actor: Actor, moment_id: int) -> None:
    """A plan that never sent anything goes for good. Raises MomentError."""
    moment = locked(moment_id)
    if moment.occurrences.exclude(campaign=None).exists():
        raise MomentError(_("This plan has sent something; pause it instead."))
    withdraw(actor=actor, subject_ref=moment.ref)
    note(actor, moment, "moments.discarded")
    moment.occurrences.all().delete()
    moment.delete()


@transaction.atomic
def skip_day(*, actor: Actor, user: User, moment_id: int, on: date, reason: str = "") -> Skip:
    """Leave one day out; a sending that was made for it already and has not left is discarded.

    Raises PastDayError and GoneOutError.
    """
    moment = locked(moment_id)
    if on < clock.today() or not falls_on(moment, on):
        raise PastDayError
    made = Occurrence.objects.select_for_update().filter(moment=moment, on=on).first()
    if made is not None:
        if made.campaign is not None and not discard_campaign(actor=actor, campaign=made.campaign):
            raise GoneOutError
        made.delete()
    skip, new = Skip.objects.get_or_create(
        moment=moment, on=on, defaults={"reason": reason, "by": user, "made_at": clock.now()}
    )
    if new:
        note(actor, moment, "moments.skipped", on=on.isoformat(), reason=reason)
    return skip


@transaction.atomic
def unskip_day(*, actor: Actor, moment_id: int, on: date) -> None:
    """The day counts again."""
    moment = locked(moment_id)
    if on < clock.today():
        raise PastDayError
    if Skip.objects.filter(moment=moment, on=on).delete()[0]:
        moment.occurrences.filter(on=on, state=OccurrenceState.SKIPPED).delete()
        note(actor, moment, "moments.unskipped", on=on.isoformat())


@transaction.atomic
def declare_silence(*, actor: Actor, user: User, on: date, reason: str) -> Skip:
    """A day of silence for the whole house: what has not left is discarded. Raises MomentError."""
    if on < clock.today():
        raise MomentError(_("This day is over: choose a day to come."))
    skip, new = Skip.objects.get_or_create(
        moment=None, on=on, defaults={"reason": reason, "by": user, "made_at": clock.now()}
    )
    if new:
        for made in Occurrence.objects.filter(on=on).select_related("campaign"):
            if made.campaign is None or discard_campaign(actor=actor, campaign=made.campaign):
                made.delete()
        record(actor=actor, verb="moments.silence", subject=f"silence:{on}", data={"why": reason})
    return skip


@transaction.atomic
def end_silence(*, actor: Actor, on: date) -> None:
    """It was declared by mistake."""
    if on < clock.today():
        raise MomentError(_("This day is over: choose a day to come."))
    if Skip.objects.filter(moment=None, on=on).delete()[0]:
        Occurrence.objects.filter(on=on, state=OccurrenceState.SILENT).delete()
        record(actor=actor, verb="moments.silence_ended", subject=f"silence:{on}")
