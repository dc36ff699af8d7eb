"""The verbs this room writes into the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.audit.registry import verbs

verbs.register("approvals.requested", _("asked for approval"))
verbs.register("approvals.approved", _("approved"))
verbs.register("approvals.sent_back", _("sent back"))
verbs.register("approvals.withdrawn", _("withdrew a request for approval"))
verbs.register("approvals.commented", _("commented on a request for approval"))
