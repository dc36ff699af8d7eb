"""The forms of the registers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.organisations.public import OrganisationField
from wutong.core.people.models import Person
from wutong.core.people.public import WhoForm
from wutong.kernel.clock import today
from wutong.platform.access.public import scope
from wutong.platform.files.public import FileRefusedError, check_upload
from wutong.programs.press.enums import HonourKind, OutletKind, Permission, QuoteScope
from wutong.programs.press.models import Outlet
from wutong.ui.office.fields import DayInput


class PaperField(forms.FileField):
    """A scan, a Word file or a workbook, told by its first bytes."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refused in words."""
        file = super().clean(data, initial)
        if file:
            try:
                check_upload(file)
            except FileRefusedError as error:
                raise forms.ValidationError(str(error)) from error
        return file


class OutletForm(forms.Form):
    """A medium."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=160, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of medium"), choices=OutletKind.choices,
        help_text=gettext_lazy("Self-media are counted apart from media."),
    )  # fmt: skip
    licence = forms.CharField(
        label=gettext_lazy("Licence or filing number"), max_length=80, required=False
    )
    account = forms.CharField(
        label=pgettext_lazy("of a medium", "Account"), max_length=120, required=False,
        help_text=gettext_lazy("The public account or column it writes under."),
    )  # fmt: skip
    website = forms.URLField(
        label=gettext_lazy("Website"), max_length=300, required=False, assume_scheme="https"
    )
    contact = forms.CharField(
        label=gettext_lazy("Contact at the desk"), max_length=200, required=False
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)


class MentionForm(forms.Form):
    """What a medium wrote."""

    outlet = forms.ModelChoiceField(
        label=gettext_lazy("Media outlet"), queryset=Outlet.objects.none()
    )
    title = forms.CharField(label=pgettext_lazy("media mention", "Title"), max_length=300)
    published_on = forms.DateField(
        label=gettext_lazy("Published on"), widget=DayInput, initial=today
    )
    link = forms.URLField(
        label=gettext_lazy("Link"), max_length=600, required=False, assume_scheme="https"
    )
    clipping = PaperField(
        label=gettext_lazy("Clipping"), required=False,
        help_text=gettext_lazy("The printed page as PDF or picture."),
    )  # fmt: skip
    screenshot = PaperField(label=gettext_lazy("Screenshot"), required=False)
    about = forms.CharField(
        label=gettext_lazy("Reports about"), max_length=160, required=False,
        help_text=gettext_lazy("An event, a project, a person; the same words each time."),
    )  # fmt: skip
    source_on = forms.DateField(
        label=gettext_lazy("Our text left on"), widget=DayInput, required=False,
        help_text=gettext_lazy("The day on which the outlet had our text; gives the time to publication."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlet"].queryset = scope(user, Outlet).order_by("name")  # type: ignore[attr-defined]
        self.fields["organisation"] = OrganisationField(
            user, label=_("An organisation on record it is about"), required=False
        )
        self.order_fields(["outlet", "title", "published_on", "link", "clipping", "screenshot",
                           "about", "organisation", "source_on", "note"])  # fmt: skip

    def about_ref(self) -> str:
        """What it reports about, as other rooms name it."""
        organisation = self.cleaned_data.get("organisation")
        return f"organisation:{organisation.pk}" if organisation else ""


class HonourForm(WhoForm):
    """Who said or gave what."""

    name = forms.CharField(
        label=gettext_lazy("Name as it is printed"), max_length=120,
        help_text=gettext_lazy("Of a person or a body."),
    )  # fmt: skip
    office = forms.CharField(
        label=gettext_lazy("Office held then"), max_length=200, required=False,
        help_text=gettext_lazy("On the day it was said, not today."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=HonourKind.choices)
    said_on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput, initial=today)
    occasion = forms.CharField(label=gettext_lazy("Occasion"), max_length=200, required=False)
    words = forms.CharField(
        label=gettext_lazy("Exact words"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("To the letter; of an award its full name."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=(("zh-hans", gettext_lazy("Chinese")), ("en", gettext_lazy("English"))),
    )
    words_other = forms.CharField(
        label=gettext_lazy("Our translation"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Where it is found"), max_length=300, required=False,
        help_text=gettext_lazy("A letter, a page, an address."),
    )  # fmt: skip
    scan = PaperField(label=gettext_lazy("Scan"), required=False)
    order = forms.IntegerField(
        label=gettext_lazy("Place on the public page"), min_value=1, max_value=999, initial=100
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].required = False
        self.fields["who"].label = _("On record as")
        self.order_fields(["name", "office", "kind", "said_on", "occasion", "words", "language",
                           "words_other", "source", "scan", "who", "person", "order"])  # fmt: skip

    def someone(self) -> Person | None:
        """The person on record, within sight."""
        key = self.cleaned_data.get("person")
        return scope(self.user, Person).filter(pk=key).first() if key else None


class PermissionForm(forms.Form):
    """What was said about quoting."""

    permission = forms.ChoiceField(
        label=gettext_lazy("Permission to quote"), choices=Permission.choices
    )
    scope = forms.ChoiceField(
        label=pgettext_lazy("permission to quote", "How far"), required=False,
        choices=QuoteScope.choices, initial=QuoteScope.PUBLIC,
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("Ends on"), widget=DayInput, required=False,
        help_text=gettext_lazy("Left empty it has no end."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("How it was given"), max_length=300, required=False,
        help_text=gettext_lazy("A letter, a call with whom on which day."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A permission given says how far and how."""
        cleaned = super().clean() or {}
        if cleaned.get("permission") == Permission.GRANTED:
            if not cleaned.get("scope"):
                self.add_error("scope", _("Say how far it goes."))
            if not cleaned.get("note"):
                self.add_error("note", _("Say how it was given: somebody will ask."))
        return cleaned


class UseForm(forms.Form):
    """Where the words stand."""

    label = forms.CharField(
        label=gettext_lazy("Where"), max_length=200,
        help_text=gettext_lazy("Such as the anniversary album, page 12."),
    )  # fmt: skip
    url = forms.URLField(
        label=gettext_lazy("Address"), max_length=300, required=False, assume_scheme="https"
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Seen by"), choices=QuoteScope.choices, initial=QuoteScope.PUBLIC
    )
