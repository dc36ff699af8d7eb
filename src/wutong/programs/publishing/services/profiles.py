"""People whom stories tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.core.people.public import standing_id
from wutong.kernel.errors import ConflictError
from wutong.platform.audit.public import record
from wutong.programs.publishing.errors import StoryError
from wutong.programs.publishing.models import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor

WORDS = ("name_zh", "name_en", "line_zh", "line_en")


@transaction.atomic
def save_profile(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    profile: Profile | None = None,
    version: int | None = None,
) -> Profile:
    """Write a profile. Raises ConflictError, and StoryError for somebody who has one already."""
    row = Profile.objects.select_for_update().get(pk=profile.pk) if profile else Profile(version=0)
    if profile and version is not None and version != row.version:
        raise ConflictError(_("Somebody else changed this in the meantime. Please look again."))
    for name in WORDS:
        setattr(row, name, values.get(name) or "")
    person = values.get("person")
    row.person_id = standing_id(person) if person else None
    others = Profile.objects.exclude(pk=row.pk)
    if row.person_id and others.filter(person_id=row.person_id).exists():
        raise StoryError(_("This person has a profile already."))
    row.version += 1
    row.save()
    record(
        actor=actor, verb="profiles.saved", subject=f"profile:{row.pk}", subject_label=row.name_zh,
        data={"version": row.version},
    )  # fmt: skip
    return row
