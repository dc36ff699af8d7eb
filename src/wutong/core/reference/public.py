"""The door of reference data: lineage of colleges, definitions, places."""

from wutong.core.reference.industries import section_of, standard_name, words_of
from wutong.core.reference.models.bodies import in_language
from wutong.core.reference.selectors import (
    colleges_of_today,
    current_definition,
    unit_with_ancestors,
    units_of_today,
    units_with_ancestors,
)

__all__ = [
    "colleges_of_today",
    "current_definition",
    "in_language",
    "section_of",
    "standard_name",
    "unit_with_ancestors",
    "units_of_today",
    "units_with_ancestors",
    "words_of",
]
