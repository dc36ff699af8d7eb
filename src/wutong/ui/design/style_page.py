"""The living style page: every component, in both languages, in both lights."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from wutong.ui.design.sprite import ICONS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ROLES = (
    ("ground", "surface", "sunken", "raised", "ink", "ink-soft", "ink-faint", "hairline", "edge"),
    ("leaf", "leaf-strong", "leaf-ink", "leaf-soft", "leaf-soft-ink", "leaf-line"),
    ("autumn", "autumn-ink", "autumn-soft", "autumn-soft-ink", "autumn-line"),
    ("seal", "seal-strong", "seal-ink", "seal-soft", "seal-soft-ink", "seal-line"),
    ("slate-ink", "slate-soft", "slate-soft-ink", "slate-line", "focus"),
)

SECTIONS = (
    ("mark", pgettext_lazy("style", "Mark")),
    ("colour", _("Colour")),
    ("type", _("Type, numbers, dates")),
    ("icons", _("Icons")),
    ("buttons", _("Buttons, menus, dialogs")),
    ("forms", _("Forms")),
    ("states", _("States and remarks")),
    ("figures", pgettext_lazy("style", "Figures")),
    ("tables", _("Tables and pages")),
    ("people", pgettext_lazy("style", "People")),
    ("flow", _("The way through")),
    ("timeline", _("Timeline")),
    ("empty", _("Empty places, things people keep")),
    ("keys", _("Keyboard")),
)


class ExampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label=_("Name"), help_text=_("As it stands in the register, with · where there is one.")
    )
    email = forms.EmailField(label=_("E-mail address"))
    college = forms.ChoiceField(
        label=_("College"),
        choices=[("", "—"), ("1", "土木工程学院"), ("2", "School of Economics and Management")],
    )
    year = forms.IntegerField(label=_("Entry year"), min_value=1900, max_value=2100)
    letters = forms.ChoiceField(
        label=_("How should we write to you?"),
        choices=[("mail", _("By e-mail")), ("post", _("By post")), ("none", _("Not at all"))],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=_("What may we write about?"),
        choices=[
            ("g", pgettext_lazy("example", "Greetings")),
            ("n", _("Newsletter")),
            ("e", _("Events near you")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label=_("Remark"), widget=forms.Textarea, required=False)
    register = forms.FileField(label=pgettext_lazy("example", "Register"), required=False)
    agree = forms.BooleanField(label=_("I have read what happens with my data."))


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """For everybody: it shows no data."""
    bound = ExampleForm({"email": "wang@", "year": "1880"}, prefix="wrong")
    now = timezone.now()
    context = {
        "sections": SECTIONS,
        "roles": ROLES,
        "icons": ICONS,
        "form": ExampleForm(),
        "wrong": bound,
        "now": now,
        "earlier": now - timedelta(minutes=12),
        "trend": [31_200, 31_900, 33_050, 34_400, 36_120],
        "names": ("王小明", "欧阳子轩", "艾合买提·买买提", "Anne-Marie Dubois", "龘"),
        "long_name": "阿不都热合曼·阿不都热依木·买买提明",
    }
    return render(request, "design/style_page.html", context)
