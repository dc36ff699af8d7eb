"""What a reading would change in a record: field by field, beside what is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.core.interactions.enums import How, Verdict
from wutong.core.interactions.reading import Field, Reading
from wutong.core.people.enums import Confidence, ContactKind, ContactStatus
from wutong.core.people.errors import ContactNotUnderstoodError
from wutong.core.people.models import ContactPoint, Employment, Provenance
from wutong.core.people.public import contact_columns, visible_people
from wutong.core.reference.models import Region
from wutong.kernel.hanzi import fold
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from wutong.core.interactions.reading import Found
    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User

CONTACTS: dict[Field, str] = {
    Field.PHONE: ContactKind.PHONE.value,
    Field.PHONE_GONE: ContactKind.PHONE.value,
    Field.EMAIL: ContactKind.EMAIL.value,
    Field.WECHAT: ContactKind.WECHAT.value,
    Field.ADDRESS: ContactKind.ADDRESS.value,
}


@dataclass(frozen=True)
class Proposal:
    """One change, not yet made. ``on_record`` is what is there now (contact values masked),
    ``note`` why it is proposed so, ``ways`` what taking it over may mean, the proposed one first;
    none where there is nothing to take over. ``target`` is the row that a replacement ends.
    """

    key: str
    field: Field
    value: str
    verdict: Verdict
    line: str = ""
    on_record: str = ""
    note: str = ""
    ways: tuple[How, ...] = ()
    target: int | None = None
    taken: bool = True

    @property
    def how(self) -> How | None:
        """What is proposed."""
        return self.ways[0] if self.ways else None


def places() -> dict[str, str]:
    """Every way of writing a place, by the Chinese name it is known by."""
    found: dict[str, str] = {}
    for region in Region.objects.all():
        bare = region.name_zh
        for ending in (
            "特别行政区",
            "壮族自治区",
            "回族自治区",
            "维吾尔自治区",
            "自治区",
            "省",
            "市",
        ):
            if bare.endswith(ending) and len(bare) - len(ending) >= 2:
                bare = bare[: -len(ending)]
                break
        for spelling in (region.name_zh, bare, region.name_en):
            found.setdefault(spelling, region.name_zh)
    return found


def proposals_for(
    person: Person, reading: Reading, *, told_on: date, viewer: User
) -> list[Proposal]:
    """Proposals in the order of a record: ways to reach, work, place. Whom ``viewer`` may not see,
    the proposals do not know of either.
    """
    found = [
        *_contacts(person, reading, told_on, viewer),
        *_work(person, reading, told_on),
        *_place(person, reading, told_on),
    ]
    counted: Counter[Field] = Counter()
    numbered = []
    for one in found:
        counted[one.field] += 1
        key = f"{one.field.value}-{counted[one.field]}"
        numbered.append(Proposal(**{**one.__dict__, "key": key}))
    return numbered


def names_somebody_else(person: Person, reading: Reading) -> str:
    """The name in the text where it is not one of this person's, else ""."""
    known = {
        fold(name).casefold() for name in (person.name, person.name_latin, *person.former_names)
    }
    said = [fold(name) for name in reading.values(Field.NAME)]
    if not said or any(name.casefold() in known for name in said):
        return ""
    return said[0]


def _contacts(person: Person, reading: Reading, told_on: date, viewer: User) -> Iterator[Proposal]:
    points = list(
        ContactPoint.objects.filter(person=person)
        .defer("value", "normalised")
        .order_by("-is_primary", "-id")
    )
    for one in reading.found:
        if one.field not in CONTACTS:
            continue
        kind = CONTACTS[one.field]
        try:
            columns = contact_columns(kind, one.value)
        except ContactNotUnderstoodError as error:
            yield Proposal("", one.field, one.value, Verdict.CONTRADICTS, one.line, note=str(error))
            continue
        own = [point for point in points if point.kind == kind]
        known = [point for point in own if bytes(point.value_hash) == columns.value_hash]
        if one.field == Field.PHONE_GONE:
            yield _gone(one, known)
        elif known:
            yield _known(one, known)
        else:
            others = _whose_else(person, kind, columns.value_hash, viewer)
            yield _unknown(one, own, others, told_on, renewed=one.field in reading.renewed)


def _gone(one: Found, known: list[ContactPoint]) -> Proposal:
    current = next((point for point in known if point.valid_to is None), None)
    if current is None:
        note = _("Said to be out of use; it is not on record as a current one.")
        return Proposal("", one.field, one.value, Verdict.SAME, one.line, note=note, taken=False)
    return Proposal(
        "", one.field, one.value, Verdict.CHANGES, one.line, current.masked,
        _("Said to be out of use; it stays on record as a past one."), (How.END,), current.pk,
    )  # fmt: skip


def _known(one: Found, known: list[ContactPoint]) -> Proposal:
    current = next((point for point in known if point.valid_to is None), None)
    if current is None:
        ended = known[0].valid_to
        note = _("It was on record until %(day)s.") % {"day": as_day(ended) if ended else ""}
        return Proposal(
            "", one.field, one.value, Verdict.CONTRADICTS, one.line, known[0].masked, note,
            (How.ADD,), None, taken=False,
        )  # fmt: skip
    if current.status != ContactStatus.OK:
        note = (
            _("It is on record as bounced.")
            if current.status == ContactStatus.BOUNCED
            else _("It is on record as wrong.")
        )
        return Proposal(
            "", one.field, one.value, Verdict.CONTRADICTS, one.line, current.masked, note,
            (How.CONFIRM,), current.pk,
        )  # fmt: skip
    note = (
        _("Last confirmed on %(day)s.") % {"day": as_day(current.verified_at.date())}
        if current.verified_at
        else _("Never confirmed so far.")
    )
    return Proposal(
        "", one.field, one.value, Verdict.SAME, one.line, current.masked, note,
        (How.CONFIRM,), current.pk,
    )  # fmt: skip


def _unknown(
    one: Found, own: list[ContactPoint], others: str, told_on: date, *, renewed: bool
) -> Proposal:
    current = [point for point in own if point.valid_to is None]
    in_use = [point for point in current if point.status == ContactStatus.OK]
    target = next(iter(in_use or current), None)
    on_record = target.masked if target else ""
    if others:
        note = _("This is on record for %(name)s. Make sure whose it is.") % {"name": others}
        ways = (How.ADD, How.REPLACE) if target else (How.ADD,)
        return Proposal(
            "", one.field, one.value, Verdict.CONTRADICTS, one.line, on_record, note, ways,
            target.pk if target else None, taken=False,
        )  # fmt: skip
    if target is None:
        return Proposal("", one.field, one.value, Verdict.NEW, one.line, ways=(How.ADD,))
    later = target.verified_at is not None and target.verified_at.date() > told_on
    if later and renewed:
        note = _("What is on record was confirmed on %(day)s, after this was told.") % {
            "day": as_day(target.verified_at.date()) if target.verified_at else ""
        }
        return Proposal(
            "", one.field, one.value, Verdict.CONTRADICTS, one.line, on_record, note,
            (How.ADD, How.REPLACE), target.pk, taken=False,
        )  # fmt: skip
    worn = not in_use
    first = How.REPLACE if renewed or worn else How.ADD
    second = How.ADD if first == How.REPLACE else How.REPLACE
    note = ""
    if renewed:
        note = _("The text says that it changed.")
    elif worn:
        note = _("What is on record does not work any more.")
    return Proposal(
        "", one.field, one.value, Verdict.CHANGES if first == How.REPLACE else Verdict.NEW,
        one.line, on_record, note, (first, second), target.pk,
    )  # fmt: skip


def _whose_else(person: Person, kind: str, value_hash: bytes, viewer: User) -> str:
    """Who else in sight has it as a current one."""
    rows = ContactPoint.objects.filter(kind=kind, value_hash=value_hash, valid_to__isnull=True)
    ids = [key for key in rows.values_list("person_id", flat=True) if key != person.pk]
    found = visible_people(viewer).filter(pk__in=ids).order_by("pk").only("name").first()
    return found.name if found else ""


def _work(person: Person, reading: Reading, told_on: date) -> Iterator[Proposal]:
    jobs = Employment.objects.filter(person=person, to_date__isnull=True)
    present = jobs.order_by("-as_of", "-from_date", "-pk").first()
    employers = [one for one in reading.found if one.field == Field.EMPLOYER]
    titles = [one for one in reading.found if one.field == Field.TITLE]
    same_place = not employers
    for one in employers[:1]:
        same_place = present is not None and _same(present.employer, one.value)
        yield _employer(one, present, told_on, same=same_place)
    for one in titles[:1]:
        yield _title(one, present if same_place else None, told_on, moved=bool(employers))


def _employer(one: Found, present: Employment | None, told_on: date, *, same: bool) -> Proposal:
    if present is None:
        return Proposal("", one.field, one.value, Verdict.NEW, one.line, ways=(How.ADD,))
    on_record = present.employer
    if same:
        return Proposal(
            "", one.field, one.value, Verdict.SAME, one.line, on_record, _known_as_of(present),
            (How.CONFIRM,), present.pk,
        )  # fmt: skip
    if present.as_of is not None and present.as_of > told_on:
        note = _("What is on record was known on %(day)s, after this was told.") % {
            "day": as_day(present.as_of)
        }
        return Proposal(
            "", one.field, one.value, Verdict.CONTRADICTS, one.line, on_record, note,
            (How.ADD, How.REPLACE), present.pk, taken=False,
        )  # fmt: skip
    return Proposal(
        "", one.field, one.value, Verdict.CHANGES, one.line, on_record, _known_as_of(present),
        (How.REPLACE, How.ADD), present.pk,
    )  # fmt: skip


def _title(one: Found, present: Employment | None, told_on: date, *, moved: bool) -> Proposal:
    if present is None:
        note = "" if moved else _("No employer is known that it could belong to.")
        return Proposal(
            "", one.field, one.value, Verdict.NEW, one.line, "", note,
            (How.ADD,) if moved else (), taken=moved,
        )  # fmt: skip
    if _same(present.title, one.value):
        return Proposal(
            "", one.field, one.value, Verdict.SAME, one.line, present.title,
            _known_as_of(present), (How.CONFIRM,), present.pk,
        )  # fmt: skip
    verdict = Verdict.CHANGES if present.title else Verdict.NEW
    taken = present.as_of is None or present.as_of <= told_on
    return Proposal(
        "", one.field, one.value, verdict if taken else Verdict.CONTRADICTS, one.line,
        present.title, _known_as_of(present), (How.REPLACE,), present.pk, taken=taken,
    )  # fmt: skip


def _known_as_of(job: Employment) -> str:
    return _("Known as of %(day)s.") % {"day": as_day(job.as_of)} if job.as_of else ""


def _place(person: Person, reading: Reading, told_on: date) -> Iterator[Proposal]:
    for one in [found for found in reading.found if found.field == Field.CITY][:1]:
        region = Region.objects.filter(name_zh=one.value).first()
        if region is None:
            continue
        here = person.region
        if here is None:
            yield Proposal("", one.field, str(region), Verdict.NEW, one.line, ways=(How.ADD,))
        elif region.pk in (here.pk, here.parent_id):
            yield Proposal("", one.field, str(region), Verdict.SAME, one.line, str(here))
        else:
            sources = Provenance.objects.filter(
                person=person, target="person", fields__contains=["region"]
            )
            source = sources.order_by("-recorded_at", "-id").first()
            surer = (
                source is not None
                and source.confidence == Confidence.A
                and source.recorded_at.date() > told_on
            )
            yield Proposal(
                "", one.field, str(region),
                Verdict.CONTRADICTS if surer else Verdict.CHANGES, one.line, str(here),
                _("Told by the person later than this.") if surer else "",
                (How.REPLACE,), taken=not surer,
            )  # fmt: skip


def _same(one: str, other: str) -> bool:
    return fold(one).casefold() == fold(other).casefold()


def changes_of(proposals: Iterable[Proposal]) -> int:
    """How many would be taken over as they stand."""
    return sum(one.taken and bool(one.ways) for one in proposals)
