"""Relations on the dossier: shown, added by finding the other person, ended, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from wutong.core.people import rules
from wutong.core.people.enums import RelationKind
from wutong.core.people.models import Person, Relation
from wutong.core.people.office.addresses import person_url
from wutong.core.people.office.profile import PersonView
from wutong.core.people.search import search
from wutong.core.people.selectors.cards import people_cards
from wutong.core.people.selectors.relations import couple_of, relations_of
from wutong.core.people.services.relations import add_relation, end_relation, remove_relation
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can, scope

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User

SHOWN = 12


def relations_panel(person_id: int, viewer: User) -> dict[str, Any] | None:
    """Relations to people the viewer may see; no panel where there are none."""
    found = relations_of(person_id, scope(viewer, Person))
    if not found:
        return None
    couple = couple_of(person_id)
    return {
        "person_id": person_id,
        "found": found,
        "couple_id": couple.pk if couple else None,
        "may_change": can(viewer, rules.CHANGE),
    }


class RelationAddView(PersonView):
    """Find the other, say how they belong together."""

    permission = rules.CHANGE
    action = "change"
    template_name = "people/office/relate.html"

    def get_page_title(self) -> str:
        """Whose."""
        return _("A relation of %(name)s") % {"name": self.object.name}

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Whom the search finds, within sight."""
        text = self.request.GET.get("q", "").strip()
        people = scope(self.user, Person).exclude(pk=self.object.pk)
        found = people_cards(search(text, people=people)[:SHOWN]) if text else {}
        return super().get_context_data(
            query=text, found=list(found.values()), kinds=RelationKind.choices, **extra
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """On record, then back."""
        chosen, kind = request.POST.get("other", ""), request.POST.get("kind", "")
        people = scope(self.user, Person, "change").exclude(pk=self.object.pk)
        other = get_object_or_404(people, pk=int(chosen) if chosen.isdecimal() else 0)
        try:
            add_relation(
                actor=self.actor,
                person_id=other.pk,
                other_id=self.object.pk,
                kind=kind,
                household=bool(request.POST.get("household")),
            )
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The relation is on record."))
        return HttpResponseRedirect(person_url(self.object.pk))


class RelationActView(PersonView):
    """Ended today, or never so."""

    permission = rules.CHANGE
    action = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(person_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """`do` says which."""
        relation = get_object_or_404(scope(self.user, Relation), pk=self.kwargs["relation"])
        if self.object.pk in {relation.person_id, relation.other_id}:
            if request.POST.get("do") == "end":
                end_relation(actor=self.actor, relation_id=relation.pk, on=today())
                messages.success(request, _("The relation is ended as of today."))
            else:
                remove_relation(actor=self.actor, relation_id=relation.pk)
                messages.success(request, _("The relation is off the record."))
        return HttpResponseRedirect(person_url(self.object.pk))
