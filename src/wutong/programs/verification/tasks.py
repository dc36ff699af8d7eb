"""Background work of this room."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.accounts.models import User
from wutong.platform.jobs.public import fail, finish, task
from wutong.programs.verification.services.rounds import open_round


@task(name="verification.open_round")
def open_round_job(values: dict[str, Any], progress_id: str, user_id: int) -> None:
    """Make the lists of a round."""
    user = User.objects.get(pk=user_id)
    with override(user.language):
        try:
            opened = open_round(
                actor=Actor.of(user),
                user=user,
                values={**values, "due_on": date.fromisoformat(values["due_on"])},
            )
        except WutongError as error:
            fail(UUID(progress_id), str(error))
            return
        finish(
            UUID(progress_id),
            message=_("%(lists)s colleges have their list.") % {"lists": opened.lists.count()},
            url=f"{reverse('office:verification-list')}?round={opened.pk}",
        )
