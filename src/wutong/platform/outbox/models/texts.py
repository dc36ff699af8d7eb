"""What the carriers have approved, and what they push to us."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.outbox.enums import Approval, TextKind


class TextSignature(models.Model):
    """A signature 【…】 at one gateway: a text may only leave under an approved one."""

    gateway = models.CharField(_("gateway"), max_length=20)
    text = models.CharField(pgettext_lazy("text message", "signature"), max_length=20)
    legal_body = models.CharField(_("legal body"), max_length=20, default="", blank=True)
    state = models.CharField(
        pgettext_lazy("carrier", "approval"),
        max_length=10,
        choices=Approval.choices,
        default=Approval.WAITING,
    )
    remark = models.CharField(_("remark"), max_length=300, default="", blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("signature of text messages")
        verbose_name_plural = _("signatures of text messages")
        constraints = [
            models.UniqueConstraint(fields=["gateway", "text"], name="outbox_text_signature_once")
        ]

    def __str__(self) -> str:
        return f"【{self.text}】"


class TextTemplate(models.Model):
    """Words the carrier approved, under its own ``code``; places are written ``{{ name }}``.

    ``body`` is what people read between the signature and the end, the way out included.
    """

    gateway = models.CharField(_("gateway"), max_length=20)
    kind = models.CharField(_("kind"), max_length=10, choices=TextKind.choices)
    language = models.CharField(_("language"), max_length=12, default="zh-hans")
    title = models.CharField(pgettext_lazy("text message", "name"), max_length=80)
    body = models.CharField(_("text"), max_length=500)
    code = models.CharField(_("the carrier's number"), max_length=40, default="", blank=True)
    state = models.CharField(
        pgettext_lazy("carrier", "approval"),
        max_length=10,
        choices=Approval.choices,
        default=Approval.WAITING,
    )
    remark = models.CharField(_("remark"), max_length=300, default="", blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), db_default=Now())

    class Meta:
        verbose_name = _("template of text messages")
        verbose_name_plural = _("templates of text messages")
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "code"],
                condition=~Q(code=""),
                name="outbox_text_template_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class TextPush(models.Model):
    """What a cloud pushed (receipts or replies), kept before anything is done about it.

    ``raw`` is emptied once it was acted on: numbers and words stand in rows of their own then.
    """

    digest = models.BinaryField(_("digest"), unique=True)
    gateway = models.CharField(_("gateway"), max_length=20)
    what = models.CharField(_("kind"), max_length=10)
    raw = models.BinaryField(_("message"))
    received_at = models.DateTimeField(_("received"), db_default=Now())
    handled_at = models.DateTimeField(_("handled"), null=True)
    verdict = models.CharField(_("verdict"), max_length=40, default="")
    detail = models.CharField(_("detail"), max_length=500, default="")

    class Meta:
        verbose_name = _("push of a gateway")
        verbose_name_plural = _("pushes of gateways")
        indexes = [
            models.Index(
                fields=["id"], name="outbox_text_push_waiting", condition=Q(handled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.what} {self.verdict}"
