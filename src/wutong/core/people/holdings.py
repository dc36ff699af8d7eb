"""What this room holds about a person, and what an erasure leaves: an empty row.

Many rows of other rooms point at a person (an appointment, a merge, a line of a batch). So the
row stays, blank, and points at itself as merged: every list, count and search leaves it out as it
leaves out any record that is no more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from pghistory.models import Event

from wutong.core.people.models import (
    ContactPoint,
    Degree,
    Employment,
    MatchCandidate,
    Merge,
    Person,
    PersonDocument,
    PersonState,
    Provenance,
    RegisterContact,
    RegisterDocument,
    RegisterRow,
    Relation,
)
from wutong.core.reference.enums import Grade
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import (
    Holding,
    RetentionRule,
    Table,
    after_days,
    aliases,
    deletes,
    holdings,
    reads,
    restraints,
    retention_rules,
    rows_of,
    table_of,
)
from wutong.platform.tabular.models import ImportBatch, ImportRow, RowChoice, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject

ERASED_NAME = "已注销"
"""Stands where rows that are kept name somebody who was erased."""


def names_of(ref: str) -> Iterator[str]:
    """Records merged into the person, the account, student numbers, addresses and numbers."""
    kind, _colon, number = ref.partition(":")
    if kind != "person" or not number.isdecimal():
        return
    ids = [int(number)]
    ids += Person.objects.filter(merged_into_id=ids[0]).values_list("pk", flat=True)
    yield from (f"person:{pk}" for pk in ids)
    people = Person.objects.filter(pk__in=ids, user__isnull=False).select_related("user")
    for person in people:
        yield f"user:{person.user_id}"
        if mailbox := person.user.mailbox:  # type: ignore[union-attr]
            yield f"email:{mailbox}"
    numbers = Degree.objects.filter(person__in=ids).exclude(student_no="")
    yield from (f"student_no:{value}" for value in numbers.values_list("student_no", flat=True))
    points = ContactPoint.objects.filter(person__in=ids, kind__in=("email", "phone"))
    reached = points.order_by("kind", "pk").values_list("kind", "normalised")
    yield from (f"{kind}:{value}" for kind, value in reached)


aliases.register("people", names_of)

_PERSON = (
    "name", "name_latin", "former_names", "sex", "birth_date", "language", "salutation", "region",
    "grade", "created_at", "updated_at",
)  # fmt: skip


def _blank_person(actor: Actor, subject: Subject) -> int:
    """The last step: the row forgets who it was."""
    rows = Person.objects.filter(pk__in=subject.ids("person"))
    touched = rows.update(
        name=ERASED_NAME, name_latin="", former_names=[], sex="", birth_date=None, salutation="",
        region=None, grade=Grade.INTERNAL, user=None, merged_into=F("pk"), surname="",
        surname_pinyin="", name_pinyin="", search_tokens=[], contactable=False, deceased=False,
        email_ok=False, version=F("version") + 1, updated_at=Now(),
    )  # fmt: skip
    for model in _histories():
        column = "pgh_obj_id" if model.pgh_tracked_model is Person else "person_id"
        QuerySet(model).filter(**{f"{column}__in": subject.ids("person")}).delete()
    return touched


def _histories() -> list[Any]:
    """The tables in which triggers keep what rows of this room said before."""
    return [model for model in Event.__subclasses__() if model._meta.app_label == "people"]


holdings.register(
    "people.person",
    Holding(
        title=_("Who you are"),
        purpose=_("To know you as an alumnus of the university."),
        fate=Fate.ANONYMISE,
        ground=_(
            "An empty record without your name stays, so that letters of appointment and "
            "counts that point at it do not break."
        ),
        read=reads(Person, *_PERSON, by="pk"),
        erase=_blank_person,
        tables=("people_person", "people_personevent"),
    ),
    order=90,
)
holdings.register(
    "people.contacts",
    Holding(
        title=_("Ways to reach you"),
        purpose=_("To write to you."),
        fate=Fate.ERASE,
        read=reads(
            ContactPoint, "kind", "value", "is_primary", "status", "verified_at", "valid_from",
            "valid_to",
        ),
        erase=deletes(ContactPoint),
        tables=("people_contactpoint", "people_contactpointevent"),
    ),
    order=80,
)  # fmt: skip


def _unrelate(actor: Actor, subject: Subject) -> int:
    return _related(subject).delete()[0]


def _related(subject: Subject) -> QuerySet[Relation]:
    ids = subject.ids("person")
    return Relation.objects.filter(Q(person__in=ids) | Q(other__in=ids))


holdings.register(
    "people.relations",
    Holding(
        title=_("Relations to others"),
        purpose=_("To greet a household once, and nobody together with somebody who has died."),
        fate=Fate.ERASE,
        read=lambda subject: table_of(_related(subject), "kind", "household", "since", "until"),
        erase=_unrelate,
        tables=("people_relation", "people_relationevent"),
    ),
    order=80,
)
holdings.register(
    "people.documents",
    Holding(
        title=_("Identity documents"),
        purpose=_("To tell you from others of your name where a number is needed."),
        fate=Fate.ERASE,
        read=reads(PersonDocument, "kind", "masked", "created_at"),
        erase=deletes(PersonDocument),
        tables=("people_persondocument", "people_persondocumentevent"),
    ),
    order=80,
)
holdings.register(
    "people.studies",
    Holding(
        title=_("Times of study"),
        purpose=_("To know you as an alumnus of a college and a class."),
        fate=Fate.ERASE,
        read=reads(
            Degree, "unit", "class_group", "major", "level", "student_no", "entry_year",
            "leave_year", "completion", "supervisor",
        ),
        erase=deletes(Degree),
        tables=("people_degree", "people_degreeevent"),
    ),
    order=80,
)  # fmt: skip
holdings.register(
    "people.employments",
    Holding(
        title=_("Where you work and worked"),
        purpose=_("To invite you to what concerns your field."),
        fate=Fate.ERASE,
        read=reads(
            Employment, "employer", "title", "industry", "region", "from_date", "to_date", "as_of"
        ),
        erase=deletes(Employment),
        tables=("people_employment", "people_employmentevent"),
    ),
    order=80,
)
holdings.register(
    "people.states",
    Holding(
        title=_("Whether you can be reached, and since when you are an alumnus"),
        purpose=_("To count alumni on any day."),
        fate=Fate.ERASE,
        read=reads(PersonState, "kind", "value", "valid_from", "valid_to", "source", "note"),
        erase=deletes(PersonState),
        tables=("people_personstate", "people_personstateevent"),
    ),
    order=80,
)
holdings.register(
    "people.provenance",
    Holding(
        title=_("Where your data comes from"),
        purpose=_("To be able to say where each entry comes from."),
        fate=Fate.ERASE,
        read=reads(Provenance, "recorded_at", "source_kind", "source_label", "fields"),
        erase=deletes(Provenance),
        tables=("people_provenance",),
    ),
    order=80,
)


# possible duplicates and merges


def _candidates(subject: Subject) -> QuerySet[MatchCandidate]:
    ids = subject.ids("person")
    return MatchCandidate.objects.filter(Q(first__in=ids) | Q(second__in=ids)).order_by("pk")


holdings.register(
    "people.candidates",
    Holding(
        title=_("Records that may be yours, too"),
        purpose=_("To have one record of each person."),
        fate=Fate.ERASE,
        read=lambda subject: table_of(_candidates(subject), "found_at", "score", "decision"),
        erase=lambda _actor, subject: _candidates(subject).delete()[0],
        tables=("people_matchcandidate",),
    ),
    order=70,
)


def _merges(subject: Subject) -> QuerySet[Merge]:
    ids = subject.ids("person")
    return Merge.objects.filter(Q(kept__in=ids) | Q(gone__in=ids)).order_by("pk")


holdings.register(
    "people.merges",
    Holding(
        title=_("Records of you that were made one"),
        purpose=_("To take a wrong merge back."),
        fate=Fate.ERASE,
        read=lambda subject: table_of(_merges(subject), "merged_at", "undone_at"),
        erase=lambda _actor, subject: _merges(subject).delete()[0],
        tables=("people_merge", "people_mergemove"),
    ),
    order=72,
)


# imports that are still kept

_IMPORTED = """
SELECT r.batch_id, r.row_no FROM people_registerrow r WHERE r.person_id = ANY(%s)
UNION
SELECT i.batch_id, i.row_no FROM tabular_importrow i
WHERE i.target_ref = ANY(%s) AND i.target_ref <> ''
  AND (i.verdict <> 'possible' OR i.data ->> 'effect' IN ('same', 'changed'))
"""


def _lines(subject: Subject) -> list[tuple[Any, int]]:
    refs = [ref for ref in subject.refs if ref.startswith("person:")]
    with connection.cursor() as cursor:
        cursor.execute(_IMPORTED, [subject.ids("person"), refs])
        found: list[tuple[Any, int]] = cursor.fetchall()
        return found


def _read_lines(subject: Subject) -> Table:
    names = {
        batch.pk: (batch.file_name, batch.created_at)
        for batch in ImportBatch.objects.filter(pk__in={batch for batch, _no in _lines(subject)})
    }
    return Table(
        (("file", _("File")), ("uploaded", _("Uploaded")), ("row", _("Row"))),
        [[*names.get(batch, ("", None)), number] for batch, number in sorted(_lines(subject))],
    )


def _empty_lines(actor: Actor, subject: Subject) -> int:
    """What was read of a register stays as a row without words; the first rows shown beside the
    choice of columns go, whoever they name.
    """
    lines = _lines(subject)
    for batch, number in lines:
        ImportRow.objects.filter(batch_id=batch, row_no=number).update(
            raw=[], data={}, target_label="", reasons=[]
        )
        RegisterContact.objects.filter(batch_id=batch, row_no=number).delete()
        RegisterDocument.objects.filter(batch_id=batch, row_no=number).delete()
        RegisterRow.objects.filter(batch_id=batch, row_no=number).delete()
        RowChoice.objects.filter(batch_id=batch, row_no=number).delete()
    ImportBatch.objects.filter(pk__in={batch for batch, _no in lines}).update(preview=[])
    # Lines of others that only look like this person no longer name them.
    refs = [ref for ref in subject.refs if ref.startswith("person:")]
    alike = ImportRow.objects.filter(target_ref__in=refs, verdict=Verdict.POSSIBLE)
    alike.exclude(target_ref="").update(target_ref="", target_label="")
    RowChoice.objects.filter(target_ref__in=refs).exclude(target_ref="").update(target_ref="")
    return len(lines)


holdings.register(
    "people.imports",
    Holding(
        title=_("Lines of registers that were brought in"),
        purpose=_("To take an import back."),
        fate=Fate.ANONYMISE,
        ground=_(
            "The line's number stays, its words go. The uploaded file itself goes by the "
            "retention rule."
        ),
        read=_read_lines,
        erase=_empty_lines,
        tables=(
            "tabular_importrow",
            "tabular_rowchoice",
            "people_registerrow",
            "people_registercontact",
            "people_registerdocument",
        ),
    ),
    order=74,
)


# the history of changes


def _history_due(moment: datetime) -> int:
    return sum(rows.count() for rows in _old_history(moment))


def _forget_history(actor: Actor, moment: datetime) -> int:
    return sum(rows.delete()[0] for rows in _old_history(moment))


def _old_history(moment: datetime) -> list[QuerySet[Any]]:
    before = moment - timedelta(days=settings.AUDIT_KEEP_DAYS)
    return [QuerySet(model).filter(pgh_created_at__lt=before) for model in _histories()]


retention_rules.register(
    "people.history",
    RetentionRule(
        title=_("What records said before they were changed"),
        purpose=_("To see who changed what"),
        period=after_days(settings.AUDIT_KEEP_DAYS),
        due=_history_due,
        run=_forget_history,
        ground=_("As long as the audit trail"),
    ),
    order=180,
)


def restrain(actor: Actor, subject: Subject) -> None:
    """Graded sensitive, a person is in no search, segment or file of those who are not cleared."""
    rows_of(Person, subject, by="pk", kind="person").update(
        grade=Grade.SENSITIVE, version=F("version") + 1, updated_at=Now()
    )


restraints.register("people", restrain)
