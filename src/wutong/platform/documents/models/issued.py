from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.kernel.ids import uuid7
from wutong.platform.documents.enums import DocumentState
from wutong.platform.documents.models.series import NumberSeries
from wutong.platform.files.models import StoredFile


class IssuedDocument(models.Model):
    """A document that left the office under a number.

    ``data`` is what the paper says: ``letter`` (its texts, see ``letters.Letter``) and ``facts``
    for machines. It never changes; a correction is a new document that ``supersedes`` this one.
    ``check_code`` is made from the number and ``data`` with our key: who changed a row without
    the key is found out by the public page. ``subject_ref`` is opaque ("appointment:12").
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField()
    number_text = models.CharField(_("number"), max_length=80)
    body = models.CharField(_("legal body"), max_length=20)
    issued_on = models.DateField(_("issued on"))
    subject_ref = models.CharField(max_length=80, db_index=True)
    subject_label = models.CharField(_("made out to"), max_length=200)
    language = models.CharField(_("language"), max_length=10)
    data = models.JSONField()
    check_code = models.CharField(_("check code"), max_length=16, unique=True)
    state = models.CharField(
        _("state"), max_length=12, choices=DocumentState, default=DocumentState.VALID
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )
    void_on = models.DateField(_("void since"), null=True)
    void_reason = models.CharField(_("reason"), max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        ordering = ("-issued_on", "-number")
        constraints = (
            models.UniqueConstraint(fields=("series", "number"), name="documents_number_once"),
        )

    def __str__(self) -> str:
        return self.number_text
