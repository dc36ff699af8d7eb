"""The verbs this room writes into the audit trail, and who sets the chains."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import Permission, register_permissions
from wutong.platform.audit.registry import verbs

verbs.register("approvals.requested", _("asked for approval"))
verbs.register("approvals.approved", _("approved"))
verbs.register("approvals.sent_back", _("sent back"))
verbs.register("approvals.withdrawn", _("withdrew a request for approval"))
verbs.register("approvals.commented", _("commented on a request for approval"))
verbs.register("approvals.chain_set", _("set who approves"))
verbs.register("approvals.chain_unset", _("set who approves back to the usual"))

register_permissions(
    Permission("approvals.chains.view", _("See who approves what, and what waits")),
    Permission("approvals.chains.change", _("Set who approves what")),
)
