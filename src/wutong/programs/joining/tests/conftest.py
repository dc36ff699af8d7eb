"""Whoever stands before the door, and what reaches their letterbox."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.test import Client

from wutong.core.people.models import ContactPoint
from wutong.core.people.tests.factories import make_person, make_unit
from wutong.kernel import clock
from wutong.platform.outbox.models import SingleMail


@pytest.fixture(autouse=True)
def _real_outbox(settings):
    """Django's own mail too goes through the outbox here."""
    settings.EMAIL_BACKEND = "wutong.platform.outbox.backend.OutboxEmailBackend"


@pytest.fixture
def letters(db):
    """Every letter so far: (to, subject, text), oldest first."""

    def read():
        found = []
        for mail in SingleMail.objects.order_by("id"):
            letter = message_from_bytes(bytes(mail.raw), policy=policy.default)
            text = letter.get_body(("plain",)).get_content()
            found.append((letter["To"], str(letter["Subject"]), text))
        return found

    return read


@pytest.fixture
def code(letters):
    """The code of the newest letter."""
    return lambda: re.search(r"\b(\d{6})\b", letters()[-1][2])[1]


@pytest.fixture
def college(db):
    return make_unit("物理学院", code="PHY")


@pytest.fixture
def alumnus(college):
    """On record with an address that was confirmed lately; ``alumnus(fresh=False)`` long ago."""

    def make(name="林清澜", *, number="2006012345", email="", fresh=True, **fields):
        person = make_person(
            name, unit=college, email=email, language="en",
            degree={"student_no": number, "entry_year": 2006, "leave_year": 2010}, **fields,
        )  # fmt: skip
        seen = clock.now() - timedelta(days=10 if fresh else 500)
        ContactPoint.objects.filter(person=person).update(verified_at=seen)
        return person

    return make


@pytest.fixture
def visitor():
    """A browser that reads English."""
    client = Client()
    client.cookies["wutong_language"] = "en"
    return client


@pytest.fixture
def given(college):
    """What the form of the register match is filled in with."""

    def fill(**changes):
        return {
            "name": "林清澜", "student_no": "2006012345", "unit": college.pk, "entry_year": 2006,
            "class_name": "", "certificate_no": "", "email": "lin@example.org", **changes,
        }  # fmt: skip

    return fill
