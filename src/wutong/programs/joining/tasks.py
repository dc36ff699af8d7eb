"""Background work of joining."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from wutong.kernel.actors import Actor
from wutong.platform.jobs.public import advance, finish, periodic, task
from wutong.programs.joining.services.applications import forget_unproven
from wutong.programs.joining.services.invitations import invite_many
from wutong.programs.joining.services.proofs import forget_proofs

STEP = 100


@task(name="joining.invite_people")
def invite_people(
    *, progress: str, ids: list[int], user: int | None, label: str, since: str
) -> None:
    """Invite in steps; run again it leaves out whom it wrote to before."""
    actor, sent, left = Actor(user_id=user, label=label), 0, 0
    moment = datetime.fromisoformat(since)
    for start in range(0, len(ids), STEP):
        done = invite_many(actor=actor, person_ids=ids[start : start + STEP], since=moment)
        sent, left = sent + done[0], left + done[1]
        advance(UUID(progress), done=min(start + STEP, len(ids)))
    finish(UUID(progress), sent=sent, left_out=left)


@periodic(cron="20 * * * *")
@task(name="joining.tidy")
def tidy(*, timestamp: int = 0) -> None:
    """Forget codes and what was begun and never proven."""
    del timestamp
    forget_proofs()
    forget_unproven()
