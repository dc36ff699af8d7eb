"""Letters begun from a template, their text, and the position of whom they are written to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.core.people.models import Person
from wutong.core.people.public import Source, people_cards, save_employment
from wutong.kernel.clock import today
from wutong.platform.audit.public import record
from wutong.programs.correspondence.enums import LetterKind, LetterState
from wutong.programs.correspondence.errors import (
    ChangedMeanwhileError,
    DeceasedError,
    NobodyError,
    StateError,
)
from wutong.programs.correspondence.merging import fill
from wutong.programs.correspondence.models import FormalLetter, LetterTemplate
from wutong.programs.correspondence.titles import honorific, is_fresh, positions_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wutong.core.organisations.models import Organisation
    from wutong.core.reference.models import LegalBody
    from wutong.kernel.actors import Actor

TEXTS = ("occasion", "theme", "title", "salutation", "body", "closing", "addressee")
TEMPLATE_FIELDS = ("kind", "language", "name", "title", "salutation", "body", "closing", "retired")


@dataclass(frozen=True)
class Whom:
    """To whom: somebody on record, an organisation on record, or an outsider by name with a title
    that was true on a day.
    """

    person: Person | None = None
    organisation: Organisation | None = None
    name: str = ""
    title: str = ""
    title_on: date | None = None


def letter_of(letter_id: int, *states: LetterState) -> FormalLetter:
    """The letter, locked until the transaction ends. Raises `StateError` outside ``states``."""
    letter = (
        FormalLetter.objects.select_for_update(of=("self",))
        .select_related("person", "organisation", "legal_body")
        .get(pk=letter_id)
    )
    if states and letter.state not in states:
        raise StateError
    return letter


def refuse_the_dead(letter: FormalLetter) -> None:
    """Raises `DeceasedError` for anything but condolence once somebody has died."""
    person = letter.person
    if person is not None and person.deceased and letter.kind != LetterKind.CONDOLENCE:
        raise DeceasedError(person.name)


@transaction.atomic
def begin_letter(
    *,
    actor: Actor,
    kind: str,
    legal_body: LegalBody,
    language: str,
    whom: Whom,
    template: LetterTemplate | None = None,
    occasion: str = "",
    theme: str = "",
) -> FormalLetter:
    """A draft with everything filled in that is known.

    Raises `NobodyError` without an addressee, `DeceasedError` for a letter to somebody who has
    died; a letter of condolence then goes to the family.
    """
    letter = FormalLetter(
        kind=kind, legal_body=legal_body, language=language, person=whom.person,
        organisation=whom.organisation, occasion=occasion.strip(), theme=theme,
        author_id=actor.user_id,
    )  # fmt: skip
    refuse_the_dead(letter)
    with translation.override(language):
        _address(letter, whom)
        _write(letter, template or _first_template(kind, language))
    letter.save(force_insert=True)
    note_letter(actor, letter, "letter.begun")
    return letter


def _first_template(kind: str, language: str) -> LetterTemplate | None:
    rows = LetterTemplate.objects.filter(kind=kind, language=language, retired=False)
    return rows.order_by("pk").first()


def _address(letter: FormalLetter, whom: Whom) -> None:
    person = whom.person
    if person is not None:
        name = name_of(person, letter.language)
        if person.deceased:
            letter.addressee = _("the family of %(name)s") % {"name": name}
            return
        letter.addressee = name
        best = next((one for one in positions_of(person.pk) if one.fresh), None)
        if best is not None:
            letter.position, letter.position_on = best.title, best.known_on
    elif whom.organisation is not None:
        body, english = whom.organisation, letter.language == "en"
        letter.addressee = (body.name_en or body.name_zh) if english else body.name_zh
    elif whom.name.strip():
        letter.addressee = whom.name.strip()
        if whom.title.strip() and is_fresh(whom.title_on):
            letter.position, letter.position_on = whom.title.strip(), whom.title_on
    else:
        raise NobodyError


def name_of(person: Person, language: str) -> str:
    """The name a letter in ``language`` uses."""
    return person.name if language.startswith("zh") else person.name_latin or person.name


def values_of(letter: FormalLetter) -> dict[str, str]:
    """What the places of a template stand for in this letter, in its language."""
    person, chinese = letter.person, letter.language.startswith("zh")
    university = settings.UNIVERSITY
    values = {
        "name": letter.addressee,
        "honorific": letter.position if chinese else "",
        "study": "",
        "addressee": letter.addressee,
        "deceased": pgettext("place in a letter", "[name of the deceased]"),
        "occasion": letter.occasion or pgettext("place in a letter", "[occasion]"),
        "university": university["name_zh" if chinese else "name_en"],
        "body": str(letter.legal_body),
    }
    if person is not None:
        values["name"] = name_of(person, letter.language)
        if person.deceased:
            values["deceased"] = values["name"]
        values["honorific"] = values["honorific"] or honorific(person, letter.language)
        card = people_cards(Person.objects.filter(pk=person.pk)).get(person.pk)
        values["study"] = card.study.replace(" · ", "") if card and chinese else ""
        if card and not chinese:
            values["study"] = card.study.replace(" · ", ", ")
    return values


def _write(letter: FormalLetter, template: LetterTemplate | None) -> None:
    values = values_of(letter)
    kind = LetterKind(letter.kind)
    if template is None:
        letter.title, letter.body = str(kind.label), ""
        letter.salutation = values["name"]
        return
    for name in ("title", "salutation", "body", "closing"):
        setattr(letter, name, fill(getattr(template, name), values).strip())


@transaction.atomic
def save_letter(
    *, actor: Actor, letter_id: int, fields: Mapping[str, Any], version: int | None = None
) -> FormalLetter:
    """Write the text of a draft. Raises `StateError`, `ChangedMeanwhileError`."""
    letter = letter_of(letter_id, LetterState.DRAFT)
    if version is not None and letter.version != version:
        raise ChangedMeanwhileError
    changed = [name for name in TEXTS if name in fields and getattr(letter, name) != fields[name]]
    if changed:
        for name in changed:
            setattr(letter, name, fields[name])
        letter.version += 1
        letter.save()
        note_letter(actor, letter, "letter.changed", fields=changed)
    return letter


@transaction.atomic
def confirm_position(
    *, actor: Actor, letter_id: int, employment_id: int, seen: str
) -> FormalLetter:
    """The position is right as of today, and where that was seen: on the person's record with its
    source, and in the letter where the fallback stood.
    """
    letter = letter_of(letter_id, LetterState.DRAFT)
    if letter.person is None:
        raise NobodyError
    save_employment(
        actor=actor, person_id=letter.person.pk, employment_id=employment_id,
        fields={"as_of": today()}, source=Source(label=seen.strip()),
    )  # fmt: skip
    position = next(
        one for one in positions_of(letter.person.pk) if one.employment_id == employment_id
    )
    with translation.override(letter.language):
        before = values_of(letter)["honorific"]
        letter.position, letter.position_on = position.title, position.known_on
        after = values_of(letter)["honorific"]
    if before and before != after:
        name = name_of(letter.person, letter.language)
        letter.salutation = letter.salutation.replace(f"{name}{before}", f"{name}{after}")
    letter.version += 1
    letter.save()
    note_letter(actor, letter, "letter.position_confirmed", seen=seen.strip(), title=position.title)
    return letter


@transaction.atomic
def copy_letter(*, actor: Actor, letter_id: int, whom: Whom) -> FormalLetter:
    """The same text to somebody else: addressee and salutation are made anew."""
    old = letter_of(letter_id)
    new = begin_letter(
        actor=actor, kind=old.kind, legal_body=old.legal_body, language=old.language, whom=whom,
        occasion=old.occasion, theme=old.theme,
    )  # fmt: skip
    new.title, new.closing = old.title, old.closing
    new.body = old.body.replace(old.addressee, new.addressee) if old.addressee else old.body
    new.save(update_fields=["title", "body", "closing"])
    return new


@transaction.atomic
def discard_letter(*, actor: Actor, letter_id: int) -> None:
    """Throw a draft away; only what never got a number can go."""
    letter = letter_of(letter_id, LetterState.DRAFT)
    note_letter(actor, letter, "letter.discarded")
    letter.delete()


@transaction.atomic
def save_template(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    template_id: int | None = None,
    version: int | None = None,
) -> LetterTemplate:
    """A text to start from, new or changed; letters begun before stay as they are."""
    template = LetterTemplate()
    if template_id is not None:
        template = LetterTemplate.objects.select_for_update().get(pk=template_id)
        if version is not None and template.version != version:
            raise ChangedMeanwhileError
        template.version += 1
    for name in TEMPLATE_FIELDS:
        if name in fields:
            setattr(template, name, fields[name])
    template.save()
    record(
        actor=actor, verb="letter.template_saved", subject=f"letter_template:{template.pk}",
        subject_label=template.name,
    )  # fmt: skip
    return template


def note_letter(actor: Actor, letter: FormalLetter, verb: str, **data: Any) -> None:
    """One line of the audit trail about a letter; its text is not repeated there."""
    about = f"person:{letter.person_id}" if letter.person_id else ""
    record(
        actor=actor,
        verb=verb,
        subject=letter.ref,
        subject_label=letter.number_text or letter.title,
        data={"kind": letter.kind, "about": about, **data},
        body=letter.legal_body_id,
    )
