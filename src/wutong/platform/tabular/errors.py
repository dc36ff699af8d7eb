"""What is wrong with a file, in words: the fact, the place, and what to do about it."""

from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError
from wutong.platform.tabular.reading.problems import Problem

_SAVE_AS = _("Open it in Excel or WPS, save it as an Excel workbook (.xlsx), and upload that.")

_MESSAGES: dict[str, Promise | str] = {
    "empty": _("The file is empty. Check that the right file was chosen."),
    "too_large": _(
        "The file has %(size_mb)s MB; at most %(limit_mb)s MB can be read. Split it, or remove"
        " pictures and unneeded sheets."
    ),
    "damaged": format_lazy("{} {}", _("The workbook is damaged and cannot be opened."), _SAVE_AS),
    "encrypted": _(
        "The workbook is protected by a password. Open it, remove the password (File → Info →"
        " Protect), save it, and upload it again."
    ),
    "old_xls": format_lazy("{} {}", _("This is a workbook of the old kind (.xls)."), _SAVE_AS),
    "xlsb": format_lazy("{} {}", _("This is a binary workbook (.xlsb)."), _SAVE_AS),
    "ods": format_lazy("{} {}", _("This is an OpenDocument spreadsheet (.ods)."), _SAVE_AS),
    "numbers": format_lazy("{} {}", _("This is an Apple Numbers file."), _SAVE_AS),
    "html": format_lazy(
        "{} {}",
        _(
            "The file is a web page that only bears the name of a workbook; many campus systems"
            " export such files."
        ),
        _SAVE_AS,
    ),
    "xml": format_lazy("{} {}", _("The file is an XML file, not a workbook."), _SAVE_AS),
    "pdf": _("This is a PDF. Ask for the register as a workbook (.xlsx) or CSV file."),
    "picture": _("This is a picture. Ask for the register as a workbook (.xlsx) or CSV file."),
    "archive": _("This is an archive. Unpack it and upload the workbook inside."),
    "other_document": _("This is a document, not a table. Upload a workbook (.xlsx) or CSV file."),
    "binary": _("The file is no text table and no workbook. Upload a .xlsx or CSV file."),
    "bomb": _(
        "The workbook unpacks to far more than a register can hold and was not opened. If it is"
        " genuine, save it as CSV and upload that."
    ),
    "entities": _(
        "The workbook contains definitions that no office programme writes, and was not opened."
    ),
    "memory": _(
        "The workbook needs more memory than one file is given. Save the sheet as CSV and upload"
        " that."
    ),
    "encoding": _(
        "Line %(line)s holds bytes that are neither UTF-8 nor GB18030. Save the file as “CSV UTF-8”"
        " and upload it again."
    ),
    "quote": _(
        "From line %(line)s a quotation mark is never closed, or one cell is longer than any"
        " table allows. Close or remove it."
    ),
    "cell_too_long": _(
        "Cell %(cell)s holds %(chars)s characters; at most %(limit)s are possible. Shorten it."
    ),
    "row_too_long": _("One row of the sheet is longer than any table allows."),
    "too_many_columns": _(
        "Row %(row)s has %(columns)s columns; at most %(limit)s are read. Remove what is not part"
        " of the table."
    ),
    "too_many_rows": _("The table has more than %(limit)s rows. Split it."),
    "too_sparse": _(
        "The rows lie far apart (the last one read is row %(row)s). Remove the blank rows between"
        " them."
    ),
    "no_header": _(
        "No heading row was found. The first rows should name the columns, such as “姓名” or"
        " “Name”."
    ),
    "no_rows": _("Below the heading there are no rows."),
    "sheet_changed": _("The stored file no longer has the sheet “%(sheet)s”. Upload it again."),
    "file_gone": _("The uploaded file has been deleted. Upload it again."),
}


def message_of(code: str, detail: dict[str, Any]) -> str:
    """The sentence for a problem, in the language that is active now."""
    values = dict(detail)
    for key in ("size", "limit"):
        if isinstance(values.get(key), int):
            values[f"{key}_mb"] = round(values[key] / 1024 / 1024)
    text = str(_MESSAGES.get(code, _MESSAGES["damaged"]))
    text = text % values if "%(" in text else text
    return text.replace("。 ", "。")  # Chinese sentences follow each other without a space


class UnreadableFileError(WutongError):
    """The file cannot be read; `problem` names why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(message_of(problem.code, problem.detail), code=problem.code)
        self.problem = problem


class WrongStateError(WutongError):
    """The import has moved on meanwhile, so this step is no longer possible."""

    def __init__(self) -> None:
        super().__init__(
            _("The import has moved on meanwhile. Reload the page to see where it stands."),
            code="wrong_state",
        )


class MappingIncompleteError(WutongError):
    """A required field has no column."""


class NothingToPublishError(WutongError):
    """The check found nothing that would change a record."""

    def __init__(self) -> None:
        super().__init__(_("No row of this file adds or changes anything."), code="nothing")


class NoSuchChoiceError(WutongError):
    """The row offers no such choice."""

    def __init__(self) -> None:
        super().__init__(
            _("This row no longer offers that choice. Reload the page to see where it stands."),
            code="no_choice",
        )


class UndoOverError(WutongError):
    """What the undo needs was removed after its time."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The rows of this import were removed after their time, so it can no longer be"
                " undone. Correct the records one by one."
            ),
            code="undo_over",
        )
