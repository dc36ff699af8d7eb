"""Who died, who was appointed, whom the office met."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.core.interactions.models import ContactReport
from wutong.core.organisations.enums import AppointmentRole
from wutong.core.organisations.models import Appointment
from wutong.core.people.models import PersonState
from wutong.core.people.public import people_cards, visible_people
from wutong.core.reference.enums import Grade
from wutong.platform.access.public import can, scope
from wutong.programs.press.registry import Line
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wutong.platform.accounts.models import User

MOST = 40
ONE_BY_ONE = 6  # appointments of one kind on one day: more are told as a number


def deaths(since: date, until: date, user: User) -> Iterator[Line]:
    """Who died and was put on record in these days. Whether a family wants it known is for people
    to say: each line has to be picked.
    """
    if not can(user, "people.record.view"):
        return
    people = visible_people(user).filter(grade__lt=Grade.SENSITIVE)
    rows = PersonState.objects.filter(
        kind="life", valid_to__isnull=True, recorded_at__date__gte=since,
        recorded_at__date__lte=until, person__in=people.values("pk"),
    )  # fmt: skip
    found = list(rows.select_related("person").order_by("valid_from", "pk")[:MOST])
    cards = people_cards(people.filter(pk__in=[row.person_id for row in found]))
    for row in found:
        card = cards.get(row.person_id)
        yield Line(
            key=f"death:{row.person_id}",
            text=_("%(name)s (%(study)s) died on %(day)s.")
            % {
                "name": row.person.name,
                "study": card.study if card else "–",
                "day": as_day(row.valid_from),
            },
            on=row.valid_from,
            url=reverse("office:people-detail", args=[row.person_id]),
            careful=True,
            people=(row.person_id,),
        )


def appointments(since: date, until: date, user: User) -> Iterator[Line]:
    """New holders of offices; many of one kind on one day are one line."""
    if not can(user, "appointments.record.view"):
        return
    rows = scope(user, Appointment).filter(
        appointed_on__gte=since, appointed_on__lte=until, person__grade__lt=Grade.SENSITIVE
    )
    together: dict[tuple[date, str], list[Appointment]] = defaultdict(list)
    chosen = rows.select_related("person", "organisation", "unit", "class_group")
    for row in chosen.order_by("appointed_on", "role", "pk")[:2000]:
        if row.appointed_on is not None:
            together[row.appointed_on, row.role].append(row)
    for (day, role), group in together.items():
        if len(group) > ONE_BY_ONE:
            names = pgettext("list of names", ", ").join(row.person.name for row in group[:3])
            yield Line(
                key=f"appointments:{role}:{day}",
                text=_("%(count)s people were appointed %(office)s, among them %(names)s.")
                % {
                    "count": len(group), "office": AppointmentRole(role).label, "names": names,
                },
                on=day,
                url=reverse("office:appointments-list"),
                people=tuple(row.person_id for row in group[:3]),
            )  # fmt: skip
            continue
        for row in group:
            place = row.place
            yield Line(
                key=f"appointment:{row.pk}",
                text=_("%(name)s was appointed %(office)s of %(place)s.")
                % {"name": row.person.name, "office": row.office, "place": place}
                if place
                else _("%(name)s was appointed %(office)s.")
                % {"name": row.person.name, "office": row.office},
                on=day,
                url=reverse("office:appointments-detail", args=[row.pk]),
                people=(row.person_id,),
            )


def contacts(since: date, until: date, user: User) -> Iterator[Line]:
    """Visits and meetings first; what was said stays on the report unless it is open to all."""
    if not can(user, "interactions.report.view"):
        return
    rows = scope(user, ContactReport).filter(
        held_on__gte=since, held_on__lte=until, grade__lt=Grade.SENSITIVE
    )
    for row in rows.select_related("person", "organisation").order_by("held_on", "pk")[:MOST]:
        whom = pgettext("list of names", ", ").join(
            str(one) for one in (row.organisation, row.person) if one is not None
        )
        said = {"whom": whom, "way": row.get_channel_display(), "summary": row.summary.strip()}
        is_open = row.grade == Grade.OPEN
        yield Line(
            key=f"contact:{row.pk}",
            text=_("%(way)s, %(whom)s: %(summary)s") % said
            if is_open
            else _("%(way)s, %(whom)s.") % said,
            on=row.held_on,
            url=reverse("office:reports-detail", args=[row.pk]),
            careful=row.channel not in ("visit", "meeting"),
            people=(row.person_id,) if row.person_id else (),
        )
