"""Who may see which field of a record: four levels, one row per person, nothing shown by default."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.core.consent.enums import Audience
from wutong.core.reference.models import Region


def _level(label: Any) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(
        label, choices=Audience.choices, default=Audience.OFFICE, db_default=Audience.OFFICE.value
    )


class Visibility(models.Model):
    """The levels of one person; without a row everything is for the office alone.

    Each column is the widest circle that sees the field. Who is not seen by name is not seen at
    all: the other fields count only together with ``name``. ``letters`` is who may write by way of
    the office, without learning the address.

    ``sort_key`` (their ``name_pinyin``), ``region`` and ``stands`` (living, and not merged away) are
    copies of the person's, kept by triggers of the database: a directory in the order of names then
    walks one index of those who are listed instead of all 300,000.
    """

    person = models.OneToOneField(
        "people.Person", models.CASCADE, related_name="visibility", verbose_name=_("person")
    )
    name = _level(_("Name"))
    study = _level(_("College, class and years"))
    place = _level(_("City"))
    work = _level(_("Employer and position"))
    email = _level(_("E-mail address"))
    phone = _level(_("Phone number"))
    wechat = _level(_("WeChat"))
    letters = _level(_("Letters through the office"))
    changed_at = models.DateTimeField()
    sort_key = models.CharField(
        max_length=200, blank=True, default="", db_default="", editable=False, db_collation="C"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, editable=False, related_name="+", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    stands = models.BooleanField(default=True, db_default=True, editable=False)

    class Meta:
        verbose_name = _("visibility")
        verbose_name_plural = _("visibilities")
        indexes = (
            models.Index(
                fields=("person",),
                name="consent_visibility_listed",
                condition=models.Q(name__gt=Audience.OFFICE.value),
            ),
            models.Index(
                fields=("sort_key", "person"),
                name="consent_visibility_by_name",
                condition=models.Q(name__gt=Audience.OFFICE.value, stands=True),
                include=("name", "study", "place", "work", "region"),
            ),
        )

    def __str__(self) -> str:
        return f"person:{self.person_id}"
