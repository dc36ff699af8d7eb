"""When two records become one, what either did not want is not done to the one that stays."""

from __future__ import annotations

from wutong.core.consent.models import Preference, Visibility
from wutong.core.consent.visibility import FIELDS


def join_preferences(kept_id: int, gone_id: int) -> None:
    """Where both said something about a topic, the stricter word holds."""
    own = {(one.topic, one.channel): one for one in Preference.objects.filter(person_id=kept_id)}
    for other in Preference.objects.filter(person_id=gone_id):
        mine = own.get((other.topic, other.channel))
        if mine is None:
            continue  # it moves as it is
        mine.wanted = mine.wanted and other.wanted
        pauses = [one for one in (mine.paused_until, other.paused_until) if one]
        mine.paused_until = max(pauses) if pauses else None
        mine.changed_at = max(mine.changed_at, other.changed_at)
        mine.save(update_fields=["wanted", "paused_until", "changed_at"])


def join_visibility(kept_id: int, gone_id: int) -> None:
    """Where both chose who sees what, each field is seen by the narrower circle of the two."""
    both = {one.person_id: one for one in Visibility.objects.filter(person__in=(kept_id, gone_id))}
    if len(both) < 2:
        return  # the only one there is moves as it is
    mine, other = both[kept_id], both[gone_id]
    for field in FIELDS:
        setattr(mine, field, min(getattr(mine, field), getattr(other, field)))
    mine.changed_at = max(mine.changed_at, other.changed_at)
    mine.save()
