"""What the signed links of the service desk ask: of a department, and of an alumnus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.engagement.public import ActEntry, Subject, acts_of_source
from wutong.core.engagement.public import record as record_act
from wutong.core.engagement.public import reverse as reverse_act
from wutong.core.people.public import standing_id
from wutong.kernel.actors import Actor
from wutong.kernel.clock import now, today, working_days_after
from wutong.platform.links.public import Button, LinkPage, Outcome
from wutong.programs.servicedesk.enums import CaseState, NoteKind, Rating
from wutong.programs.servicedesk.models import Case, CaseNote, Desk
from wutong.programs.servicedesk.services.answering import (
    DEPARTMENT,
    DEPARTMENT_VALID,
    RATE,
    RATE_VALID,
    language_of,
)
from wutong.programs.servicedesk.services.cases import note_case, say
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.platform.links.public import LinkContext

RATED = "servicedesk.rated"


def _locked(context: LinkContext) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("person", "kind", "desk")
    return rows.get(pk=context.subject_id)


def _case(context: LinkContext) -> Case | None:
    rows = Case.objects.select_related("person", "kind", "desk")
    return rows.filter(pk=context.subject_id).first()


class ReplyForm(forms.Form):
    """What the department says."""

    words = forms.CharField(
        label=gettext_lazy("What can be told to the alumnus, or what is missing"),
        max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip


class DepartmentAction:
    """A department answers a case, or says that it is not theirs."""

    title: _StrOrPromise = gettext_lazy("Alumni service")
    valid_for = DEPARTMENT_VALID
    single_use = False
    form_class: type[forms.Form] | None = ReplyForm
    challenge: _StrOrPromise = ""

    def page(self, context: LinkContext) -> LinkPage | None:
        """What is asked and until when; how to reach the alumnus stays in the office."""
        case = _case(context)
        if case is None or not case.is_open or case.grant_id != context.grant_id:
            return None
        language = context.language or "zh-hans"
        with translation.override(language):
            lines = [
                _("%(kind)s, from %(name)s") % {"kind": case.kind, "name": case.who or "–"},
                *[line for line in case.question.splitlines() if line.strip()],
                *_handed_words(case),
                _("Please answer by %(day)s.") % {"day": as_day(case.due_on)},
            ]
            heading = _("%(number)s: %(subject)s") % {
                "number": case.number,
                "subject": case.subject,
            }
        return LinkPage(
            language=language,
            heading=heading,
            lines=lines,
            buttons=(
                Button("reply", pgettext_lazy("case", "Reply to the alumni office")),
                Button("return", pgettext_lazy("case", "This is not for us")),
            ),
        )

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """The name of whom the office knows there."""
        case = _case(context)
        return {"name": case.desk.contact} if case and case.desk else {}

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Nothing is asked."""
        return True

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Back to the office with what was said."""
        case = _locked(context)
        desk = Desk.objects.filter(pk=context.params.get("desk", 0)).first()
        kind = NoteKind.RETURNED if button == "return" else NoteKind.REPLY
        actor = Actor.link(DEPARTMENT, f"desk:{desk.pk}" if desk else "")
        label = " · ".join(part for part in (str(desk or ""), data.get("name", "")) if part)
        note = say(actor, case, kind, data["words"], label=label)
        before = case.state
        case.state = CaseState.WORK
        case.version += 1
        case.save(update_fields=["state", "version"])
        note_case(actor, case, "case.department_replied", kind=kind.value)
        return Outcome(answer={"kind": kind.value}, undo={"note": note.pk, "state": before})

    def understood(self, context: LinkContext, answer: Mapping[str, Any]) -> Sequence[str]:
        """What was taken down."""
        if answer.get("kind") == NoteKind.RETURNED:
            return [_("You sent it back; the alumni office finds somebody else.")]
        return [_("Your reply is with the alumni office, which tells the alumnus.")]

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """As before, while the office has not answered yet."""
        case = _locked(context)
        if not case.is_open:
            return
        CaseNote.objects.filter(pk=undo["note"], case=case).delete()
        case.state = undo["state"]
        case.version += 1
        case.save(update_fields=["state", "version"])
        note_case(Actor.link(DEPARTMENT, ""), case, "case.reply_undone")


def _handed_words(case: Case) -> list[str]:
    """The word that the office gave along, if there was one."""
    last = case.notes.filter(kind=NoteKind.HANDED).order_by("-at", "-pk").first()
    return [last.text] if last and last.text else []


def _last_note(case: Case) -> int:
    return case.notes.order_by("-pk").values_list("pk", flat=True).first() or 0


class RateForm(forms.Form):
    """How it was."""

    rating = forms.TypedChoiceField(
        label=gettext_lazy("How did we do?"), choices=Rating.choices, coerce=int,
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Anything you would like to add"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class RateAction:
    """An alumnus rates the answer, or says that the matter is not settled."""

    title: _StrOrPromise = gettext_lazy("Alumni service")
    valid_for = RATE_VALID
    single_use = False
    form_class: type[forms.Form] | None = RateForm
    challenge: _StrOrPromise = ""

    def page(self, context: LinkContext) -> LinkPage | None:
        """Which matter; not what was answered: a forwarded mail must not tell it again."""
        case = _case(context)
        if case is None or case.state == CaseState.JOINED:
            return None
        language = context.language or language_of(case)
        with translation.override(language):
            return LinkPage(
                language=language,
                heading=_("How was our service?"),
                lines=[_("About: %(subject)s") % {"subject": case.subject}],
                buttons=(
                    Button("rate", pgettext_lazy("case", "Send")),
                    Button("open", pgettext_lazy("case", "Send; it is not settled yet")),
                ),
            )

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """Nothing is chosen for them."""
        return {}

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Nothing is asked."""
        return True

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Kept with the case; it opens again where the matter is not settled."""
        case = _locked(context)
        undo = {
            "rating": case.rating, "words": case.rating_words, "state": case.state,
            "rated_at": case.rated_at.isoformat() if case.rated_at else "",
            "settled_at": case.settled_at.isoformat() if case.settled_at else "",
            "due_on": case.due_on.isoformat(), "after": _last_note(case),
        }  # fmt: skip
        case.rating, case.rating_words, case.rated_at = data["rating"], data["words"].strip(), now()
        if button == "open" and case.settled_at is not None:
            case.state, case.settled_at = CaseState.WORK, None
            case.due_on = working_days_after(today(), case.kind.days)
        case.version += 1
        case.save()
        person_id = standing_id(case.person_id) if case.person_id else None
        actor = Actor.link(RATE, f"person:{person_id}" if person_id else "")
        say(actor, case, NoteKind.RATED, f"{case.rating}/5 {case.rating_words}", label=case.who)
        if case.is_open:
            say(actor, case, NoteKind.REOPENED, "", label=case.who)
        if person_id and case.person is not None and not case.person.deceased:
            record_act(
                actor=actor,
                entry=ActEntry(
                    kind=RATED, subject=Subject.person(person_id), occurred_on=today(),
                    source_ref=case.ref, idempotency_key=f"rated:{case.ref}:{case.version}",
                ),
            )  # fmt: skip
        note_case(actor, case, "case.rated", rating=case.rating)
        return Outcome(answer={"rating": case.rating, "open": case.is_open}, undo=undo)

    def understood(self, context: LinkContext, answer: Mapping[str, Any]) -> Sequence[str]:
        """What was taken down."""
        said = [_("You rated our service %(rating)s of 5.") % {"rating": answer.get("rating")}]
        if answer.get("open"):
            said.append(_("We look into it again and write to you."))
        return said

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """As before; the act is reversed."""
        case = _locked(context)
        moment = type(case.opened_at).fromisoformat
        case.rating, case.rating_words = undo["rating"], undo["words"]
        case.rated_at = moment(undo["rated_at"]) if undo["rated_at"] else None
        case.state = undo["state"]
        case.settled_at = moment(undo["settled_at"]) if undo["settled_at"] else None
        case.due_on = type(case.due_on).fromisoformat(undo["due_on"])
        case.version += 1
        case.save()
        case.notes.filter(
            pk__gt=undo["after"], kind__in=(NoteKind.RATED, NoteKind.REOPENED)
        ).delete()
        actor = Actor.link(RATE, "")
        for act in acts_of_source(case.ref).filter(kind=RATED, voided_at__isnull=True):
            reverse_act(
                actor=actor, occurred_on=act.occurred_on, act_id=act.id, reason=_("Taken back")
            )
        note_case(actor, case, "case.rating_undone")
