"""Listens to the audit trail; names its own acts and its permission."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.registry import Permission, register_permissions
from wutong.platform.audit.registry import listeners, verbs
from wutong.platform.webhooks.services import on_entry

listeners.register("webhooks", on_entry)
register_permissions(Permission("webhooks.change", _("Send events to other programs")))
verbs.register("webhook.added", _("added a webhook"))
verbs.register("webhook.changed", _("changed a webhook"))
verbs.register("webhook.switched_on", _("switched a webhook on"))
verbs.register("webhook.switched_off", _("switched a webhook off"))
verbs.register("webhook.secret_renewed", _("renewed the secret of a webhook"))
verbs.register("webhook.removed", _("removed a webhook"))
verbs.register("webhook.replayed", _("sent a webhook message again"))
