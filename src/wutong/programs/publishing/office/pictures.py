"""Pictures: by what right they are shown, who is in them, where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.programs.publishing import rules
from wutong.programs.publishing.enums import Ending
from wutong.programs.publishing.links import link_for
from wutong.programs.publishing.models import Picture, Portrait, Profile
from wutong.programs.publishing.office import forms
from wutong.programs.publishing.office.addresses import picture_url, story_url
from wutong.programs.publishing.office.tables import PictureFilter, PictureTable, ProfileTable
from wutong.programs.publishing.office.views import STORIES
from wutong.programs.publishing.public import story_titles
from wutong.programs.publishing.services import pictures, profiles
from wutong.ui.office.doing import DoView
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeDetailView, OfficeEditView, OfficeFormView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

    from wutong.ui.office.doing import Acts

TITLE = gettext_lazy("Pictures and rights")
PICTURES = (TITLE, "/office/stories/pictures/")
THUMB = "width-880|format-jpeg"


@register_list
class PictureListView(OfficeListView[Picture]):
    """Every picture, the youngest first."""

    model = Picture
    list_key = "pictures"
    permission = rules.VIEW
    page_title = TITLE
    table_class = PictureTable
    filterset_class = PictureFilter
    search_fields = ("title", "credit", "alt_zh", "alt_en", "portraits__name")
    search_placeholder = gettext_lazy("Title, credit, description or person")
    default_order = ("-created_at", "-pk")
    unit = pgettext_lazy("unit", "pictures")
    export_permission = rules.EXPORT
    export_name = "pictures"
    export_columns = ("title", "licence", "credit", "rights_until", "faces", "shown", "created_at")

    def get_base_queryset(self) -> QuerySet[Picture]:
        """With how many people are in it."""
        rows = super().get_base_queryset()
        found: QuerySet[Picture] = rows.annotate(
            faces=Count("portraits", filter=Q(portraits__ended_at=None))
        )
        return found

    def search(self, rows: QuerySet[Picture], text: str) -> QuerySet[Picture]:
        """Each once, however many people fit."""
        return rows.filter(pk__in=super().search(rows, text).values("pk"))

    def get_row_url(self, row: Picture) -> str:
        """Its page."""
        return picture_url(row.pk)


class PicturePage(OfficeDetailView[Picture]):
    """What the pages of one picture share."""

    model = Picture
    permission = rules.VIEW

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The pictures / the picture."""
        if type(self) is PictureView:
            return (PICTURES,)
        return (PICTURES, (self.object.title, picture_url(self.object.pk)))


class PictureView(PicturePage):
    """The picture, its rights, who is in it, the stories that show it."""

    template_name = "publishing/office/picture.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """A size for the office's eyes, and what can be done."""
        picture, may = self.object, can(self.user, rules.RIGHTS)
        keys = pictures.stories_with(picture)
        try:
            shown = picture.get_rendition(THUMB)
        except OSError:
            shown = None
        return super().get_context_data(
            shown=shown,
            portraits=picture.portraits.select_related("person"),
            stories=[(story_url(key), title) for key, title in story_titles(keys).items()],
            may_change=may,
            rights_form=forms.RightsForm(picture=picture, prefix="rights"),
            portrait_form=forms.PortraitForm(user=self.user),
            made_link=self.request.session.pop("portrait_link", ""),
            **extra,
        )


class RightsView(PicturePage, OfficeEditView[Picture]):
    """The rights changed."""

    permission = rules.RIGHTS
    action = "change"
    template_name = "office/form.html"
    page_title = gettext_lazy("Rights and description")
    form_class = forms.RightsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """What is there."""
        return {"picture": self.object}

    def get_cancel_url(self) -> str:
        """The picture."""
        return picture_url(self.object.pk)

    def perform(self, form: forms.RightsForm) -> str:
        """Back to the picture."""
        given = dict(form.cleaned_data)
        version = given.pop("version", None)
        pictures.set_rights(
            actor=self.actor, picture_id=self.object.pk, values=given, version=version
        )
        messages.success(self.request, _("Saved."))
        return picture_url(self.object.pk)


class PortraitNewView(PicturePage, OfficeFormView):
    """Somebody who is to be seen."""

    permission = rules.RIGHTS
    template_name = "office/form.html"
    page_title = gettext_lazy("Who is to be seen?")
    form_class = forms.PortraitForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """People within sight."""
        return {"user": self.user}

    def get_cancel_url(self) -> str:
        """The picture."""
        return picture_url(self.object.pk)

    def perform(self, form: forms.PortraitForm) -> str:
        """Back to the picture."""
        given = form.cleaned_data
        pictures.add_portrait(
            actor=self.actor, picture_id=self.object.pk,
            name=given["name"] or given["who"], person_id=given.get("person"),
            basis=given["basis"], places=given["places"], until=given["until"],
            evidence=given["evidence"],
        )  # fmt: skip
        messages.success(self.request, _("Noted."))
        return picture_url(self.object.pk)


class PictureDo(DoView, PicturePage):
    """A permission ended or put back, a link for somebody who is to be seen."""

    def acts(self) -> Acts:
        """Each names the portrait."""
        return {
            "end": (rules.RIGHTS, self._end),
            "reopen": (rules.RIGHTS, self._reopen),
            "link": (rules.RIGHTS, self._link),
        }

    def back(self) -> HttpResponseBase:
        """To the picture."""
        return HttpResponseRedirect(picture_url(self.object.pk))

    @property
    def portrait(self) -> Portrait:
        """The one that was pressed; raises WutongError."""
        asked = self.request.POST.get("portrait", "")
        rows = self.object.portraits.all()
        found: Portrait | None = rows.filter(pk=int(asked)).first() if asked.isdecimal() else None
        if found is None:
            raise WutongError(_("Nothing to do."))
        return found

    def _end(self) -> str:
        pictures.end_portrait(
            actor=self.actor, portrait_id=self.portrait.pk, how=Ending.OFFICE
        )  # fmt: skip
        return _("The picture is taken off everywhere.")

    def _reopen(self) -> str:
        pictures.reopen_portrait(actor=self.actor, portrait_id=self.portrait.pk)
        return _("The permission stands again.")

    def _link(self) -> str:
        self.request.session["portrait_link"] = link_for(actor=self.actor, portrait=self.portrait)
        return ""


@register_list
class ProfileListView(OfficeListView[Profile]):
    """Everybody whom stories tell of."""

    model = Profile
    list_key = "profiles"
    permission = rules.VIEW
    page_title = gettext_lazy("People in stories")
    breadcrumbs = (STORIES,)
    table_class = ProfileTable
    search_fields = ("name_zh", "name_en", "line_zh", "line_en")
    search_placeholder = gettext_lazy("Name, class or work")
    default_order = ("name_zh", "pk")
    unit = pgettext_lazy("unit", "people in stories")
    create_url = "new/"
    create_label = gettext_lazy("New person")
    create_permission = rules.EDIT
    export_permission = rules.EXPORT
    export_name = "people-in-stories"
    export_columns = ("name_zh", "name_en", "line_zh", "line_en")

    def get_row_url(self, row: Profile) -> str:
        """Its form."""
        return f"/office/stories/people/{row.pk}/"


class ProfileNewView(OfficeFormView):
    """Somebody new."""

    permission = rules.EDIT
    page_title = gettext_lazy("New person")
    breadcrumbs = (STORIES, (gettext_lazy("People in stories"), "/office/stories/people/"))
    form_class = forms.ProfileForm
    cancel_url = "/office/stories/people/"

    def get_form_kwargs(self) -> dict[str, Any]:
        """People within sight."""
        return {"user": self.user}

    def perform(self, form: forms.ProfileForm) -> str:
        """To the list."""
        profiles.save_profile(actor=self.actor, values=form.cleaned_data)
        messages.success(self.request, _("Saved. Stories can now name them."))
        return "/office/stories/people/"


class ProfileEditView(OfficeEditView[Profile]):
    """Changed."""

    model = Profile
    permission = rules.EDIT
    page_title = gettext_lazy("Change the person")
    breadcrumbs = (STORIES, (gettext_lazy("People in stories"), "/office/stories/people/"))
    form_class = forms.ProfileForm
    cancel_url = "/office/stories/people/"

    def get_form_kwargs(self) -> dict[str, Any]:
        """People within sight; what is there."""
        return {"user": self.user, "profile": self.object}

    def perform(self, form: forms.ProfileForm) -> str:
        """To the list."""
        given = dict(form.cleaned_data)
        profiles.save_profile(
            actor=self.actor, values=given, profile=self.object, version=given.get("version")
        )
        messages.success(self.request, _("Saved."))
        return "/office/stories/people/"
