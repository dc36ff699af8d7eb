"""A fetch from beginning to end: the register comes, goes through the dry run that every file goes
through, and is entered by itself only within the limits of its source.
"""

from __future__ import annotations

import hashlib
import tempfile
from typing import IO, TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from wutong.kernel.actors import Actor
from wutong.kernel.clock import now
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import record
from wutong.platform.jobs.public import defer
from wutong.platform.tabular.errors import MappingIncompleteError, message_of
from wutong.platform.tabular.models import (
    BatchState,
    ImportBatch,
    Pull,
    PullState,
    RegisterSource,
)
from wutong.platform.tabular.pulling.channels import channel
from wutong.platform.tabular.pulling.channels.base import PIECE
from wutong.platform.tabular.pulling.schedule import next_time
from wutong.platform.tabular.registry import importers
from wutong.platform.tabular.services.batches import (
    demand_complete,
    discard_import,
    receive_file,
    save_mapping,
    start_check,
    start_publish,
)
from wutong.platform.tabular.services.choosing import carried_from, carry_over

if TYPE_CHECKING:
    from uuid import UUID

    from wutong.platform.jobs.public import Task

IN_MEMORY = 8 << 20
_UNTOUCHED = (BatchState.UPLOADED, BatchState.MAPPED, BatchState.CHECKED, BatchState.FAILED)
_READ = Q(batch__state=BatchState.PUBLISHED) | Q(state=PullState.NOTHING)


def queue_due(job: Task[Any]) -> int:
    """Queue every source whose time has come; how many."""
    due = RegisterSource.objects.filter(enabled=True, next_at__lte=now())
    count = 0
    for source_id in due.values_list("pk", flat=True):
        with transaction.atomic():
            source = RegisterSource.objects.select_for_update().get(pk=source_id)
            source.next_at = next_time(source.every, source.hour, now())
            source.save(update_fields=["next_at"])
            queue(source, job)
        count += 1
    return count


def queue(source: RegisterSource, job: Task[Any], *, user_id: int | None = None) -> None:
    """Queue one fetch; a second one waits for the first, a third is not queued."""
    defer(job, lock=source.ref, once=source.ref, source_id=source.pk, user_id=user_id)


def pull(*, source_id: int, user_id: int | None = None) -> Pull:
    """Fetch a source and have it checked. Failures are kept with the fetch, not raised: the next
    one comes on schedule.
    """
    source = RegisterSource.objects.get(pk=source_id)
    fetch = Pull.objects.create(source=source, asked_by_id=user_id, started_at=now())
    try:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as content:
            name = channel(source.kind).fetch(source.options, source.secret, content)
            _take_in(fetch, source, content, name)
    except WutongError as error:
        _end(fetch, PullState.FAILED, message=str(error))
    return fetch


def _take_in(fetch: Pull, source: RegisterSource, content: IO[bytes], name: str) -> None:
    fetch.sha256 = _digest(content)
    known = source.pulls.filter(_READ).exclude(pk=fetch.pk).order_by("-pk").first()
    if known is not None and known.sha256 == fetch.sha256:
        _end(fetch, PullState.UNCHANGED)
        return
    actor = _actor(source)
    carried = _supersede(actor, source)
    batch = receive_file(
        actor=actor, importer=source.importer, content=content, name=name, source_label=source.name
    )
    if carried:
        batch.notes["carried"] = carried
        batch.save(update_fields=["notes"])
    fetch.batch = batch
    if not _knows_columns(batch):
        _end(fetch, PullState.WAITING, [{"code": "columns"}])
        return
    fetch.state = PullState.CHECKING
    with transaction.atomic():
        fetch.save()
        save_mapping(actor=actor, batch_id=batch.pk, mapping=batch.mapping)
        start_check(actor=actor, batch_id=batch.pk)


def _supersede(actor: Actor, source: RegisterSource) -> dict[str, dict[str, Any]]:
    """An older fetch that still waits says less than the one that comes: it is discarded, and what
    was chosen in it goes over.
    """
    carried: dict[str, dict[str, Any]] = {}
    waiting = source.pulls.filter(state=PullState.WAITING, batch__state__in=_UNTOUCHED)
    for fetch in waiting.select_related("batch").order_by("pk"):
        if fetch.batch is not None:
            carried |= {**fetch.batch.notes.get("carried", {}), **carried_from(fetch.batch)}
            discard_import(actor=actor, batch_id=fetch.batch.pk)
    return carried


def _knows_columns(batch: ImportBatch) -> bool:
    if not batch.notes.get("remembered"):
        return False
    try:
        demand_complete(importers.get(batch.importer), batch.mapping)
    except MappingIncompleteError:
        return False
    return True


@transaction.atomic
def settle(batch_id: UUID) -> None:
    """After the dry run of a fetched register: entered by itself, or left for a person."""
    fetch = (
        Pull.objects.select_for_update(of=("self",))
        .select_related("source", "batch")
        .filter(batch=batch_id, state=PullState.CHECKING)
        .first()
    )
    if fetch is None or fetch.batch is None:
        return
    batch, source = fetch.batch, fetch.source
    if batch.state != BatchState.CHECKED:
        if batch.state == BatchState.FAILED:
            _end(fetch, PullState.FAILED, message=_problem(batch))
        return
    if carry_over(actor=_actor(source), batch_id=batch.pk):
        batch.refresh_from_db()
        if batch.state != BatchState.CHECKED:
            return  # many: it is checked again by what was chosen, and comes back here
    reasons = over_limits(source, batch, before=_rows_before(fetch))
    if not batch.enters and not reasons:
        _end(fetch, PullState.NOTHING)
        return
    if not source.enters_alone:
        reasons = [{"code": "by_hand"}, *reasons]
    if reasons:
        _end(fetch, PullState.WAITING, reasons)
        return
    actor = _actor(source)
    record(
        actor=actor,
        verb="import.entered_alone",
        subject=batch.ref,
        subject_label=source.name,
        data={"counts": batch.counts, "source": source.ref},
    )
    start_publish(actor=actor, batch_id=batch.pk)
    _end(fetch, PullState.ENTERED)


def over_limits(source: RegisterSource, batch: ImportBatch, *, before: int) -> list[dict[str, Any]]:
    """What stands against entering it unseen. Rows that are possibly on record count as new
    until somebody chose: that is how they are entered, with the pair in the queue of the
    duplicates desk.
    """
    found: list[dict[str, Any]] = [
        {"code": code, "count": count, "limit": limit}
        for code, count, limit in (
            ("new", batch.count("new") + batch.count("possible_open"), source.most_new),
            ("changed", batch.count("changed"), source.most_changed),
            ("rejected", batch.count("rejected"), source.most_rejected),
        )
        if count > limit
    ]
    rows = batch.count("rows")
    if rows * 100 < before * source.least_share:
        found.append({"code": "fewer", "count": rows, "before": before})
    return found


def _rows_before(fetch: Pull) -> int:
    last = fetch.source.pulls.filter(_READ).exclude(pk=fetch.pk).order_by("-pk").first()
    return last.batch.count("rows") if last is not None and last.batch is not None else 0


def _end(
    fetch: Pull, state: PullState, reasons: list[dict[str, Any]] | None = None, message: str = ""
) -> None:
    fetch.state, fetch.reasons, fetch.message = state, reasons or [], message[:400]
    fetch.finished_at = now()
    fetch.save()


def _problem(batch: ImportBatch) -> str:
    detail = batch.problem.get("detail", {})
    return str(detail.get("text") or message_of(batch.problem.get("code", ""), detail))


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    while piece := content.read(PIECE):
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()


def _actor(source: RegisterSource) -> Actor:
    return Actor.system(f"registers:{source.pk}")


def look(source: RegisterSource) -> str:
    """Try the connection; what was found, in words. Raises `SourceError`."""
    return channel(source.kind).look(source.options, source.secret)
