"""What can be wrong with a file, as codes that travel between processes.

The wording in the reader's language is in `wutong.platform.tabular.errors`.
"""

from typing import Any


class Problem(Exception):  # noqa: N818 -- it is a finding about the file, not a fault of ours
    """The file cannot be read; `code` names why, `detail` fills the message."""

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
