"""Choosing a person or an organisation in the newsroom's editor.

People are chosen among the profiles that the office made for stories, never among the records: an
editor sees no alumni.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock
from wagtail.coreutils import resolve_model_string


class ProfileChooser(ChooserViewSet):
    """Profiles."""

    model = "publishing.Profile"
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    form_fields: ClassVar[list[str]] = []


class OrganisationChooser(ChooserViewSet):
    """Organisations of every kind, by name."""

    model = "organisations.Organisation"
    icon = "group"
    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    form_fields: ClassVar[list[str]] = []


profile_chooser = ProfileChooser("profile_chooser", url_prefix="profiles/chooser")
organisation_chooser = OrganisationChooser(
    "organisation_chooser", url_prefix="organisations/chooser"
)


class _ChooserBlock(ChooserBlock):
    """A block that keeps the id of what was chosen."""

    chosen: ClassVar[str] = ""
    viewset: ClassVar[ChooserViewSet]

    @cached_property
    def target_model(self) -> Any:
        """What is chosen."""
        return resolve_model_string(self.chosen)

    @cached_property
    def widget(self) -> Any:
        """The button that opens the list."""
        return self.viewset.widget_class()


class ProfileChooserBlock(_ChooserBlock):
    """Somebody for whom the office made a profile."""

    chosen = "publishing.Profile"
    viewset = profile_chooser


class OrganisationChooserBlock(_ChooserBlock):
    """An organisation on record."""

    chosen = "organisations.Organisation"
    viewset = organisation_chooser
