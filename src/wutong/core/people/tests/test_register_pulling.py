"""A register that comes by itself: known columns, the same dry run, entered only within limits."""

from __future__ import annotations

import csv
import os
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from wutong.core.people.importers import KEY
from wutong.core.people.models import Person
from wutong.core.people.tests.register import HEADINGS, make_units, published, row
from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.platform.jobs.public import close_side_connection
from wutong.platform.tabular.models import (
    BatchState,
    Choice,
    ImportRow,
    Pull,
    PullState,
    RegisterSource,
    RowChoice,
)
from wutong.platform.tabular.pulling.running import pull, queue_due
from wutong.platform.tabular.pulling.schedule import next_time
from wutong.platform.tabular.pulling.sources import save_source
from wutong.platform.tabular.pulling.tasks import pull_register
from wutong.platform.tabular.services import batches, runs
from wutong.platform.tabular.services.choosing import choose_row
from wutong.platform.tabular.tasks import check_import
from wutong.ui.office.imports.sources import register_todos

pytestmark = pytest.mark.django_db
VALUES = {
    "name": "教务处", "importer": KEY, "kind": "folder", "options": {"pattern": "*.csv"},
    "every": "day", "hour": 3, "enabled": True, "enters_alone": True, "most_new": 2,
    "most_changed": 2, "most_rejected": 0, "least_share": 90,
}  # fmt: skip


@pytest.fixture
def drop(tmp_path, settings):
    settings.REGISTER_FOLDER = str(tmp_path)
    make_units()
    count = iter(range(1, 100))

    def write(rows):
        path = tmp_path / "register.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *rows])
        os.utime(path, (next(count), next(count)))

    return write


def fetched(source):
    """A fetch with everything it queues."""
    found = pull(source_id=source.pk)
    if found.batch_id and found.state == PullState.CHECKING:
        check_import(str(found.batch_id))
        runs.run_publish(found.batch_id, Actor.system("test"))
    close_side_connection()
    return Pull.objects.select_related("batch").get(pk=found.pk)


def people(*names):
    return [
        row(name, f"20010{n:02d}", 出生日期=f"1983-05-{n + 1:02d}", 手机=f"1380000{n:04d}",
            邮箱=f"p{n}@example.com")
        for n, name in enumerate(names)
    ]  # fmt: skip


def test_it_is_entered_by_itself_only_within_its_limits(drop, make_user):
    staff = make_user("staff")
    source = save_source(actor=Actor.of(staff), values=VALUES)
    drop(people("王小明", "李四"))

    first = fetched(source)
    assert (first.state, first.reasons) == (PullState.WAITING, [{"code": "columns"}])
    assert [todo.url for todo in register_todos(staff)] == [f"/office/imports/{first.batch_id}/"]
    batches.save_mapping(
        actor=Actor.of(staff), batch_id=first.batch_id, mapping=first.batch.mapping
    )

    second = fetched(source)
    first.batch.refresh_from_db()
    assert (second.state, second.batch.state) == (PullState.ENTERED, BatchState.PUBLISHED)
    assert first.batch.state == BatchState.CANCELLED
    assert set(Person.objects.values_list("name", flat=True)) == {"王小明", "李四"}
    assert AuditEntry.objects.get(verb="import.entered_alone").subject_ref == second.batch.ref

    assert fetched(source).state == PullState.UNCHANGED

    drop(people("王小明", "李四", "张三", "赵六", "钱七"))
    too_many = fetched(source)
    assert (too_many.state, too_many.reasons) == (
        PullState.WAITING, [{"code": "new", "count": 3, "limit": 2}]
    )  # fmt: skip
    drop(people("王小明"))
    cut = fetched(source)
    assert cut.reasons == [{"code": "fewer", "count": 1, "before": 2}]
    drop([*people("王小明", "李四"), row("坏一", "2001099", 入学年份="明年")])
    bad = fetched(source)
    assert bad.reasons == [{"code": "rejected", "count": 1, "limit": 0}]
    assert Person.objects.count() == 2
    assert bad.batch.source_label == "教务处"


def test_what_was_chosen_goes_over_to_the_register_that_replaces_it(drop, make_user):
    staff = Actor.of(make_user("staff"))
    blank = {"出生日期": "", "手机": "", "邮箱": ""}
    published(staff, [row("刘伟", "", **blank), row("张芳", "", **blank)])
    source = save_source(actor=staff, values={**VALUES, "enters_alone": False})
    alike = [row(name, "", 工作单位="一厂", **blank) for name in ("劉偉", "張芳")]
    drop(alike)
    first = fetched(source)
    batches.save_mapping(actor=staff, batch_id=first.batch_id, mapping=first.batch.mapping)
    batches.start_check(actor=staff, batch_id=first.batch_id)
    runs.run_check(first.batch_id)
    found = ImportRow.objects.get(batch=first.batch_id, row_no=2)
    assert found.verdict == "possible"
    choose_row(actor=staff, batch_id=first.batch_id, row_no=2, choice=Choice.OUT)
    drop([*people("张三"), *alike])
    second = fetched(source)
    choice = RowChoice.objects.get(batch=second.batch_id)
    assert (choice.row_no, choice.choice, choice.chosen_label) == (3, "out", staff.label)
    assert second.batch.count("possible_open") == 1
    assert "carried" not in second.batch.notes


def test_a_register_that_does_not_come_is_told(drop, client_of):
    director = client_of("director")
    source = save_source(actor=Actor.of(director.user), values=VALUES)
    found = fetched(source)
    assert found.state == PullState.FAILED
    assert "*.csv" in found.message
    assert [todo.url for todo in register_todos(director.user)] == ["/office/imports/sources/"]
    html = director.get(f"/office/imports/sources/{source.pk}/").content.decode()
    assert "*.csv" in html


def test_only_those_who_may_set_up_sources_and_the_secret_is_never_shown(client_of):
    director = client_of("director")
    form = {
        "name": "Registrar", "importer": KEY, "every": "day", "hour": 3, "most_new": 1,
        "most_changed": 1, "most_rejected": 0, "least_share": 90, "option_host": "db.test",
        "option_user": "reader", "option_database": "campus", "option_relation": "public.people",
        "secret": "leaf-and-branch",
    }  # fmt: skip
    new = "/office/imports/sources/new/?kind=database"
    assert client_of("staff").post(new, form).status_code == 403
    assert client_of("auditor").get(new).status_code == 403
    assert director.post(new, form).status_code == 302
    source = RegisterSource.objects.get()
    assert source.secret == "leaf-and-branch"
    page = f"/office/imports/sources/{source.pk}/"
    for address in (page, f"{page}edit/"):
        assert "leaf-and-branch" not in director.get(address).content.decode()
    assert director.post(f"{page}edit/", {**form, "secret": "", "name": "R", "version": 1}).status_code == 302  # fmt: skip
    source.refresh_from_db()
    assert (source.name, source.secret) == ("R", "leaf-and-branch")
    assert director.post(f"{page}edit/", {**form, "version": 1}).status_code == 409
    assert client_of("staff").post(f"{page}do/", {"do": "remove"}).status_code == 403
    assert "leaf-and-branch" not in str(list(AuditEntry.objects.values_list("data", flat=True)))
    director.post(f"{page}do/", {"do": "remove"})
    assert not RegisterSource.objects.exists()


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("hour", datetime(2026, 11, 23, 2, 0, tzinfo=UTC)),
        ("day", datetime(2026, 11, 23, 19, 0, tzinfo=UTC)),
        ("week", datetime(2026, 11, 29, 19, 0, tzinfo=UTC)),
        ("month", datetime(2026, 11, 30, 19, 0, tzinfo=UTC)),
    ],
)
def test_the_next_time_is_by_the_campus_clock(every, expected):
    """Monday, half past nine on campus; three o'clock there is seven in the evening before."""
    assert next_time(every, 3, datetime(2026, 11, 23, 1, 30, tzinfo=UTC)) == expected


def test_what_is_due_is_queued_once(make_user):
    source = save_source(actor=Actor.of(make_user("director")), values=VALUES)
    assert queue_due(pull_register) == 0
    with time_machine.travel(source.next_at + timedelta(minutes=4), tick=False):
        assert queue_due(pull_register) == 1
        assert queue_due(pull_register) == 0
