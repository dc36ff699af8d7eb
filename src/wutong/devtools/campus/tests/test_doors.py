"""Every log-in of the university over HTTP against the local servers: what opens, what does not."""

import re
from email import message_from_bytes, policy
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.test import Client

from wutong.core.people.tests.factories import make_person, make_unit
from wutong.devtools.campus.people import Campus, some_people
from wutong.devtools.campus.server import serving
from wutong.kernel.actors import Actor
from wutong.platform.access.models import RoleAssignment
from wutong.platform.accounts.models import User
from wutong.platform.audit.models import AuditEntry
from wutong.platform.outbox.models import SingleMail
from wutong.programs.joining.models import Application
from wutong.project.settings.parts.campus import campus_providers, wechat_provider
from wutong.ui.signin.campus.directory import FolderDirectory, ScimDirectory
from wutong.ui.signin.campus.leaving import check_directory
from wutong.ui.signin.campus.numbers import set_staff_number
from wutong.ui.signin.campus.sealed import seal_account
from wutong.ui.signin.models import StaffNumber

pytestmark = pytest.mark.django_db
OIDC, CAS, WECHAT = "/sign-in/campus/university/", "/sign-in/cas/", "/sign-in/wechat/"
CLERK = Actor.system("test")


@pytest.fixture(scope="module")
def server():
    with serving(Campus(some_people())) as (campus, address):
        yield campus, address


@pytest.fixture
def campus(server, settings):
    """The servers without faults, and the settings that point at them."""
    state, address = server
    state.faults.clear()
    state.staff.clear()
    settings.SOCIALACCOUNT_PROVIDERS = {
        **campus_providers(
            server=f"{address}/oidc", client="wutong", secret="local-secret",
            scopes=["openid", "profile"],
        ),
        **wechat_provider(app_id="wutong", secret="local-secret"),
    }  # fmt: skip
    settings.CAMPUS_CAS_SERVER = f"{address}/cas"
    settings.WEIXIN_API = f"{address}/wechat"
    settings.WEIXIN_AUTHORIZE = f"{address}/wechat/qrconnect"
    state.address = address
    return state


@pytest.fixture
def browser():
    client = Client()
    client.cookies["wutong_language"] = "en"
    return client


def back_from(browser, way, login):
    """Where the server sends a browser back to that began at ``way`` and signed in."""
    there = browser.get(way)["Location"]
    back = requests.get(f"{there}&login={login}", allow_redirects=False, timeout=5)
    assert back.status_code == 302, back.text
    return back.headers["Location"]


def go(browser, way, login):
    """Follow the log-in as a browser does; the response of our callback."""
    return browser.get(local(back_from(browser, way, login)))


def local(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def is_in(browser):
    return "_auth_user_id" in browser.session


@pytest.fixture
def colleague(make_user):
    user = make_user("staff", email="lu@test.wutong.test")
    set_staff_number(actor=CLERK, user=user, number="T2001")
    return user


@pytest.mark.parametrize("way", [OIDC, CAS])
def test_a_colleague_comes_in_by_staff_number(campus, browser, colleague, way):
    assert go(browser, way, "lu")["Location"] == "/office/"
    assert browser.session["_auth_user_id"] == str(colleague.pk)
    account = SocialAccount.objects.get()
    assert (account.user_id, account.uid, account.extra_data) == (colleague.pk, "lu", {})
    entry = AuditEntry.objects.get(verb="signin.succeeded")
    assert entry.data == {"ways": ["socialaccount"]}
    StaffNumber.objects.all().delete()  # from now on by the log-in itself
    browser.logout()
    assert go(browser, way, "lu")["Location"] == "/office/"


@pytest.mark.parametrize("way", [OIDC, CAS])
def test_the_second_factor_is_asked_whatever_the_door(campus, browser, colleague, way):
    TOTP.activate(colleague, "JBSWY3DPEHPK3PXP")
    assert go(browser, way, "lu")["Location"] == "/sign-in/code/"
    assert not is_in(browser)


def test_a_closed_account_and_an_unknown_number_stay_outside(campus, browser, colleague):
    assert go(browser, OIDC, "shen")["Location"] == "/join/campus/"
    assert not is_in(browser)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert go(browser, OIDC, "lu")["Location"] == "/join/campus/"
    assert (is_in(browser), SocialAccount.objects.count()) == (False, 0)


@pytest.mark.parametrize(
    "fault", ["signature", "nonce", "issuer", "audience", "expired", "alg", "subject"]
)
def test_a_forged_token_opens_nothing(campus, browser, colleague, fault):
    campus.faults.add(fault)
    assert go(browser, OIDC, "lu").status_code == 401
    assert (is_in(browser), SocialAccount.objects.count()) == (False, 0)
    assert AuditEntry.objects.filter(verb="signin.campus_failed").count() == 1


def test_a_state_that_is_not_this_sessions_opens_nothing(campus, browser, colleague):
    address = back_from(browser, OIDC, "lu")
    forged = f"{address.partition('&state')[0]}&state=x"
    assert browser.get(local(forged)).status_code == 401
    stranger = Client()
    stranger.get(OIDC)
    assert stranger.get(local(address)).status_code == 401
    assert not is_in(browser)
    assert not is_in(stranger)


def test_a_code_or_ticket_is_good_once(campus, browser, colleague):
    for way in (OIDC, CAS, WECHAT):
        address = back_from(browser, way, "lu")
        browser.get(local(address))
        browser.logout()
        assert browser.get(local(address)).status_code == 401
        assert not is_in(browser)
        # the code alone in a fresh session of the same browser
        code = parse_qs(urlsplit(address).query)
        fresh = parse_qs(urlsplit(browser.get(way)["Location"]).query)
        name = "ticket" if way == CAS else "code"
        state = (
            parse_qs(urlsplit(fresh["service"][0]).query)["state"][0]
            if way == CAS
            else fresh["state"][0]
        )
        again = browser.get(f"{way}back/?state={state}&{name}={code[name][0]}")
        assert (again.status_code, is_in(browser)) == (401, False)


def test_a_server_that_is_away_is_said_so(campus, browser, settings):
    away = "http://127.0.0.1:9/oidc"
    settings.SOCIALACCOUNT_PROVIDERS = campus_providers(
        server=away, client="wutong", secret="x", scopes=["openid"]
    )
    assert browser.get(OIDC).status_code == 401
    back = browser.get(CAS)["Location"]
    settings.CAMPUS_CAS_SERVER = "http://127.0.0.1:9/cas"
    service = parse_qs(urlsplit(back).query)["service"][0]
    assert browser.get(f"{local(service)}&ticket=ST-1").status_code == 401


@pytest.mark.parametrize("fault", ["entity", "silent"])
def test_an_answer_of_cas_that_is_none_opens_nothing(campus, browser, colleague, fault):
    campus.faults.add(fault)
    assert go(browser, CAS, "lu").status_code == 401
    assert not is_in(browser)


def test_a_ticket_for_another_service_opens_nothing(campus, browser, colleague):
    there = f"{campus.address}/cas/login?service=https://other.test/&login=lu"
    ticket = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    service = parse_qs(urlsplit(browser.get(CAS)["Location"]).query)["service"][0]
    answer = browser.get(f"{local(service)}&ticket={ticket.partition('ticket=')[2]}")
    assert (answer.status_code, is_in(browser)) == (401, False)


def sent_code():
    raw = bytes(SingleMail.objects.order_by("-id")[0].raw)
    letter = message_from_bytes(raw, policy=policy.default)
    return re.search(r"\d{6}", str(letter["Subject"]))[0]


@pytest.mark.parametrize("way", [OIDC, CAS])
def test_an_alumnus_joins_by_the_universitys_word_and_comes_back_by_it(campus, browser, way):
    person = make_person("林清澜", unit=make_unit(), degree={"student_no": "2006012345"})
    assert go(browser, way, "lin")["Location"] == "/join/campus/"
    page = browser.get("/join/campus/").content.decode()
    assert ("林*澜" in page, "2006012345" in page) == (True, True)
    browser.post("/join/campus/", {"email": "lin@example.org"})
    assert browser.post("/join/code/", {"code": sent_code()})["Location"] == "/join/welcome/"
    person.refresh_from_db()
    row = Application.objects.get()
    assert (row.way, row.vouched, person.user.email) == ("campus", True, "lin@example.org")
    browser.logout()
    assert go(browser, way, "lin")["Location"] == "/me/"
    assert is_in(browser)


def test_wechat_vouches_for_nobody_and_remembers(campus, browser):
    unit = make_unit()
    make_person("林清澜", unit=unit, email="lin@example.org", degree={"student_no": "2006012345"})
    assert go(browser, WECHAT, "lin")["Location"] == "/join/campus/"
    assert "林" not in browser.get("/join/campus/").content.decode().partition("<main")[2]
    form = {"name": "林清澜", "student_no": "2006012345", "unit": unit.pk, "entry_year": 2001}
    browser.post("/join/campus/", {**form, "email": "lin@example.org"})
    assert browser.post("/join/code/", {"code": sent_code()})["Location"] == "/join/welcome/"
    account = SocialAccount.objects.get()
    assert (account.provider, account.uid, account.extra_data) == ("weixin", "u-lin", {})
    browser.logout()
    assert go(browser, WECHAT, "lin")["Location"] == "/me/"
    campus.faults.add("wechat")
    browser.logout()
    assert go(browser, WECHAT, "lin").status_code == 401


def test_a_log_in_is_joined_to_an_account_only_when_asked(campus, browser, make_user):
    user = make_user("staff")
    go(browser, OIDC, "lu")
    form = {"login": user.email, "password": "correct horse battery"}
    assert browser.post("/sign-in/", form)["Location"] == "/sign-in/connect/"
    assert browser.get("/sign-in/connect/").status_code == 200
    assert not SocialAccount.objects.exists()
    browser.post("/sign-in/connect/", {"do": "drop"})
    assert not SocialAccount.objects.exists()
    browser.logout()
    go(browser, OIDC, "lu")
    browser.post("/sign-in/", form)
    browser.post("/sign-in/connect/", {"do": "connect"})
    assert SocialAccount.objects.get().user_id == user.pk


def test_the_page_shows_only_what_is_set_up(campus, browser, settings):
    page = browser.get("/sign-in/").content.decode()
    assert [way in page for way in (OIDC, CAS, WECHAT)] == [True] * 3
    settings.SOCIALACCOUNT_PROVIDERS = {}
    settings.CAMPUS_CAS_SERVER = ""
    page = browser.get("/sign-in/").content.decode()
    assert [way in page for way in (OIDC, CAS, WECHAT)] == [False] * 3
    assert [browser.get(way).status_code for way in (OIDC, CAS, WECHAT)] == [404] * 3


def test_where_colleagues_come_by_the_university_the_sealed_account_alone_has_a_password(
    campus, browser, colleague, settings, make_user
):
    settings.STAFF_BY_CAMPUS_ONLY = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_user("director", email="head@test.wutong.test")
    form = {"login": colleague.email, "password": "correct horse battery"}
    assert browser.post("/sign-in/", form)["Location"] == "/sign-in/"
    assert not is_in(browser)
    assert go(browser, OIDC, "lu")["Location"] == "/office/"
    browser.logout()
    envelope = seal_account(actor=CLERK, email="sealed@test.wutong.test")
    form = {"login": envelope.email, "password": envelope.password}
    assert browser.post("/sign-in/", form)["Location"] == "/sign-in/code/"
    browser.post("/sign-in/code/", {"code": envelope.codes[0]})
    assert is_in(browser)
    assert [letter.to for letter in mail.outbox] == [["head@test.wutong.test"]]
    assert AuditEntry.objects.filter(verb="sealed.used").count() == 1
    assert seal_account(actor=CLERK, email="x@y.test").password != envelope.password
    assert User.objects.filter(sealed__isnull=False).count() == 1


@pytest.fixture
def folder(tmp_path):
    def write(text):
        (tmp_path / "staff.csv").write_text(text, encoding="utf-8")
        return FolderDirectory(tmp_path, max_age=3600)

    return write


def test_leaving_the_directory_ends_sessions_and_roles(campus, browser, colleague, folder):
    go(browser, OIDC, "lu")
    assert browser.get("/office/").status_code == 200
    assert check_directory(directory=folder("工号,状态\nT2001,在职\n")).left == 0
    assert browser.get("/office/").status_code == 200
    assert check_directory(directory=folder("工号,状态\nT2001,离职\nT9,在职\n")).left == 1
    assert browser.get("/office/")["Location"].startswith("/sign-in/")
    assert not RoleAssignment.objects.filter(user=colleague).exists()
    assert go(browser, OIDC, "lu")["Location"] == "/sign-in/closed/"
    assert browser.get("/office/")["Location"].startswith("/sign-in/")
    entry = AuditEntry.objects.get(verb="account.left_directory")
    assert entry.data == {"number": "T2001", "roles": ["staff"]}


def test_the_directory_over_scim(campus, colleague):
    directory = ScimDirectory(f"{campus.address}/scim", "local-secret", "externalId")
    campus.staff.add("T2001")
    assert check_directory(directory=directory).left == 0
    campus.faults.add("directory")
    assert check_directory(directory=directory).unreadable
    campus.faults.clear()
    campus.staff.clear()
    assert check_directory(directory=directory).left == 1


@pytest.mark.parametrize("text", ["", "name\n陆晓岚\n", "工号\n"])
def test_a_list_that_is_none_closes_nobody(colleague, folder, text):
    cache.clear()
    found = check_directory(directory=folder(text))
    assert (found.left, bool(found.unreadable)) == (0, True)
    assert User.objects.get(pk=colleague.pk).is_active
    assert AuditEntry.objects.filter(verb="signin.directory_unreadable").count() == 1


def test_many_who_vanish_at_once_are_a_broken_list(make_user, folder):
    for number in range(5):
        set_staff_number(actor=CLERK, user=make_user("staff"), number=f"T{number}")
    lists = folder("staff_no\nT99\n")
    assert (check_directory(directory=lists).held, User.objects.filter(is_active=True).count()) == (
        5, 5,
    )  # fmt: skip
    assert check_directory(directory=lists, anyway=True).left == 5
