"""Issues of the alumni journal, what is in them, and who got which issue by which channel."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.enums import Channel
from wutong.core.people.models import Person
from wutong.core.reference.models import LegalBody
from wutong.core.reference.public import in_language
from wutong.engines.audiences.models import Segment
from wutong.engines.outreach.models import Campaign
from wutong.platform.files.models import StoredFile
from wutong.programs.journal.enums import (
    ORDERS,
    Copies,
    CopyState,
    CreditRole,
    IssueState,
    Openness,
    Order,
    PrintRule,
    ReturnReason,
)
from wutong.programs.publishing.models import Picture


class Issue(models.Model):
    """One issue.

    ``paper`` is the PDF: handed in, or set from the articles at ``paper_set_at``. ``campaign`` is
    the letter, ``notice`` the notice on WeChat. ``order`` and ``copies_each`` say
    what happens to who can be reached by several ways. ``counts`` is the pre-flight of the postal list as of ``counted_at`` ("" gets a copy);
    ``tallies`` is what the ledger holds, by channel ({"post": {"sent": 900, "returned": 12}}),
    with the people who got at least one copy under "people", those who opened it under "readers"
    and copies sent and returned by day under "days": written whenever the ledger changes, so that
    neither a list of issues nor the account of a year counts millions of copies.
    """

    number = models.PositiveSmallIntegerField(_("number, counted from the first"), unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    number_in_year = models.PositiveSmallIntegerField(_("number in the year"))
    title_zh = models.CharField(_("title in Chinese"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    legal_body = models.ForeignKey(
        LegalBody,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("journal issue", "in the name of"),
    )
    internal = models.BooleanField(_("printed as internal matter"), default=True)
    permit_number = models.CharField(_("permit number"), max_length=60, blank=True)
    print_run = models.PositiveIntegerField(_("print run"), null=True, blank=True)
    foreword_zh = models.TextField(_("foreword in Chinese"), blank=True)
    foreword_en = models.TextField(_("foreword in English"), blank=True)
    cover = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    paper_set_at = models.DateTimeField(null=True)
    openness = models.CharField(
        _("on the web for"), max_length=8, choices=Openness.choices, default=Openness.PUBLIC
    )
    print_rule = models.CharField(
        _("on paper to"), max_length=8, choices=PrintRule.choices, default=PrintRule.OFFLINE
    )
    order = models.CharField(
        _("which way comes first"), max_length=8, choices=Order.choices, default=Order.WECHAT,
        db_default=Order.WECHAT.value,
    )  # fmt: skip
    copies_each = models.CharField(
        _("copies for each reader"), max_length=8, choices=Copies.choices, default=Copies.ASKED,
        db_default=Copies.ASKED.value,
    )  # fmt: skip
    segment = models.ForeignKey(
        Segment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("segment")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=IssueState.choices, default=IssueState.DRAFT
    )
    published_on = models.DateField(pgettext_lazy("journal issue", "published on"), null=True)
    posted_on = models.DateField(_("posted on"), null=True)
    campaign = models.OneToOneField(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="journal_issue"
    )
    notice = models.OneToOneField(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="journal_notice"
    )
    counts = models.JSONField(null=True)
    counted_at = models.DateTimeField(null=True)
    tallies = models.JSONField(default=dict)
    tallied_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(_("last changed"))

    class Meta:
        verbose_name = _("issue of the journal")
        verbose_name_plural = _("issues of the journal")
        ordering = ("-number",)

    def __str__(self) -> str:
        return self.label

    @property
    def ref(self) -> str:
        """``journal:12``."""
        return f"journal:{self.pk}"

    @property
    def title(self) -> str:
        """In the reader's language."""
        return in_language(self.title_zh, self.title_en)

    @property
    def foreword(self) -> str:
        """In the reader's language."""
        return in_language(self.foreword_zh, self.foreword_en)

    @property
    def place(self) -> str:
        """2024年第2期（总第17期）."""
        return _("%(year)s no. %(inner)s (no. %(number)s in all)") % {
            "year": self.year,
            "inner": self.number_in_year,
            "number": self.number,
        }

    @property
    def label(self) -> str:
        """Title and place."""
        return f"{self.title} {self.place}"

    @property
    def ways(self) -> tuple[Channel, ...]:
        """The channels, the one that comes first in front."""
        return ORDERS[Order(self.order)]

    @property
    def sendings(self) -> dict[Channel, Campaign]:
        """The sendings that were written, by channel."""
        written = {Channel.EMAIL: self.campaign, Channel.WECHAT: self.notice}
        return {channel: one for channel, one in written.items() if one is not None}

    @property
    def is_published(self) -> bool:
        """Readers see it."""
        return self.state == IssueState.PUBLISHED


_BREAK = re.compile(r"\n+")
MARK = re.compile(r"!\[(\d{1,2})\]")
"""A line of its own in a text: here stands the picture of that number."""


def lines_of(text: str) -> list[str]:
    """Paragraphs, headings (lines that begin with ``#``) and marks, without typed indents."""
    lines = [one.strip() for one in _BREAK.split(text.replace("\r", ""))]
    return [one for one in lines if one.strip("# ")]


def pieces_of(text: str) -> list[tuple[bool, str]]:
    """Paragraphs and headings of a text as (is a heading, words)."""
    lines = [one for one in lines_of(text) if not MARK.fullmatch(one)]
    return [(one.startswith("#"), one.lstrip("#").strip()) for one in lines]


class Article(models.Model):
    """One article of an issue, in the order of its pages; one that was taken out can be put back.

    ``story`` is the key of the newsroom's story it was taken over from at ``story_at``.
    """

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="articles")
    column_zh = models.CharField(_("column in Chinese"), max_length=60, blank=True)
    column_en = models.CharField(_("column in English"), max_length=80, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    page = models.PositiveSmallIntegerField(pgettext_lazy("journal", "page"), null=True, blank=True)
    text_zh = models.TextField(_("text in Chinese"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    is_public = models.BooleanField(_("everybody may read it"), default=True)
    picture = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    story = models.UUIDField(null=True, db_index=True)
    story_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("journal", "article")
        verbose_name_plural = pgettext_lazy("journal", "articles")
        ordering = (F("page").asc(nulls_last=True), "pk")
        indexes = (models.Index(fields=("issue", "page"), name="journal_article_order"),)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language."""
        return in_language(self.title_zh, self.title_en)

    @property
    def column(self) -> str:
        """In the reader's language."""
        return in_language(self.column_zh, self.column_en)

    @property
    def text(self) -> str:
        """In the reader's language."""
        return in_language(self.text_zh, self.text_en)

    @property
    def pieces(self) -> list[tuple[bool, str]]:
        """Its text as (is a heading, words), one after another."""
        return pieces_of(self.text)


class ArticlePicture(models.Model):
    """A picture that came over with a story: shown for as long as the newsroom may show it in the
    journal (``source.places``).

    ``number`` is what its mark in the text says. ``stored`` is our copy for the printer; once the
    picture is withdrawn from a published issue nothing but ``withdrawn_at`` is left of it, so that
    a PDF set before that day is known to hold it.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="pictures")
    source = models.ForeignKey(Picture, models.SET_NULL, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=40, blank=True)
    alt_zh = models.CharField(max_length=300, blank=True)
    alt_en = models.CharField(max_length=300, blank=True)
    caption_zh = models.CharField(max_length=300, blank=True)
    caption_en = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("journal", "picture of an article")
        verbose_name_plural = pgettext_lazy("journal", "pictures of articles")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("article", "number"), name="journal_picture_once"),
        )

    def __str__(self) -> str:
        return f"{self.article_id} {self.number}"

    @property
    def alt(self) -> str:
        """In the reader's language."""
        return in_language(self.alt_zh, self.alt_en)

    @property
    def caption(self) -> str:
        """In the reader's language."""
        return in_language(self.caption_zh, self.caption_en)


class Credit(models.Model):
    """Who made an article: the name as printed, and the person on record where it is known."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="credits")
    role = models.CharField(max_length=8, choices=CreditRole.choices, default=CreditRole.AUTHOR)
    name = models.CharField(_("name as printed"), max_length=120)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="journal_credits"
    )

    class Meta:
        verbose_name = pgettext_lazy("journal", "credit")
        verbose_name_plural = pgettext_lazy("journal", "credits")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Judged(models.Model):
    """Who gets an issue by a channel: ``reason`` empty does.

    Written by one ``INSERT … SELECT`` per count and never by hand; hence no foreign-key checks
    in the database, which would cost more than the statement. Only the channels judged by this
    room are here: letters by e-mail are judged by the sending they go with.
    """

    pk = models.CompositePrimaryKey("issue_id", "channel", "person_id")
    issue = models.ForeignKey(
        Issue, models.CASCADE, related_name="judged", db_index=False, db_constraint=False
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    reason = models.CharField(max_length=12, db_default="", default="")
    contact_id = models.BigIntegerField(null=True)
    shares_with = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("issue", "channel", "reason", "person"), name="journal_judged_reason"
            ),
            models.Index(fields=("person",), name="journal_judged_person"),
        )

    def __str__(self) -> str:
        return f"{self.issue_id}/{self.channel}/{self.person_id}"


class Copy(models.Model):
    """The delivery ledger: who got which issue by which channel, and what became of it.

    ``sent_on`` is the day the post, a mail server or WeChat took it, ``arrived_on`` that of the
    receipt where a channel gives one. ``opened_on`` is the day the reader
    said "read" on the page behind the link in the letter; fetching the link counts nothing. Nobody
    who is on record is ever deleted, so no foreign-key checks either.
    """

    pk = models.CompositePrimaryKey("issue_id", "channel", "person_id")
    issue = models.ForeignKey(
        Issue, models.PROTECT, related_name="copies", db_index=False, db_constraint=False
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    state = models.CharField(
        _("state"), max_length=8, choices=CopyState.choices, default=CopyState.SENT,
        db_default=CopyState.SENT.value,
    )  # fmt: skip
    sent_on = models.DateField(pgettext_lazy("copy", "sent on"))
    arrived_on = models.DateField(pgettext_lazy("copy", "arrived on"), null=True)
    opened_on = models.DateField(pgettext_lazy("copy", "opened on"), null=True)
    contact_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("journal", "copy")
        verbose_name_plural = pgettext_lazy("journal", "copies")
        indexes = (
            models.Index(fields=("person", "issue"), name="journal_copy_person"),
            models.Index(fields=("sent_on", "person"), name="journal_copy_day"),
            models.Index(
                fields=("opened_on", "person"),
                condition=Q(opened_on__isnull=False),
                name="journal_copy_opened",
            ),
            models.Index(
                fields=("issue", "channel"),
                condition=Q(state=CopyState.RETURNED),
                name="journal_copy_returned",
            ),
        )

    def __str__(self) -> str:
        return f"{self.issue_id}/{self.channel}/{self.person_id}"


class ReturnedCopy(models.Model):
    """A printed copy that came back (退件). ``before`` is what the address was, for the undo."""

    issue = models.ForeignKey(
        Issue, models.PROTECT, related_name="returned", verbose_name=_("issue")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="returned_copies", verbose_name=_("reader")
    )
    reason = models.CharField(_("reason"), max_length=10, choices=ReturnReason.choices)
    contact_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("noted by"),
    )  # fmt: skip
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("returned copy")
        verbose_name_plural = _("returned copies")
        constraints = (
            models.UniqueConstraint(
                fields=("issue", "person"),
                condition=Q(undone_at__isnull=True),
                name="journal_returned_once",
            ),
        )
        indexes = (models.Index(fields=("-noted_at",), name="journal_returned_youngest"),)

    def __str__(self) -> str:
        return f"{self.issue_id}/{self.person_id}"

    @property
    def ref(self) -> str:
        """``journal_return:12``."""
        return f"journal_return:{self.pk}"
