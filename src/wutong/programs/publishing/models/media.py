"""Pictures and papers of the site, with what a reader and a lawyer ask about them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition

from wutong.programs.publishing.enums import Licence, Place, every_place


class Picture(AbstractImage):
    """A picture with a description in both languages, who made it, and by what right it is shown.

    ``places`` is where it may stand now; it follows from the rights and from everybody who is to
    be seen in it (`services.pictures.settle`). Empty: it is shown nowhere.
    """

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
    licence = models.CharField(
        _("Licence"), max_length=12, choices=Licence, blank=True, default=Licence.UNKNOWN
    )
    rights_until = models.DateField(
        _("May be shown until"), null=True, blank=True,
        help_text=_("The last day; after it the picture disappears from every page."),
    )  # fmt: skip
    rights_note = models.CharField(_("Contract or letter"), max_length=200, blank=True)
    nobody = models.BooleanField(
        _("Nobody can be recognised in it"), default=False, db_default=False
    )
    places = ArrayField(
        models.CharField(max_length=8, choices=Place), default=every_place, editable=False
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "file",
        "alt_zh",
        "alt_en",
        "credit",
        "licence",
        "rights_until",
        "rights_note",
        "nobody",
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
        indexes = (
            models.Index(
                fields=("rights_until",),
                name="publishing_rights_due",
                condition=Q(rights_until__isnull=False),
            ),
        )


class PictureRendition(AbstractRendition):
    """A picture cut to one size."""

    image = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="renditions", verbose_name=_("picture")
    )

    class Meta:
        verbose_name = _("picture size")
        verbose_name_plural = _("picture sizes")
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        indexes = (models.Index(fields=("file",), name="publishing_rendition_file"),)


class Paper(AbstractDocument):
    """A file offered for download (a form, a charter, an issue of the journal)."""

    admin_form_fields: ClassVar[tuple[str, ...]] = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_paper", "Can choose paper")]
