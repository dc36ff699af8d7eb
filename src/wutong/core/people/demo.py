"""A share of the demo people have an identity document; and demo duplicates: the search finds the demo's second records, as it would at night; a few are
merged by rule, the rest wait in the queue.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from wutong.core.people.documents import PURPOSE, document_columns
from wutong.core.people.models import Degree, Person, PersonDocument, Relation
from wutong.core.people.tasks import running
from wutong.core.reference.enums import Grade
from wutong.kernel.identity_numbers import check_digit
from wutong.platform.vault.public import encrypt_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.kernel.demo import DemoWorld

MERGED = 6
SHARE = 20
COUPLES = 24


def build_duplicates(world: DemoWorld) -> None:
    """In the small university only: the large one is for measuring, and the night finds them."""
    if world.scale != "small":
        return
    run = running().find_duplicates(merges=MERGED)
    world.say(f"duplicates: {run.candidates} pairs found, {run.merged} merged")


def build_documents(world: DemoWorld) -> None:
    """One in twenty of those with a date of birth has an identity card on record. The numbers
    follow from name and date of birth, so that two records of one person have the same; the area
    code 999999 belongs to no county.
    """
    count = world.copy(
        PersonDocument._meta.db_table,
        ("person_id", "kind", "number", "number_hash", "masked"),
        _documents(),
    )
    world.say(f"{count:,} identity documents")


def _documents() -> Iterator[tuple[object, ...]]:
    people = Person.objects.filter(birth_date__isnull=False, merged_into__isnull=True)
    rows = people.order_by("pk").values_list("pk", "name", "birth_date")
    for person_id, name, born in rows.iterator(chunk_size=20_000):
        digest = sha256(f"{name}|{born}".encode()).digest()
        if digest[0] % SHARE:
            continue
        first = f"999999{born:%Y%m%d}{int.from_bytes(digest[1:3]) % 1_000:03d}"
        columns = document_columns(first + check_digit(first))
        yield (
            person_id,
            columns.kind,
            encrypt_text(PURPOSE, columns.number),
            columns.number_hash,
            columns.masked,
        )


def build_relations(world: DemoWorld) -> None:
    """Some classmates married: living, unlike in sex, of one class; one couple in three lives in
    one household.
    """
    rng = world.rng("people.relations")
    rows: dict[int, dict[str, int]] = {}
    found = Degree.objects.filter(
        class_group__isnull=False, person__deceased=False, person__merged_into__isnull=True,
        person__grade__lt=Grade.SENSITIVE, leave_year__lte=world.today.year - 5,
    )  # fmt: skip
    for group, person, sex in found.order_by("class_group", "person").values_list(
        "class_group", "person", "person__sex"
    ):
        if sex:
            rows.setdefault(group, {}).setdefault(sex, person)
    couples = sorted({(pair["m"], pair["f"]) for pair in rows.values() if len(pair) == 2})
    seen: set[int] = set()
    relations = []
    for one, other in rng.sample(couples, min(COUPLES, len(couples))):
        if not {one, other} & seen:
            seen |= {one, other}
            relations.append((one, other, "spouse", rng.random() < 1 / 3))
    count = world.copy(
        Relation._meta.db_table, ("person_id", "other_id", "kind", "household"), relations
    )
    world.say(f"{count} couples")
