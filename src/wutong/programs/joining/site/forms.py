"""What is asked of whoever wants to join: as little as the law's minimum (PI-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from wutong.core.people.enums import ContactKind
from wutong.core.people.public import contact_columns
from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.outbox.public import takes_text
from wutong.programs.joining.errors import PaperRefusedError
from wutong.programs.joining.papers import MOST_FILES, check_papers
from wutong.programs.joining.services.proofs import texts_possible

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

EARLIEST = 1920


class YearField(forms.IntegerField):
    """A year of entry."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=EARLIEST, required=False, **kwargs)
        self.widget.attrs.update(inputmode="numeric", autocomplete="off")

    def clean(self, value: Any) -> int | None:
        year: int | None = super().clean(value)
        if year is not None and year > today().year:
            raise forms.ValidationError(_("This year has not come yet."))
        return year


class ContactForm(forms.Form):
    """One address, to be confirmed by a code."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send a code there. It is how you come in, and how we reach you."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_text = texts_possible()
        if self.by_text:
            field = self.fields["email"]
            field.label = _("E-mail or mobile number")
            field.widget = forms.TextInput(attrs={"autocomplete": "email", "maxlength": 254})

    @property
    def contact(self) -> tuple[str, str]:
        """Its kind and value, once the form is valid."""
        return self.kind, self.cleaned_data["email"]

    def clean_email(self) -> str:
        """An address or number a machine can use."""
        given: str = self.cleaned_data["email"]
        self.kind = (
            ContactKind.PHONE.value
            if self.by_text and "@" not in given and sum(map(str.isdigit, given)) > 4
            else ContactKind.EMAIL.value
        )
        try:
            columns = contact_columns(self.kind, given)
        except WutongError as error:
            raise forms.ValidationError(str(error)) from error
        if self.kind == ContactKind.PHONE and not takes_text(columns.normalised):
            raise forms.ValidationError(
                _("A code cannot be sent to this number; please give a mobile number.")
            )
        self.masked = columns.masked
        return columns.normalised


class RegisterForm(ContactForm):
    """Name, one contact, one proof of study; every other field is optional."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As it was when you studied here."),
    )
    student_no = forms.CharField(
        label=_("Student number"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        label=_("College or department"),
        queryset=AcademicUnit.objects.none(),
        required=False,
        empty_label=_("Choose a college"),
    )
    entry_year = YearField(label=_("Year of entry"))
    class_name = forms.CharField(label=_("Class"), max_length=120, required=False)
    certificate_no = forms.CharField(
        label=_("Number of a degree or graduation certificate"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    field_order = (
        "name", "student_no", "unit", "entry_year", "class_name", "certificate_no", "email",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = AcademicUnit.objects.filter(  # type: ignore[attr-defined]
            kind__in=(UnitKind.COLLEGE, UnitKind.PREDECESSOR)
        ).order_by("kind", "code")

    def clean(self) -> dict[str, Any]:
        """One proof of study is needed: a number, college with year, or a certificate."""
        given = super().clean() or self.cleaned_data
        studied = given.get("unit") and given.get("entry_year")
        if not (given.get("student_no") or studied or given.get("certificate_no")):
            message = _(
                "Please give one proof of study: your student number, or college and year of "
                "entry, or the number of a certificate."
            )
            raise forms.ValidationError(message)
        return given


class CodeForm(forms.Form):
    """Six digits."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "pattern": "[0-9 ]*"}
        ),
    )

    def clean_code(self) -> str:
        """Without the spaces people type."""
        return "".join(str(self.cleaned_data["code"]).split())


class FactForm(forms.Form):
    """One fact of one's studies is enough; what is given must all fit."""

    student_no = forms.CharField(
        label=_("Student number"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    class_name = forms.CharField(label=_("Class"), max_length=120, required=False)
    entry_year = YearField(label=_("Year of entry"))
    all_optional = True

    def clean(self) -> dict[str, Any]:
        """At least one."""
        given = super().clean() or self.cleaned_data
        if not self.errors and not any(given.values()):
            raise forms.ValidationError(_("Please give one of the three."))
        return given


class CampusForm(ContactForm):
    """After the university's log-in: only the contact is missing."""


class ManyFilesInput(forms.ClearableFileInput):
    """A file field that takes several."""

    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Up to three scans; told by their first bytes, not by their names."""

    widget = ManyFilesInput(attrs={"multiple": True, "accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = [file for file in (data or []) if file]
        try:
            check_papers(files)
        except PaperRefusedError as error:
            raise forms.ValidationError(str(error)) from error
        return files


class PapersForm(forms.Form):
    """Scans, and a word."""

    papers = PapersField(
        label=_("Scan or photograph"),
        required=False,
        help_text=_(
            "A certificate, a student card, a page of the class photograph: up to three files, "
            "PDF, JPEG or PNG, 8 MB each."
        ),
    )
    note = forms.CharField(
        label=_("Anything that helps us find you"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    all_optional = True
    most = MOST_FILES


class PasswordForm(forms.Form):
    """A password of one's own, so that one need not wait for a code."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters; three or four words are good."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """As strong as everywhere."""
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password, self.user)
        return password
