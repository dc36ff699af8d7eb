"""Background work of sendings."""

from __future__ import annotations

from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services import results
from wutong.engines.outreach.services.campaigns import count_audience, send_due
from wutong.engines.outreach.services.due import send_what_is_due
from wutong.platform.jobs.public import periodic, task


@task(name="outreach.send_campaign")
def send_campaign(campaign_id: int) -> None:
    """Send one sending whose time has come; does nothing when it was called back."""
    send_due(campaign_id=campaign_id)


@periodic(cron="* * * * *")
@task(name="outreach.send_due")
def send_all_due(timestamp: int) -> None:
    """The safety net: what is due and has not left, every minute."""
    send_what_is_due()


@task(name="outreach.count_audience")
def count_in_background(campaign_id: int) -> None:
    """The pre-flight of a large segment."""
    count_audience(campaign=Campaign.objects.get(pk=campaign_id))


@periodic(cron="* * * * *")
@task(name="outreach.count_results_all")
def count_results_that_moved(timestamp: int) -> None:
    """Every minute: results by college, class, place and provider of what has moved."""
    results.count_what_moved()


@task(name="outreach.count_results")
def count_results(campaign_id: int) -> None:
    """The results of one sending, because somebody looks at them."""
    results.count_results(campaign_id=campaign_id)
