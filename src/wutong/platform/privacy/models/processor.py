"""Who handles personal data on our behalf (个人信息保护法 第二十一条; GDPR 28, 30)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.privacy.enums import ProcessorKind


class Processor(models.Model):
    """One service under one contract. ``abroad`` says where data leaves the country to, "" for
    nowhere. A contract that ended stays on the register: sharing is kept on record three years.
    """

    name = models.CharField(pgettext_lazy("processor", "name"), max_length=160)
    kind = models.CharField(_("service"), max_length=10, choices=ProcessorKind.choices)
    legal_body = models.CharField(_("on behalf of"), max_length=20, blank=True)
    purpose = models.CharField(pgettext_lazy("processor", "purpose"), max_length=300)
    data_types = models.CharField(_("data handed over"), max_length=300)
    safeguards = models.TextField(_("protective measures"))
    abroad = models.CharField(
        _("country outside mainland China"), max_length=80, blank=True,
        help_text=_("Empty when the data stays in the country."),
    )  # fmt: skip
    contact = models.CharField(_("contact for privacy"), max_length=160, blank=True)
    contract = models.CharField(_("contract number"), max_length=80, blank=True)
    valid_from = models.DateField(_("contract from"))
    valid_to = models.DateField(_("contract until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("processor")
        verbose_name_plural = _("processors")
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="privacy_processor_forward",
            ),
        )

    def __str__(self) -> str:
        return self.name
