"""A small brake for public addresses: so many attempts per address and window.

Counts live in the shared cache, so that every process brakes together. The client's address
is kept only as a keyed hash.
"""

from __future__ import annotations

import time

from django.core.cache import cache

from wutong.platform.vault.public import keyed_hash

WINDOW_SECONDS = 300
DAY_SECONDS = 86_400
GUESSES, GUESSES_A_DAY = 5, 15


def within_limit(kind: str, address: str, *, limit: int, seconds: int = WINDOW_SECONDS) -> bool:
    """Count one attempt; False once ``address`` made more than ``limit`` in ``seconds``."""
    window = int(time.time()) // seconds
    key = f"links:{kind}:{keyed_hash('links.throttle', address).hex()}:{seconds}:{window}"
    if cache.add(key, 1, seconds * 2):
        return True
    try:
        made = cache.incr(key)
        cache.touch(key, seconds * 2)  # some caches count on with their own, shorter time
        return bool(made <= limit)
    except ValueError:
        cache.set(key, 1, seconds * 2)
        return True


def may_guess(kind: str, subject: str) -> bool:
    """Count one answer to a question that only the right person can answer: few in five minutes
    and few a day, so that nobody finds four digits by patience.
    """
    soon = within_limit(kind, subject, limit=GUESSES)
    return within_limit(kind, subject, limit=GUESSES_A_DAY, seconds=DAY_SECONDS) and soon
