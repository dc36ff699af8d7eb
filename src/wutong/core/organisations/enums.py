"""The vocabularies of organisations and appointments."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(TextChoices):
    COMPANY = "company", _("Company")
    MEDIA = "media", _("Media outlet")
    SCHOOL = "school", _("School or university")
    GOVERNMENT = "government", _("Government body")
    HOSPITAL = "hospital", _("Hospital or institute")
    ALUMNI = "alumni", _("Alumni organisation")
    OTHER = "other", _("Other body")


class AlumniType(TextChoices):
    """What an alumni organisation gathers its members by."""

    REGIONAL = "regional", _("Regional")
    COLLEGE = "college", pgettext_lazy("alumni organisation", "College")
    INDUSTRY = "industry", pgettext_lazy("alumni organisation", "Industry")
    INTEREST = "interest", _("Interest")
    OVERSEAS = "overseas", _("Overseas")
    CLASS = "class", pgettext_lazy("alumni organisation", "Class")


class LegalForm(TextChoices):
    """What an alumni organisation is before the law (社会团体登记管理条例)."""

    SOCIETY = "society", _("Registered society")
    BRANCH = "branch", _("Branch of the association")
    REPRESENTATIVE = "representative", _("Representative office of the association")
    LOCAL = "local", _("Independent local society")
    INFORMAL = "informal", _("Liaison group without registration")
    OVERSEAS = "overseas", _("Body under foreign law")


class OrganisationStatus(TextChoices):
    PREPARING = "preparing", _("In preparation")
    ACTIVE = "active", pgettext_lazy("organisation", "Active")
    DORMANT = "dormant", _("Dormant")
    CLOSED = "closed", pgettext_lazy("organisation", "Closed")


class Industry(TextChoices):
    """The sections of GB/T 4754-2017."""

    A = "A", _("Agriculture, forestry and fishery")
    B = "B", _("Mining")
    C = "C", _("Manufacturing")
    D = "D", _("Electricity, heat, gas and water")
    E = "E", _("Construction")
    F = "F", _("Wholesale and retail trade")
    G = "G", _("Transport, storage and post")
    H = "H", _("Hotels and catering")
    I = "I", _("Information technology and software")  # noqa: E741 - the letter of the standard
    J = "J", _("Finance")
    K = "K", _("Real estate")
    L = "L", _("Leasing and business services")
    M = "M", _("Research and technical services")
    N = "N", _("Water, environment and public facilities")
    O = "O", _("Household and other services")  # noqa: E741 - the letter of the standard
    P = "P", _("Education")
    Q = "Q", _("Health and social work")
    R = "R", _("Culture, sports and entertainment")
    S = "S", _("Public administration and social organisations")
    T = "T", _("International organisations")


class AppointmentRole(TextChoices):
    AMBASSADOR = "ambassador", _("Alumni ambassador")
    LIAISON = "liaison", _("Class liaison")
    OFFICER = "officer", _("Chapter officer")
    MENTOR = "mentor", pgettext_lazy("appointment", "Mentor")
    JUDGE = "judge", pgettext_lazy("appointment", "Judge")


class AppointmentState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPOINTED = "appointed", _("Appointed")
    ENDED = "ended", pgettext_lazy("appointment", "Ended")
    RENEWED = "renewed", _("Renewed")
    HANDED_OVER = "handed_over", _("Handed over")


class BatchState(TextChoices):
    CHECKED = "checked", _("Checked")
    RUNNING = "running", pgettext_lazy("batch", "Running")
    DONE = "done", pgettext_lazy("batch", "Done")
    CANCELLED = "cancelled", pgettext_lazy("batch", "Cancelled")


class Verdict(TextChoices):
    """What is to be done with a line of a batch."""

    OK = "ok", _("Will be appointed")
    SERVING = "serving", _("Holds the same office already")
    DECEASED = "deceased", _("Has died")
    TWICE = "twice", _("Stands in the list twice")
    UNKNOWN = "unknown", _("Nobody found")
    AMBIGUOUS = "ambiguous", _("Several people fit")


class LinkedBy(TextChoices):
    NAME = "name", _("Same name")
    STAFF = "staff", _("Entered by staff")
