"""How fast the list of all people leaves as a file: CSV by the export of the office, and XLSX.

The value is the time of the worker's task, from its first statement to the stored file; the limit
is the server's own ``COPY … TO`` of the same columns, in the same run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from typing import Any

from benchmarks import template
from benchmarks.import_worker import Memory
from benchmarks.result import Result

MOST_SECONDS, MOST_MB = 5.0, 150.0
ONE = """
import sys, time
import django
django.setup()
from uuid import UUID
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.platform.jobs.models import Progress
from wutong.platform.tabular.exports.making import make_export
from wutong.ui.office.lists import list_source
from wutong.core.people.office.lists import PeopleListView
from django.db import connection
from django.urls import get_resolver

get_resolver().url_patterns  # a worker has done its start
user = User.objects.get(pk=int(sys.argv[1]))
progress = Progress.objects.get(pk=sys.argv[2])
params = {"list": "people", "query": "", "language": "zh-hans"}
started = time.monotonic()
make_export(progress_id=progress.pk, user_id=user.pk, key="office.list", params=params,
            file_format=sys.argv[3], reason="benchmark")
print(round(time.monotonic() - started, 3))
"""


def take_out(file_format: str, user_id: int) -> dict[str, Any]:
    """Seconds, rows and greatest memory of one export in a process of its own."""
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.platform.files.models import StoredFile
    from wutong.platform.jobs.models import Progress
    from wutong.platform.jobs.public import start_progress

    actor = Actor.of(User.objects.get(pk=user_id))
    progress = start_progress(kind="export", title="benchmark", owner=actor)
    done = subprocess.Popen(
        [sys.executable, "-c", ONE, str(user_id), str(progress.pk), file_format],
        env={**os.environ, "PYTHONPATH": str(template.ROOT / "src")},
        stdout=subprocess.PIPE,
        text=True,
    )
    memory = Memory(done.pid)
    out, _ = done.communicate()
    peak = memory.stop()
    state = Progress.objects.get(pk=progress.pk)
    if done.returncode or state.state != "done":
        message = f"the export stopped: {state.error or out}"
        raise RuntimeError(message)
    stored = StoredFile.objects.filter(kind="export").latest("created_at")
    template.say(f"{file_format}: {out.strip()} s, {peak} MB")
    return {
        "seconds": float(out.split()[-1]), "peak_mb": peak, "rows": state.result.get("rows"),
        "size_mb": round(stored.size / 2**20, 1),
    }  # fmt: skip


def bare_copy(url: str) -> float:
    """Seconds of COPY … TO STDOUT of the same rows, thrown away as they come."""
    import psycopg

    from wutong.core.people.models import Person
    from wutong.core.people.office.rows_as_file import statement
    from wutong.core.people.search import ORDER

    sql, parameters = statement(Person.objects.order_by(*ORDER))
    started = time.monotonic()
    with (
        psycopg.connect(url, cursor_factory=psycopg.ClientCursor) as found,
        found.cursor().copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", parameters) as copy,
    ):
        for _part in copy:
            pass
    return time.monotonic() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="CSV alone")
    parser.add_argument("--scale", default="article")
    options = parser.parse_args()
    url = template.clone("export_people", scale=options.scale)
    template.use(url)
    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User

    director = User.objects.get(email="director@demo.wutong.test")
    people = Person.objects.count()
    bare_copy(url)  # what both read is in the buffers
    limit = bare_copy(url)
    found = take_out("csv", director.pk)
    extra: dict[str, Any] = {f"csv_{key}": value for key, value in found.items()}
    if not options.quick:
        extra |= {f"xlsx_{key}": value for key, value in take_out("xlsx", director.pk).items()}
    Result(
        name="export_people",
        value=found["seconds"],
        unit="s",
        better="lower",
        limit=limit,
        people=people,
        limit_is="COPY … TO of the same columns",
        goal=f"at most {MOST_SECONDS:.0f} s and {MOST_MB:.0f} MB for 300,000 rows",
        met=found["seconds"] <= MOST_SECONDS and found["peak_mb"] <= MOST_MB,
        quick=options.quick,
        extra=extra,
    ).report()


if __name__ == "__main__":
    main()
