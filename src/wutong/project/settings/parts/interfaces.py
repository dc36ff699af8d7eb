"""Programs that ask us, and programs that we tell."""

from __future__ import annotations

from .environment import env

PAGE_CACHE = env.bool("PAGE_CACHE", True)  # whole public pages kept in memory
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", 300)  # of one access key
# Networks of the house that webhooks may go to, also without TLS: 10.20.0.0/16,127.0.0.0/8
WEBHOOKS_NETWORKS: list[str] = env.list("WEBHOOKS_NETWORKS", [])
