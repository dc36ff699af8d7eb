"""The pages: who may do what, and that looking does nothing."""

from __future__ import annotations

import pytest

from wutong.engines.outreach.exporters import RecipientsSource
from wutong.engines.outreach.message import subject_read_by
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services import campaigns
from wutong.engines.outreach.services.trying import preview
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.jobs.models import Progress
from wutong.platform.outbox.models import Delivery, DomainCheck, SingleMail

from .making import account, campaign, college, person, segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def author():
    return account("staff")


@pytest.fixture
def waiting(author):
    person("王晓明", unit=college("CS"))
    return campaigns.hand_in(actor=Actor.of(author), user=author, campaign=campaign(author))


def do(client, sending, what, **more):
    return client.post(f"/office/campaigns/{sending.pk}/do/", {"do": what, **more})


def state_of(sending):
    return Campaign.objects.get(pk=sending.pk).state


def test_a_director_approves_and_the_author_does_not(page, author, waiting):
    do(page(author), waiting, "approve")
    assert state_of(waiting) == "review"

    do(page(account("director")), waiting, "approve")
    assert state_of(waiting) == "approved"


def test_staff_without_the_permission_get_403(page, waiting):
    response = do(page(account("staff")), waiting, "approve")

    assert response.status_code == 403
    assert state_of(waiting) == "review"


def test_auditors_read_everything_and_change_nothing(page, waiting):
    client = page(account("auditor"))

    for path in ("", "preview/", "preview/frame/", "recipients/", "uncertain/"):
        assert client.get(f"/office/campaigns/{waiting.pk}/{path}").status_code == 200
    for what in ("take_back", "schedule", "stop", "copy", "count", "approve"):
        assert do(client, waiting, what).status_code == 403
    assert state_of(waiting) == "review"


def test_coordinators_see_only_their_own(page, waiting):
    client = page(account("coordinator", college="CS"))

    assert client.get(f"/office/campaigns/{waiting.pk}/").status_code == 404
    assert do(client, waiting, "take_back").status_code == 404
    assert client.get("/office/campaigns/").status_code == 200


def test_names_behind_a_number_follow_the_viewers_scope(page):
    coordinator = account("coordinator", college="CS")
    inside = person("计科", unit=college("CS"), email=None)
    sending = campaign(coordinator)
    campaigns.count_audience(campaign=sending)

    text = (
        page(coordinator)
        .get(f"/office/campaigns/{sending.pk}/recipients/?reason=no_email")
        .content.decode()
    )

    assert inside.name in text


def test_looking_at_the_address_of_a_step_does_nothing(page, author, waiting):
    response = page(author).get(f"/office/campaigns/{waiting.pk}/do/?do=take_back")

    assert response.status_code == 302
    assert state_of(waiting) == "review"


def test_an_unknown_field_is_named_at_its_text(page, author):
    response = page(author).post(
        "/office/campaigns/new/",
        {
            "title": "T",
            "legal_body": "association",
            "topic": "greetings",
            "ornament": "none",
            "subject_zh": "您好",
            "zh-blocks": "1",
            "zh-0-kind": "text",
            "zh-0-text": "{{ shoe_size }}",
        },
    )

    assert response.status_code == 422
    assert "shoe_size" in response.content.decode()
    assert Campaign.objects.count() == 0


def test_a_preview_shows_what_somebody_would_read(author):
    one = person("王晓明", unit=college("CS", "计算机学院"), left=2005)
    sending = campaign(author, body_zh="{{ college }} {{ class|贵班 }} {{ place|远方 }}")

    shown = preview(campaign=sending, language="zh-hans", person_id=one.pk)
    empty = preview(campaign=sending, language="zh-hans", person_id=None)

    assert shown.subject == "王晓明，中秋安康"
    assert "计算机学院 CS2001班 远方" in shown.text
    assert "母校 贵班 远方" in empty.text


def test_a_preview_opens_with_somebody_of_the_segment(page, author, waiting):
    client, address = page(author), f"/office/campaigns/{waiting.pk}/preview/"

    assert "王晓明，中秋安康" in client.get(address).content.decode()
    assert "校友，中秋安康" in client.get(address, {"person": 0}).content.decode()


def test_a_subject_is_kept_as_it_stood_in_the_inbox(author):
    sending = campaign(author)
    chinese, english = person("王晓明"), person("李雷", name_latin="Li Lei", language="en")

    assert subject_read_by(sending, chinese) == "王晓明，中秋安康"
    assert subject_read_by(sending, english) == "Mid-Autumn greetings, Li Lei"


def test_the_letter_on_its_page_names_its_fields_and_runs_nothing(page, author):
    body = "{{ class|<b>bold</b> }} <script>alert(1)</script> [x](javascript:alert(1))"
    sending = campaign(author)
    Campaign.objects.filter(pk=sending.pk).update(body_zh=body)

    html = page(author).get(f"/office/campaigns/{sending.pk}/").content.decode()

    assert '<span class="place">班级</span>，中秋安康' not in html
    assert '<span class="place">姓名</span>，中秋安康' in html
    assert "<script>alert" not in html
    assert "<b>bold" not in html


def test_what_a_record_says_is_never_markup(author):
    one = person("<script>alert(1)</script>")

    shown = preview(campaign=campaign(author), language="zh-hans", person_id=one.pk)

    assert "<script>" not in shown.html
    assert "&lt;script&gt;" in shown.html


def test_the_previewed_letter_runs_and_loads_nothing(page, author, waiting):
    response = page(author).get(f"/office/campaigns/{waiting.pk}/preview/frame/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_a_test_goes_to_oneself_in_both_languages(page, author):
    sending = campaign(author)

    do(page(author), sending, "test")

    assert SingleMail.objects.count() == 2
    assert set(Delivery.objects.values_list("address", flat=True)) == {author.email}


def test_why_somebody_does_not_get_it_is_said_in_a_sentence(page, author, waiting):
    from wutong.core.people.public import refresh_search

    dead = person("赵先", deceased=True)
    refresh_search([dead.pk])
    sending = campaign(author, segment=segment(author, name="全体"))
    campaigns.count_audience(campaign=sending)

    text = page(author).get(f"/office/campaigns/{sending.pk}/", {"who": "赵先"}).content.decode()

    assert "赵先" in text
    assert "已故" in text or "has died" in text


def test_names_leave_as_a_file_for_those_who_may(page, author, waiting):
    export = f"/office/campaigns/{waiting.pk}/export/"
    assert page(account("auditor")).post(export).status_code == 403
    assert Progress.objects.count() == 0

    assert page(author).post(export, {"reason": ""}).status_code == 302
    assert Progress.objects.get().owner_id == author.pk
    table = RecipientsSource().open(author, {"campaign": waiting.pk, "reason": ""})
    assert [row[1] for row in table.rows] == ["王晓明"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(page, author, count, django_assert_max_num_queries):
    wanted = segment(author)
    for _ in range(count):
        campaign(author, segment=wanted)
    client = page(author)
    client.get("/office/campaigns/")

    with django_assert_max_num_queries(12):
        assert client.get("/office/campaigns/").status_code == 200


def test_the_pre_flight_says_what_dns_lacks_of_the_sending_domain(page, author, waiting, settings):
    settings.DEFAULT_FROM_EMAIL = "校友会 <greetings@alumni.example.edu>"
    address = f"/office/campaigns/{waiting.pk}/"
    assert "alumni.example.edu" not in page(author).get(address).content.decode()

    findings = [
        {"subject": "spf", "verdict": "good", "detail": "v=spf1 -all"},
        {"subject": "dmarc", "verdict": "bad", "detail": "none"},
    ]
    DomainCheck.objects.create(
        domain="alumni.example.edu", findings=findings, checked_at=clock.now()
    )

    html = page(author).get(address).content.decode()
    assert "可能怀疑来自 alumni.example.edu 的邮件" in html
    assert "DMARC" in html
    assert "SPF" not in html
