"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.core.consent.registry import withdrawal_listeners
from wutong.core.people.registry import PersonColumn, person_columns
from wutong.engines.calls import (
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,  # noqa: F401 - registers who sees what
    tasks,  # noqa: F401 - registers the clock's job
)
from wutong.engines.calls.listening import ConsentEnds
from wutong.platform.audit.registry import verbs
from wutong.platform.tabular.reasons import reasons

for _verb, _said in {
    "calls.call_saved": _("saved a call"),
    "calls.entry_received": _("handed in a text"),
    "calls.entry_corrected": _("corrected a text handed in"),
    "calls.entry_taken_up": _("took up a text to look at"),
    "calls.entry_published": _("published a text handed in"),
    "calls.entry_declined": _("did not take a text handed in"),
    "calls.entry_taken_down": _("took down a text that was published"),
    "calls.entry_withdrawn": _("withdrew a text handed in"),
    "calls.entry_consent_ended": _("ended the publication of a text with its consent"),
}.items():
    verbs.register(_verb, _said)
withdrawal_listeners.register("calls", ConsentEnds())
person_columns.register(
    "calls.entry", PersonColumn("calls_entry", "person_id", reason="kept_calls")
)
reasons.register("kept_calls", _("Texts this person handed in: %(count)s."))
