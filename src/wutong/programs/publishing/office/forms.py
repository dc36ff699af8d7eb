"""What the office's pages about stories and pictures ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.public import WhoForm
from wutong.kernel import clock
from wutong.programs.publishing.enums import Basis, Licence, Place

if TYPE_CHECKING:
    from datetime import datetime

    from wutong.platform.accounts.models import User
    from wutong.programs.publishing.models import Picture, Profile


class HandInForm(forms.Form):
    """When, what is corrected, a word to the reviewers."""

    publish_at = forms.DateTimeField(
        label=_("Publish at"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: as soon as it is approved."),
    )  # fmt: skip
    note_zh = forms.CharField(
        label=_("What is corrected, in Chinese"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Readers see it under the story with today's date."),
    )  # fmt: skip
    note_en = forms.CharField(
        label=_("What is corrected, in English"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("A word to the reviewers"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, public: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not public:
            del self.fields["note_zh"], self.fields["note_en"]

    def clean_publish_at(self) -> datetime | None:
        """An hour to come."""
        at: datetime | None = self.cleaned_data["publish_at"]
        if at is not None and timezone.is_aware(at) and at < clock.now():
            raise forms.ValidationError(_("This hour is over: choose one to come."))
        return at

    def correction(self) -> dict[str, str]:
        """By language."""
        return {
            "zh-hans": self.cleaned_data.get("note_zh", ""),
            "en": self.cleaned_data.get("note_en", ""),
        }


class DecisionForm(forms.Form):
    """A word about the decision."""

    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you send it back."),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a story is taken back."""

    reason_zh = forms.CharField(
        label=_("Reason for readers, in Chinese"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands where the story stood."),
    )  # fmt: skip
    reason_en = forms.CharField(
        label=_("Reason for readers, in English"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("For colleagues only"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class RightsForm(forms.Form):
    """By what right a picture is shown, and what is to be seen."""

    licence = forms.ChoiceField(label=_("Licence"), choices=Licence.choices, required=False)
    credit = forms.CharField(label=_("Credit"), max_length=120, required=False)
    rights_until = forms.DateField(
        label=_("May be shown until"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The last day; after it the picture disappears from every page."),
    )  # fmt: skip
    rights_note = forms.CharField(label=_("Contract or letter"), max_length=200, required=False)
    alt_zh = forms.CharField(label=_("Description (Chinese)"), max_length=250, required=False)
    alt_en = forms.CharField(label=_("Description (English)"), max_length=250, required=False)
    nobody = forms.BooleanField(label=_("Nobody can be recognised in it"), required=False)

    def __init__(self, *args: Any, picture: Picture, **kwargs: Any) -> None:
        start = {name: getattr(picture, name) for name in self.base_fields}
        kwargs["initial"] = {**start, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class PortraitForm(WhoForm):
    """Who is to be seen, and by what right."""

    name = forms.CharField(
        label=_("Name, if they are not on record"), max_length=120, required=False
    )
    basis = forms.ChoiceField(
        label=_("By what right"), choices=Basis.choices, initial=Basis.CONSENT
    )
    places = forms.MultipleChoiceField(
        label=pgettext_lazy("portrait", "Where"), choices=Place.choices,
        initial=list(Place.values), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    until = forms.DateField(
        label=pgettext_lazy("portrait", "Until"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The last day they agreed to; empty for no end."),
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("Evidence"), max_length=200, required=False,
        help_text=_("Where their word is kept: a form, a message, a recording."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["who"].required = False
        self.fields["who"].widget.attrs.pop("autofocus", None)

    def clean(self) -> dict[str, Any]:
        """Somebody on record, or a name."""
        cleaned = super().clean()
        if not cleaned.get("person") and not cleaned.get("name") and not self.errors:
            self.add_error("who", _("Say who it is: from the register, or by name."))
        return cleaned


class ProfileForm(WhoForm):
    """Somebody whom stories tell of."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    line_zh = forms.CharField(label=_("Class and work in Chinese"), max_length=120, required=False)
    line_en = forms.CharField(label=_("Class and work in English"), max_length=160, required=False)

    field_order = ("name_zh", "name_en", "line_zh", "line_en", "who", "person")

    def __init__(
        self, *args: Any, user: User, profile: Profile | None = None, **kwargs: Any
    ) -> None:
        if profile is not None:
            words = ("name_zh", "name_en", "line_zh", "line_en")
            start = {name: getattr(profile, name) for name in words}
            kwargs["initial"] = {**start, "person": profile.person_id, **(kwargs.get("initial") or {})}  # fmt: skip
        super().__init__(*args, user=user, **kwargs)
        self.fields["who"].required = False
        self.fields["who"].help_text = _(
            "Their record, if there is one: the name opens to their public page while they show it."
        )
        self.fields["who"].widget.attrs.pop("autofocus", None)
