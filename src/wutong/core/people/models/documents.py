import pghistory
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wutong.core.people.enums import DocumentKind
from wutong.core.people.models.person import Person
from wutong.platform.vault.public import EncryptedTextField


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["number", "created_at"],
)
class PersonDocument(models.Model):
    """An identity document of a person: sensitive, in a table of its own.

    The number is encrypted; `number_hash` is its keyed hash, by which the same number is found
    again without being read, `masked` what a screen may show. History keeps mask and hash only.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="documents", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=DocumentKind.choices)
    number = EncryptedTextField(_("document number"), purpose="people.document", editable=False)
    number_hash = models.BinaryField(max_length=16, editable=False)
    masked = models.CharField(max_length=40, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("identity document")
        verbose_name_plural = _("identity documents")
        indexes = (models.Index(fields=("number_hash",), name="people_document_hash"),)
        constraints = (
            models.UniqueConstraint(fields=("person", "number_hash"), name="people_document_once"),
        )

    def __str__(self) -> str:
        return self.masked
