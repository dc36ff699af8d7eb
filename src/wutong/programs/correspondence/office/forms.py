"""The forms of letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.organisations.public import OrganisationField
from wutong.core.people.models import Person
from wutong.core.people.public import WhoForm
from wutong.core.reference.models import LegalBody
from wutong.kernel.clock import today
from wutong.platform.access.public import scope
from wutong.platform.files.public import FileRefusedError, check_upload
from wutong.programs.correspondence.enums import Language, LetterKind, Theme, Way
from wutong.programs.correspondence.merging import PLACES, unknown_place
from wutong.programs.correspondence.models import LetterTemplate
from wutong.programs.correspondence.services.writing import Whom
from wutong.programs.correspondence.titles import is_fresh
from wutong.ui.office.fields import DayInput

ROWS = {"body": 12, "closing": 3}


class WhomForm(WhoForm):
    """Somebody on record, an organisation on record, or an outsider by name."""

    outsider = forms.CharField(
        label=_("Or somebody who is not on record"), max_length=200, required=False,
        help_text=_("The name as it is printed."),
    )  # fmt: skip
    outsider_title = forms.CharField(label=_("Their title"), max_length=120, required=False)
    outsider_title_on = forms.DateField(
        label=_("Title known to be right on"), widget=DayInput, required=False,
        help_text=_("A title older than 12 months does not go into a letter."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].required = False
        self.fields["who"].help_text = _(
            "Name, pinyin or student number. For a letter of condolence: the one who died."
        )
        self.fields["organisation"] = OrganisationField(
            self.user, label=_("Or an organisation"), required=False
        )

    def clean_outsider_title_on(self) -> Any:
        """Not from the future."""
        day = self.cleaned_data["outsider_title_on"]
        if day and day > today():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """Exactly one of the three, and no title without a day."""
        cleaned = super().clean() or {}
        named = [name for name in ("who", "organisation", "outsider") if cleaned.get(name)]
        if not named and not self.errors:
            self.add_error(
                "who", _("Say to whom: a person, an organisation, or the name of an outsider.")
            )
        elif len(named) > 1:
            self.add_error(named[1], _("A letter goes to one addressee; leave the others empty."))
        if cleaned.get("outsider_title"):
            day = cleaned.get("outsider_title_on")
            if not day:
                self.add_error("outsider_title_on", _("Say when the title was last seen."))
            elif not is_fresh(day):
                self.add_error(
                    "outsider_title_on",
                    _("That is more than 12 months ago: confirm the title, or leave it out."),
                )
        return cleaned

    def whom(self) -> Whom:
        """What the services take."""
        given = self.cleaned_data
        key = given.get("person")
        person = scope(self.user, Person).filter(pk=key).first() if key else None
        return Whom(
            person=person, organisation=given.get("organisation"), name=given["outsider"],
            title=given["outsider_title"], title_on=given["outsider_title_on"],
        )  # fmt: skip


class BeginForm(WhomForm):
    """Which letter, in whose name, to whom, about what."""

    kind = forms.ChoiceField(label=_("Kind"), choices=LetterKind.choices)
    legal_body = forms.ModelChoiceField(
        label=_("In the name of"), queryset=LegalBody.objects.all(), empty_label=None,
        initial="association",
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    occasion = forms.CharField(
        label=_("Occasion"), max_length=200, required=False,
        help_text=_("As it reads in the text, such as 当选中国工程院院士; it can be filled in later."),
    )  # fmt: skip
    theme = forms.ChoiceField(
        label=pgettext_lazy("letter", "Theme"), choices=Theme.choices, required=False
    )
    template = forms.ModelChoiceField(
        label=_("Text to start from"), required=False,
        queryset=LetterTemplate.objects.filter(retired=False),
        empty_label=_("The first of its kind and language"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(
            ["kind", "who", "person", "organisation", "outsider", "outsider_title",
             "outsider_title_on", "legal_body", "language", "occasion", "theme", "template"]
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The text belongs to the kind and the language."""
        cleaned = super().clean()
        template = cleaned.get("template")
        if template and (template.kind, template.language) != (
            cleaned.get("kind"),
            cleaned.get("language"),
        ):
            self.add_error("template", _("This text is for another kind of letter or language."))
        return cleaned


class TextForm(forms.Form):
    """The words of a letter."""

    addressee = forms.CharField(label=_("Addressee"), max_length=200)
    title = forms.CharField(label=_("Heading"), max_length=80)
    salutation = forms.CharField(label=_("Salutation"), max_length=200)
    body = forms.CharField(
        label=pgettext_lazy("letter", "Text"), max_length=8000,
        widget=forms.Textarea(attrs={"rows": ROWS["body"]}),
        help_text=_("A line is a paragraph. What stands in 【 】 is still to be filled in."),
    )  # fmt: skip
    closing = forms.CharField(
        label=_("Closing words"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": ROWS["closing"]}),
    )  # fmt: skip
    occasion = forms.CharField(label=_("Occasion"), max_length=200, required=False)
    theme = forms.ChoiceField(
        label=pgettext_lazy("letter", "Theme"), choices=Theme.choices, required=False
    )


class PositionForm(forms.Form):
    """Where a position was seen to be right."""

    employment = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(label=_("Where it was seen"), max_length=160)


class HandInForm(forms.Form):
    """A word to the colleague."""

    note = forms.CharField(label=_("A word to the colleague"), max_length=400, required=False)
    check_first = forms.BooleanField(
        label=_("A colleague checks it before it is signed off"), required=False
    )

    def __init__(self, *args: Any, fixed_chain: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed_chain:  # the office has said who signs off; the author does not choose
            del self.fields["check_first"]


class DecisionForm(forms.Form):
    """Why."""

    comment = forms.CharField(
        label=_("Comment"), max_length=600, required=False,
        help_text=_("Needed when it is sent back."),
    )  # fmt: skip


class SealForm(forms.Form):
    """How many copies got the seal."""

    copies = forms.IntegerField(label=_("Sealed copies"), min_value=0, max_value=200, initial=1)
    note = forms.CharField(label=_("Seal note"), max_length=200, required=False)


class SendForm(forms.Form):
    """How it leaves."""

    way = forms.ChoiceField(label=pgettext_lazy("letter", "Way"), choices=Way.choices)
    address = forms.EmailField(
        label=_("E-mail address"), required=False,
        help_text=_("Left empty, the address on record."),
    )  # fmt: skip
    on = forms.DateField(label=_("Sent on"), widget=DayInput, initial=today, required=False)
    note = forms.CharField(label=_("To whom, or which number"), max_length=200, required=False)


class AnswerForm(forms.Form):
    """What came back."""

    on = forms.DateField(label=_("Answered on"), widget=DayInput, initial=today)
    words = forms.CharField(
        label=_("What was answered"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Answer as a file"), required=False,
        help_text=_("PDF, photograph or Word file, up to 10 MB."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Told by its first bytes."""
        file = self.cleaned_data["file"]
        if file:
            try:
                check_upload(file)
            except FileRefusedError as error:
                raise forms.ValidationError(str(error)) from None
        return file


class VoidForm(forms.Form):
    """Why a letter no longer holds."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A text to start from."""

    class Meta:
        model = LetterTemplate
        fields = ("kind", "language", "name", "title", "salutation", "body", "closing", "retired")
        widgets = {
            "body": forms.Textarea(attrs={"rows": ROWS["body"]}),
            "closing": forms.Textarea(attrs={"rows": ROWS["closing"]}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = str(field.label)[:1].upper() + str(field.label)[1:]
        places = "  ".join(f"{{{{ {key} }}}}" for key in PLACES)
        self.fields["body"].help_text = _("Places that are filled in: %(places)s") % {
            "places": places
        }

    def clean(self) -> dict[str, Any]:
        """No place that no letter can fill."""
        cleaned = super().clean() or {}
        for name in ("title", "salutation", "body", "closing"):
            place = unknown_place(str(cleaned.get(name) or ""))
            if place:
                self.add_error(
                    name, _("“%(place)s” is no place a letter can fill.") % {"place": place}
                )
        return cleaned
