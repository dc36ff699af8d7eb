"""What reference data plugs into lower rooms: colleges as something a role can be limited to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit
from wutong.platform.access.registry import ScopeKind, scope_kinds


def college_choices() -> list[tuple[str, str]]:
    """Today's colleges by code."""
    colleges = AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True)
    return [(unit.code, str(unit)) for unit in colleges.order_by("code")]


def college_label(code: str) -> str:
    """A college's name, its code where it is not known."""
    found = AcademicUnit.objects.filter(code=code).first()
    return str(found) if found else code


scope_kinds.register("college", ScopeKind(_("College"), college_choices, college_label))
