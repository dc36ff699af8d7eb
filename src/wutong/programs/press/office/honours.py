"""The register of praise and honours, with permissions and uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.platform.access.public import can
from wutong.programs.press import rules
from wutong.programs.press.enums import Permission
from wutong.programs.press.models import Honour
from wutong.programs.press.office import forms, tables
from wutong.programs.press.office.addresses import honour_url, honours_url
from wutong.programs.press.office.sending import send_paper
from wutong.programs.press.quoting import may_quote, standing
from wutong.programs.press.services import honours
from wutong.ui.office.doing import DoView
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.ui.office.doing import Acts

TITLE = pgettext_lazy("office", "Praise and honours")
CRUMB = (TITLE, "/office/praise/")


@register_list
class HonourListView(OfficeListView[Honour]):
    """Everything said of us, the newest first."""

    model = Honour
    list_key = "press.honours"
    permission = rules.HONOURS
    page_title = TITLE
    template_name = "press/office/honours.html"
    table_class = tables.HonourTable
    filterset_class = tables.HonourFilter
    default_order = ("-said_on", "-pk")
    search_fields = ("name", "office", "words", "occasion")
    search_placeholder = gettext_lazy("Name, words or occasion")
    unit = pgettext_lazy("unit", "entries of the register")
    create_url = "/office/praise/new/"
    create_label = gettext_lazy("Enter praise or an honour")
    create_permission = rules.HONOURS_CHANGE
    export_permission = rules.HONOURS_EXPORT
    export_name = "praise-and-honours"
    export_columns = (
        "name", "office", "kind", "said_on", "words", "occasion", "permission", "until", "uses",
        "source",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Honour]:
        """With the number of places they stand in now."""
        used = Count("uses", filter=Q(uses__ended_on__isnull=True))
        return super().get_base_queryset().annotate(used=used)

    def get_row_url(self, row: Honour) -> str:
        """Its page."""
        return honour_url(row.pk)


class HonourView(OfficeDetailView[Honour]):
    """The words, who said them, whether they may be quoted, and where they stand."""

    model = Honour
    permission = rules.HONOURS
    template_name = "press/office/honour.html"
    breadcrumbs = (CRUMB,)

    def get_queryset(self) -> QuerySet[Honour]:
        """With what is named."""
        return super().get_queryset().select_related("person", "scan")

    def get_page_title(self) -> str:
        """Who."""
        return self.object.name

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Each use with whether it may be."""
        honour = self.object
        uses = honour.uses.select_related("noted_by")
        given = {
            "permission": honour.permission, "scope": honour.scope or "public",
            "until": honour.permitted_until, "note": honour.permission_note,
        }  # fmt: skip
        return super().get_context_data(
            standing=standing(honour),
            tone=tables.PERMISSION_TONES.get(Permission(honour.permission), ""),
            uses=[
                {"use": use, "bad": not use.ended_on and not may_quote(honour, use.scope)}
                for use in uses
            ],
            quotable=may_quote(honour, "public"),
            may_change=can(self.user, rules.HONOURS_CHANGE),
            permission_form=forms.PermissionForm(initial=given),
            use_form=forms.UseForm(),
            **extra,
        )


class HonourDo(DoView, HonourView):
    """A permission, a use, a mistake."""

    action = "change"

    def acts(self) -> Acts:
        """All of them change the register."""
        return {
            "permission": (rules.HONOURS_CHANGE, self.permit),
            "use": (rules.HONOURS_CHANGE, self.use),
            "end": (rules.HONOURS_CHANGE, self.end),
            "remove": (rules.HONOURS_CHANGE, self.remove),
        }

    def back(self) -> HttpResponseBase:
        """The entry."""
        return HttpResponseRedirect(honour_url(self.object.pk))

    def permit(self) -> str:
        """What was said about quoting."""
        given = self.given(forms.PermissionForm)
        honours.set_permission(
            actor=self.actor, honour_id=self.object.pk, permission=given["permission"],
            scope=given["scope"], until=given["until"], note=given["note"],
        )  # fmt: skip
        return _("The permission is noted.")

    def use(self) -> str:
        """Where the words stand."""
        given = self.given(forms.UseForm)
        honours.note_use(
            actor=self.actor, honour_id=self.object.pk, label=given["label"], url=given["url"],
            scope=given["scope"],
        )  # fmt: skip
        return _("Noted where the words stand.")

    def end(self) -> str:
        """They no longer stand there."""
        key = self.request.POST.get("use", "")
        if key.isdecimal() and len(key) < 15:
            honours.end_use(actor=self.actor, honour_id=self.object.pk, use_id=int(key))
        return _("Noted: the words no longer stand there.")

    def remove(self) -> HttpResponseBase:
        """To the register."""
        honours.remove_honour(actor=self.actor, honour_id=self.object.pk)
        messages.success(self.request, _("The entry is taken out of the register."))
        return HttpResponseRedirect(honours_url())


class ScanView(HonourView):
    """The paper it stands on."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 without one."""
        if self.object.scan is None:
            raise Http404
        return send_paper(self.actor, self.object.ref, self.object.scan)


def _given(form: forms.HonourForm) -> dict[str, Any]:
    fields = {name: form.cleaned_data[name] for name in honours.FIELDS if name != "person"}
    return {**fields, "person": form.someone()}


class HonourNewView(OfficeFormView):
    """An entry."""

    permission = rules.HONOURS_CHANGE
    page_title = gettext_lazy("Enter praise or an honour")
    breadcrumbs = (CRUMB,)
    cancel_url = "/office/praise/"
    form_class = forms.HonourForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """Chinese."""
        return {"language": "zh-hans", "order": 100}

    def perform(self, form: forms.HonourForm) -> str:
        """To its page."""
        honour = honours.save_honour(
            actor=self.actor, fields=_given(form), scan=form.cleaned_data["scan"]
        )
        return honour_url(honour.pk)


class HonourEditView(OfficeEditView[Honour]):
    """An entry changed."""

    model = Honour
    permission = rules.HONOURS_CHANGE
    template_name = "office/form.html"
    form_class = forms.HonourForm
    breadcrumbs = (CRUMB,)
    intro = gettext_lazy("When the words are changed, a permission has to be asked for again.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        found = {name: getattr(self.object, name) for name in honours.FIELDS if name != "person"}
        return {**found, "person": self.object.person_id}

    def get_cancel_url(self) -> str:
        """The entry."""
        return honour_url(self.object.pk)

    def perform(self, form: forms.HonourForm) -> str:
        """Saved, unless somebody was faster."""
        honours.save_honour(
            actor=self.actor, honour_id=self.object.pk, version=form.cleaned_data.get("version"),
            fields=_given(form), scan=form.cleaned_data["scan"],
        )  # fmt: skip
        return honour_url(self.object.pk)
