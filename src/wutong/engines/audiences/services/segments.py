"""Saving, counting and putting away segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.engines.audiences.compiler import people_in, to_q
from wutong.engines.audiences.definitions import Group, dumps, loads
from wutong.engines.audiences.errors import DefinitionError
from wutong.engines.audiences.models import Segment
from wutong.engines.audiences.references import reaches
from wutong.engines.audiences.sharing import NOBODY, SharedWith
from wutong.kernel import clock
from wutong.kernel.errors import ConflictError
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User


@transaction.atomic
def save_segment(
    *,
    actor: Actor,
    owner: User,
    name: str,
    root: Group,
    note: str = "",
    shared: SharedWith = NOBODY,
    segment: Segment | None = None,
    version: int | None = None,
) -> Segment:
    """Save a segment, new or changed; everything that uses it follows the change.

    Raises UnknownCriterionError,
    DefinitionError, also for a segment that would contain itself, and ConflictError when
    ``version`` is no longer the stored one.
    """
    definition = dumps(loads(dumps(root)))
    if segment is not None and reaches(root, segment.pk):
        raise DefinitionError(_("A segment cannot contain itself. Please remove that condition."))
    to_q(root)
    now = clock.now()
    if segment is None:
        segment = Segment(owner=owner, created_at=now, version=0)
    else:
        segment = Segment.objects.select_for_update().get(pk=segment.pk)
        if version is not None and segment.version != version:
            raise ConflictError(
                _("Somebody else changed this segment in the meantime. Please look again.")
            )
    segment.name, segment.note = name, note
    shared.put_on(segment)
    segment.definition = definition
    segment.version += 1
    segment.updated_at = now
    segment.last_count = None
    segment.save()
    record(
        actor=actor,
        verb="segments.saved",
        subject=segment.ref,
        subject_label=name,
        data={"version": segment.version, "sharing": str(shared.sharing)},
    )
    return segment


def count_people(root: Group, user: User) -> int:
    """How many people the definition covers for ``user`` now; one statement."""
    return people_in(root, user).order_by().count()


def count_segment(*, segment: Segment, user: User) -> int:
    """How many people the segment covers for ``user`` now; remembered with the moment."""
    count = count_people(loads(segment.definition), user)
    Segment.objects.filter(pk=segment.pk).update(last_count=count, last_counted_at=clock.now())
    return count


@transaction.atomic
def archive_segment(*, actor: Actor, segment: Segment) -> None:
    """Put a segment away; what was sent to it keeps its own list."""
    Segment.objects.filter(pk=segment.pk).update(archived_at=clock.now())
    record(
        actor=actor,
        verb="segments.archived",
        subject=segment.ref,
        subject_label=segment.name,
    )


@transaction.atomic
def restore_segment(*, actor: Actor, segment_id: int) -> None:
    """Take a segment out again (undo of putting it away)."""
    if Segment.objects.filter(pk=segment_id).update(archived_at=None):
        record(actor=actor, verb="segments.restored", subject=f"segment:{segment_id}")


def copy_segment(*, actor: Actor, owner: User, segment: Segment) -> Segment:
    """The same conditions under a new name, one's own and not shared."""
    return save_segment(
        actor=actor,
        owner=owner,
        name=_("%(name)s (copy)") % {"name": segment.name[:110]},
        note=segment.note,
        root=loads(segment.definition),
    )
