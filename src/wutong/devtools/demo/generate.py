"""The generator's door: records in shares that any process can draw by itself."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from wutong.devtools.demo.dirt import second_record, spoil
from wutong.devtools.demo.people import draw_class, draw_others
from wutong.devtools.demo.plan import Plan, make_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.devtools.demo.drafts import PersonDraft, Truth

# Raise when the same seed gives other data: demos and benchmark templates are built anew.
VERSION = 1
SIZES = {"tiny": 300, "small": 3_000, "article": 300_000}
FILE_ROWS = {"tiny": 40, "small": 300, "article": 8_000}
DEFAULT_SEED = "wutong"
DEFAULT_TODAY = date(2026, 11, 22)


def plan_for(scale: str, *, seed: str = DEFAULT_SEED, today: date = DEFAULT_TODAY) -> Plan:
    """The plan of a scale."""
    return make_plan(seed=seed, people=SIZES[scale], today=today, file_rows=FILE_ROWS[scale])


def records_of(plan: Plan, class_index: int) -> tuple[list[PersonDraft], list[Truth]]:
    """The records that come from one class: its people, their second records, and the truth."""
    drawn = draw_class(plan, plan.classes[class_index])
    people, truths = drawn.people, drawn.truths
    rng = plan.rng(f"dirt:{class_index}")
    seconds = []
    fixed = set(plan.fixed.values())
    for person in people:
        number = plan.twice.get(person.id)
        if number:
            second, truth = second_record(plan, person, number)
            seconds.append(second)
            truths.append(truth)
        elif person.id not in fixed:
            truths += spoil(rng, person)
    return people + seconds, truths


def shares(plan: Plan, count: int) -> list[list[int]]:
    """The classes on record, dealt into ``count`` shares of about equal work."""
    indices = [made.index for made in plan.classes if made.first]
    return [indices[start::count] for start in range(count)]


def all_records(plan: Plan) -> Iterator[tuple[list[PersonDraft], list[Truth]]]:
    """Every record, class by class, then those who belong to none."""
    for made in plan.classes:
        if made.first:
            yield records_of(plan, made.index)
    yield draw_others(plan), []


def digest(plan: Plan) -> str:
    """SHA-256 over all records and truths in order: equal data, equal digest."""
    found = hashlib.sha256()
    for people, truths in all_records(plan):
        found.update(repr((people, truths)).encode())
    return found.hexdigest()
