"""My record: what it says, who sees what of it, and what is wrong in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.core.consent.enums import Audience, Method
from wutong.core.consent.public import VISIBLE_FIELDS, levels_of, set_levels
from wutong.kernel.errors import WutongError
from wutong.programs.members.models import CorrectionField
from wutong.programs.members.selectors import fields as selectors
from wutong.programs.members.selectors.cards import standing_card
from wutong.programs.members.services.corrections import ask_correction
from wutong.programs.members.site.base import MemberView
from wutong.programs.members.site.forms import correction_form

if TYPE_CHECKING:
    from django.http import HttpRequest

LEVELS = frozenset(Audience.values)
SEEN_AS = {
    "class": Audience.CLASSMATES,
    "members": Audience.MEMBERS,
    "everyone": Audience.EVERYONE,
}


class RecordView(MemberView):
    """Every field with its four levels, kept by one button."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The record."""
        return render(
            request,
            "members/record.html",
            {
                "lines": selectors.field_lines(self.person),
                "levels": Audience.choices,
                "corrections": selectors.corrections_of(self.person),
                "public": self.public_number(),
            },
        )

    def public_number(self) -> str:
        """The number in the address of one's public page; empty where there is none."""
        card = standing_card(self.person.pk)
        shown = levels_of(self.person.pk)["name"] is Audience.EVERYONE
        return card.number if card and shown else ""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take over the levels exactly as they are."""
        wanted = {
            field: Audience(int(level))
            for field in VISIBLE_FIELDS
            if (level := request.POST.get(field, "")).isdecimal() and int(level) in LEVELS
        }
        changed = set_levels(
            actor=self.actor, person_id=self.person.pk, levels=wanted, method=Method.MEMBER
        )
        if changed:
            messages.success(request, _("Kept. It holds from now on."))
        else:
            messages.info(request, _("Nothing has changed."))
        return HttpResponseRedirect(reverse("members-record"))


class SeenView(MemberView):
    """My record as others see it."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, circle: str) -> HttpResponse:
        """What one circle sees."""
        if circle not in SEEN_AS:
            raise Http404
        lines = selectors.seen_lines(self.person, SEEN_AS[circle])
        context = {
            "lines": lines,
            "circle": circle,
            "circles": [(code, audience.label) for code, audience in SEEN_AS.items()],
        }
        return render(request, "members/seen.html", context)


class CorrectView(MemberView):
    """This is wrong: it should be …"""

    def field(self) -> CorrectionField:
        """The field of the address."""
        if self.kwargs["field"] not in CorrectionField.values:
            raise Http404
        return CorrectionField(self.kwargs["field"])

    def get(self, _request: HttpRequest, field: str) -> HttpResponse:
        """The question."""
        del field
        return self.page(correction_form(self.field())())

    def post(self, request: HttpRequest, field: str) -> HttpResponse:
        """Hand it to the office."""
        kind = self.field()
        form = correction_form(kind)(request.POST)
        if form.is_valid():
            try:
                ask_correction(
                    actor=self.actor,
                    person_id=self.person.pk,
                    field=field,
                    wanted=form.wanted(),
                    note=form.cleaned_data["note"],
                )
            except WutongError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request, _("Thank you. The office puts it right within three working days.")
                )
                return HttpResponseRedirect(f"{reverse('members-record')}#{kind.value}")
        return self.page(form, status=422)

    def page(self, form: Any, *, status: int = 200) -> HttpResponse:
        """The page with ``form``."""
        kind = self.field()
        values = selectors.values_of(self.person, [kind.value]).get(kind.value, [])
        context = {"form": form, "label": kind.label, "values": values}
        return render(self.request, "members/correct.html", context, status=status)
