"""Inviting from a list of people, and the panel on a person's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wutong.core.people.models import Person
from wutong.core.people.public import best_email
from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.jobs.public import defer, start_progress
from wutong.programs.joining import rules, tasks
from wutong.programs.joining.models import Application, Invitation
from wutong.ui.office.lists.bulk import BulkAction

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

MOST = 5_000
"""More than that is a campaign, with its approval."""


def _describe(count: int) -> str:
    if count > MOST:
        return _("At most %(most)s people at a time; for more, send a campaign.") % {"most": MOST}
    return ngettext(
        "%(count)s person gets an e-mail with a link to join. Who has an account already, has "
        "died or has no working address is left out.",
        "%(count)s people get an e-mail with a link to join. Who has an account already, has "
        "died or has no working address is left out.",
        count,
    ) % {"count": count}


def _invite_all(actor: Actor, rows: QuerySet[Any], _data: dict[str, Any]) -> str:
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(ids) > MOST:
        raise WutongError(_describe(len(ids)))
    progress = start_progress(
        kind="joining.invite",
        title=_("Invitations to join"),
        owner=actor,
        url=reverse("office:people-list"),
        total=len(ids),
    )
    defer(
        tasks.invite_people,
        progress=str(progress.pk),
        ids=ids,
        user=actor.user_id,
        label=actor.label,
        since=clock.now().isoformat(),
    )
    return reverse("office:progress", args=[progress.pk])


INVITE = BulkAction(
    "joining-invite",
    gettext_lazy("Invite to join"),
    rules.INVITE,
    _describe,
    _invite_all,
    icon="mail",
)


def joining_panel(person_id: int, viewer: User) -> dict[str, Any] | None:
    """Account, invitation, application of a person; nothing for the dead."""
    person = Person.objects.select_related("user").get(pk=person_id)
    if person.deceased:
        return None
    invitation = Invitation.objects.filter(person=person).order_by("-pk").first()
    applications = Application.objects.filter(person=person).order_by("-asked_at")
    may = can(viewer, rules.INVITE) and person.user is None
    return {
        "person_id": person_id,
        "account": person.user,
        "invitation": invitation,
        "applications": list(applications[:3]) if can(viewer, rules.VIEW) else [],
        "may_invite": may and best_email(person_id) is not None,
    }
