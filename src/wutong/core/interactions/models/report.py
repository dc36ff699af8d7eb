from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions.enums import Channel
from wutong.core.organisations.models import Organisation
from wutong.core.people.models import Person
from wutong.core.reference.enums import Grade


class ContactReport(models.Model):
    """That the office was in touch with a person or an organisation: what was said, and what
    comes next until when. It is what the office did, not what alumni did, and so it is not in the
    ledger. A sensitive report is read by the cleared and by whoever wrote it.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )  # fmt: skip
    channel = models.CharField(pgettext_lazy("contact report", "by"), max_length=8, choices=Channel)
    held_on = models.DateField(_("day"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=pgettext_lazy("contact report", "by whom"),
    )  # fmt: skip
    with_whom = models.CharField(_("who else was there"), max_length=200, blank=True)
    place = models.CharField(_("where"), max_length=120, blank=True)
    summary = models.TextField(_("what was said"))
    care = models.CharField(_("to be careful about"), max_length=300, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("until"), null=True, blank=True)
    next_step_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("whose step"),
    )  # fmt: skip
    step_done_on = models.DateField(_("step done on"), null=True, blank=True)
    grade = models.PositiveSmallIntegerField(
        _("confidentiality"), choices=Grade.choices, default=Grade.INTERNAL
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("contact report")
        verbose_name_plural = _("contact reports")
        ordering = ("-held_on", "-id")
        indexes = (
            models.Index(fields=("-held_on", "-id"), name="interactions_report_newest"),
            models.Index(
                fields=("next_step_by", "next_step_on"),
                condition=Q(step_done_on__isnull=True, next_step_on__isnull=False),
                name="interactions_report_steps",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False),
                name="interactions_report_about",
            ),
        )

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.get_channel_display()}"
