"""The words of joining."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Way(TextChoices):
    """By which door somebody came."""

    INVITATION = "invitation", _("Invitation link")
    REGISTER = "register", _("Register match")
    CAMPUS = "campus", _("University log-in")
    WECHAT = "wechat", pgettext_lazy("way to join", "WeChat")


class State(TextChoices):
    """How far an application is. PROVING: the contact has not been proven; nobody sees it."""

    PROVING = "proving", pgettext_lazy("application", "contact not confirmed")
    OPEN = "open", pgettext_lazy("application", "with the office")
    ASKED = "asked", pgettext_lazy("application", "applicant asked")
    JOINED = "joined", pgettext_lazy("application", "joined")
    DECLINED = "declined", pgettext_lazy("application", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")


WAITING = (State.OPEN, State.ASKED)


class Reason(TextChoices):
    """Why a person has to look at an application. Never shown to the applicant."""

    NOBODY = "nobody", pgettext_lazy("why it waits", "nobody found")
    DIFFERS = "differs", pgettext_lazy("why it waits", "something differs")
    SEVERAL = "several", pgettext_lazy("why it waits", "several records fit")
    ONE_FACT = "one_fact", pgettext_lazy("why it waits", "one fact alone")
    ELSEWHERE = "elsewhere", pgettext_lazy("why it waits", "contact on another record")
    HAS_ACCOUNT = "has_account", pgettext_lazy("why it waits", "has an account")
    ADDRESS_TAKEN = "address_taken", pgettext_lazy("why it waits", "address of another account")
    DECEASED = "deceased", pgettext_lazy("why it waits", "died, says the record")
    GUARDED = "guarded", pgettext_lazy("why it waits", "sensitive record")
    PAPERS = "papers", pgettext_lazy("why it waits", "certificate to compare")
    NO_CARD = "no_card", pgettext_lazy("why it waits", "not an alumnus on record")


class Purpose(TextChoices):
    """What a code is asked for."""

    REGISTER = "register", _("Joining")
    BACK = "back", _("Coming back")


class InvitationState(TextChoices):
    """What became of an invitation."""

    SENT = "sent", pgettext_lazy("invitation", "sent")
    USED = "used", pgettext_lazy("invitation", "used")
    REVOKED = "revoked", pgettext_lazy("invitation", "withdrawn")
