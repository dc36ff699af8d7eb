"""The forms of channels, posts and figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.kernel import clock
from wutong.programs.posts.enums import State
from wutong.programs.posts.models import Account, Post
from wutong.ui.office.fields import DayInput

LONGEST_TITLE = 32
CHINESE, ENGLISH = {"lang": "zh-Hans"}, {"lang": "en"}


class AccountForm(forms.ModelForm[Account]):
    """A channel."""

    class Meta:
        model = Account
        fields = (
            "platform", "name_zh", "name_en", "handle", "address", "legal_body", "opened_on",
            "closed_on", "wechat_app_id",
        )  # fmt: skip
        widgets = {
            "name_zh": forms.TextInput(attrs=CHINESE),
            "name_en": forms.TextInput(attrs=ENGLISH),
            "opened_on": DayInput,
            "closed_on": DayInput,
        }
        help_texts = {
            "handle": _("As the platform shows it; files to import may name the channel by it."),
            "opened_on": _("Years are compared on the channels that were open in both."),
            "closed_on": _("Empty while it is open."),
            "wechat_app_id": _(
                "Of the WeChat account set up here: its figures are then fetched every day."
            ),
        }

    def clean(self) -> dict[str, Any]:
        """A channel closes after it opened."""
        given = super().clean() or {}
        opened, closed = given.get("opened_on"), given.get("closed_on")
        if opened and closed and closed < opened:
            self.add_error("closed_on", _("This day is before the one it was opened on."))
        return given

    def validate_unique(self) -> None:
        """The service says it in words that help."""

    def validate_constraints(self) -> None:
        """The same."""

    def values(self) -> dict[str, Any]:
        """What is written."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PostForm(forms.ModelForm[Post]):
    """A post."""

    class Meta:
        model = Post
        fields = ("account", "title", "kind", "state", "published_on", "address")
        widgets = {"published_on": DayInput, "title": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"address": _("Each address is on record once for a channel.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = Account.objects.filter(closed_on=None)
        if self.instance.pk:
            accounts = accounts | Account.objects.filter(pk=self.instance.account_id)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """On one line."""
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        """Published somewhere means published on some day."""
        given = super().clean() or {}
        day = given.get("published_on")
        if given.get("state") == State.PUBLISHED and not day and "published_on" not in self.errors:
            self.add_error("published_on", _("Say on which day it was published."))
        if day and day > clock.today():
            self.add_error("published_on", _("This day has not come yet."))
        return given

    def validate_unique(self) -> None:
        """The service says it in words that help."""

    def validate_constraints(self) -> None:
        """The same."""

    def values(self) -> dict[str, Any]:
        """What is written."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class FiguresForm(forms.Form):
    """How a post stands, as somebody reads it off a console."""

    day = forms.DateField(label=_("Figures as of"), widget=DayInput)
    reads = forms.IntegerField(
        label=pgettext_lazy("post", "Reads"), min_value=0, max_value=10**12,
        help_text=_("Everything since it was published, not of this day alone."),
    )  # fmt: skip
    shares = forms.IntegerField(
        label=pgettext_lazy("post", "Shares"), min_value=0, max_value=10**12, required=False
    )
    likes = forms.IntegerField(
        label=pgettext_lazy("post", "Likes"), min_value=0, max_value=10**12, required=False
    )
    why = forms.CharField(
        label=_("A correction: why"), required=False, max_length=200,
        help_text=_("Only where the new figures are lower than what is on record."),
    )  # fmt: skip


class ArticleForm(forms.Form):
    """What an article is called on WeChat."""

    title = forms.CharField(
        label=_("Title on WeChat"), max_length=LONGEST_TITLE,
        help_text=_("At most 32 characters; the title of the story stays as it is."),
    )  # fmt: skip


class SettleForm(forms.Form):
    """No answer came: somebody has looked."""

    address = forms.URLField(
        label=_("Its address, if it is out"), required=False, max_length=1000, assume_scheme="https"
    )


class FileForm(forms.Form):
    """A list of past posts."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.html,.htm,.json,.txt"}),
        help_text=_(
            "A workbook or CSV, a page saved from a console, or WeChat's list of articles as JSON."
        ),
    )
    source_label = forms.CharField(
        label=_("Source"), required=False, max_length=200,
        help_text=_("Such as “mp.weixin, content analysis 2018–2020”."),
    )  # fmt: skip
