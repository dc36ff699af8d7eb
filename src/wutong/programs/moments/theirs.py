"""What the calendar means for one person: when their next moment is, and what keeps them out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wutong.core.consent.public import Blocked, Channel, blocked_among, topic_of
from wutong.core.people.models import Person
from wutong.engines.audiences.public import loads, people_in
from wutong.engines.outreach.public import death_near
from wutong.kernel import clock
from wutong.platform.access.public import can
from wutong.programs.moments.almanac import lunar_words, next_birthday
from wutong.programs.moments.dates import next_days
from wutong.programs.moments.enums import BirthdayCalendar, CapsuleState, MomentKind
from wutong.programs.moments.models import Arrival, BirthdayChoice, Capsule, Moment
from wutong.programs.moments.services.counting import has_mobile
from wutong.programs.moments.services.plans import audience_now
from wutong.programs.moments.whose import KNOWN, joiners, whose
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from datetime import date

    from wutong.platform.accounts.models import User

AHEAD = 70
"""Years: nobody's time of study is longer ago than that."""


def keeps_lunar(person_id: int) -> bool:
    """By which calendar the birthday is kept."""
    rows = BirthdayChoice.objects.filter(person=person_id, calendar=BirthdayCalendar.LUNAR)
    return rows.exists()


def next_day_for(moment: Moment, person: Person) -> date | None:
    """The next day of a plan that is this person's; None where none is known."""
    today = clock.today()
    if moment.kind == MomentKind.BIRTHDAY:
        if person.birth_date is None or person.birth_date < KNOWN:
            return None
        return next_birthday(person.birth_date, today, lunar=keeps_lunar(person.pk))
    if moment.kind == MomentKind.WELCOME:
        lag = timedelta(days=moment.days_after or 0)
        acts = joiners(today - lag, today).filter(person=person.pk)
        joined = acts.order_by("occurred_on").values_list("occurred_on", flat=True).first()
        return joined + lag if joined else None
    if moment.kind == MomentKind.CAPSULE:
        mine = Capsule.objects.filter(writer=person, state=CapsuleState.SEALED)
        waits = Arrival.objects.filter(person=person, arrived_on__isnull=True).exists()
        opens = mine.order_by("opens_on").values_list("opens_on", flat=True).first()
        return today if waits else opens
    number = AHEAD if moment.kind == MomentKind.GRADUATION else 1
    for day in next_days(moment, today, number):
        if Person.objects.filter(whose(moment, day), pk=person.pk).exists():
            return day
    return None


def verdict_for(moment: Moment, person: Person) -> list[str]:
    """When it is theirs and what would keep it from them today, in sentences."""
    day = next_day_for(moment, person)
    name = {"name": person.name}
    said = []
    if day is None:
        said.append(_("No day of this plan is known to be theirs."))
    else:
        words = {"day": as_day(day), "lunar": lunar_words(day)}
        said.append(_("Next on %(day)s (%(lunar)s).") % words)
    if person.deceased:
        said.append(_("%(name)s has died and gets nothing.") % name)
    blocked = blocked_among(moment.topic, Channel(moment.channel), [person.pk]).get(person.pk)
    if blocked:
        said.append(_("Would be left out: %(why)s.") % {"why": Blocked(blocked).label})
    if not person.email_ok and not moment.by_text:
        said.append(_("There is no e-mail address that works."))
    if moment.by_text and not Person.objects.filter(has_mobile(), pk=person.pk).exists():
        said.append(_("There is no mobile number that works."))
    mourned = death_near(person.pk) if topic_of(moment.topic).festive else None
    if mourned:
        said.append(
            _("Somebody close died on %(day)s: nothing festive for now.") % {"day": as_day(mourned)}
        )
    definition = audience_now(moment)
    if definition and not people_in(loads(definition), moment.author).filter(pk=person.pk).exists():
        said.append(_("%(name)s is not in the segment of this plan.") % name)
    return said


def panel_context(person_id: int, viewer: User) -> dict[str, Any] | None:
    """Birthday, calendar, letters to the future."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None or person.deceased:
        return None
    lunar = keeps_lunar(person_id)
    born = person.birth_date if person.birth_date and person.birth_date >= KNOWN else None
    day = next_birthday(born, clock.today(), lunar=lunar) if born else None
    mine = Capsule.objects.filter(writer=person_id).exclude(state=CapsuleState.WITHDRAWN)
    return {
        "person_id": person_id,
        "lunar": lunar,
        "next": day,
        "next_lunar": lunar_words(day) if day else "",
        "wanted": person_id not in blocked_among("birthdays", Channel.EMAIL, [person_id]),
        "capsules": list(mine.defer("text").order_by("opens_on")[:5])
        if can(viewer, "moments.capsules.view")
        else [],
        "may_change": can(viewer, "moments.change"),
    }
