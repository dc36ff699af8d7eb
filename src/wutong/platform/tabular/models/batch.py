from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.kernel.ids import uuid7
from wutong.platform.files.models import StoredFile


class BatchState(models.TextChoices):
    """Where an import stands. `*ing` states belong to a background job."""

    UPLOADED = "uploaded", _("Columns to be chosen")
    MAPPED = "mapped", _("Ready to check")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    PUBLISHING = "publishing", _("Being entered")
    PUBLISHED = "published", _("Entered")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Stopped by an error")
    CANCELLED = "cancelled", _("Discarded")


class ImportBatch(models.Model):
    """One file on its way in, from upload to undo.

    `mapping` says which column fills a field (`{"name": 0}`, counted from 0); `values` what a
    word of the file means (`{"level": {"本": "bachelor"}}`); `counts` the rows per verdict (of
    those possibly on record also how many wait for a choice, `possible_open`, and how many come
    to nothing, `possible_idle`) and what publishing and undo did; `problem` why it stopped, as code and detail, so that it can be
    told in the reader's language.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    importer = models.CharField(max_length=60)
    state = models.CharField(
        _("state"), max_length=12, choices=BatchState.choices, default=BatchState.UPLOADED
    )
    file = models.ForeignKey(
        StoredFile, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("file")
    )
    file_name = models.CharField(_("file"), max_length=200)
    file_size = models.BigIntegerField(_("size"), default=0)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=8)
    sheet = models.CharField(max_length=120, blank=True)
    sheets = models.JSONField(default=list)
    headers = models.JSONField(default=list)
    first_data_row = models.PositiveIntegerField(default=2)
    preview = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    progress_id = models.UUIDField(null=True)
    legal_body = models.CharField(max_length=20, blank=True)
    source_label = models.CharField(_("source"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("uploaded by"),
    )  # fmt: skip
    owner_label = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    checked_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(_("entered"), null=True)
    undone_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-created_at", "-id")
        indexes = (models.Index(fields=("-created_at",), name="tabular_batch_recent"),)

    def __str__(self) -> str:
        return self.file_name

    @property
    def ref(self) -> str:
        """How other rooms name this import."""
        return f"import:{self.pk}"

    @property
    def is_busy(self) -> bool:
        """Whether a background job holds it."""
        return self.state in {BatchState.CHECKING, BatchState.PUBLISHING, BatchState.UNDOING}

    @property
    def is_forgotten(self) -> bool:
        """Whether its file and rows were removed after their time (`services.keeping`)."""
        return "forgotten" in self.notes

    def count(self, name: str) -> int:
        """A number of `counts`, 0 where there is none."""
        found: Any = self.counts.get(name, 0)
        return int(found)

    @property
    def enters(self) -> int:
        """Rows that add or change something, as things are chosen now."""
        possible = self.count("possible") - self.count("possible_idle")
        return self.count("new") + self.count("changed") + possible
