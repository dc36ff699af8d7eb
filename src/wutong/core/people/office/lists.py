"""The list of people."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django.db.models import Count, Window, prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.people import rules
from wutong.core.people.enums import ContactKind
from wutong.core.people.models import Degree, Employment, Person
from wutong.core.people.office.addresses import person_url
from wutong.core.people.office.filters import PeopleFilter
from wutong.core.people.office.rows_as_file import COLUMNS, rows_as_file
from wutong.core.people.registry import people_list_actions, people_list_columns
from wutong.core.people.search import LONGEST_QUERY, ORDER, is_gathered, matching, search
from wutong.core.people.selectors.cards import latest_studies, masked_reach
from wutong.core.reference.enums import Grade
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.office.lists.counting import Count as CountOfRows
from wutong.ui.office.lists.counting import count_rows
from wutong.ui.office.lists.list_source import headings
from wutong.ui.office.lists.paging import DEEPEST, Page, page_number
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.state import COUNT, PAGE
from wutong.ui.office.lists.table import DayColumn, OfficeTable, PersonColumn
from wutong.ui.office.lists.view import OfficeListView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from wutong.ui.office.lists.bulk import BulkAction


SEARCH_COUNTED_UP_TO = 1_000


def dress(rows: Iterable[Any], *, jobs: bool = True) -> None:
    """Give each row its place, latest `study`, masked contact points (`reach`) and, with `jobs`,
    its `job`.
    """
    people = list(rows)
    prefetch_related_objects(people, "region")
    ids = [person.pk for person in people]
    studies = latest_studies(ids)
    reach = masked_reach(ids)
    current = (
        Employment.objects.filter(person__in=ids, to_date__isnull=True).order_by("id")
        if jobs
        else ()
    )
    job_of = {job.person_id: job for job in current}
    for person in people:
        person.study = studies.get(person.pk)
        person.reach = reach[person.pk]
        person.job = job_of.get(person.pk)


def reach_badge(person: Person) -> SafeString:
    """Contactable, lost or deceased."""
    if person.deceased:
        return draw_badge(_("Deceased"), "slate")
    if person.contactable:
        return draw_badge(_("Contactable"), "leaf")
    return draw_badge(_("Lost"), "autumn")


def _name_note(person: Any) -> str:
    former = "、".join(person.former_names)
    return _("formerly %(names)s") % {"names": former} if former else person.name_latin


class PeopleTable(OfficeTable):
    """Who, what they studied, where they are, how they are reached."""

    name = PersonColumn(
        verbose_name=pgettext_lazy("person", "Name"),
        link=lambda person: person_url(person.pk),
        note=_name_note,
        order_by=ORDER,
    )
    unit = tables.Column(
        verbose_name=pgettext_lazy("person", "College"), accessor="study__unit", orderable=False
    )
    class_group = tables.Column(
        verbose_name=gettext_lazy("Class"), accessor="study__class_group", orderable=False
    )
    level = tables.Column(verbose_name=gettext_lazy("Level"), accessor="study", orderable=False)
    years = tables.Column(verbose_name=gettext_lazy("Years"), accessor="study", orderable=False)
    student_no = tables.Column(
        verbose_name=gettext_lazy("Student number"), accessor="study__student_no", orderable=False
    )
    region = tables.Column(verbose_name=pgettext_lazy("person", "Place"), orderable=False)
    employer = tables.Column(
        verbose_name=gettext_lazy("Employer"), accessor="job__employer", orderable=False
    )
    phone = tables.Column(verbose_name=gettext_lazy("Phone"), accessor="reach", orderable=False)
    email = tables.Column(verbose_name=gettext_lazy("E-mail"), accessor="reach", orderable=False)
    state = tables.Column(
        verbose_name=gettext_lazy("Reach"), accessor="contactable", orderable=False, empty_values=()
    )
    grade = tables.Column(verbose_name=gettext_lazy("Confidentiality"), orderable=False)
    updated_at = DayColumn(verbose_name=gettext_lazy("Last changed"))

    class Meta(OfficeTable.Meta):
        model = Person
        fields: tuple[str, ...] = ()
        hidden_at_first = ("level", "student_no", "employer", "email", "grade", "updated_at")

    def render_level(self, value: Degree) -> str:
        return str(value.get_level_display())

    def render_years(self, value: Degree) -> str:
        return "–".join(str(year) for year in (value.entry_year, value.leave_year) if year)

    def render_phone(self, value: dict[str, str]) -> str:
        return value.get(ContactKind.PHONE, "–")

    def render_email(self, value: dict[str, str]) -> str:
        return value.get(ContactKind.EMAIL, "–")

    def render_state(self, record: Person) -> SafeString:
        return reach_badge(record)

    def value_state(self, record: Person) -> str:
        """In a file: the word alone."""
        if record.deceased:
            return _("Deceased")
        return _("Contactable") if record.contactable else _("Lost")

    def render_grade(self, record: Person) -> SafeString | str:
        words = record.get_grade_display()
        return draw_badge(words, "seal") if record.grade == Grade.SENSITIVE else words


@cache
def _with_columns(names: tuple[str, ...]) -> type[PeopleTable]:
    """The table with the columns of upper rooms, all of them hidden at first."""
    columns = {
        name: tables.Column(
            verbose_name=people_list_columns.get(name).label,
            accessor=f"told_{name}",
            orderable=False,
        )
        for name in names
    }
    hidden = {"hidden_at_first": (*PeopleTable.Meta.hidden_at_first, *names)}
    meta = type("Meta", (PeopleTable.Meta,), hidden)
    return type("PeopleTable", (PeopleTable,), {**columns, "Meta": meta})


@register_list
class PeopleListView(OfficeListView[Person]):
    """Everybody this user may see, found by name, number or contact point."""

    model = Person
    list_key = "people"
    template_name = "people/office/list.html"
    permission = rules.VIEW
    page_title = pgettext_lazy("office", "People")
    filterset_class = PeopleFilter
    default_order = ORDER
    search_placeholder = gettext_lazy("Name, pinyin, student number, phone, e-mail")
    unit = gettext_lazy("people")
    peek_template = "people/office/peek.html"
    empty_template = "people/office/empty.html"
    create_url = "add/"
    create_label = gettext_lazy("Add a person")
    create_permission = rules.ADD
    export_permission = rules.EXPORT
    export_name = "people"
    export_needs_reason = True

    @property
    def table_class(self) -> type[PeopleTable]:  # type: ignore[override]
        """With what upper rooms add."""
        return _with_columns(people_list_columns.keys())

    @property
    def added(self) -> tuple[str, ...]:
        """The columns of upper rooms that are on the screen."""
        return tuple(name for name, _column in people_list_columns.items() if self.shows(name))

    @cached_property
    def export_columns(self) -> tuple[str, ...]:  # type: ignore[override]
        """What every file has, and what was chosen besides."""
        return (*COLUMNS, *self.added)

    @property
    def bulk_actions(self) -> tuple[BulkAction, ...]:  # type: ignore[override]
        """What upper rooms offer."""
        return tuple(people_list_actions.values())

    def get_base_queryset(self) -> QuerySet[Person]:
        """Scope and grade applied; what a row shows besides is fetched for the page alone."""
        return super().get_base_queryset().defer("search_tokens")

    def search(self, rows: QuerySet[Person], text: str) -> QuerySet[Person]:
        """The one search."""
        return search(text, people=rows).defer("search_tokens")

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.state.query.get(self.search_param, "").strip()[:LONGEST_QUERY]

    def page(self, table: OfficeTable) -> Page:
        """A gathered search counts itself in the statement that fetches the page."""
        if not is_gathered(self.text):
            return super().page(table)
        number, size = page_number(self.state.query.get(PAGE, "1")), self.page_size
        rows = self.ordered(table).annotate(matched=Window(Count("pk")))
        found: list[Any] = list(rows[(number - 1) * size : number * size + 1])
        counted = CountOfRows(found[0].matched) if found else self.count()
        more = len(found) > size and number < DEEPEST
        page = Page(found[:size], number, size, more, counted)
        self.dress(page.rows)
        return page

    def count(self) -> CountOfRows:
        """A surname is counted exactly up to a thousand: more than that is narrowed, not read."""
        if not self.text:
            return super().count()
        found = matching(self.text, people=self.filterset.qs)
        exact = self.state.query.get(COUNT) == "exact"
        return count_rows(found, exact=exact, up_to=SEARCH_COUNTED_UP_TO)

    def dress(self, rows: Sequence[Person]) -> None:
        """What rows show besides their own columns; exports call it chunk by chunk."""
        dress(rows, jobs=self.shows("employer"))
        ids = [person.pk for person in rows]
        for name in self.added:
            words = people_list_columns.get(name).words(ids)
            for person in rows:
                setattr(person, f"told_{name}", words.get(person.pk, ""))

    def export_rows(self, rows: QuerySet[Person]) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
        """All of it by one statement; the whole list leaves in seconds."""
        more = [people_list_columns.get(n).words for n in self.export_columns[len(COLUMNS) :]]
        return headings(self, self.export_columns), rows_as_file(rows, more)

    def get_row_url(self, row: Person) -> str:
        """The dossier."""
        return person_url(row.pk)

    def get_peek_context(self, peeked: Person) -> dict[str, Any]:
        """The same as a row, and all studies."""
        dress([peeked])
        studies = Degree.objects.filter(person=peeked).select_related("unit", "class_group")
        return {"badge": reach_badge(peeked), "studies": list(studies.order_by("entry_year"))}
