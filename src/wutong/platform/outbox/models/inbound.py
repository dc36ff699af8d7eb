from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.outbox.enums import InboundChannel, InboundKind, InboundState


class InboundMessage(models.Model):
    """A message that came to us by any channel, kept before anything is done about it.

    ``digest`` names it for ever: the same message twice is one row. ``address`` is whose it is:
    the writer of a reply, the recipient that a returned mail is about. ``stream`` and the
    delivery say what it answers, ``subject_ref`` (``person:12``) who it is about, as far as that
    is known. ``raw`` is what came over the wire; ``handled_at`` is empty until it was acted on.
    """

    digest = models.BinaryField(_("digest"), unique=True)
    channel = models.CharField(
        _("channel"),
        max_length=10,
        choices=InboundChannel.choices,
        default=InboundChannel.EMAIL,
        db_default=InboundChannel.EMAIL,
    )
    source = models.CharField(_("came by"), max_length=40, default="", db_default="")
    kind = models.CharField(
        _("kind"), max_length=12, choices=InboundKind.choices, default="", db_default="", blank=True
    )
    recipient = models.CharField(_("recipient"), max_length=320, default="")
    address = models.CharField(_("address"), max_length=320, default="", db_default="")
    address_hash = models.BinaryField(_("address hash"), null=True)
    name = models.CharField(_("name"), max_length=200, default="", db_default="")
    subject = models.CharField(
        pgettext_lazy("mail", "subject"), max_length=300, default="", db_default=""
    )
    text = models.TextField(pgettext_lazy("inbound", "words"), default="", db_default="")
    stream = models.CharField(_("stream"), max_length=80, default="", db_default="")
    delivery_month = models.DateField(_("month"), null=True)
    delivery_id = models.BigIntegerField(_("delivery"), null=True)
    subject_ref = models.CharField(_("about"), max_length=80, default="", db_default="")
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=InboundState.choices,
        default=InboundState.DONE,
        db_default=InboundState.DONE,
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in the hands of"),
    )
    raw = models.BinaryField(_("message"))
    received_at = models.DateTimeField(_("received"), db_default=Now())
    handled_at = models.DateTimeField(_("handled"), null=True)
    done_at = models.DateTimeField(_("done on"), null=True)
    answer = models.TextField(_("our answer"), default="", db_default="")
    answered_at = models.DateTimeField(pgettext_lazy("inbound", "answered on"), null=True)
    verdict = models.CharField(_("verdict"), max_length=40, default="")
    detail = models.CharField(_("detail"), max_length=500, default="")

    class Meta:
        verbose_name = _("inbound message")
        verbose_name_plural = _("inbound messages")
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="outbox_inbound_newest"),
            models.Index(
                fields=["-received_at"],
                name="outbox_inbound_open",
                condition=models.Q(state=InboundState.OPEN),
            ),
            models.Index(
                fields=["id"],
                name="outbox_inbound_unhandled",
                condition=models.Q(handled_at__isnull=True),
            ),
            models.Index(fields=["subject_ref", "-received_at"], name="outbox_inbound_subject"),
            models.Index(fields=["stream", "kind"], name="outbox_inbound_stream"),
            models.Index(
                fields=["address_hash", "kind", "received_at"], name="outbox_inbound_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.kind or '?'} {self.verdict}"
