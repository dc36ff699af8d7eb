"""Why did somebody not get it? One sentence, with the reason and the day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from wutong.core.consent.public import ALL_TOPICS, changes_of, ledger_of
from wutong.core.people.enums import ContactKind, StateKind
from wutong.core.people.models import ContactPoint, PersonState
from wutong.core.people.public import masked_reach, people_labels, visible_people
from wutong.engines.audiences.public import explain, loads
from wutong.engines.outreach.enums import Exclusion
from wutong.engines.outreach.models import Recipient
from wutong.engines.outreach.services.mourning import death_near
from wutong.engines.outreach.timeline import outcome_words
from wutong.engines.wechat.public import accounts_of
from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.platform.outbox.enums import DeliveryState
from wutong.platform.outbox.models import Suppression, WechatRight
from wutong.platform.outbox.public import deliveries_about, deliveries_of, reply_words
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from wutong.core.people.models import Person
    from wutong.engines.audiences.public import Finding
    from wutong.engines.outreach.models import Campaign
    from wutong.platform.accounts.models import User
    from wutong.platform.outbox.models import Delivery


def explain_to(campaign: Campaign, person: Person, viewer: User | None = None) -> str:
    """In one sentence whether, why and since when this person got the sending or did not;
    ``viewer`` is told the names of others as far as they may see them.
    """
    if campaign.gone_out:
        row = deliveries_of(campaign.ref).filter(subject_ref=f"person:{person.pk}").first()
        if row is not None:
            return _sentence(row, person, on_wechat=campaign.by_wechat)
    judged = Recipient.objects.filter(campaign=campaign, person=person).first()
    if judged is None:
        return _not_judged(campaign, person)
    if judged.reason == "":
        return _("%(name)s gets this greeting.") % {"name": person.name}
    reason = Exclusion(judged.reason)
    detail = _Details(campaign, person, judged, viewer).of(reason)
    words = str(reason.label)
    if detail:
        words = _("%(reason)s (%(detail)s)") % {"reason": words, "detail": detail}
    values = {"name": person.name, "reason": words}
    if campaign.gone_out:
        return _("%(name)s did not get it: %(reason)s.") % values
    return _("%(name)s does not get it: %(reason)s.") % values


def _sentence(row: Delivery, person: Person, *, on_wechat: bool) -> str:
    """From the delivery ledger: what became of the letter, and when."""
    moment = row.bounced_at or row.accepted_at
    values = {
        "name": person.name,
        "outcome": outcome_words(row),
        "reply": reply_words(row),
        "day": as_day(moment) if moment else "",
    }
    if on_wechat:
        dated = _("The notice on WeChat to %(name)s: %(outcome)s on %(day)s.")
        return (dated if moment else _("The notice on WeChat to %(name)s: %(outcome)s.")) % values
    if row.gateway_ref:
        dated = _("The text message to %(name)s: %(outcome)s on %(day)s.")
        return (dated if moment else _("The text message to %(name)s: %(outcome)s.")) % values
    if row.last_reply and row.state in {DeliveryState.BOUNCED, DeliveryState.REFUSED}:
        return _("The letter to %(name)s: %(outcome)s. The receiving server said: %(reply)s") % (
            values
        )
    if moment:
        return _("The letter to %(name)s: %(outcome)s on %(day)s.") % values
    return _("The letter to %(name)s: %(outcome)s.") % values


def _not_judged(campaign: Campaign, person: Person) -> str:
    """Not in the segment: which condition keeps them out, and what they have instead."""
    name = {"name": person.name}
    definition = campaign.definition or (campaign.segment.definition if campaign.segment else None)
    if definition is None:
        return _("%(name)s cannot be judged: no segment is chosen yet.") % name
    try:
        finding = explain(loads(definition), campaign.author, person.pk, with_values=True)
    except WutongError as error:
        return str(error)
    if finding is None:
        return _("%(name)s is not among the people %(author)s may see.") % {
            **name,
            "author": campaign.author,
        }
    if finding.holds:
        if campaign.gone_out:
            return _("%(name)s was not in the segment on %(day)s, when the recipients were fixed.") % {
                **name,
                "day": as_day(campaign.sent_at or clock.now()),
            }  # fmt: skip
        return _("%(name)s is in the segment; the pre-flight has not judged them yet.") % name
    return _("%(name)s is not in the segment this greeting is for: %(why)s.") % {
        **name,
        "why": _("; ").join(_condition(one) for one in list(finding.failing())[:3]),
    }


def _condition(finding: Finding) -> str:
    words = (
        _("“%(condition)s” applies") if finding.holds else _("“%(condition)s” does not apply")
    ) % {"condition": finding.text}
    if finding.value:
        return _("%(condition)s, on record: %(value)s") % {
            "condition": words,
            "value": finding.value,
        }
    return words


class _Details:
    """The day and the circumstances of each reason, "" where nothing more is known."""

    def __init__(
        self, campaign: Campaign, person: Person, judged: Recipient, viewer: User | None
    ) -> None:
        self.campaign, self.person, self.judged, self.viewer = campaign, person, judged, viewer

    def of(self, reason: Exclusion) -> str:
        """In a few words."""
        found: dict[Exclusion, Callable[[], str]] = {
            Exclusion.DECEASED: self._died,
            Exclusion.LOST: self._lost,
            Exclusion.NO_EMAIL: self._other_ways,
            Exclusion.NO_NUMBER: self._other_ways,
            Exclusion.NO_WECHAT: self._other_ways,
            Exclusion.NO_RIGHT: self._refused,
            Exclusion.BOUNCED: self._bounced,
            Exclusion.DEAD_NUMBER: self._bounced,
            Exclusion.SUPPRESSED: self._suppressed,
            Exclusion.STOPPED: self._said,
            Exclusion.UNSUBSCRIBED: self._said,
            Exclusion.PAUSED: self._said,
            Exclusion.NO_CONSENT: self._consent,
            Exclusion.FREQUENCY: self._lately,
            Exclusion.BEREAVED: self._mourns,
            Exclusion.DUPLICATE: self._shares,
            Exclusion.HOUSEHOLD: self._shares,
        }
        tell = found.get(reason)
        return tell() if tell else ""

    def _since(self, kind: StateKind) -> str:
        state = PersonState.objects.filter(person=self.person, kind=kind, valid_to__isnull=True)
        day = state.values_list("valid_from", flat=True).first()
        return as_day(day) if day else ""

    def _died(self) -> str:
        day = self._since(StateKind.LIFE)
        return _("on %(day)s as far as is known") % {"day": day} if day else ""

    def _lost(self) -> str:
        day = self._since(StateKind.CONTACT)
        return _("since %(day)s") % {"day": day} if day else ""

    def _other_ways(self) -> str:
        ways = masked_reach([self.person.pk])[self.person.pk]
        labels = [str(ContactKind(kind).label) for kind in sorted(ways)]
        return _("known: %(ways)s") % {"ways": _(", ").join(labels)} if labels else ""

    def _bounced(self) -> str:
        letters = deliveries_about(f"person:{self.person.pk}")
        letters = letters.filter(state__in=(DeliveryState.BOUNCED, DeliveryState.REFUSED))
        row = letters.filter(gateway_ref__isnull=self.campaign.by_mail).first()
        if row is None:
            return ""
        moment = row.bounced_at or row.created_at
        return _("the letter of %(day)s came back: %(reply)s") % {
            "day": as_day(moment) if moment else "–",
            "reply": reply_words(row),
        }

    def _refused(self) -> str:
        """Whether they said no, or were never asked or used it up."""
        code = self.campaign.notice.code if self.campaign.notice else ""
        rows = WechatRight.objects.filter(fan__in=accounts_of(self.person.pk), template=code)
        row = rows.order_by("-changed_at").first()
        if row is None:
            return _("never asked or never answered")
        day = {"day": as_day(row.changed_at)}
        if row.refused:
            return _("refused on %(day)s") % day
        return _("allowed once, and that is used up")

    def _suppressed(self) -> str:
        row = (
            Suppression.objects.filter(address_hash__in=self._hashes())
            .order_by("-created_at")
            .first()
        )
        if row is None:
            return ""
        return _("%(why)s, since %(day)s") % {
            "why": row.get_reason_display(),
            "day": as_day(row.created_at),
        }

    def _hashes(self) -> QuerySet[Any, Any]:
        """Those of the ways this sending would take."""
        if self.campaign.by_wechat:
            return accounts_of(self.person.pk).order_by().values("openid_hash")
        kind = ContactKind.PHONE if self.campaign.by_text else ContactKind.EMAIL
        points = ContactPoint.objects.filter(person=self.person, kind=kind, valid_to__isnull=True)
        return points.values("value_hash")

    def _said(self) -> str:
        """The wish that stands: when it was said and how."""
        change = changes_of(self.person.pk).filter(
            channel=self.campaign.channel,
            topic__in=[self.campaign.topic, ALL_TOPICS],
            undone_at__isnull=True,
        ).first()  # fmt: skip
        if change is None:
            return ""
        return _("on %(day)s, %(how)s") % {
            "day": as_day(change.changed_at),
            "how": change.get_method_display(),
        }

    def _consent(self) -> str:
        record = ledger_of(self.person.pk).filter(topic__in=[self.campaign.topic, ALL_TOPICS])
        last = record.exclude(withdrawn_at=None).order_by("-withdrawn_at").first()
        if last is None or last.withdrawn_at is None:
            return _("never asked or never answered")
        return _("withdrawn on %(day)s") % {"day": as_day(last.withdrawn_at)}

    def _lately(self) -> str:
        """The messages that used up the cap."""
        _messages, days = settings.OUTREACH_CAP
        until = self.campaign.sent_at or clock.now()
        rows = Recipient.objects.filter(
            person=self.person,
            reason="",
            campaign__sent_at__gte=until - timedelta(days=days),
            campaign__sent_at__lte=until,
        ).exclude(campaign=self.campaign)
        letters = rows.select_related("campaign").order_by("-campaign__sent_at")[:3]
        return _(", ").join(
            _("%(title)s on %(day)s") % {
                "title": row.campaign.title,
                "day": as_day(row.campaign.sent_at or until),
            }
            for row in letters
        )  # fmt: skip

    def _mourns(self) -> str:
        day = death_near(self.person.pk)
        return _("somebody close died on %(day)s") % {"day": as_day(day)} if day else ""

    def _shares(self) -> str:
        """Who gets it instead."""
        other = self.judged.shares_with
        if not other or self.viewer is None:
            return ""
        if not visible_people(self.viewer).filter(pk=other).exists():
            return ""
        label = people_labels([other]).get(other, "")
        return _("%(other)s gets it") % {"other": label} if label else ""
