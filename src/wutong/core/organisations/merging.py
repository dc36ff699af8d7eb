"""When two records become one, a membership that both held is one, from the earlier day."""

from __future__ import annotations

from wutong.core.organisations.models import Membership


def join_memberships(kept_id: int, gone_id: int) -> None:
    """Standing memberships of the same organisation: the one that stays began with the first."""
    began = dict(
        Membership.objects.filter(person_id=gone_id, valid_to__isnull=True).values_list(
            "organisation_id", "valid_from"
        )
    )
    for mine in Membership.objects.filter(
        person_id=kept_id, valid_to__isnull=True, organisation_id__in=began
    ):
        if began[mine.organisation_id] < mine.valid_from:
            mine.valid_from = began[mine.organisation_id]
            mine.save(update_fields=["valid_from"])
