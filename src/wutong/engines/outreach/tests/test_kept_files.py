"""Files handed in for letters go when no letter carries them; a text starts under the right name."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from wutong.core.reference.models import LegalBody
from wutong.engines.outreach.models import Campaign, LetterFile
from wutong.engines.outreach.texts import default_signature
from wutong.kernel import clock
from wutong.platform.audit.models import AuditEntry
from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import private_storage, store
from wutong.platform.outbox.enums import Approval
from wutong.platform.outbox.models import TextSignature
from wutong.platform.outbox.public import gateways
from wutong.platform.privacy.public import run_retention
from wutong.platform.privacy.services.retaining import preview_retention

from .making import OFFICE, account

pytestmark = pytest.mark.django_db
RULE = "outreach.orphans"


def kept_file(name, *, days):
    """A picture handed in so many days ago."""
    stored = store(ContentFile(b"\x89PNG"), owner=OFFICE, kind="letter", name=name)
    return LetterFile.objects.create(stored=stored, made_at=clock.now() - timedelta(days=days))


def draft(**values):
    now = timezone.now()
    return Campaign.objects.create(
        title="t", legal_body=LegalBody.objects.get(pk="association"), topic="news",
        author=account(), created_at=now, updated_at=now, **values,
    )  # fmt: skip


def test_a_file_that_no_letter_carries_goes_after_a_week_and_is_counted():
    lonely, fresh = kept_file("lonely.png", days=8), kept_file("fresh.png", days=6)
    carried = [kept_file(f"c{number}.png", days=400) for number in range(4)]
    draft(blocks_en=[{"kind": "image", "address": carried[0].address}])
    draft(blocks_zh=[{"kind": "card", "address": carried[1].address}], state="stopped")
    draft(body_zh=f"![]({carried[2].address})", text_en=f"see {carried[3].address}")
    assert {line.code: line.due for line in preview_retention(clock.now())}[RULE] == 1
    content = lonely.stored.storage_name
    run = run_retention(actor=OFFICE)
    assert {"rule": RULE, "gone": 1, "error": ""} in run.lines
    assert set(LetterFile.objects.values_list("pk", flat=True)) == {
        fresh.pk, *[row.pk for row in carried]
    }  # fmt: skip
    assert not StoredFile.objects.filter(pk=lonely.stored_id).exists()
    assert not private_storage().exists(content)
    entry = AuditEntry.objects.get(verb="campaigns.files_cleaned")
    assert (entry.data["files"], entry.data["names"]) == (1, ["lonely.png"])
    assert run_retention(actor=OFFICE).gone == 0


def test_a_text_starts_under_the_approved_signature_of_its_body(settings):
    gateway = next(iter(gateways()), None)
    if gateway is None:
        settings.SMS_GATEWAYS = {
            code: {**raw, "key_id": "k", "secret": "s"}
            for code, raw in settings.SMS_GATEWAYS.items()
        }
        gateway = next(iter(gateways()))
    TextSignature.objects.all().delete()
    body = LegalBody.objects.get(pk="association")

    def signature(text, whose, state=Approval.APPROVED):
        return TextSignature.objects.create(
            gateway=gateway, text=text, legal_body=whose, state=state
        )

    signature("基金会", "foundation")
    signature("校友会新", "association", Approval.WAITING)
    assert default_signature(body) is None, "another body's is nobody's default"
    everybody = signature("梧桐大学", "")
    assert default_signature(body) == everybody
    first, second = signature("校友会", "association"), signature("校友总会", "association")
    assert default_signature(body) == first
    draft(signature=second, channel="sms", sent_at=clock.now())
    assert default_signature(body) == second
    assert default_signature(None) == everybody
