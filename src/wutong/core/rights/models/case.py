"""A request of somebody about their own data."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.models import Person
from wutong.core.rights.enums import OPEN, CaseState, RefusalGround, Right, Via
from wutong.platform.files.models import StoredFile


class Case(models.Model):
    """``person`` is empty while it is not known who asks; then ``applicant`` and ``contact`` say
    what they told. An erasure blanks these three texts and keeps the rest: that the request was
    fulfilled in time has to be shown.
    """

    kind = models.CharField(_("request"), max_length=10, choices=Right.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=CaseState.choices, default=CaseState.RECEIVED
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    applicant = models.CharField(_("who asks"), max_length=120, blank=True)
    contact = models.CharField(_("how to answer"), max_length=320, blank=True)
    words = models.TextField(_("in their words"), blank=True)
    via = models.CharField(_("received by"), max_length=8, choices=Via.choices)
    received_on = models.DateField(_("received"))
    due_on = models.DateField(_("due"))
    identity_at = models.DateTimeField(null=True, blank=True)
    identity_how = models.CharField(_("identity confirmed by"), max_length=200, blank=True)
    ground = models.CharField(
        _("ground of the refusal"), max_length=10, choices=RefusalGround.choices, blank=True
    )
    answer = models.TextField(_("answer"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    runs_at = models.DateTimeField(_("erased on"), null=True, blank=True)
    closed_at = models.DateTimeField(pgettext_lazy("request", "closed"), null=True, blank=True)
    progress_id = models.UUIDField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ("due_on", "id")
        indexes = (
            models.Index(fields=("state", "due_on", "id"), name="rights_case_due"),
            models.Index(
                fields=("runs_at",), name="rights_case_cooling", condition=Q(state="cooling")
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind"),
                name="rights_case_once",
                condition=Q(state__in=[state.value for state in OPEN]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"

    @property
    def ref(self) -> str:
        """``rights_case:12``."""
        return f"rights_case:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to happen."""
        return self.state in OPEN
