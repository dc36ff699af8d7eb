"""What the office's records refer to: bodies, definitions, units, classes and places."""

from wutong.core.reference.models.bodies import AlumniDefinition, LegalBody
from wutong.core.reference.models.places import Region
from wutong.core.reference.models.units import AcademicUnit, ClassGroup, UnitLineage

__all__ = [
    "AcademicUnit",
    "AlumniDefinition",
    "ClassGroup",
    "LegalBody",
    "Region",
    "UnitLineage",
]
