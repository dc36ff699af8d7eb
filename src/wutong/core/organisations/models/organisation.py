from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wutong.core.organisations.enums import (
    AlumniType,
    Industry,
    LegalForm,
    OrganisationKind,
    OrganisationStatus,
)
from wutong.core.reference.models import AcademicUnit, ClassGroup, Region


class Organisation(models.Model):
    """A company, a media outlet, a school, a government body, or an alumni organisation.

    ``alumni_type``, ``legal_form``, ``host_unit`` and ``class_group`` are for alumni
    organisations alone. ``name_pinyin`` and ``search_tokens`` are derived from the names by
    ``naming``. ``version`` rises with every change and guards against concurrent edits.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind)
    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    former_names = ArrayField(
        models.CharField(max_length=200), verbose_name=_("former names"), default=list, blank=True
    )
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    industry = models.CharField(
        _("industry (GB/T 4754)"), max_length=1, choices=Industry, blank=True
    )
    website = models.URLField(_("website"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("part of"),
    )  # fmt: skip
    alumni_type = models.CharField(_("type"), max_length=10, choices=AlumniType, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=16, choices=LegalForm, blank=True)
    host_unit = models.ForeignKey(
        AcademicUnit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("college"),
    )  # fmt: skip
    class_group = models.ForeignKey(
        ClassGroup, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("class"),
    )  # fmt: skip
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=OrganisationStatus, default=OrganisationStatus.ACTIVE
    )
    note = models.TextField(_("note"), blank=True)
    name_pinyin = models.CharField(max_length=300, blank=True, editable=False, db_collation="C")
    search_tokens = ArrayField(models.TextField(), default=list, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("on record since"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("last changed"), db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name_pinyin", "id")
        indexes = (
            GinIndex(fields=("search_tokens",), name="organisations_tokens"),
            models.Index(fields=("kind", "name_pinyin", "id"), name="organisations_by_name"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("credit_code",),
                condition=~Q(credit_code=""),
                name="organisations_code_once",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organisations_not_in_itself",
            ),
        )

    def __str__(self) -> str:
        chinese = (get_language() or "").startswith("zh")
        return self.name_zh if chinese or not self.name_en else self.name_en

    @property
    def is_alumni(self) -> bool:
        """Whether this is an alumni organisation."""
        return self.kind == OrganisationKind.ALUMNI
