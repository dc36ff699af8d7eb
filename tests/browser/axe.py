"""axe-core, from the package that carries it (nothing is fetched)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def serious(page: Page) -> list[str]:
    """Serious and critical violations on the page, one line each."""
    # Seen whole: what a fixed bar covers at this scroll position is not too small a target.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**page.viewport_size, "height": height})
    # Evaluated by the test driver, so the page's content security policy stays as it is.
    page.evaluate(SCRIPT)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags},"
        " resultTypes: ['violations']})",
        RULES,
    )
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]
