"""Demo duplicates: the search finds the demo's second records, as it would at night; a few are
merged by rule, the rest wait in the queue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.people.tasks import running

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld

MERGED = 6


def build_duplicates(world: DemoWorld) -> None:
    """In the small university only: the large one is for measuring, and the night finds them."""
    if world.scale != "small":
        return
    run = running().find_duplicates(merges=MERGED)
    world.say(f"duplicates: {run.candidates} pairs found, {run.merged} merged")
