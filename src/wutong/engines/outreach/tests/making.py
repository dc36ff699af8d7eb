"""People, segments and sendings to try things on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from wutong.core.people.models import ContactPoint, Degree, Person
from wutong.core.people.public import contact_columns
from wutong.core.reference.models import AcademicUnit, ClassGroup, LegalBody
from wutong.engines.audiences.public import Condition, Group, save_segment
from wutong.engines.outreach.services.campaigns import save_campaign
from wutong.kernel.actors import Actor
from wutong.platform.access.public import grant_role
from wutong.platform.accounts.models import User

OFFICE = Actor.system("test")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
numbers = count(1)


def account(role="staff", email="", college=""):
    """An account with a role."""
    user = User.objects.create_user(email or f"{role}{next(numbers)}@example.org")
    scoped = {"scope_kind": "college", "scope_ref": college} if college else {}
    grant_role(actor=OFFICE, user=user, role=role, **scoped)
    return user


def college(code="CS", name="计算机学院"):
    """A college."""
    unit, _ = AcademicUnit.objects.get_or_create(
        code=code, defaults={"kind": "college", "name_zh": name, "name_en": f"College {code}"}
    )
    return unit


def person(name="王晓明", *, email="", unit=None, left=2005, entered=2001, status="ok", **fields):
    """A contactable person with an address, unless said otherwise."""
    fields.setdefault("contactable", True)
    one = Person.objects.create(name=name, **fields)
    address = email if email is not None else None
    if address == "":
        address = f"p{one.pk}@example.org"
    if address:
        columns = contact_columns("email", address)
        ContactPoint.objects.create(
            person=one,
            kind="email",
            value=columns.value,
            normalised=columns.normalised,
            masked=columns.masked,
            value_hash=columns.value_hash,
            status=status,
            is_primary=True,
        )
    if unit is not None:
        group, _ = ClassGroup.objects.get_or_create(
            code=f"{unit.code}{entered}",
            defaults={"name": f"{unit.code}{entered}班", "unit": unit, "level": "bachelor"},
        )
        Degree.objects.create(
            person=one,
            unit=unit,
            class_group=group,
            level="bachelor",
            entry_year=entered,
            leave_year=left,
        )
    return one


def body():
    """The association, in whose name greetings go out."""
    made, _ = LegalBody.objects.get_or_create(
        code="association",
        defaults={
            "name_zh": "梧桐大学校友会",
            "name_en": "Wutong University Alumni Association",
            "signature_zh": "梧桐大学校友会",
            "signature_en": "Wutong University Alumni Association",
        },
    )
    return made


def segment(owner, *conditions, op="all", name="Everybody", **more):
    """A saved segment of conditions given as (criterion, params)."""
    root = Group(op, [Condition(key, dict(params)) for key, params in conditions])
    return save_segment(actor=Actor.of(owner), owner=owner, name=name, root=root, **more)


def campaign(author, **values):
    """A draft to everybody the author sees, in both languages."""
    written = {
        "title": "中秋问候",
        "legal_body": body(),
        "topic": "greetings",
        "segment": values.pop("segment", None) or segment(author),
        "subject_zh": "{{ name }}，中秋安康",
        "body_zh": "亲爱的{{ name }}：\n\n母校想念您。",
        "subject_en": "Mid-Autumn greetings, {{ name }}",
        "body_en": "Dear {{ name }},\n\nyour university thinks of you.",
        **values,
    }
    return save_campaign(actor=Actor.of(author), author=author, values=written)


__all__ = ["NOON", "OFFICE", "account", "body", "campaign", "college", "date", "person", "segment"]
