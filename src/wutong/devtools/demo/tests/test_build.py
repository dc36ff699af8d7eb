"""The demo university in a database: built once, idempotent, and never over real data."""

from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from wutong.core.engagement.models import Act
from wutong.core.organisations.models import Appointment, Organisation
from wutong.core.people.indexing import refresh_search
from wutong.core.people.models import ContactPoint, Person, PersonState, Provenance
from wutong.devtools.demo import copying, samples, truth, world
from wutong.devtools.demo.generate import DEFAULT_TODAY, SIZES
from wutong.kernel.demo import demo_parts, parts_in_order
from wutong.platform.access.public import scope
from wutong.platform.accounts.models import User
from wutong.platform.documents.public import verify_code

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def data(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def demo(**options):
    said = StringIO()
    call_command("demo", scale="tiny", today=DEFAULT_TODAY, stdout=said, **options)
    return said.getvalue()


def test_the_demo_is_built_once_and_found_the_next_time(data):
    assert "Built in" in demo()
    assert Person.objects.count() == SIZES["tiny"]
    built = _facts()
    assert "is there" in demo()
    assert _facts() == built
    with pytest.raises(CommandError, match="add --reset"):
        demo(seed="another")
    assert _facts() == built
    _derived_columns_are_those_the_system_derives()
    _every_record_says_where_it_came_from()
    _the_marker_names_every_part()
    _every_letter_can_be_verified_and_stands_in_the_ledger()
    assert sorted(path.suffix for path in (data / "samples").iterdir()) == [".csv", ".xlsx"]
    assert samples.sample_folder() == data / "samples"


def _facts():
    return (Person.objects.count(), PersonState.objects.count(), ContactPoint.objects.count())


def _every_letter_can_be_verified_and_stands_in_the_ledger():
    appointments = list(Appointment.objects.select_related("document"))
    assert len(appointments) > 20
    assert all(verify_code(item.document.check_code) for item in appointments)
    acts = Act.objects.filter(source_ref__startswith="appointment:", kind__contains="appointment.")
    accepted = acts.exclude(kind="appointment.served")
    since_2010 = [item for item in appointments if item.appointed_on.year >= 2010]
    assert accepted.count() == len(since_2010)
    assert set(scope(User.objects.get(email="officer1@demo.wutong.test"), Organisation)) != set()


def _derived_columns_are_those_the_system_derives():
    fields = ("id", "surname", "surname_pinyin", "name_pinyin", "search_tokens")
    before = list(Person.objects.order_by("id").values_list(*fields))
    refresh_search([row[0] for row in before])
    assert list(Person.objects.order_by("id").values_list(*fields)) == before


def _every_record_says_where_it_came_from():
    sourced = set(Provenance.objects.filter(target="person").values_list("person", flat=True))
    assert sourced == set(Person.objects.values_list("id", flat=True))


def _the_marker_names_every_part():
    found = world.marker()
    assert found is not None
    assert found.finished
    assert sorted(found.parts) == sorted(key for key, _ in parts_in_order())  # some run beside
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM demo_truth.truth WHERE kind = 'same'")
        assert cursor.fetchone()[0] > 0


def test_a_database_with_people_of_its_own_is_left_alone(data):
    Person.objects.create(name="王小明")
    with pytest.raises(CommandError, match="no demo made"):
        demo()
    with pytest.raises(CommandError, match="no demo made"):
        demo(reset=True)
    assert Person.objects.get().name == "王小明"


def test_production_settings_have_no_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="production"):
        demo()
    assert world.marker() is None


def test_every_part_has_an_order_of_its_own_room():
    assert "people" in demo_parts
    assert parts_in_order()[0][0] == "people"


@pytest.mark.parametrize(
    "value",
    [
        "平",
        "a\tb\\c\nd\re",
        ['a"b', "c\\d", "e,f", "{g}", "NULL"],
        [],
        None,
        True,
        b"\x00\xff",
        {"甲": 1},
    ],
)
def test_what_goes_in_by_copy_comes_out_again(value):
    kind = {list: "text[]", bool: "boolean", bytes: "bytea", dict: "jsonb"}.get(type(value), "text")
    with psycopg.connect(world.database_url()) as own:
        own.execute(f"CREATE TEMP TABLE copied (value {kind})")
        assert copying.copy_rows(own, "copied", ["value"], [(value,)]) == 1
        assert own.execute("SELECT value FROM copied").fetchone() == (value,)


def test_a_build_that_broke_off_is_not_taken_for_a_demo(data):
    with psycopg.connect(world.database_url(), autocommit=True) as own:
        from datetime import date

        truth.begin(own, scale="tiny", seed="wutong", version=1, today=date(2026, 11, 22))
    found = world.marker()
    assert found is not None
    assert not found.finished
