"""Identifiers that sort by time."""

from __future__ import annotations

from uuid import UUID

import uuid_utils


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits.

    Made in Python so that it is known before the insert; keys made one after another lie
    side by side in an index.
    """
    return UUID(bytes=uuid_utils.uuid7().bytes)
