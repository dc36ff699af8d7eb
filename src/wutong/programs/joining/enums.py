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

    NOBODY = "nobody", _("nobody of this name and study is on record")
    DIFFERS = "differs", _("something that was given is not what the record says")
    SEVERAL = "several", _("several records fit")
    ONE_FACT = "one_fact", _("the contact is not on record and one fact alone agrees")
    ELSEWHERE = "elsewhere", _("the contact is on somebody else’s record")
    HAS_ACCOUNT = "has_account", _("the record has an account already")
    ADDRESS_TAKEN = "address_taken", _("the address belongs to another account")
    DECEASED = "deceased", _("the record says the person has died")
    GUARDED = "guarded", _("the record is graded sensitive")
    PAPERS = "papers", _("the proof is a certificate, which a person must compare")
    NO_CARD = "no_card", _("the record does not say alumnus")


class Purpose(TextChoices):
    """What a code is asked for."""

    REGISTER = "register", _("Joining")
    BACK = "back", _("Coming back")


class InvitationState(TextChoices):
    """What became of an invitation."""

    SENT = "sent", pgettext_lazy("invitation", "sent")
    USED = "used", pgettext_lazy("invitation", "used")
    REVOKED = "revoked", pgettext_lazy("invitation", "withdrawn")
