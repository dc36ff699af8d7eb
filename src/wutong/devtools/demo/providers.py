"""What the demo plugs in: its own share comes first, the others stand on it."""

from __future__ import annotations

from wutong.devtools.demo.world import build_people
from wutong.kernel.demo import DemoPart, demo_parts

demo_parts.register("people", DemoPart(order=10, build=build_people))
