"""How often a key may ask: so many requests a minute, counted in one statement by the database, so
that every process counts together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from django.http import HttpResponse

    from wutong.ui.api.models import ApiToken

WINDOW = 60
_COUNT = """
INSERT INTO api_use AS u (token_id, minute, used)
VALUES (%s, date_trunc('minute', clock_timestamp()), 1)
ON CONFLICT (token_id) DO UPDATE SET
  used = CASE WHEN u.minute = EXCLUDED.minute THEN u.used + 1 ELSE 1 END,
  minute = EXCLUDED.minute
RETURNING used, ceil(extract(epoch FROM minute + interval '1 minute' - clock_timestamp()))::int
"""


@dataclass(frozen=True)
class Allowance:
    """What is left of this minute, and how many seconds of it."""

    limit: int
    left: int
    seconds: int
    exceeded: bool

    def say(self, response: HttpResponse) -> None:
        """The header fields of draft-ietf-httpapi-ratelimit-headers."""
        response["RateLimit-Policy"] = f'"minute";q={self.limit};w={WINDOW}'
        response["RateLimit"] = f'"minute";r={self.left};t={self.seconds}'


def count_request(token: ApiToken) -> Allowance:
    """Count one request of ``token``."""
    limit = settings.API_REQUESTS_PER_MINUTE
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [token.pk])
        used, seconds = cursor.fetchone()
    return Allowance(limit, max(0, limit - used), max(1, seconds), used > limit)
