"""The board on a phone, behind a signed link: ``/class/<token>/``.

Two things are needed: the address, which only the liaison was sent, and a fact of their own
studies. The fact is asked once on each device and remembered there for thirty days. GET and
HEAD change nothing. Names and found or lost is all a board tells; a way to reach somebody is
never shown, only masked where a second liaison is asked to confirm it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from wutong.core.people.models import Degree
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import client_address
from wutong.platform.links.errors import (
    BusyLinkError,
    GuessedTooOftenError,
    LinkError,
    RevokedLinkError,
    UnknownLinkError,
)
from wutong.platform.links.public import may_guess, read_link, within_limit
from wutong.platform.vault.errors import BadTokenError, ExpiredTokenError
from wutong.platform.vault.public import sign, unsign
from wutong.programs.rosters.enums import Reach, SuggestionKind, SuggestionState
from wutong.programs.rosters.models import RosterKeeper, Suggestion
from wutong.programs.rosters.selectors import (
    Classmate,
    board_of,
    classmates_of,
    found_with_help_of,
    may_confirm,
    suggestions_of,
)
from wutong.programs.rosters.services.keeping import ACTION, note_seen
from wutong.programs.rosters.services.suggesting import second, suggest, withdraw
from wutong.programs.rosters.site.forms import MissingForm, TellForm
from wutong.ui.site.links.views import chosen_language, no_traces, refusal

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

LOOKS, CHANGES = 240, 120
PURPOSE = "rosters.device"
REMEMBERED = timedelta(days=30)


def fact_of(keeper: RosterKeeper) -> tuple[str, bool]:
    """What the liaison must know: the last four of their student number in this class (True),
    else their year of entry (False).
    """
    study = (
        Degree.objects.filter(person=keeper.person_id, class_group=keeper.class_group_id)
        .order_by("-student_no")
        .first()
    )
    if study is not None and len(study.student_no) >= 4:
        return study.student_no[-4:], True
    year = study.entry_year if study is not None else None
    return str(year or keeper.class_group.entry_year or ""), False


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class BoardPage(View):
    """What all pages of a board share: the link, the fact, the language."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Brake, read the link, ask for the fact; every problem ends on a page."""
        try:
            limit = CHANGES if request.method == "POST" else LOOKS
            if not within_limit(f"class:{request.method}", client_address.get() or "", limit=limit):
                raise BusyLinkError
            with translation.override(chosen_language(request) or self.keeper.person.language):
                response = self.guarded(request, *args, **kwargs)
        except LinkError as error:
            response = refusal(request, error)
        return no_traces(response)

    def guarded(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page itself for a device that gave the fact; else the question."""
        if self.is_known:
            return super().dispatch(request, *args, **kwargs)
        if request.method == "POST" and "fact" in request.POST:
            return self.admit(request.POST["fact"])
        return self.ask()

    @cached_property
    def keeper(self) -> RosterKeeper:
        """The liaison the link was made for."""
        _grant, context = read_link(self.kwargs["token"])
        if context.action != ACTION:
            raise UnknownLinkError
        keeper = (
            RosterKeeper.objects.filter(grant_id=context.grant_id, ended_at__isnull=True)
            .select_related("person", "class_group__unit")
            .first()
        )
        if keeper is None or keeper.person.deceased or keeper.person.merged_into_id:
            raise RevokedLinkError
        return keeper

    @property
    def cookie(self) -> str:
        """The cookie of this board on this device."""
        return f"wutong_class_{self.keeper.pk}"

    @property
    def is_known(self) -> bool:
        """Whether this device has given the fact."""
        try:
            held = unsign(PURPOSE, self.request.COOKIES.get(self.cookie, ""))
        except (BadTokenError, ExpiredTokenError):
            return False
        return held.get("keeper") == self.keeper.pk

    def ask(self, problem: str = "") -> HttpResponseBase:
        """The question before the board."""
        _answer, by_number = fact_of(self.keeper)
        return self.shown("rosters/fact.html", 422 if problem else 200,
                          by_number=by_number, problem=problem)  # fmt: skip

    def admit(self, given: str) -> HttpResponseBase:
        """Compare the fact, with few guesses a link; a right one is remembered here."""
        if not may_guess("class:fact", str(self.keeper.grant_id)):
            raise GuessedTooOftenError
        answer, _by_number = fact_of(self.keeper)
        if not answer or given.strip().upper() != answer.upper():
            return self.ask(_("That is not what we have on record. Please try again."))
        response = HttpResponseRedirect(self.request.path)
        response.set_cookie(
            self.cookie,
            sign(PURPOSE, {"keeper": self.keeper.pk}, REMEMBERED),
            max_age=REMEMBERED,
            path=f"/class/{self.kwargs['token']}/",
            httponly=True,
            samesite="Lax",
            secure=self.request.is_secure(),
        )
        return response

    def shown(self, template: str, status: int = 200, **context: Any) -> HttpResponseBase:
        """A page of the board."""
        words = "en" if (translation.get_language() or "").startswith("en") else "zh-Hans"
        return render(
            self.request,
            template,
            {
                "keeper": self.keeper,
                "class_group": self.keeper.class_group,
                "token": self.kwargs["token"],
                "page_language": words,
                **context,
            },
            status=status,
        )

    def home(self) -> HttpResponseRedirect:
        """Back to the board."""
        return HttpResponseRedirect(reverse("roster-board", args=[self.kwargs["token"]]))


class BoardView(BoardPage):
    """The class: how many are found, who is lost, what waits for a second voice."""

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Show."""
        del token
        return self.board(MissingForm())

    def board(self, form: MissingForm, status: int = 200) -> HttpResponseBase:
        """The board with a form below it."""
        own = suggestions_of(self.keeper.class_group, SuggestionState.WAITING)
        board = board_of(self.keeper.class_group)
        return self.shown(
            "rosters/board.html",
            status,
            board=board,
            own=own.filter(keeper__person=self.keeper.person_id),
            to_confirm=may_confirm(self.keeper),
            helped=found_with_help_of(self.keeper.person_id),
            form=form,
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Confirm what another liaison told, take one's own back, or name a missing one."""
        del token
        command, _sep, key = request.POST.get("do", "").partition(":")
        note_seen(self.keeper)
        if command == "missing":
            return self.missing()
        told = Suggestion.objects.filter(class_group=self.keeper.class_group_id)
        if not (key.isdecimal() and told.filter(pk=key).exists()):
            raise Http404
        try:
            if command == "confirm":
                confirmed = second(keeper=self.keeper, suggestion_id=int(key))
                name = confirmed.about.name if confirmed.about else ""
                messages.success(request, _("Thank you: %(name)s is confirmed.") % {"name": name})
            elif command == "withdraw":
                withdraw(keeper=self.keeper, suggestion_id=int(key))
                messages.success(request, _("Taken back."))
        except WutongError as error:
            messages.error(request, str(error))
        return self.home()

    def missing(self) -> HttpResponseBase:
        """A name that is not on the list."""
        form = MissingForm(self.request.POST)
        if not form.is_valid():
            return self.board(form, 422)
        suggest(
            keeper=self.keeper,
            kind=SuggestionKind.MISSING,
            value=form.cleaned_data["name"],
            note=form.cleaned_data["note"],
        )
        messages.success(self.request, _("Thank you. The office looks into it."))
        return self.home()


class ClassmateView(BoardPage):
    """One classmate: what do you know?"""

    @cached_property
    def classmate(self) -> Classmate:
        """From this class only; 404 for anybody else."""
        board = board_of(self.keeper.class_group)
        found = next((one for one in board.classmates if one.id == self.kwargs["person"]), None)
        if found is None or found.id == self.keeper.person_id:
            raise Http404
        return found

    def get(self, request: HttpRequest, token: str, person: int) -> HttpResponseBase:
        """Show."""
        del token, person
        return self.page(TellForm())

    def page(self, form: TellForm, status: int = 200) -> HttpResponseBase:
        """Who it is about and what can be said."""
        return self.shown(
            "rosters/classmate.html",
            status,
            classmate=self.classmate,
            is_lost=self.classmate.reach == Reach.LOST,
            form=form,
        )

    def post(self, request: HttpRequest, token: str, person: int) -> HttpResponseBase:
        """Keep what was said, thank, and go on with the next lost one."""
        del token, person
        note_seen(self.keeper)
        about = classmates_of(self.keeper.class_group).get(pk=self.classmate.id)
        command = request.POST.get("do", "tell")
        if command in (SuggestionKind.DECEASED, SuggestionKind.NOT_OURS):
            suggest(keeper=self.keeper, kind=SuggestionKind(command), about=about)
            messages.success(request, _("Thank you. The office looks into it."))
            return self.home()
        form = TellForm(request.POST)
        if not form.is_valid():
            return self.page(form, 422)
        for kind, value in form.told():
            suggest(
                keeper=self.keeper,
                kind=kind,
                about=about,
                value=value,
                note=form.cleaned_data["note"],
            )
        messages.success(
            request,
            _("Thank you. A second classmate or the office confirms it; then %(name)s is found.")
            % {"name": about.name},
        )
        return self.home()
