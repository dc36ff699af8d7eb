"""The page every page of the site is: ours from the first migration on."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractPage, DefaultBasePageMixin
from wagtail.models.pages import AbstractPageMeta


class BasePage(AbstractPage, DefaultBasePageMixin):
    """What all pages have in common.

    Wagtail's own ``Page`` is swapped for this one (``WAGTAIL_PAGE_MODEL``), which is only possible
    before the first migration; fields that every page needs later (a filing number, a legal body)
    go here and not into each page type.
    """

    search_fields: ClassVar[list[object]] = (
        AbstractPage.search_fields + DefaultBasePageMixin.search_fields
    )
    promote_panels: ClassVar[list[object]] = DefaultBasePageMixin.promote_panels

    class Meta(AbstractPageMeta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
