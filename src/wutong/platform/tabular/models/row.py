from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.tabular.models.batch import ImportBatch


class Verdict(models.TextChoices):
    """What the check says of a row."""

    NEW = "new", pgettext_lazy("verdict on a row", "New")
    CHANGED = "changed", pgettext_lazy("verdict on a row", "Changes a record")
    SAME = "same", pgettext_lazy("verdict on a row", "Already on record")
    DUPLICATE = "duplicate", pgettext_lazy("verdict on a row", "Repeated in the file")
    REJECTED = "rejected", pgettext_lazy("verdict on a row", "Cannot be entered")


class ImportRow(models.Model):
    """A row of the file with its verdict, written once by the check.

    `raw` is the row as cleaned text, cell by cell; `reasons` a list of `{"code": …}` findings
    told in the reader's language by `reasons.explain`; `outcome` is set only where publishing or
    undo had to leave the row alone. Importers with typed staging of their own keep what they
    will enter there; the others in `data`.
    """

    pk = models.CompositePrimaryKey("batch_id", "row_no")
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="rows", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    row_no = models.PositiveIntegerField(_("row"))
    raw = models.JSONField(default=list)
    data = models.JSONField(default=dict, db_default={})
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    target_ref = models.CharField(max_length=40, blank=True, default="", db_default="")
    target_label = models.CharField(max_length=120, blank=True, default="", db_default="")
    reasons = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, blank=True, default="", db_default="")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        indexes = (
            models.Index(fields=("batch", "verdict", "row_no"), name="tabular_row_verdict"),
            models.Index(
                fields=("batch", "outcome", "row_no"),
                name="tabular_row_outcome",
                condition=~models.Q(outcome=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.row_no}: {self.verdict}"
