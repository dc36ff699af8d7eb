"""The fortnightly briefing and its items."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.reference.models import LegalBody
from wutong.platform.documents.models import IssuedDocument
from wutong.programs.press.enums import BriefingState, Language


class Briefing(models.Model):
    """What happened between two days, put together from the rooms, edited, approved, issued.

    ``document`` holds the number and the text as issued; nothing here changes it any more.
    ``digest`` pins what was approved.
    """

    title = models.CharField(_("title"), max_length=80)
    legal_body = models.ForeignKey(
        LegalBody, models.PROTECT, related_name="+", verbose_name=_("in the name of")
    )
    language = models.CharField(_("language"), max_length=10, choices=Language)
    since = models.DateField(pgettext_lazy("work briefing", "from"))
    until = models.DateField(pgettext_lazy("work briefing", "to"))
    lead = models.TextField(pgettext_lazy("work briefing", "opening words"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=BriefingState, default=BriefingState.DRAFT
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("author"),
    )  # fmt: skip
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip
    digest = models.CharField(max_length=64, blank=True, editable=False)
    document = models.OneToOneField(
        IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("numbered briefing"),
    )  # fmt: skip
    number_text = models.CharField(_("number"), max_length=80, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    gathered_at = models.DateTimeField(_("gathered on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("work briefing")
        verbose_name_plural = _("work briefings")
        ordering = ("-until", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="press_briefing_forward"
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(document__isnull=False),
                name="press_briefing_numbered",
            ),
        )

    def __str__(self) -> str:
        if self.number_text.startswith(self.title):
            return self.number_text  # the number says the title
        return f"{self.title} {self.number_text}".strip()

    @property
    def ref(self) -> str:
        """How other rooms name it."""
        return f"briefing:{self.pk}"


class BriefingItem(models.Model):
    """One line. ``key`` names what it tells of, so that gathering again makes no second line;
    ``gathered`` is the text as it came, "" for one written by hand. ``people`` are those it names;
    ``nameless`` once one of them was erased: then the paper says this text, too.
    """

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="items")
    section = models.CharField(_("section"), max_length=16)
    key = models.CharField(max_length=80)
    text = models.TextField(_("text"))
    gathered = models.TextField(blank=True)
    on = models.DateField(_("day"), null=True, blank=True)
    url = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)
    picked = models.BooleanField(_("in the briefing"), default=True)
    people = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)
    nameless = models.BooleanField(default=False, db_default=False, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("item of a briefing")
        verbose_name_plural = _("items of briefings")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("briefing", "key"), name="press_item_once"),)

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def edited(self) -> bool:
        """Whether somebody wrote it or changed it."""
        return self.text != self.gathered
