"""What Lighthouse says of the public site on a phone: the lowest of its four marks over the pages
that readers see, in both languages, with the house's cache as deployed.

It needs Node and npm (``npx lighthouse`` is fetched by npm, or ``LIGHTHOUSE`` names the program)
and a Chromium (``CHROME_PATH``). Nobody is signed in; the profile is Lighthouse's own: a phone of
2016 on a slow line. Results of a search are kept out of search engines on purpose; that alone is
not counted against them. ``--at`` measures a site that runs already instead of the benchmarks' own.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result
from benchmarks.template import ROOT, clone, say, use

if TYPE_CHECKING:
    from collections.abc import Iterator

GOAL = 95
MARKS = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


def program() -> list[str]:
    """How Lighthouse is called here."""
    named = os.environ.get("LIGHTHOUSE")
    if named:
        return shlex.split(named)
    found = shutil.which("lighthouse")
    if found:
        return [found]
    npx = shutil.which("npx")
    if npx is None:
        message = "Lighthouse needs Node: there is no npx here, and LIGHTHOUSE names no program."
        raise SystemExit(message)
    return [npx, "--yes", "lighthouse"]


def marks(address: str, folder: Path) -> dict[str, int]:
    """The four marks of one page."""
    chrome = next((one for one in CHROMIUM if Path(one).exists()), "")
    report = folder / "report.json"
    subprocess.run(
        [
            *program(), address, "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(MARKS)}", f"--chrome-flags={FLAGS}",
            *(["--skip-audits=is-crawlable"] if "/search/" in address else []),
        ],
        check=True,
        env={"CHROME_PATH": chrome, **os.environ},
        stdout=sys.stderr,
        timeout=180,
    )  # fmt: skip
    said: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    for name, audit in said["audits"].items():
        if audit.get("score") is not None and audit["score"] < 0.9 and audit.get("details"):
            say(f"    {name}: {audit.get('displayValue') or audit['title']}")
    return {name: round(100 * (said["categories"][name]["score"] or 0)) for name in MARKS}


def pages() -> list[str]:
    """The kinds of pages there are, without language."""
    from benchmarks.site import richest
    from wutong.programs.publishing.models import OrganisationSite

    site = OrganisationSite.objects.order_by("pk").first()
    found = ["/", richest()[0], "/stories/", "/stories/archive/", "/organisations/"]
    found += ["/search/?q=wutong", "/voices/", "/journal/", "/about/"]
    return [*found, f"/sites/{site.slug}/"] if site else found


@contextmanager
def running(at: str) -> Iterator[str]:
    """A site that runs already, or the benchmarks' own."""
    if at:
        yield at.rstrip("/")
        return
    from benchmarks.site import house

    with house(workers=2, threads=2) as port:
        yield f"http://127.0.0.1:{port}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three pages in Chinese")
    parser.add_argument("--at", default="", help="the address of a site that runs already")
    parser.add_argument("--pages", nargs="*", help="these pages instead, with /en where wanted")
    given = parser.parse_args()
    listed = given.pages
    if not given.at:
        use(clone("lighthouse", scale="small"))
        subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v", "0"],
            check=True,
            stdout=sys.stderr,
        )
    if not listed:
        listed = ["/", "/stories/", "/organisations/"] if given.at else pages()
        listed = listed[:3] if given.quick else [*listed, *(f"/en{path}" for path in listed)]
    found: dict[str, dict[str, int]] = {}
    with running(given.at) as base, TemporaryDirectory() as folder:
        for path in listed:
            found[path] = marks(f"{base}{path}", Path(folder))
            say(f"{path}  {found[path]}")
    lowest = min(mark for one in found.values() for mark in one.values())
    Result(
        name="lighthouse",
        value=lowest,
        unit="lowest mark of 100",
        better="higher",
        limit=100,
        limit_is="a page without fault",
        people=3_000,
        goal=f"all four marks ≥ {GOAL} on a phone",
        met=lowest >= GOAL,
        quick=given.quick,
        extra={
            "pages": len(found),
            **{name.replace("-", "_"): min(one[name] for one in found.values()) for name in MARKS},
            "below": {path: one for path, one in found.items() if min(one.values()) < GOAL},
        },
    ).report()


if __name__ == "__main__":
    main()
