"""What a clerk chooses for rows that are possibly on record: enter as new, the same person, or
leave out. Until somebody chooses, such a row is entered as new; where several records fit, it is
left out.
"""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
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
  AND NOT (%(choice)s = 'same' AND t.data ->> 'effect' = 'out')
ON CONFLICT (batch_id, row_no) DO UPDATE
SET choice = excluded.choice, target_ref = excluded.target_ref,
    chosen_by_id = excluded.chosen_by_id, chosen_label = excluded.chosen_label,
    chosen_at = excluded.chosen_at
RETURNING row_no
"""
_AS_NEW = """
UPDATE tabular_importrow SET data = data || '{"choice": "new"}'::jsonb
WHERE batch_id = %(batch)s AND verdict = 'possible' AND NOT data ? 'choice'
  AND data ->> 'effect' <> 'out'
RETURNING row_no
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
    """One choice for every row that still waits for one; how many they were. Rows that several
    records fit as well are not taken for the first of them.
    """
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
        entered = set()
        if choice == Choice.NEW:
            cursor.execute(_AS_NEW, values)
            entered = {row_no for (row_no,) in cursor.fetchall()}
    if not rows:
        return 0
    again = [row_no for row_no in rows if row_no not in entered]
    record(
        actor=actor,
        verb="import.rest_chosen",
        subject=batch.ref,
        subject_label=batch.file_name,
        data={"rows": len(rows), "choice": str(choice)},
        body=batch.legal_body,
    )
    if not again:
        _save_counts(batch, {})
    elif len(again) <= AT_ONCE:
        _restage(batch, again)
    else:
        start_check(actor=actor, batch_id=batch.pk)
    return len(rows)


def carried_from(batch: ImportBatch) -> dict[str, dict[str, Any]]:
    """What was chosen in an import that another one replaces, by what the row says."""
    made = {choice.row_no: choice for choice in RowChoice.objects.filter(batch=batch)}
    rows = ImportRow.objects.filter(batch=batch, row_no__in=made).values_list("row_no", "raw")
    return {
        _digest(raw): {
            "choice": made[row_no].choice,
            "target": made[row_no].target_ref,
            "by": made[row_no].chosen_by_id,
            "label": made[row_no].chosen_label,
            "at": made[row_no].chosen_at.isoformat(),
        }
        for row_no, raw in rows
    }


@transaction.atomic
def carry_over(*, actor: Actor, batch_id: UUID) -> int:
    """Choose as was chosen in the import before, for rows that say the same and still ask the same;
    how many they were. Who chose and when stays.
    """
    batch = _locked(batch_id)
    carried = batch.notes.pop("carried", {})
    if not carried:
        return 0
    batch.save(update_fields=["notes"])
    made = []
    waiting = ImportRow.objects.filter(batch=batch, verdict=Verdict.POSSIBLE)
    for row in waiting.exclude(data__has_key="choice"):
        found = carried.get(_digest(row.raw))
        refs = {one["ref"] for one in row.reasons if one["code"] == "possible"}
        if found is None or (found["target"] and found["target"] not in refs):
            continue
        made.append(
            RowChoice(
                batch=batch, row_no=row.row_no, choice=found["choice"],
                target_ref=found["target"], chosen_by_id=found["by"],
                chosen_label=found["label"], chosen_at=datetime.fromisoformat(found["at"]),
            )
        )  # fmt: skip
    RowChoice.objects.bulk_create(made, ignore_conflicts=True)
    if not made:
        return 0
    record(
        actor=actor, verb="import.choices_carried", subject=batch.ref,
        subject_label=batch.file_name, data={"rows": len(made)}, body=batch.legal_body,
    )  # fmt: skip
    if len(made) <= AT_ONCE:
        _restage(batch, [choice.row_no for choice in made])
    else:
        start_check(actor=actor, batch_id=batch.pk)
    return len(made)


def _digest(raw: list[Any]) -> str:
    return sha256(json.dumps(raw, ensure_ascii=False).encode()).hexdigest()


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
