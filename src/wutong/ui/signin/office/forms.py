"""What an administrator fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import ROLES
from wutong.platform.access.registry import scope_kinds

SEPARATOR = ":"


def role_choices() -> list[tuple[str, Any]]:
    """Every role by its name."""
    return [(role.code, role.label) for role in ROLES.values()]


def scope_choices() -> list[tuple[str, Any]]:
    """Everything a role can be limited to."""
    return [
        (f"{key}{SEPARATOR}{ref}", name)
        for key, kind in scope_kinds.items()
        for ref, name in kind.choices()
    ]


class RoleForm(forms.Form):
    """A role, and what a limited one is limited to."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=role_choices,
        help_text=_("What each role may do stands in the list of roles."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Limited to"),
        choices=scope_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For coordinators and volunteers: one college or several."),
    )

    def clean_scopes(self) -> list[tuple[str, str]]:
        """(kind, ref) pairs."""
        chosen = self.cleaned_data["scopes"]
        return [(kind, ref) for kind, _sep, ref in (item.partition(SEPARATOR) for item in chosen)]


class StaffNumberForm(forms.Form):
    """The number in the university's directory; empty takes it away."""

    number = forms.CharField(
        label=_("Staff number"),
        max_length=40,
        required=False,
        help_text=_(
            "As in the university's directory; signs them in by the university's log-in, and ends "
            "their access when they leave."
        ),
    )


class InviteForm(RoleForm):
    """A colleague to invite."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The address at the university; the invitation goes there."),
    )
    display_name = forms.CharField(label=_("Name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    field_order = ("email", "display_name", "language", "role", "scopes")
