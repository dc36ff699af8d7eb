"""Registers fetched on schedule: where from, what came of it, what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can, scope
from wutong.platform.tabular.models import (
    BatchState,
    ImportBatch,
    Pull,
    PullState,
    RegisterSource,
    SourceKind,
)
from wutong.platform.tabular.pulling.running import look, queue
from wutong.platform.tabular.pulling.sources import remove_source, save_source
from wutong.platform.tabular.pulling.tasks import pull_register
from wutong.platform.tabular.pulling.wording import in_words
from wutong.platform.tabular.registry import importers
from wutong.platform.tabular.rules import SOURCES, VIEW
from wutong.ui.office.imports.source_forms import OPTIONS, SourceForm, initial_of
from wutong.ui.office.lists import (
    BadgeColumn,
    DayColumn,
    OfficeListView,
    OfficeTable,
    TextColumn,
    TitleColumn,
    register_list,
)
from wutong.ui.office.registry import Todo
from wutong.ui.office.views import OfficeDetailView, OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User

_IMPORTS = (gettext_lazy("Imports"), "/office/imports/")
_SOURCES = (gettext_lazy("Registers on schedule"), "/office/imports/sources/")
SHOWN = 30
TONES = {
    PullState.RUNNING: "slate",
    PullState.CHECKING: "slate",
    PullState.ENTERED: "leaf",
    PullState.WAITING: "autumn",
    PullState.FAILED: "seal",
}


def source_url(source_id: int) -> str:
    """The page of a source."""
    return reverse("office:imports-source", args=[source_id])


class SourceTable(OfficeTable):
    """Where from, how often, and how the last fetch ended."""

    name = TitleColumn(link=lambda source: source_url(source.pk))
    last = TextColumn(
        accessor="last_words", verbose_name=gettext_lazy("Last fetch"), orderable=False
    )
    next_at = DayColumn(time=True)
    kind = BadgeColumn()

    class Meta(OfficeTable.Meta):
        model = RegisterSource
        fields = ("name", "kind", "every", "last", "next_at", "enters_alone")


@register_list
class SourceListView(OfficeListView[RegisterSource]):
    """Every register that comes by itself."""

    model = RegisterSource
    permission = VIEW
    list_key = "imports-sources"
    page_title = gettext_lazy("Registers on schedule")
    breadcrumbs = (_IMPORTS,)
    table_class = SourceTable
    search_fields = ("name",)
    default_order = ("name", "pk")
    unit = pgettext_lazy("unit", "sources")
    create_url = "new/"
    create_label = gettext_lazy("Add a source")
    create_permission = SOURCES
    export_permission = VIEW
    export_name = "sources"
    export_columns = ("name", "kind", "every", "last", "next_at", "enters_alone")

    def dress(self, rows: Sequence[RegisterSource]) -> None:
        """The last fetch of each, in one query."""
        latest = Pull.objects.filter(source__in=[row.pk for row in rows])
        last = {
            pull.source_id: pull
            for pull in latest.order_by("source_id", "-pk").distinct("source_id")
        }
        for row in rows:
            pull = last.get(row.pk)
            row.last_words = pull.get_state_display() if pull else ""  # type: ignore[attr-defined]

    def get_row_url(self, row: RegisterSource) -> str:
        """Its page."""
        return source_url(row.pk)


class SourceNewView(OfficeFormView):
    """First where from, then the particulars."""

    permission = SOURCES
    template_name = "office/imports/source_new.html"
    page_title = gettext_lazy("Add a source")
    breadcrumbs = (_IMPORTS, _SOURCES)
    cancel_url = "/office/imports/sources/"
    success_message = gettext_lazy("The source is set up. Try the connection next.")

    @property
    def kind(self) -> str:
        """Of the address; "" while it is to be chosen."""
        kind = self.request.GET.get("kind", "")
        if kind and kind not in OPTIONS:
            raise Http404
        return kind

    def make_form(self) -> SourceForm | None:  # type: ignore[override] # none before the kind
        """The form of the kind."""
        if not self.kind:
            return None
        data = self.request.POST if self.request.method == "POST" else None
        return SourceForm(data, kind=self.kind, known=False)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nothing can be saved before the kind is chosen."""
        if not self.kind:
            return HttpResponseRedirect(request.path)
        return super().post(request, *args, **kwargs)

    def perform(self, form: SourceForm) -> str:
        """On to its page."""
        secret = form.cleaned_data.get("secret", "")
        source = save_source(actor=self.actor, values=form.values(), secret=secret)
        return source_url(source.pk)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The kinds to choose from."""
        return super().get_context_data(kinds=SourceKind.choices, kind=self.kind, **extra)


class SourceDetailView(OfficeDetailView[RegisterSource]):
    """A source: its limits, its fetches, and what can be done."""

    model = RegisterSource
    permission = VIEW
    template_name = "office/imports/source.html"
    breadcrumbs = (_IMPORTS, _SOURCES)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The last fetches with their reasons; imports are named to those who see them."""
        source = self.object
        pulls = list(source.pulls.select_related("batch").order_by("-pk")[:SHOWN])
        seen = set(
            scope(self.user, ImportBatch)
            .filter(pk__in=[pull.batch_id for pull in pulls if pull.batch_id])
            .values_list("pk", flat=True)
        )
        labels = {key: label for key, label, _required in OPTIONS[source.kind]}
        return super().get_context_data(
            pulls=[
                (pull, TONES.get(PullState(pull.state), ""), in_words(pull.reasons),
                 pull.batch_id in seen)
                for pull in pulls
            ],
            options=[(labels.get(key, key), value) for key, value in source.options.items()],
            importer=importers.get(source.importer),
            has_secret=bool(source.secret),
            may_change=can(self.user, SOURCES),
            **extra,
        )  # fmt: skip


class SourceEditView(OfficeEditView[RegisterSource]):
    """The particulars changed; the secret is kept unless another is given."""

    model = RegisterSource
    permission = SOURCES
    page_title = gettext_lazy("Change the source")
    success_message = gettext_lazy("The source is changed.")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Imports, sources, this one."""
        return (_IMPORTS, _SOURCES, (self.object.name, source_url(self.object.pk)))

    def get_cancel_url(self) -> str:
        """Its page."""
        return source_url(self.object.pk)

    def form_class(self, data: Any, files: Any, **kwargs: Any) -> SourceForm:  # type: ignore[override] # the kind decides
        """The form of its kind."""
        return SourceForm(data, kind=self.object.kind, known=bool(self.object.secret), **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """As it stands, without the secret."""
        return initial_of(self.object)

    def perform(self, form: SourceForm) -> str:
        """Back to its page."""
        save_source(
            actor=self.actor,
            values=form.values(),
            secret=form.cleaned_data.get("secret", ""),
            source_id=self.object.pk,
            version=form.cleaned_data.get("version"),
        )
        return source_url(self.object.pk)


class SourceDoView(SourceDetailView):
    """Fetch now, try the connection, remove: each a POST with ``do``."""

    permission = SOURCES

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(source_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it and say so."""
        does, source = request.POST.get("do", ""), self.object
        if does == "remove":
            remove_source(actor=self.actor, source_id=source.pk)
            messages.success(request, _("The source is removed; what was entered stays."))
            return HttpResponseRedirect(str(_SOURCES[1]))
        try:
            if does == "fetch":
                queue(source, pull_register, user_id=self.user.pk)
                messages.success(request, _("The register is being fetched."))
            elif does == "try":
                messages.success(request, look(source))
        except WutongError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(source_url(source.pk))


def waiting_pulls() -> QuerySet[Pull]:
    """Fetched registers nobody has decided yet."""
    open_states = (BatchState.UPLOADED, BatchState.MAPPED, BatchState.CHECKED)
    return Pull.objects.filter(state=PullState.WAITING, batch__state__in=open_states)


def register_todos(user: User) -> Iterator[Todo]:
    """Fetched registers that wait, each by itself; failures of the last fetch as one line."""
    if not can(user, VIEW):
        return
    mine = scope(user, ImportBatch).values("pk")
    waiting = waiting_pulls().filter(batch__in=mine).select_related("source")
    for pull in waiting.order_by("started_at")[:5]:
        yield Todo(
            title=_("Register waits: %(name)s") % {"name": pull.source.name},
            url=reverse("office:imports-detail", args=[pull.batch_id]),
            due=pull.started_at,
            kind=str(_("Imports")),
        )
    if not can(user, SOURCES):
        return
    last = Pull.objects.order_by("source_id", "-pk").distinct("source_id").values("pk")
    failed = Pull.objects.filter(pk__in=last, state=PullState.FAILED).count()
    if failed:
        words = ngettext(
            "%(number)s register could not be fetched",
            "%(number)s registers could not be fetched",
            failed,
        )
        yield Todo(title=words % {"number": failed}, url=str(_SOURCES[1]), kind=str(_("Imports")))
