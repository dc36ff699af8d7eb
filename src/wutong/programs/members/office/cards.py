"""The office's part in a card: call it back, or issue it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wutong.core.people.models import Person
from wutong.platform.access.public import can
from wutong.programs.members.models import Card
from wutong.programs.members.selectors.cards import is_alumnus, standing_card
from wutong.programs.members.services.cards import issue_card, revoke_card
from wutong.ui.office.views import OfficeFormView, OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User


CHANGE = "people.record.change"


class RevokeForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Why is it called back?"), max_length=200, help_text=_("The member can read this.")
    )


class CardView(OfficeFormView, OfficeObjectView[Person]):
    """Call the card of one person back, or issue it when there is none."""

    model = Person
    action = "change"
    permission = CHANGE

    @cached_property
    def card(self) -> Card | None:
        """The card that stands."""
        return standing_card(self.object.pk)

    @property
    def form_class(self) -> type[forms.Form]:  # type: ignore[override]
        """A reason is asked for when something is taken away."""
        return RevokeForm if self.card else forms.Form

    @property
    def submit_label(self) -> _StrOrPromise:  # type: ignore[override]
        """The verb."""
        return _("Call the card back") if self.card else _("Issue the card")

    def get_page_title(self) -> _StrOrPromise:
        """What this is about."""
        return _("Alumni card of %(name)s") % {"name": self.object.name}

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The person."""
        return ((self.object.name, self.get_cancel_url()),)

    def get_cancel_url(self) -> str:
        """Back to the person."""
        return f"/office/people/{self.object.pk}/"

    def perform(self, form: Any) -> str:
        """Do what the button says."""
        if self.card:
            revoke_card(
                actor=self.actor, person_id=self.object.pk, reason=form.cleaned_data["reason"]
            )
        else:
            issue_card(actor=self.actor, person_id=self.object.pk)
        return self.get_cancel_url()


def card_panel(person_id: int, viewer: User) -> dict[str, Any] | None:
    """The panel on a person's page; nothing for those who can have no card."""
    latest = Card.objects.filter(person_id=person_id).order_by("-pk").first()
    may = can(viewer, CHANGE)
    if latest is None and not (may and is_alumnus(Person.objects.get(pk=person_id))):
        return None
    return {"card": latest, "person_id": person_id, "may_change": may}
