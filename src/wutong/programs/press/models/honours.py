"""What was said of us, by whom, and whether it may be quoted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.models import Person
from wutong.platform.files.models import StoredFile
from wutong.programs.press.enums import HonourKind, Permission, QuoteScope


class Honour(models.Model):
    """Praise, an inscription, an award or thanks. ``words`` are exact, in the language they were
    said in; ``words_other`` is our translation. ``office`` is what the person was on that day.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=HonourKind)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("on record as"),
    )  # fmt: skip
    name = models.CharField(_("who"), max_length=120)
    office = models.CharField(_("office held then"), max_length=200, blank=True)
    said_on = models.DateField(_("day"))
    occasion = models.CharField(_("occasion"), max_length=200, blank=True)
    words = models.TextField(_("exact words"))
    language = models.CharField(
        _("language"), max_length=10, default="zh-hans",
        choices=(("zh-hans", _("Chinese")), ("en", _("English"))),
    )  # fmt: skip
    words_other = models.TextField(_("our translation"), blank=True)
    source = models.CharField(_("where it is found"), max_length=300, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("scan"),
    )  # fmt: skip
    permission = models.CharField(
        _("permission to quote"), max_length=8, choices=Permission, default=Permission.NONE
    )
    scope = models.CharField(
        pgettext_lazy("permission to quote", "scope"), max_length=8, choices=QuoteScope, blank=True
    )
    permitted_until = models.DateField(_("permission ends on"), null=True, blank=True)
    permission_note = models.CharField(_("how it was given"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("place on the public page"), default=100)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("praise or honour")
        verbose_name_plural = _("praise and honours")
        ordering = ("-said_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(permission="granted") | ~Q(scope=""), name="press_scope_said"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} · {self.get_kind_display()}"

    @property
    def ref(self) -> str:
        """How other rooms name it."""
        return f"honour:{self.pk}"


class QuotationUse(models.Model):
    """That the words stand somewhere: in a story, a letter, a briefing, a printed thing."""

    honour = models.ForeignKey(
        Honour, models.CASCADE, related_name="uses", verbose_name=_("praise or honour")
    )
    where_ref = models.CharField(max_length=80, blank=True)
    label = models.CharField(pgettext_lazy("quotation", "where"), max_length=200)
    url = models.CharField(_("address"), max_length=300, blank=True)
    scope = models.CharField(_("seen by"), max_length=8, choices=QuoteScope)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("noted by"),
    )  # fmt: skip
    noted_on = models.DateField(_("noted on"))
    ended_on = models.DateField(_("taken off on"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("use of a quotation")
        verbose_name_plural = _("uses of quotations")
        ordering = ("-noted_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("honour", "where_ref"), condition=~Q(where_ref=""), name="press_use_once"
            ),
        )

    def __str__(self) -> str:
        return self.label
