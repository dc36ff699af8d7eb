"""What the ledger plugs into lower registries."""

from __future__ import annotations

from wutong.core.people.registry import timeline
from wutong.kernel.demo import DemoPart, demo_parts

from . import past_kinds, rules, tasks  # noqa: F401 -- they register kinds, the scoper, the job
from .demo import build
from .timeline import ActsOnTimeline

timeline.register("engagement", ActsOnTimeline(), order=20)
demo_parts.register("engagement", DemoPart(order=50, build=build))
