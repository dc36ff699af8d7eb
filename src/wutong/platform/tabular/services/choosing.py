"""What a clerk chooses for rows that are possibly on record: enter as new, the same person, or
leave out. Until somebody chooses, such a row is entered as new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from wutong.kernel.clock import now
from wutong.platform.audit.public import record
from wutong.platform.tabular.errors import NoSuchChoiceError, WrongStateError
from wutong.platform.tabular.models import (
    BatchState,
    Choice,
    ImportBatch,
    ImportRow,
    RowChoice,
    Verdict,
)
from wutong.platform.tabular.registry import importers
from wutong.platform.tabular.services.batches import start_check
from wutong.platform.tabular.services.counting import possible_counts

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from wutong.kernel.actors import Actor

AT_ONCE = 200
"""More rows than these are not judged anew while somebody waits: the file is checked again, in
the background, by what was chosen."""

_REST = """
INSERT INTO tabular_rowchoice
    (batch_id, row_no, choice, target_ref, chosen_by_id, chosen_label, chosen_at)
SELECT t.batch_id, t.row_no, %(choice)s,
       CASE WHEN %(choice)s = 'same' THEN t.target_ref ELSE '' END, %(by)s, %(label)s, %(at)s
FROM tabular_importrow t
WHERE t.batch_id = %(batch)s AND t.verdict = 'possible' AND NOT t.data ? 'choice'
ON CONFLICT (batch_id, row_no) DO UPDATE
SET choice = excluded.choice, target_ref = excluded.target_ref,
    chosen_by_id = excluded.chosen_by_id, chosen_label = excluded.chosen_label,
    chosen_at = excluded.chosen_at
RETURNING row_no
"""
_AS_NEW = """
UPDATE tabular_importrow SET data = data || '{"choice": "new"}'::jsonb
WHERE batch_id = %(batch)s AND verdict = 'possible' AND NOT data ? 'choice'
"""


@transaction.atomic
def choose_row(
    *, actor: Actor, batch_id: UUID, row_no: int, choice: Choice, target_ref: str = ""
) -> None:
    """Choose for one row; which record it is, where several are possible, says `target_ref`."""
    batch = _locked(batch_id)
    row = ImportRow.objects.filter(batch=batch, row_no=row_no, verdict=Verdict.POSSIBLE).first()
    if row is None:
        raise NoSuchChoiceError
    meant = ""
    if choice == Choice.SAME:
        refs = [found["ref"] for found in row.reasons if found["code"] == "possible"]
        meant = target_ref or next(iter(refs), "")
        if meant not in refs:
            raise NoSuchChoiceError
    RowChoice.objects.update_or_create(
        batch=batch,
        row_no=row_no,
        defaults={
            "choice": choice,
            "target_ref": meant,
            "chosen_by_id": actor.user_id,
            "chosen_label": actor.label[:120],
            "chosen_at": now(),
        },
    )
    _restage(batch, [row_no])
    record(
        actor=actor,
        verb="import.row_chosen",
        subject=batch.ref,
        subject_label=batch.file_name,
        data={"row": row_no, "choice": str(choice), "target": meant},
        body=batch.legal_body,
    )


@transaction.atomic
def choose_rest(*, actor: Actor, batch_id: UUID, choice: Choice) -> int:
    """One choice for every row that still waits for one; how many they were."""
    batch = _locked(batch_id)
    values: dict[str, Any] = {
        "batch": batch.pk,
        "choice": str(choice),
        "by": actor.user_id,
        "label": actor.label[:120],
        "at": now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_REST, values)
        rows = [row_no for (row_no,) in cursor.fetchall()]
        if choice == Choice.NEW:
            cursor.execute(_AS_NEW, values)
    if not rows:
        return 0
    record(
        actor=actor,
        verb="import.rest_chosen",
        subject=batch.ref,
        subject_label=batch.file_name,
        data={"rows": len(rows), "choice": str(choice)},
        body=batch.legal_body,
    )
    if choice == Choice.NEW:
        _save_counts(batch, {})
    elif len(rows) <= AT_ONCE:
        _restage(batch, rows)
    else:
        start_check(actor=actor, batch_id=batch.pk)
    return len(rows)


def _restage(batch: ImportBatch, row_nos: Collection[int]) -> None:
    judged = importers.get(batch.importer).restage(batch, row_nos)
    rows = list(ImportRow.objects.filter(batch=batch, row_no__in=judged))
    moved: dict[str, int] = {}
    for row in rows:
        verdict = judged[row.row_no]
        if row.verdict != verdict.verdict:
            moved[row.verdict] = moved.get(row.verdict, 0) - 1
            moved[verdict.verdict] = moved.get(verdict.verdict, 0) + 1
        row.verdict, row.reasons = verdict.verdict, verdict.reasons
        row.target_ref, row.target_label = verdict.target_ref, verdict.target_label
        row.data = verdict.data or {}
    ImportRow.objects.bulk_update(
        rows, ["verdict", "reasons", "target_ref", "target_label", "data"], batch_size=200
    )
    _save_counts(batch, moved)


def _save_counts(batch: ImportBatch, moved: dict[str, int]) -> None:
    shifted = {verdict: batch.count(verdict) + by for verdict, by in moved.items()}
    batch.counts = {**batch.counts, **shifted, **possible_counts(batch)}
    batch.save(update_fields=["counts"])


def _locked(batch_id: UUID) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.state != BatchState.CHECKED:
        raise WrongStateError
    return batch
