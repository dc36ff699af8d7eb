"""Background work of the door."""

from __future__ import annotations

from wutong.platform.jobs.public import task
from wutong.ui.signin import services


@task(name="signin.send_password_reset", retries=5)
def send_password_reset(*, email: str) -> None:
    """Write to ``email`` if it belongs to an account."""
    services.send_password_reset(email=email)
