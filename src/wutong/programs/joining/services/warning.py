"""When a record was opened by a contact that proves little, its other channels are told.

Each letter carries a link. "It was not me" marks the contact that opened the record as wrong,
closes the account, calls the card back; the link takes that back again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from wutong.core.people.enums import ContactKind, ContactStatus, SourceKind
from wutong.core.people.models import ContactPoint, Person
from wutong.core.people.public import Source, set_contact_status
from wutong.kernel import masking
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.platform.audit.public import record
from wutong.platform.links.public import Button, LinkPage, Outcome, mint
from wutong.platform.outbox.public import enqueue_single
from wutong.programs.members.public import link_account, revoke_card, unlink_account

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django import forms
    from django.utils.functional import _StrOrPromise

    from wutong.platform.links.public import LinkContext

NOT_ME = "joining.not_me"
LINK = Source(kind=SourceKind.LINK, label="not me")


@transaction.atomic
def warn_other_channels(
    *, actor: Actor, person_id: int, point: ContactPoint, user: User, added: bool
) -> int:
    """Write to every other working address of the record; how many letters."""
    person = Person.objects.get(pk=person_id)
    others = ContactPoint.objects.filter(
        person=person,
        kind=ContactKind.EMAIL,
        status=ContactStatus.OK,
        valid_to__isnull=True,
    ).exclude(pk=point.pk)
    addresses = sorted(set(others.values_list("normalised", flat=True)))
    for address in addresses:
        url = mint(
            actor=actor,
            action=NOT_ME,
            subject_ref=f"person:{person_id}",
            params={"contact": point.pk, "user": user.pk, "masked": point.masked},
        )
        with override(person.language):
            context = {"name": person.name, "masked": point.masked, "url": url, "added": added}
            enqueue_single(
                actor=actor,
                to=address,
                to_name=person.name,
                subject=_("Your alumni record was opened"),
                text=render_to_string("joining/mail/opened.txt", context),
                html=render_to_string("joining/mail/opened.html", context),
                language=person.language,
                subject_ref=f"person:{person_id}",
            )
    record(
        actor=actor,
        verb="joining.warned",
        subject=f"person:{person_id}",
        subject_label=person.name,
        data={"letters": len(addresses), "contact": point.pk},
    )
    return len(addresses)


class NotMeAction:
    """It was not me: closes what was opened, marks the contact wrong; can be taken back."""

    title: _StrOrPromise = gettext_lazy("It was not me")
    valid_for = timedelta(days=30)
    single_use = True
    form_class: type[forms.Form] | None = None
    challenge: _StrOrPromise = ""

    def page(self, context: LinkContext) -> LinkPage | None:
        """What happened, and the one button."""
        person = Person.objects.filter(pk=context.subject_id, merged_into__isnull=True).first()
        if person is None:
            return None
        with override(context.language or person.language):
            return LinkPage(
                language=context.language or person.language,
                heading=_("Was it you?"),
                lines=[
                    _("The alumni record of %(name)s was opened with %(contact)s.")
                    % {"name": masking.name(person.name), "contact": context.params["masked"]},
                    _("If it was you, nothing needs to be done."),
                ],
                buttons=[Button("not-me", _("It was not me: close it"))],
            )

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """Nothing to fill in."""
        return {}

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Never asked: whoever holds the other channel may stop, and stopping is undone easily."""
        return True

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Close, mark, call back."""
        actor = Actor.link(NOT_ME, context.subject_ref)
        person_id, contact_id = context.subject_id, context.params["contact"]
        standing = ContactPoint.objects.filter(pk=contact_id, valid_to__isnull=True).exists()
        if standing:
            set_contact_status(
                actor=actor, contact_id=contact_id, status=ContactStatus.WRONG, source=LINK
            )
        holder = Person.objects.filter(pk=person_id, user=context.params["user"]).exists()
        if holder:
            revoke_card(actor=actor, person_id=person_id, reason=_("opened by somebody else"))
            unlink_account(actor=actor, person_id=person_id)
        return Outcome(
            answer={"masked": context.params["masked"]},
            undo={"contact": contact_id if standing else 0, "relink": holder},
        )

    def understood(self, context: LinkContext, answer: Mapping[str, Any]) -> Sequence[str]:
        """What was done."""
        return [
            _("%(contact)s no longer opens this record; it is marked as wrong.")
            % {"contact": answer["masked"]},
            _("The account that was opened with it is closed, and its card called back."),
        ]

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """It was me after all."""
        actor = Actor.link(NOT_ME, context.subject_ref)
        if undo["contact"]:
            set_contact_status(
                actor=actor, contact_id=undo["contact"], status=ContactStatus.OK, source=LINK
            )
        free = Person.objects.filter(pk=context.subject_id, user__isnull=True).exists()
        if undo["relink"] and free:
            user = User.objects.get(pk=context.params["user"])
            user.is_active = True
            user.save(update_fields=["is_active"])
            link_account(actor=actor, user=user, person_id=context.subject_id)
