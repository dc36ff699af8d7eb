"""What a pasted text was understood to say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a text can say about somebody, in the order in which it is shown."""

    NAME = "name"
    STUDENT_NO = "student_no"
    PHONE = "phone"
    PHONE_GONE = "phone_gone"
    EMAIL = "email"
    WECHAT = "wechat"
    EMPLOYER = "employer"
    TITLE = "title"
    CITY = "city"
    ADDRESS = "address"


class LeftOut(StrEnum):
    """What was recognised and is of no use, or must not be entered at all."""

    FAX = "fax"
    QQ = "qq"
    POSTCODE = "postcode"
    WEBSITE = "website"
    HOTLINE = "hotline"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing the text says. ``sure`` where it was labelled or cannot be anything else; ``line``
    is the line it was read from.
    """

    field: Field
    value: str
    line: str
    sure: bool = True


@dataclass(frozen=True)
class Reading:
    """All of it. ``renewed`` are the fields of which the text itself says that they changed."""

    found: tuple[Found, ...]
    left_out: tuple[LeftOut, ...] = ()
    renewed: frozenset[Field] = frozenset()

    def values(self, field: Field) -> list[str]:
        """The values of one field, in the order of the text."""
        return [one.value for one in self.found if one.field == field]

    def first(self, field: Field) -> str:
        """The first of them, "" without any."""
        return next(iter(self.values(field)), "")
