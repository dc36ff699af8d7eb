"""What a letter of appointment says, in both languages, and what of it is public."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wutong.core.organisations.enums import AppointmentRole
from wutong.core.organisations.models import Appointment
from wutong.kernel import masking
from wutong.kernel.clock import today
from wutong.platform.documents.public import DocumentKind, Draft, Letter
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.platform.documents.models import IssuedDocument

KIND = "appointment"
# How the numbers of each legal body begin; a series keeps the form it was opened with.
PATTERNS = {
    "department": "校友部聘〔{year}〕{number:04}号",
    "association": "校友会聘〔{year}〕{number:04}号",
    "foundation": "基金会聘〔{year}〕{number:04}号",
}


def duty_of(role: str) -> str:
    """One sentence on what the office is for, in the active language."""
    return {
        AppointmentRole.AMBASSADOR: _(
            "Ambassadors are the bridge between the university and its alumni. Please keep in "
            "touch with the alumni around you, pass on the news of the university, and tell us "
            "how alumni fare and what they advise."
        ),
        AppointmentRole.LIAISON: _(
            "Please keep your class in touch with one another and with the university, and let "
            "us know when addresses change and when your class meets."
        ),
        AppointmentRole.OFFICER: _(
            "Please serve the alumni of your organisation by its rules, and keep it in touch "
            "with the university."
        ),
        AppointmentRole.MENTOR: _(
            "Please share your experience with our students and help them find their own way."
        ),
        AppointmentRole.JUDGE: _(
            "Please judge by the published criteria, independently and fairly."
        ),
    }[AppointmentRole(role)]


def term_in_words(first: date, last: date | None) -> str:
    """The term as a letter says it."""
    if last is None:
        return _("from %(first)s until further notice") % {"first": as_day(first)}
    return _("from %(first)s to %(last)s") % {"first": as_day(first), "last": as_day(last)}


def draft_for(appointment: Appointment, *, day: date) -> Draft:
    """The letter of ``appointment`` in the language of the person, before it has a number.

    The texts are kept with the document: what was issued stays as it was, whatever is changed
    in the wording or in the record later.
    """
    person = appointment.person
    language = person.language or "zh-hans"
    with translation.override(language):
        name = person.name if language.startswith("zh") else person.name_latin or person.name
        office, place = appointment.office, appointment.place
        words = {
            "body": appointment.legal_body,
            "office": _("%(office)s of %(place)s") % {"office": office, "place": place}
            if place
            else office,
            "term": term_in_words(appointment.term_from, appointment.term_to),
        }
        letter = Letter(
            title=_("Letter of Appointment"),
            salutation=_("Dear %(name)s,")
            % {"name": person.salutation or pgettext("salutation", "%(name)s") % {"name": name}},
            paragraphs=(
                _("%(body)s appoints you as %(office)s for the term %(term)s.") % words,
                duty_of(appointment.role),
                pgettext("letter", "With our thanks."),
            ),
            signature=str(appointment.legal_body),
            day=as_day(day),
            seal=_("(seal)"),
        )
    facts = {
        "name": name,
        "role": appointment.role,
        "office_title": appointment.office_title,
        "place_zh": _place(appointment, "zh-hans"),
        "place_en": _place(appointment, "en"),
        "body": appointment.legal_body_id,
        "body_zh": appointment.legal_body.name_zh,
        "body_en": appointment.legal_body.name_en,
        "term_from": appointment.term_from.isoformat(),
        "term_to": appointment.term_to.isoformat() if appointment.term_to else "",
    }
    return Draft(
        subject_ref=f"appointment:{appointment.pk}",
        subject_label=person.name,
        data={"letter": letter.as_data(), "facts": facts},
        language=language,
    )


def _place(appointment: Appointment, language: str) -> str:
    with translation.override(language):
        return appointment.place


def _local(facts: dict[str, Any], name: str) -> str:
    chinese = (translation.get_language() or "").startswith("zh")
    return str(facts[f"{name}_zh"] if chinese else facts[f"{name}_en"] or facts[f"{name}_zh"])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def public_facts(document: IssuedDocument) -> Sequence[tuple[_StrOrPromise, str]]:
    """What the verification page shows: all of it stands on the paper, the name is masked."""
    facts = document.data["facts"]
    first = _day(facts["term_from"])
    found: list[tuple[_StrOrPromise, str]] = [
        (_("Made out to"), masking.name(facts["name"])),
        (
            pgettext("appointment", "Office"),
            facts["office_title"] or str(AppointmentRole(facts["role"]).label),
        ),
    ]
    if facts["place_zh"]:
        found.append((pgettext("appointment", "In"), _local(facts, "place")))
    if first is not None:
        found.append((_("Term"), term_in_words(first, _day(facts["term_to"]))))
    found.append((_("Issued by"), _local(facts, "body")))
    return found


def notice(document: IssuedDocument) -> str:
    """That the term is over, where the letter is genuine and the office no longer held."""
    appointment = Appointment.objects.filter(document=document).only("ended_on", "term_to").first()
    if appointment is not None and appointment.ended_on and appointment.ended_on <= today():
        return _("The letter is genuine; the appointment ended on %(day)s.") % {
            "day": as_day(appointment.ended_on)
        }
    last = _day(document.data["facts"]["term_to"])
    if last is not None and last < today():
        return _("The letter is genuine; its term ended on %(day)s.") % {"day": as_day(last)}
    return ""


KIND_OF_LETTER = DocumentKind(
    key=KIND,
    label=gettext_lazy("Letter of appointment"),
    pattern=lambda body: PATTERNS.get(body, "聘〔{year}〕{number:04}号"),
    public_facts=public_facts,
    notice=notice,
)
