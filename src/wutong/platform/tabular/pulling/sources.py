"""Sources put in place, changed, paused and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.kernel.clock import now
from wutong.kernel.errors import ConflictError
from wutong.platform.audit.public import record
from wutong.platform.tabular.models import RegisterSource
from wutong.platform.tabular.pulling.schedule import next_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor

WRITTEN = (
    "name", "importer", "kind", "options", "every", "hour", "enabled", "enters_alone", "most_new",
    "most_changed", "most_rejected", "least_share",
)  # fmt: skip


@transaction.atomic
def save_source(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    secret: str = "",
    source_id: int | None = None,
    version: int | None = None,
) -> RegisterSource:
    """Write a source; an empty `secret` leaves the one there is. The audit trail says which
    fields changed, never what the secret was. Raises `ConflictError`.
    """
    if source_id is None:
        source = RegisterSource()
    else:
        source = RegisterSource.objects.select_for_update().get(pk=source_id)
        if version is not None and version != source.version:
            raise ConflictError(
                _("Somebody else changed this source in the meantime. Please look again.")
            )
    changed = [name for name in WRITTEN if name in values and getattr(source, name) != values[name]]
    for name in changed:
        setattr(source, name, values[name])
    if secret:
        source.secret = secret
        changed.append("secret")
    if source.pk is not None:
        source.version += 1
    source.next_at = next_time(source.every, source.hour, now()) if source.enabled else None
    source.save()
    record(
        actor=actor,
        verb="import.source_saved",
        subject=source.ref,
        subject_label=source.name,
        data={"fields": changed, "limits": limits_of(source)},
    )
    return source


@transaction.atomic
def remove_source(*, actor: Actor, source_id: int) -> None:
    """A source goes with its fetches and its secret; what was entered stays."""
    source = RegisterSource.objects.select_for_update().get(pk=source_id)
    record(actor=actor, verb="import.source_removed", subject=source.ref, subject_label=source.name)
    source.delete()


def limits_of(source: RegisterSource) -> dict[str, Any]:
    """What may be entered unseen."""
    names = ("enters_alone", "most_new", "most_changed", "most_rejected", "least_share")
    return {name: getattr(source, name) for name in names}
