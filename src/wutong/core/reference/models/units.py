from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wutong.core.reference.enums import DegreeLevel, LineageKind, UnitKind
from wutong.core.reference.models.bodies import in_language


class AcademicUnit(models.Model):
    """A college, a department of one, or a predecessor school. A unit that was renamed or
    merged keeps its row: those who studied in it did so under its name then.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind.choices)
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("part of"),
    )  # fmt: skip
    valid_from = models.DateField(_("since"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("college or department")
        verbose_name_plural = _("colleges and departments")
        ordering = ("code",)

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)


class UnitLineage(models.Model):
    """`predecessor` became (part of) `successor` in `year`."""

    predecessor = models.ForeignKey(
        AcademicUnit, models.CASCADE, related_name="became", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        AcademicUnit, models.CASCADE, related_name="came_from", verbose_name=_("successor")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=10, choices=LineageKind.choices)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("unit lineage")
        verbose_name_plural = _("unit lineage")
        constraints = (
            models.UniqueConstraint(
                fields=("predecessor", "successor"), name="reference_lineage_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="reference_lineage_not_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.year})"


class ClassGroup(models.Model):
    """An administrative class (班级), the smallest group of those who studied together."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(
        AcademicUnit, models.PROTECT, related_name="classes", verbose_name=_("college")
    )
    major_zh = models.CharField(_("subject in Chinese"), max_length=120, blank=True)
    major_en = models.CharField(_("subject in English"), max_length=160, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=DegreeLevel.choices)
    entry_year = models.PositiveSmallIntegerField(_("year of entry"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        ordering = ("code",)
        indexes = (models.Index(fields=("name",), name="reference_class_name"),)

    def __str__(self) -> str:
        return self.name
