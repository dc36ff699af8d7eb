"""The forms of the service desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.public import WhoForm
from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.accounts.models import User
from wutong.platform.files.public import FileRefusedError, check_upload
from wutong.programs.servicedesk.enums import Channel
from wutong.programs.servicedesk.models import Case, CaseKind, Desk
from wutong.programs.servicedesk.office.tables import colleagues
from wutong.programs.servicedesk.services.cases import put_contact
from wutong.ui.office.fields import DayInput

if TYPE_CHECKING:
    from wutong.engines.inbox.public import Brief

SHORT = 60


class CaseForm(WhoForm):
    """What somebody asks; written down in half a minute."""

    channel = forms.ChoiceField(
        label=pgettext_lazy("case", "Came by"), choices=Channel.choices, initial="phone",
        widget=forms.RadioSelect(attrs={"class": "choices-inline"}),
    )  # fmt: skip
    kind = forms.ModelChoiceField(
        label=_("What it is about"), queryset=CaseKind.objects.filter(retired=False)
    )
    subject = forms.CharField(label=pgettext_lazy("case", "Matter, in a few words"), max_length=120)
    question = forms.CharField(
        label=_("What was asked"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    who_name = forms.CharField(
        label=_("Name, where nobody on record is meant"), max_length=120, required=False
    )
    contact = forms.CharField(
        label=_("E-mail address or phone number given"), max_length=200, required=False,
        help_text=_("For the answer, where none is on record. Kept encrypted."),
    )  # fmt: skip
    desk = forms.ModelChoiceField(
        label=pgettext_lazy("service desk", "Department"), required=False,
        queryset=Desk.objects.filter(retired=False),
        empty_label=_("The usual one of its kind"),
    )  # fmt: skip
    due_on = forms.DateField(
        label=pgettext_lazy("case", "Due"), widget=DayInput, required=False,
        help_text=_("Left empty, the working days of its kind."),
    )  # fmt: skip
    assignee = forms.ModelChoiceField(
        label=_("Whose case"), queryset=User.objects.none(), required=False,
        empty_label=_("Nobody's yet"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].required = False
        self.fields["who"].help_text = _("Name, pinyin or student number; empty for a stranger.")
        self.fields["assignee"].queryset = colleagues()  # type: ignore[attr-defined]
        self.order_fields(
            ["channel", "who", "person", "kind", "subject", "question", "who_name", "contact",
             "desk", "due_on", "assignee"]
        )  # fmt: skip

    def clean_due_on(self) -> Any:
        """Not before today, unless it was so already."""
        day = self.cleaned_data["due_on"]
        if day and day < today() and "due_on" in self.changed_data:
            raise forms.ValidationError(_("This day is past."))
        return day

    def clean_contact(self) -> str:
        """An address or a number, or nothing."""
        contact: str = self.cleaned_data["contact"].strip()
        try:
            put_contact(Case(), contact)
        except WutongError as error:
            raise forms.ValidationError(str(error)) from None
        return contact

    def clean(self) -> dict[str, Any]:
        """Somebody asks."""
        cleaned = super().clean() or {}
        if not cleaned.get("who") and not cleaned.get("who_name") and not self.errors:
            self.add_error("who", _("Say who asks: somebody on record, or a name."))
        return cleaned

    def case_fields(self) -> dict[str, Any]:
        """What `open_case` takes."""
        names = ("kind", "channel", "subject", "question", "who_name", "desk", "due_on", "assignee")
        return {name: self.cleaned_data[name] for name in names}


def asked_in(message: Brief) -> dict[str, Any]:
    """What a message says of the case that is opened from it."""
    words = " ".join(message.words.split())
    subject = message.subject or words
    return {
        "channel": message.channel,
        "subject": subject if len(subject) <= SHORT else f"{subject[: SHORT - 1]}\u2026",
        "question": message.words[:4000],
        "person": message.person_id,
        "who_name": "" if message.person_id else message.name[:120],
    }


def contact_in(message: Brief | None) -> str:
    """How to reach a stranger who wrote; nobody can be reached by the name WeChat has for them."""
    if message is None or message.person_id or message.channel == Channel.WECHAT:
        return ""
    return message.address


class NoteForm(forms.Form):
    """A word, a file, or both."""

    text = forms.CharField(
        label=pgettext_lazy("case", "Note"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), required=False,
        help_text=_("PDF, photograph, Word file or workbook, up to 10 MB."),
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


class HandForm(forms.Form):
    """To which department, with which word."""

    desk = forms.ModelChoiceField(
        label=pgettext_lazy("service desk", "Department"),
        queryset=Desk.objects.filter(retired=False), empty_label=None,
    )  # fmt: skip
    words = forms.CharField(
        label=_("A word along with it"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What the alumnus is told."""

    words = forms.CharField(
        label=_("What the alumnus is told"), max_length=6000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class JoinForm(forms.Form):
    """Which case it belongs to."""

    into = forms.IntegerField(min_value=1)


class SetupForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of the desk's set-up, with labels that begin like labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = str(field.label)[:1].upper() + str(field.label)[1:]


class KindForm(SetupForm):
    """A kind of case."""

    class Meta:
        model = CaseKind
        fields = ("name_zh", "name_en", "desk", "days", "retired")


class DeskForm(SetupForm):
    """A department."""

    class Meta:
        model = Desk
        fields = ("name_zh", "name_en", "unit", "contact", "email", "retired")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].help_text = _("Its coordinators see the cases handed to it.")
