"""Pages of organisations: the list, one of them with its editors and stories, what is done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.approvals.public import RequestState, obstacle_for, requests_for
from wutong.platform.languages.public import OWN_NAMES
from wutong.programs.publishing import rules
from wutong.programs.publishing.enums import StoryState
from wutong.programs.publishing.models import Manuscript, OrganisationSite, SitePage, StoryPage
from wutong.programs.publishing.office import forms
from wutong.programs.publishing.office.addresses import story_url
from wutong.programs.publishing.office.site_forms import EditorForm, SiteNewForm, SiteWordsForm
from wutong.programs.publishing.office.tables import STORY_TONES
from wutong.programs.publishing.services import sites
from wutong.ui.design.templatetags.design import draw_badge
from wutong.ui.office.approvals import take_step
from wutong.ui.office.doing import DoView
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.table import DayColumn, NumberColumn, OfficeTable, TitleColumn
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise
    from django.utils.safestring import SafeString

    from wutong.ui.office.doing import Acts

TITLE = gettext_lazy("Organisations' pages")
SITES = (TITLE, "/office/sites/")
SHOWN = 12


def site_url(site_id: int) -> str:
    """One organisation's pages, in the office."""
    return reverse("office:sites-detail", args=[site_id])


class SiteFilter(django_filters.FilterSet):
    """Open or closed, waiting, without editors."""

    closed = django_filters.BooleanFilter(
        label=pgettext_lazy("site", "Closed"), field_name="closed_at", lookup_expr="isnull",
        exclude=True,
    )  # fmt: skip
    waiting = django_filters.BooleanFilter(
        label=gettext_lazy("A change waits"), field_name="proposed", lookup_expr="isnull",
        exclude=True,
    )  # fmt: skip

    class Meta:
        model = OrganisationSite
        fields: tuple[str, ...] = ()


class SiteTable(OfficeTable):
    """Name, address, whether it is open, editors, stories."""

    name_zh = TitleColumn(
        verbose_name=pgettext_lazy("site", "Name"), link=lambda row: site_url(row.pk)
    )
    name_en = tables.Column(verbose_name=gettext_lazy("Name in English"))
    slug = tables.Column(verbose_name=pgettext_lazy("site", "Address"))
    state = tables.Column(
        verbose_name=gettext_lazy("State"), empty_values=(), order_by=("closed_at",)
    )
    editors_number = NumberColumn(verbose_name=gettext_lazy("Editors"))
    stories_number = NumberColumn(verbose_name=gettext_lazy("Public stories"))
    opened_at = DayColumn(verbose_name=pgettext_lazy("site", "Opened"))

    class Meta(OfficeTable.Meta):
        model = OrganisationSite
        fields: tuple[str, ...] = ()
        hidden_at_first = ("name_en",)

    def render_slug(self, value: str) -> str:
        """As a path."""
        return f"/sites/{value}/"

    def render_state(self, record: OrganisationSite) -> SafeString:
        """In its tone."""
        if record.closed_at:
            return draw_badge(pgettext("site", "closed"), "seal")
        if record.proposed is not None:
            return draw_badge(_("a change waits"), "autumn")
        return draw_badge(pgettext("site", "open"), "leaf")

    def value_state(self, record: OrganisationSite) -> str:
        """In words."""
        return pgettext("site", "closed") if record.closed_at else pgettext("site", "open")


@register_list
class SiteListView(OfficeListView[OrganisationSite]):
    """Every organisation with pages; an editor sees their own."""

    model = OrganisationSite
    list_key = "sites"
    permission = rules.VIEW
    page_title = TITLE
    table_class = SiteTable
    filterset_class = SiteFilter
    search_fields = ("name_zh", "name_en", "slug")
    search_placeholder = gettext_lazy("Name or address")
    default_order = ("name_zh", "pk")
    unit = pgettext_lazy("unit", "organisations with pages")
    create_url = "new/"
    create_label = gettext_lazy("Open pages")
    create_permission = rules.SITES
    export_permission = rules.EXPORT
    export_name = "sites"
    export_columns = (
        "name_zh", "name_en", "slug", "state", "editors_number", "stories_number", "opened_at",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[OrganisationSite]:
        """With how many write and how much is public."""
        public = (
            StoryPage.objects.filter(site=OuterRef("pk"), live=True)
            .order_by().values("site").annotate(number=Count("translation_key", distinct=True))
        )  # fmt: skip
        rows = super().get_base_queryset()
        return rows.annotate(
            editors_number=Count("editors", distinct=True),
            stories_number=Subquery(public.values("number")),
        )

    def get_row_url(self, row: OrganisationSite) -> str:
        """Its page."""
        return site_url(row.pk)


class SiteNewView(OfficeFormView):
    """Pages for an organisation that has none."""

    permission = rules.SITES
    page_title = gettext_lazy("Open pages for an organisation")
    breadcrumbs = (SITES,)
    form_class = SiteNewForm
    cancel_url = "/office/sites/"
    submit_label = gettext_lazy("Open pages")

    def perform(self, form: SiteNewForm) -> str:
        """To its page."""
        given = form.cleaned_data
        site = sites.open_site(
            actor=self.actor, organisation=given["organisation"], slug=given["slug"],
            values=form.words(),
        )  # fmt: skip
        messages.success(self.request, _("The pages are open. Now name who writes them."))
        return site_url(site.pk)


class SitePageView(OfficeDetailView[OrganisationSite]):
    """What the office's pages about one site share."""

    model = OrganisationSite
    permission = rules.VIEW

    def get_queryset(self) -> QuerySet[OrganisationSite]:
        """With what is named on it."""
        return super().get_queryset().select_related("organisation", "proposer", "cover")

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The list / the pages."""
        if type(self) is SiteView:
            return (SITES,)
        return (SITES, (str(self.object), site_url(self.object.pk)))


class SiteView(SitePageView):
    """What stands there, who writes, what is written, what waits."""

    template_name = "publishing/office/site.html"

    def _stories(self) -> list[dict[str, Any]]:
        kept = Manuscript.objects.filter(key=OuterRef("translation_key")).values("state")
        other = StoryPage.objects.filter(
            translation_key=OuterRef("translation_key"), locale__language_code="zh-hans"
        )
        rows = (
            StoryPage.objects.filter(site=self.object)
            .filter(Q(locale__language_code="zh-hans") | ~Exists(other))
            .select_related("locale")
            .annotate(state=Subquery(kept))
            .defer("body")
            .order_by("-latest_revision_created_at", "-pk")[:SHOWN]
        )
        return [{"page": row, "url": story_url(row.translation_key), **_state(row)} for row in rows]

    def _proposal(self) -> list[tuple[str, Any]]:
        labels = {name: field.label for name, field in SiteWordsForm.base_fields.items()}
        said = self.object.proposed or {}
        return [(str(labels[name.removesuffix("_id")]), value) for name, value in said.items()]

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Everything, with what this reader may do."""
        site, user = self.object, self.user
        requests = requests_for(site.ref)
        waiting = bool(requests) and requests[0].state == RequestState.WAITING
        may_name = can(user, rules.SITES)
        below = SitePage.objects.filter(site=site).select_related("locale").order_by("path")
        return super().get_context_data(
            stories=self._stories(),
            editors=site.editors.select_related("user").order_by("named_at"),
            proposal=self._proposal(),
            requests=requests,
            waiting=waiting,
            may_decide=waiting and obstacle_for(requests[0], user) is None,
            may_edit=can(user, rules.EDIT) and site.closed_at is None,
            may_publish=can(user, rules.PUBLISH),
            may_name=may_name,
            editor_form=EditorForm(site=site) if may_name else None,
            decision_form=forms.DecisionForm(),
            write_urls=[
                (OWN_NAMES[page.locale.language_code],
                 f"/newsroom/pages/add/publishing/storypage/{page.pk}/")
                for page in below
            ],
            pictures_url=f"/newsroom/images/?collection_id={site.collection_id}",
            public_path=f"/sites/{site.slug}/",
            **extra,
        )  # fmt: skip


def _state(row: Any) -> dict[str, Any]:
    state = row.state or (StoryState.PUBLISHED if row.live else StoryState.DRAFT)
    return {"word": StoryState(state).label, "tone": STORY_TONES.get(StoryState(state), "")}


class SiteEditView(SitePageView, OfficeEditView[OrganisationSite]):
    """Its words, colour and cover."""

    permission = rules.EDIT
    template_name = "office/form.html"
    page_title = gettext_lazy("What stands on the pages")
    form_class = SiteWordsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """What is there, or what waits."""
        return {"site": self.object}

    def get_cancel_url(self) -> str:
        """The site."""
        return site_url(self.object.pk)

    def perform(self, form: SiteWordsForm) -> str:
        """At once, or to the house."""
        public = sites.write_site(
            actor=self.actor, user=self.user, site_id=self.object.pk, values=form.words(),
            version=form.cleaned_data.get("version"),
        )  # fmt: skip
        said = (
            _("Saved, and public.") if public else _("Handed to the house, which reads it first.")
        )
        messages.success(self.request, said)
        return site_url(self.object.pk)


class SiteDo(DoView, SitePageView):
    """Closed, opened again, editors named and released, proposals decided, stories taken up."""

    def acts(self) -> Acts:
        """Each with its permission."""
        return {
            "close": (rules.SITES, self._close),
            "reopen": (rules.SITES, self._reopen),
            "name": (rules.SITES, self._name),
            "release": (rules.SITES, self._release),
            "approve": (rules.VIEW, lambda: self._decide(approve=True)),
            "send_back": (rules.VIEW, lambda: self._decide(approve=False)),
        }

    def back(self) -> HttpResponseBase:
        """To the site."""
        return HttpResponseRedirect(site_url(self.object.pk))

    def _close(self) -> str:
        sites.close_site(actor=self.actor, site_id=self.object.pk)
        return _("Closed. The pages answer that they are gone; nothing was deleted.")

    def _reopen(self) -> str:
        sites.reopen_site(actor=self.actor, site_id=self.object.pk)
        return _("Open again, as they were.")

    def _name(self) -> str:
        form = EditorForm(self.request.POST, site=self.object)
        if not form.is_valid():
            raise WutongError(_("Choose somebody."))
        sites.name_editor(actor=self.actor, site_id=self.object.pk, user=form.cleaned_data["user"])
        return _("They can write now.")

    def _release(self) -> str:
        asked = self.request.POST.get("editor", "")
        row = self.object.editors.filter(pk=int(asked)).first() if asked.isdecimal() else None
        if row is None:
            raise WutongError(_("Nothing to do."))
        sites.release_editor(actor=self.actor, site_id=self.object.pk, user=row.user)
        return _("They write here no longer.")

    def _decide(self, *, approve: bool) -> str:
        given = self.given(forms.DecisionForm)
        return take_step(
            self.user, self.object.ref, approve=approve, comment=given["comment"],
            at_last=_("Approved, and public."),
        )  # fmt: skip
