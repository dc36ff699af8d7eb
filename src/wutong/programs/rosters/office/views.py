"""A class in the office: its board, its liaisons, and what they told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.public import visible_people
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can, scope
from wutong.platform.audit.public import viewed_sensitive
from wutong.programs.rosters import rules
from wutong.programs.rosters.enums import CONTACT_KINDS, Reach, SuggestionState
from wutong.programs.rosters.models import ClassRoster, RosterKeeper, Suggestion
from wutong.programs.rosters.selectors import board_of, classmates_of, keepers_of, suggestions_of
from wutong.programs.rosters.services.counting import count_classes
from wutong.programs.rosters.services.keeping import board_address, end_keeper, invite_keeper
from wutong.programs.rosters.services.offices import (
    appoint_liaison,
    end_office,
    liaisons_in_office,
)
from wutong.programs.rosters.services.suggesting import confirm, decline, take_back
from wutong.ui.office.views import OfficeDetailView, OfficeObjectView

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

LIST = (gettext_lazy("Class rosters"), reverse_lazy("office:rosters-list"))
DECIDED_SHOWN = 20


class RosterDetail(OfficeDetailView[ClassRoster]):
    """The board, as of this moment."""

    model = ClassRoster
    permission = rules.VIEW
    template_name = "rosters/office/class.html"

    def get_queryset(self) -> QuerySet[ClassRoster]:
        """With class and college."""
        return super().get_queryset().select_related("class_group__unit")

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the classes."""
        return [LIST]

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Board, liaisons, suggestions; links to people this user may open."""
        group = self.object.class_group
        board = board_of(group)
        keepers = keepers_of(group)
        kept = {keeper.person_id for keeper in keepers}
        seen = set(visible_people(self.user).filter(
            pk__in=[one.id for one in board.classmates]).values_list("pk", flat=True))  # fmt: skip
        mine = scope(self.user, Suggestion)
        waiting = suggestions_of(group, SuggestionState.WAITING).filter(pk__in=mine.values("pk"))
        offices = liaisons_in_office(group) if can(self.user, rules.APPOINTMENTS) else {}
        on_board = {one.id for one in board.classmates}
        decided = suggestions_of(group, SuggestionState.CONFIRMED, SuggestionState.DECLINED)
        return super().get_context_data(
            board=board,
            seen=seen,
            keepers=[
                (keeper, board_address(keeper), offices.get(keeper.person_id)) for keeper in keepers
            ],
            appointed=[
                holder
                for person_id, holder in offices.items()
                if person_id not in kept and person_id in on_board
            ],
            may_appoint=can(self.user, rules.APPOINT),
            may_see_offices=can(self.user, rules.APPOINTMENTS),
            candidates=[one for one in board.found if one.id not in kept],
            waiting=waiting,
            decided=decided.filter(pk__in=mine.values("pk"))[:DECIDED_SHOWN],
            contact_kinds=[kind.value for kind in CONTACT_KINDS],
            may_change=can(self.user, rules.CHANGE),
            may_unmask=can(self.user, rules.UNMASK),
            reach=Reach,
            **extra,
        )


class RosterDo(OfficeObjectView[ClassRoster]):
    """Invite, end, confirm, decline, take back: each a POST with ``do``."""

    model = ClassRoster
    permission = rules.CHANGE
    action = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return self.back()

    def back(self) -> HttpResponseRedirect:
        """The class's page again."""
        return HttpResponseRedirect(reverse("office:rosters-detail", args=[self.object.pk]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it and say so."""
        command, _sep, key = request.POST.get("do", "").partition(":")
        does: dict[str, Callable[[int], str]] = {
            "invite": self.invite,
            "link": self.link,
            "end": self.end,
            "appoint": self.appoint,
            "dismiss": self.dismiss,
            "confirm": self.confirm,
            "decline": self.decline,
            "take_back": self.take_back,
            "show": self.show,
        }
        number = key or request.POST.get("person", "")
        if command not in does or not number.isdecimal():
            raise Http404
        try:
            said = does[command](int(number))
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
            count_classes([self.object.pk])
        return self.back()

    def invite(self, person_id: int, *, by_mail: bool = True) -> str:
        """A classmate gets the link."""
        people = classmates_of(self.object.class_group) & visible_people(self.user)
        person = get_object_or_404(people, pk=person_id)
        invite_keeper(
            actor=self.actor, class_group=self.object.class_group, person=person, by_mail=by_mail
        )
        if by_mail:
            return _("%(name)s has been written to.") % {"name": person.name}
        return _("The link for %(name)s is ready to be copied.") % {"name": person.name}

    def link(self, person_id: int) -> str:
        """Only the link, to be sent by hand."""
        return self.invite(person_id, by_mail=False)

    def end(self, keeper_id: int) -> str:
        """The link is withdrawn."""
        keepers = scope(self.user, RosterKeeper).filter(class_group=self.object.class_group)
        keeper = get_object_or_404(keepers.select_related("person", "class_group"), pk=keeper_id)
        end_keeper(actor=self.actor, keeper=keeper)
        return _("The link of %(name)s no longer opens the list.") % {"name": keeper.person.name}

    def appoint(self, keeper_id: int) -> str:
        """The liaison is appointed, with a numbered letter."""
        if not can(self.user, rules.APPOINT):
            raise PermissionDenied
        keepers = scope(self.user, RosterKeeper).filter(
            class_group=self.object.class_group, ended_at__isnull=True
        )
        keeper = get_object_or_404(keepers.select_related("person", "class_group"), pk=keeper_id)
        number = appoint_liaison(actor=self.actor, keeper=keeper)
        return _("%(name)s is appointed; the letter has the number %(number)s.") % {
            "name": keeper.person.name,
            "number": number,
        }

    def dismiss(self, person_id: int) -> str:
        """The appointment as liaison of this class ends."""
        if not can(self.user, rules.APPOINT):
            raise PermissionDenied
        holder = liaisons_in_office(self.object.class_group).get(person_id)
        if holder is None or not visible_people(self.user).filter(pk=person_id).exists():
            raise Http404
        end_office(actor=self.actor, holder=holder)
        return _("The appointment of %(name)s has ended.") % {"name": holder.name}

    def suggestion(self, suggestion_id: int) -> Suggestion:
        """One of this class that this user may see."""
        rows = scope(self.user, Suggestion).filter(class_group=self.object.class_group)
        return get_object_or_404(rows.select_related("about"), pk=suggestion_id)

    def confirm(self, suggestion_id: int) -> str:
        """On record now."""
        found = self.suggestion(suggestion_id)
        done = confirm(actor=self.actor, user=self.user, suggestion_id=found.pk)
        if done.found and done.about:
            return _("%(name)s is found again.") % {"name": done.about.name}
        return _("Confirmed.")

    def decline(self, suggestion_id: int) -> str:
        """Not on record."""
        found = self.suggestion(suggestion_id)
        decline(
            actor=self.actor,
            user=self.user,
            suggestion_id=found.pk,
            reason=self.request.POST.get("reason", ""),
        )
        return _("Declined.")

    def take_back(self, suggestion_id: int) -> str:
        """Waiting again."""
        take_back(actor=self.actor, suggestion_id=self.suggestion(suggestion_id).pk)
        return _("Taken back; it waits again.")

    def show(self, suggestion_id: int) -> str:
        """The value in full, written down as a view of contact data."""
        if not can(self.user, rules.UNMASK):
            raise PermissionDenied
        found = self.suggestion(suggestion_id)
        about = found.about
        viewed_sensitive(
            actor=self.actor,
            subject=f"person:{about.pk}" if about else found.ref,
            subject_label=about.name if about else found.value,
            fields=[found.kind],
            reason=_("checking what a classmate told"),
        )
        return f"{about.name if about else ''} {found.value}".strip()
