from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wutong.platform.outbox.enums import DeliveryState, Lane, Reason


class Delivery(models.Model):
    """One message to one address; the table is partitioned by month of ``campaign_month``.

    A stream's recipients are written by ONE statement. It fills these columns; every other one
    has a default in the database::

        INSERT INTO outbox_delivery
            (campaign_month, stream, subject_ref, address, name, address_hash, language, parts)
        SELECT ...
        ON CONFLICT (campaign_month, stream, address_hash) DO NOTHING

    ``campaign_month``  the value ``public.open_stream`` returned (always a first of month)
    ``stream``          the stream's key
    ``subject_ref``     who it is about, ``person:<id>``
    ``address``         the address as it will stand on the envelope
    ``name``            display name beside the address in To:, may be empty
    ``address_hash``    ``public.address_hash(address)``, 16 bytes. SQL cannot compute it:
                        take it from the contact point, which stores the same hash
    ``language``        ``zh-hans`` or ``en``; picks the stream's content
    ``parts``           merge values as a flat JSON object of strings, e.g.
                        ``jsonb_build_object('name', p.name, 'college', u.name_zh)``

    Values that every recipient has but nobody need store (the unsubscribe and action links) are
    made at sending time by the stream's source (``registry.stream_sources``).

    ``id`` comes from a sequence, so claims go in the order of insertion. States and transitions
    are described in ``docs/reference/outbox.md``; only services and the pump change them.
    """

    pk = models.CompositePrimaryKey("campaign_month", "id")
    campaign_month = models.DateField(_("month"))
    id = models.BigIntegerField(
        db_default=models.Func(models.Value("outbox_delivery_id_seq"), function="nextval"),
    )
    stream = models.CharField(_("stream"), max_length=80)
    lane = models.SmallIntegerField(
        _("lane"), choices=Lane.choices, default=Lane.BULK, db_default=Lane.BULK
    )
    subject_ref = models.CharField(_("about"), max_length=80, default="", db_default="")
    address = models.CharField(_("address"), max_length=320)
    name = models.CharField(_("name"), max_length=200, default="", db_default="")
    address_hash = models.BinaryField(_("address hash"))
    language = models.CharField(_("language"), max_length=12, default="", db_default="")
    parts = models.JSONField(
        _("personal parts"), default=dict, db_default=models.Value({}, models.JSONField())
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=DeliveryState.choices,
        default=DeliveryState.QUEUED,
        db_default=DeliveryState.QUEUED,
    )
    reason = models.CharField(
        _("reason"), max_length=20, choices=Reason.choices, default="", db_default="", blank=True
    )
    attempts = models.SmallIntegerField(_("attempts"), default=0, db_default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True)
    claimed_by = models.UUIDField(_("claimed by"), null=True)
    lease_until = models.DateTimeField(_("lease until"), null=True)
    last_reply = models.CharField(_("last reply"), max_length=500, default="", db_default="")
    created_at = models.DateTimeField(_("created"), db_default=Now())
    accepted_at = models.DateTimeField(_("delivered at"), null=True)
    bounced_at = models.DateTimeField(_("bounced at"), null=True)
    # Text messages alone: what a receipt names, when the phone had it, parts that are billed.
    gateway_ref = models.CharField(_("the gateway's number"), max_length=64, null=True)
    received_at = models.DateTimeField(_("arrived at"), null=True)
    parts_billed = models.SmallIntegerField(_("parts"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign_month", "stream", "address_hash"],
                name="outbox_delivery_once",
            ),
            models.CheckConstraint(
                condition=models.Q(campaign_month__day=1), name="outbox_delivery_first_of_month"
            ),
        ]
        indexes = [
            models.Index(
                "stream",
                "id",
                name="outbox_delivery_queued",
                condition=models.Q(state=DeliveryState.QUEUED),
            ),
            models.Index(
                "id",
                name="outbox_delivery_priority",
                condition=models.Q(state=DeliveryState.QUEUED, lane=Lane.PRIORITY),
            ),
            models.Index(
                "claimed_by",
                name="outbox_delivery_claimed",
                condition=models.Q(state=DeliveryState.SENDING),
            ),
            models.Index(
                "stream",
                "id",
                name="outbox_delivery_uncertain",
                condition=models.Q(state=DeliveryState.UNCERTAIN),
            ),
            # The few that did not arrive, for the names behind their number.
            models.Index(
                "stream",
                "state",
                name="outbox_delivery_astray",
                condition=models.Q(
                    state__in=[
                        DeliveryState.REFUSED,
                        DeliveryState.BOUNCED,
                        DeliveryState.UNCERTAIN,
                        DeliveryState.CANCELLED,
                    ]
                ),
            ),
            models.Index("subject_ref", name="outbox_delivery_subject"),
            models.Index(
                "gateway_ref",
                name="outbox_delivery_gateway",
                condition=models.Q(gateway_ref__isnull=False),
            ),
            models.Index(
                "id",
                name="outbox_delivery_texts",
                condition=models.Q(state=DeliveryState.QUEUED, lane=Lane.TEXT),
            ),
            models.Index(
                "address_hash",
                name="outbox_delivery_number",
                condition=models.Q(gateway_ref__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.id} {self.state}"
