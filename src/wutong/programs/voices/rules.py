"""Who looks after calls, who decides on what comes in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import Permission, register_permissions

VIEW = "voices.view"
CHANGE = "voices.change"
MODERATE = "voices.moderate"
EXPORT = "voices.export"

register_permissions(
    Permission(VIEW, _("See calls for testimonials and what came in")),
    Permission(CHANGE, _("Open and change calls for testimonials")),
    Permission(MODERATE, _("Decide which testimonials are published")),
    Permission(EXPORT, _("Take testimonials out as a file")),
)
