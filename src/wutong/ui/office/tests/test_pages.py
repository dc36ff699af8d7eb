"""The pages of the office itself: who may open them and what they show."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wutong.kernel.actors import Actor
from wutong.kernel.clock import now, today
from wutong.kernel.registry import Registry
from wutong.platform.audit.models import AuditEntry
from wutong.platform.files.public import store
from wutong.platform.jobs.models import Progress
from wutong.ui.office import home, search
from wutong.ui.office.registry import SearchHit, SearchSource, Todo

pytestmark = pytest.mark.django_db
PAGES = ("/office/", "/office/search/", "/office/commands/", "/office/progress/")


@pytest.mark.parametrize("address", [*PAGES, "/office/audit/"])
def test_a_visitor_is_led_to_sign_in(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={address}")


@pytest.mark.parametrize("address", PAGES)
def test_somebody_without_a_role_may_not_enter(client_of, address):
    assert client_of("").get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", ["director", "auditor", "volunteer", "administrator"])
def test_every_role_may_enter(client_of, role, address):
    assert client_of(role).get(address).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("director", 200), ("auditor", 200), ("staff", 403)])
def test_the_audit_trail_is_for_those_who_watch(client_of, role, status):
    assert client_of(role).get("/office/audit/").status_code == status


def test_the_menu_shows_what_the_role_may_open(client_of):
    page = client_of("volunteer").get("/office/").content.decode()
    assert ('href="/office/progress/"' in page, 'href="/office/audit/"' in page) == (True, False)


class TestHome:
    @pytest.fixture
    def waiting(self, monkeypatch):
        registry = Registry("to-dos of a test")
        monkeypatch.setattr(home, "todos", registry)
        return registry

    def test_what_is_due_first_stands_first_and_what_is_late_is_marked(self, waiting, make_user):
        yesterday, tomorrow = today() - timedelta(days=1), today() + timedelta(days=1)
        waiting.register(
            "test",
            lambda user: [
                Todo("no day", "/a/"),
                Todo("tomorrow", "/b/", tomorrow),
                Todo("yesterday", "/c/", yesterday),
            ],
        )
        found = home.my_todos(make_user("staff"))
        assert [(due.todo.title, due.late) for due in found] == [
            ("yesterday", True),
            ("tomorrow", False),
            ("no day", False),
        ]

    def test_approvals_stand_apart(self, waiting, client_of):
        waiting.register(
            "test", lambda user: [Todo("Approve the letter", "/x/", needs_second_person=True)]
        )
        answer = client_of("director").get("/office/")
        assert [due.todo.title for due in answer.context["second"]] == ["Approve the letter"]
        assert answer.context["todos"] == []

    def test_it_costs_the_same_however_much_runs(self, client_of):
        client = client_of("auditor")
        client.get("/office/")
        costs = []
        for total in (1, 3):
            while Progress.objects.filter(owner=client.user).count() < total:
                Progress.objects.create(kind="x", title="work", owner=client.user)
            with CaptureQueriesContext(connection) as queries:
                answer = client.get("/office/")
            assert len(answer.context["running"]) == total
            costs.append(len(queries))
        assert costs[0] == costs[1] <= 17


class TestProgress:
    def make(self, user, **fields):
        return Progress.objects.create(
            kind="import", title="Register of June", owner=user, total=10, done=4, **fields
        )

    def test_its_owner_sees_how_far_it_is(self, client_of):
        client = client_of("staff")
        work = self.make(client.user, state="running", started_at=now())
        page = client.get(f"/office/progress/{work.pk}/").content.decode()
        assert '<progress max="100" value="40"' in page
        assert 'hx-trigger="every 1s"' in page

    def test_it_stops_asking_when_it_is_over(self, client_of):
        client = client_of("staff")
        work = self.make(client.user, state="done", finished_at=now(), result={"url": "/there/"})
        answer = client.get(f"/office/progress/{work.pk}/", headers={"HX-Request": "true"})
        fragment = answer.content.decode()
        assert ("hx-trigger" in fragment, 'href="/there/"' in fragment) == (False, True)
        assert "<html" not in fragment

    def test_a_failure_says_why(self, client_of):
        client = client_of("staff")
        work = self.make(client.user, state="failed", error="Sheet 2 is missing.")
        assert "Sheet 2 is missing." in client.get(f"/office/progress/{work.pk}/").content.decode()

    def test_it_is_nobody_elses_business(self, client_of, make_user):
        work = self.make(make_user("staff"))
        assert client_of("volunteer").get(f"/office/progress/{work.pk}/").status_code == 404
        assert client_of("volunteer").get(f"/office/progress/{work.pk}/line/").status_code == 404

    def test_who_looks_after_the_work_sees_all(self, client_of, make_user):
        work = self.make(make_user("staff"))
        assert client_of("administrator").get(f"/office/progress/{work.pk}/").status_code == 200


class TestFiles:
    def keep(self, user, **fields):
        return store(
            io.BytesIO(b"a,b\n"), owner=Actor.of(user), kind="export", name="表.csv", **fields
        )

    def test_its_owner_fetches_it_and_that_is_written_down(self, client_of):
        client = client_of("staff")
        stored = self.keep(client.user)
        answer = client.get(f"/office/files/{stored.pk}/")
        assert b"".join(answer.streaming_content) == b"a,b\n"
        assert answer["Content-Disposition"].startswith("attachment")
        entry = AuditEntry.objects.get(verb="file.fetched")
        assert (entry.actor_id, entry.subject_ref) == (client.user.pk, f"file:{stored.pk}")

    def test_another_persons_file_is_not_there(self, client_of, make_user):
        stored = self.keep(make_user("staff"))
        assert client_of("director").get(f"/office/files/{stored.pk}/").status_code == 404
        assert AuditEntry.objects.filter(verb="file.fetched").count() == 0

    def test_a_permission_that_was_lost_closes_it(self, client_of):
        client = client_of("volunteer")
        stored = self.keep(client.user, permission="people.export")
        assert client.get(f"/office/files/{stored.pk}/").status_code == 404

    def test_it_expires(self, client_of):
        client = client_of("staff")
        stored = self.keep(client.user, expires_after=timedelta(seconds=-1))
        assert client.get(f"/office/files/{stored.pk}/").status_code == 404

    def test_an_unknown_one_is_not_there(self, client_of):
        assert client_of("staff").get(f"/office/files/{uuid4()}/").status_code == 404


class TestSearch:
    @pytest.fixture
    def sources(self, monkeypatch):
        registry = Registry("search sources of a test")
        monkeypatch.setattr(search, "search_sources", registry)
        return registry

    def test_each_source_answers_those_who_may_ask(self, sources, make_user):
        def find(user, text, limit):
            return [SearchHit(f"{text} {n}", "", "/x/") for n in range(limit)]

        sources.register("a", SearchSource("A", "people.record.view", find))
        sources.register("b", SearchSource("B", "audit.view", find))
        groups = search.search_everything(make_user("volunteer"), "王", limit=2)
        assert [(group.label, [hit.title for hit in group.hits]) for group in groups] == [
            ("A", ["王 0", "王 1"])
        ]

    def test_the_palette_offers_pages_before_anything_is_typed(self, client_of):
        groups = client_of("auditor").get("/office/commands/").context["groups"]
        assert {"/office/", "/office/audit/"} <= {hit.url for hit in groups[0].hits}

    def test_a_page_is_found_by_its_name(self, client_of):
        answer = client_of("auditor").get("/office/commands/", {"q": "audit"})
        assert [hit.url for hit in answer.context["groups"][0].hits] == ["/office/audit/"]

    def test_what_was_asked_stands_in_the_field(self, client_of):
        page = client_of("volunteer").get("/office/search/", {"q": '王"<'}).content.decode()
        assert 'value="王&quot;&lt;"' in page
