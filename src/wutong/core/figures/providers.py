"""What this room plugs in: the headings and the figures of the rooms below."""

from __future__ import annotations

from . import rules, tasks  # noqa: F401 -- they register
from .catalogue import colleges, engagement, people, sections  # noqa: F401 -- they register
