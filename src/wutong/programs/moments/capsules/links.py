"""The two links: writing a letter to the future, and opening the one that has arrived."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wutong.core.people.models import Degree, Person
from wutong.core.people.public import standing_id
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.links.public import Button, LinkPage, Outcome
from wutong.programs.moments.almanac import yearly_day
from wutong.programs.moments.capsules.button import WRITE
from wutong.programs.moments.capsules.writing import LONGEST, seal, withdraw_capsule
from wutong.programs.moments.enums import CapsuleState
from wutong.programs.moments.errors import MomentError
from wutong.programs.moments.models import Arrival, Capsule
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.core.reference.models import ClassGroup
    from wutong.platform.links.public import LinkContext

SHOWN_FOR = timedelta(minutes=30)
"""So long after the question was answered the page shows the letter."""


def _person(context: LinkContext) -> Person | None:
    return Person.objects.filter(pk=standing_id(context.subject_id), deceased=False).first()


def _called(person: Person, language: str) -> str:
    return (person.name_latin or person.name) if language == "en" else person.name


def _class_of(person: Person) -> ClassGroup | None:
    study = Degree.objects.filter(person=person, class_group__isnull=False)
    latest = study.select_related("class_group").order_by("-leave_year", "-pk").first()
    return latest.class_group if latest else None


class LetterForm(forms.Form):
    """What, and when it opens."""

    text = forms.CharField(
        label=gettext_lazy("Your letter"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
    )  # fmt: skip
    years = forms.TypedChoiceField(
        label=gettext_lazy("It arrives"), coerce=int, initial=10, widget=forms.RadioSelect,
        choices=[
            (1, gettext_lazy("in a year")),
            (5, gettext_lazy("in 5 years")),
            (10, gettext_lazy("in 10 years")),
            (20, gettext_lazy("in 20 years")),
        ],
    )  # fmt: skip


class WriteAction:
    """Write to oneself, or to the whole class."""

    title: _StrOrPromise = gettext_lazy("A letter to the future")
    valid_for = timedelta(days=120)
    single_use = False
    form_class: type[forms.Form] | None = LetterForm
    challenge: _StrOrPromise = ""

    def page(self, context: LinkContext) -> LinkPage | None:
        """Who is asked."""
        person = _person(context)
        if person is None:
            return None
        language = context.language or person.language
        with translation.override(language):
            lines = [
                _("What would you like to be told years from now? Write it today."),
                _(
                    "The letter lies encrypted and nobody reads it before its day. It goes to "
                    "the address we have then; if we have lost you, it waits until we find you."
                ),
            ]
            buttons = [Button("me", pgettext_lazy("capsule", "Seal it, to me alone"))]
            group = _class_of(person)
            if group is not None:
                whole = _("Seal it, to all of %(name)s") % {"name": group.name}
                buttons.append(Button("class", whole))
            return LinkPage(
                language=language,
                heading=_("Dear %(name)s") % {"name": _called(person, language)},
                lines=lines,
                buttons=buttons,
            )

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """Ten years."""
        return {"years": 10}

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Nothing is asked."""
        return True

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Seal it."""
        person = _person(context)
        if person is None:
            raise MomentError(_("This link no longer leads anywhere."))
        today = clock.today()
        capsule = seal(
            actor=Actor.link(WRITE, context.subject_ref),
            writer=person,
            text=str(data["text"]),
            opens_on=yearly_day(today.year + int(data["years"]), today.month, today.day),
            class_group=_class_of(person) if button == "class" else None,
        )
        return Outcome(
            answer={"day": capsule.opens_on.isoformat(), "class": button == "class"},
            undo={"capsule": capsule.pk},
        )

    def understood(self, context: LinkContext, answer: Mapping[str, Any]) -> Sequence[str]:
        """When it opens."""
        day = as_day(datetime.fromisoformat(str(answer["day"])).date())
        whole = _("Sealed. It goes to your whole class on %(day)s.") % {"day": day}
        return [whole if answer.get("class") else _("Sealed. It comes back to you on %(day)s.") % {"day": day}]  # fmt: skip

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """Destroyed unread, unless it has left or is gone already."""
        sealed = Capsule.objects.filter(pk=int(undo["capsule"]), state=CapsuleState.SEALED)
        if sealed.filter(arrivals__isnull=True).exists():
            withdraw_capsule(
                actor=Actor.link(WRITE, context.subject_ref), capsule_id=int(undo["capsule"]),
                reason="taken back by the writer",
            )  # fmt: skip


class ArrivedAction:
    """Open what has arrived: the year of entry is asked, because mails are forwarded."""

    title: _StrOrPromise = gettext_lazy("A letter from the past")
    valid_for = timedelta(days=3650)
    single_use = False
    form_class: type[forms.Form] | None = None
    challenge: _StrOrPromise = gettext_lazy("In which year did you enter the university?")

    def page(self, context: LinkContext) -> LinkPage | None:
        """That there is something, not what."""
        person = _person(context)
        mine = due_for(standing_id(context.subject_id))
        if person is None or not mine:
            return None
        language = context.language or person.language
        with translation.override(language):
            lines = [
                ngettext(
                    "%(count)s letter to the future has arrived for you.",
                    "%(count)s letters to the future have arrived for you.",
                    len(mine),
                )
                % {"count": len(mine)},
            ]
            return LinkPage(
                language=language,
                heading=_("Dear %(name)s") % {"name": _called(person, language)},
                lines=lines,
                buttons=(Button("open", pgettext_lazy("capsule", "Break the seal")),),
            )

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """No form."""
        return {}

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Any of their years of entry; without one on record, of leaving."""
        studies = Degree.objects.filter(person=standing_id(context.subject_id))
        years = {
            str(year)
            for pair in studies.values_list("entry_year", "leave_year")
            for year in (pair[:1] if pair[0] else pair[1:])
            if year
        }
        said = answer.strip()
        return any(hmac.compare_digest(said.encode(), year.encode()) for year in years)

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Noted as opened; the words themselves are not kept with the answer."""
        person = standing_id(context.subject_id)
        moment = clock.now()
        due_for(person).filter(opened_at__isnull=True).update(opened_at=moment)
        return Outcome(answer={"at": moment.isoformat()})

    def understood(self, context: LinkContext, answer: Mapping[str, Any]) -> Sequence[str]:
        """The letters, for half an hour."""
        opened = datetime.fromisoformat(str(answer["at"]))
        if clock.now() - opened > SHOWN_FOR:
            return [_("You have opened it. To read it again, answer the question once more.")]
        lines: list[str] = []
        for row in due_for(standing_id(context.subject_id)):
            capsule = row.capsule
            lines.append(
                _("%(name)s, %(day)s")
                % {"name": capsule.writer.name, "day": as_day(capsule.written_on)}
            )
            lines += [line for line in str(capsule.text).splitlines() if line.strip()]
        return lines

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """A broken seal stays broken."""


def due_for(person_id: int) -> QuerySet[Arrival]:
    """The letters whose day has come for somebody."""
    rows = Arrival.objects.filter(person=person_id, capsule__opens_on__lte=clock.today())
    return (
        rows.exclude(capsule__state=CapsuleState.WITHDRAWN)
        .select_related("capsule__writer")
        .order_by("capsule__written_on", "pk")
    )
