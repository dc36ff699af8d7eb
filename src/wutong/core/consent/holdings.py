"""What this room holds about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.consent.enums import ALL_TOPICS, Channel, Method
from wutong.core.consent.models import ConsentRecord, Preference, PreferenceChange, Visibility
from wutong.core.consent.services import set_topic
from wutong.core.consent.visibility import FIELDS
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, blanks, deletes, holdings, reads, restraints

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject

holdings.register(
    "consent.ledger",
    Holding(
        title=_("What you agreed to and withdrew"),
        purpose=_("To prove that we were allowed to."),
        fate=Fate.ANONYMISE,
        ground=_(
            "Whoever handles data must be able to show that consent was given (PIPL 13, 69); the "
            "entries stay without a name and without evidence that gives one."
        ),
        read=reads(
            ConsentRecord, "topic", "channel", "basis", "text", "method", "evidence",
            "legal_body", "given_at", "withdrawn_at", "withdrawn_method",
        ),
        erase=blanks(ConsentRecord, evidence=""),
        tables=("consent_consentrecord",),
    ),
    order=60,
)  # fmt: skip
holdings.register(
    "consent.wishes",
    Holding(
        title=_("What you want to receive"),
        purpose=_("To send you what you want and nothing else."),
        fate=Fate.ERASE,
        read=reads(Preference, "topic", "channel", "wanted", "paused_until", "changed_at"),
        erase=deletes(Preference),
        tables=("consent_preference",),
    ),
    order=60,
)
holdings.register(
    "consent.changes",
    Holding(
        title=_("Changes of what you want to receive"),
        purpose=_("To undo a change and to explain it."),
        fate=Fate.ERASE,
        read=reads(PreferenceChange, "changed_at", "topic", "channel", "method", "source_ref"),
        erase=deletes(PreferenceChange),
        tables=("consent_preferencechange",),
    ),
    order=60,
)
holdings.register(
    "consent.visibility",
    Holding(
        title=_("Who sees what of you"),
        purpose=_("To show each field to whom you chose."),
        fate=Fate.ERASE,
        read=reads(Visibility, *FIELDS, "changed_at"),
        erase=deletes(Visibility),
        tables=("consent_visibility",),
    ),
    order=60,
)


def restrain(actor: Actor, subject: Subject) -> None:
    """Nothing is sent any more, on any channel, until the person says otherwise."""
    for person_id in subject.ids("person"):
        for channel in Channel:
            set_topic(
                actor=actor,
                person_id=person_id,
                topic=ALL_TOPICS,
                channel=channel,
                wanted=False,
                method=Method.STAFF,
            )


restraints.register("consent", restrain)
