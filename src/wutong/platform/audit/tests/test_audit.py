"""The trail: who, what, whom; never changed afterwards."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.platform.audit.public import entries_about, record, viewed_sensitive


def test_a_view_of_unmasked_data_is_written_down(make_user):
    user = make_user("staff", display_name="Staff One")

    viewed_sensitive(
        actor=Actor.of(user, reason="asked to call back"),
        subject="person:7",
        subject_label="某某",
        fields={"phone", "email"},
    )

    entry = entries_about("person:7").get()
    assert (entry.actor, entry.actor_label, entry.verb, entry.sensitive) == (
        user,
        "Staff One",
        "sensitive.viewed",
        True,
    )
    assert entry.data["fields"] == ["email", "phone"]
    assert entry.reason == "asked to call back"


def test_an_entry_cannot_be_changed(db):
    record(actor=Actor.system("test"), verb="something.done")

    with pytest.raises(ProgrammingError), transaction.atomic():
        AuditEntry.objects.update(verb="nothing.done")

    assert AuditEntry.objects.get().verb == "something.done"


def test_health_answers_without_a_session(db):
    client = Client()

    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.django_db
def test_the_history_asks_for_its_context_without_raising_an_error():
    """An error caught in a trigger ends a subtransaction: thousands of rows took minutes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore'), _pgh_attach_context()")
        assert cursor.fetchone() == ("{}", None)
        cursor.execute("SELECT prosrc LIKE '%%EXCEPTION%%' FROM pg_proc WHERE proname = '_pgh_attach_context'")  # fmt: skip
        assert cursor.fetchone() == (False,)
