"""What the portal does when a room says that public things changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.platform.jobs.public import defer
from wutong.programs.portal.indexing import read_again
from wutong.programs.portal.tasks import read_area
from wutong.ui.site.registry import findables

if TYPE_CHECKING:
    from collections.abc import Collection

AT_ONCE = 200
"""More keys than this in one change are left to a job."""


def follow(area: str, keys: Collection[str]) -> None:
    """Few things at once, so that nothing withdrawn is found a moment longer; many by a job of
    the same transaction.
    """
    if area not in findables:
        return
    if keys and len(keys) <= AT_ONCE:
        read_again(area, keys)
    else:
        defer(read_area, lane="bulk", once=f"portal:{area}", area=area)
