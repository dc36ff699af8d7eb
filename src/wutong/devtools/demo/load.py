"""Write the university into the database: units and classes by one hand, people by several."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import django
import psycopg

from wutong.devtools.demo import bulk
from wutong.devtools.demo.copying import copy_lines, copy_rows
from wutong.devtools.demo.generate import plan_for, records_of, shares
from wutong.devtools.demo.people import draw_others
from wutong.devtools.demo.rows import COLUMNS, TABLES, WITH_IDS, References, Sheets
from wutong.devtools.demo.university_data import LINEAGE, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.devtools.demo.plan import Plan

CLASSES_A_BATCH = 150
LEVEL_NAMES = {
    "master": "硕士",
    "doctor": "博士",
    "college": "专科",
    "continuing": "",
    "bachelor": "",
}


def load_references(connection: psycopg.Connection[Any], plan: Plan) -> References:
    """Units with their genealogy and all classes; places are there by migration."""
    units = {unit.code: number for number, unit in enumerate(UNITS, 1)}
    copy_rows(
        connection,
        "reference_academicunit",
        ("id", "code", "kind", "name_zh", "name_en", "parent_id", "valid_from", "valid_to"),
        (
            (
                units[unit.code], unit.code, unit.kind, unit.name_zh, unit.name_en,
                units.get(unit.parent), date(unit.since, 9, 1),
                date(unit.until, 9, 1) if unit.until else None,
            )
            for unit in UNITS
        ),
    )  # fmt: skip
    copy_rows(
        connection,
        "reference_unitlineage",
        ("predecessor_id", "successor_id", "year", "kind"),
        ((units[one.predecessor], units[one.successor], one.year, one.kind) for one in LINEAGE),
    )
    recorded = [made for made in plan.classes if made.first]
    numbers = {made.index: number for number, made in enumerate(recorded, 1)}
    copy_rows(
        connection,
        "reference_classgroup",
        ("id", "code", "name", "unit_id", "major_zh", "major_en", "level", "entry_year"),
        (
            (
                numbers[made.index], made.code, f"{made.code}班", units[made.unit],
                made.field.name_zh, made.field.name_en, made.level, made.entry,
            )
            for made in recorded
        ),
    )  # fmt: skip
    bulk.settle(connection, ["reference_academicunit", "reference_classgroup"])
    regions = connection.execute("SELECT code, id FROM reference_region").fetchall()
    classes = [numbers.get(made.index, 0) for made in plan.classes]
    return References(units, classes, dict(regions))


def load_classes(
    connection: psycopg.Connection[Any],
    plan: Plan,
    references: References,
    classes: Iterable[int],
) -> int:
    """Draw the people of ``classes`` and copy them in, a batch of classes a transaction."""
    sheets, count = Sheets(plan, references), 0
    for place, index in enumerate(classes, 1):
        people, truths = records_of(plan, index)
        for person in people:
            sheets.add_person(person)
        for truth in truths:
            sheets.add_truth(truth)
        count += len(people)
        if place % CLASSES_A_BATCH == 0:
            flush(connection, sheets)
    flush(connection, sheets)
    return count


def flush(connection: psycopg.Connection[Any], sheets: Sheets) -> None:
    for table, lines in sheets.lines.items():
        if lines:
            copy_lines(connection, table, COLUMNS[table], lines)
    connection.commit()
    sheets.clear()


def load_others(connection: psycopg.Connection[Any], plan: Plan, references: References) -> int:
    sheets = Sheets(plan, references)
    people = draw_others(plan)
    for person in people:
        sheets.add_person(person)
    flush(connection, sheets)
    return len(people)


def _share(
    url: str, plan_key: tuple[str, str, date], references: References, number: int, count: int
) -> int:
    """One process's share; it draws the same plan for itself."""
    scale, seed, today = plan_key
    plan = plan_for(scale, seed=seed, today=today)
    with psycopg.connect(url) as connection:
        connection.execute("SET synchronous_commit = off")
        return load_classes(connection, plan, references, shares(plan, count)[number])


def load_people(url: str, plan: Plan, *, scale: str, references: References, processes: int) -> int:
    """All people, with constraints proven and indexes built at the end when many are loaded."""
    if processes == 1:
        with psycopg.connect(url) as connection:
            count = load_classes(connection, plan, references, shares(plan, 1)[0])
            count += load_others(connection, plan, references)
    else:
        with bulk.without_indexes(url, TABLES, jobs=processes):
            key = (scale, plan.seed, plan.today)
            with ProcessPoolExecutor(
                processes, mp_context=get_context("spawn"), initializer=django.setup
            ) as pool:
                waiting = [
                    pool.submit(_share, url, key, references, number, processes)
                    for number in range(processes)
                ]
                count = sum(one.result() for one in waiting)
            with psycopg.connect(url) as connection:
                count += load_others(connection, plan, references)
    with psycopg.connect(url, autocommit=True) as connection:
        bulk.settle(connection, WITH_IDS)
        names = ", ".join(TABLES)
        connection.execute(f"VACUUM ANALYZE {names}, reference_classgroup, reference_academicunit")
    return count


def processes_for(people: int) -> int:
    """As many as there are cores for a large university, one for a small one."""
    return 1 if people < 20_000 else max(2, min(8, os.cpu_count() or 2))
