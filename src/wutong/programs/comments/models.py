"""The house's switch, what each story allows, nicknames, comments with their log, reports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.models import Person
from wutong.platform.vault.public import EncryptedTextField
from wutong.programs.comments.enums import Act, CommentState, Ground, Outcome, ThreadState


class House(models.Model):
    """One row: whether comments are open at all, and who answers for them."""

    is_open = models.BooleanField(default=False)
    duty_editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("duty editor"),
    )  # fmt: skip
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return "open" if self.is_open else "closed"


class Thread(models.Model):
    """What one story allows, where it is not what the house has. ``key`` is the story over its
    languages: comments in whatever language stand below all of them.
    """

    key = models.UUIDField(primary_key=True)
    state = models.CharField(max_length=8, choices=ThreadState.choices)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class Nickname(models.Model):
    """The name in front, chosen once; behind it stands the person."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="nickname")
    name = models.CharField(_("nickname"), max_length=20)
    folded = models.CharField(max_length=40, unique=True)
    chosen_at = models.DateTimeField(pgettext_lazy("nickname", "chosen"))

    class Meta:
        verbose_name = _("nickname")
        verbose_name_plural = _("nicknames")

    def __str__(self) -> str:
        return self.name


class Comment(models.Model):
    """Somebody's words below a story: plain text, never anything else. ``found`` are the words the
    lists found, ``place`` the region of the address it came from, which the law has us show;
    ``tell_at`` is when its author is told of the last decision, ``told`` the last state they know.
    """

    story = models.UUIDField()
    language = models.CharField(_("language"), max_length=10)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    nickname = models.CharField(_("nickname"), max_length=20)
    text = models.TextField(pgettext_lazy("comments", "comment"))
    digest = models.BinaryField(max_length=32)
    state = models.CharField(_("state"), max_length=10, choices=CommentState.choices)
    found = models.CharField(
        pgettext_lazy("comment", "found by the lists"), max_length=200, blank=True
    )
    grave = models.BooleanField(default=False)
    place = models.CharField(_("place of the address"), max_length=20, blank=True)
    address = EncryptedTextField(_("address"), purpose="comments.address", null=True)  # type: ignore[misc]
    received_at = models.DateTimeField(_("received"))
    published_at = models.DateTimeField(pgettext_lazy("comment", "published"), null=True)
    decided_at = models.DateTimeField(pgettext_lazy("comment", "decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=pgettext_lazy("comment", "decided by"),
    )  # fmt: skip
    reason = models.CharField(pgettext_lazy("comment", "reason"), max_length=300, blank=True)
    appeal = models.CharField(_("what its author says"), max_length=300, blank=True)
    appealed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=1)
    tell_at = models.DateTimeField(null=True)
    told = models.CharField(max_length=10, blank=True)
    act_id = models.UUIDField(null=True)
    act_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = pgettext_lazy("comments", "comment")
        verbose_name_plural = pgettext_lazy("comments", "comments")
        constraints = (
            models.CheckConstraint(
                name="comments_published_at",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=("story", "published_at"), name="comments_shown",
                         condition=Q(state="published")),
            models.Index(fields=("person", "-received_at"), name="comments_of_person"),
            models.Index(fields=("received_at",), name="comments_waiting",
                         condition=Q(state="waiting")),
            models.Index(fields=("tell_at",), name="comments_to_tell",
                         condition=Q(tell_at__isnull=False)),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.nickname}: {self.text[:30]}"

    @property
    def ref(self) -> str:
        """``comment:12``."""
        return f"comment:{self.pk}"

    @property
    def is_published(self) -> bool:
        """Whether everybody may read it."""
        return self.state == CommentState.PUBLISHED


class CommentStep(models.Model):
    """A step with the words it was about: the log that whoever publishes others' comments must
    keep. ``by`` is empty where it was the author; ``reason`` and words go when the log's time is over.
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=10, choices=Act.choices)
    by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    text = EncryptedTextField(purpose="comments.log", null=True)  # type: ignore[misc]
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.comment_id} {self.act}"


class Report(models.Model):
    """Somebody says that a comment should not stand there; they are told what became of it."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    contact = EncryptedTextField(purpose="comments.contact", null=True)  # type: ignore[misc]
    language = models.CharField(max_length=10, default="zh-hans")
    ground = models.CharField(
        pgettext_lazy("report", "ground"), max_length=10, choices=Ground.choices
    )
    words = models.CharField(pgettext_lazy("report", "in words"), max_length=300, blank=True)
    at = models.DateTimeField(pgettext_lazy("report", "reported"))
    outcome = models.CharField(
        pgettext_lazy("report", "outcome"), max_length=10, choices=Outcome.choices,
        default=Outcome.OPEN,
    )  # fmt: skip
    answer = models.CharField(pgettext_lazy("report", "answer"), max_length=300, blank=True)
    answered_at = models.DateTimeField(pgettext_lazy("report", "answered"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("comments", "report")
        verbose_name_plural = pgettext_lazy("comments", "reports")
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("comment", "person"), name="comments_one_open_report",
                condition=Q(outcome="open", person__isnull=False),
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("comment",), name="comments_open_reports",
                         condition=Q(outcome="open")),
            models.Index(fields=("person",), name="comments_reports_of"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.comment_id} {self.ground}"
