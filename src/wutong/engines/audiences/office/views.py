"""Segments in the office: the list, the builder, one segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.engines.audiences.compiler import in_words
from wutong.engines.audiences.definitions import Group, loads
from wutong.engines.audiences.models import Segment
from wutong.engines.audiences.office import builder
from wutong.engines.audiences.office.answers import answer_to, why
from wutong.engines.audiences.office.tables import SegmentTable
from wutong.engines.audiences.services import (
    archive_segment,
    count_segment,
    restore_segment,
    save_segment,
)
from wutong.kernel.errors import ConflictError, WutongError
from wutong.platform.access.public import can, scope
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

LIST = (gettext_lazy("Segments"), reverse_lazy("office:segments-list"))


@register_list
class SegmentList(OfficeListView[Segment]):
    """One's own segments and those colleagues share."""

    model = Segment
    permission = "segments.view"
    list_key = "segments"
    page_title = gettext_lazy("Segments")
    table_class = SegmentTable
    search_fields = ("name", "note")
    default_order = ("-updated_at",)
    unit = gettext_lazy("segments")
    create_url = reverse_lazy("office:segments-new")
    create_label = gettext_lazy("New segment")
    create_permission = "segments.change"
    export_permission = "segments.view"
    export_columns = ("name", "note", "shared", "last_count", "last_counted_at", "updated_at")
    export_name = "segments"

    def get_base_queryset(self) -> QuerySet[Segment]:
        """With the owner's name."""
        return super().get_base_queryset().select_related("owner")


class SegmentForm(forms.ModelForm[Segment]):
    """What a segment is called and who may use it."""

    class Meta:
        model = Segment
        fields = ("name", "note", "shared")


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
        """The stored conditions, or everybody."""
        root = loads(self.segment.definition) if self.segment else Group()
        form = SegmentForm(instance=self.segment)
        return self.page(builder.from_definition(root), root, form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do``: save, count (the right-hand side only), or a change of the tree."""
        command = request.POST.get("do", "count")
        tree = builder.from_request(request.POST)
        root, complete = builder.to_definition(tree)
        form = SegmentForm(request.POST, instance=self.segment)
        if command == "save":
            return self.save(tree, root, form, complete=complete)
        if command == "count" and request.headers.get("HX-Request"):
            return render(request, "audiences/parts/answer.html", self.answer(root))
        tree = builder.change(tree, command, request.POST)
        root, _complete = builder.to_definition(tree)
        tree = builder.prepare(tree)
        if request.headers.get("HX-Request"):
            context = {"tree": tree, "view": self}
            response = render(request, "audiences/parts/tree.html", context)
            response["HX-Trigger"] = "tree-changed"
            return response
        return self.page(tree, root, form)

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
                    shared=form.cleaned_data["shared"],
                    root=root,
                    segment=self.segment,
                    version=int(version) if version.isdigit() else None,
                )
            except ConflictError as error:
                form.add_error(None, str(error))
                return self.page(tree, root, form, status=409)
            count_segment(segment=saved, user=self.user)
            messages.success(self.request, _("The segment is saved."))
            return HttpResponseRedirect(reverse("office:segments-detail", args=[saved.pk]))
        if not complete:
            form.add_error(None, _("Please complete or remove the conditions marked below."))
        return self.page(tree, root, form, status=422)

    def answer(self, root: Group) -> dict[str, Any]:
        """Count, sample and, if a name was typed, why."""
        text = self.request.POST.get("who", "").strip()[:80]
        return {
            "answer": answer_to(root, self.user),
            "words": in_words(root),
            "who": text,
            "verdicts": why(root, self.user, text) if text else None,
        }

    def page(
        self, tree: builder.Node, root: Group, form: SegmentForm, *, status: int = 200
    ) -> HttpResponse:
        """The whole page."""
        return self.render(
            tree=tree, form=form, segment=self.segment, status=status, **self.answer(root)
        )


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
            may_change=can(self.user, "segments.change")
            and scope(self.user, Segment, "change").filter(pk=self.object.pk).exists(),
            may_write=can(self.user, "campaigns.change"),
            **extra,
        )


class SegmentArchive(OfficeView):
    """Puts a segment away, or takes it out again (POST only)."""

    permission = "segments.change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``undo`` brings it back."""
        pk = kwargs["pk"]
        if request.POST.get("undo"):
            found = Segment.objects.filter(pk=pk, owner=self.user)
            restore_segment(actor=self.actor, segment_id=_found(found, pk).pk)
            return HttpResponseRedirect(reverse("office:segments-detail", args=[pk]))
        archive_segment(actor=self.actor, segment=_found(scope(self.user, Segment, "change"), pk))
        messages.success(request, _("The segment is put away. What was sent keeps its list."))
        return HttpResponseRedirect(reverse("office:segments-list"))


def _found(rows: QuerySet[Segment], pk: int) -> Segment:
    return get_object_or_404(rows, pk=pk)
