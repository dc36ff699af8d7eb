"""The sample file says what is expected, and is itself what is expected."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from django.utils import translation

from wutong.core.people.importers import KEY
from wutong.core.people.models import Person
from wutong.core.people.tests.register import make_units, upload, verdicts
from wutong.kernel.actors import Actor
from wutong.platform.jobs.public import close_side_connection
from wutong.platform.tabular.models import ImportBatch
from wutong.platform.tabular.registry import importers
from wutong.platform.tabular.services import batches, runs

pytestmark = pytest.mark.django_db


def sample(client, file_format):
    return client.get(reverse("office:imports-sample", args=[KEY, file_format]))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_the_sample_passes_the_check_with_every_column(client_of, file_format, language):
    make_units()
    client = client_of("staff", language=language)
    answer = sample(client, file_format)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename")
    actor = Actor.of(client.user)
    batch = upload(actor, io.BytesIO(answer.content), f"sample.{file_format}")
    wanted = {spec.key for spec in importers.get(KEY).fields if not (spec.refused or spec.sealed)}
    assert set(batch.mapping) == wanted
    assert batch.headers[0] == ("姓名" if language == "zh-hans" else "Name")
    batches.save_mapping(actor=actor, batch_id=batch.pk, mapping=batch.mapping)
    batches.start_check(actor=actor, batch_id=batch.pk)
    runs.run_check(batch.pk)
    close_side_connection()
    told = [(number, verdict) for number, verdict, _reasons in verdicts(batch)]
    assert told == [(2, "new"), (3, "new"), (4, "new")]
    assert ImportBatch.objects.get().notes["unknown"] == {}
    assert Person.objects.count() == 0


def test_the_upload_page_offers_it(client_of):
    page = client_of("staff").get(reverse("office:imports-new")).content.decode()
    for file_format in ("xlsx", "csv"):
        assert reverse("office:imports-sample", args=[KEY, file_format]) in page


def test_only_those_who_may_import_get_it(client_of):
    assert sample(client_of("auditor"), "xlsx").status_code == 403
    client = client_of("staff")
    assert sample(client, "exe").status_code == 404
    assert client.get(reverse("office:imports-sample", args=["nothing", "csv"])).status_code == 404


def test_the_example_is_in_the_readers_language(client_of):
    make_units()
    with translation.override("zh-hans"):
        chinese = importers.get(KEY).sample()
    english = importers.get(KEY).sample()
    assert [row["unit"] for row in chinese] != [row["unit"] for row in english]
    assert [row["name"] for row in chinese] == [row["name"] for row in english]
