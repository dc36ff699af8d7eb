"""Uploaded registers do not stay for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from wutong.core.people.models import Person, Provenance, RegisterContact, RegisterRow
from wutong.core.people.tests.register import checked, make_units, published, row
from wutong.kernel.actors import Actor
from wutong.kernel.clock import now
from wutong.platform.audit.models import AuditEntry
from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import private_storage
from wutong.platform.tabular.errors import UndoOverError
from wutong.platform.tabular.models import ImportBatch, ImportRow
from wutong.platform.tabular.services.batches import start_undo
from wutong.platform.tabular.services.keeping import forget_imports, kept_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(make_user):
    make_units()
    return Actor.of(make_user("staff"))


def age(batch: ImportBatch, days: int) -> None:
    """As if every step had been taken so many days earlier."""
    ago = timedelta(days=days)
    steps = ("created_at", "checked_at", "published_at", "undone_at")
    ImportBatch.objects.filter(pk=batch.pk).update(
        **{step: getattr(batch, step) - ago for step in steps if getattr(batch, step)}
    )


def staged(batch: ImportBatch) -> list[int]:
    return [
        ImportRow.objects.filter(batch=batch).count(),
        *(
            model.objects.filter(batch_id=batch.pk).count()
            for model in (RegisterRow, RegisterContact)
        ),
    ]


def test_file_and_rows_go_and_what_was_entered_stays(actor, client_of):
    batch = published(actor, [row()])
    name = batch.file.storage_name
    assert kept_until(batch) == batch.published_at + timedelta(days=180)
    age(batch, 179)
    forget_imports()
    assert staged(batch) == [1, 1, 2]
    page = client_of("staff").get(reverse("office:imports-detail", args=[batch.pk]))
    assert "It can be undone until" in page.content.decode()

    age(batch, 181)
    before = batch.counts
    forget_imports()
    batch.refresh_from_db()
    assert (staged(batch), batch.file, batch.preview) == ([0, 0, 0], None, [])
    assert not private_storage().exists(name)
    assert StoredFile.objects.count() == 0
    assert (batch.state, batch.counts, batch.is_forgotten) == ("published", before, True)
    assert Person.objects.count() == 1
    assert set(Provenance.objects.values_list("batch_id", flat=True)) == {batch.pk}
    assert AuditEntry.objects.filter(verb="import.forgotten").count() == 1
    forget_imports()  # once
    assert AuditEntry.objects.filter(verb="import.forgotten").count() == 1


def test_what_is_forgotten_can_no_longer_be_undone(actor, client_of):
    batch = published(actor, [row()])
    age(batch, 181)
    forget_imports()
    with pytest.raises(UndoOverError):
        start_undo(actor=actor, batch_id=batch.pk)
    assert Person.objects.count() == 1
    client = client_of("staff")
    here = reverse("office:imports-detail", args=[batch.pk])
    page = client.get(here).content.decode()
    assert "removed after their time" in page
    assert reverse("office:imports-undo", args=[batch.pk]) not in page
    assert client.get(reverse("office:imports-undo", args=[batch.pk]))["Location"] == here


def test_a_file_that_was_never_entered_ends_as_discarded(actor, settings):
    settings.IMPORT_KEEP_DAYS = 30
    batch = checked(actor, [row()])
    age(batch, 31)
    forget_imports()
    batch.refresh_from_db()
    assert (batch.state, staged(batch), batch.file) == ("cancelled", [0, 0, 0], None)


def test_work_that_is_going_on_is_left_alone(actor):
    batch = published(actor, [row()])
    age(batch, 400)
    ImportBatch.objects.filter(pk=batch.pk).update(state="undoing")
    forget_imports()
    assert staged(batch) == [1, 1, 2]
    assert now() > kept_until(ImportBatch.objects.get(pk=batch.pk))
