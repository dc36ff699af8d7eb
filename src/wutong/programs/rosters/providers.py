"""What this room plugs into others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.public import ActKind, kinds
from wutong.core.organisations.registry import appointment_offers
from wutong.engines.audiences.public import Criterion, Topic, register_criterion
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.access.public import can, scope
from wutong.platform.audit.registry import verbs
from wutong.programs.rosters import (
    criterion,
    figures,  # noqa: F401 - registers itself
    holdings,  # noqa: F401 - registers itself
    rules,
)
from wutong.programs.rosters.demo import build_rosters
from wutong.programs.rosters.enums import SuggestionState
from wutong.programs.rosters.models import Suggestion
from wutong.programs.rosters.offers import offer_link
from wutong.programs.rosters.services.suggesting import HELP_ACT
from wutong.ui.office.registry import MenuItem, Todo, menu, todos

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.accounts.models import User

kinds.add(
    ActKind(
        code=HELP_ACT,
        label=_("Helped to find a classmate"),
        case_mode=CaseMode.VOLUNTEER,
        icon="people",
    )
)
appointment_offers.register("rosters.link", offer_link)
register_criterion(
    Criterion(
        criterion.KEY,
        _("Class roster"),
        criterion.RosterForm,
        criterion.roster_q,
        criterion.roster_words,
        topic=Topic.STUDIES,
        value=criterion.roster_value,
    ),
    order=75,
)
verbs.register("rosters.invited", _("invited somebody to look after a class"))
verbs.register("rosters.ended", _("withdrew the link to a class"))
verbs.register("rosters.suggested", _("told something about a classmate"))
verbs.register("rosters.withdrawn", _("took back what was told about a classmate"))
verbs.register("rosters.confirmed", _("confirmed what was told about a classmate"))
verbs.register("rosters.declined", _("declined what was told about a classmate"))
verbs.register("rosters.taken_back", _("took back a confirmation"))
menu.add(
    MenuItem(
        "rosters",
        _("Class rosters"),
        "people",
        "office:rosters-list",
        rules.VIEW,
        "people",
        order=30,
    )
)
demo_parts.register("rosters", DemoPart(order=70, build=build_rosters))


def told_by_classmates(user: User) -> Iterator[Todo]:
    """What liaisons told and somebody has to decide, as one line."""
    if not can(user, rules.CHANGE):
        return
    waiting = scope(user, Suggestion).filter(state=SuggestionState.WAITING)
    number, oldest = waiting.count(), waiting.order_by("made_at").first()
    if oldest is not None:
        words = ngettext(
            "%(number)s suggestion of a class liaison",
            "%(number)s suggestions of class liaisons",
            number,
        )
        yield Todo(
            title=words % {"number": number},
            url=reverse("office:rosters-told"),
            due=oldest.made_at,
            kind=str(_("Class rosters")),
        )


todos.register("rosters.told", told_by_classmates)
