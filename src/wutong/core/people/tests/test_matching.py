"""Who is the same person: what is found, how it is said, and what a rule may decide."""

import os
import subprocess
import sys
from datetime import date
from uuid import uuid4

import pytest
from django.db.models import F

from wutong.core.people.enums import MatchDecision, MatchStrength
from wutong.core.people.matching.deciding import by_rule
from wutong.core.people.matching.decisions import decide_otherwise, decide_same, take_back
from wutong.core.people.matching.findings import findings_of
from wutong.core.people.matching.records import match_records, plain_name
from wutong.core.people.matching.rivals import without_rivals
from wutong.core.people.matching.wording import SENTENCES, in_words
from wutong.core.people.models import MatchCandidate, MatchRun, Merge, Person, RegisterRow
from wutong.core.people.services.contacts import add_contact
from wutong.core.people.tasks import match_import
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.core.people.tests.tables import differing, every_table

pytestmark = pytest.mark.django_db


def records(*people):
    by_id = {record.id: record for record in match_records(person.pk for person in people)}
    return [by_id[person.pk] for person in people]


def codes(one, other):
    return {finding.code for finding in findings_of(*records(one, other))}


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("欧阳靜", "欧阳静", "name.same"),
        ("张 伟", "张　伟", "name.same"),
        ("阿依古丽·买买提", "阿依古丽•买买提", "name.same"),
        ("李娜", "李那", "name.pinyin"),
        ("王浩", "王昊", "name.pinyin"),
        ("单晓红", "单晓虹", "name.pinyin"),
        ("赵启明", "赵启名", "name.pinyin"),
        ("赵启明", "赵启东", "name.character"),
        ("𠮷田直树", "吉田直树", "name.pinyin"),
        ("王强", "李强", "name.differs"),
    ],
)
def test_names_are_compared_as_a_clerk_would(one, other, code):
    assert code in codes(make_person(one), make_person(other))


def test_a_former_name_and_a_foreign_one_count():
    first = make_person("李卫红", former_names=["李晓雯"])
    assert "name.former" in codes(first, make_person("李晓雯"))
    latin = make_person("王小明", name_latin="Wang Xiaoming (Jack)")
    assert "name.former" in codes(latin, make_person("Wang Xiaoming"))


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(1983, 4, 2), "birth.same"),
        (date(1983, 2, 4), "birth.swapped"),
        (date(1983, 1, 1), "birth.rounded"),
        (date(1984, 4, 2), "birth.year_off"),
        (date(1983, 4, 1), "birth.nearly"),
        (date(1979, 9, 9), "birth.differs"),
    ],
)
def test_dates_of_birth_are_compared_with_the_errors_forms_make(day, code):
    one = make_person("王小明", birth_date=date(1983, 4, 2))
    assert code in codes(one, make_person("王小明", birth_date=day))


def test_a_default_date_says_nothing():
    one = make_person("王小明", birth_date=date(1900, 1, 1))
    other = make_person("王小明", birth_date=date(1983, 4, 2))
    assert not any(code.startswith("birth") for code in codes(one, other))


def test_numbers_same_swapped_and_at_odds():
    unit = make_unit()
    one, same, swapped, other = (
        make_person("王小明", unit=unit, degree={"student_no": number})
        for number in ("2001O40123", "2001040123", "2001040132", "2001040777")
    )
    assert "number.same" in codes(one, same)
    assert "number.swapped" in codes(same, swapped)
    assert "number.differs" in codes(same, other)


def test_no_address_or_number_leaves_the_database_in_clear():
    person = make_person("王小明", phone="13800138000", email="wang@example.test")
    (record,) = records(person)
    everything = repr(record)
    assert "13800138000" not in everything
    assert "wang@example" not in everything
    assert len(record.phones[0]) == 16


def test_every_finding_has_words():
    one, other = make_person("王小明", sex="m"), make_person("王晓明", sex="f")
    found = findings_of(*records(one, other))
    assert [said.text for said in in_words([finding.as_json() for finding in found])]
    assert all(finding.code in SENTENCES for finding in found)


def test_a_score_alone_never_merges_and_what_speaks_against_forbids_it():
    unit = make_unit()
    study = {"student_no": "2001040123"}
    one = make_person("王小明", unit=unit, birth_date=date(1983, 4, 2), degree=study, sex="m")
    same = make_person("王小明", unit=unit, birth_date=date(1983, 4, 2), degree=study)
    namesake = make_person("王小明", unit=unit, degree={"student_no": "2001040777"})
    woman = make_person("王小明", unit=unit, birth_date=date(1983, 4, 2), degree=study, sex="f")
    assert by_rule(20.0, findings_of(*records(one, same)))
    assert not by_rule(2.0, findings_of(*records(one, same)))
    assert not by_rule(40.0, findings_of(*records(one, namesake)))
    assert not by_rule(40.0, findings_of(*records(one, woman)))


def test_a_record_belongs_to_the_one_it_fits_best():
    pairs = [(1, 3, 12.0), (2, 3, 8.0), (4, 5, 9.0), (4, 6, 8.0), (5, 6, 7.0)]
    assert without_rivals(pairs) == {(1, 3), (4, 5), (4, 6), (5, 6)}


def test_plain_names():
    assert plain_name("歐陽　修 ") == "欧阳修"


@pytest.fixture
def found():
    """Two pairs and a bystander, searched for the way the worker does."""
    unit = make_unit()
    one = make_person(
        "欧阳静", unit=unit, birth_date=date(1983, 4, 2), phone="13800138000", sex="f",
        degree={"student_no": "2001040123"},
    )  # fmt: skip
    other = make_person(
        "歐陽靜", unit=unit, birth_date=date(1983, 4, 2), phone="13800138000",
        degree={"student_no": "2001040123"},
    )  # fmt: skip
    make_person("李卫红", unit=unit, birth_date=date(1982, 7, 9), degree={"student_no": "2001040001"})  # fmt: skip
    make_person("李卫虹", unit=unit, birth_date=date(1982, 7, 9))
    make_person("沈知远", unit=unit, birth_date=date(1981, 1, 9))
    return one, other


@pytest.mark.slow
def test_the_search_queues_pairs_and_merges_what_the_rule_allows(found):
    from wutong.core.people.matching.running import find_duplicates

    one, other = found
    run = find_duplicates(merges=0)
    assert run is not None
    assert (run.people, run.candidates, run.merged) == (5, 2, 0)
    strengths = MatchCandidate.objects.order_by("-strength").values_list("strength", flat=True)
    assert next(iter(strengths)) == MatchStrength.CERTAIN

    again = find_duplicates()
    assert again.merged == 1
    merge = Merge.objects.get()
    assert merge.automatic
    assert {merge.kept_id, merge.gone_id} == {one.pk, other.pk}
    assert MatchCandidate.objects.filter(decision=MatchDecision.SAME, merge=merge).count() == 1
    assert MatchCandidate.objects.filter(decision=MatchDecision.OPEN).count() == 1


@pytest.mark.slow
def test_what_is_different_is_not_asked_again(found):
    from wutong.core.people.matching.running import find_duplicates

    find_duplicates(merges=0)
    for candidate in MatchCandidate.objects.all():
        decide_otherwise(actor=CLERK, candidate_id=candidate.pk, decision=MatchDecision.DIFFERENT)
    run = find_duplicates()
    assert run.merged == 0
    assert not MatchCandidate.objects.exclude(decision=MatchDecision.DIFFERENT).exists()


@pytest.mark.slow
def test_an_increment_finds_what_a_search_of_everybody_finds(found):
    from wutong.core.people.matching.running import find_duplicates

    _one, other = found
    find_duplicates(kind=MatchRun.Kind.INCREMENT, of=[other.pk], merges=0)
    pairs = MatchCandidate.objects.values_list("first_id", "second_id")
    assert list(pairs) == [tuple(sorted(one.pk for one in found))]


def candidate_of(*people):
    first, second = sorted(person.pk for person in people)
    return MatchCandidate.objects.create(
        first_id=first, second_id=second, score=0.99, strength=MatchStrength.STRONG,
        found_at="2026-01-01T00:00Z",
    )  # fmt: skip


def test_every_decision_can_be_taken_back(found):
    before = every_table()
    candidate = candidate_of(*found)
    decide_same(actor=CLERK, candidate_id=candidate.pk, kept_id=found[0].pk)
    assert Person.objects.filter(merged_into=found[0]).count() == 1
    assert take_back(actor=CLERK, candidate_id=candidate.pk).decision == MatchDecision.OPEN
    assert differing(before, every_table()) == {}
    decide_otherwise(actor=CLERK, candidate_id=candidate.pk, decision=MatchDecision.LATER)
    assert take_back(actor=CLERK, candidate_id=candidate.pk).decided_label == ""
    assert differing(before, every_table()) == {}


def test_a_changed_record_is_looked_at_again(found):
    one, _other = found
    before = Person.objects.get(pk=one.pk).updated_at
    add_contact(actor=CLERK, person_id=one.pk, kind="email", value="new@example.test")
    assert Person.objects.filter(pk=one.pk, updated_at__gte=F("created_at")).exists()
    assert Person.objects.get(pk=one.pk).updated_at >= before


def test_a_web_process_carries_no_splink():
    program = (
        "import sys, django; django.setup(); import wutong.project.urls; "
        "print([one for one in ('splink', 'duckdb', 'pyarrow') if one in sys.modules])"
    )
    known = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wutong.project.settings.test",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=known
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.slow
def test_people_of_an_import_are_looked_up_and_nobody_is_merged_by_it(found):
    _one, other = found
    batch = uuid4()
    RegisterRow.objects.create(batch_id=batch, row_no=1, action="new", person_id=other.pk)
    match_import(str(batch))
    run = MatchRun.objects.get()
    assert (run.kind, run.batch_id, run.subjects, run.merged) == ("import", batch, 1, 0)
    assert MatchCandidate.objects.filter(decision=MatchDecision.OPEN).count() == 1
