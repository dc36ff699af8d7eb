from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wutong.core.people.models.person import Person


class Merge(models.Model):
    """Two records made one: `gone` points at `kept` from then on.

    `choices` says for which fields the value of the record that went was kept. `known` names,
    table by table, the rows that stood on either record before, so that whatever came later can
    be asked about when the merge is taken back. `undone_at` ends it; its moves stay readable.
    """

    kept = models.ForeignKey(
        Person, models.PROTECT, related_name="merges_kept", verbose_name=_("kept")
    )
    gone = models.ForeignKey(
        Person, models.PROTECT, related_name="merges_gone", verbose_name=_("merged")
    )
    choices = models.JSONField(default=dict)
    known = models.JSONField(default=dict)
    automatic = models.BooleanField(_("by rule"), default=False, db_default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="", db_default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_label = models.CharField(_("merged by"), max_length=120)
    merged_at = models.DateTimeField(_("merged"))
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by_label = models.CharField(max_length=120, blank=True, default="", db_default="")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = (
            models.UniqueConstraint(
                fields=("gone",), name="people_merge_stands_once",
                condition=Q(undone_at__isnull=True),
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="people_merge_two"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class MergeMove(models.Model):
    """One thing a merge did to one row, and what undoes it.

    `changed`: `column` went from `was` to `became` (a re-pointed row is one whose person column
    changed). `added`: the merge made the row, `became` is all of it. `removed`: it took the row
    away, `was` is all of it. `key` names the row by its primary key.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed"
        ADDED = "added"
        REMOVED = "removed"

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="moves")
    table = models.CharField(max_length=63)
    key = models.JSONField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    column = models.CharField(max_length=63, blank=True, default="", db_default="")
    was = models.JSONField(null=True)
    became = models.JSONField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "row moved by a merge"
        verbose_name_plural = "rows moved by a merge"

    def __str__(self) -> str:
        return f"{self.table} {self.key} {self.kind} {self.column}"
