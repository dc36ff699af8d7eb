"""Choosing a person or an organisation in the newsroom's editor.

People are chosen among the profiles that the office made for stories, never among the records: an
editor sees no alumni.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock
from wagtail.coreutils import resolve_model_string


class _ForSites:
    """Editors of organisations' pages choose among what is public already."""

    request: Any
    model_class: Any

    def get_object_list(self) -> Any:
        """All, or what they may name."""
        from wutong.programs.publishing import guarding  # noqa: PLC0415 - which needs the models

        if not guarding.limited(self.request.user):
            return super().get_object_list()  # type: ignore[misc]
        kind = f"{self.model_class._meta.model_name}_chooser"
        return guarding.choosable(self.request.user, kind)


class _Choose(_ForSites, ChooseView):
    """The list in its frame."""


class _ChooseResults(_ForSites, ChooseResultsView):
    """The list."""


class ProfileChooser(ChooserViewSet):
    """Profiles."""

    model = "publishing.Profile"
    icon = "user"
    choose_view_class = _Choose
    choose_results_view_class = _ChooseResults
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    form_fields: ClassVar[list[str]] = []


class OrganisationChooser(ChooserViewSet):
    """Organisations of every kind, by name."""

    model = "organisations.Organisation"
    icon = "group"
    choose_view_class = _Choose
    choose_results_view_class = _ChooseResults
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
