"""What the demo plugs in: its own share comes first, the others stand on it."""

from __future__ import annotations

from wutong.devtools.demo.logins import join_people_and_accounts
from wutong.devtools.demo.samples import write_samples
from wutong.devtools.demo.world import build_people
from wutong.kernel.demo import DemoPart, demo_parts

demo_parts.register("people", DemoPart(order=10, build=build_people))
demo_parts.register("log-ins", DemoPart(order=25, build=join_people_and_accounts))
demo_parts.register("samples", DemoPart(order=90, build=write_samples))
