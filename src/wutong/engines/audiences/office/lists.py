"""Lists of people from files: brought, read line by line, decided, used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_filters
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.public import (
    PersonCard,
    masked_reach,
    people_cards,
    visible_people,
)
from wutong.engines.audiences.enums import LineVerdict
from wutong.engines.audiences.errors import ListError
from wutong.engines.audiences.exporters import LIST_EXPORT
from wutong.engines.audiences.models import ListLine, PeopleList
from wutong.engines.audiences.office.forms import ListForm
from wutong.engines.audiences.office.putting_away import PutAwayView
from wutong.engines.audiences.office.tables import PeopleListTable
from wutong.engines.audiences.reading import lines_of_file, lines_of_text
from wutong.engines.audiences.services.lists import (
    archive_list,
    decide_line,
    make_list,
    restore_list,
)
from wutong.engines.audiences.uses import uses_of_list
from wutong.platform.access.public import can, scope
from wutong.platform.tabular.exports.public import start_export
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

SEGMENTS = (gettext_lazy("Segments"), reverse_lazy("office:segments-list"))
LISTS = (gettext_lazy("Lists from files"), reverse_lazy("office:segments-lists"))
PAGE = 50


class PeopleListFilter(django_filters.FilterSet):
    """What was put away, besides who may use it."""

    put_away = django_filters.ChoiceFilter(
        label=gettext_lazy("Put away"),
        choices=[("yes", gettext_lazy("my own that were put away"))],
        method="unchanged",
    )

    class Meta:
        model = PeopleList
        fields = ("sharing",)

    def unchanged(self, rows: QuerySet[PeopleList], name: str, value: str) -> QuerySet[PeopleList]:
        """The list begins from what was put away; see ``PeopleListList``."""
        return rows


@register_list
class PeopleListList(OfficeListView[PeopleList]):
    """One's own lists and those colleagues share, the latest first."""

    model = PeopleList
    permission = "segments.view"
    list_key = "segments.lists"
    page_title = gettext_lazy("Lists from files")
    breadcrumbs = (SEGMENTS,)
    table_class = PeopleListTable
    filterset_class = PeopleListFilter
    search_fields = ("name", "note", "source", "owner__display_name")
    default_order = ("-created_at", "-pk")
    unit = gettext_lazy("lists")
    create_url = reverse_lazy("office:segments-list-new")
    create_label = gettext_lazy("New list from a file")
    create_permission = "segments.change"
    export_permission = "segments.view"
    export_columns = ("name", "note", "people", "source", "sharing", "created_at")
    export_name = "lists"
    empty_template = "audiences/lists_empty.html"

    def get_base_queryset(self) -> QuerySet[PeopleList]:
        """With the owner's name; what was put away only where it is asked for."""
        away = self.state.query.get("put_away") == "yes"
        rows: QuerySet[PeopleList] = scope(self.user, PeopleList, "restore" if away else "view")
        return rows.select_related("owner")


class ListNew(OfficeFormView):
    """A file or pasted lines; the next page shows what was understood."""

    permission = "segments.change"
    form_class = ListForm
    template_name = "audiences/list_form.html"
    page_title = gettext_lazy("New list from a file")
    submit_label = gettext_lazy("Read the list")
    cancel_url = reverse_lazy("office:segments-lists")
    breadcrumbs = (SEGMENTS, LISTS)
    intro = gettext_lazy(
        "People are recognised by student number, phone, e-mail, or name with year, class or"
        " college, among those you may see. Nothing on their records changes, and the list can be"
        " taken back."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """With whom the user may share."""
        return {"user": self.user}

    def perform(self, form: ListForm) -> str:
        """Read it and show the report."""
        given = form.cleaned_data
        file = given["file"]
        lines = lines_of_file(file, file.name) if file else lines_of_text(given["lines"])
        made = make_list(
            actor=self.actor,
            owner=self.user,
            name=given["name"],
            note=given["note"],
            lines=lines,
            source=file.name if file else _("Pasted list"),
            shared=form.shared(),
        )
        return reverse("office:segments-list-detail", args=[made.pk])


@dataclass(frozen=True)
class Tab:
    """A verdict with its number of lines."""

    value: str
    label: str
    lines: int


@dataclass(frozen=True)
class ShownLine:
    """A line with the person it means or those it may mean, each with what tells namesakes of one
    class apart: a masked contact point, or the number of the record.
    """

    line: ListLine
    card: PersonCard | None
    candidates: Sequence[tuple[PersonCard, str]]


class ListDetail(OfficeDetailView[PeopleList]):
    """The match report, and what can be decided in it."""

    model = PeopleList
    permission = "segments.view"
    template_name = "audiences/list_detail.html"

    def get_queryset(self) -> QuerySet[PeopleList]:
        """With whose it is."""
        return super().get_queryset().select_related("owner", "shared_unit")

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the lists."""
        return [SEGMENTS, LISTS]

    @cached_property
    def verdict(self) -> str:
        """The verdict asked for, "" for all lines."""
        asked = self.request.GET.get("verdict", "")
        return asked if asked in LineVerdict.values else ""

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """One page of lines, in a fixed number of queries."""
        lines = self.object.lines.order_by("place", "pk")
        if self.verdict:
            lines = lines.filter(verdict=self.verdict)
        page = Paginator(lines, PAGE).get_page(self.request.GET.get("page", "1"))
        counts = self.object.counts
        may_change = can(self.user, "segments.change") and (
            scope(self.user, PeopleList, "change").filter(pk=self.object.pk).exists()
        )
        return super().get_context_data(
            verdict=self.verdict,
            page=page,
            lines=self.shown(list(page.object_list)),
            total=sum(counts.values()),
            tabs=[
                Tab(value, str(label), counts[value])
                for value, label in LineVerdict.choices
                if counts.get(value)
            ],
            uses=uses_of_list(self.object.pk, self.user),
            may_build=can(self.user, "segments.change"),
            may_change=may_change,
            **extra,
        )

    def shown(self, lines: Sequence[ListLine]) -> list[ShownLine]:
        """Lines with cards, as far as the reader sees."""
        wanted = {line.person_id for line in lines} | {
            pk for line in lines for pk in line.candidates
        }
        cards: Mapping[int, PersonCard] = people_cards(
            visible_people(self.user).filter(pk__in=[pk for pk in wanted if pk])
        )
        reach = masked_reach({pk for line in lines for pk in line.candidates if pk in cards})
        return [
            ShownLine(
                line,
                cards.get(line.person_id or 0),
                [
                    (cards[pk], next(iter(reach[pk].values()), f"#{pk}"))
                    for pk in line.candidates
                    if pk in cards
                ],
            )
            for line in lines
        ]


class ListDecide(OfficeObjectView[PeopleList]):
    """Says who is meant by a line (POST only)."""

    model = PeopleList
    action = "change"
    permission = "segments.change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``line`` and ``person``; no person: nobody on record is meant."""
        line, person = request.POST.get("line", ""), request.POST.get("person", "")
        if not line.isdecimal() or (person and not person.isdecimal()):
            return HttpResponseBadRequest(_("Nothing to do."))
        try:
            decide_line(
                actor=self.actor,
                user=self.user,
                people_list=self.object,
                line_id=int(line),
                person_id=int(person) if person else None,
            )
        except ListError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Noted. It can be decided anew at any time."))
        here = reverse("office:segments-list-detail", args=[self.object.pk])
        verdict = request.POST.get("verdict", "")
        query = f"?verdict={verdict}" if verdict in LineVerdict.values else ""
        return HttpResponseRedirect(here + query)


class ListExport(OfficeObjectView[PeopleList]):
    """The report as a workbook, made by a worker (POST only)."""

    model = PeopleList
    permission = "segments.change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Begin, and go to the progress page."""
        progress = start_export(
            actor=self.actor,
            key=LIST_EXPORT,
            params={"list": self.object.pk},
            back_url=reverse("office:segments-list-detail", args=[self.object.pk]),
        )
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))


class ListArchive(PutAwayView):
    """Puts a list away, or takes it out again (POST only)."""

    model = PeopleList
    home = "office:segments-lists"
    detail = "office:segments-list-detail"
    archive = "office:segments-list-archive"
    said = gettext_lazy("The list is put away. Segments that name it keep working.")

    def put_away(self, found: Any) -> None:
        """Out of sight, not gone."""
        archive_list(actor=self.actor, people_list=found)

    def take_out(self, found: Any) -> None:
        """Back again."""
        restore_list(actor=self.actor, people_list=found)
