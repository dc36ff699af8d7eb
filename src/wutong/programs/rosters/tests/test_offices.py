"""The office behind the link: appointed from the class, invited from the appointment, and ended."""

from __future__ import annotations

import pytest
from django.urls import reverse

from wutong.core.organisations.models import Appointment
from wutong.core.people.tests.factories import make_degree, make_person, make_unit
from wutong.core.reference.models import ClassGroup
from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.programs.rosters.models import RosterKeeper
from wutong.programs.rosters.services.counting import count_classes
from wutong.programs.rosters.services.keeping import invite_keeper

pytestmark = pytest.mark.django_db


def test_a_liaison_is_appointed_and_an_appointed_one_gets_the_link(client_of):
    unit = make_unit("物理学院", code="C1")
    group = ClassGroup.objects.create(
        code="PH0501", name="物理0501班", unit=unit, level="bachelor", entry_year=2005
    )
    person = make_person("王一", email="w1@example.com")
    make_degree(person, unit, class_group=group)
    count_classes([group.pk])
    keeper = invite_keeper(actor=Actor.system("test"), class_group=group, person=person, by_mail=False)  # fmt: skip
    staff, coordinator = client_of("staff"), client_of("coordinator", college="C1")
    page, do = (reverse(f"office:rosters-{name}", args=[group.pk]) for name in ("detail", "do"))

    assert "Without an appointment" in staff.get(page).content.decode()
    assert "appoint:" not in coordinator.get(page).content.decode()
    for command in (f"appoint:{keeper.pk}", f"dismiss:{person.pk}"):
        assert coordinator.post(do, {"do": command}).status_code == 403
    staff.post(do, {"do": f"appoint:{keeper.pk}"})
    held = Appointment.objects.get()
    assert (held.state, held.role, held.class_group, held.person) == (
        "appointed", "liaison", group, person,
    )  # fmt: skip
    assert held.document is not None
    assert held.document.number_text in staff.get(page).content.decode()
    staff.post(do, {"do": f"appoint:{keeper.pk}"})
    assert Appointment.objects.count() == 1

    # The link goes, the office stays and says so; its page offers the link again.
    appointed = reverse("office:appointments-detail", args=[held.pk])
    assert "to look after the class" not in staff.get(appointed).content.decode()
    staff.post(do, {"do": f"end:{keeper.pk}"})
    assert "has no link to the class yet" in staff.get(page).content.decode()
    offered = staff.get(appointed).content.decode()
    assert "Invite by e-mail to look after the class" in offered
    assert f'value="invite:{person.pk}"' in offered
    staff.post(do, {"do": f"invite:{person.pk}"})
    assert RosterKeeper.objects.get(ended_at=None).person == person

    staff.post(do, {"do": f"dismiss:{person.pk}"})
    held.refresh_from_db()
    assert (held.state, held.end_reason) == ("ended", "No longer looks after the class.")
    assert RosterKeeper.objects.filter(ended_at=None).exists()
    assert staff.post(do, {"do": f"dismiss:{person.pk}"}).status_code == 404
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"appointment.made", "appointment.ended", "rosters.invited"} <= verbs
