"""A person as programs read it."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema

Kind = Literal["email", "phone", "address", "wechat"]
Status = Literal["ok", "bounced", "wrong"]
Value = Annotated[str, Field(min_length=1, max_length=320, pattern=r"^[^\x00]*$")]


class UnitOut(Schema):
    """A college or department, in both languages."""

    code: str
    name_zh: str
    name_en: str


class StudyOut(Schema):
    """A time of study; the unit is the one of that time."""

    unit: UnitOut
    class_name: str | None
    major: str
    level: str
    student_no: str
    entry_year: int | None
    leave_year: int | None
    completion: str


class EmploymentOut(Schema):
    """Where somebody works or worked, as known on a day."""

    employer: str
    title: str
    industry: str
    from_date: date | None
    to_date: date | None
    as_of: date | None


class ContactPointOut(Schema):
    """A way to reach somebody. `value` is masked unless it was asked for in full with a reason."""

    id: int
    kind: Kind
    value: str
    masked: bool
    is_primary: bool
    status: Status
    confirmed_at: datetime | None


class PersonOut(Schema):
    """A person on record, as far as the key's account sees it."""

    id: int
    name: str
    name_latin: str
    former_names: list[str]
    language: str
    place: str | None = Field(description="Name of the place, in the language of the answer.")
    place_code: str | None
    grade: Literal["open", "internal", "sensitive"]
    deceased: bool
    contactable: bool
    studies: list[StudyOut]
    employments: list[EmploymentOut]
    contact_points: list[ContactPointOut]
    version: int
    updated_at: datetime


class ContactPointIn(Schema):
    """A new contact point."""

    model_config = {"extra": "forbid"}

    kind: Kind
    value: Value
    is_primary: bool = False


class ContactPointChange(Schema):
    """What is to be changed of a contact point; what is left out stays."""

    model_config = {"extra": "forbid"}

    value: Value | None = None
    status: Status | None = None
    is_primary: Literal[True] | None = None
    confirmed: Literal[True] | None = None
