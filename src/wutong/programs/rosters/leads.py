"""The best next step towards somebody who is lost, for a page of people at once.

In this order, because it is the order in which people get found: a liaison who already looks
after the class; a classmate who took part in the last three years; any classmate who can be
reached; the college.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext as _

from wutong.core.engagement.public import acts_standing
from wutong.core.people.models import Degree, Person
from wutong.core.reference.enums import Grade
from wutong.kernel import clock
from wutong.programs.rosters.models import RosterKeeper

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from wutong.platform.access.public import Scopes

RECENT = timedelta(days=3 * 365)
AT_MOST = 4_000


@dataclass(frozen=True)
class Lead:
    """What to do next, in a phrase; ``person_id`` whom to ask, ``class_id`` whose board."""

    words: str
    strength: int
    person_id: int | None = None
    class_id: int | None = None


def best_leads(people: Sequence[Person], scopes: Scopes) -> dict[int, Lead]:
    """The best lead for each of ``people``; few queries for a page. Nobody is named whom the
    reader may not see.
    """
    ids = [person.pk for person in people]
    classes = dict(
        Degree.objects.filter(person__in=ids, class_group__isnull=False)
        .order_by("leave_year")
        .values_list("person", "class_group")
    )
    keepers = {
        keeper.class_group_id: keeper
        for keeper in RosterKeeper.objects.filter(
            class_group__in=set(classes.values()), ended_at__isnull=True
        ).select_related("person", "class_group")
    }
    mates = _reachable_mates(set(classes.values()) - set(keepers), scopes)
    active = _last_acts({mate for group in mates.values() for mate in group}, scopes)
    named = Person.objects.in_bulk(active)
    found: dict[int, Lead] = {}
    for person in people:
        group = classes.get(person.pk)
        keeper = keepers.get(group) if group else None
        others = mates.get(group, []) if group else []
        awake = max(
            (mate for mate in others if mate in active), key=active.__getitem__, default=None
        )
        if keeper is not None:
            words = _("Ask %(name)s, who looks after the class") % {"name": keeper.person.name}
            found[person.pk] = Lead(words, 4, keeper.person_id, group)
        elif awake in named:
            words = _("Ask %(name)s of the same class, who took part lately")
            found[person.pk] = Lead(words % {"name": named[awake].name}, 3, awake, group)
        elif others:
            words = _("%(number)s classmates can be reached; none looks after the class yet")
            found[person.pk] = Lead(words % {"number": len(others)}, 1, None, group)
        else:
            found[person.pk] = Lead(_("Ask the college"), 0, None, group)
    return found


def _visible(scopes: Scopes) -> dict[str, Any]:
    return {} if scopes.cleared else {"person__grade__lt": Grade.SENSITIVE}


def _reachable_mates(classes: Collection[int], scopes: Scopes) -> dict[int, list[int]]:
    rows = Degree.objects.filter(
        class_group__in=classes,
        person__contactable=True,
        person__deceased=False,
        person__merged_into__isnull=True,
        **_visible(scopes),
    ).values_list("class_group", "person")
    found: dict[int, list[int]] = defaultdict(list)
    for group, person in rows[:AT_MOST]:
        found[group].append(person)
    return found


def _last_acts(people: Collection[int], scopes: Scopes) -> dict[int, date]:
    since = clock.today() - RECENT
    acts = acts_standing(scopes).filter(
        person__in=people, occurred_on__gte=since, counts_for_aem=True
    )
    return dict(acts.values("person").annotate(day=Max("occurred_on")).values_list("person", "day"))
