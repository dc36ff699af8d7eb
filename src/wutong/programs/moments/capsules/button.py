"""The links of letters to the future."""

from __future__ import annotations

WRITE = "moments.write"
ARRIVED = "moments.arrived"
