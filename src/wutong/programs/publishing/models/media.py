"""Pictures and papers of the site, with what a reader and a lawyer ask about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition


class Picture(AbstractImage):
    """A picture with a description in both languages and the name of who made it."""

    alt_zh = models.CharField(
        _("Description (Chinese)"),
        max_length=250,
        blank=True,
        help_text=_("What is to be seen, for readers who cannot see it."),
    )
    alt_en = models.CharField(_("Description (English)"), max_length=250, blank=True)
    credit = models.CharField(
        _("Credit"),
        max_length=120,
        blank=True,
        help_text=_("Who made the picture, and by what right we show it."),
    )

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "file",
        "alt_zh",
        "alt_en",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_picture", "Can choose picture")]


class PictureRendition(AbstractRendition):
    """A picture cut to one size."""

    image = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="renditions", verbose_name=_("picture")
    )

    class Meta:
        verbose_name = _("picture size")
        verbose_name_plural = _("picture sizes")
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Paper(AbstractDocument):
    """A file offered for download (a form, a charter, an issue of the journal)."""

    admin_form_fields: ClassVar[tuple[str, ...]] = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_paper", "Can choose paper")]
