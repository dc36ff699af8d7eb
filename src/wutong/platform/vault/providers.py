"""What keys plug into the rooms below: the words of the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.audit.registry import verbs

verbs.register("keys.rotated", _("re-encrypted a column with the newest key"))
