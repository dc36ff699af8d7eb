"""Background work: thin doors to the services."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from wutong.core.interactions.services import duty
from wutong.platform.jobs.public import periodic, task


@periodic(cron=duty.CRON)
@task(name="interactions.ask_on_duty")
def ask_on_duty(timestamp: int = 0) -> None:
    """Everybody in the duty directory is asked once a quarter whether the entry still holds."""
    with translation.override(settings.LANGUAGE_CODE):
        duty.ask_in_the_new_quarter()
