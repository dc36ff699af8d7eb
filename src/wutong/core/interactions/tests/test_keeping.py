"""Contact reports, next steps, and key alumni with their stewards."""

from datetime import timedelta

import pytest

from wutong.core.interactions.models import ContactReport, KeyAlumnus
from wutong.core.interactions.services.key_alumni import name_key_alumnus
from wutong.core.interactions.services.reports import finish_step, write_report
from wutong.core.interactions.todos import ONE_BY_ONE, steward_todos
from wutong.core.organisations.tests.factories import make_organisation
from wutong.core.people.public import mark_deceased, merge_people, unmerge
from wutong.core.people.selectors.timeline import timeline_of
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.core.reference.enums import Grade
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.access.public import scope
from wutong.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
FORM = {"channel": "visit", "summary": "谈到奖学金", "grade": 1}


def report_on(person, *, days=0, **fields):
    values = {
        "channel": "phone",
        "held_on": today() - timedelta(days=days),
        "summary": "问候",
        **fields,
    }
    return write_report(actor=CLERK, person_id=person.pk, fields=values)


def key(person, steward, *, days=0, **fields):
    values = {"criterion": "donor", "level": "1", "steward": steward, "note": "", **fields}
    since = today() - timedelta(days=days)
    return name_key_alumnus(actor=CLERK, person_id=person.pk, fields=values, since=since)


@pytest.fixture
def person():
    return make_person("李雷", unit=make_unit("物理学院", code="C1"))


def titles(user):
    return [todo.title for todo in steward_todos(user)]


def test_a_report_is_written_from_a_record_and_its_step_waits_for_whom_it_names(client_of, person):
    staff, other = client_of("staff"), client_of("staff")
    url = f"/office/reports/new/?person={person.pk}"
    step = {"next_step": "送奖学金方案", "next_step_on": today(), "next_step_by": other.user.pk}
    answer = staff.post(url, {**FORM, "held_on": today(), **step})
    assert answer.headers["Location"] == f"/office/people/{person.pk}/"
    report = ContactReport.objects.get()
    assert (report.by, report.person, report.next_step_by) == (staff.user, person, other.user)
    assert AuditEntry.objects.get(verb="report.written").subject_ref == f"person:{person.pk}"
    assert (titles(staff.user), titles(other.user)) == ([], ["送奖学金方案 (李雷)"])
    html = staff.get(f"/office/people/{person.pk}/").content.decode()
    assert "谈到奖学金" in html
    finish_step(actor=CLERK, report_id=report.pk)
    assert titles(other.user) == []
    future = staff.post(url, {**FORM, "held_on": today() + timedelta(days=1)})
    nobody = staff.post("/office/reports/new/", {**FORM, "held_on": today()})
    assert (future.status_code, nobody.status_code, ContactReport.objects.count()) == (422, 422, 1)


def test_a_report_about_an_organisation_needs_no_person(client_of):
    body = make_organisation("杭州校友会")
    staff = client_of("staff")
    staff.post(f"/office/reports/new/?organisation={body.pk}", {**FORM, "held_on": today()})
    report = ContactReport.objects.get()
    assert (report.organisation, report.person) == (body, None)
    assert staff.get(f"/office/reports/{report.pk}/").status_code == 200


def test_who_reads_what_was_said(client, client_of, person):
    author = client_of("staff")
    secret = write_report(
        actor=Actor.of(author.user), person_id=person.pk,
        fields={"channel": "visit", "held_on": today(), "summary": "秘密", "grade": Grade.SENSITIVE},
    )  # fmt: skip
    plain = report_on(person)

    def seen(who):
        one = [who.get(f"/office/reports/{report.pk}/").status_code for report in (secret, plain)]
        events = timeline_of(person.pk, who.user).years
        kinds = [
            event.url
            for _year, found in events
            for event in found
            if event.kind == "contact.report"
        ]
        return one, len(kinds)

    assert seen(author) == ([200, 200], 2)
    assert seen(client_of("director")) == ([200, 200], 2)
    assert seen(client_of("staff")) == ([404, 200], 1)
    assert seen(client_of("auditor")) == ([404, 200], 1)
    assert seen(client_of("coordinator", college="C1")) == ([404, 200], 1)
    assert seen(client_of("coordinator", college="C2"))[0] == [404, 404]
    assert seen(client_of("volunteer", college="C1")) == ([403, 403], 0)
    assert client_of("auditor").post(f"/office/reports/{plain.pk}/step/").status_code == 403
    assert (
        client_of("coordinator", college="C2").post(f"/office/reports/{plain.pk}/step/").status_code
        == 404
    )


def test_ninety_days_without_contact_stand_on_the_stewards_home(make_user, person):
    steward, other = make_user("staff"), make_user("staff")
    key(person, steward, days=89)
    assert titles(steward) == []
    KeyAlumnus.objects.update(since=today() - timedelta(days=91))
    assert titles(steward) == ["Get in touch with 李雷: no contact since 91 days"]
    assert titles(other) == []
    report_on(person, days=90)
    assert titles(steward) == []
    ContactReport.objects.update(held_on=today() - timedelta(days=100), grade=Grade.SENSITIVE)
    assert titles(steward) == ["Get in touch with 李雷: no contact since 100 days"]
    for number in range(ONE_BY_ONE):
        key(make_person(f"王{number}"), steward, days=200)
    assert titles(steward) == [f"{ONE_BY_ONE + 1} key alumni: no contact for 90 days"]
    mark_deceased(actor=CLERK, person_id=person.pk, on=today())
    assert "李雷" not in "".join(titles(steward))


def test_the_list_of_key_alumni_tells_last_contact_and_next_step(
    client_of, person, django_assert_max_num_queries
):
    staff = client_of("staff")
    url = "/office/key-alumni/"
    added = staff.post(
        f"{url}add/",
        {
            "who": "李雷",
            "criterion": "donor",
            "level": "1",
            "steward": staff.user.pk,
            "note": "设立奖学金",
        },
    )
    assert added.headers["Location"] == f"/office/people/{person.pk}/"
    report_on(person, days=3, next_step="寄方案", next_step_on=today())
    html = staff.get(url).content.decode()
    assert "寄方案" in html
    quiet = staff.get(f"{url}?quiet=true").content.decode()
    assert "寄方案" not in quiet
    for number in range(3):
        key(make_person(f"王{number}"), staff.user)
    with django_assert_max_num_queries(14):
        staff.get(url)
    hidden = key(make_person("赵六", grade=Grade.SENSITIVE), staff.user)
    assert "赵六" not in staff.get(url).content.decode()
    assert staff.get(f"{url}{hidden.pk}/").status_code == 404
    assert client_of("coordinator", college="C1").get(url).status_code == 403
    assert client_of("auditor").get(f"{url}{hidden.pk}/").status_code == 403
    again = staff.post(
        f"{url}add/", {"who": "李雷", "criterion": "donor", "level": "1", "steward": staff.user.pk}
    )
    assert (again.status_code, KeyAlumnus.objects.filter(person=person).count()) == (422, 1)


def test_two_records_on_the_list_are_one_place_while_they_are_one(client_of, person):
    client = client_of("director")
    steward, twin = client.user, make_person("李雷")
    rows = [key(person, steward, note="其一").pk, key(twin, steward, note="其二").pk]
    merge = merge_people(actor=Actor.of(steward), kept_id=person.pk, gone_id=twin.pk)
    found = scope(steward, KeyAlumnus)
    assert list(found.values_list("pk", flat=True)) == rows[:1]
    unmerge(actor=Actor.of(steward), merge_id=merge.pk)
    assert list(found.order_by("pk").values_list("pk", flat=True)) == rows
