"""Who sees what of the room; it knows no colleges, so it is for those who see everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from wutong.platform.access.registry import Permission, register_permissions, scoper
from wutong.platform.privacy.enums import CHANGE_PROCESSORS, PROCESSORS, RETENTION, RUN
from wutong.platform.privacy.models import Erasure, Processor, RetentionRun

if TYPE_CHECKING:
    from wutong.platform.access.registry import Scopes

register_permissions(
    Permission(RETENTION, _("See what is kept how long, and what goes tonight")),
    Permission(RUN, _("Let the retention robot run now")),
    Permission(PROCESSORS, _("See who handles data on our behalf")),
    Permission(CHANGE_PROCESSORS, _("Keep the register of processors")),
)


def _for_the_whole_university(model: type[Model]) -> None:
    def rows(scopes: Scopes, action: str) -> QuerySet[Any]:
        found: QuerySet[Any] = QuerySet(model)
        return found if scopes.everything else found.none()

    scoper(model)(rows)


for _model in (Erasure, Processor, RetentionRun):
    _for_the_whole_university(_model)
