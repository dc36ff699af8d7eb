"""What the ledger plugs into lower registries."""

from __future__ import annotations

from . import rules  # noqa: F401 -- registers the scoper
