"""The world a part builds in, and the order of building."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection as django_connection

from wutong.devtools.demo import truth
from wutong.devtools.demo.copying import copy_rows
from wutong.devtools.demo.generate import VERSION, plan_for
from wutong.devtools.demo.load import load_people, load_references, processes_for
from wutong.kernel.demo import ALONE_FROM, DemoPart, DemoWorld, being_built, parts_in_order
from wutong.kernel.errors import WutongError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from random import Random

    from wutong.devtools.demo.plan import Plan


def database_url() -> str:
    """The libpq address of Django's database, for connections of our own."""
    known = django_connection.settings_dict
    parts = {
        "host": known["HOST"], "port": known["PORT"], "dbname": known["NAME"],
        "user": known["USER"], "password": known["PASSWORD"],
    }  # fmt: skip
    filled = {key: str(value) for key, value in parts.items() if value}
    options = {
        key: value
        for key, value in known.get("OPTIONS", {}).items()
        if isinstance(value, str) and key.startswith("ssl")
    }
    return psycopg.conninfo.make_conninfo(**filled, **options)


@dataclass
class University:
    """The ``DemoWorld`` of one build."""

    seed: str
    scale: str
    today: date
    plan: Plan
    output: Callable[[str], None] = field(default=lambda _: None)

    @property
    def people(self) -> int:
        return self.plan.people

    @property
    def people_by_role(self) -> Mapping[str, int]:
        return MappingProxyType(self.plan.fixed)

    def rng(self, name: str) -> Random:
        return self.plan.rng(f"part:{name}")

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
        """On a connection of its own, in one transaction."""
        with psycopg.connect(database_url()) as connection:
            return copy_rows(connection, table, columns, rows)

    def say(self, text: str) -> None:
        self.output(text)


def build_people(world: DemoWorld) -> None:
    """The part of this room: units, classes, people."""
    assert isinstance(world, University)
    url = database_url()
    with psycopg.connect(url) as connection:
        references = load_references(connection, world.plan)
    count = load_people(
        url, world.plan, scale=world.scale, references=references,
        processes=processes_for(world.people),
    )  # fmt: skip
    world.say(f"people: {count:,}")


def marker() -> truth.Marker | None:
    """What this database says it holds."""
    with psycopg.connect(database_url(), autocommit=True) as connection:
        return truth.read_marker(connection)


def people_without_demo() -> bool:
    """Whether there are people here that no demo put in."""
    with psycopg.connect(database_url(), autocommit=True) as connection:
        there = connection.execute("SELECT to_regclass('people_person')").fetchone()
        if not there or there[0] is None or truth.read_marker(connection):
            return False
        return bool(connection.execute("SELECT 1 FROM people_person LIMIT 1").fetchone())


def refuse_where_not_ours() -> None:
    """A demo is only built where there is nothing to lose."""
    if not settings.DEMO:
        message = "The demo university is never built under production settings."
        raise WutongError(message)
    if people_without_demo():
        message = "This database holds people that no demo made; nothing was touched."
        raise WutongError(message)


def wipe() -> None:
    """Empty the database of a demo: schemas dropped, migrations run again."""
    refuse_where_not_ours()
    django_connection.close()
    with psycopg.connect(database_url(), autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS demo_truth CASCADE")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    call_command("migrate", verbosity=0, interactive=False)


def _build_part(world: University, key: str, part: DemoPart) -> None:
    started = time.monotonic()
    quiet = being_built.set(True)
    try:
        part.build(world)
    finally:
        being_built.reset(quiet)
    with psycopg.connect(database_url(), autocommit=True) as connection:
        truth.part_done(connection, key)
    world.say(f"{key}: {time.monotonic() - started:.1f} s")


def _build_and_close(world: University, key: str, part: DemoPart) -> None:
    """In a thread, with a connection of its own."""
    try:
        _build_part(world, key, part)
    finally:
        django_connection.close()


def build(*, scale: str, seed: str, today: date, output: Callable[[str], None]) -> University:
    """Build every part in an empty, migrated database; the marker is finished last."""
    refuse_where_not_ours()
    plan = plan_for(scale, seed=seed, today=today)
    world = University(seed, scale, today, plan, output)
    with psycopg.connect(database_url(), autocommit=True) as connection:
        truth.begin(connection, scale=scale, seed=seed, version=VERSION, today=today)
    with ThreadPoolExecutor(1, thread_name_prefix="demo") as pool:
        beside: list[Future[None]] = []
        for key, part in parts_in_order():
            if part.order >= ALONE_FROM:
                while beside:
                    beside.pop().result()
            if part.beside:
                beside.append(pool.submit(_build_and_close, world, key, part))
            else:
                _build_part(world, key, part)
        for other in beside:
            other.result()
    with psycopg.connect(database_url(), autocommit=True) as connection:
        truth.finish(connection)
    with suppress(psycopg.Error):
        django_connection.close()
    return world
