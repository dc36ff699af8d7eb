"""People in stories and in pictures."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.core.people.models import Person
from wutong.programs.publishing.enums import Basis, Ending, Place, every_place
from wutong.ui.design.typography import is_chinese


class Profile(models.Model):
    """Somebody whom stories tell of, in words the office wrote; ``person`` is their record, if
    they have one. Their name opens to their public page only if they have opened it themselves.
    """

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    person = models.OneToOneField(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Record")
    )
    name_zh = models.CharField(_("Name in Chinese"), max_length=60)
    name_en = models.CharField(_("Name in English"), max_length=80, blank=True)
    line_zh = models.CharField(_("Class and work in Chinese"), max_length=120, blank=True)
    line_en = models.CharField(_("Class and work in English"), max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering = ("name_zh", "pk")

    def __str__(self) -> str:
        name = self.name_zh if is_chinese() or not self.name_en else self.name_en
        line = self.line_zh if is_chinese() or not self.line_en else self.line_en
        return f"{name} · {line}" if line else name


class Portrait(models.Model):
    """Somebody who is to be seen in a picture, and by what right they are shown.

    ``places``: where they agreed to be shown; ``until``: the last day. ``consent_id`` is the entry
    in the ledger of consents. Once ``ended_at`` is set the picture is shown nowhere.
    """

    picture = models.ForeignKey("publishing.Picture", models.CASCADE, related_name="portraits")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Record")
    )
    name = models.CharField(_("Name"), max_length=120)
    basis = models.CharField(_("By what right"), max_length=8, choices=Basis, default=Basis.CONSENT)
    places = ArrayField(
        models.CharField(max_length=8, choices=Place), default=every_place, verbose_name=_("Where")
    )
    until = models.DateField(_("Until"), null=True, blank=True)
    evidence = models.CharField(_("Evidence"), max_length=200, blank=True)
    consent_id = models.BigIntegerField(null=True, editable=False)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_how = models.CharField(max_length=8, choices=Ending, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("portrait")
        verbose_name_plural = _("portraits")
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=("until",), name="publishing_portrait_due", condition=Q(ended_at=None)
            ),
        )

    def __str__(self) -> str:
        return self.name
