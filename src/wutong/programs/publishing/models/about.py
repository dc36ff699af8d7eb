"""The page about the house, one per language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from wutong.programs.publishing.blocks import AboutBody
from wutong.programs.publishing.models.base import BasePage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class AboutPage(BasePage):
    """Who the house is: three bodies, what they do, figures that open to their source."""

    standfirst = models.TextField(_("Standfirst"), max_length=300, blank=True)
    picture = models.ForeignKey(
        "publishing.Picture", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("Picture"),
    )  # fmt: skip
    body = StreamField(AboutBody(), blank=True, verbose_name=pgettext_lazy("about", "Text"))

    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[object]] = [
        *BasePage.content_panels, FieldPanel("standfirst"), FieldPanel("picture"), FieldPanel("body"),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("page about the house")
        verbose_name_plural = _("pages about the house")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As readers see it."""
        from wutong.programs.publishing.site.about import about_view  # noqa: PLC0415 - faces stand above models

        return about_view(request, self)
