"""Formal letters and the texts they start from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.organisations.models import Organisation
from wutong.core.people.models import Person
from wutong.core.reference.models import LegalBody
from wutong.platform.documents.models import IssuedDocument
from wutong.platform.files.models import StoredFile
from wutong.programs.correspondence.enums import Language, LetterKind, LetterState, Theme, Way


class LetterTemplate(models.Model):
    """A text to start from. ``{{ name }}`` and the other places are filled when a letter is begun;
    after that the letter is its own text.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=LetterKind)
    language = models.CharField(_("language"), max_length=10, choices=Language)
    name = models.CharField(pgettext_lazy("template", "name"), max_length=80)
    title = models.CharField(_("heading"), max_length=80)
    salutation = models.CharField(_("salutation"), max_length=200)
    body = models.TextField(_("text"))
    closing = models.TextField(_("closing words"), blank=True)
    retired = models.BooleanField(_("no longer offered"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("text for letters")
        verbose_name_plural = _("texts for letters")
        ordering = ("kind", "-language", "name")

    def __str__(self) -> str:
        return self.name


class FormalLetter(models.Model):
    """A letter in the name of a legal body to a person, an organisation or a named outsider.

    ``person`` is who it concerns: the addressee, or in a letter of condolence the one who died;
    ``addressee`` is who it is made out to, as printed. ``position`` is the addressee's title as far
    as it was merged, ``position_on`` the day on which it was last confirmed. ``document`` is the
    numbered paper; its text never changes again. ``digest`` pins what was signed off, ``mail_key``
    names the mail it left by.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=LetterKind)
    legal_body = models.ForeignKey(
        LegalBody, models.PROTECT, related_name="+", verbose_name=_("in the name of")
    )
    language = models.CharField(_("language"), max_length=10, choices=Language)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )  # fmt: skip
    addressee = models.CharField(_("addressee"), max_length=200)
    position = models.CharField(_("title of the addressee"), max_length=200, blank=True)
    position_on = models.DateField(_("title confirmed on"), null=True, blank=True)
    occasion = models.CharField(_("occasion"), max_length=200, blank=True)
    theme = models.CharField(
        pgettext_lazy("letter", "theme"), max_length=12, choices=Theme, blank=True
    )
    title = models.CharField(_("heading"), max_length=80)
    salutation = models.CharField(_("salutation"), max_length=200)
    body = models.TextField(_("text"))
    closing = models.TextField(_("closing words"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=LetterState, default=LetterState.DRAFT
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("author"),
    )  # fmt: skip
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("signed off by"),
    )  # fmt: skip
    digest = models.CharField(max_length=64, blank=True, editable=False)
    document = models.OneToOneField(
        IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("numbered letter"),
    )  # fmt: skip
    number_text = models.CharField(_("number"), max_length=80, blank=True)
    sealed_on = models.DateField(_("sealed on"), null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("sealed by"),
    )  # fmt: skip
    copies = models.PositiveSmallIntegerField(_("sealed copies"), default=0)
    seal_note = models.CharField(_("seal note"), max_length=200, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_by = models.CharField(
        pgettext_lazy("letter", "way"), max_length=8, choices=Way, blank=True
    )
    sent_note = models.CharField(_("to whom or which number"), max_length=200, blank=True)
    mail_key = models.CharField(
        max_length=80, blank=True, default="", db_default="", editable=False
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(pgettext_lazy("letter", "answer"), blank=True)
    answer_file = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("answer as a file"),
    )  # fmt: skip
    void_reason = models.CharField(_("reason"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("written on"), db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("formal letter")
        verbose_name_plural = _("formal letters")
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(fields=("state", "-created_at"), name="correspondence_state"),
            models.Index(fields=("sent_on", "kind"), name="correspondence_sent"),
            models.Index(
                fields=("mail_key",), condition=~Q(mail_key=""), name="correspondence_mail"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("draft", "review", "approved", "void"))
                | Q(document__isnull=False),
                name="correspondence_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "answered")) | Q(sent_on__isnull=False),
                name="correspondence_sent_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} · {self.addressee}"

    @property
    def ref(self) -> str:
        """How other rooms name it."""
        return f"letter:{self.pk}"
