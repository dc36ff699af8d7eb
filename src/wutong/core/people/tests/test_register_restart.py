"""The database is stopped in the middle of an import: it goes on by itself, nothing half-done is
ever seen, and the end is that of a run without disturbance.

A server of its own, a real worker, thousands of rows. What must be caught half-way is held by a
lock from outside until the server is gone.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from tests.database import restore_template
from wutong.core.people.tests.register import csv_file, row
from wutong.platform.database import embedded

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[5]
PATIENCE = 180
ROWS = 5_000  # more than a chunk
DRIVE = """
import sys
import django
django.setup()
from pathlib import Path
from wutong.core.people.importers import KEY
from wutong.core.people.tests.register import make_units
from wutong.core.reference.models import AcademicUnit
from wutong.kernel.actors import Actor
from wutong.platform.tabular.models import ImportBatch
from wutong.platform.tabular.services import batches

actor = Actor.system("test")
if sys.argv[1] == "check":
    make_units()
    with Path(sys.argv[2]).open("rb") as content:
        batch = batches.receive_file(actor=actor, importer=KEY, content=content, name="june.csv")
    batches.save_mapping(actor=actor, batch_id=batch.pk, mapping=batch.mapping)
    batches.start_check(actor=actor, batch_id=batch.pk)
else:
    batches.start_publish(actor=actor, batch_id=ImportBatch.objects.get().pk)
"""
# A row of the second chunk, as somebody else who has not decided yet whether to keep it: the
# worker that would write it waits.
LAST_CONTACT = (
    "INSERT INTO people_registercontact (batch_id, row_no, contact_id, person_id, kind, value,"
    " normalised, value_hash, is_primary) VALUES (gen_random_uuid(), 1,"
    f" {2 * ROWS - 1}, 1, 'phone', '', '', '', false)"
)
# What an import leaves behind, with students' numbers in the place of ids drawn anew each time.
LEFT = {
    "people_person": (
        "SELECT (to_jsonb(p) - ARRAY['id', 'created_at', 'updated_at'])::text"
        " FROM people_person p"
    ),
    "people_degree": (
        "SELECT (to_jsonb(d) - ARRAY['id', 'person_id', 'class_group_id', 'created_at'])::text"
        " || g.code FROM people_degree d JOIN reference_classgroup g ON g.id = d.class_group_id"
    ),
    **{
        table: (
            f"SELECT (to_jsonb(t) - ARRAY['id', 'person_id', 'batch_id', 'created_at',"
            f" 'recorded_at', 'target'])::text || d.student_no"
            f" FROM {table} t JOIN people_degree d ON d.person_id = t.person_id"
        )
        for table in ("people_contactpoint", "people_employment", "people_personstate",
                      "people_provenance")
    },
    "tabular_importrow": (
        "SELECT (to_jsonb(r) - ARRAY['batch_id'])::text FROM tabular_importrow r"
    ),
    "tabular_importbatch": "SELECT state || counts::text FROM tabular_importbatch",
    "people_registerrow": "SELECT row_no || action || outcome FROM people_registerrow",
}  # fmt: skip


class Office:
    """A database of the server with its worker, started again when it ends: as a service is."""

    def __init__(self, server: embedded.Server, name: str, folder: Path) -> None:
        self.url = server.url(name)
        self._log = folder / f"{name}.log"
        self._environment = {
            **os.environ,
            "DATABASE_URL": self.url,
            "WUTONG_DATA": str(folder / "data"),
            "DJANGO_SETTINGS_MODULE": "wutong.project.settings.test",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        self._worker: subprocess.Popen[bytes] | None = None

    def run(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, *words], env=self._environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]

    def serve(self) -> None:
        """See that a worker runs."""
        if self._worker is None or self._worker.poll() is not None:
            with self._log.open("ab") as log:
                self._worker = subprocess.Popen(
                    [sys.executable, str(ROOT / "manage.py"), "worker", "--concurrency", "1"],
                    env=self._environment, stdout=log, stderr=log,
                )  # fmt: skip

    def close(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait(20)

    def ask(self, statement: str) -> list[str]:
        with psycopg.connect(self.url) as asking:
            return sorted(str(found[0]) for found in asking.execute(statement).fetchall())

    def wait_until(self, state: str) -> None:
        until = time.monotonic() + PATIENCE
        while self.ask("SELECT state FROM tabular_importbatch") != [state]:
            assert time.monotonic() < until, self._log.read_text()[-3000:]
            self.serve()
            time.sleep(0.2)

    def wait_until_stuck(self, query: str) -> None:
        """Until a statement of the worker waits for the lock that is held from outside."""
        until = time.monotonic() + PATIENCE
        while self.ask(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            f" AND query LIKE '%{query}%' AND pid <> pg_backend_pid()"
        ) == ["0"]:
            assert time.monotonic() < until, self._log.read_text()[-3000:]
            time.sleep(0.1)

    def forget_the_dead(self) -> None:
        """A minute passes: whoever worked before the restart is known to be dead."""
        with psycopg.connect(self.url) as late:
            late.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
            )

    @contextlib.contextmanager
    def held(self, statement: str):
        """What this statement locks is held until the server is gone."""
        holder = psycopg.connect(self.url)
        holder.execute(statement)
        yield
        with contextlib.suppress(psycopg.Error):
            holder.close()


def start_again(home: Path, port: int) -> None:
    """Backends of a killed server notice within moments; until then it cannot start."""
    until = time.monotonic() + 30
    while True:
        try:
            embedded.start(home, port=port)
        except embedded.EmbeddedPostgresError:
            assert time.monotonic() < until
            time.sleep(0.5)
        else:
            return


@pytest.fixture
def home():
    with tempfile.TemporaryDirectory(prefix="wutong-restart-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)  # the server runs as a user of its own where we are root
        yield folder
        embedded.stop(folder, mode="immediate")


@pytest.fixture
def offices(django_db_setup, home, tmp_path):
    server = embedded.start(home, settings={"fsync": "off"})  # what is killed is not the machine
    embedded.ensure_database(server, "disturbed")
    restore_template(server.url("disturbed"))
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE undisturbed TEMPLATE disturbed")
    made = {name: Office(server, name, tmp_path) for name in ("disturbed", "undisturbed")}
    yield server, made
    for office in made.values():
        office.close()


def test_a_restart_of_the_database_in_mid_import_changes_nothing(home, offices, tmp_path):
    server, by_name = offices
    office, undisturbed = by_name["disturbed"], by_name["undisturbed"]
    register = tmp_path / "june.csv"
    register.write_bytes(
        csv_file(
            row(f"王{chr(0x4E00 + n)}", f"22{n:06d}", 出生日期=f"2004-{n % 12 + 1:02d}-05",
                手机=f"138{n:08d}", 邮箱=f"w{n}@example.com", 工作单位="梧桐公司" if n % 3 else "")
            for n in range(ROWS)
        ).getvalue()
    )  # fmt: skip
    for each in by_name.values():
        each.run("-c", DRIVE, "check", str(register))

    undisturbed.serve()
    undisturbed.wait_until("checked")
    undisturbed.run("-c", DRIVE, "publish")
    undisturbed.wait_until("published")
    undisturbed.close()

    # In mid-check: the power goes.
    with office.held(LAST_CONTACT):
        office.serve()
        office.wait_until_stuck("COPY people_registercontact")
        embedded.kill(home)
        start_again(home, server.port)
        office.forget_the_dead()
    assert office.ask("SELECT state FROM tabular_importbatch") == ["checking"]
    half = int(office.ask("SELECT count(*) FROM tabular_importrow")[0])
    assert 0 < half < ROWS
    assert office.ask("SELECT count(*) FROM people_person") == ["0"]
    office.wait_until("checked")
    assert office.ask("SELECT count(*) FROM people_person") == ["0"]

    # In mid-publishing: the server is stopped at once.
    with office.held("LOCK TABLE people_degree IN SHARE MODE"):
        office.run("-c", DRIVE, "publish")
        office.serve()
        office.wait_until_stuck("INSERT INTO people_degree")
        assert office.ask("SELECT count(*) FROM people_person") == ["0"]
        embedded.stop(home, mode="immediate")
        start_again(home, server.port)
        office.forget_the_dead()
    assert office.ask("SELECT count(*) FROM people_person") == ["0"]
    assert office.ask("SELECT state FROM tabular_importbatch") == ["publishing"]
    office.wait_until("published")

    for table, statement in LEFT.items():
        left = office.ask(statement)
        assert left == undisturbed.ask(statement), table
        assert left, table
