"""Who reads the lists and who keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from wutong.engines.wording.models import Certificate, Leader, ListVersion, Term
from wutong.platform.access.public import Permission, register_permissions, scoper

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from wutong.platform.access.public import Scopes

VIEW = "wording.lists.view"
CHANGE = "wording.lists.change"
IMPORT = "wording.lists.import"
EXPORT = "wording.lists.export"

register_permissions(
    Permission(VIEW, _("Read the lists of wording and check texts")),
    Permission(CHANGE, _("Keep the lists of leaders and words")),
    Permission(IMPORT, _("Bring lists of wording in from a file")),
    Permission(EXPORT, _("Take the lists of wording out as a file")),
)


def _whole(model: type[Model]) -> None:
    """One set of lists for the university; it names nobody on record."""

    def rows(scopes: Scopes, action: str) -> QuerySet[Any]:
        return model._default_manager.all()  # noqa: SLF001 - Django's own name

    scoper(model)(rows)


for _model in (Leader, Term, ListVersion, Certificate):
    _whole(_model)
