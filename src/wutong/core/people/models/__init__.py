"""Who there is, how sure we are, and how to reach them."""

from wutong.core.people.models.candidates import MatchCandidate, MatchRun
from wutong.core.people.models.contacts import ContactPoint
from wutong.core.people.models.documents import PersonDocument
from wutong.core.people.models.merges import Merge, MergeMove
from wutong.core.people.models.person import Person
from wutong.core.people.models.provenance import Provenance
from wutong.core.people.models.register import (
    RegisterClass,
    RegisterContact,
    RegisterDocument,
    RegisterRow,
)
from wutong.core.people.models.relations import Relation
from wutong.core.people.models.states import PersonState
from wutong.core.people.models.studies import Degree, Employment

__all__ = [
    "ContactPoint",
    "Degree",
    "Employment",
    "MatchCandidate",
    "MatchRun",
    "Merge",
    "MergeMove",
    "Person",
    "PersonDocument",
    "PersonState",
    "Provenance",
    "RegisterClass",
    "RegisterContact",
    "RegisterDocument",
    "RegisterRow",
    "Relation",
]
