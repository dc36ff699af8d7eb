from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wutong.core.people.enums import Confidence, SourceKind
from wutong.core.people.models.person import Person


class Provenance(models.Model):
    """Where fields of a record come from: one row per record and occasion, with the fields it
    filled. For a field the youngest row that names it counts. `target` is `person`,
    `degree:12`, `contact:5` or `employment:7`.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="provenance", verbose_name=_("person")
    )
    target = models.CharField(max_length=40, default="person", db_default="person")
    fields = ArrayField(models.CharField(max_length=40), verbose_name=_("fields"))
    source_kind = models.CharField(_("kind of source"), max_length=8, choices=SourceKind.choices)
    source_label = models.CharField(_("source"), max_length=200, blank=True, default="", db_default="")  # fmt: skip
    batch_id = models.UUIDField(_("import"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=120, blank=True, default="", db_default="")  # fmt: skip
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    confidence = models.CharField(
        _("confidence"), max_length=1, choices=Confidence.choices, default=Confidence.B,
        db_default=Confidence.B.value,
    )  # fmt: skip

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("provenance")
        verbose_name_plural = _("provenance")
        indexes = (
            models.Index(
                fields=("batch_id",), name="people_provenance_batch",
                condition=Q(batch_id__isnull=False),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.target} {self.source_kind} {self.recorded_at:%Y-%m-%d}"
