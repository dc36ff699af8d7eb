"""The register of media: what was written, by whom, how fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.organisations.models import Organisation
from wutong.platform.access.public import can, scope
from wutong.programs.press import rules
from wutong.programs.press.enums import Evidence
from wutong.programs.press.models import Mention, Outlet
from wutong.programs.press.office import forms, tables
from wutong.programs.press.office.addresses import (
    mention_url,
    mentions_url,
    outlet_url,
    outlets_url,
)
from wutong.programs.press.office.sending import send_paper
from wutong.programs.press.selectors import pace
from wutong.programs.press.services import media
from wutong.ui.office.doing import DoView
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.tabs import TabsMixin
from wutong.ui.office.views import (
    OfficeDetailView,
    OfficeEditView,
    OfficeFormView,
    OfficeView,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.ui.office.doing import Acts

TITLE = pgettext_lazy("office", "Media register")
CRUMB = (TITLE, "/office/press/")
OUTLETS = gettext_lazy("Media outlets")
TABS = (
    ("press-mentions", gettext_lazy("Reports")),
    ("press-outlets", OUTLETS),
    ("press-pace", gettext_lazy("Time to publication")),
)


class WithTabs(TabsMixin):
    """The pages of the room, beside one another."""

    tabs = TABS
    import_permission = rules.IMPORT


@register_list
class MentionListView(WithTabs, OfficeListView[Mention]):
    """What was written, the newest first."""

    tab = "press-mentions"
    model = Mention
    list_key = "press.mentions"
    permission = rules.VIEW
    page_title = TITLE
    template_name = "press/office/list.html"
    table_class = tables.MentionTable
    filterset_class = tables.MentionFilter
    default_order = ("-published_on", "-pk")
    search_fields = ("title", "outlet__name", "about")
    search_placeholder = gettext_lazy("Title, medium or subject")
    unit = pgettext_lazy("unit", "reports")
    create_url = "/office/press/new/"
    create_label = gettext_lazy("Enter a report")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "media-reports"
    export_columns = (
        "title", "outlet", "kind", "published_on", "evidence", "about", "days", "link",
        "source_on", "checked_on", "note",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Mention]:
        """With the outlet."""
        return super().get_base_queryset().select_related("outlet")

    def get_row_url(self, row: Mention) -> str:
        """Its page."""
        return mention_url(row.pk)


@register_list
class OutletListView(WithTabs, OfficeListView[Outlet]):
    """Every medium."""

    tab = "press-outlets"
    model = Outlet
    list_key = "press.outlets"
    permission = rules.VIEW
    page_title = TITLE
    template_name = "press/office/list.html"
    table_class = tables.OutletTable
    filterset_class = tables.OutletFilter
    default_order = ("-written", "name", "pk")
    search_fields = ("name", "name_en", "account", "licence")
    search_placeholder = gettext_lazy("Name, account or licence")
    unit = pgettext_lazy("unit", "media")
    create_url = "/office/press/outlets/new/"
    create_label = gettext_lazy("Add an outlet")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "media-outlets"
    export_columns = (
        "name", "name_en", "kind", "licence", "account", "website", "contact", "written", "last",
        "note",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Outlet]:
        """With what they wrote."""
        return (
            super()
            .get_base_queryset()
            .annotate(written=Count("mentions"), last=Max("mentions__published_on"))
        )

    def get_row_url(self, row: Outlet) -> str:
        """Its page."""
        return outlet_url(row.pk)


class PaceView(WithTabs, OfficeView):
    """How long it took from our text to theirs, month by month."""

    tab = "press-pace"
    permission = rules.VIEW
    template_name = "press/office/pace.html"
    page_title = TITLE

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Two years."""
        months = pace(self.user)
        slowest = max((one.median for one in months if one.median is not None), default=0)
        return super().get_context_data(months=months, slowest=slowest or 1, **extra)


class MentionView(OfficeDetailView[Mention]):
    """One report with its evidence."""

    model = Mention
    permission = rules.VIEW
    template_name = "press/office/mention.html"
    breadcrumbs = (CRUMB,)

    def get_queryset(self) -> QuerySet[Mention]:
        """With what is named."""
        rows = super().get_queryset()
        return rows.select_related("outlet", "clipping", "screenshot", "checked_by")

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """What it is about, where that is in sight."""
        kind, _colon, key = self.object.about_ref.partition(":")
        about = None
        if kind == "organisation" and key.isdecimal():
            about = scope(self.user, Organisation).filter(pk=int(key)).first()
        return super().get_context_data(
            about=about,
            tone=tables.EVIDENCE_TONES.get(Evidence(self.object.evidence), ""),
            may_change=can(self.user, rules.CHANGE),
            **extra,
        )


class MentionDo(DoView, MentionView):
    """Looked at, or entered by mistake."""

    action = "change"

    def acts(self) -> Acts:
        """Both change the register."""
        return {"checked": (rules.CHANGE, self.checked), "remove": (rules.CHANGE, self.remove)}

    def back(self) -> HttpResponseBase:
        """The report."""
        return HttpResponseRedirect(mention_url(self.object.pk))

    def checked(self) -> str:
        """Opened and read."""
        media.look_at_evidence(actor=self.actor, mention_id=self.object.pk)
        return _("Noted: the evidence says what the register says.")

    def remove(self) -> HttpResponseBase:
        """To the register."""
        media.remove_mention(actor=self.actor, mention_id=self.object.pk)
        messages.success(self.request, _("The report is taken out of the register."))
        return HttpResponseRedirect(mentions_url())


class MentionPaperView(MentionView):
    """The clipping or the screenshot."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 without one."""
        stored = getattr(self.object, kwargs["which"])
        if stored is None:
            raise Http404
        return send_paper(self.actor, self.object.ref, stored)


def _given(form: forms.MentionForm) -> dict[str, Any]:
    fields = {name: form.cleaned_data[name] for name in media.MENTION_FIELDS if name != "about_ref"}
    return {**fields, "about_ref": form.about_ref()}


class MentionNewView(OfficeFormView):
    """A report."""

    permission = rules.CHANGE
    page_title = gettext_lazy("Enter a report")
    breadcrumbs = (CRUMB,)
    cancel_url = "/office/press/"
    form_class = forms.MentionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """From the page of an outlet."""
        outlet = self.request.GET.get("outlet", "")
        return {"outlet": int(outlet)} if outlet.isdecimal() and len(outlet) < 15 else {}

    def perform(self, form: forms.MentionForm) -> str:
        """To its page."""
        files = {name: form.cleaned_data[name] for name in media.FILES}
        mention = media.save_mention(actor=self.actor, fields=_given(form), files=files)
        return mention_url(mention.pk)


class MentionEditView(OfficeEditView[Mention]):
    """A report changed."""

    model = Mention
    permission = rules.CHANGE
    template_name = "office/form.html"
    form_class = forms.MentionForm
    breadcrumbs = (CRUMB,)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Within sight."""
        return {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """As it is; a file that is there stays unless another is handed in."""
        names = [name for name in media.MENTION_FIELDS if name != "about_ref"]
        kind, _colon, key = self.object.about_ref.partition(":")
        found = {"organisation": int(key)} if kind == "organisation" and key.isdecimal() else {}
        return {**{name: getattr(self.object, name) for name in names}, **found}

    def get_cancel_url(self) -> str:
        """The report."""
        return mention_url(self.object.pk)

    def perform(self, form: forms.MentionForm) -> str:
        """Saved, unless somebody was faster."""
        media.save_mention(
            actor=self.actor, mention_id=self.object.pk, version=form.cleaned_data.get("version"),
            fields=_given(form), files={name: form.cleaned_data[name] for name in media.FILES},
        )  # fmt: skip
        return mention_url(self.object.pk)


class OutletView(OfficeDetailView[Outlet]):
    """A medium and what it wrote."""

    model = Outlet
    permission = rules.VIEW
    template_name = "press/office/outlet.html"
    breadcrumbs = (CRUMB, (OUTLETS, "/office/press/outlets/"))

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The last fifty reports."""
        return super().get_context_data(
            mentions=self.object.mentions.order_by("-published_on", "-pk")[:50],
            count=self.object.mentions.count(),
            may_change=can(self.user, rules.CHANGE),
            **extra,
        )


class OutletDo(DoView, OutletView):
    """Entered by mistake."""

    action = "change"

    def acts(self) -> Acts:
        """While it has written nothing."""
        return {"remove": (rules.CHANGE, self.remove)}

    def back(self) -> HttpResponseBase:
        """The outlet."""
        return HttpResponseRedirect(outlet_url(self.object.pk))

    def remove(self) -> HttpResponseBase:
        """To the outlets."""
        media.remove_outlet(actor=self.actor, outlet_id=self.object.pk)
        messages.success(self.request, _("The outlet is taken out of the register."))
        return HttpResponseRedirect(outlets_url())


class OutletNewView(OfficeFormView):
    """A medium."""

    permission = rules.CHANGE
    page_title = gettext_lazy("Add an outlet")
    breadcrumbs = (CRUMB, (OUTLETS, "/office/press/outlets/"))
    cancel_url = "/office/press/outlets/"
    form_class = forms.OutletForm

    def perform(self, form: forms.OutletForm) -> str:
        """To its page."""
        outlet = media.save_outlet(actor=self.actor, fields=form.cleaned_data)
        return outlet_url(outlet.pk)


class OutletEditView(OfficeEditView[Outlet]):
    """A medium changed."""

    model = Outlet
    permission = rules.CHANGE
    template_name = "office/form.html"
    form_class = forms.OutletForm
    breadcrumbs = (CRUMB, (OUTLETS, "/office/press/outlets/"))

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.object, name) for name in media.OUTLET_FIELDS}

    def get_cancel_url(self) -> str:
        """The outlet."""
        return outlet_url(self.object.pk)

    def perform(self, form: forms.OutletForm) -> str:
        """Saved, unless somebody was faster."""
        media.save_outlet(
            actor=self.actor, outlet_id=self.object.pk, version=form.cleaned_data.get("version"),
            fields=form.cleaned_data,
        )  # fmt: skip
        return outlet_url(self.object.pk)
