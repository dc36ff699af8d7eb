"""The forms of plans and of letters to the future."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.public import Channel, topics
from wutong.core.people.models import Degree
from wutong.core.people.public import WhoForm
from wutong.engines.audiences.models import Segment
from wutong.engines.outreach.public import check_words
from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import scope
from wutong.platform.outbox.models import TextSignature
from wutong.programs.moments.almanac import yearly_day
from wutong.programs.moments.capsules.writing import LONGEST
from wutong.programs.moments.enums import MomentKind
from wutong.programs.moments.models import FIRST_HOUR, LAST_HOUR, Moment
from wutong.programs.moments.texts import BIRTHDAY_TOPIC
from wutong.programs.moments.words import TEXTS, YEAR, letter_with
from wutong.ui.office.fields import DayInput

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

WHEN = ("festival", "month", "day", "days_before", "years", "days_after")
ASKED: dict[str, tuple[str, ...]] = {
    MomentKind.FESTIVAL: ("festival", "days_before"),
    MomentKind.FIXED: ("month", "day", "days_before"),
    MomentKind.BIRTHDAY: (),
    MomentKind.GRADUATION: ("month", "day", "years"),
    MomentKind.WELCOME: ("days_after",),
    MomentKind.CALL: ("month", "day"),
    MomentKind.CAPSULE: (),
}
HOURS = [(hour, f"{hour}:00") for hour in range(FIRST_HOUR, LAST_HOUR + 1)]


class MomentForm(forms.ModelForm[Moment]):
    """One plan; only what its occasion needs is asked."""

    years = forms.CharField(
        label=_("Years since graduation"), max_length=80,
        help_text=_("Separated by commas, such as 5, 10, 20."),
    )  # fmt: skip

    class Meta:
        model = Moment
        fields = (
            "title", *WHEN, "hour", "legal_body", "topic", "segment", "channel", "signature",
            "ornament", "subject_zh", "body_zh", "subject_en", "body_en",
        )  # fmt: skip
        widgets = {
            "body_zh": forms.Textarea(attrs={"rows": 10, "lang": "zh-Hans"}),
            "body_en": forms.Textarea(attrs={"rows": 10, "lang": "en"}),
            "subject_zh": forms.TextInput(attrs={"lang": "zh-Hans"}),
            "subject_en": forms.TextInput(attrs={"lang": "en"}),
        }
        help_texts = {
            "title": _("For colleagues; recipients do not see it."),
            "segment": _("Empty: everybody whose day it is."),
            "body_zh": _("{{ year }} is the year of sending; other places as in greetings."),
            "days_before": _("0: on the day itself."),
        }

    def __init__(self, *args: Any, user: User, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = MomentKind(kind)
        for name in WHEN:
            if name not in ASKED[self.kind]:
                del self.fields[name]
            else:
                self.fields[name].required = True
        self.fields["hour"] = forms.TypedChoiceField(
            label=_("Hour of sending"), coerce=int, choices=HOURS,
            help_text=_("On campus time; texts wait for the recipient's own waking hours."),
        )  # fmt: skip
        self.fields["topic"] = forms.ChoiceField(
            label=_("Topic"), choices=[(topic.code, topic.label) for topic in topics],
            help_text=_("People can leave each topic by itself."),
        )  # fmt: skip
        if self.kind == MomentKind.BIRTHDAY:
            self.fields["topic"].disabled = True
            self.initial["topic"] = BIRTHDAY_TOPIC
            self.fields["topic"].help_text = _(
                "Only to those who agreed to birthday wishes and whose birthday is on record."
            )
        segments, signatures = self.fields["segment"], self.fields["signature"]
        assert isinstance(segments, forms.ModelChoiceField)
        assert isinstance(signatures, forms.ModelChoiceField)
        segments.queryset = scope(user, Segment).order_by("name")
        segments.empty_label = _("Everybody")
        signatures.queryset = scope(user, TextSignature)
        channels = self.fields["channel"]
        assert isinstance(channels, forms.ChoiceField)
        channels.choices = [(one.value, one.label) for one in (Channel.EMAIL, Channel.SMS)]
        if self.kind in {MomentKind.CAPSULE, MomentKind.CALL}:
            del self.fields["channel"], self.fields["signature"]  # the link needs a letter

    def clean_years(self) -> list[int]:
        """5, 10, 20."""
        parts = self.cleaned_data["years"].replace("\uff0c", ",").replace("\u3001", ",").split(",")
        given = [part.strip() for part in parts if part.strip()]
        if not given or not all(part.isdigit() and 1 <= int(part) <= 99 for part in given):
            raise forms.ValidationError(_("Whole years, separated by commas."))
        return sorted({int(part) for part in given})

    def clean(self) -> dict[str, Any]:
        """A day that there is, and words that can be sent."""
        data = super().clean() or self.cleaned_data
        month, day = data.get("month"), data.get("day")
        if month and day and yearly_day(2024, month, day).day != day:
            self.add_error("day", _("This month has no such day."))
        if data.get("days_after") == 0:
            self.add_error("days_after", _("From the day after joining on: 1 or more."))
        if data.get("channel") == Channel.SMS and not data.get("signature"):
            self.add_error("signature", _("A text message needs a signature."))
        if data.get("channel") == Channel.SMS:
            for name in ("body_zh", "body_en"):
                if YEAR.search(data.get(name) or ""):
                    said = _("The carrier approves a text word by word: leave the year out of it.")
                    self.add_error(name, said)
        if not self.errors:
            try:
                check_words(self.letter())
            except WutongError as error:
                self.add_error("body_zh" if data.get("body_zh") else "body_en", str(error))
        return data

    def letter(self) -> dict[str, Any]:
        """As it would be sent this year."""
        names = (*TEXTS, "title", "legal_body", "topic", "channel", "signature", "ornament")
        values = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return letter_with(values, kind=self.kind, year=clock.today().year)

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        given = {name: self.cleaned_data[name] for name in self.fields if name != "version"}
        if given.get("channel") == Channel.EMAIL:
            given["signature"] = None
        return {**given, "kind": self.kind.value}


class HandInForm(forms.Form):
    """A word to the colleague."""

    note = forms.CharField(label=_("A word to the colleague"), max_length=400, required=False)


class DecisionForm(forms.Form):
    """Why."""

    comment = forms.CharField(
        label=_("Comment"), max_length=600, required=False,
        help_text=_("Needed when it is sent back."),
    )  # fmt: skip


class SkipForm(forms.Form):
    """Which day, why."""

    on = forms.DateField(label=pgettext_lazy("moment", "Day"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class SilenceForm(SkipForm):
    """A day of silence needs its reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class CapsuleForm(WhoForm):
    """A letter handed in on paper, or a link for somebody to write one."""

    how = forms.ChoiceField(
        label=_("How"), widget=forms.RadioSelect, initial="link",
        choices=[
            ("link", _("Make a link with which they write it themselves")),
            ("text", _("Enter the letter they have handed in")),
        ],
    )  # fmt: skip
    text = forms.CharField(
        label=_("Letter"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Once sealed, no page of the office shows it again."),
    )  # fmt: skip
    opens_on = forms.DateField(label=_("Opens on"), widget=DayInput, required=False)
    to_class = forms.BooleanField(label=_("To the whole class"), required=False)

    def clean(self) -> dict[str, Any]:
        """Whole, where it is entered."""
        data = super().clean()
        if data.get("how") == "text":
            for name in ("text", "opens_on"):
                if not data.get(name):
                    self.add_error(name, _("This is needed to seal the letter."))
            if data.get("opens_on") and data["opens_on"] <= clock.today():
                self.add_error("opens_on", _("A letter opens on a day to come."))
        if data.get("to_class") and data.get("person"):
            data["class_group"] = class_of(data["person"])
            if data["class_group"] is None:
                self.add_error("to_class", _now("No class of theirs is on record."))
        return data


def class_of(person_id: int) -> Any:
    """Their latest class; None where none is on record."""
    rows = Degree.objects.filter(person=person_id, class_group__isnull=False)
    latest = rows.select_related("class_group").order_by("-leave_year", "-pk").first()
    return latest.class_group if latest else None


class OpensForm(forms.Form):
    """Another day."""

    opens_on = forms.DateField(label=_("Opens on"), widget=DayInput)
