from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.outbox.enums import Medium, StreamState


class Stream(models.Model):
    """A sending to many: one message in one or two languages, one row per recipient.

    The counters are moved in the transaction that moves the deliveries, so progress is one row
    to read whatever the size; ``total`` is counted once, when the pump is started. ``tally`` breaks
    them down by the reader's provider and by cause, counted again when they have moved.

    A stream of text messages has a ``gateway``, its signature as ``sender_name``, and counts what
    ``arrived`` by the carrier's receipts, the parts that are billed and their cost.
    """

    key = models.CharField(_("key"), max_length=80, primary_key=True)
    label = models.CharField(pgettext_lazy("outbox", "title"), max_length=200)
    topic = models.CharField(_("topic"), max_length=60, default="")
    legal_body = models.CharField(_("legal body"), max_length=20, default="")
    campaign_month = models.DateField(_("month"))
    state = models.CharField(
        _("state"), max_length=12, choices=StreamState.choices, default=StreamState.OPEN
    )
    pause_reason = models.CharField(_("reason for the pause"), max_length=200, default="")
    medium = models.CharField(
        _("channel"),
        max_length=10,
        choices=Medium.choices,
        default=Medium.EMAIL,
        db_default=Medium.EMAIL,
    )
    gateway = models.CharField(_("gateway"), max_length=20, default="", db_default="")
    sender_name = models.CharField(_("sender's name"), max_length=200, default="")
    sender_address = models.CharField(_("sender's address"), max_length=320)
    reply_to = models.CharField(_("replies to"), max_length=320, default="")
    list_unsubscribe = models.BooleanField(_("one-click unsubscribe"), default=True)
    auto_submitted = models.BooleanField(_("automatic message"), default=False)
    total = models.IntegerField(_("recipients"), default=0)
    accepted = models.IntegerField(_("delivered"), default=0)
    refused = models.IntegerField(_("refused"), default=0)
    bounced = models.IntegerField(_("bounced"), default=0)
    uncertain = models.IntegerField(_("uncertain"), default=0)
    cancelled = models.IntegerField(_("not sent"), default=0)
    tally = models.JSONField(
        _("by provider and cause"), default=dict, db_default=models.Value({}, models.JSONField())
    )
    tallied_at = models.DateTimeField(_("as of"), null=True)
    arrived = models.IntegerField(_("arrived"), default=0, db_default=0)
    parts_billed = models.IntegerField(_("parts"), default=0, db_default=0)
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=3, default=0, db_default=0)
    opened_at = models.DateTimeField(_("opened"), db_default=Now())
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    forgotten_at = models.DateTimeField(_("addresses removed"), null=True)

    class Meta:
        verbose_name = _("stream")
        verbose_name_plural = _("streams")
        indexes = [
            models.Index(
                "state", name="outbox_stream_running", condition=models.Q(state=StreamState.RUNNING)
            )
        ]

    def __str__(self) -> str:
        return self.label


class Content(models.Model):
    """A stream's message in one language: templates whose places are written ``{{ key }}``.

    ``fallbacks`` names every place the templates use and what stands there when a recipient has
    no value for it; a place that is not named is an error when the stream is opened.
    """

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="contents")
    language = models.CharField(_("language"), max_length=12)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=300)
    html = models.TextField(_("HTML"))
    text = models.TextField(_("plain text"))
    template = models.CharField(_("the carrier's number"), max_length=64, default="", db_default="")
    fallbacks = models.JSONField(_("fallbacks"), default=dict)

    class Meta:
        verbose_name = _("content")
        verbose_name_plural = _("contents")
        constraints = [
            models.UniqueConstraint(fields=["stream", "language"], name="outbox_content_once")
        ]

    def __str__(self) -> str:
        return f"{self.stream_id} {self.language}"
