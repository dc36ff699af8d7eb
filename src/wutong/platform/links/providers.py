"""The verbs this room writes into the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.audit.registry import verbs

verbs.register("links.answered", _("answered by link"))
verbs.register("links.undone", _("took back an answer given by link"))
verbs.register("links.grant_revoked", _("withdrew links"))
verbs.register("links.link_revoked", _("withdrew a link"))
