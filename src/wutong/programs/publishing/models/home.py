"""The home page, one per language."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from wutong.programs.publishing.blocks import HomeBody
from wutong.programs.publishing.models.base import BasePage


class HomePage(BasePage):
    """The first page of the site. Chinese at ``/``, English at ``/en/``; each edited by itself.

    It is finished without any picture and without any figure: what has no data leaves no gap.
    """

    headline = models.CharField(
        _("Headline"), max_length=60, help_text=_("One short sentence; it stands large.")
    )
    standfirst = models.TextField(
        _("Standfirst"), max_length=240, blank=True, help_text=_("Two sentences at most.")
    )
    picture = models.ForeignKey(
        "publishing.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Picture"),
    )
    body = StreamField(HomeBody(), blank=True, verbose_name=_("Below the opening"))

    template = "publishing/home_page.html"
    max_count_per_parent = 2
    parent_page_types: ClassVar[list[str]] = ["publishing.BasePage"]
    content_panels: ClassVar[list[object]] = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("headline"), FieldPanel("standfirst"), FieldPanel("picture")],
            heading=_("Opening of the page"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
