"""What this room plugs in: the words of the audit trail and one permission."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.registry import Permission, register_permissions
from wutong.platform.audit.registry import verbs
from wutong.platform.documents.services import READ

verbs.register("document.issued", _("issued numbered documents"))
verbs.register("document.voided", _("made a document void"))
verbs.register("document.superseded", _("replaced a document"))
register_permissions(Permission(READ, _("Fetch any issued letter")))
