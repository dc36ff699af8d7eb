"""What the office asks about the pages of an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.organisations.public import organisations_for_everybody
from wutong.platform.access.models import RoleAssignment
from wutong.platform.accounts.models import User
from wutong.programs.publishing.enums import Accent
from wutong.programs.publishing.models import OrganisationSite, Picture
from wutong.programs.publishing.services.sites import WORDS

if TYPE_CHECKING:
    from django.db.models import QuerySet

_LONG = forms.Textarea(attrs={"rows": 10})
_SHORT = forms.Textarea(attrs={"rows": 3})


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class SiteWordsForm(forms.Form):
    """What stands on the pages, in both languages."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    accent = forms.ChoiceField(
        label=pgettext_lazy("site", "Colour"), choices=Accent.choices, initial=Accent.LEAF
    )
    lead_zh = forms.CharField(
        label=_("Introduction in Chinese"), max_length=240, required=False, widget=_SHORT,
        help_text=_("Two or three sentences; they stand large on the first page."),
    )  # fmt: skip
    lead_en = forms.CharField(
        label=_("Introduction in English"), max_length=400, required=False, widget=_SHORT
    )
    about_zh = forms.CharField(
        label=_("About, in Chinese"), max_length=6000, required=False, widget=_LONG,
        help_text=_("An empty line begins a new paragraph."),
    )  # fmt: skip
    about_en = forms.CharField(
        label=_("About, in English"), max_length=9000, required=False, widget=_LONG
    )
    contact_zh = forms.CharField(
        label=_("Contact in Chinese"), max_length=300, required=False, widget=_SHORT,
        help_text=_("Everybody reads it: an address of the organisation, nobody's own number."),
    )  # fmt: skip
    contact_en = forms.CharField(
        label=_("Contact in English"), max_length=500, required=False, widget=_SHORT
    )
    cover = forms.ModelChoiceField(
        label=_("Cover"), queryset=Picture.objects.none(), required=False,
        empty_label=_("No picture"),
        help_text=_("One of the pictures uploaded for these pages."),
    )  # fmt: skip

    def __init__(self, *args: Any, site: OrganisationSite | None = None, **kwargs: Any) -> None:
        if site is not None:
            start = {name.removesuffix("_id"): getattr(site, name) for name in WORDS}
            start |= {key: value for key, value in (site.proposed or {}).items() if key != "cover_id"}  # fmt: skip
            kwargs["initial"] = {**start, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if site is None:
            del self.fields["cover"]
        else:
            pictures = Picture.objects.filter(collection=site.collection_id).order_by("title")
            _offer(self, "cover", pictures)

    def words(self) -> dict[str, Any]:
        """As the service takes them."""
        given = {name: value for name, value in self.cleaned_data.items() if name in WORDS}
        if "cover" in self.fields:
            cover = self.cleaned_data.get("cover")
            given["cover_id"] = cover.pk if cover else None
        return given


class SiteNewForm(SiteWordsForm):
    """Whose pages, and where they are."""

    organisation = forms.ModelChoiceField(
        label=_("Alumni organisation"), queryset=OrganisationSite.objects.none()
    )
    slug = forms.SlugField(
        label=pgettext_lazy("site", "Address"), max_length=40,
        help_text=_("Small Latin letters, figures and hyphens: beijing stands at /sites/beijing/. It stays as it is."),
    )  # fmt: skip

    field_order = ("organisation", "slug")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = OrganisationSite.objects.values("organisation")
        _offer(self, "organisation", organisations_for_everybody().exclude(pk__in=taken))

    def clean_slug(self) -> str:
        """In small letters."""
        return str(self.cleaned_data["slug"]).lower()


def may_edit(site: OrganisationSite) -> QuerySet[User]:
    """Accounts that can be named: officers of the organisation, and coordinators of colleges."""
    of_it = Q(role="officer", scope_kind="organisation", scope_ref=str(site.organisation_id))
    rows = RoleAssignment.objects.filter(of_it | Q(role="coordinator"))
    named = site.editors.values("user")
    people = User.objects.filter(pk__in=rows.values("user"), is_active=True)
    return people.exclude(pk__in=named).order_by("email")


class EditorForm(forms.Form):
    """Somebody who shall write."""

    user = forms.ModelChoiceField(
        label=_("Account"), queryset=User.objects.none(),
        help_text=_("Officers of the organisation who have an account, and coordinators of colleges."),
    )  # fmt: skip

    def __init__(self, *args: Any, site: OrganisationSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "user", may_edit(site))
