"""What is done to a story from its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.programs.publishing import rules
from wutong.programs.publishing.office import forms
from wutong.programs.publishing.office.addresses import edit_url, everywhere_url, story_url
from wutong.programs.publishing.office.views import StoryOfficeView
from wutong.programs.publishing.registry import channels
from wutong.programs.publishing.services import galleries, manuscripts, sites
from wutong.ui.office.approvals import take_step
from wutong.ui.office.doing import DoView

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from wutong.ui.office.doing import Acts


class StoryDo(DoView, StoryOfficeView):
    """Hand in, decide, take back, withdraw, put back, make a copy."""

    def acts(self) -> Acts:
        """Every channel is an act of its own."""
        return {
            "hand_in": (rules.EDIT, self._hand_in),
            "take_back": (rules.EDIT, self._take_back),
            "approve": (rules.VIEW, lambda: self._decide(approve=True)),
            "send_back": (rules.VIEW, lambda: self._decide(approve=False)),
            "withdraw": (rules.PUBLISH, self._withdraw),
            "restore": (rules.PUBLISH, self._restore),
            "take_up": (rules.HOUSE, lambda: self._take_up(shown=True)),
            "give_back": (rules.HOUSE, lambda: self._take_up(shown=False)),
            "translate": (rules.EDIT, self._translate),
            "bring_over": (rules.EDIT, self._bring_over),
            **{
                f"make:{name}": (channel.permission, self._maker(name))
                for name, channel in channels.items()
            },
        }

    def back(self) -> HttpResponseBase:
        """To the story."""
        made = self.request.POST.get("do", "").startswith("make:")
        return HttpResponseRedirect(everywhere_url(self.key) if made else story_url(self.key))

    def _hand_in(self) -> str:
        form = forms.HandInForm(self.request.POST, public=True)
        given = self._cleaned(form)
        manuscripts.hand_in(
            actor=self.actor, user=self.user, key=self.key, publish_at=given["publish_at"],
            correction=form.correction(), note_text=given["note"],
        )  # fmt: skip
        return _("Handed in. Your colleagues read it as it is now.")

    def _cleaned(self, form: Any) -> dict[str, Any]:
        from wutong.kernel.errors import WutongError  # noqa: PLC0415 - as DoView.given has it

        if not form.is_valid():
            raise WutongError(str(next(iter(form.errors.values()))[0]))
        cleaned: dict[str, Any] = form.cleaned_data
        return cleaned

    def _take_back(self) -> str:
        manuscripts.take_back(actor=self.actor, key=self.key)
        return _("It is on your desk again.")

    def _decide(self, *, approve: bool) -> str:
        given = self.given(forms.DecisionForm)
        return take_step(
            self.user, self.manuscript.ref, approve=approve, comment=given["comment"],
            at_last=_("Approved, and public from its hour on."),
        )  # fmt: skip

    def _withdraw(self) -> str:
        given = self.given(forms.WithdrawForm)
        manuscripts.withdraw_story(
            actor=self.actor, key=self.key, reason_zh=given["reason_zh"],
            reason_en=given["reason_en"], note_text=given["note"],
        )  # fmt: skip
        return _("The story is withdrawn. Its address gives the reason, and every copy was told.")

    def _restore(self) -> str:
        manuscripts.restore_story(actor=self.actor, key=self.key)
        return _("The story is a draft again. It goes through its reviews like any other.")

    def _take_up(self, *, shown: bool) -> str:
        sites.take_up(actor=self.actor, key=self.key, shown=shown)
        if shown:
            return _("The house shows it among its own stories.")
        return _("It stands on its organisation's pages alone.")

    @property
    def _language(self) -> str:
        return self.request.POST.get("language", "")

    def _translate(self) -> HttpResponseBase:
        page = galleries.begin_translation(
            actor=self.actor, user=self.user, key=self.key, language=self._language
        )
        return HttpResponseRedirect(edit_url(page.pk))

    def _bring_over(self) -> str:
        brought = galleries.bring_over(
            actor=self.actor, user=self.user, key=self.key, language=self._language
        )
        return ngettext(
            "%(count)s picture taken over.", "%(count)s pictures taken over.", brought
        ) % {"count": brought}  # fmt: skip

    def _maker(self, name: str) -> Any:
        def make() -> HttpResponseBase:
            return HttpResponseRedirect(channels.get(name).make(self.user, self.actor, self.key))

        return make
