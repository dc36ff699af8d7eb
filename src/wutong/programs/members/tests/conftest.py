"""A member: a person on record with an account."""

import pytest

from wutong.core.people.models import Degree, Person
from wutong.core.people.public import Source, add_contact, settle_memberships
from wutong.core.reference.enums import DegreeLevel, UnitKind
from wutong.core.reference.models import AcademicUnit
from wutong.kernel.actors import Actor
from wutong.programs.members.services import accounts
from wutong.programs.members.site.choices import forget_choices

ACTOR = Actor.system("test")


@pytest.fixture(autouse=True)
def _fresh_choices():
    """Choices are drawn once in five minutes; every test has its own colleges."""
    forget_choices()


@pytest.fixture
def unit(db):
    return AcademicUnit.objects.create(
        code="P", kind=UnitKind.COLLEGE, name_zh="物理学院", name_en="School of Physics"
    )


@pytest.fixture
def make_person(unit):
    """Makes somebody who studied; an alumnus unless ``alumnus`` is False."""

    def make(name="林清澜", *, email="", alumnus=True, degree=None, **fields):
        person = Person.objects.create(name=name, language="en", **fields)
        study = {
            "unit": unit,
            "level": DegreeLevel.BACHELOR,
            "entry_year": 2006,
            "leave_year": 2010,
        }
        Degree.objects.create(person=person, **study, **(degree or {}))
        if alumnus:
            settle_memberships([person.pk], source="staff")
        if email:
            add_contact(
                actor=ACTOR, person_id=person.pk, kind="email", value=email,
                source=Source(kind="staff", label="test"),
            )  # fmt: skip
        return Person.objects.get(pk=person.pk)

    return make


@pytest.fixture
def make_member(make_person, make_user):
    """Makes a person with an account; ``(user, person)``."""

    def make(name="林清澜", **fields):
        person = make_person(name, **fields)
        user = make_user(language="en")
        accounts.link_account(actor=ACTOR, user=user, person_id=person.pk)
        user.refresh_from_db()
        return user, Person.objects.get(pk=person.pk)

    return make
