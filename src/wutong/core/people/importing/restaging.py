"""Rows of a register judged anew because somebody chose what they are, and staged anew with every
row that hangs on the same people: what follows a person the file makes, what changes the same
record, what names the same person.
"""

from collections.abc import Collection

from wutong.core.people.documents import DocumentColumns
from wutong.core.people.importing.checker import RegisterChecker
from wutong.core.people.models import RegisterClass, RegisterContact, RegisterDocument, RegisterRow
from wutong.kernel.hanzi import fold
from wutong.platform.tabular.public import (
    ImportBatch,
    ImportRow,
    RowChoice,
    read_again,
    write_copies,
)
from wutong.platform.tabular.registry import RowVerdict


def restage_rows(
    batch: ImportBatch, row_nos: Collection[int], *, cleared: bool
) -> dict[int, RowVerdict]:
    """The verdicts of all rows that were judged, by number; in the caller's transaction."""
    numbers = _hanging(batch, row_nos)
    rows = read_again(batch, numbers)
    checker = RegisterChecker(
        batch, epoch_1904=bool(batch.notes.get("epoch_1904")), cleared=cleared, few=True
    )
    checker.know_classes(RegisterClass.objects.filter(batch_id=batch.pk))
    kept = RegisterDocument.objects.filter(batch_id=batch.pk, row_no__in=numbers)
    documents = list(kept)
    found = checker.look_up(rows, {one.row_no: _columns(one) for one in documents})
    people = {match.record.id for match in found[1] if match.record is not None}
    people |= {one.record.id for match in found[1] for one in match.alike}
    staged = RegisterRow.objects.filter(batch_id=batch.pk)
    elsewhere = staged.filter(action="changed", person_id__in=people).exclude(row_no__in=numbers)
    checker.know_touched(dict(elsewhere.values_list("person_id", "row_no")))
    staged.filter(row_no__in=numbers).delete()
    RegisterContact.objects.filter(batch_id=batch.pk, row_no__in=numbers).delete()
    kept.delete()
    checked = checker.check(rows, found)
    write_copies(checked.staging)
    # The number stands nowhere else: it is kept for the next choice though nothing enters it now.
    again = set(kept.values_list("row_no", flat=True))
    RegisterDocument.objects.bulk_create(one for one in documents if one.row_no not in again)
    return {row.number: verdict for row, verdict in zip(rows, checked.verdicts, strict=True)}


def _columns(document: RegisterDocument) -> DocumentColumns:
    return DocumentColumns(
        kind=document.kind,
        number=document.number,
        number_hash=bytes(document.number_hash),
        masked=document.masked,
    )


def _hanging(batch: ImportBatch, row_nos: Collection[int]) -> list[int]:
    """These rows, those about the same people, and those that an earlier one comes before now."""
    rows = ImportRow.objects.filter(batch=batch, row_no__in=row_nos)
    chosen = RowChoice.objects.filter(batch=batch, row_no__in=row_nos)
    refs = {
        *rows.values_list("target_ref", flat=True),
        *chosen.values_list("target_ref", flat=True),
    }
    refs.discard("")
    staged = RegisterRow.objects.filter(batch_id=batch.pk)
    people = set(staged.filter(row_no__in=row_nos).values_list("person_id", flat=True))
    people |= {int(ref.partition(":")[2]) for ref in refs}
    found = {*row_nos, *staged.filter(person_id__in=people).values_list("row_no", flat=True)}
    named = ImportRow.objects.filter(batch=batch, target_ref__in=refs)
    found.update(named.values_list("row_no", flat=True))
    idle = rows.filter(data__effect__in=("same", "out")).values_list("row_no", flat=True)
    names = [fold(row.values.get("name", "")) for row in read_again(batch, list(idle))]
    if names:
        born = staged.filter(name__in=names, birth_date__isnull=False)
        found.update(born.values_list("row_no", flat=True))
    return sorted(found)
