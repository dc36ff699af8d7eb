"""What is done to a case from its page: every one a POST with ``do``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from wutong.kernel.errors import WutongError
from wutong.platform.access.public import scope
from wutong.programs.servicedesk import rules
from wutong.programs.servicedesk.errors import JoinError
from wutong.programs.servicedesk.models import Case
from wutong.programs.servicedesk.office import forms
from wutong.programs.servicedesk.office.addresses import case_url
from wutong.programs.servicedesk.office.views import CaseView
from wutong.programs.servicedesk.services import answering, cases
from wutong.ui.office.doing import DoView

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from wutong.ui.office.doing import Acts


class CaseDo(DoView, CaseView):
    """One step; a link or a number that was asked for stands on the page that comes back."""

    action = "change"

    def acts(self) -> Acts:
        """Every step with its permission."""
        return {
            "take": (rules.CHANGE, self.take),
            "note": (rules.CHANGE, lambda: self.note(waits=False)),
            "wait": (rules.CHANGE, lambda: self.note(waits=True)),
            "hand": (rules.CHANGE, lambda: self.hand(by_mail=True)),
            "hand_link": (rules.CHANGE, lambda: self.hand(by_mail=False)),
            "answer": (rules.CHANGE, lambda: self.answer(by_mail=True)),
            "there": (rules.CHANGE, lambda: self.answer(by_mail=False, by_message=True)),
            "told": (rules.CHANGE, lambda: self.answer(by_mail=False)),
            "rate_link": (rules.CHANGE, self.rate_link),
            "close": (rules.CHANGE, self.close),
            "reopen": (rules.CHANGE, self.reopen),
            "join": (rules.CHANGE, self.join),
            "unmask": (rules.UNMASK, self.unmask),
        }

    def back(self) -> HttpResponseBase:
        """The case."""
        return HttpResponseRedirect(case_url(self.object.pk))

    def done(self, said: str | HttpResponseBase) -> HttpResponseBase:
        """What was asked for is shown at once and stands nowhere else."""
        if self.shown_contact or self.shown_link:
            del self.object
            return self.render()
        return super().done(said)

    @property
    def about(self) -> dict[str, Any]:
        """Who does it to which case."""
        return {"actor": self.actor, "case_id": self.object.pk}

    def take(self) -> str:
        """Mine."""
        cases.take_case(**self.about)
        return _("It is your case now.")

    def note(self, *, waits: bool) -> str:
        """A word, a file."""
        given = self.given(forms.NoteForm)
        cases.add_note(**self.about, text=given["text"], file=given["file"], waits=waits)
        return _("Noted; the case waits for the alumnus.") if waits else _("Noted.")

    def hand(self, *, by_mail: bool) -> str:
        """To a department, by mail or with a link to be sent by hand."""
        given = self.given(forms.HandForm)
        case = answering.hand_over(
            **self.about, desk=given["desk"], words=given["words"], by_mail=by_mail
        )
        if not by_mail:
            self.shown_link = answering.department_link(case)
        return _("%(desk)s has it now and answers by a link.") % {"desk": given["desk"]}

    def answer(self, *, by_mail: bool, by_message: bool = False) -> str:
        """To the alumnus."""
        given = self.given(forms.AnswerForm)
        answering.answer_case(
            **self.about, words=given["words"], by_mail=by_mail, by_message=by_message
        )
        sent = by_mail or by_message
        return _("The answer is on its way.") if sent else _("Noted as told.")

    def rate_link(self) -> str:
        """To be sent by hand where there was no mail."""
        if self.object.is_open:
            raise WutongError(_("The case is open already."))
        self.shown_link = answering.rating_link(self.actor, self.object)
        return self.shown_link

    def close(self) -> str:
        """Without an answer."""
        cases.close_case(**self.about, reason=self.given(forms.ReasonForm)["reason"])
        return _("The case is closed.")

    def reopen(self) -> str:
        """Again."""
        cases.reopen_case(**self.about, reason=self.given(forms.ReasonForm)["reason"])
        return _("The case is open again.")

    def join(self) -> str:
        """A repeat goes into the other case, if this user may see it."""
        into = self.given(forms.JoinForm)["into"]
        if not scope(self.user, Case).filter(pk=into).exists():
            raise JoinError
        kept = cases.join_case(**self.about, into_id=into)
        return _("Joined to case %(number)s.") % {"number": kept.number}

    def unmask(self) -> str:
        """The contact that was given; the look is logged."""
        self.note_unmasked(self.object.ref, ["contact"])
        self.shown_contact = self.object.contact
        return ""
