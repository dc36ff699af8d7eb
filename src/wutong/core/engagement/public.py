"""The door of the ledger."""

from __future__ import annotations

from .entries import ActEntry, Subject
from .registry import ActKind, kinds
from .selectors import acts_between, acts_of_person, acts_of_source, acts_standing, aem_acts
from .services import erase_subject, record, record_many, reverse

__all__ = [
    "ActEntry",
    "ActKind",
    "Subject",
    "acts_between",
    "acts_of_person",
    "acts_of_source",
    "acts_standing",
    "aem_acts",
    "erase_subject",
    "kinds",
    "record",
    "record_many",
    "reverse",
]
