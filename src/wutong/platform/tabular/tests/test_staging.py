"""Rows go into a table as they are, whatever characters they hold."""

import pytest
from django.db import connection

from wutong.platform.tabular.services.staging import array_text, copy_of, write_copies

pytestmark = pytest.mark.django_db

PLAIN = ("王芳", 1, None, b"\x00\x5c", array_text(["甲", "乙"]))
ODD = ("a\tb\\N\r\nc", 2, "\\N", b"\\x41", array_text(['q"uo\\te', "tab\t"]))
MARKS = ("\\\\x41", 3, "", b"", array_text([]))


@pytest.mark.parametrize("rows", [[PLAIN], [ODD], [PLAIN, ODD, MARKS], [MARKS, PLAIN], []])
def test_a_chunk_arrives_as_it_was_said(rows):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE odd (t text, n int, x text, b bytea, a text[])")
        write_copies([copy_of("odd", ("t", "n", "x", "b", "a"), rows)])
        cursor.execute("SELECT t, n, x, b, a::text FROM odd ORDER BY n")
        found = [(t, n, x, bytes(b)) for t, n, x, b, _a in cursor.fetchall()]
        assert found == [row[:4] for row in sorted(rows, key=lambda row: row[1])]
        cursor.execute("SELECT a FROM odd WHERE n = 2")
        assert [list(a) for (a,) in cursor.fetchall()] in ([], [['q"uo\\te', "tab\t"]])
