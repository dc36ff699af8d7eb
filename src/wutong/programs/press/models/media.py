"""Media outlets and what they wrote."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.files.models import StoredFile
from wutong.programs.press.enums import PROVEN, Evidence, OutletKind


class Outlet(models.Model):
    """A medium: a paper, a station, a site, an account. ``licence`` is its permit or filing
    number, ``account`` the public account it writes under.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OutletKind)
    licence = models.CharField(_("licence or filing number"), max_length=80, blank=True)
    account = models.CharField(_("account"), max_length=120, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    contact = models.CharField(_("contact at the desk"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    batch_id = models.UUIDField(_("import"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("media outlet")
        verbose_name_plural = _("media outlets")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """How other rooms name it."""
        return f"outlet:{self.pk}"


class Mention(models.Model):
    """That an outlet wrote something. ``about_ref`` names what it reports about where that is a
    record of the house ("organisation:12"), ``about`` says it in words. ``source_on`` is the day
    our own text left the house, so that the time to publication can be told.
    """

    outlet = models.ForeignKey(
        Outlet, models.PROTECT, related_name="mentions", verbose_name=_("media outlet")
    )
    title = models.CharField(pgettext_lazy("media mention", "title"), max_length=300)
    published_on = models.DateField(_("published on"))
    link = models.URLField(_("link"), max_length=600, blank=True)
    clipping = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("clipping"),
    )  # fmt: skip
    screenshot = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("screenshot"),
    )  # fmt: skip
    about = models.CharField(_("reports about"), max_length=160, blank=True)
    about_ref = models.CharField(max_length=60, blank=True, default="", db_default="")
    source_on = models.DateField(_("our text left on"), null=True, blank=True)
    evidence = models.CharField(
        _("evidence"), max_length=10, choices=Evidence, default=Evidence.NONE
    )
    checked_on = models.DateField(_("looked at on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("looked at by"),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)
    batch_id = models.UUIDField(_("import"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("media mention")
        verbose_name_plural = _("media mentions")
        ordering = ("-published_on", "-id")
        indexes = (
            models.Index(fields=("-published_on", "-id"), name="press_mention_newest"),
            models.Index(
                fields=("published_on", "outlet"), name="press_mention_proven",
                condition=Q(evidence__in=[one.value for one in PROVEN]),
            ),
            models.Index(
                fields=("about_ref",), name="press_mention_about", condition=~Q(about_ref="")
            ),
        )  # fmt: skip
        constraints = (
            models.UniqueConstraint(
                fields=("outlet", "title", "published_on"), name="press_mention_once"
            ),
            models.CheckConstraint(
                condition=Q(source_on__isnull=True) | Q(published_on__gte=F("source_on")),
                name="press_mention_forward",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """How other rooms name it."""
        return f"mention:{self.pk}"

    @property
    def days(self) -> int | None:
        """From our text to theirs."""
        return (self.published_on - self.source_on).days if self.source_on else None
