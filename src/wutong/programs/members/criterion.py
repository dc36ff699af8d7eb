"""Chosen by whether people have joined: an account, a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.models import Person
from wutong.engines.audiences.public import CriterionForm
from wutong.programs.members.models import Card
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "members.account"
HAS = [
    ("account", gettext_lazy("have an account")),
    ("no_account", gettext_lazy("have no account yet")),
    ("card", gettext_lazy("hold an alumni card")),
    ("no_card", gettext_lazy("hold no alumni card")),
]


class AccountForm(CriterionForm):
    """Joined or not."""

    has = forms.ChoiceField(label=gettext_lazy("Those who"), choices=HAS)


def account_q(params: Mapping[str, Any]) -> Q:
    """By the account linked with the record, or the card that stands."""
    has = params.get("has", "account")
    if has in {"account", "no_account"}:
        return Q(user__isnull=has == "no_account")
    cards = Exists(Card.objects.filter(person=OuterRef("pk"), revoked_at__isnull=True))
    return Q(cards) if has == "card" else ~Q(cards)


def account_words(params: Mapping[str, Any]) -> str:
    return str(dict(HAS)[params.get("has", "account")])


def account_value(params: Mapping[str, Any], person_id: int) -> str:
    """What there is of both."""
    person = Person.objects.only("user_id").get(pk=person_id)
    card = Card.objects.filter(person=person_id, revoked_at__isnull=True).first()
    account = _("has an account") if person.user_id else _("no account")
    if card is None:
        return _("%(account)s, no card") % {"account": account}
    return _("%(account)s, card of %(day)s") % {"account": account, "day": as_day(card.issued_at)}
