"""Background work of this room."""

from __future__ import annotations

from wutong.platform.jobs.public import periodic, task
from wutong.programs.posts.copies import enter_stories
from wutong.programs.posts.services.articles import wake_articles
from wutong.programs.posts.services.rolling import forget_spools, roll_up, snapshot_site
from wutong.programs.posts.services.statistics import fetch_statistics


@periodic(cron="* * * * *")
@task(name="posts.roll_up")
def roll_up_job(timestamp: int = 0) -> None:
    """Count the reads that were noted beside requests."""
    roll_up()


@periodic(cron="10 17 * * *")
@task(name="posts.site_snapshots")
def site_snapshots_job(timestamp: int = 0) -> None:
    """Shortly after midnight on campus: how yesterday left the posts on our own site."""
    roll_up()
    enter_stories()
    snapshot_site()
    forget_spools()


@periodic(cron="30 1,4,8 * * *")
@task(name="posts.statistics")
def statistics_job(timestamp: int = 0) -> None:
    """After eight on campus, when WeChat has yesterday's figures; twice more for what failed."""
    fetch_statistics()


@periodic(cron="* * * * *")
@task(name="posts.wake_articles")
def wake_articles_job(timestamp: int = 0) -> None:
    """Ask WeChat again about articles whose job got lost."""
    wake_articles()
