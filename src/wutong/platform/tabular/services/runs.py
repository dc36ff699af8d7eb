"""The long halves of an import, run by the worker.

Each can be killed at any moment and run again: the check begins anew, publishing and undo are
one transaction, and a run that finds its work done does nothing.
"""

from __future__ import annotations

import gc
from collections import Counter, deque
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from wutong.kernel.clock import now
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import record
from wutong.platform.files.public import open_stored
from wutong.platform.jobs.public import advance, fail, finish
from wutong.platform.tabular.errors import message_of
from wutong.platform.tabular.models import BatchState, ImportBatch, Verdict
from wutong.platform.tabular.reading.problems import Problem
from wutong.platform.tabular.reading.reader import Source, open_source
from wutong.platform.tabular.redaction import redact
from wutong.platform.tabular.registry import (
    Checked,
    Checker,
    Importer,
    Report,
    SourceRow,
    importers,
)
from wutong.platform.tabular.services.counting import possible_counts
from wutong.platform.tabular.services.dropping import drop_staging
from wutong.platform.tabular.services.lanes import Lane
from wutong.platform.tabular.services.local import local_copy
from wutong.platform.tabular.services.staging import staged_rows, write_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from uuid import UUID

    from wutong.kernel.actors import Actor

CHUNK = 1_500  # AHEAD and two more of them are in memory at a time
AHEAD = 2
log = structlog.get_logger(__name__)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Rows are many objects and no cycles: looking for cycles every 700 of them costs a quarter
    of the time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _DiscardedError(Exception):
    """Somebody threw the import away while it was being checked."""


def run_check(batch_id: UUID) -> None:
    """The dry run: reads the file, gives every row a verdict, stages what would be entered."""
    batch = ImportBatch.objects.select_related("file").get(pk=batch_id)
    if batch.state != BatchState.CHECKING:
        return
    importer = importers.get(batch.importer)
    try:
        _check(batch, importer)
    except Problem as problem:
        _give_up(batch, problem.code, problem.detail)
    except _DiscardedError:
        drop_staging(batch)
    except (OperationalError, InterfaceError):
        raise  # the database went away: the queue tries again
    except WutongError as error:
        _give_up(batch, "message", {"text": str(error)})


def _check(batch: ImportBatch, importer: Importer) -> None:
    if batch.file is None:
        raise Problem("file_gone")
    with transaction.atomic():
        drop_staging(batch)
    counts: Counter[str] = Counter()
    hint = int(batch.notes.get("rows_hint") or 0)
    read = 0
    with (
        _seldom_collecting(),
        open_stored(batch.file) as content,
        local_copy(content, batch.file_name) as path,
    ):
        source = open_source(path, sheet=batch.sheet)
        chunks = _source_rows(source, batch)
        first = next(chunks, None)
        if first is None:
            raise Problem("no_rows")
        checker = importer.checker(batch, epoch_1904=source.epoch_1904)
        for rows, checked in _checked_chunks(batch, checker, chain([first], chunks)):
            counts.update(verdict.verdict for verdict in checked.verdicts)
            read += len(rows)
            told = _("%(rows)s rows checked") % {"rows": read}
            advance(_progress(batch), done=read, total=max(hint, read), message=told)
        notes = {**batch.notes, **source.notes, **checker.finish()}
    counts["rows"] = read
    possible = possible_counts(batch) if counts[Verdict.POSSIBLE] else {}
    with transaction.atomic():
        current = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if current.state != BatchState.CHECKING:
            raise _DiscardedError
        current.counts = {**counts, **possible}
        current.notes = notes
        current.state = BatchState.CHECKED
        current.checked_at = now()
        current.save()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tabular_importrow")
    finish(_progress(batch), message=_("%(rows)s rows checked") % {"rows": read})


def _checked_chunks(
    batch: ImportBatch, checker: Checker, chunks: Iterable[list[SourceRow]]
) -> Iterator[tuple[list[SourceRow], Checked]]:
    """Chunks in the order of the file, each staged when it is given out.

    Three things go on at once: the next chunks are looked up, this one is judged, the one before
    is written; the database works where Python would wait for it.
    """
    with Lane("import-look-up") as ahead, Lane("import-staging") as behind:
        written: Future[None] | None = None
        for rows, found in _looked_up(ahead, checker, chunks):
            _demand_checking(batch)
            checked = checker.check(rows, found)
            copies = [*checked.staging, staged_rows(batch.pk, rows, checked.verdicts)]
            if written is not None:
                written.result()
            written = behind.submit(write_copies, copies)
            yield rows, checked
        if written is not None:
            written.result()


def _looked_up(
    lane: Lane, checker: Checker, chunks: Iterable[list[SourceRow]]
) -> Iterator[tuple[list[SourceRow], Any]]:
    """Chunks with what was looked up for them, in order; the lane never waits for the judge."""
    held: deque[tuple[list[SourceRow], Future[Any]]] = deque()
    for rows in chunks:
        held.append((rows, lane.submit(checker.look_up, rows)))
        if len(held) > AHEAD:
            earlier, looking = held.popleft()
            yield earlier, looking.result()
    for rows, looking in held:
        yield rows, looking.result()


def _demand_checking(batch: ImportBatch) -> None:
    state = ImportBatch.objects.filter(pk=batch.pk).values_list("state", flat=True).first()
    if state != BatchState.CHECKING:
        raise _DiscardedError


def _source_rows(source: Source, batch: ImportBatch) -> Iterator[list[SourceRow]]:
    specs = {spec.key: spec for spec in importers.get(batch.importer).fields}
    refused = [column for key, column in batch.mapping.items() if specs[key].refused]
    columns = [(key, column) for key, column in batch.mapping.items() if column not in refused]
    sealed = [(key, column) for key, column in columns if specs[key].sealed]
    hidden = [*refused, *(column for _key, column in sealed)]
    for chunk in source.chunks(CHUNK):
        rows = []
        for number, cells in chunk:
            if number < batch.first_data_row:
                continue
            kept, found = redact(cells, hidden)
            width = len(kept)
            values = {
                key: kept[column] for key, column in columns if column < width and kept[column]
            }
            redacted: tuple[str, ...] = ()
            if found:
                redacted = tuple(
                    key for key, column in columns if column in found and not specs[key].sealed
                )
                values = {key: text for key, text in values.items() if key not in redacted}
            for key, column in sealed:
                if key in values:
                    values[key] = cells[column]
            rows.append(SourceRow(number, kept, values, redacted))
        if rows:
            yield rows


def run_publish(batch_id: UUID, actor: Actor) -> None:
    """Enter what was checked, in one transaction."""

    def work(batch: ImportBatch, importer: Importer, report: Report) -> str:
        done = importer.publish(batch, report)
        batch.counts = {**batch.counts, **done}
        batch.state = BatchState.PUBLISHED
        batch.published_at = now()
        return "import.published"

    _in_one_transaction(batch_id, actor, BatchState.PUBLISHING, BatchState.CHECKED, work)


def run_undo(batch_id: UUID, actor: Actor) -> None:
    """Take back what was entered, in one transaction."""

    def work(batch: ImportBatch, importer: Importer, report: Report) -> str:
        done = importer.undo(batch, report)
        batch.counts = {**batch.counts, **done}
        batch.state = BatchState.UNDONE
        batch.undone_at = now()
        return "import.undone"

    _in_one_transaction(batch_id, actor, BatchState.UNDOING, BatchState.PUBLISHED, work)


def _in_one_transaction(
    batch_id: UUID,
    actor: Actor,
    during: BatchState,
    before: BatchState,
    work: Callable[[ImportBatch, Importer, Report], str],
) -> None:
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != during:
        return
    importer = importers.get(batch.importer)

    def report(done: int, total: int, message: str) -> None:
        advance(_progress(batch), done=done, total=total, message=message)

    try:
        with transaction.atomic():
            # The row is locked; a run that was overtaken finds another state and stops.
            batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
            if batch.state != during:
                return
            verb = work(batch, importer, report)
            batch.save()
            record(
                actor=actor, verb=verb, subject=batch.ref, subject_label=batch.file_name,
                data={"counts": batch.counts}, body=batch.legal_body,
            )  # fmt: skip
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # Nothing was entered: back to where it stood, so that it can be tried again.
        text = str(error) if isinstance(error, WutongError) else ""
        log.exception("import_stopped", batch=str(batch_id), state=str(during))
        ImportBatch.objects.filter(pk=batch_id).update(state=before)
        fail(
            _progress(batch),
            text or _("An error stopped the work; nothing was changed. Try again."),
        )
        if not isinstance(error, WutongError):
            raise
        return
    finish(_progress(batch), message=_("Done."), counts=batch.counts)


def _give_up(batch: ImportBatch, code: str, detail: dict[str, Any]) -> None:
    text = detail.get("text") or message_of(code, detail)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.FAILED, problem={"code": code, "detail": detail}
    )
    fail(_progress(batch), text)


def _progress(batch: ImportBatch) -> UUID:
    assert batch.progress_id is not None
    return batch.progress_id
