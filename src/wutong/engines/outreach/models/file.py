"""A picture or a file that letters carry by its address."""

from __future__ import annotations

import secrets
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.files.models import StoredFile


def new_code() -> str:
    """What nobody guesses: who has the letter has the address."""
    return secrets.token_urlsafe(12)


class LetterFile(models.Model):
    """Handed in for a letter and open to whoever got it; the same address for every reader."""

    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(pgettext_lazy("file", "handed in"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("file of a letter")
        verbose_name_plural = _("files of letters")

    def __str__(self) -> str:
        return self.stored.name

    @property
    def address(self) -> str:
        """Where readers find it."""
        return f"{settings.SITE_URL}/m/{self.code}/{quote(self.stored.name)}"

    @property
    def is_picture(self) -> bool:
        """Shown in the letter, not fetched."""
        return self.stored.content_type.startswith("image/")
