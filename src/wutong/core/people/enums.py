from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.reference.enums import AlumniGroup

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Sex(TextChoices):
    MALE = "m", _("Male")
    FEMALE = "f", _("Female")
    UNKNOWN = "", pgettext_lazy("sex", "Not recorded")


class Language(TextChoices):
    """The language a person is written to in."""

    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")


class StateKind(TextChoices):
    LIFE = "life", _("Life")
    CONTACT = "contact", _("Contact")
    MEMBERSHIP = "membership", _("Membership")


class LifeState(TextChoices):
    DECEASED = "deceased", _("Deceased")


class ContactState(TextChoices):
    """A living person on record is always exactly one of the two."""

    CONTACTABLE = "contactable", _("Contactable")
    LOST = "lost", _("Lost")


STUDENT = "student"
"""The membership of those still studying; the other values are those of `AlumniGroup`."""

MEMBERSHIP_CHOICES = [*AlumniGroup.choices, (STUDENT, _("Student"))]


class ContactKind(TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    ADDRESS = "address", _("Postal address")
    WECHAT = "wechat", _("WeChat")


class ContactStatus(TextChoices):
    OK = "ok", pgettext_lazy("contact point", "In use")
    BOUNCED = "bounced", pgettext_lazy("contact point", "Bounced")
    WRONG = "wrong", pgettext_lazy("contact point", "Wrong")


class SourceKind(TextChoices):
    IMPORT = "import", _("Import")
    STAFF = "staff", _("Entered by staff")
    SELF = "self", _("Told by the person")
    LINK = "link", _("Answered by link")
    DEMO = "demo", _("Demonstration data")


class Confidence(TextChoices):
    """How sure a field of a record is: the source grades A to D, as a clerk would say them."""

    A = "A", _("certain: seen in a document or told by the person")
    B = "B", _("good: from a list or a colleague")
    C = "C", _("reported by others")
    D = "D", _("a guess")


class SourcedFrom(TextChoices):
    """What a dated state rests on."""

    IMPORT = "import", _("Import")
    STAFF = "staff", _("Entered by staff")
    SELF = "self", _("Told by the person")
    LINK = "link", _("Answered by link")
    RULE = "rule", _("Followed from other data")
    DEMO = "demo", _("Demonstration data")


class DocumentKind(TextChoices):
    IDENTITY = "identity", _("Identity card")
    OTHER = "other", _("Passport or other document")


class RelationKind(TextChoices):
    """What one person is to another."""

    SPOUSE = "spouse", pgettext_lazy("relation", "Spouse")
    PARENT = "parent", pgettext_lazy("relation", "Parent")
    SIBLING = "sibling", pgettext_lazy("relation", "Brother or sister")
    RELATIVE = "relative", pgettext_lazy("relation", "Relative")
    TEACHER = "teacher", pgettext_lazy("relation", "Teacher")


SYMMETRIC = frozenset((RelationKind.SPOUSE, RelationKind.SIBLING, RelationKind.RELATIVE))
_REVERSED = {
    RelationKind.PARENT: pgettext_lazy("relation", "Child"),
    RelationKind.TEACHER: pgettext_lazy("relation", "Student"),
}


def reverse_label(kind: str) -> _StrPromise:
    """What the other side is: a parent's is a child."""
    return _REVERSED[RelationKind(kind)]


class MatchStrength(IntegerChoices):
    """How much speaks for two records being one person."""

    CERTAIN = 3, _("Certain")
    STRONG = 2, _("Strong")
    POSSIBLE = 1, _("Possible")


class MatchDecision(TextChoices):
    """What was decided about two records; empty while nobody has."""

    OPEN = "", pgettext_lazy("possible duplicate", "To decide")
    SAME = "same", pgettext_lazy("possible duplicate", "Same person")
    DIFFERENT = "different", pgettext_lazy("possible duplicate", "Different people")
    LATER = "later", pgettext_lazy("possible duplicate", "Put aside")
