"""Registers that come by themselves: where from, how often, and what may be entered unseen."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.tabular.models.batch import ImportBatch
from wutong.platform.vault.public import EncryptedTextField


class SourceKind(models.TextChoices):
    FOLDER = "folder", _("Folder on the server")
    SFTP = "sftp", _("SFTP")
    DATABASE = "database", _("Database view")
    REST = "rest", _("REST interface")


class Every(models.TextChoices):
    HOUR = "hour", _("Every hour")
    DAY = "day", _("Every day")
    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")


class PullState(models.TextChoices):
    """How a fetch ended. What becomes of the import afterwards is told by its own state."""

    RUNNING = "running", pgettext_lazy("register fetched", "Being fetched")
    CHECKING = "checking", pgettext_lazy("register fetched", "Being checked")
    UNCHANGED = "unchanged", pgettext_lazy("register fetched", "Unchanged")
    NOTHING = "nothing", pgettext_lazy("register fetched", "Nothing new")
    ENTERED = "entered", pgettext_lazy("register fetched", "Entered by itself")
    WAITING = "waiting", pgettext_lazy("register fetched", "Waits for a person")
    FAILED = "failed", pgettext_lazy("register fetched", "Failed")


class RegisterSource(models.Model):
    """A register of a campus system that is fetched on schedule.

    `options` say where (`pulling.channels`), `secret` is the password, key or token, encrypted.
    Without `enters_alone` every fetch waits for a person; with it a fetch is entered by itself if
    it adds, changes and rejects no more rows than these limits and has at least
    `least_share` percent of the rows of the last one.
    """

    name = models.CharField(pgettext_lazy("register source", "name"), max_length=120)
    importer = models.CharField(max_length=60)
    kind = models.CharField(_("comes from"), max_length=10, choices=SourceKind.choices)
    options = models.JSONField(default=dict)
    secret = EncryptedTextField(purpose="tabular.source", blank=True, default="", editable=False)
    every = models.CharField(_("how often"), max_length=6, choices=Every.choices, default=Every.DAY)
    hour = models.PositiveSmallIntegerField(_("hour"), default=3)
    enabled = models.BooleanField(_("fetches by itself"), default=True)
    enters_alone = models.BooleanField(_("enters by itself"), default=False)
    most_new = models.PositiveIntegerField(_("new rows at most"), default=200)
    most_changed = models.PositiveIntegerField(_("changed rows at most"), default=500)
    most_rejected = models.PositiveIntegerField(
        _("rows that cannot be entered at most"), default=20
    )
    least_share = models.PositiveSmallIntegerField(
        _("rows at least, in percent of the last time"), default=90
    )
    next_at = models.DateTimeField(_("next fetch"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("register source")
        verbose_name_plural = _("register sources")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """How audit and jobs name this source."""
        return f"register_source:{self.pk}"


class Pull(models.Model):
    """One fetch of a source, and why it was not entered by itself (`reasons`: codes with numbers,
    told by `pulling.wording`).
    """

    source = models.ForeignKey(RegisterSource, models.CASCADE, related_name="pulls")
    batch = models.OneToOneField(
        ImportBatch, models.SET_NULL, null=True, blank=True, related_name="pull"
    )
    state = models.CharField(
        _("result"), max_length=10, choices=PullState.choices, default=PullState.RUNNING
    )
    reasons = models.JSONField(default=list)
    message = models.CharField(max_length=400, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(_("fetched"))
    finished_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("fetch of a register")
        verbose_name_plural = _("fetches of registers")
        ordering = ("-started_at", "-pk")

    def __str__(self) -> str:
        return f"{self.source_id} {self.state}"
