"""A class liaison works on the list from a phone; nothing is on record before a second yes."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from django.test import Client

from wutong.core.engagement.models import Act
from wutong.core.figures.public import Period, figures
from wutong.core.people.models import ContactPoint, Person, Provenance
from wutong.core.people.tests.factories import make_degree, make_person, make_unit
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import ClassGroup
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.access.public import Scopes
from wutong.platform.audit.models import AuditEntry
from wutong.platform.outbox.models import SingleMail
from wutong.programs.rosters.enums import SuggestionKind
from wutong.programs.rosters.errors import (
    DecidedAlreadyError,
    NotAKeeperError,
    NotInClassError,
    NotYourSuggestionError,
    OfficeDecidesError,
    OwnSuggestionError,
)
from wutong.programs.rosters.models import ClassRoster, RosterKeeper, Suggestion
from wutong.programs.rosters.selectors import board_of, found_with_help_of
from wutong.programs.rosters.services.counting import count_classes
from wutong.programs.rosters.services.keeping import board_address, end_keeper, invite_keeper
from wutong.programs.rosters.services.suggesting import (
    confirm,
    decline,
    second,
    suggest,
    take_back,
    withdraw,
)

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")


@pytest.fixture
def unit():
    return make_unit("物理学院", code="C1")


@pytest.fixture
def group(unit):
    return ClassGroup.objects.create(
        code="PH0501", name="物理0501班", unit=unit, level="bachelor", entry_year=2005
    )


@pytest.fixture
def classmate(unit, group):
    numbers = iter(range(2050001, 2050100))

    def make(name, **fields):
        person = make_person(name, **fields)
        make_degree(person, unit, class_group=group, student_no=str(next(numbers)))
        return Person.objects.get(pk=person.pk)

    return make


@pytest.fixture
def liaison(classmate, group):
    def make(name, **fields):
        person = classmate(name, email=f"p{Person.objects.count()}@example.org", **fields)
        return invite_keeper(actor=OFFICE, class_group=group, person=person)

    return make


def path_of(keeper):
    return "/" + board_address(keeper).split("/", 3)[3] + "/"


def opened(keeper):
    """A phone that has answered the question."""
    phone = Client()
    study = keeper.person.degrees.get()
    answer = phone.post(path_of(keeper), {"fact": study.student_no[-4:]})
    assert answer.status_code == 302
    return phone


class TestTheLink:
    def test_the_invitation_leaves_by_mail_with_the_link(self, liaison, classmate):
        classmate("赵失")
        keeper = liaison("王小明")
        mail = message_from_bytes(bytes(SingleMail.objects.get().raw), policy=default)
        for part in ("plain", "html"):
            body = mail.get_body((part,))
            assert body is not None
            assert board_address(keeper) in body.get_content()

    def test_without_the_fact_it_shows_no_classmate(self, liaison, classmate):
        classmate("赵失")
        keeper = liaison("王小明")
        html = Client().get(path_of(keeper)).content.decode()
        assert "赵失" not in html
        refused = Client().post(path_of(keeper), {"fact": "9999"})
        assert refused.status_code == 422
        assert "赵失" not in refused.content.decode()

    def test_few_guesses_a_link(self, liaison):
        with time_machine.travel("2027-03-01 04:00Z", tick=False) as time:
            path = path_of(liaison("王小明"))
            answers = [Client().post(path, {"fact": f"x00{i}"}).status_code for i in range(7)]
            assert answers == [422, 422, 422, 422, 422, 429, 429]
            for _patience in range(9):  # and few a day
                time.shift(600)
                answers.append(Client().post(path, {"fact": "x009"}).status_code)
            assert answers[7:] == [422] * 8 + [429]

    def test_the_fact_opens_this_list_on_this_device_only(self, liaison, classmate, group):
        classmate("赵失")
        keeper, other = liaison("王小明"), liaison("李红")
        phone = opened(keeper)
        assert "赵失" in phone.get(path_of(keeper)).content.decode()
        assert "赵失" not in phone.get(path_of(other)).content.decode()
        assert "赵失" not in Client().get(path_of(keeper)).content.decode()

    def test_a_withdrawn_link_opens_nothing(self, liaison):
        keeper = liaison("王小明")
        phone = opened(keeper)
        end_keeper(actor=OFFICE, keeper=keeper)
        assert phone.get(path_of(keeper)).status_code == 410

    def test_another_link_of_the_house_is_not_a_board(self, liaison, group):
        from wutong.platform.links.public import mint

        keeper = liaison("王小明")
        address = mint(
            actor=OFFICE, action="outreach.reply", subject_ref=f"person:{keeper.person_id}",
            params={},
        )  # fmt: skip
        assert Client().get(f"/class/{address.rsplit('/', 1)[1]}/").status_code == 404

    def test_who_can_look_after_a_class(self, classmate, group):
        stranger = make_person("外人", email="x@example.org")
        silent = classmate("无邮")
        dead = classmate("故人", email="d@example.org")
        Person.objects.filter(pk=dead.pk).update(deceased=True)
        for person in (stranger, silent, dead):
            with pytest.raises(NotAKeeperError):
                invite_keeper(actor=OFFICE, class_group=group, person=person)
        assert not RosterKeeper.objects.exists()
        assert not SingleMail.objects.exists()

    def test_looking_changes_nothing(self, liaison):
        keeper = liaison("王小明")
        phone = opened(keeper)
        before = AuditEntry.objects.count()
        phone.get(path_of(keeper))
        phone.head(path_of(keeper))
        keeper.refresh_from_db()
        assert keeper.seen_at is None
        assert AuditEntry.objects.count() == before


class TestTheBoard:
    def test_names_and_found_or_lost_is_all_it_tells(self, liaison, classmate):
        classmate("李雷", phone="13812345678", email="leilei@example.org")
        classmate("赵失")
        html = opened(k := liaison("王小明")).get(path_of(k)).content.decode()
        assert "李雷" in html
        assert "赵失" in html
        for secret in ("13812345678", "138****5678", "leilei", "l****"):
            assert secret not in html

    def test_the_sensitive_are_on_no_board(self, liaison, classmate, group):
        hidden = classmate("李密", grade=Grade.SENSITIVE)
        keeper = liaison("王小明")
        phone = opened(keeper)
        assert "李密" not in phone.get(path_of(keeper)).content.decode()
        assert phone.get(f"{path_of(keeper)}{hidden.pk}/").status_code == 404
        count_classes()
        assert ClassRoster.objects.get(pk=group.pk).people == 1

    def test_a_stranger_is_not_found_through_a_board(self, liaison):
        keeper = liaison("王小明")
        stranger = make_person("外人")
        phone = opened(keeper)
        address = f"{path_of(keeper)}{stranger.pk}/"
        assert phone.get(address).status_code == 404
        assert phone.post(address, {"phone": "13812345678"}).status_code == 404
        assert not Suggestion.objects.exists()

    def test_the_deceased_are_remembered_and_not_looked_for(self, liaison, classmate, group):
        dead = classmate("故人")
        Person.objects.filter(pk=dead.pk).update(deceased=True)
        board = board_of(group)
        assert [one.name for one in board.deceased] == ["故人"]
        assert board.living == 0
        assert board.percent == 100

    def test_the_number_of_queries_does_not_grow(
        self, liaison, classmate, django_assert_max_num_queries
    ):
        keeper = liaison("王小明")
        phone = opened(keeper)
        for name in ("赵一", "钱二", "孙三", "李四"):
            classmate(name)
        with django_assert_max_num_queries(16):
            phone.get(path_of(keeper))

    def test_counting_every_class_says_what_the_boards_say(self, classmate, group):
        classmate("李雷", phone="13812345678")
        classmate("赵失")
        count_classes()
        roster = ClassRoster.objects.get(pk=group.pk)
        board = board_of(group)
        assert (roster.people, roster.found, roster.lost, roster.deceased, roster.share) == (
            len(board.classmates), len(board.found), len(board.lost), 0, board.percent,
        )  # fmt: skip


class TestTelling:
    def test_a_number_told_on_the_phone_waits(self, liaison, classmate):
        lost = classmate("赵失")
        keeper = liaison("王小明")
        phone = opened(keeper)
        phone.post(f"{path_of(keeper)}{lost.pk}/", {"phone": "154 1234 5678", "note": "聚会"})
        told = Suggestion.objects.get()
        assert (told.about_id, told.kind, told.state) == (lost.pk, "phone", "waiting")
        assert told.masked == "154****5678"
        assert not ContactPoint.objects.filter(person=lost).exists()
        html = phone.get(path_of(keeper)).content.decode()
        assert "154****5678" in html
        assert "1541234" not in html

    def test_what_cannot_be_dialled_is_said_at_once_and_kept_in_the_form(self, liaison, classmate):
        lost = classmate("赵失")
        keeper = liaison("王小明")
        answer = opened(keeper).post(f"{path_of(keeper)}{lost.pk}/", {"phone": "12", "work": "厂"})
        assert answer.status_code == 422
        assert 'value="厂"' in answer.content.decode()
        assert not Suggestion.objects.exists()

    def test_the_same_told_twice_is_kept_once(self, liaison, classmate):
        lost, keeper = classmate("赵失"), liaison("王小明")
        for value in ("15412345678", "+86 154 1234 5678"):
            suggest(keeper=keeper, kind=SuggestionKind.EMAIL, about=lost, value="a@example.org")
            suggest(keeper=keeper, kind=SuggestionKind.PHONE, about=lost, value=value)
        assert Suggestion.objects.filter(kind="email").count() == 1

    def test_one_takes_back_only_ones_own(self, liaison, classmate):
        lost, keeper, other = classmate("赵失"), liaison("王小明"), liaison("李红")
        told = suggest(keeper=keeper, kind=SuggestionKind.WORK, about=lost, value="一厂")
        with pytest.raises(NotYourSuggestionError):
            withdraw(keeper=other, suggestion_id=told.pk)
        for unknown in ("0", "9" * 30, "²", "x"):
            answer = opened(keeper).post(path_of(keeper), {"do": f"withdraw:{unknown}"})
            assert answer.status_code == 404
        opened(keeper).post(path_of(keeper), {"do": f"withdraw:{told.pk}"})
        told.refresh_from_db()
        assert told.state == "withdrawn"

    def test_a_missing_classmate_is_told_by_name(self, liaison):
        keeper = liaison("王小明")
        opened(keeper).post(path_of(keeper), {"do": "missing", "name": "周漏", "note": "转学来的"})
        told = Suggestion.objects.get()
        assert (told.about, told.kind, told.value) == (None, "missing", "周漏")


class TestConfirming:
    def test_a_second_liaison_makes_the_classmate_found(self, liaison, classmate, group):
        lost, first, other = classmate("赵失"), liaison("王小明"), liaison("李红")
        told = suggest(keeper=first, kind=SuggestionKind.PHONE, about=lost, value="15412345678")
        page = opened(other).get(path_of(other)).content.decode()
        assert "154****5678" in page
        opened(other).post(path_of(other), {"do": f"confirm:{told.pk}"})

        lost.refresh_from_db()
        assert lost.contactable
        assert [one.name for one in board_of(group).lost] == []
        source = Provenance.objects.filter(person=lost, target__startswith="contact:").get()
        assert source.source_kind == "link"
        assert "王小明" in source.source_label
        acts = Act.objects.filter(kind="roster.help").order_by("person_id")
        assert [act.person_id for act in acts] == sorted([first.person_id, other.person_id])
        assert found_with_help_of(first.person_id) == found_with_help_of(other.person_id) == 1

    def test_nobody_confirms_what_they_told_themselves(self, liaison, classmate):
        lost, keeper = classmate("赵失"), liaison("王小明")
        told = suggest(keeper=keeper, kind=SuggestionKind.PHONE, about=lost, value="15412345678")
        with pytest.raises(OwnSuggestionError):
            second(keeper=keeper, suggestion_id=told.pk)
        assert not Person.objects.get(pk=lost.pk).contactable

    def test_a_death_is_for_the_office(self, liaison, classmate):
        lost, first, other = classmate("赵失"), liaison("王小明"), liaison("李红")
        told = suggest(keeper=first, kind=SuggestionKind.DECEASED, about=lost)
        with pytest.raises(OfficeDecidesError):
            second(keeper=other, suggestion_id=told.pk)
        assert not Person.objects.get(pk=lost.pk).deceased

    def test_a_liaison_of_another_class_confirms_nothing(self, liaison, classmate, unit):
        lost, keeper = classmate("赵失"), liaison("王小明")
        told = suggest(keeper=keeper, kind=SuggestionKind.WORK, about=lost, value="一厂")
        far = ClassGroup.objects.create(code="X", name="别班", unit=unit, level="bachelor")
        person = make_person("孙远", email="far@example.org")
        make_degree(person, unit, class_group=far)
        stranger = invite_keeper(actor=OFFICE, class_group=far, person=person)
        with pytest.raises(NotInClassError):
            second(keeper=stranger, suggestion_id=told.pk)

    def test_what_is_decided_is_decided_once(self, liaison, classmate, make_user):
        lost, keeper, user = classmate("赵失"), liaison("王小明"), make_user("staff")
        told = suggest(keeper=keeper, kind=SuggestionKind.PHONE, about=lost, value="15412345678")
        decline(actor=OFFICE, user=user, suggestion_id=told.pk)
        with pytest.raises(DecidedAlreadyError):
            confirm(actor=OFFICE, user=user, suggestion_id=told.pk)
        assert not ContactPoint.objects.filter(person=lost).exists()

    def test_taking_back_leaves_the_person_lost_and_the_act_reversed(
        self, liaison, classmate, make_user
    ):
        lost, keeper, user = classmate("赵失"), liaison("王小明"), make_user("staff")
        told = suggest(keeper=keeper, kind=SuggestionKind.PHONE, about=lost, value="15412345678")
        confirm(actor=OFFICE, user=user, suggestion_id=told.pk)
        take_back(actor=OFFICE, suggestion_id=told.pk)
        lost.refresh_from_db()
        assert not lost.contactable
        assert Act.objects.filter(kind="roster.help", voided_at__isnull=True).count() == 0
        again = confirm(actor=OFFICE, user=user, suggestion_id=told.pk)
        assert again.found
        assert Act.objects.filter(kind="roster.help", voided_at__isnull=True).count() == 1

    def test_the_account_counts_people_found_and_opens_to_them(self, liaison, classmate, make_user):
        keeper, user = liaison("王小明"), make_user("staff")
        for number, name in enumerate(("赵一", "钱二")):
            told = suggest(
                keeper=keeper,
                kind=SuggestionKind.PHONE,
                about=classmate(name),
                value=f"1541234567{number}",
            )
            confirm(actor=OFFICE, user=user, suggestion_id=told.pk)
        rows = figures.get("rosters.found").rows(
            Period(today(), today()), Scopes(everything=True, cleared=True)
        )
        assert rows.value() == 2
        assert sorted(row["name"] for row in rows.page(0, 9)) == ["赵一", "钱二"]


class TestTheOffice:
    PAGES = ("/office/rosters/", "/office/rosters/told/", "/office/rosters/lost/")

    def test_who_may_look(self, client, client_of, group):
        count_classes()
        for page in (*self.PAGES, f"/office/rosters/{group.pk}/"):
            assert client.get(page).status_code == 302
            assert client_of("administrator").get(page).status_code == 403
            for role in ("director", "staff", "auditor"):
                assert client_of(role).get(page).status_code == 200, (role, page)

    def test_a_coordinator_of_another_college_finds_nothing(
        self, client_of, liaison, classmate, group
    ):
        lost, keeper = classmate("赵失"), liaison("王小明")
        told = suggest(keeper=keeper, kind=SuggestionKind.PHONE, about=lost, value="15412345678")
        count_classes()
        make_unit("化学学院", code="C2")
        foreign = client_of("coordinator", college="C2")
        own = client_of("coordinator", college="C1")
        for page in self.PAGES:
            html = foreign.get(page).content.decode()
            assert "物理0501班" not in html
            assert "赵失" not in html
        assert foreign.get(f"/office/rosters/{group.pk}/").status_code == 404
        do = f"/office/rosters/{group.pk}/do/"
        assert foreign.post(do, {"do": f"confirm:{told.pk}"}).status_code == 404
        assert not Person.objects.get(pk=lost.pk).contactable
        assert own.post(do, {"do": f"confirm:{told.pk}"}).status_code == 302
        assert Person.objects.get(pk=lost.pk).contactable

    def test_who_may_only_look_decides_nothing(self, client_of, liaison, classmate, group):
        lost, keeper = classmate("赵失"), liaison("王小明")
        told = suggest(keeper=keeper, kind=SuggestionKind.PHONE, about=lost, value="15412345678")
        count_classes()
        for command in (f"confirm:{told.pk}", f"show:{told.pk}", f"end:{keeper.pk}"):
            answer = client_of("auditor").post(f"/office/rosters/{group.pk}/do/", {"do": command})
            assert answer.status_code == 403
        told.refresh_from_db()
        assert told.is_waiting

    def test_seeing_the_number_in_full_is_written_down(self, client_of, liaison, classmate, group):
        lost, keeper = classmate("赵失"), liaison("王小明")
        told = suggest(keeper=keeper, kind=SuggestionKind.PHONE, about=lost, value="15412345678")
        count_classes()
        client = client_of("staff")
        page = f"/office/rosters/{group.pk}/"
        assert "15412345678" not in client.get(page).content.decode()
        client.post(f"{page}do/", {"do": f"show:{told.pk}"})
        seen = AuditEntry.objects.get(verb="sensitive.viewed")
        assert seen.subject_ref == f"person:{lost.pk}"

    def test_the_next_step_names_the_liaison(self, client_of, liaison, classmate):
        classmate("赵失")
        liaison("王小明")
        html = client_of("staff").get("/office/rosters/lost/").content.decode()
        assert "Ask 王小明, who looks after the class" in html

    @pytest.mark.parametrize("item_count", [1, 3])
    def test_the_lists_ask_as_often_for_one_as_for_three(
        self, client_of, liaison, classmate, item_count, django_assert_max_num_queries
    ):
        keeper = liaison("王小明")
        for name in ("赵一", "钱二", "孙三")[:item_count]:
            suggest(keeper=keeper, kind=SuggestionKind.WORK, about=classmate(name), value="一厂")
        count_classes()
        client = client_of("staff")
        for page in self.PAGES:
            client.get(page)
            with django_assert_max_num_queries(14):
                client.get(page)

    def test_many_are_confirmed_at_once(self, client_of, liaison, classmate):
        keeper = liaison("王小明")
        lost = [classmate(name) for name in ("赵一", "钱二")]
        for number, one in enumerate(lost):
            suggest(
                keeper=keeper, kind=SuggestionKind.PHONE, about=one, value=f"1541234567{number}"
            )
        picked = [str(pk) for pk in Suggestion.objects.values_list("pk", flat=True)]
        data = {"do": "bulk", "action": "confirm", "pick": picked, "confirmed": "2"}
        client_of("staff").post("/office/rosters/told/", data)
        assert all(Person.objects.get(pk=one.pk).contactable for one in lost)
