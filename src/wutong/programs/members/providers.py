"""What the members' room plugs into lower rooms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.core.people.registry import PersonPanel, ahead, person_panels
from wutong.engines.audiences.public import Criterion, Topic, register_criterion
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.programs.members import (
    criterion,
    holdings,  # noqa: F401 - registers what this room holds
)
from wutong.programs.members.coming import (
    addresses_that_failed,
    corrections_asked,
    requests_under_way,
    round_anniversary,
)
from wutong.programs.members.demo import link_alumni
from wutong.programs.members.office.cards import card_panel
from wutong.programs.members.office.corrections import CHANGE, correction_todos
from wutong.programs.members.office.corrections import TITLE as CORRECTIONS
from wutong.programs.members.selectors.cards import public_pages_of
from wutong.programs.publishing.registry import openers
from wutong.ui.office.registry import MenuItem, menu, todos

demo_parts.register("members", DemoPart(order=25, build=link_alumni))

register_criterion(
    Criterion(
        criterion.KEY,
        _("Account and card"),
        criterion.AccountForm,
        criterion.account_q,
        criterion.account_words,
        topic=Topic.PEOPLE,
        value=criterion.account_value,
    ),
    order=45,
)
verbs.register("member.linked", _("linked an account with this record"))
verbs.register("member.unlinked", _("parted an account from this record"))
verbs.register("card.issued", _("issued the alumni card"))
verbs.register("card.issued_many", _("issued alumni cards to many"))
verbs.register("card.withdrawn_many", _("took back alumni cards issued to many"))
verbs.register("card.revoked", _("called the alumni card back"))

person_panels.register(
    "members.card",
    PersonPanel(
        _("Alumni card"), "members/office/card_panel.html", card_panel, "people.record.view"
    ),
    order=30,
)

ahead.register("requests", requests_under_way, order=12)
ahead.register("addresses", addresses_that_failed, order=14)
ahead.register("corrections", corrections_asked, order=22)
ahead.register("anniversary", round_anniversary, order=90)
verbs.register("correction.asked", _("asked for a correction"))
verbs.register("correction.accepted", _("took over a correction"))
verbs.register("correction.declined", _("declined a correction"))
todos.register("corrections", correction_todos)
menu.add(
    MenuItem(
        "corrections",
        CORRECTIONS,
        "edit",
        "office:members-corrections",
        CHANGE,
        "records",
        order=40,
    )
)
verbs.register("directory.stopped", _("was stopped in the directory for reading too much"))
verbs.register("letter.relayed", _("wrote a letter through the office"))
openers.register("person", public_pages_of)
