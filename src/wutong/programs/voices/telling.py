"""The letter to a writer whose text was not taken: why, and the link to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.people.public import best_email
from wutong.engines.calls.public import own_token
from wutong.platform.outbox.public import enqueue_single
from wutong.programs.voices.links import link_for
from wutong.ui.site.public import absolute

if TYPE_CHECKING:
    from wutong.engines.calls.models import Entry
    from wutong.kernel.actors import Actor


def tell_declined(actor: Actor, entry: Entry) -> None:
    """By mail, where there is an address; their own page says the same in any case."""
    person = entry.person
    if person is not None:
        to, language = best_email(person.pk) or "", person.language
        link = link_for(actor=actor, call=entry.call, person_id=person.pk) if to else ""
    else:
        to, language = entry.contact if entry.contact_kind == "email" else "", entry.language
        link = absolute(reverse("voices_writer:write", args=[own_token(entry, actor)]))
    if not to:
        return
    with translation.override(language):
        short = "en" if language.startswith("en") else "zh"
        words = {"call": str(entry.call), "university": settings.UNIVERSITY[f"name_{short}"]}
        paragraphs = (
            _("Thank you for what you wrote for “%(call)s”. We have not taken it as it is:")
            % words,
            entry.reason,
            _("You can read it again, mend it and hand it in once more:"),
            link,
            _("You wrote:"),
            entry.text,
        )
        enqueue_single(
            actor=actor, to=to, language=language, text="\n\n".join(paragraphs),
            subject=_("%(call)s: about your text · %(university)s") % words,
            subject_ref=f"person:{person.pk}" if person is not None else entry.ref,
        )  # fmt: skip
