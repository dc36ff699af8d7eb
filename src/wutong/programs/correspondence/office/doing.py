"""What is done to a letter from its page: every one a POST with ``do``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.approvals.public import decide, requests_for
from wutong.programs.correspondence import rules
from wutong.programs.correspondence.errors import StateError
from wutong.programs.correspondence.office import forms
from wutong.programs.correspondence.office.addresses import letter_url, letters_url
from wutong.programs.correspondence.office.views import LetterPage, LetterView
from wutong.programs.correspondence.services import sending, signing, writing
from wutong.ui.office.views import OfficeFormView

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class LetterDo(LetterView):
    """One step on; the permission depends on the step. A form that is not right comes back."""

    action = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(letter_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it and go back to the page with a word about it."""
        does: dict[str, tuple[str, Callable[[], str]]] = {
            "position": (rules.CHANGE, self.position),
            "hand_in": (rules.CHANGE, self.hand_in),
            "take_back": (rules.CHANGE, self.take_back),
            "approve": (rules.VIEW, lambda: self.decide(approve=True)),
            "send_back": (rules.VIEW, lambda: self.decide(approve=False)),
            "seal": (rules.SEAL, self.seal),
            "send": (rules.CHANGE, self.send),
            "again": (rules.CHANGE, self.again),
            "answer": (rules.CHANGE, self.answer),
            "answer_back": (rules.CHANGE, self.answer_back),
            "discard": (rules.CHANGE, self.discard),
        }
        found = does.get(request.POST.get("do", ""))
        if found is None:
            return HttpResponseBadRequest(_("Nothing to do."))
        permission, act = found
        if not can(self.user, permission):
            raise PermissionDenied
        target = letter_url(self.object.pk)
        try:
            said = act()
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
            target = letters_url() if request.POST["do"] == "discard" else target
        return HttpResponseRedirect(target)

    def given(self, form_class: type[Form]) -> dict[str, Any]:
        """What was typed; raises the first thing that is wrong with it."""
        form = form_class(self.request.POST, self.request.FILES)
        if not form.is_valid():
            name, problems = next(iter(form.errors.items()))
            label = form.fields[name].label if name in form.fields else ""
            raise WutongError(f"{label}: {problems[0]}" if label else str(problems[0]))
        return form.cleaned_data

    def position(self) -> str:
        """It is right as of today."""
        given = self.given(forms.PositionForm)
        writing.confirm_position(
            actor=self.actor, letter_id=self.object.pk, employment_id=given["employment"],
            seen=given["seen"],
        )  # fmt: skip
        return _("The title is confirmed on the record and may stand in the letter.")

    def hand_in(self) -> str:
        """For sign-off."""
        given = self.given(forms.HandInForm)
        signing.hand_in(
            actor=self.actor, user=self.user, letter_id=self.object.pk,
            check_first=given["check_first"], note=given["note"],
        )  # fmt: skip
        return _("Handed in. A colleague who may sign off finds it among their to-dos.")

    def take_back(self) -> str:
        """To draft."""
        signing.take_back(actor=self.actor, letter_id=self.object.pk)
        return _("It is a draft again.")

    def decide(self, *, approve: bool) -> str:
        """The present step of the chain."""
        found = requests_for(self.object.ref)
        if not found:
            raise StateError
        given = self.given(forms.DecisionForm)
        decide(
            request_id=found[0].pk, user=self.user, actor=self.actor, approve=approve,
            comment=given["comment"],
        )  # fmt: skip
        return _("Approved.") if approve else _("Sent back to its author.")

    def seal(self) -> str:
        """Number and seal."""
        given = self.given(forms.SealForm)
        letter = signing.seal_letter(
            actor=self.actor, letter_id=self.object.pk, copies=given["copies"], note=given["note"]
        )
        return _("Numbered %(number)s and sealed.") % {"number": letter.number_text}

    def send(self) -> str:
        """Out of the house."""
        given = self.given(forms.SendForm)
        sending.send_letter(
            actor=self.actor, letter_id=self.object.pk, way=given["way"],
            address=given["address"], note=given["note"], on=given["on"],
        )  # fmt: skip
        return _("It is on its way.") if given["way"] == "email" else _("Noted as sent.")

    def again(self) -> str:
        """It came back."""
        sending.take_sent_back(actor=self.actor, letter_id=self.object.pk)
        return _("It can be sent again, to another address or another way.")

    def answer(self) -> str:
        """What came back."""
        given = self.given(forms.AnswerForm)
        sending.note_answer(
            actor=self.actor, letter_id=self.object.pk, on=given["on"], words=given["words"],
            file=given["file"],
        )  # fmt: skip
        return _("The answer is on record.")

    def answer_back(self) -> str:
        """Noted by mistake."""
        sending.take_answer_back(actor=self.actor, letter_id=self.object.pk)
        return _("The answer is taken back.")

    def discard(self) -> str:
        """A draft that is not needed."""
        writing.discard_letter(actor=self.actor, letter_id=self.object.pk)
        return _("The draft is thrown away.")


class LetterForm(LetterPage, OfficeFormView):
    """Something about one letter that needs a page of its own."""

    template_name = "office/form.html"

    def get_cancel_url(self) -> str:
        """The letter."""
        return letter_url(self.object.pk)


class CopyView(LetterForm):
    """The same text to somebody else."""

    permission = rules.CHANGE
    form_class = forms.WhomForm
    page_title = gettext_lazy("The same letter to somebody else")
    submit_label = gettext_lazy("Begin")

    def get_form_kwargs(self) -> dict[str, Any]:
        """People and organisations within sight."""
        return {"user": self.user}

    def get_page_title(self) -> str:
        """Not the letter's own."""
        return str(self.page_title)

    def perform(self, form: forms.WhomForm) -> str:
        """To the new draft."""
        new = writing.copy_letter(actor=self.actor, letter_id=self.object.pk, whom=form.whom())
        return letter_url(new.pk)


class VoidView(LetterForm):
    """The letter no longer holds."""

    permission = rules.SEAL
    form_class = forms.VoidForm
    page_title = gettext_lazy("Make the letter void")
    submit_label = gettext_lazy("Make void")
    intro = gettext_lazy("Its number stays used, and who checks the paper is told that it is void.")

    def get_page_title(self) -> str:
        """Not the letter's own."""
        return str(self.page_title)

    def perform(self, form: forms.VoidForm) -> str:
        """With the reason."""
        signing.void_letter(
            actor=self.actor, letter_id=self.object.pk, reason=form.cleaned_data["reason"]
        )
        return letter_url(self.object.pk)
