"""The pictures of one story: many brought in at once, described and with their rights on one page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.programs.publishing import rules
from wutong.programs.publishing.enums import Licence
from wutong.programs.publishing.models import Picture
from wutong.programs.publishing.office.addresses import gallery_url, story_url
from wutong.programs.publishing.office.views import StoryOfficeView
from wutong.programs.publishing.rendering.parts import picture_ids
from wutong.programs.publishing.services import galleries, pictures

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

THUMB = "fill-440x330|format-jpeg"
ROW_FIELDS = ("alt_zh", "alt_en", "credit", "licence", "nobody")


class ManyFiles(forms.ClearableFileInput):
    """Several at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Each is looked at by what makes a picture of it."""

    def __init__(self, **kwargs: Any) -> None:
        accept = "image/jpeg,image/png,image/webp,image/avif,image/gif"
        super().__init__(widget=ManyFiles(attrs={"accept": accept}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files themselves; at least one."""
        found = [one for one in data or [] if one]
        if not found:
            raise forms.ValidationError(self.error_messages["required"])
        return found


class UploadForm(forms.Form):
    """Which files, and by what right all of them are shown."""

    files = ManyFilesField(  # type: ignore[assignment]  # the form's own files
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy("JPEG, PNG, WebP, AVIF or GIF, up to 30 MB each; choose several."),
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Licence"), choices=Licence.choices, required=False,
        initial=Licence.OWN,
    )  # fmt: skip
    credit = forms.CharField(
        label=pgettext_lazy("pictures", "Who made them"), max_length=120, required=False
    )


class RowForm(forms.ModelForm[Picture]):
    """One picture of the story."""

    class Meta:
        model = Picture
        fields = ROW_FIELDS
        widgets = {
            "alt_zh": forms.TextInput(attrs={"lang": "zh-Hans"}),
            "alt_en": forms.TextInput(attrs={"lang": "en"}),
        }
        help_texts = {"alt_zh": "", "credit": ""}


class GalleryView(StoryOfficeView):
    """What a story shows, cover first."""

    permission = rules.VIEW
    template_name = "publishing/office/gallery.html"
    page_title = gettext_lazy("Pictures of the story")

    @cached_property
    def shown(self) -> list[Picture]:
        """Of all its languages, each once."""
        ids = dict.fromkeys(pk for page in self.drafts.values() for pk in picture_ids(page))
        rows = Picture.objects.prefetch_related("portraits").in_bulk(list(ids))
        return [rows[pk] for pk in ids if pk in rows]

    def _forms(self, data: Any = None) -> list[RowForm]:
        return [RowForm(data, instance=row, prefix=f"p{row.pk}") for row in self.shown]

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """A row for each, and where more are brought in."""
        may = can(self.user, rules.EDIT)
        rows = extra.pop("rows", None) or self._forms()
        return super().get_context_data(
            key=self.key,
            rows=[(form, _thumb(form.instance)) for form in rows],
            cover=next((page.cover_id for page in self.drafts.values() if page.cover_id), None),
            upload=extra.pop("upload", None) or UploadForm(),
            may_add=may,
            may_describe=may and can(self.user, rules.RIGHTS),
            story_url=story_url(self.key),
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Bring some in, or save what was said of those there."""
        adding = "add" in request.POST
        if not can(self.user, rules.EDIT) or not (adding or can(self.user, rules.RIGHTS)):
            raise PermissionDenied
        try:
            return self._add() if adding else self._describe()
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(gallery_url(self.key))

    def _add(self) -> HttpResponseBase:
        data = {**self.request.POST.dict()}
        form = UploadForm(data, {"files": self.request.FILES.getlist("files")})  # type: ignore[arg-type]
        if not form.is_valid():
            return self.render(upload=form, status=422)
        given = form.cleaned_data
        done = galleries.take_in(
            actor=self.actor, user=self.user, key=self.key, files=given["files"],
            rights={"licence": given["licence"], "credit": given["credit"]},
        )  # fmt: skip
        if done.pictures:
            count = len(done.pictures)
            said = ngettext(
                "%(count)s picture stands in the story. Say below what is to be seen.",
                "%(count)s pictures stand in the story. Say below what is to be seen.",
                count,
            )
            messages.success(self.request, said % {"count": count})
        for problem in done.refused:
            messages.error(self.request, problem)
        return HttpResponseRedirect(gallery_url(self.key))

    def _describe(self) -> HttpResponseBase:
        rows = self._forms(self.request.POST)
        if sum(not form.is_valid() for form in rows):  # every form says what is wrong with it
            return self.render(rows=rows, status=422)
        for form in rows:
            if form.has_changed():
                values = {name: form.cleaned_data[name] for name in ROW_FIELDS}
                pictures.set_rights(actor=self.actor, picture_id=form.instance.pk, values=values)
        cover = self.request.POST.get("cover", "")
        if cover.isdecimal() and len(cover) < 15:
            galleries.set_cover(
                actor=self.actor, user=self.user, key=self.key, picture_id=int(cover)
            )
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(story_url(self.key))


def _thumb(picture: Picture) -> Any:
    try:
        return picture.get_rendition(THUMB)
    except OSError:
        return None
