"""What this room plugs in: the headings and the figures of the rooms below."""

from __future__ import annotations

from .catalogue import engagement, sections  # noqa: F401 -- they register
