"""The account's pages: who may see them, what they show, what they cost."""

from __future__ import annotations

import re
from datetime import date

import pytest

from wutong.core.figures.models import CachedResult
from wutong.core.reference.enums import Grade
from wutong.insight.reports.models import StoredChart
from wutong.platform.jobs.models import Progress

pytestmark = pytest.mark.django_db
HOME = "/office/account/?year=2024&lang=en"
ROWS = "/office/account/figures/engagement.engaged/?year=2024"


def value_of(page: str, code: str) -> str:
    found = re.search(rf'href="/office/account/figures/{re.escape(code)}/\?[^>]*>([^<]*)<', page)
    return found.group(1) if found else ""


@pytest.mark.parametrize("path", [HOME, ROWS, "/office/account/chart/unknown/"])
def test_a_stranger_is_sent_to_sign_in(client, path):
    response = client.get(path)

    assert response.status_code == 302
    assert "/sign-in/" in response["Location"]


@pytest.mark.parametrize("role", ["volunteer", "administrator"])
def test_who_may_not_read_the_account_is_refused(client_of, role):
    client = client_of(role)

    assert client.get(HOME).status_code == 403
    assert client.get(ROWS).status_code == 403


@pytest.mark.parametrize("role", ["director", "staff", "auditor"])
@pytest.mark.usefixtures("full_campus")
def test_the_office_reads_it(client_of, role):
    client = client_of(role)

    assert client.get(HOME).status_code == 200
    assert client.get(ROWS).status_code == 200


def test_every_figure_stands_there_with_a_link_to_its_rows(client_of, full_campus):
    client = client_of("director")

    page = client.get(HOME).content.decode()

    assert value_of(page, "people.on_record") == "6"
    assert value_of(page, "engagement.engaged") == "4"
    assert value_of(page, "engagement.acts") == "307"
    assert "Lies within: Engaged alumni." in page
    rows = client.get(ROWS)
    assert [line[0].text for line in rows.context["lines"]] == ["an", "bo", "chen", "feng"]
    assert rows.context["total"] == 4


def test_the_sensitive_are_absent_for_the_uncleared_and_the_page_says_so(client_of, full_campus):
    client = client_of("staff")

    page = client.get(HOME).content.decode()
    rows = client.get(ROWS)

    assert value_of(page, "engagement.engaged") == "3"
    assert "Records graded sensitive are left out" in page
    assert [line[0].text for line in rows.context["lines"]] == ["an", "bo", "chen"]
    assert "neither listed nor counted" in rows.content.decode()


def test_a_coordinator_sees_the_own_college_and_no_other(client_of, full_campus):
    client = client_of("coordinator", college="ART")

    page = client.get(HOME).content.decode()

    assert value_of(page, "engagement.engaged") == "1"
    assert "Only people of your own college" in page
    assert "文学院" not in page or "ART" in page
    assert [line[0].text for line in client.get(ROWS).context["lines"]] == ["bo"]
    assert client.get(ROWS + "&college=ART").status_code == 200
    assert client.get(ROWS + "&college=SCI").status_code == 404


def test_the_rows_of_a_college_are_those_of_its_cell(client_of, full_campus):
    rows = client_of("director").get(ROWS + "&college=SCI")

    assert rows.context["value"] == "3"
    assert [line[0].text for line in rows.context["lines"]] == ["an", "chen", "feng"]


def test_a_derived_figure_opens_to_what_it_is_made_of(client_of, full_campus):
    response = client_of("director").get("/office/account/figures/engagement.rate/?year=2024")

    parts = [(str(part["title"]), part["value"]) for part in response.context["parts"]]
    assert parts == [("Engaged alumni", "4"), ("Contactable alumni", "4")]


def test_an_unknown_figure_is_not_found(client_of):
    assert client_of("director").get("/office/account/figures/no.such/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "from=2024-02-01",
        "from=2024-02-01&to=2024-01-01",
        "year=abc",
        "from=2999-01-01&to=2999-02-01",
    ],
)
def test_a_period_that_makes_no_sense_is_answered_with_words(client_of, query):
    response = client_of("director").get(f"/office/account/?{query}")

    assert response.status_code == 200
    assert "callout-seal" in response.content.decode()


def test_the_account_speaks_the_language_asked_for(client_of, full_campus):
    client = client_of("director")

    chinese = client.get("/office/account/?year=2024&lang=zh-hans").content.decode()

    assert "校友工作报告" in chinese
    assert 'lang="zh-hans"' in chinese
    assert "截至2024年12月31日" in chinese.replace("\u2009", "")


def test_any_period_is_compared_with_the_same_days_before(client_of, full_campus):
    page = client_of("director").get("/office/account/?from=2024-01-01&to=2024-06-30&lang=en")

    account = page.context["account"]
    assert (account.compared.start, account.compared.end) == (date(2023, 1, 1), date(2023, 6, 30))


def test_the_page_costs_the_same_however_many_acts_there_are(
    client_of, campus, django_assert_max_num_queries
):
    client = client_of("director")
    counts = []
    for number in (1, 3):
        for index in range(number):
            person = campus.person(f"p{number}{index}")
            campus.act(person, "past.event", date(2024, 3, index + 1))
        client.get(HOME)
        client.get(ROWS)
        with django_assert_max_num_queries(25) as captured:
            client.get(HOME)
        counts.append(len(captured))
        with django_assert_max_num_queries(25) as captured:
            client.get(ROWS)
        counts.append(len(captured))

    assert counts[0] == counts[2]
    assert counts[1] == counts[3]


def test_home_shows_the_year_without_counting(client_of, full_campus, run_jobs):
    client = client_of("director")

    first = client.get("/office/").content.decode()
    assert "are being counted" in first
    assert CachedResult.objects.count() == 0

    run_jobs()

    assert "people.on_record" in client.get("/office/").content.decode()


def test_charts_are_drawn_by_the_worker_and_then_stand_in_the_page(
    client_of, full_campus, run_jobs
):
    client = client_of("director")

    waiting = client.get(HOME).content.decode()
    digest = StoredChart.objects.values_list("digest", flat=True)[0]
    assert waiting.count("chart-waits") == StoredChart.objects.count() == 3
    assert client.get(f"/office/account/chart/{digest}/").status_code == 204

    run_jobs()

    assert client.get(f"/office/account/chart/{digest}/").content.startswith(b"<svg")
    page = client.get(HOME).content.decode()
    assert "chart-waits" not in page
    assert page.count("<svg xmlns") == 3
    assert " style=" not in page[page.index("<article") : page.index("</article>")]


@pytest.mark.parametrize(("kind", "magic"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_a_document_is_made_in_the_background_kept_and_audited(
    client_of, full_campus, run_jobs, kind, magic
):
    from wutong.platform.audit.models import AuditEntry

    client = client_of("director")
    response = client.post(
        "/office/account/document/", {"year": "2024", "lang": "zh-hans", "format": kind}
    )
    progress = Progress.objects.get()
    assert response["Location"] == f"/office/progress/{progress.pk}/"

    run_jobs()

    progress.refresh_from_db()
    assert (progress.state, progress.error) == ("done", "")
    fetched = client.get(progress.result["url"])
    assert b"".join(fetched.streaming_content).startswith(magic)
    entry = AuditEntry.objects.get(verb="account.document")
    assert (entry.data["format"], entry.data["period"]) == (kind, "2024-01-01..2024-12-31")
    assert client_of("staff").get(progress.result["url"]).status_code == 404


@pytest.mark.parametrize("role", ["auditor", "coordinator"])
def test_who_may_not_export_starts_nothing(client_of, role, full_campus):
    client = client_of(role, college="ART") if role == "coordinator" else client_of(role)

    document = client.post("/office/account/document/", {"year": "2024", "format": "pdf"})
    rows = client.post("/office/account/figures/people.lost/export/", {"year": "2024"})

    assert (document.status_code, rows.status_code) == (403, 403)
    assert Progress.objects.count() == 0


def test_the_rows_leave_as_excel_within_the_viewers_sight(client_of, full_campus, run_jobs):
    from io import BytesIO

    from openpyxl import load_workbook

    client = client_of("staff")
    client.post("/office/account/figures/engagement.engaged/export/", {"year": "2024"})

    run_jobs()

    progress = Progress.objects.get()
    content = b"".join(client.get(progress.result["url"]).streaming_content)
    sheet = load_workbook(BytesIO(content)).active
    names = [row[0] for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert names == ["an", "bo", "chen"]


def test_a_document_hides_cells_under_five(full_campus):
    from wutong.core.figures.public import OFFICIAL, Period
    from wutong.insight.reports.account import build_account

    account = build_account(Period.year(2024), OFFICIAL, language="en", published=True)

    cells = [c.text for s in account.sections for t in s.tables for r in t.lines for c in r.cells]
    assert cells == ["under 5", "under 5", "under 5", "–", "5", "under 5", "under 5", "–"]


def test_a_sensitive_person_is_in_the_rows_of_the_cleared_only(client_of, campus):
    campus.act(campus.person("gu", grade=Grade.SENSITIVE), "past.gift", date(2024, 1, 1))

    assert client_of("director").get(ROWS).context["total"] == 1
    assert client_of("staff").get(ROWS).context["total"] == 0
