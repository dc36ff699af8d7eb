"""The pages of a call and of an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wutong.engines.calls.enums import WAITING, EntryState
from wutong.engines.calls.models import Call, Entry
from wutong.engines.calls.public import (
    decline,
    is_own,
    publish,
    save_call,
    take_down,
    take_up,
    text_to_check,
)
from wutong.engines.wording.public import look_at, pieces
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.programs.voices import rules
from wutong.programs.voices.asking import write_letter
from wutong.programs.voices.models import Quoted
from wutong.programs.voices.names import PATH, PROGRAM, PURPOSE
from wutong.programs.voices.office.addresses import call_url, calls_url, entry_url, queue_url
from wutong.programs.voices.office.forms import CallForm
from wutong.programs.voices.office.lists import TITLE, TONES
from wutong.programs.voices.quoting import quote
from wutong.programs.voices.selectors import counted_calls, entries_for
from wutong.programs.voices.site.showing import signature
from wutong.programs.voices.site.views import send_picture
from wutong.ui.office.views import (
    OfficeDetailView,
    OfficeEditView,
    OfficeFormView,
)
from wutong.ui.site.public import absolute

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

CRUMBS = ((TITLE, "/office/voices/"),)


class CallPage(OfficeDetailView[Call]):
    """What pages about one call share."""

    model = Call
    permission = rules.VIEW
    breadcrumbs = CRUMBS

    def get_queryset(self) -> QuerySet[Call]:
        """Of this room, with numbers."""
        return counted_calls(super().get_queryset())


class CallView(CallPage):
    """A call: what is asked, what came of it, how people are asked."""

    template_name = "voices/office/call.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Numbers that open, letters, the public address."""
        call: Any = self.object
        listed = reverse("office:voices-entries")
        askings = call.askings.select_related("campaign").order_by("-pk")
        return super().get_context_data(
            numbers=(
                (pgettext("testimonials", "Collected"), call.collected, f"{listed}?call={call.pk}"),
                (
                    pgettext("testimonials", "Waiting"),
                    call.waiting,
                    f"{listed}?call={call.pk}&waiting=true",
                ),
                (
                    pgettext("testimonials", "Published"),
                    call.published,
                    f"{listed}?call={call.pk}&state=published",
                ),
            ),
            letters=[
                (one.campaign, reverse("office:campaigns-detail", args=[one.campaign_id]))
                for one in askings
            ],
            address=absolute(f"{PATH}{call.slug}/"),
            form_address=absolute(f"{PATH}{call.slug}/write/"),
            may_change=can(self.user, rules.CHANGE),
            may_write=can(self.user, rules.CHANGE) and can(self.user, "campaigns.change"),
            **extra,
        )


class CallLetterView(CallPage):
    """Write the letter that asks; only POST."""

    permission = rules.CHANGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(call_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A draft, and on to it."""
        if not can(self.user, "campaigns.change"):
            raise Http404
        campaign = write_letter(actor=self.actor, user=self.user, call=self.object)
        return HttpResponseRedirect(reverse("office:campaigns-detail", args=[campaign.pk]))


class CallNewView(OfficeFormView):
    """Open a call."""

    permission = rules.CHANGE
    page_title = gettext_lazy("Open a call")
    breadcrumbs = CRUMBS
    form_class = CallForm
    cancel_url = "/office/voices/"
    success_message = gettext_lazy("The call is saved.")

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"opens_on": today()}

    def perform(self, form: Any) -> str:
        """Saved; its page."""
        values = {**form.cleaned_data, "purpose": PURPOSE}
        call = save_call(actor=self.actor, program=PROGRAM, values=values)
        return call_url(call.pk)


class CallEditView(OfficeEditView[Call]):
    """Change a call."""

    model = Call
    permission = rules.CHANGE
    page_title = gettext_lazy("Change the call")
    breadcrumbs = CRUMBS
    form_class = CallForm
    success_message = gettext_lazy("The call is saved.")

    def get_queryset(self) -> QuerySet[Call]:
        """Of this room."""
        return super().get_queryset().filter(program=PROGRAM)

    def get_form_kwargs(self) -> dict[str, Any]:
        """A copy, so that a refused form leaves the object as it is."""
        return {"instance": Call.objects.get(pk=self.object.pk)}

    def get_cancel_url(self) -> str:
        """Back to it."""
        return call_url(self.object.pk)

    def perform(self, form: Any) -> str:
        """Saved; its page."""
        values = dict(form.cleaned_data)
        version = values.pop("version", None)
        save_call(
            actor=self.actor, program=PROGRAM, values=values, call_id=self.object.pk,
            version=version,
        )  # fmt: skip
        return call_url(self.object.pk)


class EntryPage(OfficeDetailView[Entry]):
    """What pages about one entry share; foreign ones answer 404."""

    model = Entry
    permission = rules.VIEW
    breadcrumbs = (
        *CRUMBS,
        (pgettext_lazy("testimonials", "What came in"), "/office/voices/entries/"),
    )

    def get_queryset(self) -> QuerySet[Entry]:
        """Of this room."""
        return entries_for(self.user).select_related(
            "call", "person", "college", "decided_by", "picture", "consent_text"
        )

    def next_waiting(self) -> Entry | None:
        """The one that waits longest besides this."""
        rows = entries_for(self.user).filter(state__in=WAITING).exclude(pk=self.object.pk)
        return rows.order_by("received_at", "pk").first()


class EntryView(EntryPage):
    """The words as they would stand, what was found in them, what was done, the decision."""

    template_name = "voices/office/entry.html"
    page_title = pgettext_lazy("testimonials", "A text handed in")

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Marks, log, what may be done."""
        entry = self.object
        state = EntryState(entry.state)
        own = is_own(self.actor, entry)
        may = can(self.user, rules.MODERATE) and not own
        after = self.next_waiting()
        seen = look_at(text_to_check(entry)) if entry.text else []
        return super().get_context_data(
            pieces=pieces(entry.text, seen),
            open_findings=[one for one in seen if one.kept is None],
            signature=signature(entry),
            tone=TONES.get(state, ""),
            steps=list(entry.steps.all()),
            own=own and can(self.user, rules.MODERATE),
            may_decide=may and state in (*WAITING, EntryState.DECLINED) and bool(entry.text),
            may_take_down=may and state == EntryState.PUBLISHED,
            may_quote=can(self.user, rules.MODERATE) and state == EntryState.PUBLISHED,
            quoted=Quoted.objects.filter(entry=entry).exists(),
            next_url=entry_url(after.pk) if after else "",
            queue_url=queue_url(),
            reasons=(
                _("It names another person who has not agreed to it."),
                _("It is outside of what this call asks for."),
                _("It holds advertising or a link."),
            ),
            **extra,
        )


class EntryPictureView(EntryPage):
    """The picture, for who may see the entry."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As it was drawn."""
        if self.object.picture is None:
            raise Http404
        return send_picture(self.object.picture)


class EntryDo(EntryPage):
    """A decision; only POST. The next one waiting follows."""

    permission = rules.MODERATE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(entry_url(self.object.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Decide, say so, go on."""
        key, reason = self.object.pk, request.POST.get("reason", "")
        given = request.POST.get("version", "")
        version = int(given) if given.isascii() and given.isdecimal() else None
        do = request.POST.get("do", "")
        target = entry_url(key)
        after = self.next_waiting()
        try:
            if do == "publish":
                publish(actor=self.actor, entry_id=key, reason=reason, version=version)
                said = _("Published: it stands on the wall now.")
            elif do == "decline":
                decline(actor=self.actor, entry_id=key, reason=reason, version=version)
                said = _("Not taken; the writer reads why.")
            elif do == "take_up":
                take_up(actor=self.actor, entry_id=key)
                said = _("In moderation.")
            elif do == "take_down":
                take_down(actor=self.actor, entry_id=key, reason=reason)
                said = _("Taken down: it is off the wall.")
            elif do in {"quote", "unquote"}:
                quote(actor=self.actor, entry_id=key, wanted=do == "quote")
                said = (
                    _("It is quoted on the home page now.")
                    if do == "quote"
                    else _("It is off the home page.")
                )
            else:
                return HttpResponseBadRequest(_("Nothing to do."))
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(target)
        messages.success(request, said)
        if do in {"publish", "decline"}:
            target = entry_url(after.pk) if after else calls_url()
        return HttpResponseRedirect(target)
