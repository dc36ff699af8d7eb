"""Joining, page by page: which way, what is given, the code, and where that leads.

No page says whether somebody is on record: every address gets a code, and only whoever holds it
learns more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.kernel import masking
from wutong.kernel.errors import WutongError
from wutong.programs.joining.deciding import Opening
from wutong.programs.joining.enums import Purpose, Way
from wutong.programs.joining.errors import CannotJoinError, CodeWrongError, FactWrongError
from wutong.programs.joining.models import Application, ContactProof
from wutong.programs.joining.services.applications import begin_application, settle
from wutong.programs.joining.services.proofs import check_code
from wutong.programs.joining.services.returning import Facts, come_back, count_guess, what_opens
from wutong.programs.joining.site.base import APPLICATION, PROOF, JoinPage
from wutong.programs.joining.site.forms import (
    CampusForm,
    CodeForm,
    ContactForm,
    FactForm,
    RegisterForm,
)
from wutong.ui.signin.public import forget_identity, open_session, pending_identity, ways_in

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User


class StartView(JoinPage):
    """Which way to come in."""

    http_method_names = ["get", "head"]
    template_name = "joining/site/start.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The ways; those of the university's log-in only where they are set up."""
        return self.page(ways=ways_in(request))


class RegisterView(JoinPage):
    """Name, proof of study, contact; then the code."""

    template_name = "joining/site/register.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        """The empty form."""
        return self.page(RegisterForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep it and send a code."""
        form = RegisterForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        return self.begin(form, way=Way.REGISTER, given=form.cleaned_data)

    def begin(self, form: ContactForm, *, way: Way, given: dict[str, Any]) -> HttpResponseBase:
        """The application waits for its code."""
        try:
            proof = self.send(Purpose.REGISTER, form.contact)
        except WutongError as error:
            form.add_error(None, str(error))
            return self.page(form, status=429)
        row = begin_application(
            given=given, proof=proof, language=self.language, way=way, masked=form.masked
        )
        self.request.session[APPLICATION] = str(row.pk)
        return self.to(reverse("joining-code"))


class CampusView(RegisterView):
    """After the university's log-in or WeChat: who it is, and the contact that is missing."""

    template_name = "joining/site/campus.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """What the log-in said of the visitor; without one, back to the ways."""
        identity = pending_identity(request)
        if identity is None:
            return self.to(reverse("joining-start"))
        known = bool(identity.student_no and identity.name)
        initial = {"email": identity.email, "name": identity.name}
        form = CampusForm(initial=initial) if known else RegisterForm(initial=initial)
        return self.page(form, identity=identity, known=known)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """A number that the log-in gave is vouched for; else as without it."""
        identity = pending_identity(request)
        if identity is None:
            return self.to(reverse("joining-start"))
        known = bool(identity.student_no and identity.name)
        form = CampusForm(request.POST) if known else RegisterForm(request.POST)
        if not form.is_valid():
            return self.page(form, identity=identity, known=known)
        given = {
            **form.cleaned_data,
            "campus_provider": identity.provider,
            "campus_uid": identity.uid,
            "vouched": known,
        }
        if known:
            given.update(name=identity.name, student_no=identity.student_no)
        way = Way.WECHAT if identity.provider == "weixin" else Way.CAMPUS
        return self.begin(form, way=way, given=given)

    def page(self, form: Form | None = None, *, status: int = 200, **context: Any) -> HttpResponse:
        """With the identity, however the page came about."""
        identity = pending_identity(self.request)
        known = bool(identity and identity.student_no and identity.name)
        masked = masking.name(identity.name) if identity and known else ""
        return super().page(
            form,
            status=status,
            **{"identity": identity, "known": known, "masked": masked, **context},
        )


class BackView(JoinPage):
    """Coming back with a code."""

    template_name = "joining/site/back.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        """The address."""
        return self.page(ContactForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Send a code, whoever's address it is."""
        form = ContactForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            self.send(Purpose.BACK, form.contact)
        except WutongError as error:
            form.add_error(None, str(error))
            return self.page(form, status=429)
        return self.to(reverse("joining-code"))


class CodeView(JoinPage):
    """The code, and where it leads."""

    template_name = "joining/site/code.html"

    def get(self, _request: HttpRequest) -> HttpResponseBase:
        """The question; back to the ways when nothing was sent."""
        proof = self.proof()
        if proof is None or proof.proven_at is not None:
            return self.to(reverse("joining-start"))
        return self.shown(proof, CodeForm())

    def shown(self, proof: ContactProof, form: Form) -> HttpResponse:
        """The page, with the address as it was typed: it was the visitor who typed it."""
        back = "joining-back" if proof.purpose == Purpose.BACK else "joining-register"
        return self.page(form, address=proof.value, kind=proof.kind, back=reverse(back))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Check it, then on."""
        proof = self.proof()
        if proof is None:
            return self.to(reverse("joining-start"))
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.shown(proof, form)
        try:
            proven = check_code(proof_id=proof.pk, code=form.cleaned_data["code"])
        except CodeWrongError as error:
            form.add_error("code", str(error))
            return self.shown(proof, form)
        return self.go_back(proven) if proven.purpose == Purpose.BACK else self.join(proven)

    def join(self, proof: ContactProof) -> HttpResponseBase:
        """Joined at once, or with the office."""
        key = self.kept(APPLICATION)
        mine = Application.objects.filter(contact_hash=bytes(proof.value_hash))
        begun = mine.filter(pk=key).first() if key else None
        if begun is None:
            return self.to(reverse("joining-start"))
        row, user = settle(application_id=begun.pk)
        self.request.session.pop(PROOF, None)
        if user is not None:
            forget_identity(self.request)
            return open_session(self.request, user, way=row.way, to=reverse("joining-welcome"))
        return self.to(reverse("joining-papers"))

    def go_back(self, proof: ContactProof) -> HttpResponseBase:
        """One's page, the question, or the way to join."""
        opened = what_opens(proof)
        if opened is Opening.QUESTION:
            return self.to(reverse("joining-fact"))
        if opened is Opening.NOTHING:
            messages.info(self.request, _("No record names this address yet. Please join here."))
            return self.to(reverse("joining-register"))
        try:
            user = come_back(proof=proof)
        except WutongError as error:
            messages.error(self.request, str(error))
            return self.to(reverse("account_login"))
        return welcomed(self, user)


class FactView(JoinPage):
    """A dormant or shared address: one fact of one's studies besides (ID-4)."""

    template_name = "joining/site/fact.html"

    def get(self, _request: HttpRequest) -> HttpResponseBase:
        """The question, for whoever has just proven an address."""
        return self.page(FactForm()) if self.proven() else self.to(reverse("joining-back"))

    def proven(self) -> ContactProof | None:
        """The proof, once the code was right and before it was used."""
        proof = self.proof()
        if proof is None or proof.proven_at is None or proof.spent_at is not None:
            return None
        return proof if proof.purpose == Purpose.BACK else None

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Three guesses a day."""
        proof = self.proven()
        if proof is None:
            return self.to(reverse("joining-back"))
        form = FactForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            count_guess(proof)
            user = come_back(proof=proof, facts=Facts(**form.cleaned_data))
        except (FactWrongError, CannotJoinError) as error:
            form.add_error(None, str(error))
            return self.page(form)
        except WutongError as error:
            form.add_error(None, str(error))
            return self.page(form, status=429)
        return welcomed(self, user)


def welcomed(page: JoinPage, user: User) -> HttpResponseBase:
    """Signed in, on one's own page; with a second factor that was set up, asked for it first."""
    page.request.session.pop(PROOF, None)
    return open_session(page.request, user, way="code", to=reverse("members-home"))
