"""The door of the room: people chosen by conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.engines.audiences.compiler import Finding, explain, in_words, people_in
from wutong.engines.audiences.definitions import Condition, Group, dumps, loads
from wutong.engines.audiences.enums import Sharing, Topic
from wutong.engines.audiences.registry import (
    Criterion,
    CriterionForm,
    Use,
    criteria,
    register_criterion,
    segment_uses,
)
from wutong.engines.audiences.services.segments import (
    archive_segment,
    count_segment,
    save_segment,
)
from wutong.engines.audiences.sharing import ALL_COLLEAGUES, NOBODY, SharedWith

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.core.people.models import Person
    from wutong.engines.audiences.models import Segment
    from wutong.platform.accounts.models import User

__all__ = [
    "ALL_COLLEAGUES",
    "NOBODY",
    "Condition",
    "Criterion",
    "CriterionForm",
    "Finding",
    "Group",
    "SharedWith",
    "Sharing",
    "Topic",
    "Use",
    "archive_segment",
    "count_segment",
    "criteria",
    "dumps",
    "explain",
    "in_words",
    "loads",
    "people_in",
    "people_of",
    "register_criterion",
    "save_segment",
    "segment_uses",
]


def people_of(segment: Segment, user: User) -> QuerySet[Person]:
    """Those of a saved segment whom ``user`` may see."""
    return people_in(loads(segment.definition), user)
