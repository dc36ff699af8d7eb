"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.registry import purposes
from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.public import ActKind, kinds
from wutong.core.people.registry import PersonPanel, ahead, person_panels, timeline
from wutong.engines.calls.public import programs
from wutong.engines.outreach.public import LetterButton, letter_buttons
from wutong.engines.wording.public import checked
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.platform.links.public import register_action
from wutong.programs.voices import (
    figures,  # noqa: F401 - registers F16 and what stands beside it
    rules,
)
from wutong.programs.voices.coming import calls_and_entries
from wutong.programs.voices.demo import build_voices
from wutong.programs.voices.finding import Voices
from wutong.programs.voices.links import WriteAction
from wutong.programs.voices.names import AREA, PATH, PROGRAM, PUBLISHED_ACT, VALID_FOR, WRITE
from wutong.programs.voices.program import Testimonials
from wutong.programs.voices.purposes import PUBLISH_VOICES
from wutong.programs.voices.quoting import home_voices
from wutong.programs.voices.selectors import VoicesOnTimeline, panel_context, waiting_todos
from wutong.programs.voices.wording import EntryTexts
from wutong.ui.office.registry import MenuItem, menu, todos
from wutong.ui.site.registry import HomePart, SiteItem, findables, home_parts, site_items

programs.register(PROGRAM, Testimonials())
purposes.register(PUBLISH_VOICES.code, PUBLISH_VOICES, order=10)
register_action(WRITE, WriteAction())
letter_buttons.register(
    WRITE,
    LetterButton(
        _("Write a few lines"),
        _("No password. You can change or withdraw them at any time."),
        VALID_FOR,
    ),
)
kinds.add(
    ActKind(
        code=PUBLISHED_ACT, label=_("Had a testimonial published"),
        case_mode=CaseMode.COMMUNICATION, unit="entry", icon="edit",
    )
)  # fmt: skip
checked.register("entry", EntryTexts())
timeline.register("voices", VoicesOnTimeline(), order=21)
ahead.register("voices", calls_and_entries, order=40)
person_panels.register(
    "voices",
    PersonPanel(_("Testimonials"), "voices/office/panel.html", panel_context, rules.VIEW),
    order=66,
)
todos.register("voices", waiting_todos)
menu.add(
    MenuItem(
        "voices", _("Testimonials"), "heart", "office:voices-list", rules.VIEW, "publishing",
        order=15,
    )
)  # fmt: skip
site_items.register(
    "voices",
    SiteItem(pgettext_lazy("site", "Voices"), "heart", PATH, where=frozenset({"head"})),
    order=35,
)
findables.register(AREA, Voices(), order=25)
verbs.register("voices.quoted", _("put a testimonial on the home page"))
verbs.register("voices.unquoted", _("took a testimonial off the home page"))
home_parts.register(
    "voices", HomePart("voices/site/home.html", home_voices, style="voices/home.css"), order=25
)
demo_parts.register("voices", DemoPart(order=74, build=build_voices))
