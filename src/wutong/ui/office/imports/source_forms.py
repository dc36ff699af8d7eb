"""The form of a register source: what is asked depends on where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.tabular.models import Every, SourceKind
from wutong.platform.tabular.registry import importers

if TYPE_CHECKING:
    from wutong.platform.tabular.models import RegisterSource

_HOST = (("host", _("Server"), True), ("port", _("Port"), False), ("user", _("User name"), True))
_FILES = (("path", _("Folder"), False), ("pattern", _("File name, such as *.xlsx"), False))
OPTIONS: dict[str, tuple[tuple[str, Any, bool], ...]] = {
    SourceKind.FOLDER: _FILES,
    SourceKind.SFTP: (*_HOST, ("host_key", _("Key of the server (SHA256:…)"), False), *_FILES),
    SourceKind.DATABASE: (
        *_HOST,
        ("database", _("Database"), True),
        ("relation", _("View, such as public.graduates"), True),
    ),
    SourceKind.REST: (
        ("url", _("Address"), True),
        ("header", _("Header of the token"), False),
        ("items", _("Path to the records, such as data.items"), False),
        ("next", _("Path to the address of the next page"), False),
        ("page_parameter", _("or parameter that counts the pages"), False),
    ),
}
SECRETS = {
    SourceKind.SFTP: _("Password or private key"),
    SourceKind.DATABASE: _("Password"),
    SourceKind.REST: _("Token"),
}
OWN = ("name", "importer", "every", "hour", "enabled", "enters_alone", "most_new", "most_changed",
       "most_rejected", "least_share")  # fmt: skip


class SourceForm(forms.Form):
    """Where, how often, and what may be entered unseen."""

    name = forms.CharField(
        label=pgettext_lazy("register source", "Name"), max_length=120,
        help_text=_("It is shown beside each field as its source, such as “Registrar, graduates”."),
    )  # fmt: skip
    importer = forms.ChoiceField(label=_("Kind"))
    every = forms.ChoiceField(label=_("How often"), choices=Every.choices, initial=Every.DAY)
    hour = forms.IntegerField(
        label=_("Hour"), min_value=0, max_value=23, initial=3,
        help_text=_("By the campus clock; of no matter where it is fetched every hour."),
    )  # fmt: skip
    enabled = forms.BooleanField(label=_("Fetch by itself"), required=False, initial=True)
    enters_alone = forms.BooleanField(
        label=_("Enter by itself within these limits"), required=False,
        help_text=_("Otherwise every register waits for a person after its dry run."),
    )  # fmt: skip
    most_new = forms.IntegerField(label=_("New rows at most"), min_value=0, initial=200)
    most_changed = forms.IntegerField(label=_("Changed rows at most"), min_value=0, initial=500)
    most_rejected = forms.IntegerField(
        label=_("Rows that cannot be entered at most"), min_value=0, initial=20
    )
    least_share = forms.IntegerField(
        label=_("Rows at least, in percent of the last time"), min_value=0, max_value=100,
        initial=90,
        help_text=_("A register that was cut off must not pass for a small one."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        choices = [(key, item.label) for key, item in importers.items()]
        self.fields["importer"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["importer"].widget = forms.HiddenInput()
            self.fields["importer"].initial = choices[0][0]
        for key, label, required in OPTIONS[kind]:
            field = forms.IntegerField if key == "port" else forms.CharField
            self.fields[f"option_{key}"] = field(label=label, required=required)
        if kind in SECRETS:
            self.fields["secret"] = forms.CharField(
                label=SECRETS[SourceKind(kind)],
                required=False,
                widget=forms.Textarea(
                    attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}
                ),
                help_text=_("Kept encrypted and never shown. Left empty, the one there is stays.")
                if known
                else _("Kept encrypted and never shown."),
            )
        options = [name for name in self.fields if name.startswith("option_") or name == "secret"]
        own = [name for name in OWN if name not in {"name", "importer"}]
        self.order_fields(["name", "importer", *options, *own])

    def values(self) -> dict[str, Any]:
        """What `save_source` writes."""
        given = self.cleaned_data
        options = {
            name.removeprefix("option_"): value
            for name, value in given.items()
            if name.startswith("option_") and value not in (None, "")
        }
        return {"kind": self.kind, "options": options} | {name: given[name] for name in OWN}


def initial_of(source: RegisterSource) -> dict[str, Any]:
    """The form filled from a source; the secret is not in it."""
    options = {f"option_{key}": value for key, value in source.options.items()}
    return options | {name: getattr(source, name) for name in OWN}
