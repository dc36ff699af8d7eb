"""Who may join at once: rules that read nothing and write nothing.

A record is *meant* when the name agrees, nothing that was given contradicts it, and one proof of
study agrees: the student number, the class, or college with year of entry. Exactly one record must
be meant; then the contact decides how much more is needed:

===============  ==========================================================================
the contact is   then
===============  ==========================================================================
on the record    joins
dormant          joins, and the other channels are told: an address or a number that has been
                 silent for a year may have a new owner (who knows no fact of the studies)
not on record    joins with the student number *and* the class, or college with year; the other
                 channels are told. One fact alone is for a person to judge
of another       never joins by itself: it has changed hands, or two people share it
===============  ==========================================================================

A number that the university's own log-in vouches for needs no contact on record. Nobody joins by
themselves onto a record that has an account, is graded sensitive, or says the person has died.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from wutong.programs.joining.enums import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

DORMANT = timedelta(days=365)
"""After so long without a sign of life a contact alone opens nothing (ID-4)."""


class Fit(Enum):
    """What was given beside what is on record; SILENT where one of the two says nothing."""

    AGREES = "agrees"
    DIFFERS = "differs"
    SILENT = "silent"


class Holding(Enum):
    """Whose contact it is."""

    OWN = "own"
    DORMANT = "dormant"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Candidate:
    """One record beside what was given."""

    person_id: int
    name: Fit = Fit.AGREES
    number: Fit = Fit.SILENT
    group: Fit = Fit.SILENT
    college: Fit = Fit.SILENT
    year: Fit = Fit.SILENT
    contact: Holding = Holding.UNKNOWN
    deceased: bool = False
    guarded: bool = False
    has_account: bool = False
    alumnus: bool = True

    @property
    def fits(self) -> tuple[Fit, ...]:
        """Everything that can contradict."""
        return (self.name, self.number, self.group, self.college, self.year)

    @property
    def contradicted(self) -> bool:
        """Something given is not what the record says."""
        return Fit.DIFFERS in self.fits

    @property
    def studied(self) -> bool:
        """The class agrees, or college and year do."""
        return self.group is Fit.AGREES or (self.college is self.year is Fit.AGREES)

    @property
    def meant(self) -> bool:
        """Name and one proof of study agree, nothing contradicts."""
        proven = self.number is Fit.AGREES or self.studied
        return self.name is Fit.AGREES and proven and not self.contradicted


@dataclass(frozen=True)
class Verdict:
    """``person_id`` where somebody joins at once; else the reasons for a person to look.

    ``warn``: the other channels of the record are told.
    """

    person_id: int | None = None
    warn: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def joins(self) -> bool:
        """Whether nobody needs to look."""
        return self.person_id is not None


def decide(candidates: Sequence[Candidate], *, vouched: bool = False) -> Verdict:
    """The verdict; ``vouched``: the university's log-in says whose student number it is."""
    meant = [one for one in candidates if one.meant]
    if vouched:
        meant = [one for one in meant if one.number is Fit.AGREES]
    if not meant:
        reason = Reason.DIFFERS if any(one.contradicted for one in candidates) else Reason.NOBODY
        return Verdict(reasons=(reason,))
    if len(meant) > 1:
        return Verdict(reasons=(Reason.SEVERAL,))
    return _of_one(meant[0], vouched=vouched)


def _of_one(one: Candidate, *, vouched: bool) -> Verdict:
    barred = _barred(one)
    if barred:
        return Verdict(reasons=barred)
    if one.contact is Holding.OWN:
        return Verdict(one.person_id)
    two_facts = one.number is Fit.AGREES and one.studied
    if vouched or two_facts or one.contact is Holding.DORMANT:
        return Verdict(one.person_id, warn=True)
    return Verdict(reasons=(Reason.ONE_FACT,))


def _barred(one: Candidate) -> tuple[Reason, ...]:
    bars = (
        (one.deceased, Reason.DECEASED),
        (one.guarded, Reason.GUARDED),
        (one.has_account, Reason.HAS_ACCOUNT),
        (one.contact is Holding.ELSEWHERE, Reason.ELSEWHERE),
        (not one.alumnus, Reason.NO_CARD),
    )
    return tuple(reason for holds, reason in bars if holds)


@dataclass(frozen=True)
class Holder:
    """A living record that names a contact somebody has just proven to be theirs.

    ``alive_on`` is its last sign of life; ``doubtful``: it bounced, was marked wrong, or ended.
    """

    person_id: int
    alive_on: date | None
    doubtful: bool = False


class Opening(Enum):
    """What a proven contact alone opens."""

    NOTHING = "nothing"
    RECORD = "record"
    QUESTION = "question"


def opening(holders: Sequence[Holder], today: date) -> Opening:
    """A code alone opens one fresh record that nobody else shares; else a fact is asked (ID-4)."""
    if not holders:
        return Opening.NOTHING
    if len(holders) == 1 and not holders[0].doubtful and is_fresh(holders[0].alive_on, today):
        return Opening.RECORD
    return Opening.QUESTION


def is_fresh(alive_on: date | None, today: date) -> bool:
    """A sign of life within a year."""
    return alive_on is not None and today - alive_on <= DORMANT
