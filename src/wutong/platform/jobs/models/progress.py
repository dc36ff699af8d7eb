"""How far a piece of background work has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.kernel.ids import uuid7


class Progress(models.Model):
    """What a page shows of long work: it can be left, and found again.

    ``title`` is written in the language of the person who asked. ``result`` is for the page the
    work leads to (``{"url": …}``), ``error`` is a sentence a person can act on.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60, db_index=True)
    subject_ref = models.CharField(max_length=80, blank=True, db_index=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = (
            models.Index(fields=("owner", "-created_at"), name="jobs_progress_owner"),
            models.Index(fields=("state", "-created_at"), name="jobs_progress_state"),
        )

    def __str__(self) -> str:
        return f"{self.title}: {self.state}"

    @property
    def percent(self) -> int:
        """0–100; 0 while the total is unknown."""
        if self.state == self.State.DONE:
            return 100
        return min(99, int(self.done * 100 / self.total)) if self.total else 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {self.State.DONE, self.State.FAILED, self.State.STOPPED}
