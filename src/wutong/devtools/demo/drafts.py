"""The shapes the generator speaks in; ``rows`` turns them into rows of tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class DegreeDraft:
    """A time of study in the class with index ``class_index`` of the plan."""

    class_index: int
    student_no: str
    completion: str
    supervisor: str = ""
    major: str = ""  # as this record writes it, when it differs from the class's


@dataclass(slots=True)
class ContactDraft:
    """One way to reach a person; ``status`` is ok, bounced or wrong."""

    kind: str
    value: str
    status: str
    since: date
    until: date | None = None
    primary: bool = False
    verified: date | None = None
    source: str = "import"


@dataclass(slots=True)
class EmploymentDraft:
    employer: str
    title: str
    industry: str
    region: str
    since: date
    until: date | None
    as_of: date


@dataclass(slots=True)
class StateDraft:
    """A dated state: ``kind`` is life, contact or membership."""

    kind: str
    value: str
    since: date
    until: date | None = None


@dataclass(slots=True)
class PersonDraft:
    """A person record with all that hangs on it."""

    id: int
    name: str
    sex: str
    born: date | None
    latin: str = ""
    former: tuple[str, ...] = ()
    language: str = "zh-hans"
    salutation: str = ""
    region: str = ""
    grade: int = 1
    recorded: date = date(2005, 9, 1)
    source_label: str = ""
    confidence: str = "B"
    degrees: list[DegreeDraft] = field(default_factory=list)
    contacts: list[ContactDraft] = field(default_factory=list)
    employments: list[EmploymentDraft] = field(default_factory=list)
    states: list[StateDraft] = field(default_factory=list)

    @property
    def deceased(self) -> date | None:
        """The day of death, if dead."""
        return next((state.since for state in self.states if state.kind == "life"), None)

    @property
    def contactable(self) -> bool:
        """Whether the record is contactable on the last day of its history."""
        return any(
            state.kind == "contact" and state.value == "contactable" and state.until is None
            for state in self.states
        )


@dataclass(frozen=True, slots=True)
class Truth:
    """What is really so, for judging a matcher; never read by the system itself.

    ``kind`` is ``same`` (``person`` and ``other`` are one human), ``different`` (they look like
    one and are two) or ``dirt`` (a field of ``person`` was spoilt; ``clean`` is what it was).
    """

    kind: str
    person: int
    other: int | None
    what: tuple[str, ...]
    clean: str = ""
