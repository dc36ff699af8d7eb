"""A message of the office to many."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.enums import Channel
from wutong.core.reference.models import LegalBody
from wutong.engines.audiences.models import Segment
from wutong.engines.outreach.enums import CampaignState, Ornament
from wutong.platform.outbox.models import TextSignature, WechatTemplate


class Campaign(models.Model):
    """One greeting to one audience in the name of one legal body.

    ``definition`` is the segment's tree as it was when the sending was handed in: what was
    approved cannot change by somebody editing the segment. ``counts`` is the pre-flight by
    reason ("" are those who get it) as of ``counted_at``. ``digest`` pins what was approved.
    A composed letter has ``blocks`` (``outreach.blocks``) and in ``body`` their words; ``text`` is
    a plain-text part of the author's own. A text message has a ``signature``, which names its
    gateway, and no subjects; nor has a notice on WeChat, whose ``notice`` is the template and whose
    texts have a line for each keyword.
    ``action`` is the link action its button opens, empty for an answer.
    """

    title = models.CharField(_("title"), max_length=120)
    legal_body = models.ForeignKey(
        LegalBody, on_delete=models.PROTECT, related_name="+", verbose_name=_("in the name of")
    )
    topic = models.CharField(_("topic"), max_length=40, default="greetings")
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.EMAIL
    )
    segment = models.ForeignKey(
        Segment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("segment"),
    )
    definition = models.JSONField(null=True, blank=True)
    signature = models.ForeignKey(
        TextSignature,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("text message", "signature"),
    )
    notice = models.ForeignKey(
        WechatTemplate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("WeChat", "template"),
    )
    action = models.CharField(max_length=60, blank=True, default="", db_default="")
    ornament = models.CharField(
        _("seal"), max_length=12, choices=Ornament.choices, default=Ornament.GREETING
    )
    subject_zh = models.CharField(
        pgettext_lazy("mail", "subject in Chinese"), max_length=120, blank=True
    )
    subject_en = models.CharField(
        pgettext_lazy("mail", "subject in English"), max_length=160, blank=True
    )
    body_zh = models.TextField(_("text in Chinese"), blank=True)
    body_en = models.TextField(_("text in English"), blank=True)
    blocks_zh = models.JSONField(default=list, db_default=[], blank=True)
    blocks_en = models.JSONField(default=list, db_default=[], blank=True)
    text_zh = models.TextField(
        pgettext_lazy("mail", "plain text in Chinese"), blank=True, default="", db_default=""
    )
    text_en = models.TextField(
        pgettext_lazy("mail", "plain text in English"), blank=True, default="", db_default=""
    )
    state = models.CharField(
        _("state"), max_length=12, choices=CampaignState.choices, default=CampaignState.DRAFT
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=_("author"),
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    send_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(_("last changed"))

    class Meta:
        verbose_name = _("greeting")
        verbose_name_plural = _("greetings")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-created_at"], name="outreach_campaign_state"),
            models.Index(fields=["author", "-created_at"], name="outreach_campaign_author"),
            models.Index(fields=["sent_at"], name="outreach_campaign_sent"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """``campaign:12``: the name of this sending in the outbox, the ledger and the trail."""
        return f"campaign:{self.pk}"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in, Chinese first."""
        found = []
        if self.body_zh.strip() and (not self.by_mail or self.subject_zh.strip()):
            found.append("zh-hans")
        if self.body_en.strip() and (not self.by_mail or self.subject_en.strip()):
            found.append("en")
        return tuple(found)

    @property
    def by_text(self) -> bool:
        """It is a text message, not a letter."""
        return self.channel == Channel.SMS

    @property
    def by_wechat(self) -> bool:
        """It is a notice on WeChat."""
        return self.channel == Channel.WECHAT

    @property
    def by_mail(self) -> bool:
        """It is a letter: it has a subject, and comes from an address."""
        return not (self.by_text or self.by_wechat)

    @property
    def editable(self) -> bool:
        """Text and audience can still be changed."""
        return self.state == CampaignState.DRAFT

    @property
    def gone_out(self) -> bool:
        """Its recipients are fixed: it is being sent or has been."""
        return self.state in {
            CampaignState.SENDING,
            CampaignState.FINISHED,
            CampaignState.STOPPED,
        }

    @property
    def subject(self) -> str:
        """The subject in the reader's language."""
        chinese = (translation.get_language() or "").startswith("zh")
        first, second = self.subject_zh, self.subject_en
        if not self.by_mail:
            first, second = self.body_zh, self.body_en
        return (first or second) if chinese else (second or first)
