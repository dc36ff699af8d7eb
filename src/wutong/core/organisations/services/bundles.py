"""All letters of a batch in one file: a PDF for the printer, or a ZIP of single letters."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.core.organisations.models import Appointment, AppointmentBatch
from wutong.platform.audit.public import record
from wutong.platform.documents.enums import DocumentState
from wutong.platform.documents.models import IssuedDocument
from wutong.platform.documents.public import (
    ensure_file,
    file_name,
    letter_setter,
    set_letters,
)
from wutong.platform.files.public import open_stored, store
from wutong.platform.jobs.public import advance, finish

if TYPE_CHECKING:
    from uuid import UUID

    from wutong.kernel.actors import Actor
    from wutong.platform.files.models import StoredFile

KEPT = timedelta(days=7)
IN_MEMORY = 32 << 20
KINDS = ("pdf", "zip")


def letters_of(batch_id: int) -> list[IssuedDocument]:
    """The letters of a batch that are valid now, by number."""
    keys = Appointment.objects.filter(batch=batch_id).values("document")
    return list(
        IssuedDocument.objects.filter(pk__in=keys, state=DocumentState.VALID)
        .select_related("file")
        .order_by("number")
    )


def bundle_letters(*, actor: Actor, batch_id: int, progress_id: UUID, kind: str) -> StoredFile:
    """Make the file for ``actor``; it is kept seven days."""
    batch = AppointmentBatch.objects.get(pk=batch_id)
    documents = letters_of(batch_id)
    advance(progress_id, done=0, total=len(documents), message=_("Setting the letters"))
    make = _merged if kind == "pdf" else _zipped
    with SpooledTemporaryFile(max_size=IN_MEMORY) as content:
        make(documents, content, progress_id)
        stored = store(
            content,
            owner=actor,
            kind="letters",
            name=f"{batch.title}.{kind}".replace("/", "-"),
            expires_after=KEPT,
        )
    record(
        actor=actor,
        verb="appointment.letters_bundled",
        subject=f"appointment_batch:{batch_id}",
        subject_label=stored.name,
        data={"count": len(documents), "kind": kind, "sha256": stored.sha256},
    )
    finish(
        progress_id,
        message=_("%(count)s letters in one file, kept for seven days.")
        % {"count": len(documents)},
        url=reverse("office:file", args=[stored.pk]),
    )
    return stored


def _merged(
    documents: list[IssuedDocument], content: SpooledTemporaryFile[bytes], progress_id: UUID
) -> None:
    del progress_id  # one stroke: a page a letter, the fonts embedded once
    with letter_setter() as setter:
        content.write(set_letters(documents, setter))


def _zipped(
    documents: list[IssuedDocument], content: SpooledTemporaryFile[bytes], progress_id: UUID
) -> None:
    with letter_setter() as setter, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bundle:
        for place, document in enumerate(documents, 1):
            stored = ensure_file(document, setter).file
            assert stored is not None
            with open_stored(stored) as file:
                bundle.writestr(file_name(document), file.read())
            if place % 50 == 0:
                advance(progress_id, done=place)
