"""Segments in the office: the list, the builder, one segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.public import people_cards
from wutong.engines.audiences.compiler import in_words, people_in
from wutong.engines.audiences.definitions import Group, loads
from wutong.engines.audiences.errors import DefinitionError
from wutong.engines.audiences.exporters import SEGMENT_EXPORT
from wutong.engines.audiences.models import Segment
from wutong.engines.audiences.office import builder
from wutong.engines.audiences.office.answers import answer_to, count_nodes, why
from wutong.engines.audiences.office.forms import SegmentForm
from wutong.engines.audiences.office.putting_away import PutAwayView
from wutong.engines.audiences.office.tables import SegmentTable
from wutong.engines.audiences.registry import criteria
from wutong.engines.audiences.services.segments import (
    archive_segment,
    copy_segment,
    count_segment,
    restore_segment,
    save_segment,
)
from wutong.engines.audiences.uses import uses_of
from wutong.kernel.errors import ConflictError, WutongError
from wutong.platform.access.public import can, scope
from wutong.platform.tabular.exports.public import start_export
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeObjectView, OfficeView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

LIST = (gettext_lazy("Segments"), reverse_lazy("office:segments-list"))
PAGE = 50


class SegmentFilter(django_filters.FilterSet):
    """Whose they are, and what was put away."""

    whose = django_filters.ChoiceFilter(
        label=gettext_lazy("Whose"),
        choices=[("mine", gettext_lazy("my own")), ("shared", gettext_lazy("of colleagues"))],
        method="by_owner",
    )
    put_away = django_filters.ChoiceFilter(
        label=gettext_lazy("Put away"),
        choices=[("yes", gettext_lazy("my own that were put away"))],
        method="unchanged",
    )

    class Meta:
        model = Segment
        fields = ("sharing",)

    def by_owner(self, rows: QuerySet[Segment], name: str, value: str) -> QuerySet[Segment]:
        """One's own, or those of others."""
        mine = Q(owner=self.request.user)
        return rows.filter(mine if value == "mine" else ~mine)

    def unchanged(self, rows: QuerySet[Segment], name: str, value: str) -> QuerySet[Segment]:
        """The list begins from what was put away; see ``SegmentList``."""
        return rows


@register_list
class SegmentList(OfficeListView[Segment]):
    """One's own segments and those colleagues share."""

    model = Segment
    permission = "segments.view"
    list_key = "segments"
    page_title = gettext_lazy("Segments")
    table_class = SegmentTable
    filterset_class = SegmentFilter
    search_fields = ("name", "note", "owner__display_name")
    default_order = ("-updated_at",)
    unit = gettext_lazy("segments")
    create_url = reverse_lazy("office:segments-new")
    create_label = gettext_lazy("New segment")
    create_permission = "segments.change"
    export_permission = "segments.view"
    export_columns = ("name", "note", "sharing", "last_count", "last_counted_at", "updated_at")
    export_name = "segments"
    empty_template = "audiences/empty.html"
    template_name = "audiences/segments.html"

    def get_base_queryset(self) -> QuerySet[Segment]:
        """With the owner's name; what was put away only where it is asked for."""
        away = self.state.query.get("put_away") == "yes"
        rows: QuerySet[Segment] = scope(self.user, Segment, "restore" if away else "view")
        return rows.select_related("owner", "shared_unit")


class SegmentBuilder(OfficeView):
    """Conditions by clicking, with a live count; nothing is saved before "Save"."""

    permission = "segments.change"
    template_name = "audiences/segment_builder.html"

    @cached_property
    def segment(self) -> Segment | None:
        """The segment that is changed, or None for a new one."""
        pk = self.kwargs.get("pk")
        if pk is None:
            return None
        return _found(scope(self.user, Segment, "change"), pk)

    def get_page_title(self) -> str:
        """Its name, or what one is about to do."""
        return str(self.segment) if self.segment else _("New segment")

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the list."""
        return [LIST]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The stored conditions, or everybody; what nobody knows any more is left out."""
        root = loads(self.segment.definition) if self.segment else Group()
        tree = builder.from_definition(root, self.user)
        if any(condition.criterion not in criteria for condition in root.conditions()):
            root, _complete = builder.to_definition(tree)
            messages.warning(request, _("A condition that is no longer known was left out."))
        count_nodes(tree, self.user)
        return self.page(tree, root, SegmentForm.of(self.segment, user=self.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do``: save, count (the right-hand side only), look at one condition by itself, or a
        change of the tree.
        """
        try:
            tree = builder.from_request(request.POST, self.user)
        except DefinitionError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path, headers={"HX-Refresh": "true"})
        command = request.POST.get("do", "count")
        root, complete = builder.to_definition(tree)
        form = SegmentForm(request.POST, user=self.user)
        if command == "save":
            return self.save(tree, root, form, complete=complete)
        live = bool(request.headers.get("HX-Request"))
        if live and command.startswith(("count", "look:")):
            count_nodes(tree, self.user)
            context = {"tree": tree, "live": True, **self.answer(root, tree, command)}
            return render(request, "audiences/parts/answer.html", context)
        looked = self.answer(root, tree, command) if command.startswith("look:") else None
        tree = builder.change(tree, command, request.POST, self.user)
        root, _complete = builder.to_definition(tree)
        if not live:
            count_nodes(tree, self.user)
        tree = builder.prepare(tree)
        if live:
            context = {"tree": tree, "view": self}
            response = render(request, "audiences/parts/tree.html", context)
            response["HX-Trigger"] = "tree-changed"
            return response
        form = SegmentForm(initial=request.POST.dict(), user=self.user)
        return self.page(tree, root, form, looked=looked)

    def save(
        self, tree: builder.Node, root: Group, form: SegmentForm, *, complete: bool
    ) -> HttpResponseBase:
        """Save, or say above the conditions what is missing."""
        if complete and form.is_valid():
            version = self.request.POST.get("version", "")
            try:
                saved = save_segment(
                    actor=self.actor,
                    owner=self.user,
                    name=form.cleaned_data["name"],
                    note=form.cleaned_data["note"],
                    shared=form.shared(),
                    root=root,
                    segment=self.segment,
                    version=int(version) if version.isdecimal() else None,
                )
            except ConflictError as error:
                form.add_error(None, str(error))
                return self.page(tree, root, form, status=409)
            except WutongError as error:
                form.add_error(None, str(error))
                return self.page(tree, root, form, status=422)
            count_segment(segment=saved, user=self.user)
            messages.success(self.request, _("The segment is saved."))
            return HttpResponseRedirect(reverse("office:segments-detail", args=[saved.pk]))
        if not complete:
            form.add_error(None, _("Please complete or remove the conditions marked below."))
        return self.page(tree, root, form, status=422)

    def answer(self, root: Group, tree: builder.Node, command: str = "") -> dict[str, Any]:
        """Count, sample and, if a name was typed, why; of one condition where it is looked at."""
        text = self.request.POST.get("who", "").strip()[:80]
        number = command.removeprefix("look:") if command.startswith("look:") else ""
        looked = next((node for node in tree.walk() if str(node.number) == number), None)
        shown = (builder.definition_of(looked) if looked else None) or root
        return {
            "answer": answer_to(shown, self.user),
            "words": in_words(shown),
            "alone": shown is not root,
            "who": text,
            "verdicts": why(root, self.user, text) if text else None,
        }

    def page(
        self,
        tree: builder.Node,
        root: Group,
        form: SegmentForm,
        *,
        status: int = 200,
        looked: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The whole page."""
        answer = looked or self.answer(root, tree)
        return self.render(tree=tree, form=form, segment=self.segment, status=status, **answer)


class SegmentDetail(OfficeDetailView[Segment]):
    """One segment in words, counted now, with a sample and the question why."""

    model = Segment
    permission = "segments.view"
    template_name = "audiences/segment_detail.html"

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the list."""
        return [LIST]

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Counted as this user sees it."""
        text = self.request.GET.get("who", "").strip()[:80]
        problem, root = "", Group()
        try:
            root = loads(self.object.definition)
            found = answer_to(root, self.user)
        except WutongError as error:
            found, problem = None, str(error)
        return super().get_context_data(
            words=in_words(root),
            root=root,
            answer=found,
            problem=problem,
            who=text,
            verdicts=why(root, self.user, text) if text and found else None,
            uses=uses_of(self.object.pk, self.user),
            may_build=can(self.user, "segments.change"),
            may_change=can(self.user, "segments.change")
            and scope(self.user, Segment, "change").filter(pk=self.object.pk).exists(),
            may_write=can(self.user, "campaigns.change"),
            **extra,
        )


class SegmentPeople(OfficeObjectView[Segment]):
    """Everybody in it by name, fifty at a time; as a file with a reason."""

    model = Segment
    permission = "people.record.view"
    template_name = "audiences/segment_people.html"

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the segment."""
        return [LIST, (self.object.name, reverse("office:segments-detail", args=[self.object.pk]))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the segment where its conditions cannot be read."""
        try:
            return self.render()
        except DefinitionError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("office:segments-detail", args=[self.object.pk]))

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """One page of names, in a fixed number of queries."""
        people = people_in(loads(self.object.definition), self.user)
        asked = self.request.GET.get("page", "1")
        pages = Paginator(people.order_by("name_pinyin", "pk"), PAGE)
        page = pages.get_page(asked)
        ids = [person.pk for person in page.object_list]
        cards = people_cards(people.model.objects.filter(pk__in=ids))
        return super().get_context_data(
            page=page,
            cards=[cards[pk] for pk in ids if pk in cards],
            may_export=can(self.user, "people.record.export"),
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Have the file made."""
        if not can(self.user, "people.record.export"):
            raise PermissionDenied
        here = reverse("office:segments-people", args=[self.object.pk])
        try:
            progress = start_export(
                actor=self.actor,
                key=SEGMENT_EXPORT,
                params={"segment": self.object.pk},
                reason=request.POST.get("reason", ""),
                back_url=here,
            )
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(here)
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))


class SegmentCopy(OfficeObjectView[Segment]):
    """A segment of one's own with the same conditions (POST only)."""

    model = Segment
    permission = "segments.change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """On to changing it."""
        made = copy_segment(actor=self.actor, owner=self.user, segment=self.object)
        return HttpResponseRedirect(reverse("office:segments-edit", args=[made.pk]))


class SegmentArchive(PutAwayView):
    """Puts a segment away, or takes it out again (POST only)."""

    model = Segment
    home = "office:segments-list"
    detail = "office:segments-detail"
    archive = "office:segments-archive"
    said = gettext_lazy("The segment is put away. What was sent keeps its list.")

    def put_away(self, found: Any) -> None:
        """Out of sight, not gone."""
        archive_segment(actor=self.actor, segment=found)

    def take_out(self, found: Any) -> None:
        """Back again."""
        restore_segment(actor=self.actor, segment_id=found.pk)


def _found(rows: QuerySet[Segment], pk: int) -> Segment:
    return get_object_or_404(rows, pk=pk)
