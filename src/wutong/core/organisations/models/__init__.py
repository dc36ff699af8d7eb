"""Bodies outside the university, who belongs to them, and who holds which office."""

from wutong.core.organisations.models.appointment import Appointment
from wutong.core.organisations.models.batch import AppointmentBatch, Candidate
from wutong.core.organisations.models.membership import EmployerLink, Membership
from wutong.core.organisations.models.organisation import Organisation

__all__ = [
    "Appointment",
    "AppointmentBatch",
    "Candidate",
    "EmployerLink",
    "Membership",
    "Organisation",
]
