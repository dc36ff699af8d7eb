"""Background work: thin doors to the services."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from wutong.core.rights.services import assessing
from wutong.kernel.actors import Actor
from wutong.platform.jobs.public import periodic, task


@periodic(cron=assessing.CRON)
@task(name="rights.open_assessments", retries=2)
def open_assessments(timestamp: int = 0) -> None:
    """What calls for an impact assessment is noticed every night."""
    del timestamp
    with translation.override(settings.LANGUAGE_CODE):
        assessing.open_due(actor=Actor.system("rights"))
