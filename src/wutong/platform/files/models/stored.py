"""A file we keep for somebody, for a time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.kernel.ids import uuid7


class StoredFile(models.Model):
    """Where a file is, what it is, whose it is and until when.

    ``name`` is what the person sees; ``storage_name`` is ours and says nothing about content.
    ``permission``, where set, is asked for besides being the owner.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    storage_name = models.CharField(max_length=200, unique=True)
    name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(max_length=40, db_index=True)
    content_type = models.CharField(max_length=120, blank=True)
    size = models.BigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    permission = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.name
