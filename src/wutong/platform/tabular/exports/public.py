"""The door of exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import record
from wutong.platform.jobs.public import defer, start_progress
from wutong.platform.tabular.exports.registry import ExportSource, ExportTable, exports
from wutong.platform.tabular.tasks import make_export_file

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.jobs.models import Progress

__all__ = ["ExportSource", "ExportTable", "exports", "start_export"]
FORMATS = frozenset(("xlsx", "csv"))


@transaction.atomic
def start_export(
    *,
    actor: Actor,
    key: str,
    params: dict[str, Any],
    file_format: str = "xlsx",
    reason: str = "",
    back_url: str = "",
) -> Progress:
    """Queue an export for `actor`, who must be a signed-in user; the progress to wait on.

    `params` are JSON values that the source understands. The permission is asked again in the
    worker: rights may be taken away meanwhile.
    """
    source = exports.get(key)
    if file_format not in FORMATS:
        raise WutongError(_("Files can be made as Excel workbook or CSV."))
    if source.needs_reason(params) and not reason.strip():
        raise WutongError(_("Please say what the file is for; it is kept in the audit trail."))
    named = getattr(source, "label_for", None)
    label = named(params) if named else str(source.label)
    progress = start_progress(
        kind="export",
        title=_("Export: %(what)s") % {"what": label},
        owner=actor,
        url=back_url,
    )
    record(
        actor=actor,
        verb="export.started",
        subject_label=label,
        data={"export": key, "params": params, "format": file_format},
    )
    defer(
        make_export_file,
        progress_id=str(progress.pk),
        user_id=actor.user_id,
        key=key,
        params=params,
        file_format=file_format,
        reason=reason.strip()[:300],
    )
    return progress
