"""How mail leaves: what DNS says about our domains, the keys that sign, the pace of providers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.engines.inbox import rules
from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can
from wutong.platform.outbox.enums import FindingVerdict, SigningAlgorithm, SigningState
from wutong.platform.outbox.models import DomainPace, SigningKey
from wutong.platform.outbox.public import (
    check_domain,
    dns_name,
    dns_value,
    findings_of,
    make_key,
    release_pace,
    retire_key,
    sending_domains,
    set_pace,
    use_key,
)
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TONES = {
    FindingVerdict.GOOD: "leaf", FindingVerdict.WEAK: "autumn",
    FindingVerdict.BAD: "seal", FindingVerdict.UNKNOWN: "slate",
}  # fmt: skip
SUBJECTS = {
    "spf": gettext_lazy("Who may send (SPF)"),
    "dkim": gettext_lazy("Signature (DKIM)"),
    "dmarc": gettext_lazy("Policy (DMARC)"),
    "mx": gettext_lazy("Returned mail can come back (MX)"),
}
WORDS = {
    "missing": gettext_lazy("There is no record."),
    "twice": gettext_lazy("There are two records; only one may be."),
    "no-key": gettext_lazy("No key signs for this domain."),
    "other-key": gettext_lazy("DNS has another key:"),
}


class KeyForm(forms.Form):
    """A key for a domain."""

    domain = forms.CharField(label=pgettext_lazy("mail", "Domain"), max_length=253)
    algorithm = forms.ChoiceField(
        label=pgettext_lazy("mail", "Algorithm"), choices=SigningAlgorithm.choices
    )


class PaceForm(forms.Form):
    """How fast a provider is written to."""

    domain = forms.CharField(label=pgettext_lazy("mail", "Provider"), max_length=253)
    per_minute = forms.IntegerField(
        label=gettext_lazy("Messages a minute"),
        min_value=0,
        max_value=1_000_000,
        help_text=gettext_lazy("0 takes the limit away."),
    )


def _said(detail: str) -> str:
    first, _sep, rest = detail.partition(" ")
    return f"{WORDS[first]} {rest}".strip() if first in WORDS else detail


class DeliveryPage(OfficeView):
    """Everything that decides whether other mail servers believe us."""

    permission = rules.DELIVERY
    template_name = "inbox/delivery.html"
    page_title = gettext_lazy("Delivery")

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Domains with findings, keys with their records, providers with their pace."""
        domains = []
        for name in sending_domains():
            found, as_of = findings_of(name)
            lines = [
                (SUBJECTS[one.subject], one.verdict.label, TONES[one.verdict], _said(one.detail))
                for one in found
            ]
            domains.append((name, lines, as_of))
        keys = [
            (key, dns_name(key), dns_value(key))
            for key in SigningKey.objects.order_by("domain", "pk")
        ]
        now = clock.now()
        paces = [
            (row, row.held_until is not None and row.held_until > now)
            for row in DomainPace.objects.order_by("domain")
        ]
        return super().get_context_data(
            domains=domains,
            keys=keys,
            paces=paces,
            active=SigningState.ACTIVE,
            may_change=can(self.user, rules.DELIVERY_CHANGE),
            **{"key_form": KeyForm(), "pace_form": PaceForm(), **extra},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``do`` is a step."""
        if not can(self.user, rules.DELIVERY_CHANGE):
            raise PermissionDenied
        steps: dict[str, Callable[[], HttpResponseBase]] = {
            "check": self._check,
            "make": self._make,
            "use": self._use,
            "retire": self._retire,
            "pace": self._pace,
            "release": self._release,
        }
        step = steps.get(request.POST.get("do", ""))
        if step is None:
            return HttpResponseBadRequest(_("Nothing to do."))
        try:
            return step()
        except WutongError as error:
            messages.error(request, str(error))
            return self._back("")

    def _back(self, said: str) -> HttpResponseBase:
        if said:
            messages.success(self.request, said)
        return HttpResponseRedirect(reverse("office:inbox-delivery"))

    def _check(self) -> HttpResponseBase:
        domain = self.request.POST.get("domain", "")
        if domain in sending_domains():
            check_domain(domain)
        return self._back(_("DNS was asked."))

    def _make(self) -> HttpResponseBase:
        form = KeyForm(self.request.POST)
        if not form.is_valid():
            return self.render(key_form=form, status=422)
        given = form.cleaned_data
        make_key(
            actor=self.actor,
            domain=given["domain"],
            algorithm=SigningAlgorithm(given["algorithm"]),
        )
        return self._back(_("The key is made. Put its record into DNS, then let it sign."))

    def _key(self) -> int:
        number = self.request.POST.get("key", "")
        return int(number) if number.isdecimal() else 0

    def _use(self) -> HttpResponseBase:
        if not SigningKey.objects.filter(pk=self._key()).exists():
            return HttpResponseBadRequest(_("Nothing to do."))
        use_key(actor=self.actor, key_id=self._key())
        return self._back(_("Mail is signed with this key from now on."))

    def _retire(self) -> HttpResponseBase:
        if not SigningKey.objects.filter(pk=self._key()).exists():
            return HttpResponseBadRequest(_("Nothing to do."))
        retire_key(actor=self.actor, key_id=self._key())
        return self._back(_("This key signs no more. Leave its record in DNS for a week."))

    def _pace(self) -> HttpResponseBase:
        form = PaceForm(self.request.POST)
        if not form.is_valid():
            return self.render(pace_form=form, status=422)
        given = form.cleaned_data
        set_pace(actor=self.actor, domain=given["domain"], per_minute=given["per_minute"])
        return self._back(_("The pace is set."))

    def _release(self) -> HttpResponseBase:
        release_pace(actor=self.actor, domain=self.request.POST.get("domain", ""))
        return self._back(_("Mail to this provider goes on."))
