"""What the members' room plugs into lower rooms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.programs.members.demo import link_alumni

demo_parts.register("members", DemoPart(order=25, build=link_alumni))

verbs.register("member.linked", _("linked an account with this record"))
