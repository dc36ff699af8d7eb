"""Pages of alumni organisations under the house's roof, each with its own editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Collection

from wutong.core.organisations.models import Organisation
from wutong.programs.publishing.enums import Accent
from wutong.programs.publishing.models.base import BasePage
from wutong.ui.design.typography import is_chinese

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class OrganisationSite(models.Model):
    """The pages of one organisation: where they are, how they look, what stands on them.

    ``proposed`` is what its editors would like to say instead, while it waits for the house.
    ``group`` and ``collection`` are what Wagtail knows of it: who may write, where pictures lie.
    """

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("Alumni organisation")
    )
    slug = models.SlugField(pgettext_lazy("site", "Address"), max_length=40, unique=True)
    name_zh = models.CharField(_("Name in Chinese"), max_length=80)
    name_en = models.CharField(_("Name in English"), max_length=120)
    accent = models.CharField(
        pgettext_lazy("site", "Colour"), max_length=8, choices=Accent, default=Accent.LEAF
    )
    lead_zh = models.TextField(_("Introduction in Chinese"), max_length=240, blank=True)
    lead_en = models.TextField(_("Introduction in English"), max_length=400, blank=True)
    about_zh = models.TextField(_("About, in Chinese"), max_length=6000, blank=True)
    about_en = models.TextField(_("About, in English"), max_length=9000, blank=True)
    contact_zh = models.TextField(_("Contact in Chinese"), max_length=300, blank=True)
    contact_en = models.TextField(_("Contact in English"), max_length=500, blank=True)
    cover = models.ForeignKey(
        "publishing.Picture", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("Cover"),
    )  # fmt: skip
    collection = models.ForeignKey(Collection, models.PROTECT, related_name="+", editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", editable=False)
    proposed = models.JSONField(null=True, editable=False)
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    opened_at = models.DateTimeField(pgettext_lazy("site", "Opened"), editable=False)
    closed_at = models.DateTimeField(pgettext_lazy("site", "Closed"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("publishing", "site")
        verbose_name_plural = pgettext_lazy("publishing", "sites")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name_zh if is_chinese() or not self.name_en else self.name_en

    @property
    def ref(self) -> str:
        """As approvals and the trail name it."""
        return f"site:{self.pk}"

    def words(self, name: str) -> str:
        """``lead``, ``about`` or ``contact`` in the reader's language, else in the other."""
        pair = (getattr(self, f"{name}_zh"), getattr(self, f"{name}_en"))
        first, other = pair if is_chinese() else pair[::-1]
        return str(first or other)


class SiteEditor(models.Model):
    """Somebody who writes for a site, and sees nothing of any other."""

    site = models.ForeignKey(OrganisationSite, models.CASCADE, related_name="editors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("editor of a site")
        verbose_name_plural = _("editors of sites")
        constraints = (
            models.UniqueConstraint(fields=("site", "user"), name="publishing_editor_once"),
        )

    def __str__(self) -> str:
        return str(self.user)


class SitesPage(BasePage):
    """The branch of the tree under which the pages of organisations hang, one per language."""

    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = ["publishing.SitePage"]
    is_creatable = False

    class Meta:
        verbose_name = _("pages of organisations")
        verbose_name_plural = _("pages of organisations")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list of them."""
        from wutong.programs.publishing.site.sites import sites_view  # noqa: PLC0415 - faces stand above models

        return sites_view(request)


class SitePage(BasePage):
    """One site in one language: the place in the tree under which its stories are written."""

    site = models.ForeignKey(OrganisationSite, models.PROTECT, related_name="+", editable=False)

    parent_page_types: ClassVar[list[str]] = ["publishing.SitesPage"]
    subpage_types: ClassVar[list[str]] = ["publishing.StoryPage"]
    is_creatable = False

    class Meta:
        verbose_name = _("pages of an organisation")
        verbose_name_plural = _("pages of an organisation")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Its first page."""
        from wutong.programs.publishing.site.sites import site_view  # noqa: PLC0415 - faces stand above models

        return site_view(request, self.site.slug)
