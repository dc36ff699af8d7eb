"""Chosen by the issues of the journal somebody got, opened, or is still to get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.consent.public import Channel
from wutong.core.people.models import Person
from wutong.engines.audiences.public import CriterionForm
from wutong.platform.access.public import scope
from wutong.programs.journal.enums import CopyState
from wutong.programs.journal.models import Copy, Issue
from wutong.programs.journal.once import NOBODY, comes_otherwise
from wutong.programs.journal.selectors import fate_of

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "journal.copy"
GOT, OPENED, WITHOUT, DUE = "got", "opened", "without", "due"
DID = [
    (GOT, gettext_lazy("got it")),
    (OPENED, gettext_lazy("opened it")),
    (WITHOUT, gettext_lazy("did not get it")),
    (DUE, gettext_lazy("does not get it by another way")),
]


class CopyForm(CriterionForm):
    """One issue; by one way or by any."""

    issue = forms.ModelChoiceField(label=gettext_lazy("Issue"), queryset=Issue.objects.none())
    did = forms.ChoiceField(label=gettext_lazy("Whoever"), choices=DID)
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        required=False,
        choices=[("", gettext_lazy("any"))]
        + [(one.value, one.label) for one in (Channel.EMAIL, Channel.WECHAT, Channel.POST)],
    )

    def prepare(self) -> None:
        """Those the user may see."""
        field = self.fields["issue"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = scope(self.user, Issue) if self.user else Issue.objects.all()
        field.queryset = rows.order_by("-number")

    def params(self) -> dict[str, Any]:
        """The issue by its key."""
        return super().params() | {"issue": self.cleaned_data["issue"].pk}


def _asked(params: Mapping[str, Any]) -> tuple[Issue | None, str, Channel | None]:
    rows = Issue.objects.select_related("campaign", "notice")
    issue = rows.filter(pk=params.get("issue") or 0).first()
    channel = params.get("channel")
    return issue, str(params.get("did", GOT)), Channel(channel) if channel else None


def copy_q(params: Mapping[str, Any]) -> Q:
    """By the ledger; ``due`` by the sendings as they stand."""
    issue, did, channel = _asked(params)
    if issue is None:
        return NOBODY
    if did == DUE:
        return ~comes_otherwise(issue, channel or issue.ways[0])
    rows = Copy.objects.filter(issue=issue, person=OuterRef("pk"))
    if channel is not None:
        rows = rows.filter(channel=channel)
    if did == OPENED:
        return Q(Exists(rows.filter(opened_on__isnull=False)))
    got = Q(Exists(rows.filter(state=CopyState.SENT)))
    return ~got if did == WITHOUT else got


def copy_words(params: Mapping[str, Any]) -> str:
    issue, did, channel = _asked(params)
    words = {
        "did": dict(DID).get(did, did),
        "issue": issue.place if issue else "\N{EN DASH}",
        "channel": channel.label if channel else "",
    }
    if did == DUE:
        return _("journal %(issue)s by %(channel)s: does not get it by another way") % words
    if channel is not None:
        return _("journal %(issue)s by %(channel)s: %(did)s") % words
    return _("journal %(issue)s: %(did)s") % words


def copy_value(params: Mapping[str, Any], person_id: int) -> str:
    """The copies in the ledger, or the way it is to come by."""
    issue, did, channel = _asked(params)
    if issue is None:
        return ""
    copies = Copy.objects.filter(issue=issue, person=person_id).order_by("channel")
    found = [
        _("%(channel)s: %(fate)s") % {"channel": one.get_channel_display(), "fate": fate_of(one)}
        for one in copies
    ]
    if found or did != DUE:
        return _("; ").join(found) or _("no copy")
    way = channel or issue.ways[0]
    other = Person.objects.filter(comes_otherwise(issue, way), pk=person_id).exists()
    return _("gets it by another way") if other else _("no copy")
