"""What is done to a letter from its page: every one a POST with ``do``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.programs.correspondence import rules
from wutong.programs.correspondence.office import forms
from wutong.programs.correspondence.office.addresses import letter_url, letters_url
from wutong.programs.correspondence.office.views import LetterPage, LetterView
from wutong.programs.correspondence.services import sending, signing, writing
from wutong.ui.office.approvals import take_step
from wutong.ui.office.doing import DoView
from wutong.ui.office.views import OfficeFormView

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from wutong.ui.office.doing import Acts


class LetterDo(DoView, LetterView):
    """One step on; the permission depends on the step. A form that is not right comes back."""

    action = "change"

    def acts(self) -> Acts:
        """Every step with its permission; who takes a step of the sign-off says its chain."""
        return {
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

    def back(self) -> HttpResponseBase:
        """The letter."""
        return HttpResponseRedirect(letter_url(self.object.pk))

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
        return take_step(
            self.user, self.object.ref, approve=approve,
            comment=self.given(forms.DecisionForm)["comment"], at_last=_("Approved."),
        )  # fmt: skip

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

    def discard(self) -> HttpResponseBase:
        """A draft that is not needed."""
        writing.discard_letter(actor=self.actor, letter_id=self.object.pk)
        messages.success(self.request, _("The draft is thrown away."))
        return HttpResponseRedirect(letters_url())


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
