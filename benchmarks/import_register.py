"""How fast a register comes in: dry run and commit, beside a bare COPY of the same rows.

The value is the rows of the file divided by the time from "check" to the last row entered, by a
real worker. The limit is taken in the same run: every row the commit wrote, taken out as text and
copied into a fresh clone with its indexes, triggers and foreign keys live.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks import template
from benchmarks.import_worker import working
from benchmarks.register_file import write
from benchmarks.result import Result

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from wutong.platform.tabular.models import ImportBatch

ROWS, QUICK_ROWS = 300_000, 20_000
LEAST_RATE, LEAST_SHARE, MOST_MB = 2_500, 0.20, 600
# In the order of their foreign keys, with the condition that finds this import's rows.
TABLES: tuple[tuple[str, str], ...] = (
    ("reference_classgroup", "id IN (SELECT class_id FROM people_registerclass WHERE batch_id = %(b)s)"),
    ("people_person", "id IN (SELECT person_id FROM people_registerrow WHERE batch_id = %(b)s AND action = 'new')"),
    ("people_degree", "id IN (SELECT degree_id FROM people_registerrow WHERE batch_id = %(b)s AND degree_action = 'new')"),
    ("people_contactpoint", "id IN (SELECT contact_id FROM people_registercontact WHERE batch_id = %(b)s)"),
    ("people_employment", "id IN (SELECT employment_id FROM people_registerrow WHERE batch_id = %(b)s)"),
    # Of new people only: a changed person's state would meet the one it replaced.
    ("people_personstate", "batch_id = %(b)s AND person_id IN (SELECT person_id FROM people_registerrow WHERE batch_id = %(b)s AND action = 'new')"),
    ("people_provenance", "batch_id = %(b)s"),
)  # fmt: skip


def bring_in(path: Path) -> tuple[ImportBatch, dict[str, float]]:
    """Upload, check and enter a file through the worker; the batch and what it took."""
    with working(path) as run:
        run.check()
        run.enter()
    return run.batch(), {**run.taken, "peak_mb": run.peak_mb}


def bare_copy(source: str, target: str, batch_id: UUID, folder: Path) -> float:
    """Seconds to COPY every row the commit wrote into a fresh clone."""
    parts: list[tuple[str, str, Path]] = []
    with psycopg.connect(source) as read:
        for table, condition in TABLES:
            listed = read.execute(
                "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
                [table],
            ).fetchone()
            columns = str(listed[0]) if listed else ""
            path = folder / f"{table}.copy"
            chosen = condition.replace("%(b)s", f"'{batch_id}'")
            statement = f"COPY (SELECT {columns} FROM {table} WHERE {chosen}) TO STDOUT"
            with path.open("wb") as file, read.cursor().copy(statement) as copy:
                for data in copy:
                    file.write(data)
            parts.append((table, columns, path))
    started = time.monotonic()
    with psycopg.connect(target) as wrote:
        for table, columns, path in parts:
            with (
                path.open("rb") as file,
                wrote.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
            ):
                while data := file.read(1 << 20):
                    copy.write(data)
        wrote.commit()
    return time.monotonic() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--scale", default="article")
    options = parser.parse_args()
    rows = options.rows or (QUICK_ROWS if options.quick else ROWS)
    source = template.clone("import_register", scale=options.scale)
    template.use(source)
    from wutong.core.people.models import Person
    from wutong.core.reference.models import AcademicUnit

    colleges = list(AcademicUnit.objects.filter(kind="college").values_list("name_zh", flat=True))
    if not colleges:
        for number in range(30):
            AcademicUnit.objects.create(
                code=f"U{number:02d}", kind="college", name_zh=f"第{number}学院"
            )
        colleges = list(AcademicUnit.objects.values_list("name_zh", flat=True))
    people = Person.objects.count()
    folder = template.DATA / "registers"
    stamp = template.key()
    book = folder / f"register-{rows}-{stamp}.xlsx"
    text = folder / f"register-{rows}-{stamp}.csv"
    write(book, rows, colleges)
    batch, taken = bring_in(book)
    entered = batch.count("new") + batch.count("changed")
    target = template.clone("import_limit", scale=options.scale)
    if not people:
        with psycopg.connect(target) as wrote, psycopg.connect(source) as read:
            with read.cursor().copy("COPY reference_academicunit TO STDOUT") as copy:
                data = b"".join(bytes(part) for part in copy)
            with wrote.cursor().copy("COPY reference_academicunit FROM STDIN") as copy:
                copy.write(data)
    copy_s = bare_copy(source, target, batch.pk, folder)
    rate = rows / (taken["check_s"] + taken["commit_s"])
    limit = rows / copy_s
    extra: dict[str, Any] = {
        "rows": rows,
        "entered": entered,
        "verdicts": {key: batch.counts[key] for key in sorted(batch.counts)},
        **taken,
        "copy_s": round(copy_s, 2),
    }
    if not options.quick:
        write(text, rows, colleges)
        from django.db import connection

        connection.close()
        again = template.clone("import_register", scale=options.scale)
        if not people:
            template.say("no CSV beside it without people")
        else:
            assert again == source
            _batch, beside = bring_in(text)
            extra["csv_rows_per_s"] = round(rows / (beside["check_s"] + beside["commit_s"]), 1)
            extra["csv_peak_mb"] = beside["peak_mb"]
    met = rate >= LEAST_RATE and rate >= LEAST_SHARE * limit and taken["peak_mb"] < MOST_MB
    Result(
        name="import_register",
        value=rate,
        unit="rows/s",
        better="higher",
        limit=limit,
        people=people,
        limit_is="COPY of the same rows into every table the commit writes",
        goal=f"at least {LEAST_SHARE:.0%} of the limit, {LEAST_RATE} rows/s, under {MOST_MB} MB",
        met=met,
        quick=options.quick,
        extra=extra,
    ).report()


if __name__ == "__main__":
    main()
