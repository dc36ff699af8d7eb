"""Identity documents: encrypted wherever they are, found again by their hash, read for a reason."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from wutong.core.people.documents import document_columns
from wutong.core.people.errors import DocumentNotUnderstoodError
from wutong.core.people.matching.documents import DIFFERENT, SAME, with_documents
from wutong.core.people.matching.findings import findings_of
from wutong.core.people.matching.records import match_records
from wutong.core.people.merging.services import merge_people
from wutong.core.people.merging.undoing import unmerge
from wutong.core.people.models import Merge, PersonDocument
from wutong.core.people.services.documents import add_document
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.core.people.tests.register import (
    HEADINGS,
    make_units,
    row,
    undone,
    upload,
    verdicts,
    workbook,
)
from wutong.core.people.tests.tables import differing, every_table
from wutong.kernel.actors import Actor
from wutong.kernel.identity_numbers import check_digit
from wutong.platform.audit.models import AuditEntry
from wutong.platform.jobs.public import close_side_connection
from wutong.platform.tabular.services import batches, runs
from wutong.platform.vault import rotation
from wutong.platform.vault.encryption import current_prefix

pytestmark = pytest.mark.django_db
CARD, OLD_CARD, PASSPORT = "11010519491231002X", "110105491231002", "E12345678"


def everywhere() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'p')"
            " AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace"
        )
        text = []
        for (name,) in cursor.fetchall():
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {name} t")
            text += [line for (line,) in cursor.fetchall()]
    return "\n".join(text)


def imported(actor, rows):
    batch = upload(actor, workbook(rows, headings=[*HEADINGS, "身份证号"]))
    mapping = {key: column for key, column in batch.mapping.items() if key != "id_number"}
    mapping["document"] = len(HEADINGS)
    batches.save_mapping(actor=actor, batch_id=batch.pk, mapping=mapping)
    batches.start_check(actor=actor, batch_id=batch.pk)
    runs.run_check(batch.pk)
    close_side_connection()
    batch.refresh_from_db()
    found = verdicts(batch)
    batches.start_publish(actor=actor, batch_id=batch.pk)
    runs.run_publish(batch.pk, actor)
    close_side_connection()
    batch.refresh_from_db()
    return batch, found


@pytest.mark.parametrize(
    ("written", "kind", "number", "masked"),
    [
        (CARD, "identity", CARD, "1****X"),
        ("１１０１０５１９４９１２３１００２ｘ", "identity", CARD, "1****X"),
        (OLD_CARD, "identity", CARD, "1****X"),
        ("e 1234-5678", "other", PASSPORT, "E****8"),
    ],
)
def test_a_number_is_understood_however_it_is_written(written, kind, number, masked):
    columns = document_columns(written)
    assert (columns.kind, columns.number, columns.masked) == (kind, number, masked)
    assert columns.number_hash == document_columns(number).number_hash


@pytest.mark.parametrize("written", ["110105194912310021", "110105194913310022", "无", "ABCDEF"])
def test_a_wrong_number_is_refused_and_not_repeated(written):
    with pytest.raises(DocumentNotUnderstoodError) as refused:
        document_columns(written)
    assert written not in str(refused.value)


def test_an_import_keeps_numbers_encrypted_recognises_people_by_them_and_is_undone(make_user):
    make_units()
    actor = Actor.of(make_user("staff"))
    known = make_person("欧阳静", birth_date=None)
    add_document(actor=CLERK, person_id=known.pk, value=OLD_CARD)
    before = every_table()

    batch, found = imported(actor, [
        [*row(), PASSPORT],
        [*row("欧阳静", "", 出生日期="", 学院="", 专业="", 班级="", 学历层次="", 入学年份="",
              毕业年份=""), CARD],
        [*row("李四", "2001002", 出生日期="1983-01-01"), "110105194912310021"],
    ])  # fmt: skip

    assert [(no, verdict) for no, verdict, _codes in found] == [
        (2, "new"), (3, "changed"), (4, "new")
    ]  # fmt: skip
    assert "bad_document" in found[2][2]
    text = everywhere()
    assert not [number for number in (CARD, PASSPORT, "110105194912310021") if number in text]
    document = PersonDocument.objects.get(person__name="王小明")
    assert (document.number, document.masked) == (PASSPORT, "E****8")
    assert PersonDocument.objects.filter(person=known).count() == 1

    undone(actor, batch)
    changed = differing(before, every_table())
    assert not {name for name in changed if not name.startswith(("people_register", "files_"))}


def test_keys_rotate_while_somebody_writes(settings, monkeypatch):
    settings.WUTONG_KEYS = ["old"]
    people = [make_person(f"王{n}") for n in "一二三四五"]
    for number, person in enumerate(people):
        add_document(actor=CLERK, person_id=person.pk, value=f"E1234567{number}")
    settings.WUTONG_KEYS, settings.WUTONG_HASH_KEY = ["new", "old"], "old"
    write, first = rotation._write, PersonDocument.objects.order_by("pk").first()

    def with_a_write_between(column, rows):
        if any(key == first.pk for key, _was in rows):
            PersonDocument.objects.filter(pk=first.pk).update(number="E99999999")
        return write(column, rows)

    monkeypatch.setattr(rotation, "_write", with_a_write_between)
    call_command("rotate_keys", batch=2, verbosity=0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM people_persondocument")
        assert all(number.startswith(current_prefix()) for (number,) in cursor.fetchall())
    settings.WUTONG_KEYS = ["new"]
    numbers = sorted(document.number for document in PersonDocument.objects.all())
    assert numbers == [*(f"E1234567{n}" for n in range(1, 5)), "E99999999"]
    assert AuditEntry.objects.get(verb="keys.rotated").data == {"values": 4}


def test_a_shared_document_brings_two_records_together_and_another_one_apart():
    one, same, other = make_person("王小明"), make_person("王晓明"), make_person("王小明")
    elsewhere = "32010219800101001"
    other_card = elsewhere + check_digit(elsewhere)
    for person, number in ((one, CARD), (same, OLD_CARD), (other, other_card)):
        add_document(actor=CLERK, person_id=person.pk, value=number)
    found = {pair[:2]: pair[3] for pair in with_documents([(one.pk, other.pk, 0.9, 5.0)], of=None)}
    assert found == {(one.pk, other.pk): 5.0 + DIFFERENT, (one.pk, same.pk): -6.0 + SAME}
    records = {record.id: record for record in match_records()}
    codes = [
        {finding.code for finding in findings_of(records[one.pk], records[them.pk])}
        for them in (same, other)
    ]
    assert "document.same" in codes[0]
    assert "document.differs" in codes[1]


def test_a_merge_takes_the_document_along_and_gives_it_back():
    kept, gone = make_person("王小明"), make_person("王小明")
    add_document(actor=CLERK, person_id=gone.pk, value=CARD)
    before = every_table()
    merge_people(actor=CLERK, kept_id=kept.pk, gone_id=gone.pk)
    assert PersonDocument.objects.get().person_id == kept.pk
    unmerge(actor=CLERK, merge_id=Merge.objects.get().pk)
    assert PersonDocument.objects.get().person_id == gone.pk
    changed = differing(before, every_table())
    assert "people_persondocument" not in changed


def test_a_document_is_read_for_a_reason_by_those_who_may(client_of):
    person = make_person("王小明", unit=make_unit(code="C1"))
    document = add_document(actor=CLERK, person_id=person.pk, value=CARD)
    page = f"/office/people/{person.pk}/"
    show = f"{page}documents/{document.pk}/show/"
    staff = client_of("staff")
    assert "1****X" in staff.get(page).content.decode()
    assert CARD not in staff.get(page).content.decode()
    assert not AuditEntry.objects.filter(verb="sensitive.viewed").exists()

    assert CARD in staff.post(show, {"reason": "request"}).content.decode()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.subject_ref, entry.data["fields"]) == (
        f"person:{person.pk}", [f"document:{document.pk}:identity"]
    )  # fmt: skip

    for role in ("auditor", "volunteer", "coordinator"):
        other = client_of(role, college="" if role == "auditor" else "C1")
        assert "1****X" not in other.get(page).content.decode()
        assert other.post(show, {"reason": "request"}).status_code == 403
    stranger = make_person("李四")
    assert staff.post(show.replace(str(person.pk), str(stranger.pk), 1)).status_code == 404
    assert staff.post(f"{page}documents/add/", {"number": "110105194912310021", "confidence": "A"}).status_code == 422  # fmt: skip
    staff.post(f"{page}documents/{document.pk}/remove/")
    assert not PersonDocument.objects.exists()
