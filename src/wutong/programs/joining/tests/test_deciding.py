"""The rules of joining as a table: what was given, whose contact it is, what follows."""

from datetime import date

import pytest

from wutong.programs.joining.deciding import (
    Candidate,
    Fit,
    Holder,
    Holding,
    Opening,
    decide,
    opening,
)
from wutong.programs.joining.enums import Reason

Y, N, Q = Fit.AGREES, Fit.DIFFERS, Fit.SILENT
OWN, OLD, NEW, OTHER = Holding.OWN, Holding.DORMANT, Holding.UNKNOWN, Holding.ELSEWHERE
TODAY = date(2026, 11, 22)


def record(number=Q, group=Q, college=Q, year=Q, contact=OWN, name=Y, person_id=1, **facts):
    return Candidate(person_id, name, number, group, college, year, contact, **facts)


# number, class, college, year, contact → joins, warns, reason
TABLE = [
    # the contact is on the record: one proof is enough
    (Y, Q, Q, Q, OWN, True, False, None),
    (Q, Y, Q, Q, OWN, True, False, None),
    (Q, Q, Y, Y, OWN, True, False, None),
    (Q, Q, Y, Q, OWN, False, False, Reason.NOBODY),
    (Q, Q, Q, Y, OWN, False, False, Reason.NOBODY),
    (Q, Q, Q, Q, OWN, False, False, Reason.NOBODY),
    # dormant: the proof is the second fact, and the others are told
    (Y, Q, Q, Q, OLD, True, True, None),
    (Q, Q, Y, Y, OLD, True, True, None),
    (Q, Q, Q, Q, OLD, False, False, Reason.NOBODY),
    # not on record: the number and a study
    (Y, Q, Y, Y, NEW, True, True, None),
    (Y, Y, Q, Q, NEW, True, True, None),
    (Y, Q, Q, Q, NEW, False, False, Reason.ONE_FACT),
    (Y, Q, Y, Q, NEW, False, False, Reason.ONE_FACT),
    (Q, Y, Y, Y, NEW, False, False, Reason.ONE_FACT),
    # somebody else's: never by itself
    (Y, Y, Y, Y, OTHER, False, False, Reason.ELSEWHERE),
    # one thing that contradicts spoils the rest
    (N, Y, Y, Y, OWN, False, False, Reason.DIFFERS),
    (Y, Q, N, Q, OWN, False, False, Reason.DIFFERS),
    (Y, Q, Y, N, NEW, False, False, Reason.DIFFERS),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: "-".join(str(x) for x in row[:5]))
def test_what_was_given_and_whose_contact_it_is(row):
    number, group, college, year, contact, joins, warns, reason = row
    verdict = decide([record(number, group, college, year, contact)])
    assert (verdict.joins, verdict.warn) == (joins, warns)
    assert verdict.reasons == ((reason,) if reason else ())


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"deceased": True}, Reason.DECEASED),
        ({"guarded": True}, Reason.GUARDED),
        ({"has_account": True}, Reason.HAS_ACCOUNT),
        ({"alumnus": False}, Reason.NO_CARD),
        ({"name": N}, Reason.DIFFERS),
    ],
)
@pytest.mark.parametrize("vouched", [False, True])
def test_nothing_opens_these(facts, reason, vouched):
    perfect = record(Y, Y, Y, Y, OWN, **facts)
    assert decide([perfect], vouched=vouched).reasons == (reason,)


def test_two_who_fit_are_for_a_person_and_one_who_does_not_is_no_second():
    twin = record(college=Y, year=Y, person_id=2, contact=NEW)
    first = record(college=Y, year=Y)
    assert decide([first, twin]).reasons == (Reason.SEVERAL,)
    namesake = record(college=N, year=Y, person_id=2, contact=NEW)
    assert decide([first, namesake]).person_id == 1
    assert decide([]).reasons == (Reason.NOBODY,)


def test_the_university_vouches_for_a_number_and_for_nothing_else():
    assert decide([record(Y, contact=NEW)], vouched=True).person_id == 1
    assert decide([record(Q, Y, Y, Y, contact=NEW)], vouched=True).reasons == (Reason.NOBODY,)
    assert decide([record(Y, contact=OTHER)], vouched=True).reasons == (Reason.ELSEWHERE,)


@pytest.mark.parametrize(
    ("holders", "opens"),
    [
        ([], Opening.NOTHING),
        ([Holder(1, date(2026, 1, 1))], Opening.RECORD),
        ([Holder(1, date(2025, 11, 22))], Opening.RECORD),
        ([Holder(1, date(2025, 11, 21))], Opening.QUESTION),
        ([Holder(1, None)], Opening.QUESTION),
        ([Holder(1, date(2026, 1, 1), doubtful=True)], Opening.QUESTION),
        ([Holder(1, date(2026, 1, 1)), Holder(2, None)], Opening.QUESTION),
    ],
)
def test_a_code_alone_opens_one_fresh_record(holders, opens):
    assert opening(holders, TODAY) is opens
