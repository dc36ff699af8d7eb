"""What is done to a sending from its page: every one a POST with ``do``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.office.forms import DecisionForm, ScheduleForm
from wutong.engines.outreach.office.views import edit_url, go_back
from wutong.engines.outreach.services import campaigns, notices, scheduling, trying
from wutong.engines.outreach.services.uncertain import decide_uncertain
from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.platform.outbox.enums import UncertainDecision
from wutong.ui.office.approvals import comment_on, take_step
from wutong.ui.office.doing import DoView
from wutong.ui.office.views import OfficeObjectView

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from wutong.ui.office.doing import Acts

VIEW, WRITE = "campaigns.view", "campaigns.change"


class CampaignDo(DoView, OfficeObjectView[Campaign]):
    """One step on; the permission depends on the step."""

    model = Campaign
    permission = VIEW
    action = "change"

    def acts(self) -> Acts:
        """Every step with its permission; who takes a step of the approval says its chain."""
        return {
            "count": (WRITE, self.count),
            "test": (WRITE, self.test),
            "hand_in": (WRITE, self.hand_in),
            "take_back": (WRITE, self.take_back),
            "approve": (VIEW, lambda: self.decide(approve=True)),
            "send_back": (VIEW, lambda: self.decide(approve=False)),
            "comment": (VIEW, self.comment),
            "schedule": (WRITE, self.schedule),
            "send_now": (WRITE, self.send_now),
            "call_back": (WRITE, self.call_back),
            "pause": (WRITE, self.pause),
            "resume": (WRITE, self.resume),
            "stop": (WRITE, self.stop),
            "uncertain_sent": (WRITE, self.uncertain_sent),
            "uncertain_again": (WRITE, self.uncertain_again),
            "copy": (WRITE, self.copy),
        }

    def back(self) -> HttpResponseBase:
        """The sending."""
        return go_back(self.object)

    def count(self) -> str:
        """The pre-flight."""
        if trying.count_or_defer(campaign=self.object):
            return ""
        return _("The segment is being counted; this page shows the result by itself.")

    def test(self) -> str:
        """To oneself, in every language it is written in."""
        if self.object.by_text:
            number = self.request.POST.get("number", "")
            trying.send_test_text(actor=self.actor, campaign=self.object, number=number)
            return _("A test is on its way to %(address)s.") % {"address": number}
        if self.object.by_wechat:
            count = notices.send_test_notice(actor=self.actor, campaign=self.object)
            return _("%(count)s tests are on their way.") % {"count": count}
        trying.send_test(actor=self.actor, user=self.user, campaign=self.object)
        return _("A test is on its way to %(address)s.") % {"address": self.user.email}

    def hand_in(self) -> str:
        """For approval."""
        campaigns.hand_in(
            actor=self.actor,
            user=self.user,
            campaign=self.object,
            note=self.request.POST.get("note", "")[:500],
        )
        return _("Handed in. A colleague who may approve finds it among their to-dos.")

    def take_back(self) -> str:
        """To draft."""
        campaigns.take_back(actor=self.actor, campaign=self.object)
        return _("It is a draft again.")

    def decide(self, *, approve: bool) -> str:
        """As the second person, or one of several; sent back with a word."""
        return take_step(
            self.user,
            self.object.ref,
            approve=approve,
            comment=self.given(DecisionForm)["comment"],
            at_last=_("Approved."),
        )

    def comment(self) -> str:
        """A word without a decision, by its author or an approver."""
        comment_on(self.user, self.object.ref, self.given(DecisionForm)["comment"])
        return _("Your comment stands beside the request.")

    def schedule(self) -> str:
        """After the waiting time, or at a time of one's own."""
        form = ScheduleForm(self.request.POST)
        if not form.is_valid():
            raise WutongError(_("Please enter a day and a time."))
        scheduling.schedule(actor=self.actor, campaign=self.object, at=form.cleaned_data.get("at"))
        return _("It is going to be sent. Until then you can call it back.")

    def send_now(self) -> str:
        """Without waiting."""
        scheduling.schedule(actor=self.actor, campaign=self.object, at=clock.now())
        return _("It is being sent.")

    def call_back(self) -> str:
        """Before it leaves."""
        scheduling.call_back(actor=self.actor, campaign=self.object)
        return _("Called back. Nothing has left; the approval stands.")

    def pause(self) -> str:
        """Hold."""
        campaigns.pause(actor=self.actor, campaign=self.object, reason=str(self.user))
        return _("Held. What was on its way is finished.")

    def resume(self) -> str:
        """Go on."""
        campaigns.resume(actor=self.actor, campaign=self.object)
        return _("Sending goes on.")

    def stop(self) -> str:
        """End."""
        count = campaigns.stop(actor=self.actor, campaign=self.object)
        return _("Stopped. %(count)s letters were not sent.") % {"count": f"{count:,}"}

    def uncertain_sent(self) -> str:
        """Take them as delivered."""
        count = decide_uncertain(
            actor=self.actor,
            campaign=self.object,
            decision=UncertainDecision.REGARD_AS_SENT,
        )
        return _("%(count)s letters are regarded as delivered.") % {"count": count}

    def uncertain_again(self) -> str:
        """Send them once more."""
        count = decide_uncertain(
            actor=self.actor, campaign=self.object, decision=UncertainDecision.SEND_AGAIN
        )
        return _("%(count)s letters are sent again.") % {"count": count}

    def copy(self) -> HttpResponseRedirect:
        """A new draft."""
        made = campaigns.copy_campaign(actor=self.actor, author=self.user, campaign=self.object)
        return HttpResponseRedirect(edit_url(made))
