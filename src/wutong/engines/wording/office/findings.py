"""What was found in a text, answered one by one; and a text of nobody's tried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from wutong.engines.wording import rules
from wutong.engines.wording.errors import NothingFoundError
from wutong.engines.wording.models import Remark
from wutong.engines.wording.office import forms
from wutong.engines.wording.office.addresses import findings_url
from wutong.engines.wording.office.lists import TITLE, WithTabs
from wutong.engines.wording.registry import Checkable, Passage
from wutong.engines.wording.selectors import current_lists, find_text, look_at, may_answer
from wutong.engines.wording.services.answering import examine, keep, reopen
from wutong.ui.office.doing import DoView
from wutong.ui.office.views import OfficeFormView, OfficeView

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from wutong.ui.office.doing import Acts

ENTER = "office.enter"


class FindingsView(OfficeView):
    """Everything found in one text. Whose text it is says who may see and answer."""

    permission = ENTER
    template_name = "wording/office/findings.html"

    @cached_property
    def text(self) -> Checkable:
        """The text; 404 outside the user's sight."""
        found = find_text(self.user, self.kwargs["ref"])
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """Whose wording."""
        return _("Wording: %(title)s") % {"title": self.text.title}

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Open, kept and mended."""
        mended = Remark.objects.filter(subject_ref=self.text.ref, state="mended")
        return super().get_context_data(
            wording=panel_of(self.text, may=may_answer(self.user, self.text.ref), page=True),
            mended=mended.select_related("author").order_by("-answered_at")[:50],
            **extra,
        )


def panel_of(text: Checkable, *, may: bool, page: bool = False) -> dict[str, Any]:
    """What the panel shows of a text."""
    seen = look_at(text)
    return {
        "text": text, "seen": seen, "open": [one for one in seen if one.kept is None],
        "may_answer": may, "url": findings_url(text.ref), "page": page,
        "version": current_lists().version,
    }  # fmt: skip


class AnswerView(DoView, FindingsView):
    """An answer to a finding; looking at the address does nothing."""

    def acts(self) -> Acts:
        """Whose text it is says who may."""
        if not may_answer(self.user, self.text.ref):
            raise PermissionDenied
        return {
            "keep": (ENTER, self.keep),
            "reopen": (ENTER, self.reopen),
            "check": (ENTER, self.check),
        }

    def back(self) -> HttpResponseBase:
        """To the page it was answered on."""
        on_page = self.request.POST.get("page") == "1"
        return HttpResponseRedirect(findings_url(self.text.ref) if on_page else self.text.url)

    def keep(self) -> str:
        """With a reason."""
        given = self.given(forms.AnswerForm)
        keep(actor=self.actor, text=self.text, key=given["key"], reason=given["reason"])
        return _("Kept. Whoever reviews the text sees the reason.")

    def reopen(self) -> str:
        """Not to be kept."""
        key = self.given(forms.AnswerForm)["key"]
        if not key:
            raise NothingFoundError
        reopen(actor=self.actor, text=self.text, key=key)
        return _("It is open again.")

    def check(self) -> str:
        """As it is now."""
        left = len(examine(actor=self.actor, text=self.text))
        if not left:
            return _("Checked. Nothing is open.")
        return ngettext("Checked. %(count)s finding is open.", "Checked. %(count)s findings are open.", left) % {"count": left}  # fmt: skip


class TryView(WithTabs, OfficeFormView):
    """Any text, before it is anybody's; nothing is kept of it."""

    tab = "wording-try"
    permission = rules.VIEW
    template_name = "wording/office/try.html"
    page_title = TITLE
    form_class = forms.TryForm
    submit_label = pgettext_lazy("wording", "Check")

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The same page with what was found."""
        form = self.make_form()
        if not form.is_valid():
            return self.render(form=form, status=422)
        given = form.cleaned_data
        body = given["legal_body"]
        text = Checkable(
            ref="try:0", title="", url="", on=given["on"], public=body is not None,
            passages=(Passage(given["text"], given["language"]),),
            legal_body=body.pk if body else "",
        )  # fmt: skip
        return self.render(form=form, wording=panel_of(text, may=False, page=True), tried=True)
