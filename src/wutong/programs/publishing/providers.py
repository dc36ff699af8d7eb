"""What publishing plugs into lower rooms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.public import purposes
from wutong.core.consent.registry import withdrawal_listeners
from wutong.engines.wording.public import checked
from wutong.kernel.actors import Actor
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.approvals.public import Kind, subjects
from wutong.platform.approvals.public import kinds as approval_kinds
from wutong.platform.audit.registry import verbs
from wutong.platform.links.public import register_action
from wutong.programs.publishing import (
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.programs.publishing.consents import PORTRAIT, PURPOSE, PortraitsEnd
from wutong.programs.publishing.demo import build_home
from wutong.programs.publishing.demo_sites import build_sites
from wutong.programs.publishing.demo_stories import build_stories
from wutong.programs.publishing.enums import Ending
from wutong.programs.publishing.letter_drafts import LetterKeeper, make_letter, make_text
from wutong.programs.publishing.links import ACTION, PortraitAction
from wutong.programs.publishing.registry import StoryChannel, channels, copies
from wutong.programs.publishing.services.pictures import end_all_of
from wutong.programs.publishing.wording import StoryTexts
from wutong.ui.office.registry import MenuItem, menu
from wutong.ui.site.registry import SiteItem, site_items

for _verb, _said in {
    "stories.published": _("published a story"),
    "stories.scheduled": _("had a story approved for a later hour"),
    "stories.corrected": _("corrected a story in public"),
    "stories.withdrawn": _("withdrew a story"),
    "stories.restored": _("put a withdrawn story back on the desk"),
    "stories.taken_back": _("took a story back from its reviews"),
    "stories.approval_void": _("the approval of a story was void: it had changed"),
    "stories.taken_up": _("took a story of an organisation up for the house"),
    "stories.given_back": _("left a story to its organisation's pages"),
    "sites.opened": _("opened pages for an organisation"),
    "sites.closed": _("closed the pages of an organisation"),
    "sites.reopened": _("opened the pages of an organisation again"),
    "sites.changed": _("changed what stands on the pages of an organisation"),
    "sites.editor_named": _("named an editor of an organisation's pages"),
    "sites.editor_released": _("released an editor of an organisation's pages"),
    "stories.letter_made": _("made a letter from a story"),
    "stories.translation_begun": _("began the other language of a story"),
    "stories.pictures": _("changed the pictures of a story"),
    "pictures.rights_set": _("set the rights of a picture"),
    "pictures.portrait_added": _("noted who is to be seen in a picture"),
    "pictures.portrait_ended": _("ended the permission to show somebody"),
    "pictures.portrait_reopened": _("took back the end of a permission to show somebody"),
    "pictures.hidden": _("a picture was taken off"),
    "profiles.saved": _("saved a profile for stories"),
}.items():
    verbs.register(_verb, _said)

subjects.register("story", rules.StorySubject())
subjects.register("site", rules.SiteSubject())
checked.register("story", StoryTexts())
approval_kinds.register(
    "story",
    Kind(
        _("Stories of the newsroom"),
        rules.PUBLISH,
        _("First, second and final review, each by another colleague."),
    ),
    order=30,
)
approval_kinds.register(
    "site-story",
    Kind(
        _("Stories on organisations' pages"),
        rules.PUBLISH,
        _("First review by somebody else of the organisation or the house, final review by the house."),
    ),
    order=31,
)  # fmt: skip
approval_kinds.register(
    "site",
    Kind(
        _("Words on organisations' pages"), rules.PUBLISH,
        _("One review by the house before the public sees it."),
    ),
    order=32,
)  # fmt: skip
purposes.register(PORTRAIT, PURPOSE, order=20)
withdrawal_listeners.register(
    "publishing.portraits",
    PortraitsEnd(
        lambda person_id: end_all_of(
            actor=Actor.system("consent"), person_id=person_id, how=Ending.CONSENT
        )
    ),
)
register_action(ACTION, PortraitAction())
copies.register("letters", LetterKeeper(), order=50)
channels.register(
    "letter",
    StoryChannel(
        _("Make a letter"), "mail", "mail", "campaigns.change", make_letter,
        _("A draft in both languages; you choose whom it goes to and hand it in as any other."),
    ),
    order=20,
)  # fmt: skip
channels.register(
    "text",
    StoryChannel(
        _("Make a text message"), "phone", "text", "campaigns.change", make_text,
        _("A draft with the short link."),
    ),
    order=60,
)  # fmt: skip
menu.add(
    MenuItem(
        "stories", pgettext_lazy("publishing", "Stories"), "newsroom", "office:stories-list",
        rules.VIEW, "publishing", order=1,
    )
)  # fmt: skip
menu.add(
    MenuItem(
        "pictures", _("Pictures and rights"), "eye", "office:stories-pictures", rules.VIEW,
        "publishing", order=2,
    )
)  # fmt: skip
menu.add(
    MenuItem(
        "sites", _("Organisations' pages"), "building", "office:sites-list", rules.VIEW,
        "publishing", order=3,
    )
)  # fmt: skip
site_items.register(
    "about",
    SiteItem(pgettext_lazy("site", "About us"), "info", "/about/", where=frozenset({"foot"})),
    order=12,
)
site_items.register(
    "archive",
    SiteItem(
        pgettext_lazy("site", "Archive"), "book", "/stories/archive/", where=frozenset({"foot"})
    ),
    order=21,
)
site_items.register(
    "stories",
    SiteItem(pgettext_lazy("publishing", "Stories"), "newsroom", "/stories/", frozenset({"head"})),
    order=20,
)
demo_parts.register("publishing", DemoPart(order=90, build=build_home))
demo_parts.register("publishing.stories", DemoPart(order=91, build=build_stories))
demo_parts.register("publishing.sites", DemoPart(order=92, build=build_sites))
