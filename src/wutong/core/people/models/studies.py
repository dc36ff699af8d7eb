import pghistory
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.models.person import Person
from wutong.core.reference.enums import Completion, DegreeLevel
from wutong.core.reference.models import AcademicUnit, ClassGroup, Region


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["created_at"]
)
class Degree(models.Model):
    """A time of study: which college, when, and how it ended. The unit is the one of that
    time; `reference.units_with_ancestors` leads there from the present college.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="degrees", db_index=False, verbose_name=_("person")
    )
    unit = models.ForeignKey(
        AcademicUnit, models.PROTECT, related_name="+", db_index=False, verbose_name=_("college")
    )
    class_group = models.ForeignKey(
        ClassGroup, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("class"),
    )  # fmt: skip
    major = models.CharField(
        pgettext_lazy("study", "subject"), max_length=120, blank=True, default="", db_default=""
    )
    level = models.CharField(_("level"), max_length=12, choices=DegreeLevel.choices)
    student_no = models.CharField(_("student number"), max_length=40, blank=True, default="", db_default="", db_collation="C")  # fmt: skip
    entry_year = models.PositiveSmallIntegerField(_("year of entry"), null=True, blank=True)
    leave_year = models.PositiveSmallIntegerField(_("year of leaving"), null=True, blank=True)
    completion = models.CharField(
        _("completion"), max_length=12, choices=Completion.choices, default=Completion.GRADUATED,
        db_default=Completion.GRADUATED.value,
    )  # fmt: skip
    supervisor = models.CharField(_("supervisor"), max_length=120, blank=True, default="", db_default="")  # fmt: skip
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("time of study")
        verbose_name_plural = _("times of study")
        indexes = (
            models.Index(fields=("person", "unit"), name="people_degree_person_unit"),
            models.Index(fields=("unit", "leave_year", "person"), name="people_degree_unit_leave"),
            models.Index(fields=("leave_year", "person"), name="people_degree_leave"),
            models.Index(fields=("entry_year", "person"), name="people_degree_entry"),
            models.Index(
                fields=("student_no",), name="people_degree_student_no",
                condition=~models.Q(student_no=""),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit_id} {self.level} {self.leave_year or ''}"


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["created_at"]
)
class Employment(models.Model):
    """Where somebody works or worked, as known on a day."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="employments", verbose_name=_("person")
    )
    employer = models.CharField(_("employer"), max_length=200)
    title = models.CharField(_("position"), max_length=120, blank=True, default="", db_default="")
    industry = models.CharField(_("industry"), max_length=80, blank=True, default="", db_default="")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    from_date = models.DateField(_("from"), null=True, blank=True)
    to_date = models.DateField(_("until"), null=True, blank=True)
    as_of = models.DateField(_("known as of"), null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")

    def __str__(self) -> str:
        return self.employer
