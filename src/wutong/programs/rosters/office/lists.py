"""Lists of the room: classes, what classmates told, and everybody still to be found."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from wutong.core.people.models import Person
from wutong.core.people.public import latest_studies, search
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import scopes_of
from wutong.platform.accounts.models import User
from wutong.programs.rosters import rules
from wutong.programs.rosters.enums import SuggestionState
from wutong.programs.rosters.leads import best_leads
from wutong.programs.rosters.models import ClassRoster, RosterKeeper, Suggestion
from wutong.programs.rosters.office.tables import (
    LostFilter,
    LostTable,
    RosterFilter,
    RosterTable,
    SuggestionFilter,
    SuggestionTable,
)
from wutong.programs.rosters.services.suggesting import confirm
from wutong.ui.office.lists.bulk import BulkAction
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor


@register_list
class RosterListView(OfficeListView[ClassRoster]):
    """Classes, those with most people lost first."""

    model = ClassRoster
    permission = rules.VIEW
    list_key = "rosters"
    template_name = "rosters/office/classes.html"
    page_title = _("Class rosters")
    table_class = RosterTable
    filterset_class = RosterFilter
    search_fields = ("class_group__name", "class_group__code")
    search_placeholder = _("Class")
    default_order = ("-lost", "class_group")
    unit = pgettext_lazy("unit", "classes")
    export_permission = rules.VIEW
    export_name = "classes"
    export_columns = ("name", "unit", "entry_year", "people", "lost", "share", "keeper")

    def get_base_queryset(self) -> QuerySet[ClassRoster]:
        """Classes with somebody on their list."""
        rows = super().get_base_queryset().filter(people__gt=0)
        return rows.select_related("class_group__unit")

    def dress(self, rows: Sequence[ClassRoster]) -> None:
        """Liaisons and what waits, for the page at once."""
        ids = [row.pk for row in rows]
        names: dict[int, list[str]] = defaultdict(list)
        keepers = RosterKeeper.objects.filter(class_group__in=ids, ended_at__isnull=True)
        for group, name in keepers.order_by("invited_at").values_list(
            "class_group", "person__name"
        ):
            names[group].append(name)
        waiting = dict(
            Suggestion.objects.filter(class_group__in=ids, state=SuggestionState.WAITING)
            .values("class_group")
            .annotate(number=Count("pk"))
            .values_list("class_group", "number")
        )
        for row in rows:
            row.keeper_names = "、".join(names[row.pk])  # type: ignore[attr-defined]
            row.waiting_number = waiting.get(row.pk)  # type: ignore[attr-defined]

    def get_row_url(self, row: ClassRoster) -> str:
        """The board."""
        return reverse("office:rosters-detail", args=[row.pk])


def _confirm_all(actor: Actor, rows: QuerySet[Suggestion], data: dict[str, Any]) -> str:
    user = User.objects.get(pk=actor.user_id or 0)
    done = 0
    for suggestion_id in rows.filter(state=SuggestionState.WAITING).values_list("pk", flat=True):
        try:
            confirm(actor=actor, user=user, suggestion_id=suggestion_id)
        except WutongError:
            continue
        done += 1
    return ngettext(
        "%(number)s suggestion is confirmed.", "%(number)s suggestions are confirmed.", done
    ) % {"number": done}


def _describe(count: int) -> str:
    return ngettext(
        "%(number)s suggestion is put on record.",
        "%(number)s suggestions are put on record.",
        count,
    ) % {"number": count}


@register_list
class SuggestionListView(OfficeListView[Suggestion]):
    """What liaisons told and nobody has decided yet, the oldest first."""

    model = Suggestion
    permission = rules.VIEW
    list_key = "roster-suggestions"
    page_title = _("What classmates told us")
    table_class = SuggestionTable
    filterset_class = SuggestionFilter
    search_fields = ("about__name", "class_group__name", "keeper__person__name")
    default_order = ("made_at", "pk")
    unit = _("suggestions")
    export_permission = rules.VIEW
    export_name = "suggestions"
    export_columns = ("about", "kind", "masked", "class_group", "keeper", "made_at", "state")
    bulk_actions = (BulkAction("confirm", _("Confirm"), rules.CHANGE, _describe, _confirm_all),)

    def get_base_queryset(self) -> QuerySet[Suggestion]:
        """With whom it is about and who told it."""
        rows = super().get_base_queryset()
        return rows.select_related("about", "class_group", "keeper__person")

    def dress(self, rows: Sequence[Suggestion]) -> None:
        """A name in any case: a missing classmate has only the one that was told."""
        for row in rows:
            row.about_name = row.about.name if row.about else row.value  # type: ignore[attr-defined]


@register_list
class LostListView(OfficeListView[Person]):
    """Everybody still to be found, with the best next step."""

    model = Person
    permission = rules.PEOPLE_VIEW
    list_key = "rosters-lost"
    page_title = _("To be found")
    table_class = LostTable
    filterset_class = LostFilter
    default_order = ("name_pinyin", "pk")
    search_placeholder = _("Name, pinyin, student number, phone, e-mail")
    unit = _("people")
    export_permission = rules.PEOPLE_EXPORT
    export_name = "lost"
    export_needs_reason = True
    export_columns = ("name", "unit", "class_group", "lead")

    def get_base_queryset(self) -> QuerySet[Person]:
        """Living, with no way to reach them, within one's scope."""
        rows = super().get_base_queryset().filter(deceased=False, contactable=False)
        return rows.defer("search_tokens")

    def search(self, rows: QuerySet[Person], text: str) -> QuerySet[Person]:
        """The one search."""
        return search(text, people=rows).defer("search_tokens")

    def dress(self, rows: Sequence[Person]) -> None:
        """Study and next step, for the page at once."""
        studies = latest_studies([person.pk for person in rows])
        leads = best_leads(rows, scopes_of(self.user))
        for person in rows:
            person.study = studies.get(person.pk)  # type: ignore[attr-defined]
            person.lead = leads[person.pk]  # type: ignore[attr-defined]

    def get_row_url(self, row: Person) -> str:
        """The dossier."""
        return reverse("office:people-detail", args=[row.pk])
