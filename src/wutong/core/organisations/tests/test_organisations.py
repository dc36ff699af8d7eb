from __future__ import annotations

from datetime import date

import pytest

from wutong.core.organisations.errors import (
    BranchOfBranchError,
    ChangedMeanwhileError,
    CreditCodeError,
    RegionalBranchError,
)
from wutong.core.organisations.models import EmployerLink, Membership, Organisation
from wutong.core.organisations.naming import is_credit_code, with_check_character
from wutong.core.organisations.public import (
    add_member,
    end_membership,
    save_organisation,
    search,
)
from wutong.core.people.merging.services import merge_people
from wutong.core.people.merging.undoing import unmerge
from wutong.core.people.public import save_employment
from wutong.core.people.tests.factories import CLERK, make_person
from wutong.kernel.errors import WutongError
from wutong.platform.audit.models import AuditEntry

from .factories import make_member, make_organisation

pytestmark = pytest.mark.django_db


def found(text):
    names = search(text, organisations=Organisation.objects.all()).values_list("name_zh", flat=True)
    return sorted(names)


def test_an_organisation_is_found_by_every_name_it_ever_had():
    make_organisation(
        "上海校友会", name_en="Shanghai Alumni Association", former_names=["沪江同学会"]
    )
    make_organisation("北京校友会")
    for text in ("上海", "校友会 上海", "沪江", "shanghai", "shxyh", "Alumni Shang"):
        assert found(text) == ["上海校友会"], text
    assert found("校友会") == ["上海校友会", "北京校友会"]
    assert found("广州") == []


def test_a_credit_code_is_checked():
    code = with_check_character("91310000ABCDEFGH1")
    assert is_credit_code(code)
    make_organisation("青桐科技", kind="company", credit_code=code.lower())
    assert Organisation.objects.get().credit_code == code
    with pytest.raises(CreditCodeError):
        make_organisation("恒澜科技", kind="company", credit_code=code[:-1] + "?")


def test_a_regional_branch_is_refused_with_the_lawful_alternatives():
    with pytest.raises(RegionalBranchError) as refused:
        make_organisation(legal_form="branch", alumni_type="regional")
    assert "article 17" in str(refused.value)
    assert Organisation.objects.count() == 0
    parent = make_organisation(legal_form="branch", alumni_type="industry")
    with pytest.raises(BranchOfBranchError):
        make_organisation(legal_form="branch", alumni_type="interest", parent=parent)


def test_a_company_has_no_legal_form_of_an_alumni_organisation():
    firm = save_organisation(
        actor=CLERK,
        fields={"kind": "company", "name_zh": "青桐科技", "legal_form": "branch"},
    )
    assert (firm.legal_form, firm.alumni_type) == ("", "")


def test_nobody_overwrites_what_somebody_else_saved():
    firm = make_organisation()
    save_organisation(
        actor=CLERK, fields={"note": "x"}, organisation_id=firm.pk, version=firm.version
    )
    with pytest.raises(ChangedMeanwhileError):
        save_organisation(
            actor=CLERK, fields={"note": "y"}, organisation_id=firm.pk, version=firm.version
        )
    assert Organisation.objects.get().note == "x"


def test_an_organisation_is_no_part_of_itself():
    upper = make_organisation()
    lower = make_organisation(parent=upper)
    with pytest.raises(WutongError):
        save_organisation(actor=CLERK, fields={"parent": lower}, organisation_id=upper.pk)


def test_members_join_once_and_leave_with_a_date():
    club = make_organisation()
    person = make_member(club)
    again = add_member(actor=CLERK, organisation_id=club.pk, person_id=person.pk)
    assert Membership.objects.count() == 1
    end_membership(actor=CLERK, membership_id=again.pk, on=date(2024, 5, 1))
    assert Membership.objects.get().valid_to == date(2024, 5, 1)
    with pytest.raises(WutongError):
        end_membership(actor=CLERK, membership_id=again.pk)
    verbs = list(
        AuditEntry.objects.filter(verb__startswith="organisation.").values_list("verb", flat=True)
    )
    assert sorted(verbs) == ["organisation.added", "organisation.joined", "organisation.left"]


def test_a_company_finds_the_alumni_who_work_there_by_its_names():
    person = make_person("王小明")
    job = save_employment(actor=CLERK, person_id=person.pk, fields={"employer": "青桐科技有限公司"})
    save_employment(actor=CLERK, person_id=person.pk, fields={"employer": "恒澜科技"})
    firm = make_organisation("青桐科技", kind="company", former_names=["青桐科技有限公司"])
    link = EmployerLink.objects.get()
    assert (link.employment_id, link.organisation_id, link.linked_by) == (job.pk, firm.pk, "name")


def test_two_records_of_one_member_are_one_membership_from_the_earlier_day():
    association = make_organisation()
    kept, gone = make_member(association), make_person("王小明")
    add_member(
        actor=CLERK, organisation_id=association.pk, person_id=gone.pk,
        since=date(2012, 5, 4), source="list",
    )  # fmt: skip

    merge = merge_people(actor=CLERK, kept_id=kept.pk, gone_id=gone.pk)

    standing = Membership.objects.filter(person=kept, valid_to__isnull=True)
    assert [row.valid_from for row in standing] == [date(2012, 5, 4)]
    unmerge(actor=CLERK, merge_id=merge.pk)
    assert dict(Membership.objects.values_list("person_id", "valid_from")) == {
        kept.pk: date(2020, 1, 1),
        gone.pk: date(2012, 5, 4),
    }
