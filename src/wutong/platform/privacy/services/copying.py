"""Somebody's own copy of everything: one ZIP with JSON, a CSV for each kind, and their card."""

from __future__ import annotations

import json
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from wutong.kernel.clock import CAMPUS, now
from wutong.platform.audit.public import record
from wutong.platform.files.public import store
from wutong.platform.jobs.public import advance, fail, finish
from wutong.platform.privacy.registry import attachments, holdings
from wutong.platform.privacy.services.subjects import subject_of
from wutong.platform.tabular.exports.writers import write_csv

if TYPE_CHECKING:
    from uuid import UUID

    from wutong.kernel.actors import Actor
    from wutong.platform.files.models import StoredFile
    from wutong.platform.privacy.registry import Subject

KIND = "privacy.copy"
KEPT = timedelta(days=7)
"""How long a finished copy can be fetched; then it goes."""


def make_copy(*, progress_id: UUID, ref: str, actor: Actor, permission: str) -> StoredFile:
    """Write the copy in the present language and keep it seven days."""
    subject = subject_of(ref)
    try:
        with tempfile.TemporaryDirectory(prefix="wutong-copy-") as folder:
            path = Path(folder) / "copy.zip"
            rows = write_zip(path, subject, progress_id)
            stamp = now().astimezone(CAMPUS).strftime("%Y%m%d-%H%M")
            with transaction.atomic(), path.open("rb") as content:
                stored = store(
                    content,
                    owner=actor,
                    kind=KIND,
                    name=f"my-data-{stamp}.zip",
                    expires_after=KEPT,
                    permission=permission,
                )
                record(
                    actor=actor,
                    verb="privacy.copy_made",
                    subject=ref,
                    data={"file": str(stored.pk), "rows": rows},
                    sensitive=True,
                )
    except Exception:
        fail(progress_id, _("The copy could not be made. Please ask for it again."))
        raise
    finish(progress_id, message=_("Ready to be fetched"), file=str(stored.pk))
    return stored


def write_zip(path: Path, subject: Subject, progress_id: UUID | None = None) -> int:
    """Everything about ``subject`` into a ZIP at ``path``; the number of rows."""
    parts: list[dict[str, Any]] = []
    total = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (code, item) in enumerate(reversed(holdings.items()), start=1):
            table = item.read(subject)
            if table.rows:
                total += len(table.rows)
                headings = [str(words) for _code, words in table.columns]
                sheet = path.with_suffix(".csv")
                write_csv(sheet, headings, table.rows, _quietly)
                archive.write(sheet, f"csv/{code}.csv")
                parts.append(_part(code, item, table))
            if progress_id is not None:
                advance(progress_id, done=place, message=str(item.title))
        made = {"subject": subject.ref, "made_at": now(), "parts": parts}
        archive.writestr(
            "data.json", json.dumps(made, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        )
        for extra in attachments.values():
            content = extra.make(subject)
            if content is not None:
                archive.writestr(extra.name, content)
        archive.writestr("README.txt", _read_me(parts))
    return total


def _part(code: str, item: Any, table: Any) -> dict[str, Any]:
    names = [name for name, _words in table.columns]
    return {
        "code": code,
        "title": str(item.title),
        "purpose": str(item.purpose),
        "on_erasure": str(item.fate.label),
        "ground": str(item.ground),
        "columns": {name: str(words) for name, words in table.columns},
        "rows": [dict(zip(names, row, strict=True)) for row in table.rows],
    }


def _read_me(parts: list[dict[str, Any]]) -> str:
    lines = [
        _("Everything the alumni office holds about you, as of %(when)s.")
        % {"when": now().astimezone(CAMPUS).strftime("%Y-%m-%d %H:%M")},
        _("data.json holds all of it for machines; each file in csv/ opens in a spreadsheet;"),
        _("contact.vcf is your card for an address book."),
        "",
    ]
    for part in parts:
        lines.append(f"csv/{part['code']}.csv  {part['title']} ({len(part['rows'])})")
        lines.append(f"    {part['purpose']}")
    return "\r\n".join(lines) + "\r\n"


def _quietly(_done: int) -> None:
    """A part is too small to tell of."""
