import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.enums import Language, Sex
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import Region

# What is derived from other columns or rows says nothing in a history, and the tokens would
# keep phone numbers that were to be forgotten.
DERIVED_FIELDS = [
    "surname",
    "surname_pinyin",
    "name_pinyin",
    "search_tokens",
    "contactable",
    "deceased",
    "email_ok",
    "version",
    "created_at",
    "updated_at",
]


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=DERIVED_FIELDS,
)
class Person(models.Model):
    """A person on record.

    `surname`, `surname_pinyin`, `name_pinyin` and `search_tokens` are derived from the names,
    numbers and contact points by `indexing`; `contactable`, `deceased` and `email_ok` from the
    dated states and contact points by `services.states`. A living person who is not contactable
    is lost. `version` rises with every change and guards against concurrent edits.
    A record that was merged keeps its row and points at the one that stayed; one that was erased
    keeps an empty row that points at itself.
    """

    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True, default="", db_default="")  # fmt: skip
    former_names = ArrayField(
        models.CharField(max_length=120), verbose_name=_("former names"), default=list, blank=True,
        db_default=[],
    )  # fmt: skip
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True, default="", db_default="")  # fmt: skip
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.CHINESE,
        db_default=Language.CHINESE.value,
    )  # fmt: skip
    salutation = models.CharField(_("salutation"), max_length=60, blank=True, default="", db_default="")  # fmt: skip
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    grade = models.PositiveSmallIntegerField(
        _("confidentiality"), choices=Grade.choices, default=Grade.INTERNAL,
        db_default=Grade.INTERNAL.value,
    )  # fmt: skip
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person",
        verbose_name=_("account"),
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from",
        verbose_name=_("merged into"),
    )  # fmt: skip

    surname = models.CharField(max_length=60, blank=True, default="", db_default="", editable=False)
    surname_pinyin = models.CharField(
        max_length=60, blank=True, default="", db_default="", editable=False, db_collation="C"
    )
    name_pinyin = models.CharField(
        _("pinyin"), max_length=200, blank=True, default="", db_default="", editable=False,
        db_collation="C",
    )  # fmt: skip
    search_tokens = ArrayField(
        models.TextField(), default=list, db_default=[], blank=True, editable=False
    )
    contactable = models.BooleanField(
        _("contactable"), default=False, db_default=False, editable=False
    )
    deceased = models.BooleanField(_("deceased"), default=False, db_default=False, editable=False)
    email_ok = models.BooleanField(default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(_("on record since"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("last changed"), db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("name_pinyin", "id")
        indexes = (
            GinIndex(fields=("search_tokens",), name="people_search_tokens"),
            models.Index(fields=("name_pinyin", "id"), name="people_by_name"),
            # A surname is counted from the index alone: what it includes is what a list asks of
            # everybody, and the page of each of 20,000 people need not be read.
            models.Index(
                fields=("surname", "name_pinyin", "id"),
                include=("deceased", "grade", "merged_into"),
                name="people_by_surname",
            ),
            models.Index(fields=("name", "birth_date"), name="people_by_name_and_birth"),
            models.Index(
                fields=("surname_pinyin", "name_pinyin", "id"),
                include=("deceased", "grade", "merged_into"),
                name="people_by_surname_pinyin",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def lost(self) -> bool:
        """Living, and no way to reach them is known."""
        return not self.deceased and not self.contactable
