"""Background work of comments."""

from __future__ import annotations

from wutong.kernel.actors import Actor
from wutong.platform.jobs.public import periodic, task
from wutong.programs.comments.services.house import settle
from wutong.programs.comments.services.telling import tell_decisions


@periodic(cron="* * * * *")
@task(name="comments.tell")
def tell(timestamp: int = 0) -> None:
    """Tell authors what was decided."""
    del timestamp
    tell_decisions()


@periodic(cron="*/5 * * * *")
@task(name="comments.settle")
def close_without_editor(timestamp: int = 0) -> None:
    """Nobody on duty: the switch says so, too."""
    del timestamp
    settle(actor=Actor.system("comments"))
