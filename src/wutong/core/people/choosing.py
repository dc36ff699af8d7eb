"""Asking for a person in a form: by name or number, as far as the user sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.models import Person
from wutong.core.people.search import search
from wutong.core.people.selectors.cards import people_cards
from wutong.platform.access.public import scope

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

MATCHES_SHOWN = 8


class SightForm(forms.Form):
    """A form that looks things up as far as ``user`` sees."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class WhoForm(SightForm):
    """Asks for a person by name or number; where several fit, the choice is offered at once."""

    who = forms.CharField(
        label=pgettext_lazy("record", "Person"),
        max_length=100,
        help_text=_("Name, pinyin or student number."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    person = forms.TypedChoiceField(
        label=_("Which of them?"), coerce=int, required=False, widget=forms.RadioSelect,
        empty_value=None,
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.found: list[int] = []
        self._offer(user)

    def _offer(self, user: User) -> None:
        text = str(self.data.get(self.add_prefix("who"), "") if self.is_bound else "")
        known = self.initial.get("person")
        people = scope(user, Person)
        if known and not self.is_bound:
            cards = people_cards(people.filter(pk=known))
            self.initial["who"] = next((card.name for card in cards.values()), "")
        elif text.strip():
            cards = people_cards(search(text, people=people)[:MATCHES_SHOWN])
        else:
            cards = {}
        self.found = list(cards)
        field = self.fields["person"]
        field.choices = [(key, card.label) for key, card in cards.items()]  # type: ignore[attr-defined]
        if len(cards) < 2:
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """One person, or a question."""
        cleaned = super().clean() or {}
        if cleaned.get("person") is None and "person" not in self.errors:
            if len(self.found) == 1:
                cleaned["person"] = self.found[0]
            elif self.found:
                self.add_error("person", _("Several people fit. Please choose one."))
            elif cleaned.get("who"):
                self.add_error("who", _("Nobody you may see is found by this."))
        return cleaned
