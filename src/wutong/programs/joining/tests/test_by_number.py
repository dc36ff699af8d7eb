"""Joining and coming back with a mobile number: the code comes by text message."""

import pytest

from wutong.core.people.models import ContactPoint
from wutong.core.people.public import contact_columns
from wutong.kernel import clock
from wutong.platform.accounts.models import User
from wutong.platform.outbox.models import Delivery, TextSignature, TextTemplate

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway(settings):
    """A gateway with an approved code; nothing leaves, the code is read in the outbox."""
    before = dict(settings.SMS_GATEWAYS["aliyun"])
    settings.SMS_GATEWAYS["aliyun"].update(key_id="id", secret="secret")
    TextSignature.objects.create(gateway="aliyun", text="梧桐大学校友会", state="approved")
    TextTemplate.objects.create(
        gateway="aliyun", kind="code", title="code", code="SMS_1", state="approved",
        body="您的验证码是{{ code }}",
    )  # fmt: skip
    yield lambda: Delivery.objects.filter(lane=2).latest("id").parts["code"]
    settings.SMS_GATEWAYS["aliyun"].update(before)


def test_a_mobile_number_opens_the_record_that_has_it(gateway, visitor, alumnus, given):
    person = alumnus(email="")
    columns = contact_columns("phone", "13800000011")
    ContactPoint.objects.create(
        person=person, kind="phone", value=columns.value, normalised=columns.normalised,
        masked=columns.masked, value_hash=columns.value_hash, verified_at=clock.now(),
    )  # fmt: skip
    form = given(email="138 0000 0011", student_no="")
    assert visitor.post("/join/register/", form)["Location"] == "/join/code/"
    assert "A text message may take a minute." in visitor.get("/join/code/").content.decode()
    answer = visitor.post("/join/code/", {"code": gateway()})
    assert answer["Location"] == "/join/welcome/"
    user = User.objects.get()
    assert user.email.endswith("@phone.invalid")
    assert "1380000" not in user.email
    person.refresh_from_db()
    assert person.user == user
    assert ContactPoint.objects.filter(person=person).count() == 1

    visitor.logout()
    assert visitor.post("/join/back/", {"email": "13800000011"})["Location"] == "/join/code/"
    assert visitor.post("/join/code/", {"code": gateway()})["Location"] == "/me/"
    assert User.objects.count() == 1


def test_a_landline_and_a_house_without_a_gateway_are_told_apart(gateway, visitor, settings):
    said = visitor.post("/join/back/", {"email": "010-62520000"}).content.decode()
    assert "please give a mobile number" in said
    settings.SMS_GATEWAYS["aliyun"].update(key_id="")
    assert "mobile number" not in visitor.get("/join/back/").content.decode()
    assert visitor.post("/join/back/", {"email": "13800000011"}).status_code == 422
