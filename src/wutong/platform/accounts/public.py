"""The door of the accounts: what must not be found in production."""

from __future__ import annotations

from wutong.platform.accounts.guards import DEMO_DOMAIN, Finding, findings, refuse_unsafe_start

__all__ = ["DEMO_DOMAIN", "Finding", "findings", "refuse_unsafe_start"]
