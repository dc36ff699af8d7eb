"""Who takes graduates in: the office, which sees the whole university."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import Permission, register_permissions, scoper
from wutong.programs.graduation.models import Intake

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.platform.access.public import Scopes

VIEW = "graduation.view"
CHANGE = "graduation.change"
IMPORT = "people.register.import"

register_permissions(
    Permission(VIEW, _("See intakes of graduates")),
    Permission(CHANGE, _("Make graduates alumni, and take it back")),
)


@scoper(Intake)
def intake_scope(scopes: Scopes, action: str) -> QuerySet[Intake]:
    """A register holds the whole university's people."""
    intakes = Intake.objects.all()
    return intakes if scopes.everything else intakes.none()
