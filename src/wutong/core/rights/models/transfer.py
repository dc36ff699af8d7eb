"""Personal data that left the country."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.rights.enums import AbroadBasis


class Transfer(models.Model):
    """Given once to one recipient abroad: of how many people, what, and on what ground (促进和规范
    数据跨境流动规定). ``source`` names the file of a list that was taken out by officers of an
    organisation abroad, "" where somebody noted it.
    """

    happened_on = models.DateField(pgettext_lazy("transfer", "given on"))
    recipient = models.CharField(pgettext_lazy("transfer", "recipient"), max_length=160)
    destination = models.CharField(_("country or region"), max_length=80)
    people = models.PositiveIntegerField(pgettext_lazy("transfer", "people"))
    sensitive = models.BooleanField(_("sensitive data among it"), default=False)
    data_types = models.CharField(_("data given"), max_length=300)
    purpose = models.CharField(pgettext_lazy("transfer", "purpose"), max_length=300)
    basis = models.CharField(
        pgettext_lazy("transfer", "ground"), max_length=10, choices=AbroadBasis.choices
    )
    source = models.CharField(max_length=60, blank=True, default="")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("noted by"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("transfer abroad")
        verbose_name_plural = _("transfers abroad")
        ordering = ("-happened_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("source",), condition=~Q(source=""), name="rights_transfer_source_once"
            ),
            models.CheckConstraint(condition=Q(people__gt=0), name="rights_transfer_of_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.recipient}, {self.happened_on}"

    @property
    def ref(self) -> str:
        """``transfer:12``."""
        return f"transfer:{self.pk}"
