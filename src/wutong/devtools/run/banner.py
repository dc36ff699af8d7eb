"""What the terminal says when everything answers."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wutong.devtools.run.options import Options

PASSWORD = "wutong-demo"  # noqa: S105 - public on purpose; production refuses these accounts
LOGINS = (
    ("director", "校友部主任", "director of the office"),
    ("staff", "工作人员", "staff"),
    ("auditor", "审计(只读)", "auditor, read-only"),
    ("coordinator", "院系联络人", "coordinator of one college"),
    ("volunteer", "志愿者", "volunteer of one college"),
    ("officer1", "校友组织负责人", "officer of an alumni organisation"),
    ("officer2", "另一校友组织负责人", "officer of another organisation"),
    ("administrator", "系统管理员", "administrator of accounts"),
    ("alumnus1", "校友 林清澜", "alumna"),
    ("alumnus2", "校友 周望岳", "alumnus"),
    ("editor", "新闻编辑", "newsroom editor"),
)


def text_of(options: Options) -> str:
    """Addresses, log-ins and sample files."""
    lines = [
        "",
        "  梧桐 Wutong",
        "",
        f"  网站 site      {options.address}/        {options.address}/en/",
        f"  办公 office    {options.address}/office/",
        f"  邮件 mail      {options.mail_address}/   (what the demo sends)",
        f"  短信 texts     {options.mail_address}/texts/",
        f"  微信 WeChat    {options.mail_address}/wechat/",
        f"  样例 samples   {options.data / 'samples'}   (register files to import)",
        "",
        f"  登录 log-ins   password {PASSWORD}",
    ]
    lines += [f"    {key + '@demo.wutong.test':<34}{zh}  {en}" for key, zh, en in LOGINS]
    lines += ["", "  Ctrl-C 停止 stops everything", ""]
    return "\n".join(lines)


def banner(options: Options) -> None:
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(text_of(options) + "\n")
        sys.stdout.flush()
