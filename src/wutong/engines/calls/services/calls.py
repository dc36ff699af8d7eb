"""Opening and changing a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.engines.calls.errors import CallError
from wutong.engines.calls.models import Call
from wutong.kernel import clock
from wutong.kernel.errors import ConflictError
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor


@transaction.atomic
def save_call(
    *, actor: Actor, program: str, values: Mapping[str, Any], call_id: int | None = None,
    version: int | None = None,
) -> Call:  # fmt: skip
    """A new call, or one changed. Raises `CallError` and, when somebody was faster, `ConflictError`."""
    if call_id is None:
        call = Call(program=program, created_by_id=actor.user_id, created_at=clock.now())
    else:
        call = Call.objects.select_for_update().get(pk=call_id, program=program)
        if version is not None and version != call.version:
            raise ConflictError(_("Somebody has changed this call in the meantime."))
        call.version += 1
    for name, value in values.items():
        setattr(call, name, value)
    if call.closes_on is not None and call.closes_on < call.opens_on:
        raise CallError(_("A call cannot close before it opens."))
    if call.longest < call.shortest:
        raise CallError(_("The longest text cannot be shorter than the shortest."))
    call.save()
    record(
        actor=actor, verb="calls.call_saved", subject=call.ref, subject_label=str(call),
        data={"fields": sorted(values)},
    )  # fmt: skip
    return call
