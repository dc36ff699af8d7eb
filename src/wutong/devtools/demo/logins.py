"""The two alumni who can sign in are people on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.people.models import Person
from wutong.platform.accounts.models import User
from wutong.ui.signin.demo import DEMO_LOGINS

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld


def join_people_and_accounts(world: DemoWorld) -> None:
    """Give each fixed person their account, and the account the person's name."""
    for login in DEMO_LOGINS:
        if not login.person:
            continue
        user = User.objects.get(email=login.email)
        people = Person.objects.filter(pk=world.people_by_role[login.person])
        people.update(user=user)
        user.display_name = people.get().name
        user.save(update_fields=["display_name"])
