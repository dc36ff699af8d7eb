"""The file itself, made by the worker for the user who asked."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.kernel.actors import Actor
from wutong.kernel.clock import CAMPUS, now
from wutong.kernel.errors import NotAllowedError, WutongError
from wutong.platform.access.public import can, scopes_of
from wutong.platform.accounts.models import User
from wutong.platform.audit.public import record
from wutong.platform.files.public import store
from wutong.platform.jobs.public import advance, fail, finish
from wutong.platform.tabular.exports.registry import ExportTable, exports
from wutong.platform.tabular.exports.writers import Watermark, write_csv, write_xlsx
from wutong.platform.vault.public import keyed_hash

if TYPE_CHECKING:
    from uuid import UUID

KEPT = timedelta(days=7)


def make_export(
    *,
    progress_id: UUID,
    user_id: int,
    key: str,
    params: dict[str, Any],
    file_format: str,
    reason: str,
) -> None:
    """Write the rows the user may see now, keep the file seven days, note it in the trail."""
    user = User.objects.get(pk=user_id)
    source = exports.get(key)
    try:
        permission = source.permission(params)
        if not can(user, permission):
            raise NotAllowedError(_("You may no longer take this out."))
        limited = source.needs_reason(params) and not scopes_of(user).everything
        if limited and file_format != "xlsx":
            raise NotAllowedError(_("This list leaves as an Excel workbook only: it is marked."))
        watermark = _watermark(user, progress_id) if limited else None
        with transaction.atomic():  # one moment for all rows, and a cursor on the server
            table = source.open(user, params)
            with tempfile.TemporaryDirectory(prefix="wutong-export-") as folder:
                path = Path(folder) / f"rows.{file_format}"
                count = _write(path, table, file_format, progress_id, user, reason, watermark)
                stamp = now().astimezone(CAMPUS).strftime("%Y%m%d-%H%M")
                with path.open("rb") as content:
                    stored = store(
                        content,
                        owner=Actor.of(user),
                        kind="export",
                        name=f"{table.name}-{stamp}.{file_format}",
                        expires_after=KEPT,
                        permission=permission if limited else "",
                    )
            record(
                actor=Actor.of(user, reason=reason),
                verb="export.made",
                subject=f"file:{stored.pk}",
                subject_label=stored.name,
                data={
                    "export": key,
                    "rows": count,
                    "params": params,
                    "format": file_format,
                    **({"copy": watermark.code} if watermark else {}),
                },
                sensitive=source.needs_reason(params),
            )
    except WutongError as error:
        fail(progress_id, str(error))
        return
    finish(
        progress_id,
        message=_("%(rows)s rows") % {"rows": f"{count:,}"},
        url=f"/office/files/{stored.pk}/",
        rows=count,
    )


def _watermark(user: User, progress_id: UUID) -> Watermark:
    """The copy's own mark: the trail knows by its code who took it out, when and why."""
    code = keyed_hash("exports.copy", f"{user.pk}|{progress_id}").hex()[:10].upper()
    day = now().astimezone(CAMPUS).strftime("%Y-%m-%d %H:%M")
    line = _("Copy %(code)s, for %(name)s alone, taken out on %(day)s. Do not pass it on.")
    return Watermark(
        line
        % {
            "code": code,
            "name": f"{user} <{user.mailbox}>" if user.mailbox else str(user),
            "day": day,
        },
        code,
    )


def _write(
    path: Path,
    table: ExportTable,
    file_format: str,
    progress_id: UUID,
    user: User,
    reason: str,
    watermark: Watermark | None,
) -> int:
    def told(done: int) -> None:
        advance(progress_id, done=done, total=max(table.total, done))

    told(0)
    if file_format == "csv":
        return write_csv(path, table.columns, table.rows, told)
    about = [
        (_("Taken out by"), str(user)),
        (_("On"), now().astimezone(CAMPUS).strftime("%Y-%m-%d %H:%M")),
        (_("Reason"), reason or "–"),
        *table.about,
        (_("Note"), _("This copy is made out to one person. Delete it when it has served.")),
    ]
    return write_xlsx(path, table.columns, table.rows, told, about, watermark)
