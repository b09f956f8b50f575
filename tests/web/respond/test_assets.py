"""The front end is all ours to serve: no fonts, no crest, nothing from elsewhere."""

import re

import pytest

from web.menu import MENU


@pytest.fixture
def sheets(root):
    return {path: path.read_text(encoding="utf-8") for path in (root / "static").rglob("*.css")}


def test_there_is_a_sheet_of_each_kind(sheets):
    names = {path.name for path in sheets}
    assert {"govuk-frontend.min.css", "moj-frontend.min.css", "murmuration.css"} <= names


def test_every_part_of_the_moj_design_system_that_a_page_uses_is_in_its_sheet(root, sheets):
    sheet = next(text for path, text in sheets.items() if path.name == "moj-frontend.min.css")
    pages = "".join(path.read_text(encoding="utf-8") for path in (root / "templates").rglob("*.html"))
    used = {name.partition("__")[0] for name in re.findall(r'(?<=["\s])moj-[a-z_-]+', pages)}
    assert "moj-timeline" in used, "the pattern finds nothing any more"
    assert sorted(name for name in used if f".{name}" not in sheet) == []


@pytest.mark.parametrize(
    "forbidden", ["@font-face", "GDS Transport", "govuk-crest", "url(http", 'url("http', "@import"]
)
def test_no_sheet_has_what_other_sites_may_not_use(sheets, forbidden):
    assert [path.name for path, text in sheets.items() if forbidden in text] == []


def test_every_picture_that_a_sheet_names_is_there(sheets):
    for path, text in sheets.items():
        for named in re.findall(r"url\(\"?([^)\"]+)\"?\)", text):
            assert named.startswith("data:") or (path.parent / named).exists(), f"{path.name}: {named}"


def test_the_licences_are_kept(root):
    for folder in ("govuk-frontend", "moj-frontend"):
        assert "The MIT License" in (root / "static" / "vendor" / folder / "LICENCE.txt").read_text(encoding="utf-8")


def test_a_front_end_file_may_be_kept_for_a_year_under_its_versioned_address(client):
    page = client.get("/")
    address = re.search(r'href="(/static/css/murmuration.css\?v=[0-9a-f]{10})"', page.text)[1]
    with client.get(address) as sheet:
        assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_script_that_another_imports_is_asked_for_again(client):
    with client.get("/static/js/placement.js") as script:
        assert script.headers["Cache-Control"] == "no-cache"


def test_every_page_of_the_staff_menu_is_there(app):
    assert [endpoint for _, endpoint in MENU if endpoint not in app.view_functions] == []
