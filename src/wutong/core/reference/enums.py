"""The small vocabularies that every record of the office is read with."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Grade(IntegerChoices):
    """Confidentiality of a person or an act. What is "not to be entered" never gets this far:
    the import refuses it.
    """

    OPEN = 0, pgettext_lazy("confidentiality grade", "Open")
    INTERNAL = 1, pgettext_lazy("confidentiality grade", "Internal")
    SENSITIVE = 2, pgettext_lazy("confidentiality grade", "Sensitive")


class Population(TextChoices):
    """Who acted. Alumni figures and the CASE metrics count alumni only."""

    ALUMNUS = "alumnus", _("Alumni")
    STUDENT = "student", _("Students")
    STAFF = "staff", _("Staff of the university")
    SOCIETY = "society", _("General public")
    UNKNOWN = "unknown", _("Population unknown")


class OfficeRole(TextChoices):
    """What the office had to do with an act."""

    HOST = "host", _("Host")
    JOINT = "joint", _("Joint host")
    ASSISTING = "assisting", _("Assisting")
    REPORTED = "reported", _("Reported by an alumni organisation")


class SourceGrade(TextChoices):
    """How sure a fact is."""

    A = "A", _("A: recorded by the system")
    B = "B", _("B: imported with evidence")
    C = "C", _("C: reported by others")
    D = "D", _("D: estimate")


class AlumniGroup(TextChoices):
    """The groups from which a definition of “alumnus” is put together."""

    DEGREE = "degree", _("Degree holders")
    NON_DEGREE = "non_degree", _("Completed without a degree")
    LEFT_EARLY = "left_early", _("Left before completing")
    STAFF = "staff", _("Present and former staff")
    AFFILIATED = "affiliated", _("Affiliated units")
    HONORARY = "honorary", _("Honorary alumni")


class DegreeLevel(TextChoices):
    COLLEGE = "college", _("Junior college")
    BACHELOR = "bachelor", _("Bachelor")
    MASTER = "master", _("Master")
    DOCTOR = "doctor", _("Doctor")
    CONTINUING = "continuing", _("Continuing education")
    OTHER = "other", _("Other studies")


class Completion(TextChoices):
    GRADUATED = "graduated", _("Graduated")
    COMPLETED = "completed", _("Completed without graduating")
    LEFT = "left", _("Left early")
    STUDYING = "studying", _("Studying")


class UnitKind(TextChoices):
    COLLEGE = "college", _("College")
    DEPARTMENT = "department", _("Department")
    PREDECESSOR = "predecessor", _("Predecessor school")


class LineageKind(TextChoices):
    RENAMED = "renamed", _("Renamed")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split")
