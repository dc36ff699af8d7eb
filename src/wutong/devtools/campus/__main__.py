"""``python -m wutong.devtools.campus``: the local university, with the settings that point at it."""

from __future__ import annotations

import argparse
import signal
import sys

from wutong.devtools.campus.people import Campus, some_people
from wutong.devtools.campus.server import serving


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m wutong.devtools.campus")
    parser.add_argument("--port", type=int, default=8040)
    campus = Campus(some_people())
    campus.staff.update(one.staff_no for one in campus.people.values() if one.staff_no)
    with serving(campus, port=parser.parse_args().port) as (_campus, address):
        lines = (
            f"CAMPUS_OIDC_SERVER={address}/oidc",
            f"CAMPUS_OIDC_CLIENT_ID={campus.client_id}",
            f"CAMPUS_OIDC_SECRET={campus.client_secret}",
            f"CAMPUS_CAS_SERVER={address}/cas",
            f"WEIXIN_APP_ID={campus.client_id}",
            f"WEIXIN_SECRET={campus.client_secret}",
            f"WEIXIN_API={address}/wechat",
            f"WEIXIN_AUTHORIZE={address}/wechat/qrconnect",
            f"STAFF_DIRECTORY={address}/scim",
            f"STAFF_DIRECTORY_TOKEN={campus.client_secret}",
        )
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        signal.pause()


if __name__ == "__main__":
    main()
