"""After applying: papers, how far it is; and after joining: the card and a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from wutong.core.people.models import Person
from wutong.kernel import masking
from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.links.public import within_limit
from wutong.platform.vault.errors import BadTokenError, ExpiredTokenError
from wutong.platform.vault.public import unsign
from wutong.programs.joining.deciding import Opening
from wutong.programs.joining.enums import State
from wutong.programs.joining.errors import FactWrongError, InvitationOverError
from wutong.programs.joining.models import Application, Invitation
from wutong.programs.joining.papers import keep_papers
from wutong.programs.joining.selectors.invited import invitation_opens
from wutong.programs.joining.services.applications import STATUS_PURPOSE, answer_more, withdraw
from wutong.programs.joining.services.invitations import (
    accept_invitation,
    address_of,
    fact_given,
    read_invitation,
)
from wutong.programs.joining.services.returning import Facts
from wutong.programs.joining.site.base import APPLICATION, JoinPage
from wutong.programs.joining.site.forms import FactForm, PapersForm, PasswordForm
from wutong.programs.members.public import card_face, standing_card
from wutong.ui.signin.public import choose_first_password, open_session

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

LOOKS = 60


class ApplicationPage(JoinPage):
    """A page about one application, by the session or by the link in a letter."""

    def application(self) -> Application:
        """The application; 404 for whoever has none."""
        raise NotImplementedError

    def take(self, request: HttpRequest) -> HttpResponseBase | None:
        """Papers and a word; None when the form is wrong (it is then in ``self.form``)."""
        self.form = PapersForm(request.POST, request.FILES)
        if not within_limit("join:papers", self.visitor, limit=20):
            self.form.add_error(None, _("Too many attempts. Please wait a while."))
        if not self.form.is_valid():
            return None
        row = self.application()
        try:
            actor = Actor(user_id=None, label="join:applicant")
            keep_papers(actor=actor, application=row, files=self.form.cleaned_data["papers"])
            answer_more(application_id=row.pk, note=self.form.cleaned_data["note"])
        except WutongError as error:
            self.form.add_error(None, str(error))
            return None
        return self.done()

    def done(self) -> HttpResponseBase:
        """What follows."""
        messages.success(self.request, _("Thank you, we have it."))
        return self.to(self.request.path)


class PapersView(ApplicationPage):
    """Right after applying: adding a scan makes it quicker."""

    template_name = "joining/site/papers.html"

    def application(self) -> Application:
        """The one this visitor has just made."""
        key = self.kept(APPLICATION)
        proven = Application.objects.exclude(state=State.PROVING)
        row = proven.filter(pk=key).first() if key else None
        if row is None:
            raise Http404
        return row

    def get(self, _request: HttpRequest) -> HttpResponse:
        """The form, or how far it is."""
        return self.page(PapersForm(), application=self.application())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep them."""
        return self.take(request) or self.page(self.form, application=self.application())


class StatusView(ApplicationPage):
    """``/join/s/<token>/``: how far it is; the address is the permission."""

    template_name = "joining/site/papers.html"

    @cached_property
    def row(self) -> Application:
        """The application of the address."""
        try:
            key = str(unsign(STATUS_PURPOSE, self.kwargs["token"])["application"])
        except (BadTokenError, ExpiredTokenError, KeyError):
            raise Http404 from None
        row = Application.objects.filter(pk=key).first()
        if row is None:
            raise Http404
        return row

    def application(self) -> Application:
        """The application of the address."""
        return self.row

    def get(self, _request: HttpRequest, token: str) -> HttpResponse:
        """How far it is."""
        del token
        return self.page(PapersForm(), application=self.row, by_link=True)

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Hand something in, or withdraw."""
        del token
        if request.POST.get("do") == "withdraw":
            try:
                withdraw(application_id=self.row.pk)
            except WutongError as error:
                messages.error(request, str(error))
            return self.to(request.path)
        taken = self.take(request)
        return taken or self.page(self.form, application=self.row, by_link=True)


class InvitationView(JoinPage):
    """``/join/i/<token>/``: who is meant, a button; a fact besides where the address is old."""

    template_name = "joining/site/invitation.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """In the invited person's language, unless another was chosen; every problem a page."""
        calm = within_limit("join:invitation", self.visitor, limit=LOOKS)
        try:
            self.invitation: Invitation = read_invitation(kwargs["token"] if calm else "")
            address_of(self.invitation)
        except InvitationOverError as error:
            self.template_name = "joining/site/over.html"
            self.request = request
            return self.page(status=410, message=str(error))
        with translation.override(self.chosen or self.invitation.person.language):
            return super().dispatch(request, *args, **kwargs)

    @property
    def chosen(self) -> str:
        """A language switched to on this device."""
        chosen = self.request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        return chosen if chosen in dict(settings.LANGUAGES) else ""

    @cached_property
    def asks(self) -> bool:
        """Whether a fact is needed: the address was silent for a year, or is doubtful."""
        return invitation_opens(self.invitation) is not Opening.RECORD

    def get(self, _request: HttpRequest, token: str) -> HttpResponse:
        """Opening it changes nothing."""
        del token
        return self.shown(FactForm() if self.asks else None)

    def shown(self, form: Form | None, status: int = 200) -> HttpResponse:
        """The page with the name half hidden."""
        name = masking.name(self.invitation.person.name)
        return self.page(form, status=status, name=name, asks=self.asks)

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Come in."""
        del token
        if self.asks:
            form = FactForm(request.POST)
            if not form.is_valid():
                return self.shown(form)
            facts = Facts(**form.cleaned_data)
            if not fact_given(invitation_id=self.invitation.pk, facts=facts):
                form.add_error(None, str(FactWrongError()))
                return self.shown(form)
        try:
            user = accept_invitation(invitation_id=self.invitation.pk, warn=self.asks)
        except WutongError as error:
            self.template_name = "joining/site/over.html"
            return self.page(status=410, message=str(error))
        return open_session(request, user, way="invitation", to=reverse("joining-welcome"))


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class WelcomeView(LoginRequiredMixin, JoinPage):
    """The card, at once; and a password for next time, if one likes."""

    template_name = "joining/site/welcome.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The card."""
        return self.shown(PasswordForm(user=request.user))

    def shown(self, form: Form) -> HttpResponseBase:
        """For whoever is a person on record."""
        user = self.request.user
        person = Person.objects.filter(user=user.pk).first()
        if person is None or not user.is_authenticated:
            return self.to(reverse("members-home"))
        card = standing_card(person.pk)
        needs = not user.has_usable_password()
        face = card_face(card) if card else None
        return self.page(form if needs else None, person=person, face=face)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep the first password; a later one is changed where passwords are changed."""
        form = PasswordForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.shown(form)
        choose_first_password(request, form.cleaned_data["password"])
        messages.success(request, _("Kept. Next time you can sign in with it."))
        return self.to(reverse("members-home"))
