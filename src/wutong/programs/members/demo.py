"""The two alumni of the demo: their accounts belong to people on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.programs.members.services.accounts import link_account
from wutong.ui.signin.public import DEMO_LOGINS

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld


def link_alumni(world: DemoWorld) -> None:
    """Link each account to its fixed person of the demo's data."""
    for entry in DEMO_LOGINS:
        person_id = world.people_by_role.get(entry.person) if entry.person else None
        user = User.objects.filter(email=entry.email).first()
        if person_id is not None and user is not None:
            link_account(actor=Actor.system("demo"), user=user, person_id=person_id)
