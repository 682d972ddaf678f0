"""The pages make a site: Sphinx builds it without one warning, and every page is on it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import peerpolicy

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site and return its folder; a warning is an error."""
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(DOCS), str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return out


def test_every_page_is_on_the_site(site):
    pages = {path.relative_to(DOCS).with_suffix("") for path in DOCS.rglob("*.md")}
    assert pages == {
        path.relative_to(site).with_suffix("")
        for path in site.rglob("*.html")
        if path.name not in {"genindex.html", "py-modindex.html", "search.html"}
    }


def test_every_public_name_is_described(site):
    page = (site / "reference" / "python.html").read_text(encoding="utf-8")
    described = set(re.findall(r'id="peerpolicy\.(\w+)"', page))
    assert set(peerpolicy.__all__) - described == {"__version__"}


def test_a_policy_on_a_page_has_colours(site):
    page = (site / "tutorial" / "first-policy.html").read_text(encoding="utf-8")
    assert '<span class="k">require</span>' in page
