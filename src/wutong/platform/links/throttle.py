"""A small brake for public addresses: so many attempts per address and window.

Counts live in the shared cache, so that every process brakes together. The client's address
is kept only as a keyed hash.
"""

from __future__ import annotations

import time

from django.core.cache import cache

from wutong.platform.vault.public import keyed_hash

WINDOW_SECONDS = 300


def within_limit(kind: str, address: str, *, limit: int) -> bool:
    """Count one attempt; False once ``address`` made more than ``limit`` in five minutes."""
    window = int(time.time()) // WINDOW_SECONDS
    key = f"links:{kind}:{keyed_hash('links.throttle', address).hex()}:{window}"
    if cache.add(key, 1, WINDOW_SECONDS * 2):
        return True
    try:
        return bool(cache.incr(key) <= limit)
    except ValueError:
        cache.set(key, 1, WINDOW_SECONDS * 2)
        return True
