"""From a file to records, step by step, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.jobs.models import Progress
from wutong.platform.tabular.errors import MappingIncompleteError
from wutong.platform.tabular.exports.public import start_export
from wutong.platform.tabular.models import BatchState, Choice, ImportBatch, Verdict
from wutong.platform.tabular.registry import importers
from wutong.platform.tabular.services import batches
from wutong.platform.tabular.services.choosing import choose_rest, choose_row
from wutong.platform.tabular.services.keeping import kept_until
from wutong.ui.office.imports.choosing import kinds_of
from wutong.ui.office.imports.presenting import Presenter
from wutong.ui.office.views import OfficeObjectView, OfficeView

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.tabular.registry import Importer

_LIST = "/office/imports/"
NUMBER_DIGITS = 10
_CRUMBS = ((gettext_lazy("Imports"), _LIST),)


class UploadForm(forms.Form):
    """Which file, of which kind, from whom."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )
    importer = forms.ChoiceField(label=gettext_lazy("Kind"))
    source_label = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as “Registrar, June 2026”; it is shown beside each field."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["importer"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["importer"].widget = forms.HiddenInput()
            self.fields["importer"].initial = choices[0][0]


class ImportNewView(OfficeView):
    """The first step: a file."""

    permission = "imports.view"
    template_name = "office/imports/new.html"
    page_title = gettext_lazy("Import a file")
    breadcrumbs = _CRUMBS

    def _mine(self) -> list[tuple[str, Importer]]:
        return [(key, item) for key, item in importers.items() if can(self.user, item.permission)]

    def _form(self) -> UploadForm:
        mine = [(key, item.label) for key, item in self._mine()]
        if not mine:
            raise PermissionDenied
        if self.request.method == "POST":
            return UploadForm(self.request.POST, self.request.FILES, choices=mine)
        return UploadForm(choices=mine, initial={"importer": self.request.GET.get("kind", "")})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The empty form."""
        return self.render(form=self._form(), importers=self._mine())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look at the file; say what is wrong with it, or go on to its columns."""
        form = self._form()
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                batch = batches.receive_file(
                    actor=self.actor,
                    importer=form.cleaned_data["importer"],
                    content=file,
                    name=file.name,
                    source_label=form.cleaned_data["source_label"],
                )
            except WutongError as error:
                form.add_error("file", str(error))
            else:
                return HttpResponseRedirect(reverse("office:imports-columns", args=[batch.pk]))
        return self.render(form=form, importers=self._mine(), status=422)


class ImportObjectView(OfficeObjectView[ImportBatch]):
    """A page about one import; acting needs the importer's own permission."""

    model = ImportBatch
    permission = "imports.view"
    breadcrumbs = _CRUMBS

    @property
    def presenter(self) -> Presenter:
        """The import in words."""
        return Presenter(self.object, self.user)

    def may_act(self) -> bool:
        """Whether this user may do more than look."""
        return can(self.user, importers.get(self.object.importer).permission)

    def demand_right(self) -> None:
        """403 for those who may only look."""
        if not self.may_act():
            raise PermissionDenied

    def here(self) -> str:
        """The address of the import."""
        return reverse("office:imports-detail", args=[self.object.pk])

    def act(self, service: Callable[..., Any], **arguments: Any) -> HttpResponseBase:
        """Call a service for this import, then back to its page; errors are said there."""
        self.demand_right()
        arguments.setdefault("actor", self.actor)
        try:
            service(batch_id=self.object.pk, **arguments)
        except WutongError as error:
            messages.error(self.request, str(error))
        return HttpResponseRedirect(self.here())

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Adds the presenter and what may be done."""
        return super().get_context_data(shown=self.presenter, may_act=self.may_act(), **extra)


class ImportView(ImportObjectView):
    """Where an import stands: waiting, running, its rows with their verdicts, or what went
    wrong.
    """

    template_name = "office/imports/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The columns first, if they have not been chosen."""
        batch = self.object
        if batch.state == BatchState.UPLOADED and self.may_act():
            return HttpResponseRedirect(reverse("office:imports-columns", args=[batch.pk]))
        if batch.is_busy:
            return self.render(progress=self._progress(), steps=self.presenter.steps())
        chosen = request.GET.get("verdict", "")
        asked = chosen == Verdict.POSSIBLE
        choice = request.GET.get("choice", "") if asked else ""
        page = request.GET.get("page", "1")
        rows, place = self.presenter.rows(chosen, int(page) if page.isdecimal() else 1, choice)
        return self.render(
            steps=self.presenter.steps(),
            tabs=self.presenter.tabs(chosen),
            rows=rows,
            place=place,
            pages=place.paginator.get_elided_page_range(place.number, on_each_side=1, on_ends=1),
            chosen=chosen,
            choice=choice,
            kinds=kinds_of(batch, choice) if asked else [],
            may_choose=self.may_act() and batch.state == BatchState.CHECKED,
            adds=batch.enters,
            unknown=self.presenter.unknown_words() if batch.state == BatchState.CHECKED else [],
            seen_before=self._seen_before(),
            kept_until=kept_until(batch),
        )

    def _progress(self) -> Progress | None:
        if self.object.progress_id is None:
            return None
        return Progress.objects.filter(pk=self.object.progress_id).first()

    def _seen_before(self) -> ImportBatch | None:
        if self.object.state not in {BatchState.MAPPED, BatchState.CHECKED}:
            return None
        return (
            self.get_queryset()
            .filter(sha256=self.object.sha256, state=BatchState.PUBLISHED)
            .exclude(pk=self.object.pk)
            .first()
        )


class ImportLiveView(ImportView):
    """The moving part, asked for again and again while work runs."""

    template_name = "office/imports/live.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The bar; when the work is over, the page is loaded anew."""
        progress = self._progress()
        if not self.object.is_busy or progress is None or progress.is_over:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return self.render(progress=progress)


class ImportColumnsView(ImportObjectView):
    """The second step: which column is what."""

    template_name = "office/imports/columns.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file's columns, with what is suggested for each."""
        return self._page(self.object.mapping)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the choice and have the file checked."""
        self.demand_right()
        mapping: dict[str, int] = {}
        twice: list[str] = []
        for index in range(len(self.object.headers)):
            key = request.POST.get(f"column_{index}", "")
            if key in mapping:
                twice.append(key)
            if key:
                mapping.setdefault(key, index)
        try:
            if twice:
                labels = self.presenter.fields
                raise MappingIncompleteError(
                    _("Two columns are chosen for: %(fields)s. Choose one of them.")
                    % {"fields": _(", ").join(str(labels[key].label) for key in twice)}
                )
            batches.save_mapping(actor=self.actor, batch_id=self.object.pk, mapping=mapping)
            batches.start_check(actor=self.actor, batch_id=self.object.pk)
        except WutongError as error:
            return self._page(mapping, error=str(error), status=422)
        return HttpResponseRedirect(self.here())

    def _page(
        self, mapping: dict[str, int], *, error: str = "", status: int = 200
    ) -> HttpResponseBase:
        return self.render(
            steps=self.presenter.steps("columns"),
            columns=self.presenter.columns(mapping),
            field_groups=self.presenter.field_groups(),
            error=error,
            status=status,
        )


class ImportSheetView(ImportObjectView):
    """Reads another sheet of the workbook."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the columns of the chosen sheet."""
        self.demand_right()
        try:
            batches.choose_sheet(
                actor=self.actor, batch_id=self.object.pk, sheet=request.POST.get("sheet", "")
            )
        except WutongError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse("office:imports-columns", args=[self.object.pk]))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page itself."""
        return HttpResponseRedirect(self.here())


class _PostOnly(ImportObjectView):
    """An address that only acts; looking at it leads to the import."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page itself."""
        return HttpResponseRedirect(self.here())


class ImportCheckView(_PostOnly):
    """Checks the file again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue the dry run."""
        return self.act(batches.start_check)


class ImportWordsView(_PostOnly):
    """What words of the file mean; then the file is checked again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the meanings and queue the dry run."""
        values: dict[str, dict[str, str]] = {}
        for number, (spec, words, _choices) in enumerate(self.presenter.unknown_words()):
            for place, (word, _count) in enumerate(words):
                code = request.POST.get(f"word_{number}_{place}", "")
                if code:
                    values.setdefault(spec.key, {})[word] = code

        def keep_and_check(*, actor: Actor, batch_id: UUID) -> None:
            batches.save_values(actor=actor, batch_id=batch_id, values=values)
            batches.start_check(actor=actor, batch_id=batch_id)

        return self.act(keep_and_check)


class ImportChooseView(_PostOnly):
    """What a row that is possibly on record is; or all that nobody has chosen for."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`choice` is new, out, same or same and whom; back to where it was chosen."""
        word, _sep, ref = request.POST.get("choice", "").partition(":")
        row_no = request.POST.get("row", "")
        numbered = row_no.isdecimal() and len(row_no) < NUMBER_DIGITS
        if word not in Choice.values or not (numbered or row_no == "rest"):
            raise Http404
        choice = Choice(word)
        if row_no == "rest":
            self.act(choose_rest, choice=choice)
        else:
            self.act(choose_row, row_no=int(row_no), choice=choice, target_ref=ref)
        place = {
            name: value[:8]
            for name, sent in (("verdict", "verdict"), ("choice", "kind"), ("page", "page"))
            if (value := request.POST.get(sent, ""))
        }
        row = f"#row-{row_no}" if row_no != "rest" else ""
        return HttpResponseRedirect(f"{self.here()}?{urlencode(place)}{row}")


class ImportEnterView(_PostOnly):
    """Has what was checked entered."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue the publishing."""
        return self.act(batches.start_publish)


class ImportDiscardView(_PostOnly):
    """Throws the import away before it was entered."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Rows and file go; the line in the list stays."""
        self.demand_right()
        try:
            batches.discard_import(actor=self.actor, batch_id=self.object.pk)
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self.here())
        messages.success(request, _("The import is discarded; nothing was entered."))
        return HttpResponseRedirect(_LIST)


class ImportUndoView(ImportObjectView):
    """Takes an import back: first what would happen, in numbers."""

    template_name = "office/imports/undo.html"
    page_title = gettext_lazy("Undo this import")

    def get_breadcrumbs(self) -> tuple[tuple[Any, str], ...]:
        """Imports, then this one."""
        return (*_CRUMBS, (self.object.file_name, self.here()))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Removed, restored, kept: as things stand now."""
        self.demand_right()
        if self.object.state != BatchState.PUBLISHED or self.object.is_forgotten:
            return HttpResponseRedirect(self.here())
        preview = importers.get(self.object.importer).undo_preview(self.object)
        return self.render(preview=preview)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue the undo with its reason."""
        reason = request.POST.get("reason", "").strip()
        return self.act(batches.start_undo, actor=Actor.of(self.user, reason=reason))


class ImportRowsFileView(_PostOnly):
    """The rows with their verdicts as a workbook."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Queue the file and go to its progress."""
        self.demand_right()
        progress = start_export(
            actor=self.actor,
            key="imports.rows",
            params={"batch": str(self.object.pk), "verdict": request.POST.get("verdict", "")},
            file_format="xlsx",
        )
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))
