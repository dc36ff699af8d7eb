"""What every list of the office promises, shown on the audit trail."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django_tables2.rows import BoundRow

from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.platform.audit.public import record
from wutong.platform.jobs.models import Progress
from wutong.platform.tabular.exports.registry import exports
from wutong.ui.office.audit import AuditListView
from wutong.ui.office.lists import BulkAction
from wutong.ui.office.lists.counting import Count, count_rows
from wutong.ui.office.lists.drawing import writer_of
from wutong.ui.office.lists.paging import DEEPEST, Page, page_number
from wutong.ui.office.lists.state import State
from wutong.ui.office.models import SavedView

pytestmark = pytest.mark.django_db
LIST = "/office/audit/"


@pytest.fixture
def write():
    AuditEntry.objects.all().delete()

    def many(count, *, who="Clerk", verb="role.granted", **fields):
        return [
            record(
                actor=Actor(None, who),
                verb=verb,
                subject=f"person:{n}",
                subject_label=f"Person {n:03}",
                **fields,
            )
            for n in range(count)
        ]

    return many


@pytest.fixture
def auditor(client_of, write):
    client = client_of("auditor")
    AuditEntry.objects.all().delete()
    return client


def labels(answer):
    return [row.record.subject_label for row in answer.context["rows"]]


def htmx(target):
    return {"HX-Request": "true", "HX-Target": target}


def test_a_cell_says_what_the_library_would_say(auditor, write):
    write(2)
    table = auditor.get(LIST + "?cols=" + ",".join(AuditListView.table_class.base_columns)).context[
        "table"
    ]
    rows = list(AuditEntry.objects.all())
    assert rows
    for column in table.columns:
        write_cell = writer_of(table, column)
        for row in rows:
            assert write_cell(row) == BoundRow(row, table=table).get_cell(column.name), column.name


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_many_rows(auditor, write, count):
    write(count)
    auditor.get("/office/progress/")  # the session is written once
    with CaptureQueriesContext(connection) as queries:
        answer = auditor.get(LIST)
    assert len(answer.context["rows"]) == count
    assert len(queries) <= 8


class TestState:
    def test_everything_is_in_the_address(self, auditor, write):
        write(3, who="Anna")
        write(3, who="Bo")
        answer = auditor.get(LIST, {"q": "Anna", "sort": "-subject_label"})
        assert labels(answer) == ["Person 002", "Person 001", "Person 000"]

    def test_a_filter_shows_as_a_chip_that_removes_only_itself(self, auditor, write):
        write(1)
        answer = auditor.get(
            LIST, {"q": "Clerk", "verb": ["role.granted", "role.revoked"], "page": "2"}
        )
        chips = [
            (str(c.label), c.value, parse_qs(urlsplit(c.without).query))
            for c in answer.context["chips"]
        ]
        assert chips == [
            ("Search", "Clerk", {"verb": ["role.granted", "role.revoked"]}),
            ("What", "granted a role", {"q": ["Clerk"], "verb": ["role.revoked"]}),
            ("What", "took back a role", {"q": ["Clerk"], "verb": ["role.granted"]}),
        ]

    def test_a_range_of_days_is_one_chip(self, auditor, write):
        answer = auditor.get(LIST, {"at_after": "2026-01-01", "at_before": "2026-02-01"})
        assert [(c.value, c.without) for c in answer.context["chips"]] == [
            ("1 January 2026 – 1 February 2026", "?")
        ]

    def test_an_empty_filter_is_no_chip(self, auditor):
        answer = auditor.get(LIST, {"q": "", "verb": "", "sensitive": "unknown", "at_after": ""})
        assert answer.context["chips"] == []

    def test_what_is_kept_is_neither_page_nor_preview(self):
        state = State(QueryDict("q=a&verb=&page=3&peek=9&count=exact&cols=at"))
        assert state.kept() == "q=a&cols=at"

    def test_columns_are_chosen_in_the_address(self, auditor, write):
        write(1)
        answer = auditor.get(LIST, {"cols": "verb,address"})
        assert list(answer.context["table"].columns.names()) == ["at", "verb", "address"]

    def test_some_columns_hide_at_first(self, auditor, write):
        shown = [name for name, _, on in auditor.get(LIST).context["all_columns"] if on]
        assert shown == ["actor_label", "verb", "subject_label", "reason"]

    def test_choosing_columns_changes_the_address(self, auditor):
        answer = auditor.post(f"{LIST}?q=x", {"do": "columns", "column": ["verb", "reason"]})
        assert parse_qs(urlsplit(answer["Location"]).query) == {"q": ["x"], "cols": ["verb,reason"]}

    @pytest.mark.parametrize("sort", ["nothing", "-", "reason", "subject_label;drop"])
    def test_an_order_that_makes_no_sense_is_ignored(self, auditor, write, sort):
        write(2)
        assert labels(auditor.get(LIST, {"sort": sort})) == ["Person 001", "Person 000"]


class TestPages:
    def test_twenty_five_rows_and_a_way_on(self, auditor, write):
        write(30)
        first, second = auditor.get(LIST), auditor.get(LIST, {"page": "2"})
        assert (len(labels(first)), len(labels(second))) == (25, 5)
        assert (first.context["page"].has_next, second.context["page"].has_next) == (True, False)
        assert set(labels(first)) & set(labels(second)) == set()

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("1", 1),
            ("7", 7),
            ("0", 1),
            ("-3", 1),
            ("x", 1),
            ("", 1),
            ("²", 1),
            ("99999999", DEEPEST),
        ],
    )
    def test_a_page_that_makes_no_sense_is_the_first(self, text, number):
        assert page_number(text) == number

    def test_the_numbers_offered(self):
        page = Page([1] * 25, 10, 25, True, Count(1000))
        assert page.numbers == [1, 2, None, 9, 10, 11, None, 40]

    def test_estimates_are_rounded_to_what_they_know(self):
        assert Count(312_877, exact=False).shown == 310_000
        assert Count(312_877).shown == 312_877

    def test_small_lists_are_counted_exactly(self, write):
        write(3)
        assert count_rows(AuditEntry.objects.all()) == Count(3)

    def test_nothing_at_all_is_counted_too(self):
        assert count_rows(AuditEntry.objects.none()) == Count(0)

    def test_large_lists_are_estimated_until_asked(self, write, monkeypatch):
        monkeypatch.setattr("wutong.ui.office.lists.counting.EXACT_UP_TO", 2)
        write(5)
        assert count_rows(AuditEntry.objects.all()).exact is False
        assert count_rows(AuditEntry.objects.all(), exact=True) == Count(5)


class TestFragments:
    def test_the_results_alone(self, auditor, write):
        write(2)
        fragment = auditor.get(LIST, headers=htmx("results")).content.decode()
        assert ('id="results"' in fragment, "<html" in fragment) == (True, False)

    def test_the_preview_alone(self, auditor, write):
        entry = write(1)[0]
        fragment = auditor.get(LIST, {"peek": entry.pk}, headers=htmx("peek")).content.decode()
        assert ("Person 000" in fragment, 'id="results"' in fragment) == (True, False)

    def test_the_preview_has_its_own_address(self, auditor, write):
        entry = write(1)[0]
        answer = auditor.get(LIST, {"peek": entry.pk})
        assert answer.context["peek"] == entry

    @pytest.mark.parametrize("key", ["0", "x", "9" * 30])
    def test_a_preview_of_nothing_is_not_there(self, auditor, key):
        assert auditor.get(LIST, {"peek": key}).status_code == 404


class TestSavedViews:
    def test_a_state_is_kept_under_a_name(self, auditor):
        auditor.post(f"{LIST}?q=Anna&page=3", {"do": "save_view", "name": " My  view "})
        assert list(SavedView.objects.values_list("list_key", "name", "query", "shared")) == [
            ("audit", "My view", "q=Anna", False)
        ]

    def test_the_same_name_replaces_it(self, auditor):
        for text in ("a", "b"):
            auditor.post(f"{LIST}?q={text}", {"do": "save_view", "name": "V"})
        assert list(SavedView.objects.values_list("query", flat=True)) == ["q=b"]

    def test_without_a_name_nothing_is_kept(self, auditor):
        auditor.post(LIST, {"do": "save_view", "name": "  "})
        assert SavedView.objects.count() == 0

    def test_only_shared_ones_are_offered_to_others(self, auditor, client_of):
        auditor.post(f"{LIST}?q=a", {"do": "save_view", "name": "mine"})
        auditor.post(f"{LIST}?q=b", {"do": "save_view", "name": "ours", "shared": "1"})
        other = client_of("director")
        assert [view.name for view in other.get(LIST).context["saved_views"]] == ["ours"]

    def test_another_persons_view_cannot_be_removed(self, auditor, client_of):
        auditor.post(LIST, {"do": "save_view", "name": "ours", "shared": "1"})
        key = SavedView.objects.get().pk
        client_of("director").post(LIST, {"do": "remove_view", "view": key})
        assert SavedView.objects.count() == 1
        auditor.post(LIST, {"do": "remove_view", "view": key})
        assert SavedView.objects.count() == 0


class TestActingOnAll:
    @pytest.fixture
    def done(self, monkeypatch):
        done = []

        def run(actor, rows, data):
            done.append((actor.user_id, sorted(rows.values_list("subject_label", flat=True))))
            return "Done."

        action = BulkAction(
            "mark", "Mark", "audit.view", lambda count: f"{count} will be marked.", run
        )
        monkeypatch.setattr(AuditListView, "bulk_actions", (action,))
        return done

    def test_it_asks_first_with_the_number(self, auditor, write, done):
        write(30, who="Anna")
        write(5, who="Bo")
        answer = auditor.post(f"{LIST}?q=Anna", {"do": "bulk", "action": "mark", "all": "1"})
        assert (answer.context["count"], answer.context["sentence"]) == (30, "30 will be marked.")
        assert done == []

    def test_all_means_all_that_match_and_not_more(self, auditor, write, done):
        write(3, who="Anna")
        write(2, who="Bo")
        auditor.post(f"{LIST}?q=Bo", {"do": "bulk", "action": "mark", "all": "1", "confirmed": "2"})
        assert done == [(auditor.user.pk, ["Person 000", "Person 001"])]

    def test_picked_rows_only(self, auditor, write, done):
        entries = write(3)
        picked = {"pick": [entries[0].pk, entries[2].pk]}
        auditor.post(LIST, {"do": "bulk", "action": "mark", "confirmed": "2", **picked})
        assert done == [(auditor.user.pk, ["Person 000", "Person 002"])]

    def test_a_number_that_changed_is_asked_again(self, auditor, write, done):
        write(3)
        answer = auditor.post(LIST, {"do": "bulk", "action": "mark", "all": "1", "confirmed": "2"})
        assert (answer.context["changed"], done) == (True, [])

    def test_an_unknown_act_does_nothing(self, auditor, write, done):
        write(1)
        answer = auditor.post(LIST, {"do": "bulk", "action": "burn", "all": "1", "confirmed": "1"})
        assert (answer.status_code, done) == (400, [])

    def test_it_needs_its_own_permission(self, auditor, write, done, monkeypatch):
        action = BulkAction("mark", "Mark", "people.record.change", str, lambda **_: "")
        monkeypatch.setattr(AuditListView, "bulk_actions", (action,))
        write(1)
        answer = auditor.post(LIST, {"do": "bulk", "action": "mark", "all": "1", "confirmed": "1"})
        assert (answer.status_code, done) == (403, [])


class TestExport:
    @pytest.fixture
    def taken(self, monkeypatch):
        taken = []
        monkeypatch.setattr(
            "wutong.platform.tabular.exports.public.defer",
            lambda task, **given: taken.append(given),
        )
        return taken

    def test_it_is_begun_in_the_state_of_the_list(self, auditor, taken):
        answer = auditor.post(
            f"{LIST}?q=Anna&page=3", {"do": "export", "format": "csv", "reason": "Review"}
        )
        progress = Progress.objects.get()
        assert answer["Location"] == f"/office/progress/{progress.pk}/"
        assert [(t["key"], t["params"], t["file_format"], t["reason"]) for t in taken] == [
            ("office.list", {"list": "audit", "query": "q=Anna", "language": "en"}, "csv", "Review")
        ]

    def test_it_needs_its_permission(self, auditor, taken, monkeypatch):
        monkeypatch.setattr(AuditListView, "export_permission", "people.export")
        assert auditor.post(LIST, {"do": "export"}).status_code == 403
        assert (taken, Progress.objects.count()) == ([], 0)
        assert 'id="export"' not in auditor.get(LIST).content.decode()

    def test_a_reason_where_one_is_asked_for(self, auditor, taken, monkeypatch):
        monkeypatch.setattr(AuditListView, "export_needs_reason", True)
        auditor.post(LIST, {"do": "export", "reason": " "})
        assert (taken, Progress.objects.count()) == ([], 0)

    def test_the_file_holds_all_that_match_as_plain_values(self, auditor, write):
        write(60, who="Anna", sensitive=True)
        write(2, who="Bo")
        params = {"list": "audit", "query": "q=Anna&sort=subject_label", "language": "en"}
        table = exports.get("office.list").open(auditor.user, params)
        rows = list(table.rows)
        assert (table.name, table.total, len(rows)) == ("Audit trail", 60, 60)
        assert list(table.columns)[:4] == ["When", "Who", "What", "To whom"]
        assert rows[0][1:5] == ["Anna", "granted a role", "Person 000", "person:0"]
        assert rows[0][0].tzinfo is not None
