"""What a writer fills in, on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.consent.public import purposes
from wutong.core.people.public import latest_studies
from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit
from wutong.engines.calls.enums import Reach
from wutong.engines.calls.public import Given, texts_possible
from wutong.kernel.clock import today
from wutong.ui.design.typography import has_han, is_chinese

if TYPE_CHECKING:
    from wutong.core.people.models import Person
    from wutong.engines.calls.models import Call, Entry

FIRST_YEAR = 1920


class WordsForm(forms.Form):
    """The words, the name above them, and what the writer agrees to."""

    text = forms.CharField(label=gettext_lazy("Your words"), widget=forms.Textarea)
    shown_as = forms.CharField(
        label=gettext_lazy("Name or nickname shown"), max_length=40,
        help_text=gettext_lazy("Your full name stays with the office unless you write it here."),
    )  # fmt: skip
    college = forms.ModelChoiceField(
        label=gettext_lazy("College shown"), required=False, queryset=AcademicUnit.objects.none(),
        empty_label=gettext_lazy("Show none"),
    )  # fmt: skip
    class_year = forms.IntegerField(
        label=gettext_lazy("Class of"), required=False, min_value=FIRST_YEAR,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("The year you graduated; empty shows none."),
    )  # fmt: skip
    picture = forms.FileField(
        label=pgettext_lazy("testimonial", "A picture"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text=gettext_lazy("JPEG or PNG, at most 10 MB. Where and when it was taken is removed."),
    )  # fmt: skip
    drop_picture = forms.BooleanField(label=gettext_lazy("Without the picture"), required=False)
    reach = forms.ChoiceField(
        label=pgettext_lazy("testimonial", "Where it may stand"), choices=Reach.choices,
        initial=Reach.SITE, widget=forms.RadioSelect,
    )  # fmt: skip
    agreed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, call: Call, entry: Entry | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.call = call
        text = self.fields["text"]
        text.help_text = _("%(least)s to %(most)s characters.") % {
            "least": call.shortest, "most": call.longest,
        }  # fmt: skip
        text.widget.attrs.update(
            {"rows": 7, "minlength": call.shortest, "maxlength": call.longest * 2}
        )
        colleges = AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, parent=None)
        self.fields["college"].queryset = colleges  # type: ignore[attr-defined]
        self.fields["class_year"].max_value = today().year + 1  # type: ignore[attr-defined]
        if entry is None or entry.picture_id is None:
            del self.fields["drop_picture"]
        purpose = purposes.find(call.purpose)
        if purpose is None:
            del self.fields["agreed"], self.fields["reach"]
        else:
            self.fields["agreed"].label = purpose.text.zh if is_chinese() else purpose.text.en
            self.fields["agreed"].required = True

    def clean_class_year(self) -> int | None:
        """A year somebody can have graduated in."""
        year: int | None = self.cleaned_data["class_year"]
        if year is not None and year > today().year + 1:
            raise forms.ValidationError(_("This year lies too far ahead."))
        return year

    def given(self) -> Given:
        """What was filled in."""
        data = self.cleaned_data
        college = data["college"]
        return Given(
            text=data["text"],
            shown_as=data["shown_as"],
            college_id=college.pk if college else None,
            class_year=data["class_year"],
            reach=Reach(data.get("reach", Reach.SITE)),
            agreed=data.get("agreed", False),
            language="zh-hans" if has_han(data["text"]) else "en",
            picture=data.get("picture"),
            drop_picture=data.get("drop_picture", False),
        )


class StrangerForm(WordsForm):
    """The same from somebody who is not known yet: who, and how to prove it."""

    name = forms.CharField(
        label=gettext_lazy("Your full name"), max_length=80,
        help_text=gettext_lazy("For the office alone."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    contact = forms.CharField(label=gettext_lazy("E-mail address"), max_length=254)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["contact"]
        field.help_text = _("A code goes there. Nobody else sees it.")
        if texts_possible():
            field.label = _("E-mail address or mobile number")


class CodeForm(forms.Form):
    """The code that came."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


def first_words(person: Person) -> dict[str, Any]:
    """What a person's form starts with: how they are on record, to be changed as they like."""
    study = latest_studies([person.pk]).get(person.pk)
    unit = study.unit if study is not None else None
    return {
        "shown_as": person.name,
        "college": unit.pk if unit is not None else None,
        "class_year": study.leave_year if study is not None else None,
        "reach": Reach.SITE,
    }


def words_of(entry: Entry) -> dict[str, Any]:
    """What was handed in, to be corrected."""
    return {
        "text": entry.text, "shown_as": entry.shown_as, "college": entry.college_id,
        "class_year": entry.class_year, "reach": entry.reach, "agreed": entry.agreed,
    }  # fmt: skip
