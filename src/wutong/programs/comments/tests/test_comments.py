"""Verified members write, a colleague reads first, everybody may report; one switch closes it all."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.cache import cache
from django.test import Client

from wutong.core.engagement.models import Act as LedgerAct
from wutong.core.people.models import ContactPoint, Person
from wutong.core.people.public import merge_people
from wutong.core.people.tests.factories import make_person
from wutong.engines.wording.tests.lists import keep_lists
from wutong.kernel.actors import Actor
from wutong.kernel.clock import now
from wutong.platform.access.models import RoleAssignment
from wutong.platform.access.public import revoke_role
from wutong.platform.audit.models import AuditEntry
from wutong.platform.outbox.models import SingleMail
from wutong.platform.privacy.public import erase_subject, holdings, retention_rules, subject_of
from wutong.programs.comments.enums import CommentState, ThreadState
from wutong.programs.comments.errors import DutyEditorError
from wutong.programs.comments.models import Comment, CommentStep, House, Nickname, Report
from wutong.programs.comments.names import UNTIL_TOLD, area_of
from wutong.programs.comments.places import read_table
from wutong.programs.comments.selectors import waiting_todos
from wutong.programs.comments.services.deciding import publish, refuse, undo
from wutong.programs.comments.services.house import close_house, name_editor, open_house, settle
from wutong.programs.comments.services.reporting import answer_reports
from wutong.programs.comments.services.telling import tell_decisions
from wutong.programs.comments.services.writing import write
from wutong.programs.publishing import gate
from wutong.programs.publishing.services import manuscripts
from wutong.programs.publishing.tests.making import draft
from wutong.ui.site.cache.versions import versions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
WORDS = "我在东门桥边长大。"
STORY = "/stories/seven-bridges/"


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def page():
    """A public story, without the reviews that other tests are about."""
    made = draft()
    with gate.approved():
        made.get_latest_revision().publish()
    made.refresh_from_db()
    return made


@pytest.fixture
def editor(make_user):
    user = make_user("staff", display_name="Duty")
    name_editor(actor=SYSTEM, user_id=user.pk)
    open_house(actor=SYSTEM)
    return user


@pytest.fixture
def member(make_user):
    """``member("林清")``: an account whose mobile number is confirmed."""

    def make(name="林清", *, proven=True):
        user = make_user("")
        person = make_person(name, phone=f"1390000{1000 + user.pk % 9000}", email=user.email)
        Person.objects.filter(pk=person.pk).update(user=user, language="en")
        if proven:
            ContactPoint.objects.filter(person=person, kind="phone").update(verified_at=now())
        user.person = person
        return user

    return make


def wrote(user, page, text=WORDS, nickname=""):
    name = nickname or f"北归的雁{user.pk}"
    return write(user=user, story=page.translation_key, text=text, nickname=name)


def letters():
    found = [
        message_from_bytes(bytes(row.raw), policy=policy.default)
        for row in SingleMail.objects.order_by("pk")
    ]
    return [one.get_body(("plain",)).get_content() for one in found]


def test_from_the_form_to_the_page_and_away_again(page, editor, member, client_of):
    """Nothing stands there unread, nothing is markup, and the author's name is nowhere."""
    user = member()
    client = client_of(user)
    url = f"/comments/{page.translation_key}/write/"
    assert "Sign in to comment" not in client.get(STORY).content.decode()
    assert b"/sign-in/?next=/stories/seven-bridges/" in Client().get(STORY).content
    script = f'<script>alert(1)</script> {WORDS} <img src=x onerror="a()">'
    for bad, nick in (
        (script, "校友会官方"),
        (script, "<b>x</b>" * 9),
        ("短", "北归"),
        ("长" * 501, "北归"),
    ):
        assert client.post(url, {"text": bad, "nickname": nick}).status_code == 422
    assert not Comment.objects.exists()
    sent = client.post(url, {"text": script, "nickname": '"><script>x'})
    assert (sent.status_code, sent.url) == (302, f"{STORY}#comments")
    row = Comment.objects.get()
    assert (row.state, row.person, row.address) == ("waiting", user.person, "127.0.0.1")
    assert client.post(url, {"text": script}).status_code == 422  # the same again
    html = client.get(STORY).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
    assert WORDS not in Client().get(STORY).content.decode()
    publish(actor=Actor.of(editor), comment_id=row.pk)
    for at in (
        STORY,
        f"/comments/{page.translation_key}/",
        f"/en/comments/{page.translation_key}/",
    ):
        html = Client().get(at).content.decode()
        assert (WORDS in html, "林清" in html, "<script>alert" in html, "<script>x" in html) == (
            True, False, False, False,
        )  # fmt: skip
    act = LedgerAct.objects.get(person=user.person)
    assert (act.case_mode, act.unit, act.voided_at) == ("communication", "comment", None)
    assert client.post("/me/comments/", {"do": "withdraw", "comment": row.pk}).status_code == 302
    assert WORDS not in Client().get(STORY).content.decode()
    act.refresh_from_db()
    assert act.voided_at is not None
    assert [one.act for one in row.steps.all()] == ["came", "published", "withdrawn"]


def test_who_is_not_verified_or_too_quick_does_not_write(page, editor, member, client_of):
    url = f"/comments/{page.translation_key}/write/"
    assert "/sign-in/" in Client().post(url, {"text": WORDS}).url
    unproven = client_of(member("未验", proven=False))
    assert unproven.post(url, {"text": WORDS, "nickname": "未验的人"}).status_code == 422
    assert client_of("").post(url, {"text": WORDS, "nickname": "没有档案"}).status_code == 422
    user = member("王芳")
    first = wrote(user, page, nickname="Ａ字楼")
    assert Nickname.objects.get().name == "A字楼"
    other = client_of(member("李明"))
    taken = other.post(url, {"text": "另一句话。", "nickname": "a字楼"})
    assert (taken.status_code, Comment.objects.count()) == (422, 1)
    quick = [client_of(user).post(url, {"text": f"第{n}句话。"}).status_code for n in range(4)]
    assert quick[-1] == 422
    for do in ("withdraw", "mend", "appeal"):  # somebody else's comment is not there
        data = {"do": do, "comment": first.pk, "text": "改成别的。", "says": "为什么"}
        assert other.post("/me/comments/", data).status_code == 404
    assert WORDS not in other.get("/me/comments/").content.decode()


def test_one_switch_closes_everything_and_so_does_the_end_of_the_duty_editor(
    page, editor, member, client_of, make_user
):
    row = wrote(member(), page)
    publish(actor=Actor.of(editor), comment_id=row.pk)
    areas = (area_of(page.translation_key), "comments")
    versions.forget()
    before = {area: versions.now().get(area) for area in areas}
    alumnus, staff, director = client_of("auditor"), client_of(editor), client_of("director")
    assert alumnus.post("/office/comments/close/").status_code == 403
    assert staff.post("/office/comments/house/", {"do": "open"}).status_code == 404
    assert staff.post("/office/comments/close/").status_code == 302
    versions.forget()
    assert versions.now()["comments"] != before["comments"]  # kept pages go with it
    assert WORDS not in Client().get(STORY).content.decode()
    assert Client().get(f"/comments/{page.translation_key}/").status_code == 404
    assert Client().get(f"/comments/{row.pk}/report/").status_code == 404
    thread = f"/office/comments/story/{page.translation_key}/"
    staff.post(thread, {"state": ThreadState.HOUSE})  # a story opens nothing by itself
    assert WORDS not in Client().get(STORY).content.decode()
    director.post("/office/comments/house/", {"do": "open"})
    assert WORDS in Client().get(STORY).content.decode()
    staff.post(thread, {"state": ThreadState.READING})
    assert WORDS in Client().get(STORY).content.decode()
    assert staff.get(f"/comments/{page.translation_key}/write/").status_code == 404
    staff.post(thread, {"state": ThreadState.OFF})
    assert WORDS not in Client().get(STORY).content.decode()
    staff.post(thread, {"state": ThreadState.HOUSE})
    assert b"story-comments" in staff.get(f"/office/stories/{page.translation_key}/").content
    revoke_role(actor=SYSTEM, assignment=RoleAssignment.objects.get(user=editor))
    assert WORDS not in Client().get(STORY).content.decode()
    assert settle(actor=SYSTEM)
    assert not House.objects.get().is_open
    with pytest.raises(DutyEditorError):
        open_house(actor=SYSTEM)
    with pytest.raises(DutyEditorError):
        name_editor(actor=SYSTEM, user_id=make_user("").pk)


def test_the_queue_decides_tells_and_takes_back(page, editor, member, client_of):
    """What was found needs a reason; undone at once nobody hears of it; an appeal is read by another."""
    keep_lists()
    user = member()
    clean, held = wrote(user, page), wrote(user, page, "我们是全 国第一的学校。")
    staff = client_of(editor)
    listed = staff.get("/office/comments/?waiting=true").content.decode()
    assert listed.index(WORDS) < listed.index("我们是")
    assert (held.found, held.grave, "全 国第一" in listed) == ("全 国第一", True, True)
    page_url = f"/office/comments/{held.pk}/"
    assert "林清" not in staff.get(page_url).content.decode()
    assert "林清" in staff.post(page_url).content.decode()
    look = AuditEntry.objects.get(verb="sensitive.viewed")
    assert (look.subject_ref, look.sensitive) == (f"person:{user.person.pk}", True)
    reader = client_of("auditor")
    assert reader.post(page_url).status_code == 404
    assert reader.post(f"{page_url}do/", {"do": "publish"}).status_code == 403
    assert client_of("coordinator", college="C01").get(page_url).status_code == 403
    staff.post(f"{page_url}do/", {"do": "publish"})
    held.refresh_from_db()
    assert held.state == "waiting"
    do = f"/office/comments/{clean.pk}/do/"
    assert f"done={clean.pk}" in staff.post(do, {"do": "publish"}).url
    staff.post(do, {"do": "undo"})
    Comment.objects.update(tell_at=None)
    refuse(actor=Actor.of(editor), comment_id=clean.pk, reason="Not about the story.")
    assert tell_decisions() == 0
    Comment.objects.filter(tell_at__isnull=False).update(tell_at=now() - UNTIL_TOLD)
    assert (tell_decisions(), tell_decisions()) == (1, 0)
    assert "Not about the story." in letters()[0]
    own = client_of(user)
    assert "Not about the story." in own.get("/me/comments/").content.decode()
    appeal = {"do": "appeal", "comment": clean.pk, "says": "But it is."}
    assert own.post("/me/comments/", appeal).status_code == 302
    staff.post(do, {"do": "publish"})  # by the one who refused it
    clean.refresh_from_db()
    assert clean.state == "published"  # there is no other moderator
    undo(actor=Actor.of(editor), comment_id=clean.pk)
    refuse(actor=SYSTEM, comment_id=clean.pk, reason="Still not.")
    assert own.post("/me/comments/", appeal).status_code == 422  # once
    mended = {"do": "mend", "comment": clean.pk, "text": "桥很好看，谢谢。"}
    assert own.post("/me/comments/", mended).status_code == 302
    assert waiting_todos(editor)[0].title.startswith("2 ")
    bulk = {"do": "bulk", "action": "publish", "all": "1", "confirmed": "2"}
    assert staff.post("/office/comments/?waiting=true", bulk).status_code == 302
    states = dict(Comment.objects.values_list("pk", "state"))
    assert states == {clean.pk: "published", held.pk: "waiting"}  # what was found stays behind
    Person.objects.filter(pk=user.person.pk).update(user=editor)
    staff.post(f"{page_url}do/", {"do": "refuse", "reason": "x"})
    held.refresh_from_db()
    assert held.state == "waiting"  # nobody decides on their own words


def test_a_reported_comment_is_hidden_and_who_said_so_is_told(page, editor, member, client_of):
    row = wrote(member(), page)
    publish(actor=Actor.of(editor), comment_id=row.pk)
    url = f"/comments/{row.pk}/report/"
    assert WORDS in Client().get(url).content.decode()
    given = {"ground": "insult", "contact": "goose@example.org"}
    assert Client().post(url, {"ground": "other"}).status_code == 422
    assert Client().post(url, given).status_code == 302
    reporter = client_of(member("李明"))
    assert reporter.post(url, {"ground": "untrue"}).status_code == 302
    assert reporter.post(url, {"ground": "untrue"}).status_code == 422  # it is being looked at
    assert [Client().post(url, given).status_code for _ in range(5)][-1] == 422
    staff = client_of(editor)
    assert WORDS in staff.get("/office/comments/?reported=true").content.decode()
    html = staff.get(f"/office/comments/{row.pk}/").content.decode()
    assert "goose@" not in html
    answer_reports(actor=Actor.of(editor), comment_id=row.pk, upheld=True, answer="It insults.")
    assert WORDS not in Client().get(STORY).content.decode()
    assert {one.outcome for one in Report.objects.all()} == {"upheld"}
    told = letters()
    assert len(told) == Report.objects.count()
    assert all("It insults." in one for one in told)
    assert "found right" in reporter.get("/me/comments/").content.decode()
    undo(actor=Actor.of(editor), comment_id=row.pk)
    assert WORDS in Client().get(STORY).content.decode()


def test_comments_go_with_the_story_with_the_person_and_with_time(page, editor, member, settings):
    user, other = member(), member("王芳")
    row, second = wrote(user, page), wrote(other, page, "第二条评论。")
    for one in (row, second):
        publish(actor=Actor.of(editor), comment_id=one.pk)
    merged = make_person("林清")
    merge_people(actor=SYSTEM, kept_id=merged.pk, gone_id=user.person.pk)
    row.refresh_from_db()
    assert row.person_id == merged.pk
    copied = holdings.get("comments.comments").read(subject_of(f"person:{other.person.pk}"))
    assert any("第二条评论。" in line for line in copied.rows)
    erase_subject(actor=SYSTEM, ref=f"person:{other.person.pk}", reason="asked for it")
    second.refresh_from_db()
    assert (second.text, second.nickname, second.person_id, second.state) == (
        "",
        "",
        None,
        "withdrawn",
    )
    assert "第二条" not in Client().get(STORY).content.decode()
    assert second.steps.first().text == "第二条评论。"  # the law's log, sealed and without a name
    raw = CommentStep.objects.extra(select={"raw": "text::bytea"}).filter(comment=second)[0].raw
    assert "第二条".encode() not in bytes(raw)
    later = now() + timedelta(days=settings.COMMENTS_KEEP_DAYS + 1)
    for name in ("comments.log", "comments.unseen"):
        rule = retention_rules.get(name)
        assert rule.due(later) > 0
        rule.run(SYSTEM, later)
        assert rule.due(later) == 0
    row.refresh_from_db()
    assert (row.address, row.text, Comment.objects.count()) == (None, WORDS, 1)
    manuscripts.withdraw_story(actor=Actor.of(editor), key=page.translation_key, reason_zh="不实")
    gone = Client().get(STORY)
    assert (gone.status_code, WORDS in gone.content.decode()) == (410, False)
    assert Client().get(f"/comments/{page.translation_key}/").status_code == 404


def test_a_story_page_asks_twice_whatever_the_number_of_comments(page, editor, member):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as found:
            html = Client().get(f"{STORY}?x={len(found)}").content.decode()
        return [one["sql"] for one in found if "comments_" in one["sql"]], html

    assert len(asked()[0]) == 2
    rows = [
        Comment(
            story=page.translation_key, nickname=f"n{n}", text=f"{WORDS}{n}", digest=b"",
            state=CommentState.PUBLISHED, received_at=now(), published_at=now(), language="zh-hans",
        )
        for n in range(30)
    ]  # fmt: skip
    Comment.objects.bulk_create(rows)
    found, html = asked()
    assert (len(found), html.count('class="comment"')) == (2, 20)
    close_house(actor=SYSTEM)
    assert len(asked()[0]) == 1


def test_a_table_of_addresses_says_the_province_at_home_and_the_country_abroad():
    lines = (
        "1.0.1.0|1.0.1.255|中国|0|福建省|福州市|电信", "1.0.2.0|1.0.3.255|中国|0|福建省|厦门市|电信",
        "1.0.4.0|1.0.7.255|日本|0|东京|0|0", "1.1.0.0|1.1.0.255|中国|0|广西壮族自治区|0|0", "nonsense",
    )  # fmt: skip
    firsts, _lasts, names = read_table(lines)
    assert (len(firsts), names) == (3, ["福建", "日本", "广西"])
