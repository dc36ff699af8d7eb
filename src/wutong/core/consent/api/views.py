"""What somebody agreed to, and writing down that they did or do no longer."""

from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema, Status

from wutong.core.consent.enums import Channel, LawfulBasis, Method
from wutong.core.consent.errors import UnknownTopicError
from wutong.core.consent.models import ConsentRecord, ConsentText
from wutong.core.consent.selectors import preference_sheet, topic_of
from wutong.core.consent.services import record_consent, set_topic
from wutong.core.people.models import Person
from wutong.platform.access.public import scope
from wutong.ui.api.public import Problem, actor_of, guarded, user_of

READ, WRITE = "consent:read", "consent:write"
router = Router()


class WordsOut(Schema):
    """The words that were agreed to."""

    code: str
    version: int
    zh: str
    en: str


class ConsentOut(Schema):
    """One line of the ledger. An empty channel means every channel."""

    id: int
    topic: str
    channel: str
    basis: LawfulBasis
    words: WordsOut | None
    method: Method
    evidence: str
    given_at: datetime
    withdrawn_at: datetime | None


class TopicOut(Schema):
    """Whether somebody receives a topic on a channel now."""

    topic: str
    channel: Channel
    wanted: bool
    needs_consent: bool


class ConsentsOut(Schema):
    """The ledger, youngest first, and what follows from it."""

    consents: list[ConsentOut]
    topics: list[TopicOut]
    stopped: bool
    paused_until: datetime | None


class ConsentIn(Schema):
    """That somebody agreed. `evidence` says where that can be looked up."""

    model_config = {"extra": "forbid"}

    topic: Annotated[str, Field(max_length=40, pattern=r"^[a-z_.:-]+$")]
    channel: Channel = Channel.EMAIL
    evidence: Annotated[str, Field(min_length=4, max_length=300, pattern=r"^[^\x00]*$")]


@router.get(
    "/people/{int:person_id}/consents",
    response=ConsentsOut,
    operation_id="readConsents",
    **guarded(READ, _("Read what somebody agreed to"), "not-found"),
)
def read_consents(request: HttpRequest, person_id: int, channel: Channel = Channel.EMAIL) -> Any:
    return consents_out(_seen(request, person_id, "view"), channel)


@router.post(
    "/people/{int:person_id}/consents",
    response={201: ConsentsOut},
    operation_id="giveConsent",
    **guarded(WRITE, _("Write down a consent"), "not-found"),
)
def give_consent(request: HttpRequest, person_id: int, payload: ConsentIn) -> Any:
    actor = actor_of(request)
    with transaction.atomic():
        _seen(request, person_id, "change")
        if _topic(payload.topic).needs_consent:
            record_consent(
                actor=actor,
                person_id=person_id,
                topic=payload.topic,
                channel=payload.channel,
                method=Method.STAFF,
                evidence=payload.evidence,
            )
        set_topic(
            actor=actor,
            person_id=person_id,
            topic=payload.topic,
            channel=payload.channel,
            wanted=True,
            method=Method.STAFF,
        )
    return Status(201, consents_out(person_id, payload.channel))


@router.delete(
    "/people/{int:person_id}/consents/{topic}",
    response=ConsentsOut,
    operation_id="withdrawConsent",
    **guarded(WRITE, _("Write down that a consent is withdrawn"), "not-found"),
)
def withdraw_consent(
    request: HttpRequest, person_id: int, topic: str, channel: Channel = Channel.EMAIL
) -> Any:
    with transaction.atomic():
        _seen(request, person_id, "change")
        _topic(topic)
        set_topic(
            actor=actor_of(request),
            person_id=person_id,
            topic=topic,
            channel=channel,
            wanted=False,
            method=Method.STAFF,
        )
    return consents_out(person_id, channel)


def _seen(request: HttpRequest, person_id: int, action: str) -> int:
    if not scope(user_of(request), Person, action).filter(pk=person_id).exists():
        raise Http404
    return person_id


def _topic(code: str) -> Any:
    try:
        return topic_of(code)
    except UnknownTopicError as error:
        raise Problem("not-found", error.message) from None


def consents_out(person_id: int, channel: Channel) -> ConsentsOut:
    """Ledger and present state of a person."""
    sheet = preference_sheet(person_id, channel)
    rows = ConsentRecord.objects.filter(person=person_id).select_related("text")
    return ConsentsOut(
        consents=[
            ConsentOut(
                id=row.pk,
                topic=row.topic,
                channel=row.channel,
                basis=LawfulBasis(row.basis),
                words=_words(row.text),
                method=Method(row.method),
                evidence=row.evidence,
                given_at=row.given_at,
                withdrawn_at=row.withdrawn_at,
            )
            for row in rows.order_by("-given_at", "-pk")
        ],
        topics=[
            TopicOut(
                topic=state.topic.code,
                channel=channel,
                wanted=state.wanted,
                needs_consent=state.topic.needs_consent,
            )
            for state in sheet.topics
        ],
        stopped=sheet.stopped,
        paused_until=sheet.paused_until,
    )


def _words(text: ConsentText | None) -> WordsOut | None:
    if text is None:
        return None
    return WordsOut(code=text.code, version=text.version, zh=text.text_zh, en=text.text_en)
