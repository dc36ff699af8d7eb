"""Letters, cases, answers, sendings, imports and lists about the people of the world.

Each row tells of one of them by name and by a word that stands nowhere else; the rows of every
model come in the order here, there, secret, which is the order the crawler takes ids in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.reference.models import LegalBody
from wutong.engines.audiences.models import ListLine, PeopleList
from wutong.engines.outreach.models import Campaign, Recipient, Reply
from wutong.kernel import clock
from wutong.kernel.ids import uuid7
from wutong.platform.outbox.models import Delivery, InboundMessage, Stream
from wutong.platform.outbox.public import address_hash, ensure_partitions, month_of
from wutong.platform.tabular.models import ImportBatch, ImportRow
from wutong.programs.correspondence.models import FormalLetter
from wutong.programs.servicedesk.models import Case, CaseKind, CaseNote, Desk

if TYPE_CHECKING:
    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User

    from .world import Canary, World

ORDER = ("here", "there", "secret")


class Planted:
    """The rows by room and whom they are about."""

    def __init__(self, world: World, director: User, coordinator: User) -> None:
        self.rows: dict[str, dict[str, int]] = {}
        self.director, self.coordinator, self.world = director, coordinator, world
        self.people = {key: world.canaries[key] for key in ORDER}
        self.body = LegalBody.objects.get(pk="association")
        self._keep("letters", self._letter)
        self.desk = Desk.objects.create(name_zh="鹈部门", name_en="Desk", unit=world.here)
        self._keep("cases", self._case)
        self._keep("inbox", self._message)
        self.rows["campaigns"] = {
            "office": self._campaign(director), "college": self._campaign(coordinator)
        }  # fmt: skip
        self._import()
        self._list()

    def _keep(self, room, make) -> None:
        self.rows[room] = {key: make(canary).pk for key, canary in self.people.items()}

    def _letter(self, canary: Canary) -> FormalLetter:
        return FormalLetter.objects.create(
            kind="thanks", legal_body=self.body, language="zh-hans", person=canary.person,
            addressee=canary.person.name, title="感谢信", salutation=f"{canary.person.name}：",
            body=f"感谢{canary.note}。", occasion=canary.note, author=self.director,
        )  # fmt: skip

    def _case(self, canary: Canary) -> Case:
        case = Case.objects.create(
            number=f"鹈{canary.person.pk}", kind=CaseKind.objects.first(), subject=canary.note,
            question=f"{canary.person.name} {canary.note}", person=canary.person, desk=self.desk,
            due_on=clock.today(), opened_by=self.director,
        )  # fmt: skip
        CaseNote.objects.create(case=case, text=f"{canary.note} {canary.person.name}")
        return case

    def _message(self, canary: Canary) -> InboundMessage:
        address = canary.reach[1]
        return InboundMessage.objects.create(
            digest=canary.note.encode(), kind="reply", address=address, name=canary.person.name,
            address_hash=address_hash(address), subject=canary.note, state="open", raw=b"",
            text=f"{canary.person.name} {canary.note}", subject_ref=f"person:{canary.person.pk}",
            handled_at=clock.now(),
        )  # fmt: skip

    def _campaign(self, author: User) -> int:
        row = Campaign.objects.create(
            title="鹈问候", legal_body=self.body, subject_zh="问候", body_zh="您好", author=author,
            state="finished", definition={}, counts={"": 3}, sent_at=clock.now(),
            created_at=clock.now(), updated_at=clock.now(),
        )  # fmt: skip
        month = month_of(clock.today())
        ensure_partitions(months=[month])
        Stream.objects.create(
            key=row.ref, label=row.title, campaign_month=month, state="finished", total=3,
            uncertain=3, sender_address="office@wutong.test",
        )  # fmt: skip
        for canary in self.people.values():
            person, address = canary.person, canary.reach[1]
            Recipient.objects.create(
                campaign=row, person=person, address=address, address_hash=address_hash(address)
            )
            Delivery.objects.create(
                campaign_month=month, stream=row.ref, subject_ref=f"person:{person.pk}",
                address=address, name=person.name, address_hash=address_hash(address),
                state="uncertain", reason="connection", last_reply=f"451 {address} {canary.note}",
            )  # fmt: skip
            Reply.objects.create(
                campaign=row, person=person, kind="text", text=canary.note, replied_at=clock.now(),
                act_day=clock.today(), act_id=uuid7(),
            )  # fmt: skip
        for key in ("member", "neighbour"):  # each shares the address of somebody else
            other = self.people["secret" if key == "member" else "there"].person
            self._duplicate(row, self.world.canaries[key].person, other)
        return row.pk

    def _duplicate(self, campaign: Campaign, person: Person, other: Person) -> None:
        Recipient.objects.create(
            campaign=campaign, person=person, reason="duplicate", shares_with=other.pk
        )

    def _import(self) -> None:
        batch = ImportBatch.objects.create(
            importer="people.register", state="checked", file_name="鹈.xlsx", owner=self.director,
            headers=["姓名", "备注"], mapping={"name": 0}, checked_at=clock.now(),
            counts={"rows": 4, "changed": 3, "possible": 1, "possible_open": 1},
        )  # fmt: skip
        refs = {key: f"person:{canary.person.pk}" for key, canary in self.people.items()}
        for place, (key, canary) in enumerate(self.people.items(), start=2):
            ImportRow.objects.create(
                batch=batch, row_no=place, raw=[canary.person.name, canary.note],
                verdict="changed", target_ref=refs[key], target_label=canary.person.name,
            )  # fmt: skip
        alike = [
            {"code": "possible", "ref": refs[key], "because": []} for key in ("here", "secret")
        ]
        ImportRow.objects.create(
            batch=batch, row_no=9, raw=["鹈生", ""], verdict="possible", reasons=alike,
            target_ref=refs["here"], target_label=self.people["here"].person.name,
            data={"effect": "new"},
        )  # fmt: skip

    def _list(self) -> None:
        found = PeopleList.objects.create(
            name="鹈名单", owner=self.director, sharing="office", people=3, source="鹈.xlsx",
            counts={"matched": 3, "ambiguous": 1}, created_at=clock.now(), updated_at=clock.now(),
        )  # fmt: skip
        for place, canary in enumerate(self.people.values(), start=1):
            ListLine.objects.create(
                people_list=found, place=place, verdict="matched", person=canary.person
            )
        ListLine.objects.create(
            people_list=found, place=9, verdict="ambiguous", text="鹈某",
            candidates=[canary.person.pk for canary in self.people.values()],
        )  # fmt: skip
