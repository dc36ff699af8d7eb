"""The privacy centre: what I agreed to, my copy, what I asked, who looked, closing the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wutong.core.consent.public import label_of, ledger_of, purposes, standing_purposes
from wutong.core.rights.enums import CaseState, Right, Via
from wutong.core.rights.public import (
    accesses_to,
    ask_closure,
    closure_of,
    open_case,
    requests_of,
    withdraw_case,
)
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import record
from wutong.platform.files.public import find_stored, open_stored
from wutong.platform.jobs.models import Progress
from wutong.platform.privacy.public import COPY_KIND, hindrances_of, plan_erasure, start_copy
from wutong.programs.members.services.privacy import give_consent, withdraw_entry
from wutong.programs.members.site.base import MemberView
from wutong.programs.members.site.forms import RequestForm

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.core.consent.models import ConsentRecord

LOOKS, ALL_LOOKS = 5, 200
TONES = {
    CaseState.DONE: "leaf",
    CaseState.COOLING: "seal",
    CaseState.REFUSED: "autumn",
    CaseState.WITHDRAWN: "",
}


class PrivacyView(MemberView):
    """Its first page."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Everything in short."""
        standing = standing_purposes(self.person.pk)
        return render(
            request,
            "members/privacy/home.html",
            {
                "purposes": [(item, standing.get(item.code)) for item in purposes.values()],
                "chinese": (get_language() or "").startswith("zh"),
                "copy": latest_copy(self),
                "requests": [
                    (case, TONES.get(CaseState(case.state), "slate"))
                    for case in requests_of(self.person.pk)
                ],
                "looks": accesses_to(
                    self.person.pk, account=self.member.pk, looks_only=True, limit=LOOKS
                ),
                "closure": closure_of(self.person.pk),
            },
        )


def latest_copy(view: MemberView) -> dict[str, Any] | None:
    """The copy that is being made or can be fetched."""
    rows = Progress.objects.filter(owner=view.member, kind=COPY_KIND)
    progress = rows.order_by("-created_at").first()
    if progress is None:
        return None
    made = progress.result.get("file")
    stored = find_stored(made) if made else None
    if progress.is_over and stored is None and progress.state != Progress.State.FAILED:
        return None
    return {"progress": progress, "file": stored}


class ConsentsView(MemberView):
    """The whole ledger: what, when, in which words, how it reached us; withdraw with one tap."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Standing entries first."""
        chinese = (get_language() or "").startswith("zh")
        lines = [_ledger_line(row, chinese=chinese) for row in ledger_of(self.person.pk)]
        return render(
            request,
            "members/privacy/consents.html",
            {
                "standing": [line for line in lines if line["standing"]],
                "closed": [line for line in lines if not line["standing"]],
            },
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """``give`` names a purpose, ``withdraw`` an entry."""
        given, entry = request.POST.get("give", ""), request.POST.get("withdraw", "")
        back = request.POST.get("back") == "centre"
        target = reverse("members-privacy" if back else "members-consents")
        if given in purposes:
            give_consent(actor=self.actor, person_id=self.person.pk, purpose=given)
            messages.success(request, _("Thank you. You can withdraw it here at any time."))
        elif entry.isdecimal() and withdraw_entry(
            actor=self.actor, person_id=self.person.pk, record_id=int(entry)
        ):
            messages.success(request, _("Withdrawn. It holds from now on."))
        else:
            messages.info(request, _("Nothing has changed."))
        return HttpResponseRedirect(target)


def _ledger_line(row: ConsentRecord, *, chinese: bool) -> dict[str, Any]:
    words = (row.text.text_zh if chinese else row.text.text_en) if row.text else ""
    return {
        "row": row,
        "label": label_of(row.topic),
        "words": words,
        "standing": row.withdrawn_at is None,
    }


class CopyView(MemberView):
    """Everything as one file (POST asks for it; the centre shows how far it is)."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The part of the page that changes while it is made."""
        return render(request, "members/privacy/copy.html", {"copy": latest_copy(self)})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin, unless one is being made."""
        known = latest_copy(self)
        if known is None or known["progress"].is_over:
            start_copy(
                actor=self.actor,
                ref=f"person:{self.person.pk}",
                url=reverse("members-privacy"),
            )
        return HttpResponseRedirect(f"{reverse('members-privacy')}#copy")


class CopyFileView(MemberView):
    """The file itself, for its owner alone."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        """404 for what is unknown, expired or another's."""
        stored = find_stored(pk)
        if stored is None or stored.kind != COPY_KIND or stored.owner_id != self.member.pk:
            raise Http404
        record(
            actor=self.actor, verb="file.fetched", subject=f"file:{stored.pk}",
            subject_label=stored.name, data={"kind": stored.kind, "size": stored.size},
        )  # fmt: skip
        response = FileResponse(
            open_stored(stored), as_attachment=True, filename=stored.name,
            content_type="application/zip",
        )  # fmt: skip
        response["X-Content-Type-Options"] = "nosniff"
        return response


class AccessLogView(MemberView):
    """Who looked at my data or changed it."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """All of it, or only looks."""
        only = request.GET.get("what") == "looks"
        rows = accesses_to(self.person.pk, account=self.member.pk, looks_only=only, limit=ALL_LOOKS)
        return render(request, "members/privacy/log.html", {"rows": rows, "only": only})


class AskView(MemberView):
    """Any other request to the office."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The question."""
        return self.page(RequestForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Hand it over, with its deadline."""
        form = RequestForm(request.POST)
        if form.is_valid():
            try:
                case = open_case(
                    actor=self.actor,
                    kind=Right(form.cleaned_data["kind"]),
                    via=Via.MEMBER,
                    person_id=self.person.pk,
                    words=form.cleaned_data["words"],
                )
            except WutongError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request,
                    _("Thank you. The office answers by %(day)s.")
                    % {"day": case.due_on.strftime("%Y-%m-%d")},
                )
                return HttpResponseRedirect(reverse("members-privacy"))
        return self.page(form, status=422)

    def page(self, form: RequestForm, *, status: int = 200) -> HttpResponse:
        """The page with ``form``."""
        return render(self.request, "members/privacy/ask.html", {"form": form}, status=status)


class CloseView(MemberView):
    """Closing the account: the preview, the confirmation, the way back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What would be erased, kept without a name, locked, and why."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """``do`` is close (with the box ticked) or undo."""
        if request.POST.get("do") == "undo":
            return self.undo()
        if request.POST.get("sure") != "yes":
            return self.page(unsure=True, status=422)
        try:
            ask_closure(actor=self.actor, person_id=self.person.pk)
        except WutongError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse("members-close"))

    def undo(self) -> HttpResponse:
        """As if nothing had been asked."""
        coming = closure_of(self.person.pk)
        if coming is not None:
            withdraw_case(actor=self.actor, case_id=coming.pk)
            messages.success(self.request, _("Undone. Everything stays as it is."))
        return HttpResponseRedirect(reverse("members-privacy"))

    def page(self, *, unsure: bool = False, status: int = 200) -> HttpResponse:
        """The preview in three parts."""
        ref = f"person:{self.person.pk}"
        lines = plan_erasure(ref)
        parts = {fate: [line for line in lines if line.fate.value == fate]
                 for fate in ("erase", "anonymise", "lock")}  # fmt: skip
        return render(
            self.request,
            "members/privacy/close.html",
            {
                **parts,
                "hindrances": hindrances_of(ref),
                "closure": closure_of(self.person.pk),
                "days": settings.PRIVACY_COOLING_DAYS,
                "unsure": unsure,
            },
            status=status,
        )
