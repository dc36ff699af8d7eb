"""The forms of issues, articles, labels and returned copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.engines.audiences.models import Segment
from wutong.kernel import clock
from wutong.platform.access.public import scope
from wutong.platform.files.public import FileRefusedError
from wutong.programs.journal.enums import CreditRole, ReturnReason
from wutong.programs.journal.labels import SHEETS
from wutong.programs.journal.models import Article, Issue
from wutong.programs.journal.services.issues import check_file
from wutong.ui.office.fields import DayInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.platform.accounts.models import User

CHINESE, ENGLISH = {"lang": "zh-Hans"}, {"lang": "en"}
FIRST_YEAR, LAST_YEAR = 1900, 2100


class IssueForm(forms.ModelForm[Issue]):
    """What an issue is, what its cover shows, for whom it is."""

    cover = forms.FileField(
        label=_("Cover"), required=False, help_text=_("A JPEG or a PNG, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )  # fmt: skip
    paper = forms.FileField(
        label=_("The whole issue as PDF"), required=False, help_text=_("At most 60 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )  # fmt: skip

    class Meta:
        model = Issue
        fields = (
            "title_zh", "title_en", "year", "number_in_year", "number", "legal_body", "internal",
            "permit_number", "print_run", "foreword_zh", "foreword_en", "openness", "segment",
            "print_rule", "order", "copies_each",
        )  # fmt: skip
        widgets = {
            "title_zh": forms.TextInput(attrs=CHINESE),
            "title_en": forms.TextInput(attrs=ENGLISH),
            "foreword_zh": forms.Textarea(attrs={"rows": 6, **CHINESE}),
            "foreword_en": forms.Textarea(attrs={"rows": 6, **ENGLISH}),
        }
        help_texts = {
            "internal": _("Never posted abroad; bears its permit number and “free of charge”."),
            "permit_number": _("As on the cover; needed before anything is posted."),
            "order": _("Where several ways reach a reader. Send them in this order."),
            "segment": _("Empty: everybody who ever said a word about the journal."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        segments = scope(user, Segment).filter(archived_at__isnull=True)
        self.fields["segment"].queryset = segments.order_by("name")  # type: ignore[attr-defined]
        self.fields["year"].widget.attrs |= {"min": FIRST_YEAR, "max": LAST_YEAR}

    def clean_year(self) -> int:
        """A year of the calendar."""
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(_("Please give a year with four digits."))
        return year

    def clean_number(self) -> int:
        """From the first one on."""
        return _from_one(self.cleaned_data["number"])

    def clean_number_in_year(self) -> int:
        """From the first one on."""
        return _from_one(self.cleaned_data["number_in_year"])

    def clean_cover(self) -> Any:
        """A picture."""
        return self._file("cover")

    def clean_paper(self) -> Any:
        """A PDF."""
        return self._file("paper")

    def _file(self, name: str) -> Any:
        file = self.cleaned_data.get(name)
        return _checked(file, cover=name == "cover") if file else file

    def validate_unique(self) -> None:
        """The service says it in words that help."""

    def values(self) -> dict[str, Any]:
        """What is written, without the files."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def _checked(file: Any, *, cover: bool) -> Any:
    try:
        check_file(file, cover=cover)
    except FileRefusedError as error:
        raise forms.ValidationError(str(error)) from error
    return file


def _from_one(number: int) -> int:
    if number < 1:
        raise forms.ValidationError(_("Issues are counted from 1."))
    return number


class ArticleForm(forms.ModelForm[Article]):
    """One article, with who made it."""

    author = forms.CharField(label=_("Text by"), required=False, max_length=400)
    photo = forms.CharField(label=_("Photographs by"), required=False, max_length=400)
    editor = forms.CharField(
        label=_("Edited by"), required=False, max_length=400,
        help_text=_("Names as printed, separated by commas."),
    )  # fmt: skip

    picture = forms.FileField(
        label=_("Picture"), required=False, help_text=_("A JPEG or a PNG, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )  # fmt: skip

    class Meta:
        model = Article
        fields = (
            "title_zh", "title_en", "column_zh", "column_en", "page", "text_zh", "text_en", "link",
            "is_public",
        )  # fmt: skip
        widgets = {
            "title_zh": forms.TextInput(attrs=CHINESE),
            "title_en": forms.TextInput(attrs=ENGLISH),
            "column_zh": forms.TextInput(attrs=CHINESE),
            "column_en": forms.TextInput(attrs=ENGLISH),
            "text_zh": forms.Textarea(attrs={"rows": 12, **CHINESE}),
            "text_en": forms.Textarea(attrs={"rows": 8, **ENGLISH}),
        }
        help_texts = {
            "text_zh": _(
                "An empty line begins a new paragraph; a line that begins with # is a heading."
            ),
            "link": _("Where it stands elsewhere, such as the WeChat account."),
            "is_public": _("Otherwise only readers with a personal link read the text."),
        }

    field_order = (
        "title_zh", "title_en", "column_zh", "column_en", "page", "author", "photo", "editor",
        "text_zh", "text_en", "picture", "link", "is_public",
    )  # fmt: skip

    def clean_picture(self) -> Any:
        """A picture."""
        file = self.cleaned_data.get("picture")
        return _checked(file, cover=True) if file else None

    def values(self) -> dict[str, Any]:
        """The fields of the article."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def makers(self) -> Mapping[CreditRole, str]:
        """Names by role."""
        return {role: self.cleaned_data[role.value] for role in CreditRole}


class DayForm(forms.Form):
    """A day that has come."""

    on = forms.DateField(label=pgettext_lazy("journal", "Day"), widget=DayInput, required=False)

    def clean_on(self) -> Any:
        """Not in the future."""
        on = self.cleaned_data["on"]
        if on and on > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return on


class LabelsForm(forms.Form):
    """Which sheets."""

    sheet = forms.ChoiceField(
        label=_("Sheets of labels"), choices=[(key, words) for key, (words, _s) in SHEETS.items()],
        widget=forms.RadioSelect, initial="3x8",
    )  # fmt: skip
    skip = forms.IntegerField(
        label=_("Places already used on the first sheet"), min_value=0, max_value=23, initial=0,
        help_text=_("So many places stay empty at the beginning."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A sheet has only so many places."""
        given = super().clean() or {}
        sheet = SHEETS.get(given.get("sheet", ""))
        if sheet and (given.get("skip") or 0) >= sheet[1].places:
            self.add_error("skip", _("This sheet does not have so many places."))
        return given


class ReturnsForm(forms.Form):
    """What the post brought back."""

    codes = forms.CharField(
        label=_("Codes of the labels"), max_length=20_000,
        widget=forms.Textarea(
            attrs={"rows": 6, "autofocus": True, "spellcheck": "false", "class": "mono"}
        ),
        help_text=_("Scan the squares one after another, or type them, such as J17-123456-K."),
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("What the post wrote on them"), choices=ReturnReason.choices,
        widget=forms.RadioSelect, initial=ReturnReason.MOVED,
    )  # fmt: skip


class ReasonForm(forms.Form):
    """What a list of addresses is for."""

    reason = forms.CharField(label=_("What is the list for?"), max_length=200)
