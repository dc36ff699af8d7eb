"""Background work of the portal."""

from __future__ import annotations

from wutong.platform.jobs.public import periodic, task
from wutong.programs.portal import cards, indexing
from wutong.ui.site.public import drop_old_rows, page_changed


@task(name="portal.read_area")
def read_area(area: str) -> None:
    """Read everything public of an area again."""
    if any(indexing.read_again(area)):
        page_changed(area)


@periodic(cron="37 4 * * *")
@task(name="portal.repair")
def repair(timestamp: int = 0) -> None:
    """Every night the index is compared with all rooms; old rows of changes and cards of what is
    not public any more go.
    """
    for area in indexing.repair():
        page_changed(area)
    drop_old_rows()
    cards.drop_stale()
