from __future__ import annotations

import re
import threading
from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from pypdf import PdfReader

from wutong.platform.audit.models import AuditEntry
from wutong.platform.documents.codes import grouped, typed
from wutong.platform.documents.errors import AlreadyVoidError, ReasonMissingError
from wutong.platform.documents.models import IssuedDocument, NumberSeries
from wutong.platform.documents.public import (
    ensure_file,
    issue_documents,
    letter_setter,
    reissue_document,
    set_letters,
    verify_code,
    void_document,
)
from wutong.platform.files.public import open_stored

from .conftest import ACTOR, KIND, draft


def issue_many(count: int, *, body: str = "association", day: date | None = None):
    drafts = [draft(f"王{number}") for number in range(count)]
    return issue_documents(actor=ACTOR, kind=KIND, body=body, drafts=drafts, issued_on=day)


@pytest.mark.django_db
def test_numbers_run_without_gaps_by_body_and_year():
    issue_many(3, day=date(2026, 3, 1))
    issue_many(1, body="foundation", day=date(2026, 3, 1))
    issue_many(1, day=date(2025, 12, 31))
    issue_many(2, day=date(2026, 5, 1))
    texts = list(
        IssuedDocument.objects.order_by("created_at").values_list("number_text", flat=True)
    )
    assert sorted(texts) == sorted(
        [
            *(f"association字〔2026〕第000{n}号" for n in range(1, 6)),
            "foundation字〔2026〕第0001号",
            "association字〔2025〕第0001号",
        ]
    )


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_no_gap(issue):
    with pytest.raises(IntegrityError), transaction.atomic():
        issue_many(5)
        raise IntegrityError
    assert issue().number == 1
    assert NumberSeries.objects.get().last == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_share_a_number():
    issue_many(1)
    errors: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(5):
                issue_many(2)
        except Exception as error:  # noqa: BLE001 - told to the test below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    numbers = IssuedDocument.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 22))


@pytest.mark.django_db
def test_issuing_is_audited_once_for_a_batch():
    issued = issue_many(4)
    entry = AuditEntry.objects.get(verb="document.issued")
    assert entry.data == {"kind": KIND, "count": 4, "last": issued[-1].number_text}


@pytest.mark.parametrize("slip", ["{}", " {} "])
def test_a_code_is_read_as_people_type_it(issue, slip):
    code = issue().check_code
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{12}", code)
    shown = grouped(code)
    assert typed(slip.format(shown.lower())) == code
    assert typed(shown.replace("0", "O").replace("1", "l").replace("-", "—")) == code


def test_a_valid_code_is_verified_with_nothing_but_the_public_facts(issue):
    document = issue()
    verdict = verify_code(grouped(document.check_code))
    assert verdict is not None
    assert (verdict.state, verdict.number) == ("valid", document.number_text)
    assert list(verdict.facts) == [("Made out to", "王*明")]
    assert verify_code("0000-0000-0000") is None
    assert verify_code("王小明") is None


def test_a_row_changed_without_the_key_is_not_vouched_for(issue):
    document = issue()
    document.data["letter"]["salutation"] = "李四 先生："
    document.save(update_fields=["data"])
    assert verify_code(document.check_code) is None


def test_codes_outlive_a_rotation_of_keys(issue, settings):
    document = issue()
    settings.WUTONG_KEYS = ["a brand new key for tests", *settings.WUTONG_KEYS]
    assert verify_code(document.check_code) is not None
    settings.WUTONG_KEYS = settings.WUTONG_KEYS[:1]
    assert verify_code(document.check_code) is None


def test_void_needs_a_reason_and_happens_once(issue):
    document = issue()
    with pytest.raises(ReasonMissingError):
        void_document(actor=ACTOR, document_id=document.pk, reason="  ")
    void_document(actor=ACTOR, document_id=document.pk, reason="姓名有误")
    with pytest.raises(AlreadyVoidError):
        void_document(actor=ACTOR, document_id=document.pk, reason="再次")
    verdict = verify_code(document.check_code)
    assert verdict is not None
    assert verdict.state == "void"


def test_a_new_issue_supersedes_the_old_one(issue):
    old = issue()
    new = reissue_document(
        actor=ACTOR, document_id=old.pk, draft=draft("王晓明"), reason="姓名有误"
    )
    assert (new.number, new.supersedes_id) == (2, old.pk)
    verdict = verify_code(old.check_code)
    assert verdict is not None
    assert (verdict.state, verdict.replaced_by) == ("superseded", new.number_text)


def test_the_file_is_one_page_with_embedded_chinese_fonts(issue):
    document = ensure_file(issue("𠮷田王"))
    with open_stored(document.file) as stored:
        content = stored.read()
    page = PdfReader(BytesIO(content)).pages[0]
    text = page.extract_text()
    assert len(PdfReader(BytesIO(content)).pages) == 1
    assert document.number_text in text.replace(" ", "")
    assert grouped(document.check_code) in text
    fonts = page["/Resources"]["/Font"]
    assert all("NotoS" in str(fonts[name].get_object()["/BaseFont"]) for name in fonts)
    first = document.file_id
    assert ensure_file(document).file_id == first


def test_many_letters_make_one_file(issue):
    documents = [issue(f"王{number}") for number in range(3)]
    with letter_setter() as setter:
        content = set_letters(documents, setter)
    assert len(PdfReader(BytesIO(content)).pages) == 3
