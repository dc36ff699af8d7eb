"""Contact updates: from a pasted text to the record and back."""

from datetime import date, timedelta

import pytest

from wutong.core.interactions.models import PastedUpdate
from wutong.core.people.models import ContactPoint, Employment, Person, PersonState, Provenance
from wutong.core.people.public import (
    add_contact,
    confirm_contact,
    end_contact,
    save_employment,
    set_contact_status,
)
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import Region
from wutong.kernel.clock import today
from wutong.platform.audit.models import AuditEntry
from wutong.platform.privacy.public import retention_rules

pytestmark = pytest.mark.django_db
URL = "/office/updates/"
TEXT = (
    "李雷\n我现在在阿里云做高级工程师，搬到杭州了\n"
    "新手机13900139000，原号13800138000停用了\n邮箱 lilei@example.org 微信 lilei_1988"
)


@pytest.fixture
def physics():
    return make_unit("物理学院", code="C1")


@pytest.fixture
def lilei(physics):
    person = make_person("李雷", unit=physics, phone="13800138000", email="LiLei@example.org")
    save_employment(
        actor=CLERK,
        person_id=person.pk,
        fields={"employer": "某某公司", "title": "工程师", "as_of": date(2020, 1, 1)},
    )
    return person


def record_of(person):
    """Everything an update may touch, as rows."""
    return {
        "contacts": list(ContactPoint.objects.filter(person=person).order_by("pk").values()),
        "jobs": list(Employment.objects.filter(person=person).order_by("pk").values()),
        "place": Person.objects.get(pk=person.pk).region_id,
        "tokens": Person.objects.get(pk=person.pk).search_tokens,
        "flags": Person.objects.values("contactable", "deceased", "email_ok").get(pk=person.pk),
        "states": list(PersonState.objects.filter(person=person).order_by("pk").values()),
        "sources": list(Provenance.objects.filter(person=person).order_by("pk").values()),
    }


def rows_of(response):
    return {row["proposal"].key: row["proposal"] for row in response.context["rows"]}


def confirming(response, **changes):
    """The form as the page shows it, ticks included."""
    data = {"text": TEXT, "person": response.context["person"].pk, "confirm": "yes"}
    for row in response.context["rows"]:
        if row["take"] is None:
            continue
        for name in ("take", "value", "how"):
            field = row[name]
            value = field.value()
            if value is not False:
                data[field.html_name] = "on" if value is True else value
    return {**data, **changes}


def test_a_text_is_read_confirmed_and_taken_back_without_a_trace_in_the_record(client_of, lilei):
    client = client_of("staff")
    before = record_of(lilei)
    read = client.post(URL, {"text": TEXT})
    assert read.context["person"] == lilei
    told = {
        key: (one.verdict.value, one.how and one.how.value) for key, one in rows_of(read).items()
    }
    assert told == {
        "phone-1": ("changes", "replace"),
        "phone_gone-1": ("changes", "end"),
        "email-1": ("same", "confirm"),
        "wechat-1": ("new", "add"),
        "employer-1": ("changes", "replace"),
        "title-1": ("new", "add"),
        "city-1": ("new", "add"),
    }
    assert record_of(lilei) == before
    assert PastedUpdate.objects.count() == 0
    done = client.post(URL, confirming(read))
    update = PastedUpdate.objects.get()
    assert done.headers["Location"] == f"{URL}{update.pk}/"
    current = ContactPoint.objects.filter(person=lilei, valid_to__isnull=True)
    assert sorted(current.values_list("kind", "normalised", "is_primary")) == [
        ("email", "lilei@example.org", True),
        ("phone", "+8613900139000", True),
        ("wechat", "lilei_1988", True),
    ]
    jobs = Employment.objects.filter(person=lilei).order_by("pk")
    assert [(job.employer, job.title, job.to_date, job.as_of) for job in jobs] == [
        ("某某公司", "工程师", today(), date(2020, 1, 1)),
        ("阿里云", "高级工程师", None, today()),
    ]
    assert Person.objects.get(pk=lilei.pk).region == Region.objects.get(name_zh="杭州市")
    sources = Provenance.objects.filter(batch_id=update.pk)
    assert set(sources.values_list("source_kind", "confidence", "confirmed_by")) == {
        ("self", "A", str(client.user))
    }
    assert AuditEntry.objects.filter(verb="update.taken_over", actor=client.user).count() == 1
    client.post(f"{URL}{update.pk}/undo/")
    after = record_of(lilei)
    assert after == before
    update.refresh_from_db()
    assert update.undone_at is not None
    assert "13900139000" not in str(update.__dict__)
    again = client.post(f"{URL}{update.pk}/undo/")
    assert again.headers["Location"] == URL
    assert record_of(lilei) == after


def test_what_was_changed_since_stays_when_an_update_is_taken_back(client_of, lilei):
    client = client_of("staff")
    read = client.post(URL, {"text": TEXT, "person": lilei.pk})
    client.post(URL, confirming(read))
    wechat = ContactPoint.objects.get(person=lilei, kind="wechat")
    end_contact(actor=CLERK, contact_id=wechat.pk)
    job = Employment.objects.get(person=lilei, employer="阿里云")
    save_employment(
        actor=CLERK, person_id=lilei.pk, employment_id=job.pk, fields={"to_date": today()}
    )
    client.post(f"{URL}{PastedUpdate.objects.get().pk}/undo/")
    assert ContactPoint.objects.filter(pk=wechat.pk, valid_to=today()).exists()
    assert Employment.objects.filter(pk=job.pk).exists()
    assert ContactPoint.objects.get(person=lilei, kind="phone").masked == "138****8000"


def test_the_way_back_is_let_go_of_after_a_year(client_of, lilei):
    client = client_of("staff")
    read = client.post(URL, {"text": TEXT, "person": lilei.pk})
    client.post(URL, confirming(read, note="同学转告"))
    update, rule = PastedUpdate.objects.get(), retention_rules.get("interactions.updates")
    at = update.taken_at + timedelta(days=365)
    assert (rule.due(at), rule.due(at + timedelta(days=1))) == (0, 1)
    assert rule.run(CLERK, at + timedelta(days=1)) == 1
    assert rule.due(at + timedelta(days=1)) == 0
    update.refresh_from_db()
    assert (update.steps, update.note, "wechat" in update.fields) == ([], "", True)
    before = record_of(lilei)
    assert "/undo/" not in client.get(f"{URL}{update.pk}/").content.decode()
    client.post(f"{URL}{update.pk}/undo/")
    assert record_of(lilei) == before


def test_only_what_is_ticked_is_taken_over_as_it_was_put_right(client_of, lilei):
    client = client_of("staff")
    read = client.post(URL, {"text": TEXT, "person": lilei.pk})
    unticked = {
        key: value for key, value in confirming(read).items() if not key.startswith("take_")
    }
    refused = client.post(URL, unticked)
    assert (refused.status_code, PastedUpdate.objects.count()) == (422, 0)
    data = {**unticked, "take_wechat-1": "on", "value_wechat-1": "lilei_2026", "told_by": "others"}
    client.post(URL, {**data, "told_on": today() - timedelta(days=3), "channel": "phone"})
    update = PastedUpdate.objects.get()
    assert (update.fields, update.told_on) == (["wechat"], today() - timedelta(days=3))
    point = ContactPoint.objects.get(person=lilei, kind="wechat")
    source = Provenance.objects.get(batch_id=update.pk)
    assert (point.normalised, source.target) == ("lilei_2026", f"contact:{point.pk}")
    assert (source.source_kind, source.confidence) == ("staff", "C")


def test_what_contradicts_the_record_is_said_and_not_ticked(client_of, lilei):
    other = make_person("韩梅梅", phone="13700137000")
    secret = make_person("赵六", phone="13600136000", grade=Grade.SENSITIVE)
    phone = ContactPoint.objects.get(person=lilei, kind="phone")
    wrong = add_contact(actor=CLERK, person_id=lilei.pk, kind="phone", value="13500135000")
    set_contact_status(actor=CLERK, contact_id=wrong.pk, status="wrong")
    old = add_contact(actor=CLERK, person_id=lilei.pk, kind="phone", value="13400134000")
    end_contact(actor=CLERK, contact_id=old.pk)
    confirm_contact(actor=CLERK, contact_id=phone.pk)
    text = "电话13700137000 13600136000 13500135000 13400134000 12"
    client = client_of("staff")
    rows = rows_of(client.post(URL, {"text": text, "person": lilei.pk}))
    said = [(one.value, one.verdict.value, one.taken) for one in rows.values()]
    assert said == [
        ("13700137000", "contradicts", False),
        ("13600136000", "new", True),
        ("13500135000", "contradicts", True),
        ("13400134000", "contradicts", False),
    ]
    assert other.name in rows["phone-1"].note
    assert (secret.grade, rows["phone-2"].note) == (Grade.SENSITIVE, "")
    cleared = rows_of(client_of("director").post(URL, {"text": text, "person": lilei.pk}))
    assert secret.name in cleared["phone-2"].note
    late = {
        "text": "换号了 13900139000",
        "person": lilei.pk,
        "told_on": today() - timedelta(days=9),
    }
    assert rows_of(client.post(URL, late))["phone-1"].verdict.value == "contradicts"


def test_the_person_is_found_by_what_the_text_holds_within_sight(client_of, lilei, physics):
    namesake = make_person("李雷", unit=physics, degree={"student_no": "3050101234"})
    hidden = make_person("李雷", unit=physics, grade=Grade.SENSITIVE)
    staff = client_of("staff")

    def found(client, text, **more):
        context = client.post(URL, {"text": text, **more}).context
        if context.get("person"):
            return context["person"].pk
        return [card.id for card, _reasons, _weight in context["people"]]

    assert found(staff, "李雷 微信 abc_12345") == [lilei.pk, namesake.pk]
    assert found(client_of("director"), "李雷 微信 abc_12345") == [lilei.pk, namesake.pk, hidden.pk]
    assert found(staff, "李雷 学号3050101234 微信 abc_12345") == namesake.pk
    assert found(staff, "13800138000 微信 abc_12345") == lilei.pk
    assert found(staff, "微信 abc_12345") == []
    assert found(staff, "微信 abc_12345", who="3050101234") == [namesake.pk]
    assert found(staff, TEXT, other="yes") == [lilei.pk, namesake.pk]
    assert found(client_of("coordinator", college="C2"), "13800138000 微信 abc_12345") == []


def test_who_may_paste_and_see_what_was_taken_over(client, client_of, lilei):
    staff = client_of("staff")
    staff.post(URL, confirming(staff.post(URL, {"text": TEXT, "person": lilei.pk})))
    update = PastedUpdate.objects.get()
    assert "李雷" in staff.get(f"{URL}taken/").content.decode()
    coordinator = client_of("coordinator", college="C2")
    assert "李雷" not in coordinator.get(f"{URL}taken/").content.decode()
    assert coordinator.get(f"{URL}{update.pk}/").status_code == 404
    assert coordinator.post(f"{URL}{update.pk}/undo/").status_code == 404
    assert coordinator.get(f"{URL}?person={lilei.pk}").status_code == 404
    assert coordinator.post(URL, {"text": TEXT, "person": lilei.pk}).status_code == 404
    for role in ("auditor", "volunteer"):
        assert client_of(role).get(URL).status_code == 403
        assert client_of(role).post(f"{URL}{update.pk}/undo/").status_code == 403
    assert staff.get(f"{URL}{update.pk}/").status_code == 200
    update.refresh_from_db()
    assert update.undone_at is None
