"""Chosen by where people live, whether we can reach them, and what they agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.consent.public import Blocked, Channel, blocked_among, blocked_reason, topics
from wutong.core.people.enums import (
    ContactKind,
    ContactState,
    ContactStatus,
    LifeState,
    StateKind,
)
from wutong.core.people.models import ContactPoint, Person, PersonState
from wutong.core.people.public import masked_reach
from wutong.core.reference.models import Region
from wutong.engines.audiences.criteria.persons import YES_NO
from wutong.engines.audiences.criteria.words import listed, names_in
from wutong.engines.audiences.registry import CriterionForm
from wutong.kernel import clock
from wutong.platform.outbox.models import WechatFan
from wutong.ui.design.typography import as_day

Params = Mapping[str, Any]


class PlaceForm(CriterionForm):
    """Provinces and countries with everything in them, or cities by name."""

    regions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Place"),
        queryset=Region.objects.filter(parent__isnull=True).order_by("is_overseas", "code"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cities = forms.CharField(
        label=gettext_lazy("Cities"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Names, several separated by commas."),
    )
    overseas = forms.ChoiceField(
        label=gettext_lazy("Overseas"),
        choices=[("", gettext_lazy("any")), *YES_NO],
        required=False,
    )


def place_q(params: Params) -> Q:
    """Lives in one of the places or in a part of it."""
    where = Q()
    if regions := params.get("regions"):
        where |= Q(region__in=regions) | Q(region__parent__in=regions)
        where |= Q(region__parent__parent__in=regions)
    for name in names_in(params, "cities"):
        where |= Q(region__name_zh__startswith=name) | Q(region__name_en__iexact=name)
    if overseas := params.get("overseas"):
        where &= Q(region__is_overseas=overseas == "yes")
    return where


def place_words(params: Params) -> str:
    parts = []
    if regions := params.get("regions"):
        parts.append(listed(Region.objects.filter(pk__in=regions)))
    if cities := names_in(params, "cities"):
        parts.append(listed(cities))
    if overseas := params.get("overseas"):
        parts.append(_("overseas") if overseas == "yes" else _("in China"))
    return _(", ").join(parts) or _("anywhere")


def place_value(params: Params, person_id: int) -> str:
    found = Person.objects.select_related("region__parent").get(pk=person_id)
    if found.region is None:
        return _("place unknown")
    return " · ".join(str(part) for part in (found.region.parent, found.region) if part)


REACH = [
    ("contactable", ContactState.CONTACTABLE.label),
    ("email", gettext_lazy("has a working e-mail address")),
    ("phone", gettext_lazy("has a working phone number")),
    ("wechat", gettext_lazy("known on WeChat")),
    ("lost", ContactState.LOST.label),
    ("found", gettext_lazy("found again in the last twelve months")),
    ("deceased", LifeState.DECEASED.label),
    ("living", gettext_lazy("living")),
]


class ReachForm(CriterionForm):
    """Whether we can reach people."""

    reach = forms.ChoiceField(label=gettext_lazy("Can be reached"), choices=REACH)


def _has(kind: ContactKind) -> Q:
    points = ContactPoint.objects.filter(
        person=OuterRef("pk"), kind=kind, status=ContactStatus.OK, valid_to__isnull=True
    )
    return Q(Exists(points))


def _follows() -> Q:
    """An account tied to them follows ours; a WeChat number on record is no way to send."""
    mine = Concat(Value("person:"), Cast(OuterRef("pk"), CharField()))
    return Q(Exists(WechatFan.objects.filter(subject_ref=mine, follows=True)))


def _found_again() -> Q:
    """Contactable since some day of the last twelve months, and lost until then."""
    since = clock.today().replace(year=clock.today().year - 1, day=1)
    states = PersonState.objects.filter(person=OuterRef("pk"), kind=StateKind.CONTACT)
    lost = states.filter(value=ContactState.LOST, valid_to__gte=since)
    return Q(Exists(lost), contactable=True)


def reach_q(params: Params) -> Q:
    reach = params.get("reach", "contactable")
    if reach in {"phone", "wechat"}:
        return _has(ContactKind(reach)) & Q(deceased=False)
    if reach == "found":
        return _found_again() & Q(deceased=False)
    return {
        "contactable": Q(contactable=True, deceased=False),
        "email": Q(email_ok=True, deceased=False),
        "lost": Q(contactable=False, deceased=False),
        "deceased": Q(deceased=True),
        "living": Q(deceased=False),
    }[reach]


def reach_words(params: Params) -> str:
    return str(dict(REACH)[params.get("reach", "contactable")])


def reach_value(params: Params, person_id: int) -> str:
    """Living and how, with the day since when."""
    states = PersonState.objects.filter(person=person_id, valid_to__isnull=True)
    open_states = {row.kind: row for row in states.filter(kind__in=("life", "contact"))}
    if death := open_states.get(StateKind.LIFE):
        return _("died, on record since %(day)s") % {"day": as_day(death.valid_from)}
    contact = open_states.get(StateKind.CONTACT)
    if contact is None:
        return ""
    words = str(ContactState(contact.value).label)
    reach = masked_reach([person_id])[person_id]
    known = listed(masked for kind, masked in sorted(reach.items()) if kind != "address")
    since = _("%(state)s since %(day)s") % {"state": words, "day": as_day(contact.valid_from)}
    return f"{since} ({known})" if known else since


WISHES = [
    ("may", gettext_lazy("may be written to")),
    *((value, label) for value, label in Blocked.choices),
]


class ConsentForm(CriterionForm):
    """Whether a topic may go to people on a channel, and whether it would reach them."""

    topic = forms.ChoiceField(label=gettext_lazy("Topic"))
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=Channel.choices)
    wish = forms.ChoiceField(label=gettext_lazy("Wish"), choices=WISHES)

    def prepare(self) -> None:
        """The topics of the house."""
        field = self.fields["topic"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(topic.code, topic.label) for topic in topics]


_KINDS = {
    Channel.EMAIL: ContactKind.EMAIL,
    Channel.SMS: ContactKind.PHONE,
    Channel.WECHAT: ContactKind.WECHAT,
    Channel.POST: ContactKind.ADDRESS,
}


def _asked(params: Params) -> tuple[str, Channel, str]:
    topic = str(params.get("topic", "greetings"))
    channel = Channel(params.get("channel", Channel.EMAIL))
    return topic, channel, str(params.get("wish", "may"))


def consent_q(params: Params) -> Q:
    """The wish the sending itself would find; whoever may be written to can be reached as well."""
    topic, channel, wish = _asked(params)
    if topics.find(topic) is None:
        return Q(pk__isnull=True)
    wanted = "" if wish == "may" else wish
    condition = Q(Exact(blocked_reason(topic, channel), Value(wanted)))
    reached = _follows() if channel == Channel.WECHAT else _has(_KINDS[channel])
    return condition & reached & Q(deceased=False) if wish == "may" else condition


def consent_words(params: Params) -> str:
    topic, channel, wish = _asked(params)
    found = topics.find(topic)
    return _("%(wish)s about “%(topic)s” by %(channel)s") % {
        "wish": dict(WISHES).get(wish, wish),
        "topic": found.label if found else topic,
        "channel": channel.label,
    }


def consent_value(params: Params, person_id: int) -> str:
    topic, channel, _wish = _asked(params)
    if topics.find(topic) is None:
        return ""
    blocked = blocked_among(topic, channel, [person_id]).get(person_id, "")
    if blocked:
        return str(Blocked(blocked).label)
    if channel == Channel.WECHAT:
        fans = WechatFan.objects.filter(subject_ref=f"person:{person_id}", follows=True)
        masked = fans.values_list("masked", flat=True).first() or ""
    else:
        masked = masked_reach([person_id])[person_id].get(_KINDS[channel], "")
    return masked or _("no way to reach them by %(channel)s") % {"channel": channel.label}
