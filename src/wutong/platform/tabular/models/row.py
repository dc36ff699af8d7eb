from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.tabular.models.batch import ImportBatch


class Verdict(models.TextChoices):
    """What the check says of a row."""

    NEW = "new", pgettext_lazy("verdict on a row", "New")
    POSSIBLE = "possible", pgettext_lazy("verdict on a row", "Possibly on record")
    CHANGED = "changed", pgettext_lazy("verdict on a row", "Changes a record")
    SAME = "same", pgettext_lazy("verdict on a row", "Already on record")
    DUPLICATE = "duplicate", pgettext_lazy("verdict on a row", "Repeated in the file")
    REJECTED = "rejected", pgettext_lazy("verdict on a row", "Cannot be entered")


class Choice(models.TextChoices):
    """What a person chose for a row that is possibly on record."""

    NEW = "new", pgettext_lazy("choice for a row", "Enter as new")
    SAME = "same", pgettext_lazy("choice for a row", "The same person")
    OUT = "out", pgettext_lazy("choice for a row", "Leave out")


class ImportRow(models.Model):
    """A row of the file with its verdict, written once by the check.

    `raw` is the row as cleaned text, cell by cell; `reasons` a list of `{"code": …}` findings
    told in the reader's language by `reasons.explain`; `outcome` is set only where publishing or
    undo had to leave the row alone. Importers with typed staging of their own keep what they
    will enter there; the others in `data`. Of a row that is possibly on record `data` says what
    it comes to (`effect`: new, changed, same or out) and what was chosen (`choice`), once
    something was.
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
            models.Index(
                fields=("target_ref",),
                name="tabular_row_target",
                condition=~models.Q(target_ref=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.row_no}: {self.verdict}"


class RowChoice(models.Model):
    """What somebody chose for a row, kept with the import: it holds when the file is checked
    again. `target_ref` is the record meant by "the same person".
    """

    pk = models.CompositePrimaryKey("batch_id", "row_no")
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="choices", db_index=False
    )
    row_no = models.PositiveIntegerField()
    choice = models.CharField(max_length=4, choices=Choice.choices)
    target_ref = models.CharField(max_length=40, blank=True, default="", db_default="")
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    chosen_label = models.CharField(max_length=120, blank=True, default="", db_default="")
    chosen_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("choice for a row of an import")
        verbose_name_plural = _("choices for rows of imports")

    def __str__(self) -> str:
        return f"{self.row_no}: {self.choice}"
