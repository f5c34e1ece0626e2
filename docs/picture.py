"""Draw docs/page.png: the page of the sample documents, as Chromium shows it with one entity opened.

usage: python docs/picture.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "page.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ADDRESS = "#entity=company/DeepSeek"
WIDTH, HEIGHT = 1360, 800


def browser() -> str | None:
    """The path of a Chromium, or None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def draw(path: Path = PICTURE) -> None:
    """Write the picture; needs Chromium.

    :raises FileNotFoundError: where there is no Chromium.
    """
    from playwright.sync_api import sync_playwright

    import kg

    program = browser()
    if program is None:
        raise FileNotFoundError("the picture needs Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder, "page.html")
        kg.build(sorted((ROOT / "seeds").glob("[a-z]*.md"))).view(page_file)
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = running.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce", color_scheme="light"
        )
        page.goto(page_file.as_uri() + ADDRESS)
        page.wait_for_timeout(500)
        page.screenshot(path=path)
        running.close()


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(__doc__)
    try:
        draw()
    except FileNotFoundError as error:
        sys.exit(str(error))
