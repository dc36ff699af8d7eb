"""How long an import's file and rows are kept.

A register is full of personal data, and most of it is on record once it has been entered: what
remains in the uploaded file and in the staging is a copy that nobody asks for. After
`IMPORT_KEEP_DAYS` both go. The line of the import stays, with its counts; so does the source of
every field. What an undo needs goes too, therefore undo is possible until then and no longer.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Greatest

from wutong.kernel.actors import Actor
from wutong.kernel.clock import now
from wutong.platform.audit.public import record
from wutong.platform.files.public import delete_stored
from wutong.platform.tabular.models import BatchState, ImportBatch
from wutong.platform.tabular.services.dropping import drop_staging

_BUSY = (BatchState.CHECKING, BatchState.PUBLISHING, BatchState.UNDOING)
_OVER = (BatchState.PUBLISHED, BatchState.UNDONE, BatchState.CANCELLED)


def kept_until(batch: ImportBatch) -> datetime:
    """When the file and the rows go, counted from the last step that was taken."""
    steps = (batch.created_at, batch.checked_at, batch.published_at, batch.undone_at)
    return max(step for step in steps if step) + timedelta(days=settings.IMPORT_KEEP_DAYS)


def due_imports(moment: datetime) -> QuerySet[ImportBatch]:
    """Imports whose file and rows have passed their time by ``moment``."""
    last_step = Greatest(
        "created_at",
        *(Coalesce(step, "created_at") for step in ("checked_at", "published_at", "undone_at")),
    )
    return (
        ImportBatch.objects.alias(last_step=last_step)
        .filter(last_step__lt=moment - timedelta(days=settings.IMPORT_KEEP_DAYS))
        .exclude(state__in=_BUSY)
        .exclude(notes__has_key="forgotten")
    )


def forget_imports() -> int:
    """Remove file and rows of every import whose time has passed; says how many it were.

    An import that was never entered ends here as discarded.
    """
    keys = list(due_imports(now()).values_list("pk", flat=True))
    for key in keys:
        _forget(ImportBatch.objects.get(pk=key))
    return len(keys)


@transaction.atomic
def _forget(found: ImportBatch) -> None:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if batch.state in _BUSY or batch.is_forgotten:
        return
    drop_staging(batch)
    batch.choices.all().delete()
    stored, batch.file = batch.file, None
    batch.preview = []
    batch.notes = {**batch.notes, "forgotten": now().isoformat()}
    batch.notes.pop("unknown", None)  # words of the file
    if batch.state not in _OVER:
        batch.state = BatchState.CANCELLED
    batch.save()
    if stored is not None:
        delete_stored(stored)
    record(
        actor=Actor.system("imports"),
        verb="import.forgotten",
        subject=batch.ref,
        subject_label=batch.file_name,
        data={"state": str(batch.state), "days": settings.IMPORT_KEEP_DAYS},
        body=batch.legal_body,
    )
