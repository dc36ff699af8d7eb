"""What a register import will enter, staged in typed columns until it is published, and kept for
the undo. No foreign keys: most of the ids do not exist before publishing.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wutong.platform.vault.public import EncryptedTextField


def _text(length: int) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="", db_default="")


class RegisterRow(models.Model):
    """One row of the file that adds or changes something.

    `action`: `new` makes the person, `follow` adds to a person that an earlier row of the same
    file makes, `changed` alters one on record (`changed` names the fields, `before` holds what
    they were). Ids of what will be made are drawn from the sequences while checking, so that
    publishing is nothing but inserts from here.
    `outcome`: empty, `moved` (the record changed after the check; left alone) or `kept` (touched
    after publishing; the undo left it alone).
    """

    pk = models.CompositePrimaryKey("batch_id", "row_no")
    batch_id = models.UUIDField()
    row_no = models.PositiveIntegerField()
    action = models.CharField(max_length=8)
    outcome = _text(8)
    person_id = models.BigIntegerField()
    base_version = models.PositiveIntegerField(null=True)
    changed = ArrayField(models.TextField(), default=list)
    before = models.JSONField(default=dict)

    name = _text(120)
    name_latin = _text(120)
    former_names = ArrayField(models.TextField(), default=list)
    sex = _text(1)
    birth_date = models.DateField(null=True)
    region_id = models.BigIntegerField(null=True)
    surname = _text(60)
    surname_pinyin = _text(60)
    name_pinyin = _text(200)
    search_tokens = ArrayField(models.TextField(), default=list)
    reachable = models.BooleanField(default=False)
    mailable = models.BooleanField(default=False)

    degree_id = models.BigIntegerField(null=True)
    degree_action = _text(8)
    degree_changed = ArrayField(models.TextField(), default=list)
    unit_id = models.BigIntegerField(null=True)
    class_group_id = models.BigIntegerField(null=True)
    major = _text(120)
    level = _text(12)
    student_no = _text(40)
    entry_year = models.PositiveSmallIntegerField(null=True)
    leave_year = models.PositiveSmallIntegerField(null=True)
    completion = _text(12)
    supervisor = _text(120)

    employment_id = models.BigIntegerField(null=True)
    employer = _text(200)
    title = _text(120)
    industry = _text(80)

    fields = ArrayField(models.TextField(), default=list)
    degree_fields = ArrayField(models.TextField(), default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "staged row of a register"
        verbose_name_plural = "staged rows of a register"
        indexes = (models.Index(fields=("batch_id", "person_id"), name="people_register_person"),)

    def __str__(self) -> str:
        return f"{self.row_no} {self.action} {self.name}"


class RegisterContact(models.Model):
    """A contact point that a row will add."""

    batch_id = models.UUIDField()
    row_no = models.PositiveIntegerField()
    contact_id = models.BigIntegerField(primary_key=True)
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=320)
    normalised = models.CharField(max_length=320)
    masked = _text(120)
    value_hash = models.BinaryField(max_length=32)
    is_primary = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "staged contact point of a register"
        verbose_name_plural = "staged contact points of a register"
        indexes = (models.Index(fields=("batch_id", "row_no"), name="people_register_contact"),)

    def __str__(self) -> str:
        return self.masked


class RegisterDocument(models.Model):
    """An identity document that a row will add, its number encrypted like the record's."""

    batch_id = models.UUIDField()
    row_no = models.PositiveIntegerField()
    document_id = models.BigIntegerField(primary_key=True)
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    number = EncryptedTextField(purpose="people.document")
    number_hash = models.BinaryField(max_length=16)
    masked = _text(40)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "staged identity document of a register"
        verbose_name_plural = "staged identity documents of a register"
        indexes = (models.Index(fields=("batch_id", "row_no"), name="people_register_document"),)

    def __str__(self) -> str:
        return self.masked


class RegisterClass(models.Model):
    """A class that the file names and the office does not know yet."""

    batch_id = models.UUIDField()
    class_id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    unit_id = models.BigIntegerField()
    major = _text(120)
    level = models.CharField(max_length=12)
    entry_year = models.PositiveSmallIntegerField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "staged class of a register"
        verbose_name_plural = "staged classes of a register"
        indexes = (models.Index(fields=("batch_id",), name="people_register_class"),)

    def __str__(self) -> str:
        return self.name
