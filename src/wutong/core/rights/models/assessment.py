"""What handling personal data may do to people, thought through before it is done."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.rights.enums import Outcome, Trigger


class Assessment(models.Model):
    """An impact assessment (个人信息保护法 第五十五、五十六条). ``occasion`` names what calls for it,
    such as ``processor:3``; while it is being written there is one of each. What was decided
    stays as it was, and after some years the same occasion is assessed anew.
    """

    occasion = models.CharField(max_length=80)
    trigger = models.CharField(
        pgettext_lazy("assessment", "because of"), max_length=10, choices=Trigger.choices
    )
    title = models.CharField(pgettext_lazy("assessment", "what is done"), max_length=200)
    facts = models.TextField(_("what the house knows of it"), blank=True)
    necessity = models.TextField(_("purpose, manner, necessity"), blank=True)
    impact = models.TextField(_("what it may do to people"), blank=True)
    measures = models.TextField(_("protective measures"), blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, blank=True, default=Outcome.OPEN
    )
    opened_at = models.DateTimeField(pgettext_lazy("assessment", "opened"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("impact assessment")
        verbose_name_plural = _("impact assessments")
        ordering = ("-opened_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("occasion",), condition=Q(outcome=""), name="rights_assessment_open_once"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """``assessment:12``."""
        return f"assessment:{self.pk}"

    @property
    def is_written(self) -> bool:
        """Whether all three questions of the law are answered."""
        return bool(self.necessity and self.impact and self.measures)
