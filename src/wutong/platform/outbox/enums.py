"""The words of the outbox: what can happen to a stream and to one delivery."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeliveryState(models.TextChoices):
    """Where one message to one address stands.

    ``queued`` waits (or waits out a back-off). ``sending`` is claimed by a worker, written
    before its first byte leaves. ``accepted``: the next server said 2xx after the message.
    ``refused``: it said 5xx, or the address cannot be written on an envelope. ``bounced``: it was
    accepted and came back. ``uncertain``: the connection was lost between our last byte and the
    reply; a person decides. ``cancelled``: never sent, and ``reason`` says why.
    """

    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    ACCEPTED = "accepted", _("delivered")
    REFUSED = "refused", _("refused")
    BOUNCED = "bounced", _("bounced")
    UNCERTAIN = "uncertain", _("uncertain")
    CANCELLED = "cancelled", _("not sent")


class StreamState(models.TextChoices):
    """``open``: being filled. ``running``: pumped. ``paused``: by a person or by the guard.

    ``finished``: nothing is left to send (uncertain ones may still wait for a person).
    ``stopped``: ended early; what had not left is cancelled.
    """

    OPEN = "open", _("being prepared")
    RUNNING = "running", _("sending")
    PAUSED = "paused", _("paused")
    FINISHED = "finished", _("finished")
    STOPPED = "stopped", _("stopped")


class Lane(models.IntegerChoices):
    """Which queue: ``PRIORITY`` (log-in codes, receipts) never waits behind ``BULK``; ``TEXT`` is
    the same for single messages by text and on WeChat, which another pump sends.
    """

    PRIORITY = 0, _("at once")
    BULK = 1, _("in its turn")
    TEXT = 2, _("at once by text message")


class Medium(models.TextChoices):
    """What a stream is made of, which decides the pump that sends it."""

    EMAIL = "email", _("e-mail")
    TEXT = "sms", _("text message")
    WECHAT = "wechat", _("WeChat")


class Reason(models.TextChoices):
    """Why a delivery was not sent or did not stay delivered."""

    NONE = "", _("none")
    STOPPED = "stopped", _("the sending was stopped")
    SUPPRESSED = "suppressed", _("the address is on the do-not-send list")
    UNSUBSCRIBED = "unsubscribed", _("unsubscribed before it was sent")
    DECEASED = "deceased", _("the person has died")
    WITHDRAWN = "withdrawn", _("no longer allowed to be written to")
    ADDRESS = "address", _("the address cannot be used")
    REFUSED = "refused", _("the receiving server refused it")
    EXHAUSTED = "exhausted", _("put off too often by the receiving server")
    BOUNCE_HARD = "bounce-hard", _("the mailbox does not exist")
    BOUNCE_SOFT = "bounce-soft", _("the mailbox could not take it")
    CONNECTION = "connection", _("the connection was lost before the reply")
    WORKER = "worker", _("the worker was lost before the reply")
    ERASED = "erased", _("the person's data was erased")
    BARRED = "barred", _("the carrier bars texts to this number")
    UNDELIVERED = "undelivered", _("the carrier could not deliver it")
    NO_RIGHT = "no-right", _("has not allowed this notice on WeChat")


class SuppressionReason(models.TextChoices):
    """Why an address is never to be written to."""

    BOUNCE = "bounce", _("the mailbox does not exist")
    UNSUBSCRIBE = "unsubscribe", _("the owner unsubscribed")
    COMPLAINT = "complaint", _("the owner complained")
    STAFF = "staff", _("entered by staff")
    ERASED = "erased", _("the owner had their data erased")


class UncertainDecision(models.TextChoices):
    """What a person may decide about a delivery whose outcome the network hid."""

    REGARD_AS_SENT = "sent", _("regard as delivered")
    SEND_AGAIN = "again", _("send again")


class Approval(models.TextChoices):
    """Where a signature or template stands with the carrier."""

    WAITING = "waiting", pgettext_lazy("carrier", "being examined")
    APPROVED = "approved", pgettext_lazy("carrier", "approved")
    REFUSED = "refused", pgettext_lazy("carrier", "turned down")


class TextKind(models.TextChoices):
    """What a text is for; carriers approve and limit each kind by itself."""

    CODE = "code", _("one-time code")
    NOTICE = "notice", pgettext_lazy("text message", "notice")
    GREETING = "greeting", _("greeting or invitation")


class InboundChannel(models.TextChoices):
    """By which way a message came to us."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")
    WECHAT = "wechat", _("WeChat")


class InboundKind(models.TextChoices):
    """What a message that came in is; empty until it has been understood.

    ``reply`` was written by a human being, ``stop`` too and asks for no more messages.
    ``auto`` was written by a machine on somebody's behalf (RFC 3834) and is left alone.
    """

    UNREAD = "", _("not read yet")
    REPLY = "reply", pgettext_lazy("inbound", "reply")
    STOP = "stop", _("asks to be left alone")
    BOUNCE_HARD = "bounce-hard", _("returned for good")
    BOUNCE_SOFT = "bounce-soft", _("returned this time")
    DELAYED = "delayed", _("on its way longer than usual")
    COMPLAINT = "complaint", _("complaint")
    AUTO = "auto", _("automatic answer")
    UNKNOWN = "unknown", _("not understood")


class InboundState(models.TextChoices):
    """Whether a person still has something to do about it."""

    OPEN = "open", pgettext_lazy("inbound", "open")
    DONE = "done", pgettext_lazy("inbound", "done")


class SigningAlgorithm(models.TextChoices):
    """How a DKIM key signs; every receiver knows the first, many the second (RFC 8463)."""

    RSA = "rsa-sha256", "RSA 2048"
    ED25519 = "ed25519-sha256", "Ed25519"


class SigningState(models.TextChoices):
    """``waiting``: its public half is to be put into DNS first."""

    WAITING = "waiting", _("not in use yet")
    ACTIVE = "active", _("signs")
    RETIRED = "retired", pgettext_lazy("key", "retired")


class FindingVerdict(models.TextChoices):
    """What a look at DNS says about one thing."""

    GOOD = "good", pgettext_lazy("finding", "in order")
    WEAK = "weak", pgettext_lazy("finding", "could be better")
    BAD = "bad", pgettext_lazy("finding", "missing or wrong")
    UNKNOWN = "unknown", pgettext_lazy("finding", "could not be asked")


SETTLED = (
    DeliveryState.ACCEPTED,
    DeliveryState.REFUSED,
    DeliveryState.BOUNCED,
    DeliveryState.UNCERTAIN,
    DeliveryState.CANCELLED,
)

# What a person reads and answers; the rest is settled by the machine alone.
FOR_PEOPLE = (InboundKind.REPLY, InboundKind.STOP, InboundKind.UNKNOWN, InboundKind.COMPLAINT)
