"""About how many a plan reaches, without judging anybody in earnest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef

from wutong.core.consent.models import ConsentRecord
from wutong.core.consent.public import Channel, blocked_reason
from wutong.core.people.enums import ContactKind, ContactStatus
from wutong.core.people.models import ContactPoint, Person
from wutong.core.reference.enums import Grade
from wutong.engines.audiences.public import loads, people_in
from wutong.kernel import clock
from wutong.programs.moments.almanac import next_birthday, solar_birthdays
from wutong.programs.moments.dates import next_days
from wutong.programs.moments.enums import BirthdayCalendar, MomentKind
from wutong.programs.moments.models import Arrival, BirthdayChoice, Capsule, Moment
from wutong.programs.moments.services.plans import audience_now
from wutong.programs.moments.whose import KNOWN, joiners, whose

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.accounts.models import User

MOBILE = r"^\+861[3-9][0-9]{9}$"


def reachable(moment: Moment, viewer: User) -> QuerySet[Person]:
    """Those of the segment who may be written to about this and have an address; the pre-flight
    of the day says the rest.
    """
    definition = audience_now(moment)
    people = (
        people_in(loads(definition), viewer) if definition else Person.objects.order_by()
    ).filter(deceased=False, grade__lt=Grade.SENSITIVE, merged_into__isnull=True)
    people = people.filter(has_mobile()) if moment.by_text else people.filter(email_ok=True)
    blocked = blocked_reason(moment.topic, Channel(moment.channel))
    return people.annotate(blocked=blocked).filter(blocked="").order_by()


def has_mobile() -> Exists:
    """A number on record that takes text messages, on the mainland."""
    return Exists(
        ContactPoint.objects.filter(
            person=OuterRef("pk"), kind=ContactKind.PHONE, status=ContactStatus.OK,
            valid_to__isnull=True, normalised__regex=MOBILE,
        )
    )  # fmt: skip


def count_about(moment: Moment) -> int:
    """How many get it on its next day; for birthdays in a whole year."""
    people = reachable(moment, moment.author)
    if moment.kind == MomentKind.BIRTHDAY:
        return people.filter(birth_date__gte=KNOWN).count()
    today = clock.today()
    if moment.kind == MomentKind.WELCOME:
        year_ago = today - timedelta(days=365)
        return people.filter(pk__in=joiners(year_ago, today).values("person_id")).count()
    if moment.kind == MomentKind.CAPSULE:
        return Capsule.objects.filter(state="sealed").count()
    coming = next_days(moment, today, 1)
    return people.filter(whose(moment, coming[0])).count() if coming else 0


def count_all() -> None:
    """Every plan anew."""
    for moment in Moment.objects.select_related("segment", "author"):
        Moment.objects.filter(pk=moment.pk).update(about=count_about(moment))


def about_by_day(moment: Moment, first: date, last: date) -> dict[date, int]:
    """How many of people's own days fall on each day of a window."""
    if moment.kind == MomentKind.BIRTHDAY:
        return _birthdays(moment, first, last)
    if moment.kind == MomentKind.WELCOME:
        lag = timedelta(days=moment.days_after or 0)
        acts = joiners(first - lag, last - lag).values("occurred_on").annotate(people=Count("pk"))
        return {row["occurred_on"] + lag: row["people"] for row in acts.order_by()}
    if moment.kind == MomentKind.CAPSULE:
        rows = Capsule.objects.filter(opens_on__range=(first, last), state="sealed")
        found = rows.values("opens_on").annotate(letters=Count("pk")).order_by()
        counted = {row["opens_on"]: row["letters"] for row in found}
        today = clock.today()
        if first <= today <= last:
            waits = Arrival.objects.filter(
                arrived_on__isnull=True, campaign__isnull=True, person__email_ok=True
            ).count()
            if waits:
                counted[today] = counted.get(today, 0) + waits
        return counted
    return {}


def _birthdays(moment: Moment, first: date, last: date) -> dict[date, int]:
    """One statement for the solar ones; the few lunar ones one by one."""
    agreed = ConsentRecord.objects.filter(topic=moment.topic, withdrawn_at__isnull=True)
    people = reachable(moment, moment.author).filter(
        birth_date__gte=KNOWN, pk__in=agreed.values("person")
    )
    lunar = BirthdayChoice.objects.filter(calendar=BirthdayCalendar.LUNAR)
    window = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    born = (
        people.filter(birth_date__month__in={day.month for day in window})
        .exclude(pk__in=lunar.values("person"))
        .values_list("birth_date__month", "birth_date__day")
        .annotate(people=Count("pk"))
    )
    solar = {(month, day): number for month, day, number in born.order_by()}
    found: dict[date, int] = {}
    for day in window:
        total = sum(solar.get(pair, 0) for pair in solar_birthdays(day))
        if total:
            found[day] = total
    kept = people.filter(pk__in=lunar.values("person")).values_list("birth_date", flat=True)
    for born_on in kept:
        day_kept = next_birthday(born_on, first, lunar=True) if born_on else None
        if day_kept is not None and day_kept <= last:
            found[day_kept] = found.get(day_kept, 0) + 1
    return found
