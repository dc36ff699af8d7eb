"""A file on its way in: received, mapped, sent to be checked, entered, undone or discarded.

What takes long is only asked for here; `services.runs` does it in the background.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.kernel.actors import Actor
from wutong.platform.audit.public import record
from wutong.platform.files.public import Readable, delete_stored, open_stored, store
from wutong.platform.jobs.public import defer, start_progress, stop
from wutong.platform.tabular.errors import (
    MappingIncompleteError,
    NothingToPublishError,
    UndoOverError,
    UnreadableFileError,
    WrongStateError,
)
from wutong.platform.tabular.headings import find_heading, fold_heading, signature, suggest
from wutong.platform.tabular.models import BatchState, ImportBatch, MappingMemory
from wutong.platform.tabular.reading.problems import Problem
from wutong.platform.tabular.reading.reader import Row, open_source
from wutong.platform.tabular.redaction import redact
from wutong.platform.tabular.registry import Importer, importers
from wutong.platform.tabular.services.dropping import drop_staging
from wutong.platform.tabular.services.local import local_copy
from wutong.platform.tabular.tasks import check_import, publish_import, undo_import

_PREVIEW_ROWS = 60
_SHOWN_ROWS = 8
_BEFORE_PUBLISHING = (
    BatchState.UPLOADED, BatchState.MAPPED, BatchState.CHECKED, BatchState.FAILED,
    BatchState.CHECKING,
)  # fmt: skip


def receive_file(
    *, actor: Actor, importer: str, content: Readable, name: str, source_label: str = ""
) -> ImportBatch:
    """Look at an uploaded file and keep it; `UnreadableFileError` says what is wrong with it.

    Nothing is kept of a file that cannot be read.
    """
    chosen = importers.get(importer)
    with local_copy(content, name) as path:
        seen = _look(path, "", chosen)
    batch = ImportBatch(
        importer=importer,
        file_name=Path(name).name[:200],
        owner_id=actor.user_id,
        owner_label=actor.label[:120],
        source_label=source_label[:200],
    )
    _apply(batch, seen, chosen)
    with transaction.atomic():
        stored = store(
            content, owner=actor, kind="import", name=batch.file_name, permission=chosen.permission
        )
        batch.file = stored
        batch.file_size = stored.size
        batch.sha256 = stored.sha256
        batch.save()
        record(
            actor=actor,
            verb="import.uploaded",
            subject=batch.ref,
            subject_label=batch.file_name,
            data={"importer": importer, "sha256": batch.sha256, "size": batch.file_size},
        )
    return batch


def choose_sheet(*, actor: Actor, batch_id: UUID, sheet: str) -> ImportBatch:
    """Read another sheet of the same workbook."""
    batch = ImportBatch.objects.select_related("file").get(pk=batch_id)
    _demand(batch, BatchState.UPLOADED, BatchState.MAPPED, BatchState.CHECKED, BatchState.FAILED)
    if batch.file is None:
        raise UnreadableFileError(Problem("file_gone"))
    if sheet not in batch.sheets:
        raise UnreadableFileError(Problem("sheet_changed", sheet=sheet))
    chosen = importers.get(batch.importer)
    with open_stored(batch.file) as content, local_copy(content, batch.file_name) as path:
        seen = _look(path, sheet, chosen)
    _apply(batch, seen, chosen)
    batch.state = BatchState.UPLOADED
    batch.counts = {}
    with transaction.atomic():
        drop_staging(batch)
        batch.choices.all().delete()
        batch.save()
        record(
            actor=actor, verb="import.sheet", subject=batch.ref, subject_label=batch.file_name,
            data={"sheet": sheet},
        )  # fmt: skip
    return batch


@transaction.atomic
def save_mapping(*, actor: Actor, batch_id: UUID, mapping: dict[str, int]) -> ImportBatch:
    """Say which column fills which field, and remember it for files of the same headings."""
    batch = _locked(batch_id)
    _demand(batch, BatchState.UPLOADED, BatchState.MAPPED, BatchState.CHECKED, BatchState.FAILED)
    chosen = importers.get(batch.importer)
    keys = {spec.key for spec in chosen.fields}
    clean = {
        key: column
        for key, column in mapping.items()
        if key in keys and 0 <= column < len(batch.headers)
    }
    demand_complete(chosen, clean)
    batch.mapping = clean
    sealed = [clean[spec.key] for spec in chosen.fields if spec.sealed and spec.key in clean]
    batch.preview = [[number, redact(cells, sealed)[0]] for number, cells in batch.preview]
    batch.state = BatchState.MAPPED
    batch.counts = {}
    batch.problem = {}
    batch.save()
    MappingMemory.objects.update_or_create(
        importer=batch.importer,
        signature=signature(batch.headers),
        defaults={"columns": {key: fold_heading(batch.headers[col]) for key, col in clean.items()}},
    )
    record(
        actor=actor, verb="import.mapped", subject=batch.ref, subject_label=batch.file_name,
        data={"mapping": clean},
    )  # fmt: skip
    return batch


def demand_complete(importer: Importer, mapping: dict[str, int]) -> None:
    """`MappingIncompleteError` names the fields that no column fills, or a column used twice."""
    labels = {spec.key: str(spec.label) for spec in importer.fields}
    missing = [
        labels[spec.key] for spec in importer.fields if spec.required and spec.key not in mapping
    ]
    missing += [
        _(" or ").join(labels[key] for key in group)
        for group in importer.needs
        if not any(key in mapping for key in group)
    ]
    if missing:
        raise MappingIncompleteError(
            _("Choose a column for: %(fields)s.") % {"fields": _(", ").join(missing)},
            code="mapping",
        )
    if len(set(mapping.values())) != len(mapping):
        raise MappingIncompleteError(
            _("One column is chosen for two fields. Each column can fill one field."),
            code="mapping",
        )


@transaction.atomic
def save_values(*, actor: Actor, batch_id: UUID, values: dict[str, dict[str, str]]) -> ImportBatch:
    """Say what words of the file mean (`{"level": {"本": "bachelor"}}`) and remember it."""
    batch = _locked(batch_id)
    _demand(batch, BatchState.MAPPED, BatchState.CHECKED, BatchState.FAILED)
    known = {
        spec.key: {code for code, _label in spec.choices()}
        for spec in importers.get(batch.importer).fields
        if spec.choices
    }
    merged = {key: dict(words) for key, words in batch.values.items()}
    memory, _created = MappingMemory.objects.get_or_create(importer=batch.importer, signature="")
    for key, words in values.items():
        for word, code in words.items():
            if code in known.get(key, ()):
                merged.setdefault(key, {})[word] = code
                memory.values.setdefault(key, {})[word] = code
    memory.save()
    batch.values = merged
    batch.save(update_fields=["values"])
    record(
        actor=actor, verb="import.words", subject=batch.ref, subject_label=batch.file_name,
        data={"words": sum(len(words) for words in values.values())},
    )  # fmt: skip
    return batch


@transaction.atomic
def start_check(*, actor: Actor, batch_id: UUID) -> ImportBatch:
    """Queue the dry run."""
    batch = _locked(batch_id)
    _demand(batch, BatchState.MAPPED, BatchState.CHECKED, BatchState.FAILED)
    if not batch.mapping:
        raise WrongStateError
    batch.counts = {}
    batch.problem = {}
    title = _("Checking %(file)s") % {"file": batch.file_name}
    _hand_over(actor, batch, BatchState.CHECKING, title)
    defer(check_import, lock=batch.ref, batch_id=str(batch.pk), user_id=actor.user_id)
    return batch


@transaction.atomic
def start_publish(*, actor: Actor, batch_id: UUID) -> ImportBatch:
    """Queue the entering of what was checked."""
    batch = _locked(batch_id)
    _demand(batch, BatchState.CHECKED)
    if not batch.enters:
        raise NothingToPublishError
    title = _("Entering %(file)s") % {"file": batch.file_name}
    _hand_over(actor, batch, BatchState.PUBLISHING, title)
    record(
        actor=actor, verb="import.publish", subject=batch.ref, subject_label=batch.file_name,
        data={"counts": batch.counts}, body=batch.legal_body,
    )  # fmt: skip
    defer(
        publish_import, lock=f"import:{batch.importer}", batch_id=str(batch.pk),
        user_id=actor.user_id, label=actor.label,
    )  # fmt: skip
    return batch


@transaction.atomic
def start_undo(*, actor: Actor, batch_id: UUID) -> ImportBatch:
    """Queue the undo of an entered import; the reason stands in `actor.reason`."""
    batch = _locked(batch_id)
    _demand(batch, BatchState.PUBLISHED)
    if batch.is_forgotten:
        raise UndoOverError
    title = _("Undoing %(file)s") % {"file": batch.file_name}
    _hand_over(actor, batch, BatchState.UNDOING, title)
    record(
        actor=actor, verb="import.undo", subject=batch.ref, subject_label=batch.file_name,
        body=batch.legal_body,
    )  # fmt: skip
    defer(
        undo_import, lock=f"import:{batch.importer}", batch_id=str(batch.pk),
        user_id=actor.user_id, label=actor.label,
    )  # fmt: skip
    return batch


@transaction.atomic
def discard_import(*, actor: Actor, batch_id: UUID) -> ImportBatch:
    """Throw an import away before it was entered: its rows and its file go, the line stays."""
    batch = _locked(batch_id)
    _demand(batch, *_BEFORE_PUBLISHING)
    if batch.state == BatchState.CHECKING and batch.progress_id:
        stop(batch.progress_id, message=_("Discarded."))
    drop_staging(batch)
    batch.choices.all().delete()
    if batch.file is not None:
        stored, batch.file = batch.file, None
        batch.save(update_fields=["file"])
        delete_stored(stored)
    batch.state = BatchState.CANCELLED
    batch.preview = []
    batch.save()
    record(actor=actor, verb="import.discarded", subject=batch.ref, subject_label=batch.file_name)
    return batch


def _hand_over(actor: Actor, batch: ImportBatch, state: BatchState, title: str) -> None:
    progress = start_progress(
        kind="import",
        title=title,
        owner=actor,
        subject_ref=batch.ref,
        url=f"/office/imports/{batch.pk}/",
    )
    batch.state = state
    batch.progress_id = progress.pk
    batch.save()


def _look(path: Path, sheet: str, importer: Importer) -> dict[str, Any]:
    """What the first rows say: kind, sheets, heading, preview."""
    try:
        source = open_source(path, sheet=sheet, limit=_PREVIEW_ROWS)
        rows: list[Row] = [row for chunk in source.chunks(_PREVIEW_ROWS) for row in chunk]
    except Problem as problem:
        raise UnreadableFileError(problem) from problem
    if not rows:
        raise UnreadableFileError(Problem("empty"))
    heading = find_heading(rows, importer.fields)
    if heading is None:
        raise UnreadableFileError(Problem("no_header"))
    body = [row for row in rows if row[0] >= heading.first_data_row]
    if not body:
        raise UnreadableFileError(Problem("no_rows"))
    width = max(len(heading.names), *(len(cells) for _, cells in body))
    return {
        "kind": source.kind,
        "sheets": source.sheets,
        "sheet": source.sheet,
        "headers": (heading.names + [""] * width)[:width],
        "first_data_row": heading.first_data_row,
        "preview": [
            [number, (redact(cells, ())[0] + [""] * width)[:width]]
            for number, cells in body[:_SHOWN_ROWS]
        ],
        "notes": {
            "encoding": source.encoding,
            "delimiter": source.delimiter,
            "rows_hint": source.notes.get("rows_hint") or _guess_rows(path, source.kind, rows),
        },
    }


def _guess_rows(path: Path, kind: str, rows: list[Row]) -> int:
    """How many rows a text table may have, by the length of its first ones: for the bar only."""
    if kind != "csv":
        return 0
    seen = sum(len(",".join(cells).encode()) + 2 for _, cells in rows)
    return int(path.stat().st_size / max(seen, 1) * len(rows))


def _apply(batch: ImportBatch, seen: dict[str, Any], importer: Importer) -> None:
    for name, value in seen.items():
        setattr(batch, name, value)
    memory = MappingMemory.objects.filter(
        importer=batch.importer, signature=signature(batch.headers)
    ).first()
    batch.mapping = suggest(batch.headers, importer.fields, memory.columns if memory else None)
    refused = [
        batch.mapping[spec.key]
        for spec in importer.fields
        if (spec.refused or spec.sealed) and spec.key in batch.mapping
    ]
    batch.preview = [[number, redact(cells, refused)[0]] for number, cells in batch.preview]
    learnt = MappingMemory.objects.filter(importer=batch.importer, signature="").first()
    batch.values = learnt.values if learnt else {}
    if memory:
        batch.notes["remembered"] = memory.used_at.isoformat()


def _locked(batch_id: UUID) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)


def _demand(batch: ImportBatch, *states: BatchState) -> None:
    if batch.state not in states:
        raise WrongStateError
